"""Which amendments of one plank touch the same words, found for all of them at once.

Touching is no rivalry: the software shows what touches, the drafters say what is an alternative. All languages count,
since a sentence may be edited in one place in French and in two in Spanish.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Final

from conference.text.edits import Labelled, edits, meetings

VERSION: Final = 1
"""Raised whenever the same amendments would be found to touch otherwise than before."""

Blocks = Mapping[str, Mapping[str, str]]
"""The blocks of one version in their order: block id to language to text."""


class Kind(StrEnum):
    """What an amendment does. INSERT puts a block after its block, or at the very start where that is empty."""

    REPLACE = "replace"
    INSERT = "insert"
    INSERT_BEFORE = "insert-before"
    DELETE = "delete"
    SUBSTITUTE = "substitute"


class Reason(StrEnum):
    """Why two amendments have to be looked at together."""

    SAME_WORDS = "same-words"
    SAME_PLACE = "same-place"
    DELETED_BLOCK = "deleted-block"
    WHOLE_TEXT = "whole-text"
    NO_SHARED_LANGUAGE = "no-shared-language"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An amendment as an edit of one version: the block as it would read, or the new block, by language."""

    label: str
    kind: Kind
    block: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Collision:
    """Two amendments (`one` before `other` in the order given) that touch in a block, and where in one language.

    The spans are ranges of tokens of the block's text; an insertion is an empty range. Without words in common
    (all reasons but SAME_WORDS) there are no spans and no language.
    """

    one: str
    other: str
    reason: Reason
    block: str
    language: str = ""
    one_spans: tuple[range, ...] = ()
    other_spans: tuple[range, ...] = ()


def collisions(base: Blocks, proposals: Sequence[Proposal]) -> tuple[Collision, ...]:
    """Every two amendments that touch, in the order of the blocks.

    Rules: two wordings of a block collide where their edits meet (see `edits`), in any language that both have; where
    they share none, a person has to look. Deleting a block collides with whatever else is done to it, a whole-text
    substitute with everything, and two insertions with each other when they fall between the same two blocks. The
    same edit made twice collides too. One comparison of texts for each wording, then time by the number of pairs
    that really meet. A proposal for a block that is not there collides with nothing but substitutes.
    """
    order = {proposal.label: at for at, proposal in enumerate(proposals)}
    by_block: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        by_block.setdefault(proposal.block, []).append(proposal)
    found = [*_whole(proposals), *_same_place(base, proposals)]
    for block, texts in base.items():
        here = [each for each in by_block.get(block, ()) if each.kind in (Kind.REPLACE, Kind.DELETE)]
        if len(here) > 1:
            found += _in_block(block, texts, here)
    places = {block: at for at, block in enumerate(base)}
    found.sort(key=lambda each: (places.get(each.block, -1), order[each.one], order[each.other], each.language))
    return tuple(found)


def _whole(proposals: Sequence[Proposal]) -> Iterator[Collision]:
    for at, one in enumerate(proposals):
        for other in proposals[at + 1 :]:
            if Kind.SUBSTITUTE in (one.kind, other.kind):
                yield Collision(one.label, other.label, Reason.WHOLE_TEXT, "")


def _same_place(base: Blocks, proposals: Sequence[Proposal]) -> Iterator[Collision]:
    """Insertions between the same two blocks; after one and before the next is the same place."""
    places = {block: at for at, block in enumerate(base, 1)} | {"": 0}
    gaps: dict[int, list[Proposal]] = {}
    for each in proposals:
        if each.kind in (Kind.INSERT, Kind.INSERT_BEFORE) and each.block in places:
            gaps.setdefault(places[each.block] - (each.kind is Kind.INSERT_BEFORE and each.block != ""), []).append(
                each
            )
    for inserted in gaps.values():
        for one, other in combinations(inserted, 2):
            yield Collision(one.label, other.label, Reason.SAME_PLACE, one.block)


def _in_block(block: str, texts: Mapping[str, str], here: Sequence[Proposal]) -> Iterator[Collision]:
    order = {each.label: at for at, each in enumerate(here)}
    compared = {
        each.label: {language for language in texts if language in each.texts}
        for each in here
        if each.kind is Kind.REPLACE
    }
    for one, other in combinations(here, 2):
        if Kind.DELETE in (one.kind, other.kind):
            yield Collision(one.label, other.label, Reason.DELETED_BLOCK, block)
        elif not compared[one.label] & compared[other.label]:
            yield Collision(one.label, other.label, Reason.NO_SHARED_LANGUAGE, block)
    for language, base in texts.items():
        made = [
            (edit, each.label) for each in here if language in compared.get(each.label, ())
            for edit in edits(base, each.texts[language])[1]
        ]  # fmt: skip
        yield from _same_words(block, language, made, order)


def _same_words(block: str, language: str, made: Iterable[Labelled], order: Mapping[str, int]) -> Iterator[Collision]:
    spans: dict[tuple[str, str], tuple[dict[range, None], dict[range, None]]] = {}
    for (edit, label), (other, owner) in meetings(made):
        if order[label] > order[owner]:
            edit, label, other, owner = other, owner, edit, label
        both = spans.setdefault((label, owner), ({}, {}))
        both[0][range(edit.start, edit.stop)] = None
        both[1][range(other.start, other.stop)] = None
    for (label, owner), (ours, theirs) in spans.items():
        yield Collision(label, owner, Reason.SAME_WORDS, block, language, tuple(ours), tuple(theirs))


def groups(found: Iterable[Collision]) -> tuple[tuple[str, ...], ...]:
    """The labels that hang together through collisions, each in one group of two or more.

    Labels stand shorter ones first, then by their letters, so that A9 comes before A10; groups by their first label.
    """
    leaders: dict[str, str] = {}

    def leader(label: str) -> str:
        while leaders.setdefault(label, label) != label:
            leaders[label] = label = leaders[leaders[label]]
        return label

    for each in found:
        leaders[leader(each.one)] = leader(each.other)
    members: dict[str, list[str]] = {}
    for label in sorted(leaders, key=_natural):
        members.setdefault(leader(label), []).append(label)
    return tuple(sorted((tuple(each) for each in members.values()), key=lambda group: _natural(group[0])))


def _natural(label: str) -> tuple[int, str]:
    return len(label), label
