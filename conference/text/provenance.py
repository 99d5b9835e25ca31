"""Who brought each word: blame, word by word, over the successive texts of one block."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from conference.text.align import Budget
from conference.text.runs import runs


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the last text and the label of the text that brought it."""

    text: str
    label: str


def provenance(history: Sequence[tuple[str, str]]) -> tuple[Span, ...]:
    """Give each word of the last text the label of the first text since which it has stood there unbroken.

    `history` is `((label, text), …)`, oldest first; a label is whatever names a source, such as `plank-1` or
    `A12`. The spans joined are the last text, neighbours never share a label, and no history gives no spans.
    A word taken out and brought back belongs to who brought it back; where a comparison outgrows its budget
    (`align.WORK_LIMIT` steps) the sentence belongs to the later text. Rule: blame as version control does it,
    by words instead of lines.
    """
    text, owned = "", list[tuple[str, str]]()
    for label, successor in history:
        owned = _carried(text, successor, label, owned)
        text = successor
    return tuple(
        Span("".join(token for token, _ in group), label)
        for label, group in groupby(_with_their_spaces(owned), key=lambda each: each[1])
    )


def _with_their_spaces(owned: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """White space goes with the word before it, so that no span holds nothing but a space between two words."""
    before: str | None = None
    for token, label in owned:
        before = before if token.isspace() and before is not None else label
        yield token, before


def _carried(text: str, successor: str, label: str, owned: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Tokens of the successor with their labels: old ones keep theirs, new ones get the successor's."""
    carried: list[tuple[str, str]] = []
    at = 0
    for run in runs(text, successor, Budget()):
        carried += owned[at : at + len(run.old)] if run.equal else ((token, label) for token in run.new)
        at += len(run.old)
    return carried
