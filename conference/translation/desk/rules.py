"""How long a claim lasts, how long a translation takes, when two texts are alike, what comes first. Arithmetic."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from conference.translation.machine.rules import Owned, Rank

CLAIM: Final = timedelta(hours=2)
"""As long as a session at the desk; whoever needs longer takes the text once more."""
WORDS_AN_HOUR: Final = 250
"""What a translator writes and a second person looks at in an hour; a figure to plan by, nobody is held to it."""
LEAST_WORK: Final = timedelta(minutes=5)
ALIKE: Final = 75.0
"""Percent from which on a text of the memory is worth a look."""
LONGEST_COMPARED: Final = 2_000
"""Characters of a text that is held against the memory letter by letter; longer ones are found only word for word."""
CANDIDATES: Final = 500
MATCHES: Final = 5
MOST_RECALLED: Final = 40
"""Paragraphs of one text for which the memory is looked through, each for itself."""
BESIDE: Final = 2
"""What is shown beside one paragraph."""
CUT: Final = 1_000
"""Texts of the house, and as many that were brought in, whose paragraphs are looked at: the newest."""
LONGEST_CUT: Final = 20_000
"""Characters of a text whose paragraphs are looked at."""


def work_on(words: int) -> timedelta:
    """How long a text of so many words takes, in whole minutes."""
    return max(LEAST_WORK, timedelta(minutes=math.ceil(words * 60 / WORDS_AN_HOUR)))


def begin_by(due: datetime, words: int) -> datetime:
    """When to begin at the latest, so that it is there in time."""
    return due - work_on(words)


def lengths_like(length: int) -> tuple[int, int]:
    """The shortest and the longest text that can be alike: as many letters in common as `ALIKE` asks for need them."""
    share = ALIKE / (200.0 - ALIKE)
    return math.floor(length * share), math.ceil(length / share)


class Urgency(StrEnum):
    """What the time says."""

    NONE = "none"
    IN_TIME = "in-time"
    NOW = "now"
    LATE = "late"


def urgency(due: datetime | None, words: int, now: datetime) -> Urgency:
    if due is None:
        return Urgency.NONE
    if now >= due:
        return Urgency.LATE
    return Urgency.NOW if now >= begin_by(due, words) else Urgency.IN_TIME


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit that lacks a current text, and what its owner says of it; None where no room laid it before readers."""

    unit_id: int
    owned: Owned | None

    @property
    def rank(self) -> Rank:
        return self.owned.rank if self.owned else Rank.OTHER


def in_order(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Ballot, plank, amendment, post; within each what is due first, then what was written first. What was taken away
    from readers waits for nobody."""
    never = math.inf
    return sorted(
        (each for each in waiting if each.owned is None or each.owned.is_open),
        key=lambda each: (
            each.rank, each.owned.due.timestamp() if each.owned and each.owned.due else never, each.unit_id,
        ),
    )  # fmt: skip
