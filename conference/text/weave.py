"""Many edits of one text at once: what goes in together, and the knots that people have to untie.

The order in which the texts are given plays no part, and no word that anybody brings is lost: it stands in the woven
text or in a knot. Two texts are the case of `merge`; composites and consensual merges have many.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from conference.text.edits import Edit, applied, clusters, edits
from conference.text.runs import Tokens
from conference.text.words import key

VERSION: Final = 1
"""Raised whenever the same texts would be woven in another way than before."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Words that nobody disputes, and the labels of the texts that brought them; the base's own have none."""

    text: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knot:
    """A passage of the base (its tokens `start` to `stop`) that several texts would have otherwise, each by label."""

    start: int
    stop: int
    base: str
    wordings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Woven:
    """The whole text in order, settled words and knots."""

    parts: tuple[Settled | Knot, ...]

    @property
    def knots(self) -> tuple[Knot, ...]:
        return tuple(part for part in self.parts if isinstance(part, Knot))

    @property
    def is_settled(self) -> bool:
        return not self.knots

    @property
    def text(self) -> str:
        """The woven text. Raises `ValueError` while there are knots."""
        return self.resolved(())

    def resolved(self, choices: Sequence[str]) -> str:
        """The text with one chosen text for each knot. Raises `ValueError` unless there is one for each."""
        if len(choices) != len(self.knots):
            raise ValueError(f"{len(self.knots)} knots need as many choices, not {len(choices)}")
        left = iter(choices)
        return "".join(next(left) if isinstance(part, Knot) else part.text for part in self.parts)


def weave(base: str, texts: Mapping[str, str]) -> Woven:
    """Put many edits of one base together by words; `texts` has each edited text under a label.

    Edits that do not meet (see `edits`) all go in, an edit made alike by several goes in once, and the rest are
    knots. Rule: the merge of diff3 for any number of sides, with words in the place of lines. Takes one comparison
    for each text; a text that reads as the base brings nothing.
    """
    tokens: Tokens = edits(base, base)[0]
    made = [(edit, label) for label, text in texts.items() if text != base for edit in edits(base, text)[1]]
    return Woven(tuple(_joined(_parts(tokens, made))))


def _parts(tokens: Tokens, made: Sequence[tuple[Edit, str]]) -> Iterator[Settled | Knot]:
    at = 0
    for cluster in clusters(made):
        start, stop = min(edit.start for edit, _ in cluster), max(edit.stop for edit, _ in cluster)
        yield Settled("".join(tokens[at:start]))
        wordings = {
            label: applied(tokens, [edit for edit, owner in cluster if owner == label], start, stop)
            for label in sorted({label for _, label in cluster})
        }
        if len(set(map(key, wordings.values()))) == 1:
            yield Settled(next(iter(wordings.values())), tuple(wordings))
        else:
            yield Knot(start, stop, "".join(tokens[start:stop]), wordings)
        at = stop
    yield Settled("".join(tokens[at:]))


def _joined(parts: Iterator[Settled | Knot]) -> Iterator[Settled | Knot]:
    """The same parts without empty ones, neighbours of the same labels as one."""
    before: Settled | None = None
    for part in parts:
        if isinstance(part, Settled) and not part.text:
            continue
        if isinstance(part, Settled) and before is not None and before.labels == part.labels:
            before = Settled(before.text + part.text, part.labels)
            continue
        if before is not None:
            yield before
        before = part if isinstance(part, Settled) else None
        if isinstance(part, Knot):
            yield part
    if before is not None:
        yield before
