"""States of a resolution, the numbering of its paragraphs, and the digest that a ballot is bound to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from conference.core.canonical import digest
from conference.core.errors import Conflict
from conference.core.words import N_
from conference.text.references import Place, Sort


class State(StrEnum):
    """Compiled, put to the vote, published. Whether the vote carried it is the vote's to say."""

    COMPILED = "compiled"
    ON_VOTE = "on-vote"
    PUBLISHED = "published"


class Part(StrEnum):
    """What a paragraph belongs to: why, what is resolved, or an annex for some."""

    PREAMBLE = "preamble"
    OPERATIVE = "operative"
    SCHEDULE = "schedule"


class Kind(StrEnum):
    """What a paragraph is. `TITLE` opens each plank where a resolution has more than one, `SCHEDULE` each schedule; an
    operative clause is a `PARAGRAPH`."""

    TITLE = "title"
    HEADING = "heading"
    RECITAL = "recital"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    SCHEDULE = "schedule"


class Preamble(StrEnum):
    """How the recitals are numbered: (a), (b), (c), or not at all."""

    LETTERED = "lettered"
    UNNUMBERED = "unnumbered"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph before it is numbered: its kind, its texts by language, where it came from.

    `owner` is the number of the plank whose blocks a reference without a plank means, or None.
    """

    kind: str
    texts: Mapping[str, str]
    plank_id: int
    sources: Mapping[str, Any]
    part: str = Part.OPERATIVE
    key: str = ""
    owner: int | None = None


_STEPS: dict[State, frozenset[State]] = {
    State.COMPILED: frozenset({State.ON_VOTE}),
    State.ON_VOTE: frozenset({State.ON_VOTE, State.PUBLISHED}),
}


def move(state: str, to: State) -> State:
    """The next state. Raises `Conflict` where no step leads there."""
    if to not in _STEPS.get(State(state), frozenset()):
        raise Conflict("wrong-state", N_("This resolution has already gone on to another step. Please read it again."))
    return to


def labels(marks: Iterable[tuple[str, str]], preamble: str = Preamble.UNNUMBERED) -> list[str]:
    """The labels of (part, kind) in reading order; each is there once.

    Operative clauses are numbered through (`1`, `2`, …), whatever planks they come from, and items under a clause are
    lettered (`2a`, `2b`). Recitals are lettered (`a`, `b`) or have anchors only (`r1`), as headings (`h1`), the planks'
    titles (`t1`) and schedules (`s1`) do. Clauses of schedule 2 are `S2.1`, `S2.1a`.
    """
    pen = _Numbering(lettered=preamble == Preamble.LETTERED)
    return [pen.label(Part(part), Kind(kind)) for part, kind in marks]


class _Numbering:
    """The counters of one text."""

    def __init__(self, *, lettered: bool) -> None:
        self._lettered = lettered
        self._anchors = dict.fromkeys("thsr", 0)
        self._clause = self._item = 0
        self._within = ""

    def label(self, part: Part, kind: Kind) -> str:
        if kind in (Kind.TITLE, Kind.HEADING):
            self._item = -1
            return self._anchor(kind[0])
        if kind is Kind.SCHEDULE:
            self._clause, self._item = 0, -1
            label = self._anchor("s")
            self._within = f"{label.upper()}."
            return label
        if part is Part.PREAMBLE:
            label = self._anchor("r")
            return letters(self._anchors["r"]) if self._lettered else label
        return self._numbered(kind)

    def _numbered(self, kind: Kind) -> str:
        """An item that follows no clause is a clause of its own."""
        if kind is Kind.ITEM and self._clause and self._item >= 0:
            self._item += 1
            return f"{self._within}{self._clause}{letters(self._item)}"
        self._clause += 1
        self._item = 0 if kind is not Kind.ITEM else -1
        return f"{self._within}{self._clause}"

    def _anchor(self, letter: str) -> str:
        self._anchors[letter] += 1
        return f"{letter}{self._anchors[letter]}"


def letters(number: int) -> str:
    """a, b, … z, aa, ab, …: counting without a zero."""
    number, last = divmod(number - 1, 26)
    return (letters(number) if number else "") + chr(ord("a") + last)


_LABEL: Final = re.compile(r"(?:S(?P<schedule>[0-9]+)\.)?(?P<clause>[0-9]+)(?P<item>[a-z]*)")


def number(label: str, kind: str, preamble: str = Preamble.UNNUMBERED) -> str:
    """A label as readers see it: `4`, `4 (a)`, `(b)`, `S2`, `S2.1`; "" where a passage has an anchor only."""
    if kind == Kind.SCHEDULE:
        return label.upper()
    if kind in (Kind.TITLE, Kind.HEADING) or (kind == Kind.RECITAL and preamble != Preamble.LETTERED):
        return ""
    if kind == Kind.RECITAL:
        return f"({label})"
    found = _LABEL.fullmatch(label)
    if found is None:
        return label
    within = f"S{found['schedule']}." if found["schedule"] else ""
    return f"{within}{found['clause']}" + (f" ({found['item']})" if found["item"] else "")


def place(label: str, kind: str, preamble: str) -> Place:
    """What a reference to this passage says."""
    if kind == Kind.RECITAL:
        return Place(Sort.RECITAL, number(label, kind, preamble) or label.removeprefix("r"))
    if kind == Kind.SCHEDULE:
        return Place(Sort.SCHEDULE, label.removeprefix("s"))
    if kind in (Kind.TITLE, Kind.HEADING):
        return Place(Sort.UNNUMBERED, "")
    return Place(Sort.CLAUSE, number(label, kind))


def binding(titles: Mapping[str, str], paragraphs: Sequence[tuple[str, str, Mapping[str, str]]]) -> str:
    """The digest of a compiled text: its titles, and each paragraph's label, kind and words in every language."""
    return digest(
        {
            "titles": dict(titles),
            "paragraphs": [{"label": label, "kind": kind, "texts": dict(texts)} for label, kind, texts in paragraphs],
        }
    )
