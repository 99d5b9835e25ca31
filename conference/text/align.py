"""Matching two sequences within a bounded amount of work.

`difflib` finds what a person would call the same passage, but two alternating words make it quadratic at every
step. So each step is paid for from a budget before it is taken; what can no longer be paid for stays unmatched.
"""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

WORK_LIMIT: Final = 2_000_000
"""Steps that comparing two texts may take; a step is one pair of equal words looked at, about 0.1 µs."""
PAIR_COST: Final = 10
"""Steps charged for judging the likeness of two sentences."""
ALIKE: Final = 0.5
"""From which share of common words on a sentence counts as the same sentence, edited."""


class Budget:
    """The steps left for one comparison. It changes as it is spent, so each comparison takes a fresh one."""

    __slots__ = ("limit", "spent")

    def __init__(self, limit: int = WORK_LIMIT) -> None:
        self.limit = limit
        self.spent = 0

    def pays(self, steps: int) -> bool:
        """Take the steps if they are left, and say whether they were."""
        if self.spent + steps > self.limit:
            return False
        self.spent += steps
        return True


@dataclass(frozen=True, slots=True)
class Match:
    """`size` equal items, from index `old` in the old sequence and `new` in the new one."""

    old: int
    new: int
    size: int


def matches(old: Sequence[str], new: Sequence[str], budget: Budget) -> tuple[Match, ...]:
    """The common runs of two sequences, in order, longest first where they compete.

    Rule: the common ends, then Ratcliff and Obershelp's longest common run and again on both sides of it
    (`difflib`, without its guess at junk). Linear work for the ends; the rest is paid from the budget, and a
    stretch that it cannot pay has no matches. The same input and limit always give the same answer.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    found = [Match(0, 0, head), Match(old_end, new_end, tail)]
    if head < old_end and head < new_end:
        inner = _longest_runs(old[head:old_end], new[head:new_end], budget)
        found += (Match(head + run.old, head + run.new, run.size) for run in inner)
    return tuple(sorted((run for run in found if run.size), key=lambda run: run.old))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two sequences have in common at their start."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _longest_runs(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Match]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    often = Counter(new)
    stretches = [(0, len(old), 0, len(new))]
    while stretches:
        old_from, old_to, new_from, new_to = stretches.pop()
        if old_from >= old_to or new_from >= new_to:
            continue
        # What the search below looks at: each item here against all its twins in the whole new sequence.
        if not budget.pays(old_to - old_from + sum(often[item] for item in old[old_from:old_to])):
            continue
        run = matcher.find_longest_match(old_from, old_to, new_from, new_to)
        if run.size:
            yield Match(run.a, run.b, run.size)
            stretches.append((old_from, run.a, new_from, run.b))
            stretches.append((run.a + run.size, old_to, run.b + run.size, new_to))


def likeness(one: Set[str], other: Set[str]) -> float:
    """The share of words that two sentences have in common: Dice's coefficient of their words, 0 to 1."""
    size = len(one) + len(other)
    return 2 * len(one & other) / size if size else 0.0


def in_order(old: Sequence[Set[str]], new: Sequence[Set[str]], budget: Budget) -> tuple[tuple[int, int], ...]:
    """Pairs `(old, new)` of sentences that are alike, in the same order on both sides, as alike in sum as can be.

    Each sentence is given as the set of its words. Rule: Needleman and Wunsch's alignment without a cost for
    gaps; a pair below `ALIKE` does not count. No pairs when the budget cannot pay for the table.
    """
    if not budget.pays(len(old) * len(new) * PAIR_COST):
        return ()
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            like = likeness(one, other)
            together = best[i][j] + like if like >= ALIKE else 0.0
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], together)
    return _walk_back(best)


def _walk_back(best: list[list[float]]) -> tuple[tuple[int, int], ...]:
    """The pairs that made the best sum: those cells whose value comes from neither neighbour."""
    pairs = []
    i, j = len(best) - 1, len(best[0]) - 1
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return tuple(reversed(pairs))
