"""Two texts side by side for people: which sentences stayed, changed, came, went or moved, and the words inside them.

The figures are data; the edge says “2 sentences changed, 1 added” out of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from conference.text.align import Budget, in_order, matches
from conference.text.blocks import Block
from conference.text.diff import Change, Op, diff
from conference.text.ordering import rising
from conference.text.sentences import sentences
from conference.text.words import is_word, key, tokens, without_accents, words

VERSION: Final = 1
"""Raised whenever the same two texts would be told apart in another way than before."""


class Fate(StrEnum):
    """What became of a sentence or a block."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    MOVED_CHANGED = "moved-changed"


class Extent(StrEnum):
    """How deep a change goes. Each but SAME, MOVED and WORDS means: nothing else changed than this, or less."""

    SAME = "same"
    SPACING = "spacing"
    MARKS = "marks"
    CASE = "case"
    ACCENTS = "accents"
    MOVED = "moved"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """One sentence before and after (None where it was not there), and the words that changed in it.

    A sentence that moved stands where it is now; one that was removed, behind what stood before it.
    """

    fate: Fate
    old: str | None
    new: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a change amounts to. A sentence that moved and was edited counts in both; words are counted by the diff
    of each sentence, so that a moved sentence adds and removes none."""

    extent: Extent = Extent.SAME
    sentences_changed: int = 0
    sentences_added: int = 0
    sentences_removed: int = 0
    sentences_moved: int = 0
    words_added: int = 0
    words_removed: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sentences of both texts in the order to read them, and the figures."""

    sentences: tuple[SentenceChange, ...]
    figures: Figures


def compare(old: str, new: str, language: str = "") -> Comparison:
    """Hold two texts in one language against each other, sentence by sentence, then word by word.

    Sentences are one when they read the same, in their place or elsewhere; else when they are alike
    (`align.ALIKE`) and in order. The new sentences in the order given joined by one space are the new text but for
    the spaces between sentences. Bounded as `diff` is.
    """
    told = tuple(_told(sentences(old, language), sentences(new, language)))
    return Comparison(told, figures(told, old, new))


def _told(olds: Sequence[str], news: Sequence[str]) -> Iterator[SentenceChange]:
    pairs, stayed = _pairs([key(each) for each in olds], [key(each) for each in news])
    gone = [at for at in range(len(olds)) if at not in {*pairs.values()}]
    budget, at = Budget(), -1
    for place, sentence in enumerate((*news, None)):
        owner = pairs.get(place)
        if sentence is None or owner in stayed:
            at = len(olds) if sentence is None or owner is None else owner
            while gone and gone[0] < at:
                lost = olds[gone.pop(0)]
                yield SentenceChange(Fate.REMOVED, lost, None, (Change(Op.DELETE, lost),))
        if sentence is not None:
            yield _sentence(None if owner is None else olds[owner], sentence, owner in stayed, budget)


def _sentence(old: str | None, new: str, in_place: bool, budget: Budget) -> SentenceChange:
    if old is None:
        return SentenceChange(Fate.ADDED, None, new, (Change(Op.INSERT, new),))
    same = key(old) == key(new)
    fate = {
        (True, True): Fate.SAME, (True, False): Fate.CHANGED, (False, True): Fate.MOVED,
        (False, False): Fate.MOVED_CHANGED,
    }[in_place, same]  # fmt: skip
    changes = (Change(Op.EQUAL, new, None if old == new else old),) if same else diff(old, new, budget)
    return SentenceChange(fate, old, new, changes)


def _pairs(olds: Sequence[str], news: Sequence[str]) -> tuple[dict[int, int], set[int]]:
    """Index of a new sentence to that of the old one that it is; and the old ones that stayed in their order."""
    budget = Budget()
    pairs = {run.new + step: run.old + step for run in matches(olds, news, budget) for step in range(run.size)}
    left: dict[str, list[int]] = {}
    for at in sorted({*range(len(olds))} - {*pairs.values()}, reverse=True):
        left.setdefault(olds[at], []).append(at)
    for at, sentence in enumerate(news):
        if at not in pairs and left.get(sentence):
            pairs[at] = left[sentence].pop()
    rest_old = [at for at in range(len(olds)) if at not in {*pairs.values()}]
    rest_new = [at for at in range(len(news)) if at not in pairs]
    bags = [frozenset(words(olds[at])) for at in rest_old], [frozenset(words(news[at])) for at in rest_new]
    pairs |= {rest_new[j]: rest_old[i] for i, j in in_order(*bags, budget)}
    return pairs, _rising(pairs)


def _rising(pairs: Mapping[int, int]) -> set[int]:
    """The old ones that stayed, the others having moved around them."""
    olds = [pairs[place] for place in sorted(pairs)]
    return {olds[at] for at in rising(olds)}


