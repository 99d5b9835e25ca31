"""Origins of texts, which text stands for a unit in a language, and which texts can be taken at all."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Protocol, TypeVar

from conference.core.errors import Refused
from conference.core.languages import LANGUAGES, language_of
from conference.core.words import N_

LONGEST: Final = 20_000
_OTHERWISE: Final = re.compile(r'<[a-z]+ lang="([^"]*)"')


class Origin(StrEnum):
    """How a text came to be: its author's own, a person's translation, one that a second person has looked at, or one
    that a second person vouches for. A machine's is no text of its unit: `translation.machine` shows it to readers."""

    MACHINE = "machine"
    ORIGINAL = "original"
    HUMAN = "human"
    REVIEWED = "reviewed"
    CERTIFIED = "certified"


_RANK: Final = {Origin.MACHINE: 0, Origin.HUMAN: 1, Origin.REVIEWED: 2, Origin.CERTIFIED: 3, Origin.ORIGINAL: 4}


class Standing(Protocol):
    """What the choice of a text looks at."""

    @property
    def revision(self) -> int: ...

    @property
    def origin(self) -> str: ...


Row = TypeVar("Row", bound=Standing)


def best(rows: Iterable[Row]) -> Row | None:
    """Of the texts of one unit in one language the newest, and among those the one most vouched for."""
    return max(rows, key=lambda row: (row.revision, _RANK[Origin(row.origin)]), default=None)


def weakest(origins: Iterable[str]) -> Origin:
    """The origin that a text made of several has: that of the part least vouched for."""
    return min((Origin(each) for each in origins), key=_RANK.__getitem__)


def is_understood(language: str, html: str, understood: frozenset[str]) -> bool:
    """Whether all of an original is in languages that its reader understands: its own, and those that single paragraphs
    of it say they are in."""
    return language in understood and all(language_of(tag) in understood for tag in _OTHERWISE.findall(html))


def is_mixed(html: str) -> bool:
    """Whether an original says of some paragraph that it is in another language: only those carry this attribute, and
    what people type never becomes a tag."""
    return _OTHERWISE.search(html) is not None


def require_language(language: str) -> None:
    """Raise `Refused` unless this is a working language."""
    if language not in LANGUAGES:
        raise Refused("no-such-language", N_("This is not one of the working languages."))


def require_text(text: str) -> None:
    """Raise `Refused` for a text that says nothing or is too long."""
    if not text.strip():
        raise Refused("empty-text", N_("Please write something."))
    if len(text) > LONGEST:
        raise Refused("text-too-long", N_("A text may hold at most %(most)s characters."), most=LONGEST)
