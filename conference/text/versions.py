"""Versions of a text, each a value that never changes, and the ids that go from one to the next.

An id stays with its block or sentence while that is edited or moves, and is never given to another. A sentence that
moves to another block takes an id there, as a block's sentences bear its name; where it came from is told.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from conference.text.align import ALIKE, PAIR_COST, Budget, in_order, likeness, matches
from conference.text.blocks import MAX_BLOCKS, Block, Draft, Segment, aligned, check_blocks, follow, resegment, segment
from conference.text.labels import block_of, new_block_id
from conference.text.sentences import sentences
from conference.text.words import key, words

VERSION: Final = 1
"""Raised whenever the same texts would be given other ids than before."""

WORK: Final = MAX_BLOCKS * MAX_BLOCKS * PAIR_COST
"""Steps for pairing blocks: enough to hold every block of a plank against every other."""
WITHIN: Final = 0.75
"""From which share of a sentence's words on they came from another sentence, or went into it."""


@dataclass(frozen=True, slots=True)
class Version:
    """The blocks of one version in one language, and every id that the text ever had.

    `came_from` names, for ids that are new here, the block or sentence of the version before in which their words
    stood (split off, moved to another block); `went_to`, for ids that are gone, where their words stand now.
    """

    blocks: tuple[Block, ...]
    used: frozenset[str]
    came_from: Mapping[str, str] = field(default_factory=dict)
    went_to: Mapping[str, str] = field(default_factory=dict)


def first_version(drafts: Sequence[Draft], language: str) -> Version:
    """A new text with ids `p1`, `p2`, … Raises `BadText` as `check_blocks` does."""
    blocks = tuple(
        _block(f"p{at}", draft, segment(f"p{at}", draft.text, language)) for at, draft in enumerate(drafts, 1)
    )
    check_blocks(blocks)
    return Version(blocks, _ids(blocks))


def first_blocks(texts: Mapping[str, Sequence[Draft]]) -> dict[str, tuple[Block, ...]]:
    """The blocks of a new text in every language at once, under the same ids; see `blocks.aligned`.

    The texts have as many blocks in each language (`parallel.align` tells where they do not), else `ValueError`.
    """
    found: dict[str, list[Block]] = {language: [] for language in texts}
    for at, row in enumerate(zip(*texts.values(), strict=True), 1):
        drafts = dict(zip(texts, row, strict=True))
        cut = aligned(f"p{at}", {language: draft.text for language, draft in drafts.items()})
        for language, draft in drafts.items():
            found[language].append(_block(f"p{at}", draft, cut[language]))
    for blocks in found.values():
        check_blocks(blocks)
    return {language: tuple(blocks) for language, blocks in found.items()}


def next_version(before: Version, drafts: Sequence[Draft], language: str) -> Version:
    """The version that follows: each draft under the id of the block that it is, or under a new one.

    A draft is an old block when it says the same, in its place or elsewhere; else when it is alike (`align.ALIKE`),
    in its place or elsewhere; else when it kept the most words of the whole sentences of a block that nobody else
    goes on. Sentences as in `blocks.resegment`. The same input always gives the same ids. Raises `BadText` as
    `check_blocks` does.
    """
    owners = _owners(before.blocks, drafts, language)
    used, blocks = set(before.used), list[Block]()
    for at, draft in enumerate(drafts):
        owner = owners.get(at)
        if owner is not None:
            old = before.blocks[owner]
            of_block = [label for label in used if label.startswith(f"{old.id}s")]
            cut = resegment(old.segments, draft.text, language, of_block) if old.segments else ()
            blocks.append(_block(old.id, draft, cut or segment(old.id, draft.text, language)))
        else:
            label = new_block_id(blocks[-1].id if blocks else None, used)
            blocks.append(_block(label, draft, segment(label, draft.text, language)))
        used |= _ids(blocks[-1:])
    check_blocks(blocks)
    return Version(tuple(blocks), frozenset(used), _traced(blocks, before.blocks), _traced(before.blocks, blocks))


def in_language(
    blocks: Sequence[Block], old: Sequence[Block], drafts: Sequence[Draft], language: str
) -> tuple[Block, ...]:
    """Another language's drafts under the ids that the source language's blocks have; see `blocks.follow`.

    `old` is that language's version before. Raises `ValueError` unless there is one draft for each block.
    """
    was = {each.id: each.segments for each in old}
    return tuple(
        _block(
            block.id, draft, follow([each.id for each in block.segments], was.get(block.id, ()), draft.text, language)
        )
        for block, draft in zip(blocks, drafts, strict=True)
    )


def _block(label: str, draft: Draft, segments: tuple[Segment, ...]) -> Block:
    return Block(label, draft.kind, segments, draft.depth, draft.ordered)


def _ids(blocks: Sequence[Block]) -> frozenset[str]:
    return frozenset(label for block in blocks for label in (block.id, *(each.id for each in block.segments)))


