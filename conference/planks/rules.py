"""States of a plank, what can be filed, and what a change makes of the blocks of a version."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from conference.core.errors import Conflict, Refused
from conference.core.languages import LANGUAGES, TAGS
from conference.core.words import N_
from conference.text.blocks import Block, Segment, aligned, check_blocks, follow, new_block_id, resegment
from conference.text.blocks import Kind as BlockKind
from conference.text.words import tidy


class Kind(StrEnum):
    """A plank of the programme, or a declaration."""

    PLANK = "plank"
    DECLARATION = "declaration"


class State(StrEnum):
    """Where a plank stands."""

    DRAFT = "draft"
    DEBATE = "debate"
    ADOPTED = "adopted"
    LOST = "lost"


class ChangeKind(StrEnum):
    """What a change does to its block; an insertion puts a new block after it."""

    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"


_MOVES: Final = {State.DRAFT: {State.DEBATE}, State.DEBATE: {State.ADOPTED, State.LOST}}


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A sentence to be filed, by language."""

    label: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A block to be filed."""

    id: str
    kind: str
    segments: tuple[NewSegment, ...]


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What a carried amendment does to one block; an empty `block` inserts at the very start.

    `texts` is the block as it reads from now on, by language; `author` the account that wrote it in `language`;
    `translators` the accounts behind the other languages, where they are known.
    """

    kind: str
    block: str
    texts: Mapping[str, str] | None = None
    author: int | None = None
    language: str = "en"
    translators: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment of a version. `unit` is None while its words are still to be laid, as `change` says."""

    block: str
    kind: str
    label: str
    texts: Mapping[str, str]
    unit: int | None = None
    change: BlockChange | None = None


def move(state: str, to: State) -> State:
    """The new state. Raises `Refused` when there is no such step."""
    if to not in _MOVES.get(State(state), set()):
        raise Refused("plank-settled", N_("This plank is no longer under debate."))
    return to


def filed(blocks: Sequence[NewBlock], own: str, by: int | None) -> list[Piece]:
    """The pieces of a first version. Raises `Refused` for ids, kinds, lengths or languages that cannot be."""
    if not blocks:
        raise Refused("no-blocks", N_("A plank has at least one block."))
    if any(block.kind not in tuple(BlockKind) or not block.segments for block in blocks):
        raise Refused("bad-block", N_("A block is a heading, a paragraph or an item, with at least one sentence."))
    given = BlockChange("file", "", author=by, language=own)
    pieces = [
        Piece(block.id, block.kind, each.label, _tidied(each.texts), None, given)
        for block in blocks
        for each in block.segments
    ]
    if any(own not in piece.texts or not set(piece.texts) <= set(LANGUAGES) for piece in pieces):
        raise Refused("no-original", N_("The text in its original language is missing."))
    for language in LANGUAGES:
        check_blocks([_as_text(block, language) for block in blocks])
    return pieces


def _as_text(block: NewBlock, language: str) -> Block:
    segments = tuple(Segment(each.label, each.texts.get(language, "")) for each in block.segments)
    return Block(block.id, BlockKind(block.kind), segments)


def changed(pieces: Sequence[Piece], change: BlockChange, used: Set[str]) -> list[Piece]:
    """A version's pieces after one change. `used` are the ids of blocks and segments that the plank ever had.

    Raises `Conflict` when the block is no longer there, `Refused` when nothing would be left.
    """
    at = [index for index, piece in enumerate(pieces) if piece.block == change.block]
    if not at and (change.block or change.kind != ChangeKind.INSERT):
        raise Conflict("block-gone", N_("Block %(block)s is no longer in the text."), block=change.block)
    if change.kind == ChangeKind.INSERT:
        place = _place_after(pieces, change.block)
        return [*pieces[:place], *_inserted(pieces, change, used), *pieces[place:]]
    before = pieces[at[0] : at[-1] + 1]
    fresh = _replaced(before, change, used) if ChangeKind(change.kind) is ChangeKind.REPLACE else []
    left = [*pieces[: at[0]], *fresh, *pieces[at[-1] + 1 :]]
    if not left:
        raise Refused("nothing-left", N_("A plank keeps at least one block."))
    return left


def _place_after(pieces: Sequence[Piece], block: str) -> int:
    """Behind the block and behind what earlier insertions put after it."""
    after = block or "p0"
    family = [at for at, each in enumerate(pieces, 1) if each.block == after or _inserted_after(each.block, after)]
    return max(family, default=0)


def _inserted_after(block: str, after: str) -> bool:
    rest = block.removeprefix(after)
    return rest != block and rest.isalpha()


def _inserted(pieces: Sequence[Piece], change: BlockChange, used: Set[str]) -> list[Piece]:
    label = new_block_id(change.block or None, used)
    beside = next((piece.kind for piece in pieces if piece.block == change.block), BlockKind.PARAGRAPH)
    kind = BlockKind.ITEM if beside == BlockKind.ITEM else BlockKind.PARAGRAPH
    cut = aligned(label, {TAGS[each]: text for each, text in _texts(change).items()})
    return _pieces(label, kind, {each: cut[TAGS[each]] for each in _texts(change)}, change, {})


def _replaced(before: Sequence[Piece], change: BlockChange, used: Set[str]) -> list[Piece]:
    """The block's new sentences. Where another language has no sentence for one of them, the block is one segment."""
    texts = _texts(change)
    old = {each: [Segment(piece.label, piece.texts.get(each, "")) for piece in before] for each in texts}
    block, own = before[0].block, change.language
    of_block = {label for label in used if label.startswith(f"{block}s")}
    cut = {own: resegment(old[own], texts[own], TAGS[own], of_block)}
    ids = [segment.id for segment in cut[own]]
    cut |= {each: follow(ids, old[each], text, TAGS[each]) for each, text in texts.items() if each != own}
    if any(not segment.text for segments in cut.values() for segment in segments):
        cut = {each: (Segment(ids[0], text),) for each, text in texts.items()}
    return _pieces(block, before[0].kind, cut, change, {piece.label: piece for piece in before})


def _pieces(
    block: str, kind: str, cut: Mapping[str, Sequence[Segment]], change: BlockChange, before: Mapping[str, Piece]
) -> list[Piece]:
    """Segments of all languages side by side; what reads as before keeps its unit, with every translation."""
    made = []
    for at, segment in enumerate(cut[change.language]):
        texts = {each: segments[at].text for each, segments in cut.items()}
        old = before.get(segment.id)
        same = old is not None and all(old.texts.get(each) == text for each, text in texts.items())
        made.append(old if old and same else Piece(block, kind, segment.id, texts, None, change))
    return made


def _texts(change: BlockChange) -> dict[str, str]:
    texts = _tidied(change.texts or {})
    if change.language not in texts:
        raise Refused("no-original", N_("The text in its original language is missing."))
    return texts


def _tidied(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: tidy(text) for language, text in texts.items() if text.strip()}
