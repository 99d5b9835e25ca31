"""Sentences about union work in the three languages, and strategies that write and edit such sentences."""

from hypothesis import settings
from hypothesis import strategies as st

from conference.text.sentences import pieces
from conference.text.words import tokens

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


ARABIC = ["العمال", "يُقَرِّرُونَ", "الإضراب", "مصنع", "٤٠", "ساعة", "من"]
CHINESE = ["工", "人", "罢工", "会议", "投票", "的"]
HOSTILE = [
    *("e\u0301", "é", "a" + "\u0301" * 8, "\u200f", "\u200e", "\u061c", "👩\u200d🏭", "👍🏽", "🇲🇽", "1\ufe0f\u20e3"),
    *("Å", "\u212b", "한글", "\u1112\u1161\u11ab", "हिन्दी", "\u00a0", "\u202f", "\u2028", "\t", "İ", "ß", "…", "'"),
    *("<script>", "&amp;", "%(limit)s", "{{ x }}", "\ufdfa", "𝕏", "\U0001f3f4", "\u0e33", "o\u0308\u0304", "’", "ﬁ"),
]


def _written(vocabulary: list[str], end: str, between: str) -> st.SearchStrategy[str]:
    said = st.lists(st.sampled_from(vocabulary), min_size=1, max_size=9).map(lambda each: between.join(each) + end)
    return st.lists(said, max_size=5).map(between.join)


arabic = _written(ARABIC, "؟", " ") | _written(ARABIC, ".", " ")
chinese = _written(CHINESE, "。", "")
hostile = _written([*HOSTILE, *VOCABULARY[:6]], ".", " ") | _written(HOSTILE, "", "")
scripts = prose | arabic | chinese | hostile
"""Prose in English, French and Spanish mixed, in Arabic, in Chinese, and what should never have come through."""

once_each = st.lists(st.sampled_from([*VOCABULARY, *ARABIC, *CHINESE]), min_size=4, max_size=12, unique=True)
"""Words of which none comes twice: then nobody can doubt which one an edit touches."""


@st.composite
def rewritten(draw: st.DrawFn, base: str) -> str:
    """An edit in any script: a sentence moved, tokens dropped, replaced or put in, often nothing."""
    found = list(pieces(base))
    if len(found) > 1 and draw(st.booleans()):
        found.insert(draw(st.integers(0, len(found) - 1)), found.pop(draw(st.integers(0, len(found) - 1))))
    kept: list[str] = []
    other = st.sampled_from([*VOCABULARY, *ARABIC, *CHINESE, *HOSTILE])
    for token in tokens("".join(found)):
        what = draw(st.sampled_from(["keep"] * 10 + ["drop", "replace", "insert"]))
        kept += {"keep": [token], "drop": [], "replace": [draw(other)], "insert": [draw(other), " ", token]}[what]
    return "".join(kept)


@st.composite
def several(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A base in any script and up to four edits of it, each under a label."""
    base = draw(scripts)
    return base, {label: draw(rewritten(base)) for label in ("A1", "A2", "A3", "A4")[: draw(st.integers(0, 4))]}
