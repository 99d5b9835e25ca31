"""Sentences of English, French and Spanish prose.

A sentence ends at . ! ? or … with what closes after it, before a space and a capital or a digit. When in doubt a
text is left whole: two sentences in one segment are allowed, half a sentence in one is a nuisance to translate.
"""

import re
from typing import Final

_ALWAYS: Final = {
    "en": "mr mrs ms dr prof st rev gov sen rep gen vs cf approx e.g i.e",
    "fr": "mm dr dre prof st ste cf env p ex c.-à-d réf tél boul",
    "es": "sr sra srta srs dr dra lic ing arq mtro mtra prof profa cf p ej ee aprox tel",
}
"""Abbreviations after which the sentence goes on, whatever follows."""
_BEFORE_NUMBERS: Final = {
    "en": "no nos art arts p pp sec ch vol fig para jan feb mar apr aug sept oct nov dec",
    "fr": "no nos art p pp ch vol fig par al janv févr avr juil sept oct nov déc",
    "es": "no núm núms art arts pp pág págs cap frac inc vol fig",
}
"""Abbreviations only when a number follows: “no. 5” goes on, “we say no. Then” does not."""

_NO_BREAK: Final = "\u00a0\u2007\u202f"
# Nothing here is tried twice: without that, a line of 20,000 full stops would take seconds.
_END: Final = re.compile(
    rf"(?<![.!?…])(?P<end>[.!?…]++)(?P<close>(?:[ {_NO_BREAK}]?»|[”’\"')\]])*+)(?P<gap>[^\S{_NO_BREAK}]++)"
    rf"(?=[«“‘\"'(\[¿¡—–\s]*+(?P<next>\w))"
)
_WORD_BEFORE: Final = re.compile(rf"[^\s«“‘\"'(\[¿¡’{_NO_BREAK}]+\Z")
_NUMBERING: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_LONGEST_ABBREVIATION: Final = 12


def sentences(text: str, language: str = "") -> tuple[str, ...]:
    """The sentences of one block in a language tag such as `en`, `fr-CA` or `es-MX`; other tags use all rules.

    Lossless but for the white space between sentences. A no-break space is never a place to cut. An empty or
    blank text has no sentences.
    """
    return tuple(sentence for piece in pieces(text, language) if (sentence := piece.strip()))


def pieces(text: str, language: str = "") -> tuple[str, ...]:
    """The sentences with the white space after each, so that joined they give the text back."""
    found, start = [], 0
    for end in _END.finditer(text):
        if _ends(text, start, end, language):
            found.append(text[start : end.end("gap")])
            start = end.end("gap")
    return (*found, text[start:]) if start < len(text) else tuple(found)


def _ends(text: str, start: int, end: re.Match[str], language: str) -> bool:
    """Whether a candidate really ends the sentence that began at `start`."""
    following = end.group("next")
    if following.islower():
        return False
    if end.group("end") != "." or end.group("close"):
        return True
    dot = end.start("end")
    if _NUMBERING.fullmatch(text[start:dot].strip()):
        return False
    before = _WORD_BEFORE.search(text[max(start, dot - _LONGEST_ABBREVIATION) : dot])
    return before is None or not _abbreviates(before.group(), following, language)


def _abbreviates(word: str, following: str, language: str) -> bool:
    initial = len(word) == 1 and word.isupper()
    dotted = "." in word and all(len(part.strip("-")) <= 2 for part in word.split("."))
    lowered = word.lower()
    return (
        initial
        or dotted
        or lowered in _listed(_ALWAYS, language)
        or (following.isdigit() and lowered in _listed(_BEFORE_NUMBERS, language))
    )


def _listed(table: dict[str, str], language: str) -> list[str]:
    primary = language.replace("_", "-").split("-", 1)[0].lower()
    return table.get(primary, " ".join(table.values())).split()
