"""Two versions block by block: the words that changed inside the sentences that changed, with figures. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.planks.queries import BlockView
from conference.text.diff import Change, Summary, diff, summary

SAME, CHANGED, ADDED, REMOVED, MOVED = "same", "changed", "added", "removed", "moved"


@dataclass(frozen=True, slots=True)
class Compared:
    """A block in two versions. `fate`: same, changed, added, removed, moved (its place, maybe words too)."""

    id: str
    kind: str
    lang: str
    fate: str
    changes: tuple[Change, ...]
    summary: Summary
    sentences: tuple[str, ...]

    @property
    def same(self) -> bool:
        return self.fate == SAME


def compared(old: Sequence[BlockView], new: Sequence[BlockView]) -> tuple[Compared, ...]:
    """The blocks of both in reading order; one that is gone stands where it stood."""
    before = {block.id: block for block in old}
    here = {block.id for block in new}
    stayed = _in_place([block.id for block in old if block.id in here], [block.id for block in new])
    found = [_block(before, block, block.id not in stayed) for block in new]
    order = [block.id for block in old]
    for at, block in enumerate(old):
        if block.id not in here:
            ahead = set(order[:at])
            place = max((index for index, each in enumerate(found, 1) if each.id in ahead), default=0)
            found.insert(place, _of(block, REMOVED, block.text, ""))
    return tuple(found)


def _in_place(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The blocks that kept their order among each other: the longest rising run of their old places, so that one
    moved block is called moved, and not all that it passed."""
    place = {block: at for at, block in enumerate(old)}
    shared = [block for block in new if block in place]
    best: list[int] = []
    back: list[int] = []
    for at, block in enumerate(shared):
        options = [other for other in range(at) if place[shared[other]] < place[block]]
        through = max(options, key=lambda other: best[other], default=-1)
        best.append(1 + (best[through] if through >= 0 else 0))
        back.append(through)
    kept = set(new) - set(shared)
    at = max(range(len(shared)), key=lambda each: best[each], default=-1)
    while at >= 0:
        kept.add(shared[at])
        at = back[at]
    return kept


def _block(before: Mapping[str, BlockView], block: BlockView, moved: bool) -> Compared:
    old = before.get(block.id)
    if old is None:
        return _of(block, ADDED, "", block.text)
    fate = MOVED if moved else SAME if (old.text, old.kind) == (block.text, block.kind) else CHANGED
    return _of(block, fate, old.text, block.text, old)


def _of(block: BlockView, fate: str, was: str, now: str, old: BlockView | None = None) -> Compared:
    changes = diff(was, now)
    earlier = {each.label: each.text for each in old.segments} if old else {}
    touched = tuple(each.label for each in block.segments if earlier.get(each.label) != each.text) if old else ()
    lang = block.lang if block.segments else ""
    return Compared(block.id, block.kind, lang, fate, changes, summary(changes), touched)
