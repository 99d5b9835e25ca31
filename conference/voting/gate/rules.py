"""What opens the gate. Pure: counts and languages go in, whether it is open comes out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from conference.core.languages import OWN_NAMES
from conference.core.words import N_, Sentence

HOLD: Final = timedelta(minutes=20)
"""How long a language may hold a text: long enough to read it, too short to stop the conference."""
SHORT: Final = 1_000
"""Characters. A floor amendment up to this length may be voted once a person has written it in every language; a longer
one is certified first, as planks and resolutions are."""
TWO_THIRDS: Final = Fraction(2, 3)

WAIVED: Final = N_(
    "The delegates consented to open this vote although the text was not complete and certified in: %(languages)s."
)


class Standing(StrEnum):
    """How the text that is put stands in one language, best first."""

    CERTIFIED = "certified"
    CHECKED = "checked"
    UNCERTIFIED = "uncertified"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Delegation:
    """One delegation's part in a waiver: its languages, its seats, and how many of its delegates consent."""

    languages: Collection[str]
    seats: int
    consents: int

    @property
    def agrees(self) -> bool:
        """More than half of its seats; a delegation without seats has nobody to ask."""
        return self.seats == 0 or 2 * self.consents > self.seats


def told(frozen: Mapping[str, Any]) -> tuple[Sentence, ...]:
    """What a vote's frozen rules say of a waiver that was used: nothing, or one sentence for pages and results."""
    if not frozen.get("waived"):
        return ()
    languages = [OWN_NAMES[each] for each in frozen["waived"]]
    return (Sentence(WAIVED, {"languages": languages}),)


def waived(lacking: Collection[str], delegations: Mapping[str, Delegation]) -> bool:
    """Whether a vote may be opened although these languages lack a text that is as it should be.

    Either every delegation that speaks one of them agrees (a language that no delegation speaks has nobody who could),
    or two thirds of all seats consent. Rule: the conference's own; see the note on the voting gate in docs/promises.md.
    """
    seats = sum(each.seats for each in delegations.values())
    consents = sum(each.consents for each in delegations.values())
    if seats and Fraction(consents, seats) >= TWO_THIRDS:
        return True
    concerned = {lang: [each for each in delegations.values() if lang in each.languages] for lang in lacking}
    return all(speakers and all(each.agrees for each in speakers) for speakers in concerned.values())
