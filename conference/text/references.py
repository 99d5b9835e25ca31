"""References from one passage of a text to another, which follow renumbering: `{p3}` is written, “clause 4” is read.

A mark names a passage by its lasting id and is the same in every language:

    {p3}      a block of the same plank        {2.p3}   a block of plank 2
    {r1}      a recital drafted for a preamble {s1}     a schedule       {s1.c2}   a passage of a schedule

It is read as noun and number with the article that the language wants (« l’article 4 », “la cláusula 4”, and “del anexo
2” after “de”); with `#` before the brace closes, `{p3#}`, only the number is, so that a sentence may choose its own
noun. Any other words in braces are no reference, and are reported. Until a resolution numbers its clauses, a reference
says the number beside the passage in its plank. Pure; linear in the length of the text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_MARK: Final = re.compile(
    r"\{(?:(?P<plank>[1-9][0-9]{0,8})\.)?(?P<id>p[0-9]+[a-z]*|r[0-9]+|s[0-9]+(?:\.c[0-9]+)?)(?P<bare>#)?\}"
)
_BRACES: Final = re.compile(r"\{[^{}]{0,80}\}")


class Sort(StrEnum):
    """What a passage is called by those who refer to it."""

    CLAUSE = "clause"
    RECITAL = "recital"
    SCHEDULE = "schedule"
    UNNUMBERED = "unnumbered"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: what it is called, and its number as readers see it (`4`, `4 (a)`, `b`); `plank` where
    it is a clause of another plank than the one that is read."""

    sort: Sort
    number: str
    plank: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A mark: where it stands (code points), the passage’s key (`2.p3`, `s1`), whether only its number is read."""

    start: int
    end: int
    key: str
    bare: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Words as they are read; `key` is that of the passage where they are a reference to it."""

    words: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mark that leads nowhere. `code`: malformed, dangling, unnumbered (a heading or a title has no number)."""

    code: str
    mark: str


Places = Mapping[str, Place]
Span = tuple[str, str]
"""Words and the label of whoever brought them."""

_NOUNS: Final[dict[Sort, dict[str, str]]] = {
    Sort.CLAUSE: {"en": "clause {}", "fr": "l’article {}", "es": "la cláusula {}"},
    Sort.RECITAL: {
        "en": "paragraph {} of the preamble", "fr": "l’alinéa {} du préambule", "es": "el párrafo {} del preámbulo",
    },
    Sort.SCHEDULE: {"en": "schedule {}", "fr": "l’annexe {}", "es": "el anexo {}"},
}  # fmt: skip
_OF_PLANK: Final = {
    "en": "clause {} of plank {}",
    "fr": "l’article {} du volet {}",
    "es": "la cláusula {} del punto {}",
}
_AFTER: Final = re.compile(r"(?i)(?:^|(?<=\s))(de|a)\s$")
"""Spanish joins these words with the article: “del anexo”, “al anexo”."""


def references(text: str, plank: int | None = None) -> tuple[Reference, ...]:
    """The marks of a text in order. `plank` is the number of the plank that the text belongs to."""
    found = []
    for mark in _MARK.finditer(text):
        own = mark["id"].startswith("p") and not mark["plank"] and plank is not None
        owner = str(plank) if own else mark["plank"]
        key = f"{owner}.{mark['id']}" if owner else mark["id"]
        found.append(Reference(mark.start(), mark.end(), key, bool(mark["bare"])))
    return tuple(found)


def problems(text: str, places: Places, plank: int | None = None) -> tuple[Problem, ...]:
    """What a reader would stumble over, in the order of the text."""
    known = {each.start: each for each in references(text, plank)}
    found = []
    for braces in _BRACES.finditer(text):
        mark = known.get(braces.start())
        if mark is None:
            found.append(Problem("malformed", braces.group()))
        elif mark.key not in places:
            found.append(Problem("dangling", braces.group()))
        elif places[mark.key].sort is Sort.UNNUMBERED:
            found.append(Problem("unnumbered", braces.group()))
    return tuple(found)


def place_in_plank(key: str, plank: int | None = None) -> Place:
    """Where a mark leads before a resolution gives it another number: to the number beside the passage in its plank."""
    owner, _, block = key.rpartition(".") if not key.startswith("s") else ("", "", key)
    if key[0] in "rs":
        return Place(Sort.RECITAL if key[0] == "r" else Sort.SCHEDULE, key[1:])
    other = owner if owner and owner != str(plank or "") else ""
    return Place(Sort.CLAUSE, block.removeprefix("p"), other)


def read(text: str, language: str, plank: int | None = None, *, opens: bool = True) -> tuple[Run, ...]:
    """A text of a plank as it is read, its references apart. `opens`: a sentence begins with it."""
    found: list[Run] = []
    taken = 0
    for mark in references(text, plank):
        said = text[taken : mark.start]
        said, spoken = _spoken(said, place_in_plank(mark.key, plank), mark, language, text, opens=opens)
        found += [Run(said), Run(spoken, mark.key)]
        taken = mark.end
    return tuple(each for each in (*found, Run(text[taken:])) if each.words)


def moved(text: str, became: Mapping[str, str]) -> str:
    """The text with its marks of blocks of its own plank under other ids: `became` leads from the old to the new."""

    def instead(mark: re.Match[str]) -> str:
        label = mark["id"]
        return mark.group() if mark["plank"] else mark.group().replace(label, became.get(label, label))

    return _MARK.sub(instead, text)


def rendered(text: str, places: Places, language: str, plank: int | None = None) -> str:
    """The text as it is read in this language; a mark that leads nowhere stays as it is written."""
    return "".join(words for words, _ in respanned([(text, "")], places, language, plank))


def respanned(spans: Sequence[Span], places: Places, language: str, plank: int | None = None) -> tuple[Span, ...]:
    """Spans of a text as they are read: each reference belongs to whoever brought the mark's first sign."""
    text = "".join(words for words, _ in spans)
    marks = iter([*(each for each in references(text, plank) if each.key in places), None])
    mark, taken, end = next(marks), 0, 0
    read: list[Span] = []
    for words, label in spans:
        end, said = end + len(words), ""
        while mark is not None and mark.start < end:
            said += text[taken : mark.start]
            said = "".join(_spoken(said, places[mark.key], mark, language, text))
            taken, mark = mark.end, next(marks)
        said += text[taken:end]
        taken = max(taken, end)
        read.append((said, label))
    return tuple(each for each in read if each[0])


def _said(place: Place, bare: bool, language: str) -> str:
    if bare or place.sort not in _NOUNS:
        return place.number
    if place.plank:
        return _OF_PLANK[language].format(place.number, place.plank)
    return _NOUNS[place.sort][language].format(place.number)


def _spoken(
    said: str, place: Place, mark: Reference, language: str, text: str, *, opens: bool = True
) -> tuple[str, str]:
    """What was read so far, and the reference: joined with the Spanish article, great at the head of a sentence."""
    spoken = _said(place, mark.bare, language)
    if mark.bare:
        return said, spoken
    if language == "es" and spoken.startswith("el ") and _AFTER.search(said):
        return said[:-1] + "l ", spoken.removeprefix("el ")
    before = text[max(0, mark.start - 12) : mark.start]
    head = before.rstrip(" «“¿¡\u00a0")
    if (not head and opens) or (head[-1:] in (".", "!", "?") and head != before):
        return said, spoken[:1].upper() + spoken[1:]
    return said, spoken
