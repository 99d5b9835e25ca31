"""Sentences about union work in the three languages, and strategies that write and edit such sentences."""

from hypothesis import settings
from hypothesis import strategies as st

calm = settings(deadline=None)
"""A busy machine is no failure."""

NBSP = "\u00a0"

ENGLISH = "Members are asked first. No overtime is worked while others are laid off. The mandate is theirs."
FRENCH = (
    "Les membres sont consultés d’abord. Aucune heure supplémentaire tant que des collègues sont mis à pied. "
    f"« Le mandat vient d’en bas{NBSP}! »"
)
SPANISH = (
    "Primero se consulta a las bases. ¿Quién decide? ¡Quienes trabajan! "
    "Nadie trabaja tiempo extra mientras haya personas despedidas."
)
TEXTS = {"en": ENGLISH, "fr-CA": FRENCH, "es-MX": SPANISH}

VOCABULARY = [
    *("strike", "fund", "local", "plant", "wage", "hour", "U.S.", "of", "the", "a"),
    *("grève", "syndicat", "usine", "délégué·e·s", "l’équipe", "d’abord", "mise-à-pied", "de", "les"),
    *("huelga", "sindicato", "reparto", "jornada", "delegación", "compañeras", "la", "y", "60", "12,5", "10 %"),
]

words = st.sampled_from(VOCABULARY)
sentence = st.lists(words, min_size=1, max_size=12).map(lambda each: " ".join(each) + ".")
prose = st.lists(sentence, max_size=6).map(" ".join)
"""Few words often repeated: the hard case for matching."""
anything = st.text(max_size=80) | prose
"""Any string at all, untidy ones too."""


@st.composite
def edits(draw: st.DrawFn, base: str) -> str:
    """The base after a few words were dropped, doubled, replaced or put in, often none."""
    kept: list[str] = []
    for word in base.split(" "):
        what = draw(st.sampled_from(["keep"] * 8 + ["drop", "replace", "insert"]))
        kept += {"keep": [word], "drop": [], "replace": [draw(words)], "insert": [draw(words), word]}[what]
    return " ".join(kept)


@st.composite
def rivals(draw: st.DrawFn) -> tuple[str, str, str]:
    """A base and two edits of it."""
    base = draw(prose)
    return base, draw(edits(base)), draw(edits(base))
