"""The blocks of a draft: values in, values out. A draft's ids are its own; laying it gives the lasting ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from conference.core.canonical import digest
from conference.core.errors import Conflict, Invalid, Refused
from conference.core.languages import LANGUAGES, TAGS
from conference.core.words import N_, Sentence
from conference.planks.rules import NewBlock, NewSegment
from conference.text import references
from conference.text.blocks import MAX_BLOCK_CHARS, MAX_BLOCKS, Kind, aligned, new_block_id
from conference.text.sentences import sentences
from conference.text.words import BadText, tidy

_EMPTY_LINES: Final = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Block:
    """A block as the editor shows it: its text in each language that has one, and the account that wrote each.

    Of a laid plank also the languages whose text is outdated, and its sentences' ids with the words of each.
    """

    id: str
    kind: str
    texts: Mapping[str, str]
    by: Mapping[str, int] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
    sentences: tuple[tuple[str, Mapping[str, str]], ...] = ()

    @property
    def mark(self) -> str:
        """What a form carries along, so that its answer is held against the block that it was opened on."""
        return digest([self.kind, dict(self.texts)])[:20]


Blocks = tuple[Block, ...]


class Overtaken(Conflict):
    """Somebody else has saved the same block meanwhile; `now` is how it stands, None where it is gone."""

    def __init__(self, now: Block | None) -> None:
        super().__init__("overtaken", N_("Somebody else has changed this block while you were writing."))
        self.now = now


def read(content: Sequence[Mapping[str, Any]]) -> Blocks:
    """The blocks of a save."""
    return tuple(Block(each["id"], each["kind"], each["texts"], each["by"]) for each in content)


def write(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks as a save stores them."""
    return [{"id": each.id, "kind": each.kind, "texts": dict(each.texts), "by": dict(each.by)} for each in blocks]


def found(blocks: Sequence[Block], block: str, mark: str) -> int:
    """Where the block stands. Raises `Overtaken` unless it is as it was when the form was opened."""
    at = next((index for index, each in enumerate(blocks) if each.id == block), None)
    if at is None or blocks[at].mark != mark:
        raise Overtaken(None if at is None else blocks[at])
    return at


def rewritten(blocks: Blocks, at: int, kind: str, texts: Mapping[str, str], by: int) -> Blocks:
    """The block with other texts; an empty line in them begins a new block, in every language alike."""
    old = blocks[at]
    first, *others = _parts(texts)
    fresh = [replace(old, kind=kind, texts=first, by=_writers(old, first, by))]
    return _bounded((*blocks[:at], *_after(blocks, fresh, kind, others, by), *blocks[at + 1 :]))


def inserted(blocks: Blocks, after: str, kind: str, texts: Mapping[str, str], by: int) -> Blocks:
    """New blocks behind one, at the start for "", at the end where that one is gone."""
    known = [each.id for each in blocks]
    place = known.index(after) + 1 if after in known else len(known) if after else 0
    first, *others = _parts(texts)
    fresh = Block(new_block_id(after if after in known else None, known), kind, first, _writers(None, first, by))
    return _bounded((*blocks[:place], *_after(blocks, [fresh], kind, others, by), *blocks[place:]))


def _after(blocks: Blocks, fresh: list[Block], kind: str, parts: Sequence[Mapping[str, str]], by: int) -> list[Block]:
    """The blocks that empty lines make, behind those that are there already."""
    made, taken = fresh, [each.id for each in (*blocks, *fresh)]
    following = Kind.PARAGRAPH if kind == Kind.HEADING else kind
    for texts in parts:
        label = new_block_id(made[-1].id, taken)
        taken.append(label)
        made = [*made, Block(label, following, texts, _writers(None, texts, by))]
    return made


def _parts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """The texts cut at empty lines, language by language side by side."""
    cut = {each: _EMPTY_LINES.split(text.strip()) for each, text in texts.items() if text.strip()}
    if not cut:
        raise Invalid({f"text-{LANGUAGES[0]}": Sentence(N_("Please write the block in at least one language."))})
    counts = {len(parts) for parts in cut.values()}
    if len(counts) > 1:
        uneven = N_("An empty line begins a new block, and the languages do not have as many empty lines here.")
        raise Invalid({f"text-{each}": Sentence(uneven) for each in cut})
    return [{each: tidy(parts[at]) for each, parts in cut.items()} for at in range(counts.pop())]


