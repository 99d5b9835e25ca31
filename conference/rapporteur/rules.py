"""Sides of a point, what an objection says, how few wrote how much, and numbers of posts as they are typed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Final

from conference.core.errors import Conflict, Refused
from conference.core.words import N_

TEXT_AT_MOST: Final = 1_000
POINTS_AT_MOST: Final = 60
POSTS_AT_MOST: Final = 40
RAPPORTEURS_AT_MOST: Final = 2
FEW: Final = 5
"""With fewer speakers the frame does not say how few wrote how much: it would be about somebody."""
_NUMBERS: Final = re.compile(r"[0-9]{1,9}(?:-[0-9]{1,9})?")


class Side(StrEnum):
    """What a point speaks for; or a question that the debate left open."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"


class Kind(StrEnum):
    """What an objection says of the note."""

    MISSING = "missing"
    WRONG = "wrong"


class Stand(StrEnum):
    """Where an objection stands: unanswered; answered by a rapporteur; taken back; taken away by the chair."""

    STANDING = "standing"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Concentration:
    """The fewest speakers who together wrote at least half of the words: `few` of `speakers`, with `percent` of the
    words (rounded down, so that it is never too much)."""

    few: int
    speakers: int
    percent: int


def concentration(words: Iterable[int]) -> Concentration | None:
    """From each speaker's words; None where there are too few speakers to say it of nobody in particular."""
    counted = sorted((each for each in words if each > 0), reverse=True)
    if len(counted) < FEW:
        return None
    total = sum(counted)
    for few, reached in enumerate(accumulate(counted), 1):
        if 2 * reached >= total:
            return Concentration(few, len(counted), 100 * reached // total)
    raise AssertionError("all together wrote all the words")


def require_room(named: Sequence[str | None], delegation: str | None) -> None:
    """Raise unless somebody of this delegation can be named beside those who are: two at most, of two delegations."""
    if len(named) >= RAPPORTEURS_AT_MOST:
        raise Conflict("enough-rapporteurs", N_("A plank has at most two rapporteurs. Release one of them first."))
    if delegation in named:
        raise Refused("same-delegation", N_("Two rapporteurs of a plank come from two delegations."))


def numbers(typed: str) -> tuple[int, ...]:
    """`3, 5-7` as numbers in order, each once. Raises `Refused` for what cannot be read, or for too many."""
    found: set[int] = set()
    for each in re.split(r"[,;\s]+", typed.strip()):
        if not each:
            continue
        if not _NUMBERS.fullmatch(each):
            raise Refused("bad-numbers", N_("Please give numbers of posts, such as 3, 5-7."))
        first, _, last = each.partition("-")
        if int(last or first) - int(first) >= POSTS_AT_MOST:
            raise too_many_posts()
        found.update(range(int(first), int(last or first) + 1))
    return tuple(sorted(found))


def too_many_posts() -> Refused:
    return Refused("too-many-posts", N_("A point links to at most %(most)s posts."), most=POSTS_AT_MOST)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a version, as far as changes go."""

    side: str
    block: str
    unit: int
    posts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Changed:
    """A point that two versions differ in. `what`: added, removed, or what of it changed: words, side, block, posts."""

    key: int
    what: tuple[str, ...]
    old: Point | None
    new: Point | None


def changes(before: Mapping[int, Point], after: Mapping[int, Point]) -> tuple[Changed, ...]:
    """What became of each point, by key: those of the new version in their order, then those that are gone."""
    found = []
    for key, new in after.items():
        old = before.get(key)
        if old is None:
            found.append(Changed(key, ("added",), None, new))
        elif old != new:
            pairs = {"words": old.unit != new.unit, "side": old.side != new.side}
            pairs |= {"block": old.block != new.block, "posts": old.posts != new.posts}
            found.append(Changed(key, tuple(name for name, differs in pairs.items() if differs), old, new))
    gone = [Changed(key, ("removed",), old, None) for key, old in before.items() if key not in after]
    return (*found, *gone)
