"""An amendment carried over from the version it was written against to a later one, or the reason why it cannot be.

Nothing is rewritten in silence: where the words that it touches were changed meanwhile, a person gets three texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from conference.text.collisions import Blocks, Kind, Proposal
from conference.text.merge import Conflict, Merged, merge
from conference.text.words import word_count

VERSION: Final = 1
"""Raised whenever the same amendment would stand otherwise in the same versions than before."""


class Standing(StrEnum):
    """How an amendment stands in the later version.

    CLEAN: its passage is as it was. MOVED: it goes in, beside words or blocks that changed. PRESENT: what it wants
    stands there already. OVERLAP: its words were changed, a person decides. FALLEN: its passage is gone.
    """

    CLEAN = "clean"
    MOVED = "moved"
    PRESENT = "present"
    OVERLAP = "overlap"
    FALLEN = "fallen"


@dataclass(frozen=True, slots=True)
class Overlap:
    """Three texts in one language: the passage as it was, as the amendment would have it, and as it reads now.

    `conflict` marks where they collide (`ours` is now, `theirs` the amendment's); None where the whole passage does.
    """

    language: str
    base: str
    theirs: str
    now: str
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class Anchored:
    """How it stands; `proposal` is the amendment against the later version where it is CLEAN or MOVED, else None."""

    standing: Standing
    proposal: Proposal | None = None
    overlaps: tuple[Overlap, ...] = ()


def reanchor(proposal: Proposal, before: Blocks, after: Blocks, went_to: Mapping[str, str] | None = None) -> Anchored:
    """Carry an amendment from one version of a plank to a later one, in all its languages together.

    `went_to` (`versions.Version.went_to`) leads from a block that is gone to the one that holds its words. Rules: a
    wording is merged by words (`merge.merge`); a deletion stands while its block reads as before; an insertion keeps
    its place while one of the two blocks beside it is there; a whole-text substitute stands while nothing changed.
    The same input always gives the same answer.
    """
    homes = went_to or {}
    if proposal.kind is Kind.SUBSTITUTE:
        return _substitute(proposal, before, after)
    if proposal.kind in (Kind.INSERT, Kind.INSERT_BEFORE):
        return _insertion(proposal, [*before], [*after], homes)
    block = proposal.block if proposal.block in after else homes.get(proposal.block, "")
    if proposal.block not in before or block not in after:
        return Anchored(Standing.FALLEN)
    if proposal.kind is Kind.DELETE:
        return _deletion(proposal, before[proposal.block], after, block)
    return _wording(replace(proposal, block=block), before[proposal.block], after[block], proposal.block == block)


def _substitute(proposal: Proposal, before: Blocks, after: Blocks) -> Anchored:
    if [*before.items()] == [*after.items()]:
        return Anchored(Standing.CLEAN, proposal)
    overlaps = (
        Overlap(language, _whole(before, language), text, _whole(after, language))
        for language, text in proposal.texts.items()
    )
    return Anchored(Standing.OVERLAP, None, tuple(overlaps))


def _whole(blocks: Blocks, language: str) -> str:
    return "\n\n".join(texts[language] for texts in blocks.values() if language in texts)


def _insertion(proposal: Proposal, before: Sequence[str], after: Sequence[str], homes: Mapping[str, str]) -> Anchored:
    """Between the same two blocks: clean. Beside one of them, or beside the block that took its own in: moved."""
    follows = proposal.kind is Kind.INSERT
    if proposal.block == "" and follows:
        return Anchored(Standing.CLEAN if after[:1] == before[:1] else Standing.MOVED, proposal)
    if proposal.block not in before:
        return Anchored(Standing.FALLEN)
    beyond = _beside(before, proposal.block, follows)
    if proposal.block in after:
        kept = _beside(after, proposal.block, follows) == beyond
        return Anchored(Standing.CLEAN if kept else Standing.MOVED, proposal)
    if homes.get(proposal.block) in after:
        return Anchored(Standing.MOVED, replace(proposal, block=homes[proposal.block]))
    if beyond is not None and beyond in after:
        kind = Kind.INSERT_BEFORE if follows else Kind.INSERT
        return Anchored(Standing.MOVED, replace(proposal, block=beyond, kind=kind))
    return Anchored(Standing.FALLEN)


def _beside(blocks: Sequence[str], block: str, follows: bool) -> str | None:
    at = blocks.index(block) + (1 if follows else -1)
    return blocks[at] if 0 <= at < len(blocks) else None


def _deletion(proposal: Proposal, base: Mapping[str, str], after: Blocks, block: str) -> Anchored:
    now = after[block]
    if block == proposal.block and now == base:
        return Anchored(Standing.CLEAN, proposal)
    changed = [each for each in {**base, **now} if base.get(each, "") != now.get(each, "")]
    overlaps = (Overlap(each, base.get(each, ""), "", now.get(each, "")) for each in changed)
    return Anchored(Standing.OVERLAP, None, tuple(overlaps))


def _wording(proposal: Proposal, base: Mapping[str, str], now: Mapping[str, str], at_home: bool) -> Anchored:
    texts: dict[str, str] = {}
    overlaps: list[Overlap] = []
    for language, theirs in proposal.texts.items():
        was, is_ = base.get(language, ""), now.get(language, "")
        merged = merge(was, is_, theirs)
        if isinstance(merged, Merged):
            texts[language] = merged.text
        else:
            overlaps.append(Overlap(language, was, theirs, is_, merged))
    if overlaps:
        gone = not texts and all(map(_is_gone, overlaps))
        return Anchored(Standing.FALLEN) if gone else Anchored(Standing.OVERLAP, None, tuple(overlaps))
    unchanged = at_home and all(base.get(each, "") == now.get(each, "") for each in texts)
    if not unchanged and all(text == now.get(each, "") for each, text in texts.items()):
        return Anchored(Standing.PRESENT)
    return Anchored(Standing.CLEAN if unchanged else Standing.MOVED, replace(proposal, texts=texts))


def _is_gone(overlap: Overlap) -> bool:
    """Whether all that the amendment touches was taken out meanwhile."""
    hunks = overlap.conflict.hunks if overlap.conflict else ()
    nothing_else = (
        overlap.conflict is not None and overlap.conflict.settled([each.ours for each in hunks]) == overlap.now
    )
    return nothing_else and all(word_count(each.base) and not word_count(each.ours) for each in hunks)
