"""A whole text in one box: how its blocks are written and read, and what a substitute changes in them, block by block.

A heading begins with `# `, an item with `- `; an empty line stands between blocks. Blocks of the substitute answer
blocks of the text where they are equal or alike, in order; the others are new, or go.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from conference.planks.commands import BlockChange
from conference.planks.rules import ChangeKind, Piece
from conference.text import merge
from conference.text.align import Budget, in_order, matches
from conference.text.blocks import Kind
from conference.text.words import tidy, words

_MARKS: Final[dict[Kind, str]] = {Kind.HEADING: "# ", Kind.ITEM: "- ", Kind.PARAGRAPH: ""}


@dataclass(frozen=True, slots=True)
class Standing:
    """A block of a version of the plank: its id, kind and text by language, where it is whole."""

    id: str
    kind: str
    texts: Mapping[str, str]


def standing(pieces: Sequence[Piece], languages: Sequence[str]) -> tuple[Standing, ...]:
    """The blocks of a version; a language in which a sentence of a block is missing is left out."""
    found = []
    for (block, kind), group in groupby(pieces, key=lambda each: (each.block, each.kind)):
        rows = list(group)
        texts = {
            each: " ".join(row.texts[each] for row in rows)
            for each in languages
            if all(row.texts.get(each) for row in rows)
        }
        found.append(Standing(block, kind, texts))
    return tuple(found)


def written(blocks: Sequence[Standing], language: str) -> str:
    """The whole text in one language; "" where some block lacks it."""
    if not all(each.texts.get(language) for each in blocks):
        return ""
    return "\n\n".join(_MARKS[Kind(each.kind)] + each.texts[language] for each in blocks)


def read(text: str) -> tuple[tuple[str, str], ...]:
    """The blocks of a whole text: (kind, text) each."""
    lines = re.sub(r"\n(?=(?:#|-) )", "\n\n", text.strip())
    return tuple(_block(" ".join(chunk.split())) for chunk in re.split(r"\n\s*\n", lines) if chunk.strip())


def _block(chunk: str) -> tuple[str, str]:
    marked = next((kind for kind, mark in _MARKS.items() if mark and chunk.startswith(mark)), Kind.PARAGRAPH)
    return marked.value, chunk.removeprefix(_MARKS[marked]).strip()


def tidied(text: str) -> str:
    """A whole text as it is kept: each block tidied, one empty line between two. Raises `BadText`."""
    return "\n\n".join(_MARKS[Kind(kind)] + tidy(block) for kind, block in read(text))


def mark(kind: str) -> str:
    """What a block of this kind begins with."""
    return _MARKS[Kind(kind)]


def shape(text: str) -> tuple[str, ...]:
    """The kinds of its blocks: the same in every language of one text."""
    return tuple(kind for kind, _ in read(text))


def changes(
    base: Sequence[Standing], present: Sequence[Standing], wanted: Mapping[str, str], own: str
) -> list[BlockChange] | None:
    """What a substitute, written against `base`, does to the text as it stands. None where the two collide.

    New blocks come first and deletions last, so that an insertion finds the block that it follows.
    """
    cut = {each: read(text) for each, text in wanted.items()}
    cut = {each: blocks for each, blocks in cut.items() if len(blocks) == len(cut[own])}
    now = {each.id: each for each in present}
    pairs = _pairs(base, cut[own], own)
    inserted, replaced, after = [], [], ""
    for at, (kind, _) in enumerate(cut[own]):
        texts = {each: blocks[at][1] for each, blocks in cut.items()}
        old = pairs.get(at)
        if old is None:
            if after and after not in now:
                return None
            inserted.append(BlockChange(ChangeKind.INSERT, after, texts, None, own, {}, kind))
            continue
        after = old.id
        if any(old.texts.get(each) != text for each, text in texts.items()):
            merged = _merged(old, now.get(old.id), texts)
            if merged is None:
                return None
            replaced.append(BlockChange(ChangeKind.REPLACE, old.id, merged, None, own))
    kept = {each.id for each in pairs.values()}
    gone = [each for each in base if each.id not in kept]
    if any(now.get(each.id) != each for each in gone):
        return None
    return [*inserted, *replaced, *(BlockChange(ChangeKind.DELETE, each.id) for each in gone)]


def _merged(old: Standing, now: Standing | None, texts: Mapping[str, str]) -> dict[str, str] | None:
    """The wording of one block beside what has changed in it since."""
    if now is None:
        return None
    merged = {
        each: merge.merge(old.texts[each], now.texts[each], text)
        for each, text in texts.items()
        if each in old.texts and each in now.texts
    }
    if any(isinstance(each, merge.Conflict) for each in merged.values()):
        return None
    return dict(texts) | {each: found.text for each, found in merged.items() if isinstance(found, merge.Merged)}


def touched(base: Sequence[Standing], wanted: str, own: str) -> frozenset[str]:
    """The ids of the blocks that a substitute changes, takes away or puts something after."""
    found = changes(base, base, {own: wanted}, own)
    return frozenset(each.block for each in found or ())


def _pairs(base: Sequence[Standing], wanted: Sequence[tuple[str, str]], own: str) -> dict[int, Standing]:
    """Block of the substitute (by index) to the block of the base that it answers."""
    pairs = answers([each.texts.get(own, "") for each in base], [text for _, text in wanted])
    return {at: base[index] for at, index in pairs.items() if base[index].kind == wanted[at][0]}


def answers(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Which of the new blocks answers which old one, by index: equal ones, and between them those that are alike."""
    pairs = {run.new + step: run.old + step for run in matches(old, new, Budget()) for step in range(run.size)}
    fixed = [(-1, -1), *sorted(pairs.items()), (len(new), len(old))]
    for (new_from, old_from), (new_to, old_to) in pairwise(fixed):
        olds, news = range(old_from + 1, old_to), range(new_from + 1, new_to)
        found = in_order([_bag(old[at]) for at in olds], [_bag(new[at]) for at in news], Budget())
        pairs |= {news[j]: olds[i] for i, j in found}
    return pairs


def _bag(text: str) -> frozenset[str]:
    return frozenset(words(text))
