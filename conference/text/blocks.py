"""Blocks and segments: the text of a plank in pieces whose ids last, the same in every language.

A segment is a sentence, or several where another language needs one for them. An id stays with its sentence
while the sentence changes, and is never given to another one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final

from conference.core.canonical import digest
from conference.text.align import Budget, in_order, matches
from conference.text.labels import block_of, is_block_id, new_segment_id
from conference.text.labels import new_block_id as new_block_id
from conference.text.sentences import sentences
from conference.text.words import BadText, key, words

MAX_BLOCKS: Final = 500
"""Blocks in one plank."""
MAX_BLOCK_CHARS: Final = 20_000
"""Characters (code points) in the text of one block in one language."""


class Kind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Segment:
    """One place in a text, in one language; the text may be empty where this language needs no sentence there."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A block that has no id yet, in one language.

    `depth` counts what stands above it: 0 is a title or an item of the outer list; `ordered` is a numbered item.
    """

    kind: Kind
    text: str
    depth: int = 0
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or an item of a list, in one language; `depth` and `ordered` as for a `Draft`."""

    id: str
    kind: Kind
    segments: tuple[Segment, ...]
    depth: int = 0
    ordered: bool = False

    @property
    def text(self) -> str:
        """The segments that say something, joined by one space."""
        return " ".join(segment.text for segment in self.segments if segment.text)


def check_blocks(blocks: Sequence[Block]) -> None:
    """Refuse what a plank cannot hold in one language.

    Raises `BadText`: too-many-blocks, block-too-long, malformed-id (also for a segment under another block's
    id), repeated-id.
    """
    if len(blocks) > MAX_BLOCKS:
        raise BadText("too-many-blocks", limit=MAX_BLOCKS)
    if any(len(block.text) > MAX_BLOCK_CHARS for block in blocks):
        raise BadText("block-too-long", limit=MAX_BLOCK_CHARS)
    for block in blocks:
        if not is_block_id(block.id) or any(block_of(each.id) != block.id for each in block.segments):
            raise BadText("malformed-id")
    ids = [label for block in blocks for label in (block.id, *(each.id for each in block.segments))]
    if len(set(ids)) < len(ids):
        raise BadText("repeated-id")


def content_hash(texts: Mapping[str, Sequence[Block]]) -> str:
    """SHA-256, in hexadecimal, of the same blocks in each language: what a ballot on the text is bound to.

    Ids, kinds, order and every code point count; the order of the languages does not. Rule: the canonical JSON
    of `core.canonical` over `{language: [[block id, kind, [[segment id, text], …]], …]}`; a block that is nested
    or numbered adds its depth and whether it is numbered.
    """
    return digest({language: [_plain(block) for block in blocks] for language, blocks in texts.items()})


def _plain(block: Block) -> list[str | int | bool | list[list[str]]]:
    nested: list[int | bool] = [block.depth, block.ordered] if block.depth or block.ordered else []
    return [block.id, block.kind.value, [[each.id, each.text] for each in block.segments], *nested]


def segment(block_id: str, text: str, language: str) -> tuple[Segment, ...]:
    """A new block's text cut into sentences with ids `p3s1`, `p3s2`, … Raises `BadText` (malformed-id)."""
    return _numbered(block_id, sentences(text, language))


def aligned(block_id: str, texts: Mapping[str, str]) -> dict[str, tuple[Segment, ...]]:
    """A new block's texts, by language, cut into segments with the same ids in each.

    Sentence by sentence where all languages have as many; otherwise the block is one segment, since which
    sentences answer each other cannot be known. Raises `BadText` (malformed-id).
    """
    cut = {language: sentences(text, language) for language, text in texts.items()}
    if len({len(each) for each in cut.values()}) > 1:
        cut = {language: (" ".join(each),) for language, each in cut.items()}
    return {language: _numbered(block_id, each) for language, each in cut.items()}


def _numbered(block_id: str, texts: Sequence[str]) -> tuple[Segment, ...]:
    if not is_block_id(block_id):
        raise BadText("malformed-id")
    return tuple(Segment(f"{block_id}s{number}", text) for number, text in enumerate(texts, 1))


