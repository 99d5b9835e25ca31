"""Two texts as a row of runs, equal and changed in turn: the ground of diff, merge and provenance.

Sentences are matched first, then words inside the sentences that changed. A changed accent is one changed word.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Final

from conference.text.align import Budget, in_order, matches
from conference.text.sentences import pieces
from conference.text.words import is_word, spaced

AT_ONCE: Final = 200
"""Words up to which changed neighbouring sentences are compared as one: words then match across a new full stop."""

Tokens = tuple[str, ...]
Word = tuple[str, str]
"""A token and the white space after it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens of the old text and the tokens that stand in their place in the new one."""

    old: Tokens
    new: Tokens

    @property
    def equal(self) -> bool:
        return self.old == self.new


def runs(old: str, new: str, budget: Budget) -> tuple[Run, ...]:
    """The runs that lead from one text to another: their old tokens joined are `old`, their new ones `new`.

    Equal and changed runs take turns; a changed run begins and ends with tokens that differ. Where the budget
    does not pay for looking at words, whole sentences stand as changed.
    """
    olds, news = _Cut(old), _Cut(new)
    found = _joined(_emit(olds.words, news.words, _pairs(olds, news, budget)))
    return _joined(_slid(_joined(part for run in found for part in _trimmed(run))))


class _Cut:
    """One text cut twice: its words, and for each sentence the range of its words."""

    __slots__ = ("keys", "words")

    def __init__(self, text: str) -> None:
        self.words: list[Word] = []
        self.keys: list[tuple[str, range]] = []
        for piece in pieces(text):
            start = len(self.words)
            self.words += spaced(piece)
            self.keys.append((piece.strip(), range(start, len(self.words))))

    def sentences(self) -> list[str]:
        return [key for key, _ in self.keys]

    def bag(self, sentence: int) -> frozenset[str]:
        return frozenset(token for token in self.tokens(self.keys[sentence][1]) if is_word(token))

    def tokens(self, where: range) -> list[str]:
        return [token for token, _ in self.words[where.start : where.stop]]

    def span(self, first: int, last: int) -> range:
        """The words of the sentences from `first` up to `last`, which is left out."""
        return range(self.keys[first][1].start, self.keys[last - 1][1].stop) if first < last else range(0)


def _pairs(old: _Cut, new: _Cut, budget: Budget) -> Iterator[tuple[int, int]]:
    """Indices of the words that stay, in order."""
    i = j = 0
    for match in (*matches(old.sentences(), new.sentences(), budget), None):
        to_old, to_new = (match.old, match.new) if match else (len(old.keys), len(new.keys))
        yield from _changed(old, new, range(i, to_old), range(j, to_new), budget)
        for step in range(match.size if match else 0):
            # From the end, since only white space before the very first word can make the two differ in length.
            one, other = old.keys[to_old + step][1], new.keys[to_new + step][1]
            size = min(len(one), len(other))
            yield from zip(one[len(one) - size :], other[len(other) - size :], strict=True)
        i, j = to_old + (match.size if match else 0), to_new + (match.size if match else 0)


def _changed(old: _Cut, new: _Cut, olds: range, news: range, budget: Budget) -> Iterator[tuple[int, int]]:
    """The words that stay inside neighbouring sentences none of which stayed as it was."""
    one, other = old.span(olds.start, olds.stop), new.span(news.start, news.stop)
    if max(len(one), len(other)) <= AT_ONCE or len(olds) == len(news) == 1:
        yield from _words(old, new, one, other, budget)
        return
    for i, j in in_order([old.bag(each) for each in olds], [new.bag(each) for each in news], budget):
        yield from _words(old, new, old.keys[olds[i]][1], new.keys[news[j]][1], budget)


def _words(old: _Cut, new: _Cut, one: range, other: range, budget: Budget) -> Iterator[tuple[int, int]]:
    for match in matches(old.tokens(one), new.tokens(other), budget):
        yield from ((one[match.old + step], other[match.new + step]) for step in range(match.size))


def _emit(old: Sequence[Word], new: Sequence[Word], pairs: Iterable[tuple[int, int]]) -> Iterator[Run]:
    i = j = 0
    for at, to in pairs:
        yield Run(_flat(old[i:at]), _flat(new[j:to]))
        word = _flat([(old[at][0], "")])
        yield Run(word, word)
        yield Run(_flat([("", old[at][1])]), _flat([("", new[to][1])]))
        i, j = at + 1, to + 1
    yield Run(_flat(old[i:]), _flat(new[j:]))


def _flat(words: Sequence[Word]) -> Tokens:
    return tuple(part for part in chain.from_iterable(words) if part)


def _joined(found: Iterable[Run]) -> tuple[Run, ...]:
    kept: list[tuple[bool, list[str], list[str]]] = []
    for run in found:
        if not run.old and not run.new:
            continue
        if not kept or kept[-1][0] != run.equal:
            kept.append((run.equal, [], []))
        kept[-1][1].extend(run.old)
        kept[-1][2].extend(run.new)
    return tuple(Run(tuple(old), tuple(new)) for _, old, new in kept)


def _trimmed(run: Run) -> tuple[Run, Run, Run]:
    """A run as what its sides share at the start, what differs, and what they share at the end."""
    room = min(len(run.old), len(run.new))
    head = next((at for at in range(room) if run.old[at] != run.new[at]), room)
    room -= head
    tail = next((at for at in range(room) if run.old[-1 - at] != run.new[-1 - at]), room)
    start, end = run.old[:head], run.old[len(run.old) - tail :]
    middle = Run(run.old[head : len(run.old) - tail], run.new[head : len(run.new) - tail])
    return Run(start, start), middle, Run(end, end)


def _slid(found: Sequence[Run]) -> list[Run]:
    """The same runs, where what was only inserted or only deleted ends with a mark rather than begins with one.

    “. We win” before a full stop and “ We win.” after it lead to the same text; the second is what people mean.
    """
    slid = [*found]
    for at in range(1, len(slid) - 1):
        before, change, after = slid[at - 1 : at + 2]
        if change.equal or (change.old and change.new):
            continue
        if at + 2 < len(slid) and not any(map(is_word, after.old)):
            continue  # a word has to stay between two changes
        moving = change.old or change.new
        steps = _marks_alike(moving, after.old)
        turned, passed = moving[steps:] + moving[:steps], moving[:steps]
        slid[at - 1] = Run(before.old + passed, before.new + passed)
        slid[at] = Run(turned if change.old else (), turned if change.new else ())
        slid[at + 1] = Run(after.old[steps:], after.new[steps:])
    return slid


def _marks_alike(moving: Tokens, after: Tokens) -> int:
    """How many marks and spaces begin both."""
    pairs = zip(moving, after, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and not is_word(pair[0]), pairs))
