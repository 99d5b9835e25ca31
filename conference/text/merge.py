"""Two edits of one text: where they touch, whether they collide, and their merge when they do not.

Words decide. Two edits collide when both touch a word, when both insert between the same two words, or when one
inserts right beside a passage that the other made longer, since nobody can tell which of the new words come
first. What collides is handed back whole, with all three texts, for a person to settle.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from conference.text.align import Budget
from conference.text.diff import readable
from conference.text.runs import Tokens, runs


@dataclass(frozen=True, slots=True)
class Hunk:
    """One passage that two edits changed differently: how it was, and how each would have it."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Both edits went in; `text` holds them."""

    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """The edits collide. `parts` is the whole text in order: settled strings, with edits that did not collide
    already in them, and between them the hunks that a person has to settle."""

    parts: tuple[str | Hunk, ...]

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        return tuple(part for part in self.parts if isinstance(part, Hunk))

    def settled(self, choices: Sequence[str]) -> str:
        """The text with one chosen text for each hunk. Raises `ValueError` unless there is one for each."""
        if len(choices) != len(self.hunks):
            raise ValueError(f"{len(self.hunks)} hunks need as many choices, not {len(choices)}")
        left = iter(choices)
        return "".join(next(left) if isinstance(part, Hunk) else part for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Edit:
    """New tokens in the place of the base's tokens `start` to `stop`, which are its words `first` to `last`."""

    start: int
    stop: int
    first: int
    last: int
    new: Tokens

    @property
    def inserts(self) -> bool:
        return self.first == self.last

    @property
    def lengthens(self) -> bool:
        return _count(self.new) > self.last - self.first


def touched(base: str, text: str) -> tuple[range, ...]:
    """The ranges of `tokens(base)` that an edit of the base touches, in order.

    An insertion is an empty range: `range(4, 4)` lies between the tokens 3 and 4. The ranges are those of the
    readable diff, so what is called touched is what people see marked.
    """
    return tuple(range(edit.start, edit.stop) for edit in _edits(base, text)[1])


def collide(base: str, a: str, b: str) -> bool:
    """Whether two edits of the base collide; see the top of this module. An edit does not collide with itself."""
    return isinstance(merge(base, a, b), Conflict)


def merge(base: str, ours: str, theirs: str) -> Merged | Conflict:
    """Put two edits of one base together, three ways, by words.

    Disjoint edits both go in, the same edit made twice goes in once, and collisions come back as a `Conflict`
    that holds every word of both sides. Changing sides changes nothing but the sides of the hunks. Rule: the
    three-way merge of diff3, with words in the place of lines.
    """
    tokens, our_edits = _edits(base, ours)
    _, their_edits = _edits(base, theirs)
    parts = tuple(_settled_joined(_parts(tokens, our_edits, their_edits)))
    if any(isinstance(part, Hunk) for part in parts):
        return Conflict(parts)
    return Merged("".join(part for part in parts if isinstance(part, str)))


def rebase(base_old: str, base_new: str, proposed: str) -> str | Conflict:
    """Carry a proposed text, written against `base_old`, over to `base_new`: the same edit of the new version.

    Gives the text to propose now, or a `Conflict` whose hunks hold base (the old version), ours (the new
    version) and theirs (the proposal). A proposal that `base_new` already contains gives `base_new` itself.
    """
    merged = merge(base_old, base_new, proposed)
    return merged.text if isinstance(merged, Merged) else merged


def _edits(base: str, text: str) -> tuple[Tokens, tuple[_Edit, ...]]:
    """The base's tokens, and the edits of them that give the text."""
    found = readable(runs(base, text, Budget()))
    edits = []
    token = word = 0
    for run in found:
        words = _count(run.old)
        if not run.equal:
            edits.append(_Edit(token, token + len(run.old), word, word + words, run.new))
        token, word = token + len(run.old), word + words
    return tuple(token for run in found for token in run.old), tuple(edits)


def _count(tokens: Iterable[str]) -> int:
    """Words and marks, without spaces: spaces alone never keep two edits apart."""
    return sum(not token.isspace() for token in tokens)


def _meet(a: _Edit, b: _Edit) -> bool:
    """Whether one edit of each side has to be looked at together with the other."""
    if max(a.start, b.start) < min(a.stop, b.stop):
        return True
    if a.inserts and b.inserts:
        return a.first == b.first
    return _beside(a, b) or _beside(b, a)


def _beside(insertion: _Edit, passage: _Edit) -> bool:
    """Whether one side inserts inside the passage of the other, or right beside one that grew."""
    if not insertion.inserts or passage.inserts:
        return False
    inside = passage.start < insertion.start < passage.stop
    return inside or (passage.lengthens and insertion.first in (passage.first, passage.last))


def _clusters(ours: Sequence[_Edit], theirs: Sequence[_Edit]) -> Iterator[tuple[list[_Edit], list[_Edit]]]:
    """The edits of both sides in order, those that meet together: `(ours, theirs)`, one of them often empty."""
    sided = sorted([(edit, 0) for edit in ours] + [(edit, 1) for edit in theirs], key=_place)
    cluster: tuple[list[_Edit], list[_Edit]] = ([], [])
    for edit, side in sided:
        if not any(_meet(edit, other) for other in reversed(cluster[1 - side])):
            if any(cluster):
                yield cluster
            cluster = ([], [])
        cluster[side].append(edit)
    if any(cluster):
        yield cluster


def _place(sided: tuple[_Edit, int]) -> tuple[int, int]:
    return sided[0].start, sided[0].stop


def _parts(tokens: Tokens, ours: Sequence[_Edit], theirs: Sequence[_Edit]) -> Iterator[str | Hunk]:
    at = 0
    for our_edits, their_edits in _clusters(ours, theirs):
        start = min(edit.start for edit in (*our_edits, *their_edits))
        stop = max(edit.stop for edit in (*our_edits, *their_edits))
        yield "".join(tokens[at:start])
        one, other = (_applied(tokens, edits, start, stop) for edits in (our_edits, their_edits))
        if not our_edits or not their_edits:
            yield one if our_edits else other
        else:
            yield one if one == other else Hunk("".join(tokens[start:stop]), one, other)
        at = stop
    yield "".join(tokens[at:])


def _applied(tokens: Tokens, edits: Sequence[_Edit], start: int, stop: int) -> str:
    """The base's tokens from `start` to `stop` after the edits, all of which lie there."""
    parts, at = list[str](), start
    for edit in edits:
        parts += (*tokens[at : edit.start], *edit.new)
        at = edit.stop
    return "".join((*parts, *tokens[at:stop]))


def _settled_joined(parts: Iterable[str | Hunk]) -> Iterator[str | Hunk]:
    """The same parts with neighbouring strings as one and without empty ones."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        yield part
        text = ""
    if text:
        yield text