def resegment(
    old_segments: Sequence[Segment], new_text: str, language: str, taken: Collection[str] = ()
) -> tuple[Segment, ...]:
    """A block's new text cut into segments: a sentence that stayed, moved or was edited keeps its id.

    Sentences match when they are equal, else when they are alike (`align.ALIKE`) and in order; the others get
    new ids after the segment before them (`p3s2a`). A segment of several sentences takes in what is written
    between them. `taken` holds the ids that the block had in earlier versions: neither they nor an old
    segment's id ever name another text. Raises `ValueError` without old segments; use `segment` there.
    """
    if not old_segments:
        raise ValueError("a block without segments has no ids to keep")
    new = sentences(new_text, language)
    owners = _owners(old_segments, new, language)
    used = {*taken, *(each.id for each in old_segments)}
    given: list[Segment] = []
    here: set[str] = set()
    before = f"{block_of(old_segments[0].id)}s0"
    for (owner, _), group in groupby(enumerate(new), key=lambda each: _group(owners, each[0])):
        kept = old_segments[owner].id if owner is not None else None
        before = kept if kept and kept not in here else new_segment_id(before, used)
        here.add(before)
        used.add(before)
        given.append(Segment(before, " ".join(sentence for _, sentence in group)))
    return tuple(given)


def _group(owners: Sequence[int | None], at: int) -> tuple[int | None, int]:
    """Sentences of one old segment stand together; each new one stands alone."""
    owner = owners[at]
    return owner, at if owner is None else -1


def follow(ids: Sequence[str], old_segments: Sequence[Segment], new_text: str, language: str) -> tuple[Segment, ...]:
    """Another language's new text cut into the segments `ids` that the source language now has, in their order.

    As many sentences as ids: one each. Otherwise sentences like the old segment of an id go there, those
    between go to the ids between, and what is left joins the segment before it. Every id is there in the
    answer, with an empty text when nothing answers it; every sentence is there once. Raises `ValueError` when
    there are sentences but no ids.
    """
    new = sentences(new_text, language)
    if new and not ids:
        raise ValueError("sentences need a segment to stand in")
    if len(new) == len(ids):
        places = list(range(len(ids)))
    else:
        was = {each.id: each.text for each in old_segments}
        anchors = in_order([_bag(was.get(each, "")) for each in ids], [_bag(each) for each in new], Budget())
        places = _between(anchors, len(ids), len(new))
    return tuple(
        Segment(label, " ".join(text for text, place in zip(new, places, strict=True) if place == at))
        for at, label in enumerate(ids)
    )


def _between(anchors: Sequence[tuple[int, int]], room: int, size: int) -> list[int]:
    """A place below `room` for each of `size` sentences, never falling, through the anchors `(place, sentence)`."""
    places: list[int] = []
    for place, sentence in (*anchors, (room, size)):
        last = places[-1] if places else 0
        step = 1 if places else 0
        while len(places) < sentence:
            places.append(min(last + step, max(place - 1, last)))
            step += 1
        if sentence < size:
            places.append(place)
    return places


def _bag(sentence: str) -> frozenset[str]:
    return frozenset(map(key, words(sentence)))


def _owners(old_segments: Sequence[Segment], new: Sequence[str], language: str) -> list[int | None]:
    """For each new sentence the index of the old segment that it belongs to, or None."""
    old = [(at, each) for at, segment in enumerate(old_segments) for each in sentences(segment.text, language)]
    pairs = _same([sentence for _, sentence in old], new)
    rest_old = [at for at in range(len(old)) if at not in pairs.values()]
    rest_new = [at for at in range(len(new)) if at not in pairs]
    bags_old, bags_new = [_bag(old[at][1]) for at in rest_old], [_bag(new[at]) for at in rest_new]
    for i, j in in_order(bags_old, bags_new, Budget()):
        pairs[rest_new[j]] = rest_old[i]
    return _filled([old[pairs[at]][0] if at in pairs else None for at in range(len(new))])


def _same(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """New sentence to equal old sentence, by index: in order where they can be, then wherever they moved."""
    pairs = {run.new + step: run.old + step for run in matches(old, new, Budget()) for step in range(run.size)}
    left: dict[str, list[int]] = {}
    for at in sorted({*range(len(old))} - {*pairs.values()}, reverse=True):
        left.setdefault(old[at], []).append(at)
    for at, sentence in enumerate(new):
        if at not in pairs and left.get(sentence):
            pairs[at] = left[sentence].pop()
    return pairs


def _filled(owners: list[int | None]) -> list[int | None]:
    """What was written between two sentences of one segment belongs to that segment."""
    known = [at for at, owner in enumerate(owners) if owner is not None]
    for first, last in pairwise(known):
        if owners[first] == owners[last]:
            owners[first:last] = [owners[first]] * (last - first)
    return owners
