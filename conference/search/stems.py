"""Words as the index holds them: without accents, without inflection, marked with their language.

Both databases get the same stems, made here: SQLite's own stemmer knows English only, and PostgreSQL's answers would
differ from it. Accents go first, so that whoever types none finds the same; where a French or Spanish ending is only
recognized by its accent, it is put back before the stem is taken.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from snowballstemmer import stemmer

from conference.core.languages import LANGUAGES

LONGEST: Final = 40
"""Letters of a word that count."""
_STEMMERS: Final = {"en": stemmer("english"), "fr": stemmer("french"), "es": stemmer("spanish")}
_WORD: Final = re.compile(r"[^\W_]+")
_JOINED: Final = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l"})
_ENDINGS: Final = {
    "fr": tuple(
        (re.compile(ending), accented)
        for ending, accented in (
            (r"ee(s?)$", r"ée\1"), (r"ie(s?)$", r"ié\1"), (r"ite(s?)$", r"ité\1"), (r"erent$", "èrent"),
        )
    ),
    "es": ((re.compile(r"ia(s|n|is|mos)?$"), r"ía\1"), (re.compile(r"abamos$"), "ábamos")),
    "en": (),
}  # fmt: skip
_BARE: Final = {
    "en": "a an and are as at be by for from has have in is it its of on or our that the their there they this to was "
    "we were will with you your not but if so than then what which who",
    "fr": "a au aux avec ce ces cette dans de des du elle elles en est et eux il ils je la le les leur leurs lui ma "
    "mais me mes mon ne nos notre nous on ont ou par pas pour qu que qui sa se ses son sont sur ta te tes ton tu "
    "un une vos votre vous y ete etre",
    "es": "a al ante como con de del desde donde e el ella ellas ellos en entre era es esa ese eso esta estan este "
    "esto fue ha han hay la las le les lo los mas mi muy no nos nuestra nuestro o para pero por que se ser si sin "
    "sobre son su sus tu u un una y ya",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: folded, and where it stands."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order; an apostrophe, a hyphen, any sign parts them."""
    for found in _WORD.finditer(unicodedata.normalize("NFC", text)):
        if folded := fold(found.group()):
            yield Word(folded, found.start(), found.end())


@lru_cache(50_000)
def fold(word: str) -> str:
    """Small letters without accents."""
    parted = unicodedata.normalize("NFKD", word.translate(_JOINED).casefold())
    return "".join(each for each in parted if each.isalnum())[:LONGEST]


@lru_cache(50_000)
def stem(language: str, folded: str) -> str:
    """What all inflections of a folded word share."""
    written = folded
    for ending, accented in _ENDINGS[language]:
        if ending.search(folded):
            written = ending.sub(accented, folded)
            break
    found = fold(_STEMMERS[language].stemWord(written)) or folded
    return _evened(language, found)


def _evened(language: str, found: str) -> str:
    """What the stemmers leave different: a French y that only some endings make an i, a short Spanish word's plural."""
    if language == "fr" and found.endswith("y"):
        return f"{found[:-1]}i"
    if language == "es" and len(found) > 3 and found.endswith(("as", "os")):
        return found[:-1]
    return found


def token(language: str, folded: str) -> str:
    """The stem with its language before it: one question then asks all languages, each for its own stems."""
    return language + stem(language, folded)


def tokens(language: str, text: str) -> list[str]:
    """A text as the index holds it, in order."""
    return [found for word in _WORD.findall(unicodedata.normalize("NFC", text)) if (found := _token(language, word))]


@lru_cache(50_000)
def _token(language: str, word: str) -> str:
    """The token of a word as it is written; none for one without a letter or a number."""
    folded = fold(word)
    return token(language, folded) if folded else ""


def is_bare(language: str, folded: str) -> bool:
    """Whether a word says nothing by itself: an article, a preposition, the letter before an apostrophe."""
    return folded in _SAYING_NOTHING[language] or (len(folded) == 1 and folded.isascii() and folded.isalpha())


_SAYING_NOTHING: Final = {language: frozenset(_BARE[language].split()) for language in LANGUAGES}
