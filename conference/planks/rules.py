"""States of a plank, what can be filed, and the values that a change of a version's blocks is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from conference.core.errors import Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.text.blocks import Block, Segment, check_blocks
from conference.text.blocks import Kind as BlockKind
from conference.text.words import tidy


class Kind(StrEnum):
    """A plank of the programme, or a declaration."""

    PLANK = "plank"
    DECLARATION = "declaration"


class State(StrEnum):
    """Where a plank stands."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    DEBATE = "debate"
    ADOPTED = "adopted"
    LOST = "lost"


class ChangeKind(StrEnum):
    """What a change does to its block; an insertion puts a new block after it, or before it; a join takes in the one
    after it."""

    REPLACE = "replace"
    INSERT = "insert"
    BEFORE = "insert-before"
    DELETE = "delete"
    MOVE = "move"
    JOIN = "join"
    SPLIT = "split"


_MOVES: Final = {State.DRAFT: {State.DEBATE, State.DISCARDED}, State.DEBATE: {State.ADOPTED, State.LOST}}


@dataclass(frozen=True, slots=True)
class NewSegment:
    """A sentence to be filed, by language."""

    label: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A block to be filed. `authors` by language, where they are not the one who files it."""

    id: str
    kind: str
    segments: tuple[NewSegment, ...]
    authors: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlockChange:
    """What a carried amendment or the drafting committee does to one block; an empty `block` inserts at the start.

    `texts` is the block as it reads from now on, by language; a language that is not given is outdated from now on,
    unless the edit has the `same_meaning`. `author` is the account that wrote it in `language`; `translators` those
    behind the other languages, where they are known. `form` is the kind of a new block, its neighbour's where it is
    empty, or the new kind of a replaced one. A move goes behind the block `after`, "" for the start; a split leaves
    the first `keeps` segments where they are.
    """

    kind: str
    block: str
    texts: Mapping[str, str] | None = None
    author: int | None = None
    language: str = "en"
    translators: Mapping[str, int | None] = field(default_factory=dict)
    form: str = ""
    same_meaning: bool = False
    after: str = ""
    keeps: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment of a version. `texts` are its current texts, `stale` those that are older than an edit.

    `unit` is None while its words are still to be laid, as `change` says; `follows` are the units whose place they
    take, with the texts of every language that the change does not give.
    """

    block: str
    kind: str
    label: str
    texts: Mapping[str, str]
    unit: int | None = None
    change: BlockChange | None = None
    stale: Mapping[str, str] = field(default_factory=dict)
    follows: tuple[int, ...] = ()

    def words(self, language: str) -> str:
        """What readers of this language see, current or not; "" where there is nothing."""
        return self.texts.get(language) or self.stale.get(language, "")


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
    pieces = [
        Piece(block.id, block.kind, each.label, tidied(each.texts), None, _filing(block, own, by))
        for block in blocks
        for each in block.segments
    ]
    if any(own not in piece.texts or not set(piece.texts) <= set(LANGUAGES) for piece in pieces):
        raise Refused("no-original", N_("The text in its original language is missing."))
    for language in LANGUAGES:
        check_blocks([_as_text(block, language) for block in blocks])
    return pieces


def _filing(block: NewBlock, own: str, by: int | None) -> BlockChange:
    return BlockChange("file", "", author=block.authors.get(own, by), language=own, translators=block.authors)


def _as_text(block: NewBlock, language: str) -> Block:
    segments = tuple(Segment(each.label, each.texts.get(language, "")) for each in block.segments)
    return Block(block.id, BlockKind(block.kind), segments)


def tidied(texts: Mapping[str, str]) -> dict[str, str]:
    """Each text without spaces around it; a language in which nothing is written is left out."""
    return {language: tidy(text) for language, text in texts.items() if text.strip()}