def figures(told: Iterable[SentenceChange], old: str, new: str) -> Figures:
    """The figures of sentences that were compared; `old` and `new` are the whole texts."""
    told = tuple(told)
    count = {fate: sum(each.fate is fate for each in told) for fate in Fate}
    moved = count[Fate.MOVED] + count[Fate.MOVED_CHANGED]
    return Figures(
        extent(old, new, moved=moved > 0, words_changed=_words(told, Op.INSERT) + _words(told, Op.DELETE) > 0),
        count[Fate.CHANGED] + count[Fate.MOVED_CHANGED],
        count[Fate.ADDED],
        count[Fate.REMOVED],
        moved,
        _words(told, Op.INSERT),
        _words(told, Op.DELETE),
    )


def _words(told: Iterable[SentenceChange], op: Op) -> int:
    return sum(
        sum(is_word(token) for token in tokens(change.text)) for each in told for change in each.changes
        if change.op is op
    )  # fmt: skip


def extent(old: str, new: str, *, moved: bool, words_changed: bool) -> Extent:
    """How deep the change from one text to the other goes; the shallowest that is true."""
    one, other = key(old), key(new)
    if one == other:
        return Extent.SAME
    if one.split() == other.split() or "".join(one.split()) == "".join(other.split()):
        return Extent.SPACING
    one_words, other_words = words(one), words(other)
    if one_words == other_words:
        return Extent.MARKS
    if [each.casefold() for each in one_words] == [each.casefold() for each in other_words]:
        return Extent.CASE
    if [without_accents(each).casefold() for each in one_words] == [
        without_accents(each).casefold() for each in other_words
    ]:
        return Extent.ACCENTS
    return Extent.MOVED if moved and not words_changed else Extent.WORDS


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block before and after (None where it was not there), by its id. `reshaped`: its kind, depth or numbering
    is another now."""

    id: str
    fate: Fate
    old: Block | None
    new: Block | None
    comparison: Comparison
    reshaped: bool = False


def compare_blocks(old: Sequence[Block], new: Sequence[Block], language: str = "") -> tuple[BlockChange, ...]:
    """Hold two versions of a text against each other, block by block: ids say which block is which.

    A block that moved stands where it is now, one that was removed behind what stood before it. One comparison for
    each block that changed.
    """
    was = {each.id: (at, each) for at, each in enumerate(old)}
    pairs = {at: was[each.id][0] for at, each in enumerate(new) if each.id in was}
    stayed = _rising(pairs)
    gone = [at for at in range(len(old)) if at not in {*pairs.values()}]
    found: list[BlockChange] = []
    for place, block in enumerate((*new, None)):
        owner = pairs.get(place)
        if block is None or owner in stayed:
            here = len(old) if block is None or owner is None else owner
            while gone and gone[0] < here:
                found.append(_block(old[gone.pop(0)], None, True, language))
        if block is not None:
            found.append(_block(None if owner is None else old[owner], block, owner in stayed, language))
    return tuple(found)


def _block(old: Block | None, new: Block | None, in_place: bool, language: str) -> BlockChange:
    texts = old.text if old else "", new.text if new else ""
    comparison = compare(*texts, language)
    if old is None or new is None:
        label = new.id if new else old.id if old else ""
        return BlockChange(label, Fate.REMOVED if new is None else Fate.ADDED, old, new, comparison)
    reshaped = (old.kind, old.depth, old.ordered) != (new.kind, new.depth, new.ordered)
    same = key(texts[0]) == key(texts[1]) and not reshaped
    fate = (Fate.SAME if same else Fate.CHANGED) if in_place else (Fate.MOVED if same else Fate.MOVED_CHANGED)
    return BlockChange(new.id, fate, old, new, comparison, reshaped)


def total(changes: Iterable[BlockChange]) -> Figures:
    """The figures of a whole text. Blocks that moved, came, went or were reshaped count in the extent."""
    changes = tuple(changes)
    each = [change.comparison.figures for change in changes]
    depth = [*Extent]
    deepest = max((depth.index(figure.extent) for figure in each), default=0)
    if any(change.fate in (Fate.MOVED, Fate.MOVED_CHANGED) or change.reshaped for change in changes):
        deepest = max(deepest, depth.index(Extent.MOVED))
    return Figures(
        depth[deepest],
        sum(figure.sentences_changed for figure in each),
        sum(figure.sentences_added for figure in each),
        sum(figure.sentences_removed for figure in each),
        sum(figure.sentences_moved for figure in each),
        sum(figure.words_added for figure in each),
        sum(figure.words_removed for figure in each),
    )
