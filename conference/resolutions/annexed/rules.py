"""Kinds of statements and how long each may be."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """A delegation's reservation, a minority's report, a delegate's explanation of her vote."""

    RESERVATION = "reservation"
    MINORITY = "minority"
    EXPLANATION = "explanation"


LONGEST: Final = {Kind.RESERVATION: 5_000, Kind.MINORITY: 15_000, Kind.EXPLANATION: 2_000}
"""Characters."""
EACH_AT_MOST: Final = {Kind.RESERVATION: 20, Kind.MINORITY: 3, Kind.EXPLANATION: 1}
"""How many of a kind one delegation (of reservations) or one person files under one resolution."""
JOINT: Final = (Kind.MINORITY, Kind.EXPLANATION)
"""What several authors may file together; a reservation is the delegation's own."""
CO_AUTHORS_AT_MOST: Final = 30


class Answer(StrEnum):
    """What somebody who was named as a co-author says to the words."""

    CONSENTS = "consents"
    DECLINES = "declines"


def names(typed: str) -> list[str]:
    """Names as they were typed, parted by commas, semicolons or lines; each once."""
    parted = (" ".join(each.split()) for each in typed.replace(";", ",").replace("\n", ",").split(","))
    return list(dict.fromkeys(each for each in parted if each))
