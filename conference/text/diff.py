"""What changed between two texts, for people: words inserted and deleted, and the figures for one plain sentence.

Always derived from the two texts, never stored as the truth; what is stored beside it is `VERSION`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from conference.text.align import Budget
from conference.text.runs import Run, runs
from conference.text.words import is_word, word_count

VERSION: Final = 2
"""Raised whenever the same two texts would give other changes than before."""

SHORT: Final = 3
"""Letters of a short word such as “of”, “des”, “las”."""
FEW: Final = 2
"""Short words that are swallowed between two replacements of at least as many words each."""


class Op(StrEnum):
    """What happens to a stretch of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text and what happens to it. A replacement is a DELETE and then an INSERT.

    `was` is the old spelling of an EQUAL stretch whose accents were written in another way (NFC or NFD), else None.
    """

    op: Op
    text: str
    was: str | None = None


class Kind(StrEnum):
    """What all the changes of a text amount to. MARKS is punctuation and spaces only."""

    SAME = "same"
    MARKS = "marks"
    ADDS = "adds"
    REMOVES = "removes"
    REPLACES = "replaces"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures for “replaces 3 words with 5”: `words_replaced` is the 3, `words_replacing` the 5.

    `words_added` and `words_removed` count only places where nothing was replaced; `places` counts the places
    that changed.
    """

    kind: Kind
    words_added: int = 0
    words_removed: int = 0
    words_replaced: int = 0
    words_replacing: int = 0
    places: int = 0


def diff(old: str, new: str, budget: Budget | None = None) -> tuple[Change, ...]:
    """The changes that lead from `old` to `new`, word by word inside the sentences that changed.

    EQUAL and DELETE texts joined are `old`, EQUAL and INSERT texts joined are `new`, to the byte; see `before` and
    `after`. Work is bounded by the budget (`align.WORK_LIMIT` steps unless given); beyond it whole sentences are
    replaced. Two equal texts give one EQUAL change, two empty ones none.
    """
    return tuple(_changes(readable(runs(old, new, budget or Budget()))))


def before(changes: Iterable[Change]) -> str:
    """The old text of a diff."""
    return "".join(each.text if each.was is None else each.was for each in changes if each.op is not Op.INSERT)


def after(changes: Iterable[Change]) -> str:
    """The new text of a diff: what its changes make of the old one."""
    return "".join(each.text for each in changes if each.op is not Op.DELETE)


def _changes(found: Iterable[Run]) -> Iterator[Change]:
    for run in found:
        if run.equal:
            old, new = "".join(run.old), "".join(run.new)
            yield Change(Op.EQUAL, new, None if old == new else old)
            continue
        if run.old:
            yield Change(Op.DELETE, "".join(run.old))
        if run.new:
            yield Change(Op.INSERT, "".join(run.new))


def readable(found: Sequence[Run]) -> tuple[Run, ...]:
    """Runs without confetti: short words that stayed by chance between two replacements become part of one.

    Both neighbours must replace at least `FEW` words, so that two accents mended around “de la” stay two
    replacements of one word each.
    """
    kept: list[Run] = []
    for run in found:
        if len(kept) >= 2 and not run.equal and _is_confetti(kept[-2], kept[-1], run):
            between, before = kept.pop(), kept.pop()
            run = Run(before.old + between.old + run.old, before.new + between.new + run.new)
        kept.append(run)
    return tuple(kept)


def _is_confetti(before: Run, between: Run, after: Run) -> bool:
    stayed = [token for token in between.old if is_word(token)]
    return (
        len(stayed) <= FEW
        and all(len(word) <= SHORT for word in stayed)
        and min(_words_replaced(before), _words_replaced(after)) >= FEW
    )


def _words_replaced(run: Run) -> int:
    """Words on the poorer side of a change: none for what was only inserted or only deleted."""
    return min(sum(map(is_word, run.old)), sum(map(is_word, run.new)))


def summary(changes: Sequence[Change]) -> Summary:
    """The figures of a diff, in words; see `Summary`. The edge makes the sentence out of them."""
    added = removed = replaced = replacing = places = 0
    for deleted, inserted in _places(changes):
        places += 1
        if deleted and inserted:
            replaced, replacing = replaced + deleted, replacing + inserted
        else:
            added, removed = added + inserted, removed + deleted
    return Summary(_kind(places, added, removed, replaced), added, removed, replaced, replacing, places)


def _places(changes: Sequence[Change]) -> Iterator[tuple[int, int]]:
    """Words deleted and inserted at each place that changed."""
    deleted = inserted = 0
    here = False
    for change in (*changes, Change(Op.EQUAL, "")):
        if change.op is Op.EQUAL:
            if here:
                yield deleted, inserted
            deleted, inserted, here = 0, 0, False
            continue
        here = True
        deleted += word_count(change.text) if change.op is Op.DELETE else 0
        inserted += word_count(change.text) if change.op is Op.INSERT else 0


def _kind(places: int, added: int, removed: int, replaced: int) -> Kind:
    if not places:
        return Kind.SAME
    happened = [
        kind for kind, count in ((Kind.ADDS, added), (Kind.REMOVES, removed), (Kind.REPLACES, replaced)) if count
    ]
    if not happened:
        return Kind.MARKS
    return happened[0] if len(happened) == 1 else Kind.MIXED