def _owners(old: Sequence[Block], drafts: Sequence[Draft], language: str) -> dict[int, int]:
    """Index of a draft to index of the old block that it goes on."""
    olds, news = [key(each.text) for each in old], [key(each.text) for each in drafts]
    pairs = {run.new + step: run.old + step for run in matches(olds, news, Budget()) for step in range(run.size)}
    left: dict[str, list[int]] = {}
    for at in sorted({*range(len(old))} - {*pairs.values()}, reverse=True):
        left.setdefault(olds[at], []).append(at)
    for at, text in enumerate(news):
        if at not in pairs and left.get(text):
            pairs[at] = left[text].pop()
    for step in (_alike_in_place, _alike_elsewhere):
        rest_old = [at for at in range(len(old)) if at not in {*pairs.values()}]
        rest_new = [at for at in range(len(drafts)) if at not in pairs]
        bags = [_bag(olds[at]) for at in rest_old], [_bag(news[at]) for at in rest_new]
        pairs |= {rest_new[j]: rest_old[i] for i, j in step(*bags)}
    return pairs | dict(_heirs(old, drafts, pairs, language))


def _bag(text: str) -> frozenset[str]:
    return frozenset(words(text))


def _alike_in_place(old: Sequence[Set[str]], new: Sequence[Set[str]]) -> Sequence[tuple[int, int]]:
    return in_order(old, new, Budget(WORK))


def _alike_elsewhere(old: Sequence[Set[str]], new: Sequence[Set[str]]) -> Sequence[tuple[int, int]]:
    """Pairs that moved and were edited, the most alike first."""
    if not Budget(WORK).pays(len(old) * len(new) * PAIR_COST):
        return ()
    ranked = sorted(
        (-like, i, j) for i, one in enumerate(old) for j, two in enumerate(new) if (like := likeness(one, two)) >= ALIKE
    )
    taken: dict[int, int] = {}
    for _, i, j in ranked:
        if i not in taken and j not in taken.values():
            taken[i] = j
    return tuple(taken.items())


def _heirs(
    old: Sequence[Block], drafts: Sequence[Draft], pairs: Mapping[int, int], language: str
) -> Iterator[tuple[int, int]]:
    """Of a block cut in many pieces, the draft that kept most of its whole sentences goes on with its id."""
    kept = {*pairs.values()}
    homes: dict[str, int] = {}
    for at, block in enumerate(old):
        if at not in kept:
            for sentence in sentences(block.text, language):
                homes.setdefault(key(sentence), at)
    shares: dict[int, dict[int, int]] = {}
    for at, draft in enumerate(drafts):
        if at not in pairs:
            for sentence in map(key, sentences(draft.text, language)):
                if sentence in homes:
                    share = shares.setdefault(homes[sentence], {})
                    share[at] = share.get(at, 0) + len(sentence)
    given: set[int] = set()
    for owner, share in sorted(shares.items()):
        if free := [(-size, at) for at, size in share.items() if at not in given]:
            given.add(min(free)[1])
            yield min(free)[1], owner


def _traced(here: Sequence[Block], there: Sequence[Block]) -> dict[str, str]:
    """For blocks and sentences that stand only here, the one there that holds their words.

    A sentence that stands on both sides as it was is nobody's other place. A block goes where most of its
    sentences went.
    """
    sides = [{each.id: key(each.text) for block in blocks for each in block.segments} for blocks in (here, there)]
    alone = {label: text for label, text in sides[0].items() if label not in sides[1] and text}
    open_ = {label: text for label, text in sides[1].items() if sides[0].get(label) != text and text}
    equal: dict[str, list[str]] = {}
    for label in reversed(open_):
        equal.setdefault(open_[label], []).append(label)
    found: dict[str, str] = {}
    for label, text in alone.items():
        if equal.get(text):
            found[label] = equal[text].pop()
    rest = {label: _bag(text) for label, text in alone.items() if label not in found}
    bags = {label: _bag(text) for label, text in open_.items()}
    if Budget(WORK).pays(len(rest) * len(bags) * PAIR_COST):
        found |= {label: home for label, bag in rest.items() if (home := _home(bag, bags))}
    return found | _traced_blocks(here, there, found)


def _home(bag: Set[str], bags: Mapping[str, Set[str]]) -> str | None:
    """The sentence that holds most of a sentence's words, and at least `WITHIN` of them."""
    best, where = WITHIN * len(bag), None
    for label, other in bags.items():
        shared = len(bag & other)
        if shared and (shared > best or (where is None and shared >= best)):
            best, where = shared, label
    return where


def _traced_blocks(here: Sequence[Block], there: Sequence[Block], found: Mapping[str, str]) -> dict[str, str]:
    stands = {each.id for each in there}
    homes: dict[str, str] = {}
    for block in here:
        counts: dict[str, int] = {}
        for each in block.segments:
            if each.id in found:
                home = block_of(found[each.id])
                counts[home] = counts.get(home, 0) + len(each.text)
        if block.id not in stands and counts:
            homes[block.id] = max(counts, key=lambda home: counts[home])
    return homes
