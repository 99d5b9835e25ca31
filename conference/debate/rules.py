"""Places of threads, states of posts, and the path that sorts a thread as a tree."""

import re
from enum import StrEnum
from typing import Final

from conference.core.errors import Refused
from conference.core.words import N_

WIDTH: Final = 6
DEEPEST: Final = 32
"""Levels that a path holds; replies below sort under that ancestor, by number."""
PAGE: Final = 100
_PLACE: Final = re.compile(r"plank|block:p[0-9]{1,4}[a-z]{0,8}|amendment:[1-9][0-9]{0,8}")


class State(StrEnum):
    """Standing; taken back by its author; or taken down by the chair."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


def require_place(place: str) -> None:
    """Raise `Refused` for what is no place of a thread."""
    if not _PLACE.fullmatch(place):
        raise Refused("no-such-place", N_("There is no debate at this place."))


def path(parent: str, number: int) -> str:
    """The path of post `number` under a parent's path (empty for a first post): fixed-width decimal numbers."""
    return parent[: (DEEPEST - 1) * WIDTH] + f"{number:0{WIDTH}}"


def end_of(path: str) -> str:
    """The path that sorts just behind a post and everything under it."""
    return path[:-WIDTH] + f"{int(path[-WIDTH:]) + 1:0{WIDTH}}"


def before(path: str) -> str:
    """An `after` from which a page begins with the first post that this one stands under."""
    return f"{int(path[:WIDTH]) - 1:0{WIDTH}}" + "9" * WIDTH


def address(plank: int, place: str) -> str:
    """Where the thread is read, without the language."""
    kind, _, which = place.partition(":")
    if kind == "block":
        return f"/planks/{plank}/blocks/{which}/debate"
    if kind == "amendment":
        return f"/amendments/{which}"
    return f"/planks/{plank}/debate"
