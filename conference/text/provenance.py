"""Who brought each word: blame, word by word, over the successive texts of one block in one language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from conference.text.align import Budget
from conference.text.runs import runs

VERSION: Final = 3
"""Raised whenever the same history would give words to others than before."""

Labels = tuple[str, ...]
Course = tuple[tuple[str, str], ...]
"""How a proposal came to read as it does: ((label, wording), …), oldest first, the wording itself last."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the last text and the label of the text that brought it."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """One text of a history under its label, such as `plank-1` or `A12`.

    Where it joins several proposals (a composite, a consensual merge), `sources` holds the wording of each by its
    label: words that a source brought are that source's, what nobody brought is the step's own.

    `courses` has, for a source or for the step itself, the wordings through which it went where it was amended: what
    an amendment to it brought is that amendment's.
    """

    label: str
    text: str
    sources: Mapping[str, str] = field(default_factory=dict)
    courses: Mapping[str, Course] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Credit:
    """A stretch of the last text and the labels of all who brought it, in the order of the sources; rarely several."""

    text: str
    labels: Labels


def provenance(history: Sequence[tuple[str, str]]) -> tuple[Span, ...]:
    """Give each word of the last text the label of the first text since which it has stood there unbroken.

    `history` is `((label, text), …)`, oldest first. The spans joined are the last text, neighbours never share a
    label, and no history gives no spans. A word taken out and brought back belongs to who brought it back; where a
    comparison outgrows its budget (`align.WORK_LIMIT` steps) the sentence belongs to the later text. Rule: blame as
    version control does it, by words instead of lines.
    """
    return tuple(Span(each.text, each.labels[0]) for each in credited([Step(label, text) for label, text in history]))


def credited(history: Sequence[Step]) -> tuple[Credit, ...]:
    """As `provenance`, for a history in which some texts join several proposals.

    A block that was split or moved takes its history along: begin its own with the text of the block before.
    """
    text, owned = "", list[tuple[str, Labels]]()
    for step in history:
        owned = _carried(text, step, owned)
        text = step.text
    return tuple(
        Credit("".join(token for token, _ in group), labels)
        for labels, group in groupby(_with_their_spaces(owned), key=lambda each: each[1])
    )


def _with_their_spaces(owned: Iterable[tuple[str, Labels]]) -> Iterator[tuple[str, Labels]]:
    """White space goes with the word before it, so that no span holds nothing but a space between two words."""
    before: Labels | None = None
    for token, labels in owned:
        before = before if token.isspace() and before is not None else labels
        yield token, before


def _carried(text: str, step: Step, owned: Sequence[tuple[str, Labels]]) -> list[tuple[str, Labels]]:
    """Tokens of the step's text with their labels: old ones keep theirs, new ones get those who brought them."""
    tokens, origin = _origins(text, step.text)
    brought: list[list[str]] = [[] for _ in tokens]
    for label, wording in step.sources.items():
        _credit(brought, text, step, step.courses.get(label, ((label, wording),)))
    if step.label in step.courses:
        own: list[list[str]] = [[] for _ in tokens]
        _credit(own, text, step, step.courses[step.label])
        brought = [of_source or of_own for of_source, of_own in zip(brought, own, strict=True)]
    return [
        (token, owned[old][1] if old is not None else tuple(brought[at]) or (step.label,))
        for at, (token, old) in enumerate(zip(tokens, origin, strict=True))
    ]


def _credit(brought: Sequence[list[str]], text: str, step: Step, course: Course) -> None:
    """Add to each token of the step's text who brought it on this course; nobody where it stood in the text before."""
    owners: list[tuple[str, Labels]] = [(token, ()) for token in _origins("", text)[0]]
    before = text
    for label, wording in course:
        owners = _carried(before, Step(label, wording), owners)
        before = wording
    for at, there in enumerate(_origins(before, step.text)[1]):
        if there is not None:
            brought[at] += [each for each in owners[there][1] if each not in brought[at]]


def _origins(text: str, successor: str) -> tuple[list[str], list[int | None]]:
    """The successor's tokens, and for each the index of the token of the text that it is, or None."""
    tokens: list[str] = []
    origin: list[int | None] = []
    at = 0
    for run in runs(text, successor, Budget()):
        tokens += run.new
        origin += range(at, at + len(run.old)) if run.equal else [None] * len(run.new)
        at += len(run.old)
    return tokens, origin
