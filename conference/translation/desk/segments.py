"""A text as segments that stand beside each other in two languages: its paragraphs and items, in one frame of marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from conference.translation.engines import pieces

MOST: Final = 200
"""Segments of one text that a page shows apart."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One segment: its number from 1, the original, and what stands for it so far."""

    number: int
    source: str
    target: str


def beside(source: str, target: str) -> tuple[Beside, ...]:
    """The segments of a text; none where it is one paragraph, or its translation stands in another frame."""
    sources = pieces.cut(source).bodies
    targets = bodies(source, target) if target.strip() else ("",) * len(sources)
    if not 1 < len(sources) <= MOST or targets is None:
        return ()
    return tuple(Beside(at, *pair) for at, pair in enumerate(zip(sources, targets, strict=True), start=1))


def bodies(source: str, target: str) -> tuple[str, ...] | None:
    """The segments of a translation; None where it stands in another frame than the original."""
    here, there = pieces.cut(source), pieces.cut(target)
    return there.bodies if here.frame == there.frame else None


def joined(source: str, said: Sequence[str]) -> str:
    """A whole text in the frame of the original. Raises `ValueError` for another number of segments."""
    return pieces.cut(source).joined([each.strip() for each in said])


def typed(source: str, fields: Mapping[str, str]) -> str | None:
    """The text that the fields `segment-1` … hold, or None where there are none, or not all of them."""
    count = len(pieces.cut(source).bodies)
    said = [fields.get(f"segment-{number}") for number in range(1, count + 1)]
    if count < 2 or any(each is None for each in said):
        return None
    return joined(source, [each or "" for each in said])