def _writers(old: Block | None, texts: Mapping[str, str], by: int) -> dict[str, int]:
    """Who wrote each text: whoever saves it, unless it stands as it stood."""
    kept = {} if old is None else {each: old.by.get(each, by) for each in texts if old.texts.get(each) == texts[each]}
    return {each: kept.get(each, by) for each in texts}


def moved(blocks: Blocks, block: str, step: int) -> Blocks:
    """One place up (-1) or down (1); at the end of the text nothing happens."""
    at = next((index for index, each in enumerate(blocks) if each.id == block), None)
    if at is None:
        raise Overtaken(None)
    to = min(max(at + step, 0), len(blocks) - 1)
    others = [*blocks[:at], *blocks[at + 1 :]]
    return (*others[:to], blocks[at], *others[to:])


def removed(blocks: Blocks, at: int) -> Blocks:
    return (*blocks[:at], *blocks[at + 1 :])


def joined(blocks: Blocks, at: int) -> Blocks:
    """The block and the one after it as one. A language that only one of them has is kept as it is."""
    if at + 1 == len(blocks):
        raise Refused("nothing-to-join", N_("There is no block after this one to join to it."))
    one, other = blocks[at : at + 2]
    texts = {
        each: " ".join(part.texts[each] for part in (one, other) if each in part.texts)
        for each in LANGUAGES
        if each in one.texts or each in other.texts
    }
    return _bounded((*blocks[:at], replace(one, texts=texts, by={**other.by, **one.by}), *blocks[at + 2 :]))


def _bounded(blocks: Blocks) -> Blocks:
    if len(blocks) > MAX_BLOCKS:
        raise BadText("too-many-blocks", limit=MAX_BLOCKS)
    if any(len(text) > MAX_BLOCK_CHARS for block in blocks for text in block.texts.values()):
        raise BadText("block-too-long", limit=MAX_BLOCK_CHARS)
    return blocks


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not complete in a draft: the place of the block (1 is the first), a sentence, and whether it bars."""

    place: int
    block: str
    sentence: Sentence
    bars: bool


MISSING: Final = N_("Paragraph %(place)s has no text in these languages: %(languages)s.")
OWN_MISSING: Final = N_("Paragraph %(place)s has no text in the language of the plank, %(languages)s.")
UNALIKE: Final = N_("The references in paragraph %(place)s are not the same in every language.")
UNEVEN: Final = N_("The languages of paragraph %(place)s do not have as many sentences, so it will be one passage.")


def gaps(blocks: Blocks, own: str, names: Mapping[str, str]) -> tuple[Gap, ...]:
    """What a drafter should know before she lays the plank; only a text in its own language has to be there."""
    told: list[tuple[int, Block, str, tuple[str, ...], bool]] = []
    for place, block in enumerate(blocks, 1):
        lacks = tuple(names[each] for each in LANGUAGES if each not in block.texts and each != own)
        if own not in block.texts:
            told.append((place, block, OWN_MISSING, (names[own],), True))
        if lacks:
            told.append((place, block, MISSING, lacks, False))
        if len({len(sentences(text, TAGS[each])) for each, text in block.texts.items()}) > 1:
            told.append((place, block, UNEVEN, (), False))
        if len({tuple(sorted(one.key for one in references.references(text))) for text in block.texts.values()}) > 1:
            told.append((place, block, UNALIKE, (), False))
    return tuple(
        Gap(place, block.id, Sentence(text, {"place": place} | ({"languages": lacks} if lacks else {})), bars)
        for place, block, text, lacks, bars in told
    )


def to_lay(blocks: Blocks) -> list[NewBlock]:
    """The draft as it is laid before the conference: its blocks numbered from the first to the last."""
    became = {block.id: f"p{number}" for number, block in enumerate(blocks, 1)}
    return [_numbered(became[block.id], _referring(block, became)) for block in blocks]


def _referring(block: Block, became: Mapping[str, str]) -> Block:
    """The block with its references to others under their lasting ids."""
    return replace(block, texts={each: references.moved(text, became) for each, text in block.texts.items()})


def _numbered(label: str, block: Block) -> NewBlock:
    cut = aligned(label, {TAGS[each]: text for each, text in block.texts.items()})
    by_language = {each: cut[TAGS[each]] for each in block.texts}
    count = len(next(iter(by_language.values())))
    segments = tuple(
        NewSegment(f"{label}s{at + 1}", {each: parts[at].text for each, parts in by_language.items()})
        for at in range(count)
    )
    return NewBlock(label, block.kind, segments, dict(block.by))
