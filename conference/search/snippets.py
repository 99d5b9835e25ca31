"""Some of a document's words around those that were found, which are marked."""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from conference.search import rules, stems
from conference.search.rules import Term

LENGTH: Final = 240
SHORT: Final = 120
BEFORE: Final = 70
_WITHIN: Final = re.compile(r"</?(?:strong|em|a|code|span|s|del|bdi|mark)\b[^>]*>")
_TAG: Final = re.compile(r"<[^>]*>")
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text: runs of words, each marked or not. `cut`: words stand before it, and after it."""

    language: str
    runs: tuple[tuple[str, bool], ...]
    cut: tuple[bool, bool] = (False, False)

    @property
    def marked(self) -> bool:
        return any(mark for _, mark in self.runs)

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)


def plain(rendered: str) -> str:
    """The words of a text that `runtime.markup` rendered, without its marks."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", _WITHIN.sub("", rendered)))).strip()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for in one language. A stem begins as its word does: most words need none to be left out."""

    tokens: frozenset[str]
    beginnings: tuple[str, ...]
    first: frozenset[str]

    def has(self, language: str, folded: str) -> bool:
        if folded[:2] not in self.first:
            return False
        token = stems.token(language, folded)
        return token in self.tokens or token.startswith(self.beginnings)


@lru_cache(64)
def _wanted(language: str, terms: tuple[Term, ...]) -> _Wanted:
    counted = rules.in_one(language, terms)
    words = [word for term in counted for word in term.words]
    beginnings = tuple(language + term.words[0] for term in counted if term.beginning)
    return _Wanted(
        frozenset(stems.token(language, each) for each in words), beginnings, frozenset(each[:2] for each in words)
    )


def snippet(language: str, text: str, terms: tuple[Term, ...]) -> Snippet:
    """The piece with the most of the words that were asked for; a shorter beginning where there are none."""
    text, wanted = unicodedata.normalize("NFC", text), _wanted(language, terms)
    spans = [(each.start, each.end) for each in stems.words(text) if wanted.has(language, each.folded)]
    start, end = _window(text, spans)
    return Snippet(language, tuple(_runs(text, start, end, spans)), (start > 0, end < len(text)))


def _window(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """Where the piece begins and ends: at words."""
    length = LENGTH if spans else SHORT
    if len(text) <= length:
        return 0, len(text)
    best = max(
        spans, key=lambda each: sum(each[0] <= one[0] < each[0] + LENGTH - BEFORE for one in spans), default=(0, 0)
    )
    start = max(0, min(best[0] - BEFORE, len(text) - length))
    if start and (space := text.find(" ", start, best[0])) >= 0:
        start = space + 1
    end = min(len(text), start + length)
    if end < len(text) and (space := text.rfind(" ", start, end)) > best[1]:
        end = space
    return start, end


def _runs(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> Iterable[tuple[str, bool]]:
    at = start
    for first, last in spans:
        if first < start or last > end:
            continue
        if first > at:
            yield text[at:first], False
        yield text[first:last], True
        at = last
    if at < end:
        yield text[at:end], False
