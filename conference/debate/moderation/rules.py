"""Grounds of reports and hidings, what becomes of a report, emptied quotations, and turns in a slow thread."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from conference.core.words import N_

LONGEST: Final = 2_000
"""Characters of a reason, an answer, a reply to a reason, and of what a reporter adds."""
SLOWEST: Final = 1_440
"""Minutes between two posts of one person, at most: a day."""


class Ground(StrEnum):
    """The points of the conference's rules of debate."""

    THREAT = "threat"
    EXPOSES = "exposes"
    INTEREST = "interest"
    SUBJECT = "subject"
    OTHER = "other"


GROUNDS: Final[Mapping[str, str]] = {
    Ground.THREAT: N_("It threatens or insults somebody."),
    Ground.EXPOSES: N_("It gives away personal data, or who somebody is."),
    Ground.INTEREST: N_("It speaks for an employer, or it advertises something."),
    Ground.SUBJECT: N_("It is off the subject."),
    Ground.OTHER: N_("Another reason."),
}


class Outcome(StrEnum):
    """What became of a report. `SHOWN`: the post was hidden, and is shown again; `GONE`: its words were deleted."""

    WAITING = ""
    STANDS = "stands"
    HIDDEN = "hidden"
    SHOWN = "shown"
    GONE = "gone"


_REGION: Final = re.compile(r"(?:^[ ]{0,3}>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_SOURCE: Final = re.compile(r"\]\(/posts/([0-9]{1,9})\?original=1\)")


def quoted_posts(text: str) -> frozenset[int]:
    """The posts from which quotations in this text were drawn."""
    return frozenset(int(number) for number in _SOURCE.findall(text))


def emptied(text: str, hidden: frozenset[int], instead: Callable[[], str]) -> str:
    """The text with `instead` in place of the words of each quotation that was drawn from one of these posts. The line
    that names the source stays."""

    def empty(region: re.Match[str]) -> str:
        lines = region[0].splitlines()
        sources = [line for line in lines if hidden & {int(each) for each in _SOURCE.findall(line)}]
        if not sources:
            return region[0]
        kept = "\n>\n".join(f"> {line.lstrip().lstrip('> ')}" for line in sources)
        return f"> {instead()}\n>\n{kept}\n" if region[0].endswith("\n") else f"> {instead()}\n>\n{kept}"

    return _REGION.sub(empty, text) if hidden & quoted_posts(text) else text


def next_turn(last: datetime | None, minutes: int, now: datetime) -> datetime | None:
    """When somebody may speak again who spoke at `last`; None: at once."""
    if last is None or not minutes:
        return None
    turn = last + timedelta(minutes=minutes)
    return turn if turn > now else None
