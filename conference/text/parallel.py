"""Parallel texts: the files of a plank, one a language, laid side by side block by block.

What does not fit is told row by row, as codes and figures that a page turns into sentences. Nothing is moved or
joined to make files fit: the drafters mend their files.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from typing import Final

from conference.text.blocks import Draft
from conference.text.sentences import sentences

VERSION: Final = 1
"""Raised whenever the same files would be laid side by side in another way than before."""

GAP: Final = 6.0
"""What it costs to leave a block without its counterpart."""
OTHER_KIND: Final = 5.0
"""What it costs to pair a heading with a paragraph or an item."""
OTHER_DEPTH: Final = 1.5
OTHER_NUMBERS: Final = 2.0
LENGTHS: Final = 2.0
"""What it costs when one text is twice as long as the other, or half as long."""

_NUMBER: Final = re.compile(r"\d+")


class Code(StrEnum):
    """What does not fit. SENTENCES and NUMBERS are only worth a look: translations may differ there."""

    MISSING = "missing"
    EXTRA = "extra"
    KIND = "kind"
    DEPTH = "depth"
    NUMBERED = "numbered"
    SENTENCES = "sentences"
    NUMBERS = "numbers"


HARMLESS: Final = frozenset({Code.SENTENCES, Code.NUMBERS})

Row = Mapping[str, Draft | None]
"""A block in each language, or None where the language has none here."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What does not fit in one row (counted from 0) in one language, held against the source language.

    `params` has `source` and `here` for all but MISSING and EXTRA: a kind, a depth, whether an item is numbered, a
    count of sentences; for NUMBERS the digits that stand on one side only, joined by spaces.
    """

    row: int
    language: str
    code: Code
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parallel:
    """The rows in the order of the source's blocks, and what does not fit in them."""

    rows: tuple[Row, ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def is_aligned(self) -> bool:
        """Whether each language has the same blocks: then a plank can be made of them."""
        return all(each.code in HARMLESS for each in self.mismatches)


def align(texts: Mapping[str, Sequence[Draft]], source: str) -> Parallel:
    """Lay the texts of all languages beside those of the source language.

    Rule: Needleman and Wunsch's alignment with costs for kind, depth, digits and length (after Gale and Church, who
    align by length). Blocks of another language without a counterpart stand in rows of their own, after the block
    they follow. Takes about 2 µs for each pair of blocks. Raises `KeyError` when the source is not among the texts.
    """
    base = texts[source]
    rows: list[list[dict[str, Draft | None]]] = [[] for _ in range(len(base) + 1)]
    beside = {language: _pairs(base, blocks) for language, blocks in texts.items() if language != source}
    for at, draft in enumerate((None, *base)):
        rows[at] = [{source: draft}] if draft else []
    for language, pairs in beside.items():
        _put(rows, texts[language], pairs, language)
    told = tuple({language: row.get(language) for language in texts} for group in rows for row in group)
    return Parallel(told, tuple(found for at, row in enumerate(told) for found in _mismatches(at, row, source)))


def _put(
    rows: list[list[dict[str, Draft | None]]], blocks: Sequence[Draft], pairs: Mapping[int, int], language: str
) -> None:
    """Write one language into the rows: group `n + 1` is the source's block n and what follows it elsewhere."""
    group, beyond = 0, 0
    for at, draft in enumerate(blocks):
        if at in pairs:
            group, beyond = pairs[at] + 1, 0
            rows[group][0][language] = draft
            continue
        beyond += 1
        place = beyond if group else beyond - 1
        if place == len(rows[group]):
            rows[group].append({})
        rows[group][place][language] = draft


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a block is paired by."""

    kind: str
    depth: int
    digits: tuple[str, ...]
    length: int

    @classmethod
    def of(cls, draft: Draft) -> "_Shape":
        return cls(draft.kind, draft.depth, _digits(draft.text), len(draft.text) + 1)

    def cost(self, other: "_Shape") -> float:
        """How little two blocks look like the same one; 0 is as alike as can be."""
        ratio = max(self.length, other.length) / min(self.length, other.length)
        return (
            OTHER_KIND * (self.kind != other.kind)
            + OTHER_DEPTH * (self.depth != other.depth)
            + OTHER_NUMBERS * (self.digits != other.digits)
            + min(LENGTHS * (ratio - 1.0), GAP)
        )


def _digits(text: str) -> tuple[str, ...]:
    """The runs of digits in a text, sorted: languages write 1,000.50 and 1 000,50 but the same digits."""
    return tuple(sorted(_NUMBER.findall(text)))


def _pairs(base: Sequence[Draft], other: Sequence[Draft]) -> dict[int, int]:
    """Index of the other language's block to index of the source's, where they are counterparts."""
    ours, theirs = [_Shape.of(each) for each in base], [_Shape.of(each) for each in other]
    best = [[at * GAP for at in range(len(theirs) + 1)]]
    for i, one in enumerate(ours, 1):
        line, above = [i * GAP] + [inf] * len(theirs), best[-1]
        for j, two in enumerate(theirs, 1):
            line[j] = min(above[j - 1] + one.cost(two), above[j] + GAP, line[j - 1] + GAP)
        best.append(line)
    pairs: dict[int, int] = {}
    i, j = len(ours), len(theirs)
    while i and j:
        if best[i][j] == best[i - 1][j - 1] + ours[i - 1].cost(theirs[j - 1]):
            i, j = i - 1, j - 1
            pairs[j] = i
        elif best[i][j] == best[i - 1][j] + GAP:
            i -= 1
        else:
            j -= 1
    return pairs


def _mismatches(at: int, row: Row, source: str) -> list[Mismatch]:
    base = row[source]
    found: list[Mismatch] = []
    for language, draft in row.items():
        if language == source:
            continue
        if base is None or draft is None:
            if base is not draft:
                found.append(Mismatch(at, language, Code.MISSING if draft is None else Code.EXTRA))
            continue
        found += (Mismatch(at, language, code, params) for code, params in _differences(base, draft, source, language))
    return found


def _differences(base: Draft, draft: Draft, source: str, language: str) -> list[tuple[Code, Mapping[str, str | int]]]:
    found: list[tuple[Code, Mapping[str, str | int]]] = []
    if base.kind is not draft.kind:
        found.append((Code.KIND, {"source": base.kind.value, "here": draft.kind.value}))
    if base.depth != draft.depth:
        found.append((Code.DEPTH, {"source": base.depth, "here": draft.depth}))
    if base.ordered != draft.ordered:
        found.append((Code.NUMBERED, {"source": base.ordered, "here": draft.ordered}))
    counts = len(sentences(base.text, source)), len(sentences(draft.text, language))
    if counts[0] != counts[1]:
        found.append((Code.SENTENCES, {"source": counts[0], "here": counts[1]}))
    ours, theirs = _digits(base.text), _digits(draft.text)
    if ours != theirs:
        found.append((Code.NUMBERS, {"source": _only(ours, theirs), "here": _only(theirs, ours)}))
    return found


def _only(here: Sequence[str], there: Sequence[str]) -> str:
    return " ".join(sorted((Counter(here) - Counter(there)).elements()))
