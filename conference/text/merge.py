"""Two edits of one text: where they touch, whether they collide, and their merge when they do not.

Words decide; `edits` says when two edits meet. What collides is handed back whole, with all three texts, for a person
to settle. More than two at once: `weave`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from conference.text.edits import edits
from conference.text.weave import Knot, Woven, weave

VERSION: Final = 2
"""Raised whenever the same texts would merge or collide in another way than before."""


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


def touched(base: str, text: str) -> tuple[range, ...]:
    """The ranges of `tokens(base)` that an edit of the base touches, in order.

    An insertion is an empty range: `range(4, 4)` lies between the tokens 3 and 4. The ranges are those of the
    readable diff, so what is called touched is what people see marked.
    """
    return tuple(range(edit.start, edit.stop) for edit in edits(base, text)[1])


def collide(base: str, a: str, b: str) -> bool:
    """Whether two edits of the base collide; see the top of this module. An edit does not collide with itself."""
    return isinstance(merge(base, a, b), Conflict)


def merge(base: str, ours: str, theirs: str) -> Merged | Conflict:
    """Put two edits of one base together, three ways, by words.

    Disjoint edits both go in, the same edit made twice goes in once, and collisions come back as a `Conflict`
    that holds every word of both sides. Changing sides changes nothing but the sides of the hunks. Rule: the
    three-way merge of diff3, with words in the place of lines.
    """
    if ours == theirs or base in (ours, theirs):
        return Merged(theirs if base == ours else ours)
    woven = weave(base, {_OURS: ours, _THEIRS: theirs})
    return Merged(woven.text) if woven.is_settled else Conflict(tuple(_sided(woven)))


_OURS, _THEIRS = "ours", "theirs"


def _sided(woven: Woven) -> Iterator[str | Hunk]:
    text = ""
    for part in woven.parts:
        if isinstance(part, Knot):
            if text:
                yield text
            yield Hunk(part.base, part.wordings[_OURS], part.wordings[_THEIRS])
            text = ""
        else:
            text += part.text
    if text:
        yield text


def rebase(base_old: str, base_new: str, proposed: str) -> str | Conflict:
    """Carry a proposed text, written against `base_old`, over to `base_new`: the same edit of the new version.

    Gives the text to propose now, or a `Conflict` whose hunks hold base (the old version), ours (the new
    version) and theirs (the proposal). A proposal that `base_new` already contains gives `base_new` itself.
    """
    merged = merge(base_old, base_new, proposed)
    return merged.text if isinstance(merged, Merged) else merged
