"""Many versions of one list of blocks brought together: blocks first, then sentences, then words.

For consensual merges and composites of whole planks. What does not clash goes in; each clash is told with the labels
behind it and stands as in the base, so that nothing is decided in silence. The order of the versions is no matter.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from conference.text.blocks import Block, Kind, Segment, resegment, segment
from conference.text.labels import new_block_id
from conference.text.ordering import Arranged, arrange
from conference.text.weave import Woven, weave
from conference.text.words import key

VERSION: Final = 1
"""Raised whenever the same versions would be brought together in another way than before."""


class Code(StrEnum):
    """Why versions clash; the first four as in `ordering.Discord`. FORM: other kinds, depths or numberings."""

    DELETED_AND_EDITED = "deleted-and-edited"
    DELETED_AND_MOVED = "deleted-and-moved"
    MOVED_APART = "moved-apart"
    SAME_PLACE = "same-place"
    SAME_WORDS = "same-words"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Clash:
    """The labels that clash in a block of the base (SAME_PLACE: right after it; empty at the start).

    `woven` holds the knots of SAME_WORDS.
    """

    code: Code
    block: str
    labels: tuple[str, ...]
    woven: Woven | None = None


@dataclass(frozen=True, slots=True)
class Assembly:
    """The blocks brought together, the clashes, and by block id the labels that put in, moved, removed or edited it."""

    blocks: tuple[Block, ...]
    clashes: tuple[Clash, ...]
    origins: Mapping[str, tuple[str, ...]]


def assemble(base: Sequence[Block], versions: Mapping[str, Sequence[Block]], language: str = "") -> Assembly:
    """Bring versions of one base together; `versions` has the blocks of each under a label.

    Blocks that a version kept bear the base's ids (`versions.next_version` gives them); those it put in get new ids
    here where two versions gave the same one. One comparison for each block that a version edited.
    """
    known = {block.id: block for block in base}
    orders, fresh = _orders(known, versions)
    edits: dict[str, dict[str, Block]] = {label: {} for label in known}
    for by in sorted(versions):
        for mine in versions[by]:
            if mine.id in known and _differ(mine, known[mine.id]):
                edits[mine.id][by] = mine
    changed = {label: set(row) for label, row in edits.items()}
    arranged = arrange([*known], orders, changed)
    clashes = [Clash(Code(each.code.value), each.key, each.labels) for each in arranged.disagreements]
    disputed = {each.block for each in clashes if each.code is Code.DELETED_AND_EDITED}
    blocks: list[Block] = []
    used = {*known}
    origins = {label: by for label, by in arranged.labels.items() if label in known}
    for label in arranged.keys:
        if label in fresh:
            blocks.append(_unused(fresh[label], used))
            origins[blocks[-1].id] = arranged.labels[label]
        else:
            row = edits[label] if label not in disputed else {}
            block, found = _edited(known[label], row, language)
            blocks.append(block)
            clashes += found
            if row:
                origins[label] = tuple(sorted({*origins.get(label, ()), *row}))
        used.add(blocks[-1].id)
    return Assembly(tuple(blocks), tuple(clashes), origins)


def _form(block: Block) -> tuple[Kind, int, bool]:
    return block.kind, block.depth, block.ordered


def _differ(mine: Block, base: Block) -> bool:
    return key(mine.text) != key(base.text) or _form(mine) != _form(base)


def _orders(
    known: Mapping[str, Block], versions: Mapping[str, Sequence[Block]]
) -> tuple[dict[str, list[str]], dict[str, Block]]:
    """The order of each version's blocks, and the blocks put in by a key that says what they hold: two versions that
    put the same words into the same place put in one block."""
    fresh: dict[str, Block] = {}
    orders: dict[str, list[str]] = {}
    for label in sorted(versions):
        orders[label], times = [], Counter[str]()
        for block in versions[label]:
            name = block.id
            if name not in known:
                says = f"{_form(block)} {key(block.text)}"
                name = f"{says} {times[says]}"
                times[says] += 1
                fresh.setdefault(name, block)
            orders[label].append(name)
    return orders, fresh


def _unused(block: Block, used: set[str]) -> Block:
    """The same block under an id that nothing here bears yet."""
    if block.id not in used:
        return block
    label = new_block_id(block.id, used)
    segments = tuple(Segment(label + each.id.removeprefix(block.id), each.text) for each in block.segments)
    return replace(block, id=label, segments=segments)


def _edited(block: Block, mine: Mapping[str, Block], language: str) -> tuple[Block, list[Clash]]:
    """One block of the base with the edits of all, and what clashes in it."""
    clashes: list[Clash] = []
    forms = {by: _form(each) for by, each in mine.items() if _form(each) != _form(block)}
    if len(set(forms.values())) > 1:
        clashes.append(Clash(Code.FORM, block.id, tuple(forms)))
    elif forms:
        kind, depth, ordered = next(iter(forms.values()))
        block = replace(block, kind=kind, depth=depth, ordered=ordered)
    texts = {by: each.text for by, each in mine.items() if key(each.text) != key(block.text)}
    if not texts:
        return block, clashes
    woven = weave(block.text, texts)
    text = woven.resolved([knot.base for knot in woven.knots])
    if not woven.is_settled:
        by_sentences = _by_sentences(block, {by: mine[by] for by in texts}, language)
        text = text if by_sentences is None else by_sentences
        if by_sentences is None:
            labels = {by for knot in woven.knots for by in knot.wordings}
            clashes.append(Clash(Code.SAME_WORDS, block.id, tuple(sorted(labels)), woven))
    cut = resegment(block.segments, text, language) if block.segments else segment(block.id, text, language)
    return replace(block, segments=cut), clashes


def _by_sentences(block: Block, mine: Mapping[str, Block], language: str) -> str | None:
    """The block's text where whole sentences moved and others' edits of them go along; None where that clashes too."""
    base = {each.id: each.text for each in block.segments}
    if not base:
        return None
    cuts = {
        by: {each.id: each.text for each in resegment(block.segments, one.text, language)} for by, one in mine.items()
    }
    orders = {
        by: [each if each in base else f"{each} {text}" for each, text in cut.items()] for by, cut in cuts.items()
    }
    changed = {each: {by for by, cut in cuts.items() if cut.get(each, text) != text} for each, text in base.items()}
    arranged: Arranged = arrange([*base], orders, changed)
    if arranged.disagreements:
        return None
    said: list[str] = []
    for label in arranged.keys:
        if label not in base:
            said.append(label.split(" ", 1)[1])
            continue
        woven = weave(base[label], {by: cuts[by][label] for by in changed[label]})
        if not woven.is_settled:
            return None
        said.append(woven.text)
    return " ".join(text for text in said if text)
