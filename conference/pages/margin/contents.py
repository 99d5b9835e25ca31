"""A long text in pages: which blocks stand on which, and the contents that lead to each, down to every sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from conference.planks.queries import Row
from conference.text.blocks import Kind

PART: Final = 100
"""Blocks on one page."""
HEADINGS: Final = 12
"""Headings told for each page in the contents."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the contents, in the language that there is."""

    block: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a text: its blocks in order, and every name that a link may lead to."""

    number: int
    blocks: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[Row, ...]
    headings: tuple[Heading, ...] = ()

    @property
    def first(self) -> str:
        return self.blocks[0]

    @property
    def last(self) -> str:
        return self.blocks[-1]


def parts(rows: Sequence[Row]) -> tuple[Part, ...]:
    """The pages of a version, from its segments in order."""
    blocks = [(block, tuple(group)) for block, group in groupby(rows, key=lambda row: row[0])]
    return tuple(_part(at // PART + 1, blocks[at : at + PART]) for at in range(0, len(blocks), PART))


def _part(number: int, blocks: Sequence[tuple[str, tuple[Row, ...]]]) -> Part:
    labels = [name for block, rows in blocks for name in (block, *(label for _, _, label, _ in rows))]
    return Part(
        number, tuple(block for block, _ in blocks), tuple(labels), tuple(row for _, rows in blocks for row in rows)
    )


def with_block(found: Sequence[Part], block: str) -> Part | None:
    """The page that a block stands on."""
    return next((each for each in found if block in each.blocks), None)


def heading_units(part: Part) -> dict[str, list[int]]:
    """The units of the headings that are told of a page, by block."""
    found: dict[str, list[int]] = {}
    for block, kind, _, unit in part.rows:
        if kind == Kind.HEADING and (block in found or len(found) < HEADINGS):
            found.setdefault(block, []).append(unit)
    return found
