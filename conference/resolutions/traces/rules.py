"""Words and the labels that brought them, and what a corrigendum makes of them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from conference.text.align import Budget
from conference.text.runs import runs

Labelled = tuple[tuple[str, str], ...]
"""Runs of words, each with its label; joined they are the text."""
UNKNOWN = ""
"""The label of words whose source cannot be told."""


def placed(told: Sequence[tuple[str, str]], text: str) -> Labelled:
    """The spans where they are spans of this text; else the text as one span without a source."""
    if text and "".join(words for words, _ in told) != text:
        return ((text, UNKNOWN),)
    return tuple(told)


def corrected(told: Labelled, after: str, label: str) -> Labelled:
    """The text after a correction: what the correction brought has its label, all other words keep theirs."""
    before = "".join(words for words, _ in told)
    ends = list(accumulate(len(words) for words, _ in told))

    def tokens() -> Iterator[tuple[str, str]]:
        at = 0
        for run in runs(before, after, Budget()):
            if run.equal:
                for old, new in zip(run.old, run.new, strict=True):
                    yield new, told[bisect_right(ends, at)][1]
                    at += len(old)
            else:
                yield from ((token, label) for token in run.new)
                at += sum(map(len, run.old))

    return _joined(list(tokens()))


def _joined(tokens: Sequence[tuple[str, str]]) -> Labelled:
    """Neighbours of one label together; white space goes with the word before it."""
    owned: list[tuple[str, str]] = []
    for token, label in tokens:
        owned.append((token, owned[-1][1] if token.isspace() and owned else label))
    return tuple(
        ("".join(token for token, _ in group), label) for label, group in groupby(owned, key=lambda each: each[1])
    )
