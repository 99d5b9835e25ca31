"""Two texts as a row of runs, equal and changed in turn: the ground of diff, merge and provenance.

Sentences are matched first, then words inside the sentences that changed. A changed accent is one changed word; an
accent written in another way (NFC or NFD) is no change, and both sides keep their own bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, takewhile
from typing import Final

from conference.text.align import Budget, Match, in_order, matches
from conference.text.sentences import pieces
from conference.text.words import is_word, key, spaced

AT_ONCE: Final = 200
"""Words up to which changed neighbouring sentences are compared as one: words then match across a new full stop."""

SHORT: Final = 400
"""Characters of a sentence whose words are kept for the next comparison."""

SHORT_TEXT: Final = 20_000
"""Characters of a text that is kept cut: a block to which many amendments are moved."""

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
        """Whether both sides read the same, token by token."""
        return self.old == self.new or (len(self.old) == len(self.new) and all(map(_same, self.old, self.new)))


def _same(one: str, other: str) -> bool:
    return one == other or key(one) == key(other)


def runs(old: str, new: str, budget: Budget) -> tuple[Run, ...]:
    """The runs that lead from one text to another: their old tokens joined are `old`, their new ones `new`.

    Equal and changed runs take turns; a changed run begins and ends with tokens that differ. Where the budget
    does not pay for looking at words, whole sentences stand as changed.
    """
    olds = _cut(old) if len(old) <= SHORT_TEXT else _Cut(old)
    news = _Cut(new)
    found = _joined(_emit(olds.words, news.words, _pairs(olds, news, budget)))
    return _joined(_slid(_joined(part for run in found for part in _trimmed(run))))


_spaced: Final = lru_cache(1024)(spaced)
"""Amendments of one text share nearly all its sentences; some megabytes keep them from being cut again."""


class _Cut:
    """One text cut twice: its words, and for each sentence the range of its words."""

    __slots__ = ("keys", "words")

    def __init__(self, text: str) -> None:
        self.words: list[Word] = []
        self.keys: list[tuple[str, range]] = []
        for piece in pieces(text):
            start = len(self.words)
            self.words += _spaced(piece) if len(piece) <= SHORT else spaced(piece)
            self.keys.append((key(piece.strip()), range(start, len(self.words))))

    def sentences(self) -> list[str]:
        return [key for key, _ in self.keys]

    def bag(self, sentence: int) -> frozenset[str]:
        return frozenset(token for token in self.tokens(self.keys[sentence][1]) if is_word(token))

    def tokens(self, where: range) -> list[str]:
        """The words in a range, in the form they are compared by."""
        return [key(token) for token, _ in self.words[where.start : where.stop]]

    def span(self, first: int, last: int) -> range:
        """The words of the sentences from `first` up to `last`, which is left out."""
        return range(self.keys[first][1].start, self.keys[last - 1][1].stop) if first < last else range(0)


_cut: Final = lru_cache(4)(_Cut)


def _pairs(old: _Cut, new: _Cut, budget: Budget) -> Iterator[Match]:
    """The words that stay, in order, by their indices."""
    i = j = 0
    for match in (*matches(old.sentences(), new.sentences(), budget), None):
        to_old, to_new = (match.old, match.new) if match else (len(old.keys), len(new.keys))
        yield from _changed(old, new, range(i, to_old), range(j, to_new), budget)
        if match:
            yield from _stayed(old, new, match)
        i, j = to_old + (match.size if match else 0), to_new + (match.size if match else 0)


def _stayed(old: _Cut, new: _Cut, match: Match) -> Iterator[Match]:
    """The words of sentences that stayed. White space before the very first word can make the two differ in length."""
    one, other = old.span(match.old, match.old + match.size), new.span(match.new, match.new + match.size)
    if len(one) == len(other):
        yield Match(one.start, other.start, len(one))
        return
    for step in range(match.size):
        one, other = old.keys[match.old + step][1], new.keys[match.new + step][1]
        size = min(len(one), len(other))
        yield Match(one.stop - size, other.stop - size, size)


def _changed(old: _Cut, new: _Cut, olds: range, news: range, budget: Budget) -> Iterator[Match]:
    """The words that stay inside neighbouring sentences none of which stayed as it was."""
    one, other = old.span(olds.start, olds.stop), new.span(news.start, news.stop)
    if max(len(one), len(other)) <= AT_ONCE or len(olds) == len(news) == 1:
        yield from _words(old, new, one, other, budget)
        return
    for i, j in in_order([old.bag(each) for each in olds], [new.bag(each) for each in news], budget):
        yield from _words(old, new, old.keys[olds[i]][1], new.keys[news[j]][1], budget)


def _words(old: _Cut, new: _Cut, one: range, other: range, budget: Budget) -> Iterator[Match]:
    for match in matches(old.tokens(one), new.tokens(other), budget):
        yield Match(one.start + match.old, other.start + match.new, match.size)


def _emit(old: Sequence[Word], new: Sequence[Word], pairs: Iterable[Match]) -> Iterator[Run]:
    i = j = 0
    for match in pairs:
        if i < match.old or j < match.new:
            yield Run(_flat(old[i : match.old]), _flat(new[j : match.new]))
        i, j = match.old + match.size, match.new + match.size
        one, other = old[match.old : i], new[match.new : j]
        if one == other:
            stayed = _flat(one)
            yield Run(stayed, stayed)
            continue
        for (word, space), (word_now, space_now) in zip(one, other, strict=True):
            yield Run(_flat([(word, "")]), _flat([(word_now, "")]))
            yield Run(_flat([("", space)]), _flat([("", space_now)]))
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
    if run.equal:
        return run, Run((), ()), Run((), ())
    head = next((at for at in range(room) if not _same(run.old[at], run.new[at])), room)
    room -= head
    tail = next((at for at in range(room) if not _same(run.old[-1 - at], run.new[-1 - at])), room)
    old_end, new_end = len(run.old) - tail, len(run.new) - tail
    middle = Run(run.old[head:old_end], run.new[head:new_end])
    return Run(run.old[:head], run.new[:head]), middle, Run(run.old[old_end:], run.new[new_end:])


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
        steps = min(_marks_alike(moving, after.old), _marks_alike(moving, after.new))
        turned, passed = moving[steps:] + moving[:steps], moving[:steps]
        slid[at - 1] = Run(before.old + passed, before.new + passed)
        slid[at] = Run(turned if change.old else (), turned if change.new else ())
        slid[at + 1] = Run(after.old[steps:], after.new[steps:])
    return slid


def _marks_alike(moving: Tokens, after: Tokens) -> int:
    """How many marks and spaces begin both."""
    pairs = zip(moving, after, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and not is_word(pair[0]), pairs))
