"""What a text does to the one it was written against: edits of its tokens, and when edits of two texts meet.

Words decide. Two edits meet when both touch a word, when both insert between the same two words, or when one inserts
right beside a passage that the other made longer, since nobody can tell which of the new words come first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conference.text.align import Budget
from conference.text.diff import readable
from conference.text.runs import Tokens, runs


@dataclass(frozen=True, slots=True)
class Edit:
    """New tokens in the place of the base's tokens `start` to `stop`: its words and marks `first` to `last`."""

    start: int
    stop: int
    first: int
    last: int
    new: Tokens

    @property
    def inserts(self) -> bool:
        """Whether it takes no word or mark away."""
        return self.first == self.last

    @property
    def lengthens(self) -> bool:
        """Whether more words and marks stand there than before."""
        return _count(self.new) > self.last - self.first


def edits(base: str, text: str) -> tuple[Tokens, tuple[Edit, ...]]:
    """The base's tokens, and the edits of them that give the text, in order; those of the readable diff.

    Each call may take the steps of one comparison (`align.WORK_LIMIT`); beyond them whole sentences are replaced.
    """
    found = readable(runs(base, text, Budget()))
    made: list[Edit] = []
    token = word = 0
    for run in found:
        words = _count(run.old)
        if not run.equal:
            made.append(Edit(token, token + len(run.old), word, word + words, run.new))
        token, word = token + len(run.old), word + words
    return tuple(token for run in found for token in run.old), tuple(made)


def _count(tokens: Iterable[str]) -> int:
    """Words and marks, without spaces: spaces alone never keep two edits apart."""
    return sum(not token.isspace() for token in tokens)


def meet(a: Edit, b: Edit) -> bool:
    """Whether edits of two texts have to be looked at together; see the top of this module."""
    if max(a.start, b.start) < min(a.stop, b.stop):
        return True
    if a.inserts and b.inserts:
        return a.first == b.first
    return _beside(a, b) or _beside(b, a)


def _beside(insertion: Edit, passage: Edit) -> bool:
    """Whether one side inserts inside the passage of the other, or right beside one that grew."""
    if not insertion.inserts or passage.inserts:
        return False
    inside = passage.start < insertion.start < passage.stop
    return inside or (passage.lengthens and insertion.first in (passage.first, passage.last))


Labelled = tuple[Edit, str]


def in_order(made: Iterable[Labelled]) -> list[Labelled]:
    """Edits of several texts, each with its text's label, by place and then by label."""
    return sorted(made, key=lambda each: (each[0].start, each[0].stop, each[1]))


def clusters(made: Iterable[Labelled]) -> Iterator[list[Labelled]]:
    """The edits in order, those that meet together, directly or through others; clusters never overlap."""
    cluster: list[Labelled] = []
    edge: list[Labelled] = []
    end = 0
    for edit, label in in_order(made):
        if cluster and edit.start >= end and not any(owner != label and meet(edit, other) for other, owner in edge):
            yield cluster
            cluster, edge, end = [], [], 0
        cluster.append((edit, label))
        # What begins behind the cluster can only meet edits that reach its last word.
        last = max(edit.last, edge[0][0].last) if edge else edit.last
        edge = [each for each in (*edge, (edit, label)) if each[0].last == last]
        end = max(end, edit.stop)
    if cluster:
        yield cluster


def meetings(made: Iterable[Labelled]) -> Iterator[tuple[Labelled, Labelled]]:
    """Every two edits of different texts that meet, in the order of their places."""
    near: list[Labelled] = []
    for edit, label in in_order(made):
        near = [each for each in near if each[0].stop > edit.start or each[0].last >= edit.first]
        for other, owner in near:
            if owner != label and meet(edit, other):
                yield (other, owner), (edit, label)
        near.append((edit, label))


def applied(tokens: Tokens, made: Sequence[Edit], start: int, stop: int) -> str:
    """The base's tokens from `start` to `stop` after edits that all lie there."""
    parts, at = list[str](), start
    for edit in made:
        parts += (*tokens[at : edit.start], *edit.new)
        at = edit.stop
    return "".join((*parts, *tokens[at:stop]))
