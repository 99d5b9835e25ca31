"""What cannot be shown: an amendment whose row is broken stands alone with its number, and stops nothing else."""

from typing import Final

from conference.amendments.models import Amendment, Unreadable
from conference.amendments.rules import Kind, State
from conference.core.words import N_

FAULTS: Final[dict[str, str]] = {
    "unknown-kind": N_("Nobody knows what it would do: its kind is none that the conference has."),
    "unknown-state": N_("Nobody knows where it stands: its state is none that the conference has."),
    "version-gone": N_("The version of the plank that it was written for is not there."),
    "passage-gone": N_("The passage that it would change is not in the version that it was written for."),
    "wording-gone": N_("Its words are not there."),
    "parent-gone": N_("The amendment that it amends is not there."),
    "unreadable": N_("What was kept of the chair's ruling cannot be read."),
    "unforeseen": N_("Something in it could not be read."),
}
"""What is wrong with an amendment that cannot be shown, by code."""


def of(amendment: Amendment, *, version: bool, passage: bool, wording: bool, parent: bool) -> str:
    """The first fault of an amendment, or "". The others say whether what it points to was found."""
    checks = {
        "unknown-kind": amendment.kind in tuple(Kind),
        "unknown-state": amendment.state in tuple(State),
        "unreadable": not isinstance(amendment.ruling, Unreadable),
        "parent-gone": parent,
        "version-gone": version,
        "passage-gone": passage,
        "wording-gone": wording or amendment.kind == Kind.DELETE,
    }
    return next((code for code, sound in checks.items() if not sound), "")
