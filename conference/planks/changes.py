"""What a change makes of the blocks of a version: ids that last, units that stay with the words they hold."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import takewhile

from conference.core.errors import Conflict, Refused
from conference.core.languages import LANGUAGES, TAGS
from conference.core.words import N_
from conference.planks.rules import BlockChange, ChangeKind, Piece, tidied
from conference.text.blocks import MAX_BLOCK_CHARS, MAX_BLOCKS, Segment, aligned, follow, new_block_id, resegment
from conference.text.blocks import Kind as BlockKind
from conference.text.labels import new_segment_id
from conference.text.words import BadText


def changed(pieces: Sequence[Piece], change: BlockChange, used: Set[str]) -> list[Piece]:
    """A version's pieces after one change. `used` are the ids of blocks and segments that the plank ever had.

    Raises `Conflict` when the block is no longer there, `Refused` when nothing would be left or cannot be done.
    """
    at = [index for index, piece in enumerate(pieces) if piece.block == change.block]
    if not at and (change.block or change.kind != ChangeKind.INSERT):
        raise Conflict("block-gone", N_("Block %(block)s is no longer in the text."), block=change.block)
    if change.kind in (ChangeKind.INSERT, ChangeKind.BEFORE):
        place = at[0] if change.kind == ChangeKind.BEFORE else _place_after(pieces, change.block)
        left = [*pieces[:place], *_inserted(pieces, change, used), *pieces[place:]]
    elif change.kind == ChangeKind.MOVE:
        left = _moved(pieces, change)
    elif change.kind == ChangeKind.JOIN:
        left = _joined(pieces, change, used, at[-1] + 1)
    else:
        here = list(pieces[at[0] : at[-1] + 1])
        left = [*pieces[: at[0]], *_instead(here, change, used), *pieces[at[-1] + 1 :]]
    return _fitting(left)


def _fitting(left: list[Piece]) -> list[Piece]:
    if not left:
        raise Refused("nothing-left", N_("A plank keeps at least one block."))
    if len({piece.block for piece in left}) > MAX_BLOCKS:
        raise BadText("too-many-blocks", limit=MAX_BLOCKS)
    for language in LANGUAGES:
        length: dict[str, int] = {}
        for piece in left:
            length[piece.block] = length.get(piece.block, -1) + 1 + len(piece.words(language))
        if max(length.values()) > MAX_BLOCK_CHARS:
            raise BadText("block-too-long", limit=MAX_BLOCK_CHARS)
    return left


def _instead(here: list[Piece], change: BlockChange, used: Set[str]) -> list[Piece]:
    """What stands in the place of one block."""
    if change.kind == ChangeKind.DELETE:
        return []
    if change.kind == ChangeKind.SPLIT:
        return _split(here, change, used)
    if ChangeKind(change.kind) is not ChangeKind.REPLACE:
        raise ValueError(f"{change.kind} takes no block's place")
    fresh = here if change.form and not change.texts else _replaced(here, change, used)
    return [replace(piece, kind=change.form) for piece in fresh] if change.form else fresh


def _place_after(pieces: Sequence[Piece], block: str) -> int:
    """Behind the block and behind what earlier insertions put after it."""
    after = block or "p0"
    family = [at for at, each in enumerate(pieces, 1) if each.block == after or _inserted_after(each.block, after)]
    return max(family, default=0)


def _inserted_after(block: str, after: str) -> bool:
    rest = block.removeprefix(after)
    return rest != block and rest.isalpha()


def _inserted(pieces: Sequence[Piece], change: BlockChange, used: Set[str]) -> list[Piece]:
    label = new_block_id(_neighbour(pieces, change), used)
    beside = next((piece.kind for piece in pieces if piece.block == change.block), BlockKind.PARAGRAPH)
    kind = BlockKind(change.form) if change.form else BlockKind.PARAGRAPH
    if not change.form and beside == BlockKind.ITEM:
        kind = BlockKind.ITEM
    cut = aligned(label, {TAGS[each]: text for each, text in _texts(change).items()})
    return _pieces(label, kind, {each: cut[TAGS[each]] for each in _texts(change)}, change, {})


def _neighbour(pieces: Sequence[Piece], change: BlockChange) -> str | None:
    """The block behind which a new one stands; None at the very start."""
    if change.kind != ChangeKind.BEFORE:
        return change.block or None
    ahead = takewhile(lambda piece: piece.block != change.block, pieces)
    return next((piece.block for piece in reversed([*ahead])), None)


def _moved(pieces: Sequence[Piece], change: BlockChange) -> list[Piece]:
    here = [piece for piece in pieces if piece.block == change.block]
    others = [piece for piece in pieces if piece.block != change.block]
    if change.after and change.after not in {piece.block for piece in others}:
        raise Conflict("block-gone", N_("Block %(block)s is no longer in the text."), block=change.after)
    place = max((at for at, each in enumerate(others, 1) if each.block == change.after), default=0)
    return [*others[:place], *here, *others[place:]]


def _joined(pieces: Sequence[Piece], change: BlockChange, used: Set[str], end: int) -> list[Piece]:
    """The block after this one becomes its last sentences; every sentence keeps its unit."""
    if end == len(pieces):
        raise Refused("nothing-to-join", N_("There is no block after this one to join to it."))
    last, taken = pieces[end - 1], {*used}
    joined: list[Piece] = []
    for piece in pieces[end:]:
        if piece.block != pieces[end].block:
            break
        before = joined[-1].label if joined else last.label
        label = new_segment_id(before, taken)
        taken.add(label)
        joined.append(replace(piece, block=change.block, kind=last.kind, label=label))
    return [*pieces[:end], *joined, *pieces[end + len(joined) :]]


def _split(here: list[Piece], change: BlockChange, used: Set[str]) -> list[Piece]:
    if not 0 < change.keeps < len(here):
        raise Refused("cannot-split", N_("A block is split between two of its sentences."))
    block = new_block_id(change.block, used)
    rest = [replace(each, block=block, label=f"{block}s{at}") for at, each in enumerate(here[change.keeps :], 1)]
    return [*here[: change.keeps], *rest]


def _replaced(before: list[Piece], change: BlockChange, used: Set[str]) -> list[Piece]:
    """The block's new sentences.

    The block is one segment where another language has no sentence for one of them, and where a sentence went while
    a language that the change does not give still has words for it: nobody knows which of them are meant.
    """
    texts = _texts(change)
    old = {each: [Segment(piece.label, piece.words(each)) for piece in before] for each in texts}
    block, own = before[0].block, change.language
    of_block = {label for label in used if label.startswith(f"{block}s")}
    cut = {own: resegment(old[own], texts[own], TAGS[own], of_block)}
    ids = [segment.id for segment in cut[own]]
    cut |= {each: follow(ids, old[each], text, TAGS[each]) for each, text in texts.items() if each != own}
    uneven = any(not segment.text for segments in cut.values() for segment in segments)
    if uneven or _leaves_words_behind(before, change, ids, texts):
        whole = {each: (Segment(ids[0], text),) for each, text in texts.items()}
        return _pieces(block, before[0].kind, whole, change, {ids[0]: before})
    return _pieces(block, before[0].kind, cut, change, {piece.label: [piece] for piece in before})


def _leaves_words_behind(
    before: Sequence[Piece], change: BlockChange, ids: Sequence[str], texts: Mapping[str, str]
) -> bool:
    untouched = [each for each in LANGUAGES if each not in texts and any(piece.words(each) for piece in before)]
    had = {piece.label for piece in before}
    return bool(untouched) and (bool(had - {*ids}) or (change.same_meaning and bool({*ids} - had)))


def _pieces(
    block: str,
    kind: str,
    cut: Mapping[str, Sequence[Segment]],
    change: BlockChange,
    before: Mapping[str, Sequence[Piece]],
) -> list[Piece]:
    """Segments of all languages side by side; what reads as before keeps its unit, with every translation."""
    made = []
    for at, segment in enumerate(cut[change.language]):
        texts = {each: segments[at].text for each, segments in cut.items()}
        old = before.get(segment.id, ())
        if len(old) == 1 and all(old[0].texts.get(each) == text for each, text in texts.items()):
            made.append(old[0])
            continue
        follows = tuple(unit for each in old for unit in ([each.unit] if each.unit is not None else each.follows))
        made.append(Piece(block, kind, segment.id, texts, None, change, {}, follows))
    return made


def _texts(change: BlockChange) -> dict[str, str]:
    texts = tidied(change.texts or {})
    if change.language not in texts:
        raise Refused("no-original", N_("The text in its original language is missing."))
    return texts
