"""Places of threads, states of posts, the path that sorts a thread as a tree, and what a reader can ask of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from conference.core.errors import Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_

WIDTH: Final = 6
DEEPEST: Final = 32
"""Levels that a path holds; replies below sort under that ancestor, by number."""
PAGE: Final = 100
REPLIES: Final = 10
"""Replies shown under a first post before "more replies"."""
MORE: Final = 50
"""Replies that "more replies" brings at once."""
DEPTH: Final = 6
"""Levels of replies shown under a first post before "continue this thread". The index post_shallow knows it too."""
CAUCUS: Final = "caucus"
LAST: Final = "9" * WIDTH
_PLACE: Final = re.compile(
    r"plank|block:p[0-9]{1,4}[a-z]{0,8}|amendment:[1-9][0-9]{0,8}|caucus:[A-Z0-9][A-Za-z0-9_]{0,7}"
)
_DELEGATION: Final = re.compile(r"[A-Z0-9][A-Za-z0-9_]{0,7}")


class State(StrEnum):
    """Standing; hidden by the chair, its words put aside; taken back by its author; or deleted by the chair."""

    STANDING = "standing"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class Claim(StrEnum):
    """What a post is in its author's own word: what is asked for, what sets limits to it, how it can be reached."""

    DEMAND = "demand"
    CONSTRAINT = "constraint"
    MEANS = "means"


CLAIMS: Final[dict[str, tuple[str, str]]] = {
    Claim.DEMAND: ("flag", N_("Demand")),
    Claim.CONSTRAINT: ("lock", N_("Constraint")),
    Claim.MEANS: ("wrench", N_("Means")),
}
"""The icon and the word of each."""


class Sort(StrEnum):
    """Replies under what they answer; or as they came, the first or the last on top."""

    READING = "reading"
    TIME = "time"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which posts of a thread a reader wants: behind `after`, in this order, written in this language, of this
    delegation (its code), marked with this claim."""

    after: str = ""
    sort: Sort = Sort.READING
    language: str = ""
    delegation: str = ""
    claim: str = ""

    @property
    def filtered(self) -> bool:
        return bool(self.language or self.delegation or self.claim)

    @property
    def flat(self) -> bool:
        """Whether the posts are one list, without levels."""
        return self.filtered or self.sort != Sort.READING

    @property
    def query(self) -> str:
        """As it stands in an address, "?" included; empty for the ordinary view."""
        given = {"sort": self.sort.value if self.sort != Sort.READING else "", "language": self.language}
        given |= {"delegation": self.delegation, "claim": self.claim, "after": self.after}
        pairs = "&".join(f"{name}={value}" for name, value in given.items() if value)
        return f"?{pairs}" if pairs else ""

    def behind(self, after: str) -> "Asked":
        return replace(self, after=after)


EVERYTHING: Final = Asked()


def asked(given: Mapping[str, str]) -> Asked:
    """From an address; what is no answer to the question counts as not asked."""
    after, sort, language = given.get("after", ""), given.get("sort", ""), given.get("language", "")
    delegation = given.get("delegation", "")
    return Asked(
        after=after if after.isdecimal() and after.isascii() and len(after) <= WIDTH * DEEPEST else "",
        sort=Sort(sort) if sort in tuple(Sort) else Sort.READING,
        language=language if language in LANGUAGES else "",
        delegation=delegation if _DELEGATION.fullmatch(delegation) else "",
        claim=claim_of(given.get("claim", "")),
    )


def claim_of(given: str) -> str:
    """A claim that was given in a form or an address; what is none counts as not given."""
    return given if given in tuple(Claim) else ""


def require_place(place: str) -> None:
    """Raise `Refused` for what is no place of a thread."""
    if not _PLACE.fullmatch(place):
        raise Refused("no-such-place", N_("There is no debate at this place."))


def is_caucus(place: str) -> bool:
    """Whether the place is a delegation's own room."""
    return place.startswith(f"{CAUCUS}:")


def path(parent: str, number: int) -> str:
    """The path of post `number` under a parent's path (empty for a first post): fixed-width decimal numbers."""
    return parent[: (DEEPEST - 1) * WIDTH] + f"{number:0{WIDTH}}"


def end_of(path: str) -> str:
    """The path that sorts just behind a post and everything under it."""
    return path[:-WIDTH] + f"{int(path[-WIDTH:]) + 1:0{WIDTH}}"


def before(path: str) -> str:
    """An `after` from which a page begins with the first post that this one stands under."""
    return f"{int(path[:WIDTH]) - 1:0{WIDTH}}" + LAST


def behind(path: str) -> str:
    """An `after` from which a page begins with the first post that follows the whole strand of this one."""
    return path[:WIDTH] + LAST


def address(plank: int, place: str) -> str:
    """Where the thread is read, without the language."""
    kind, _, which = place.partition(":")
    if kind == "block":
        return f"/planks/{plank}/blocks/{which}/debate"
    if kind == "amendment":
        return f"/amendments/{which}"
    if kind == CAUCUS:
        return f"/planks/{plank}/caucus"
    return f"/planks/{plank}/debate"
