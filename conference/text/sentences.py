"""Sentences of English, French and Spanish prose, and of scripts that mark an end with signs of their own.

A sentence ends at . ! ? or … (؟ and ۔ in Arabic script) with what closes after it, before a space and a capital, a
digit, an enumeration such as (b), or a script without capitals; 。！？ end one wherever they stand. When in doubt a
text is left whole: two sentences in one segment are allowed, half a sentence in one is a nuisance to translate.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

VERSION: Final = 2
"""Raised whenever the same text would be cut into other sentences than before."""

_ALWAYS: Final = {
    "en": "mr mrs ms messrs dr prof st rev hon gov sen rep gen vs cf viz approx e.g i.e",
    "fr": "mm dr dre prof st ste mgr hon cf env p ex c.-à-d réf tél boul av",
    "es": "sr sra srta srs sres sras dr dra dres lic ing arq mtro mtra prof profa gral ud uds cf p ej ee uu aprox av",
}
"""Abbreviations after which the sentence goes on, whatever follows."""
_BEFORE_NUMBERS: Final = {
    "en": "no nos art arts p pp sec secs ch vol fig para paras jan feb mar apr aug sept oct nov dec",
    "fr": "no nos art p pp ch vol fig par al janv févr avr juil sept oct nov déc",
    "es": "no núm núms art arts pp pág págs cap caps frac inc vol fig párr",
}
"""Abbreviations only when a number follows: “no. 5” goes on, “we say no. Then” does not."""

_NO_BREAK: Final = "\u00a0\u2007\u202f"
# Nothing here is tried twice: without that, a line of 20,000 full stops would take seconds.
_END: Final = re.compile(
    rf"(?<![.!?…؟۔])(?P<end>[.!?…؟۔]++)(?P<close>(?:[ {_NO_BREAK}]?[»›]|[”’\"')\]])*+)(?P<gap>[^\S{_NO_BREAK}]++)"
    rf"(?=[«‹“‘\"'(\[¿¡—–\u200e\u200f\s]*+(?P<next>\w))"
    r"|(?P<full>[。！？｡]++[”’」』】）》〉]*+)(?P<after>\s*+)(?=\S)"
)
_WORD_BEFORE: Final = re.compile(rf"[^\s«“‘\"'(\[¿¡’{_NO_BREAK}]+\Z")
_NUMBERING: Final = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})\)?", re.IGNORECASE)
"""What numbers an enumeration; its dot ends no sentence: 1. or 2.1. or b. or iv."""
_ENUMERATED: Final = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})(?:\)\s|\.\s+[A-ZÀ-Þ])")
"""What begins a member of an enumeration, in small letters too: (b) or iv) or b. before a capital."""
_LONGEST_ABBREVIATION: Final = 12
"""Characters looked at before a dot."""


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
        if end.group("full") or _ends(text, start, end, language):
            found.append(text[start : end.end()])
            start = end.end()
    return (*found, text[start:]) if start < len(text) else tuple(found)


def _ends(text: str, start: int, end: re.Match[str], language: str) -> bool:
    """Whether a candidate really ends the sentence that began at `start`."""
    following, dot = end.group("next"), end.start("end")
    if following.islower() and not _ENUMERATED.match(text, end.end()):
        return False
    if end.group("close")[:1] in (")", "]") and text[dot - 1 : dot] in ("(", "["):
        return False  # […]: something was left out here
    if end.group("end") != "." or end.group("close"):
        return True
    if _NUMBERING.fullmatch(text[start:dot].strip()):
        return False
    before = _WORD_BEFORE.search(text[max(start, dot - _LONGEST_ABBREVIATION) : dot])
    return before is None or not _abbreviates(before.group(), following, language)


def _abbreviates(word: str, following: str, language: str) -> bool:
    initial = len(word) == 1 and word.isupper()
    dotted = "." in word and all(len(part.strip("-")) <= 2 for part in word.split("."))
    lowered = unicodedata.normalize("NFC", word.lower())
    always, before_numbers = _known(language)
    return initial or dotted or lowered in always or (following.isdigit() and lowered in before_numbers)


@lru_cache(64)
def _known(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The two lists of abbreviations for a language tag, those of all languages where it has none of its own."""
    primary = language.replace("_", "-").split("-", 1)[0].lower()
    return _listed(_ALWAYS, primary), _listed(_BEFORE_NUMBERS, primary)


def _listed(table: dict[str, str], primary: str) -> frozenset[str]:
    return frozenset(table.get(primary, " ".join(table.values())).split())
