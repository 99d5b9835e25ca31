"""Where a commitment stands, and the steps between."""

from enum import StrEnum
from typing import Final

from conference.core.errors import Conflict
from conference.core.words import N_


class Status(StrEnum):
    """What is undertaken is planned, then begun, then done; or given up, with the reason in a report."""

    PLANNED = "planned"
    BEGUN = "begun"
    DONE = "done"
    GIVEN_UP = "given-up"


TEXT_AT_MOST: Final = 2_000
OFFICE_AT_MOST: Final = 200
_STEPS: Final[dict[Status, frozenset[Status]]] = {
    Status.PLANNED: frozenset(Status),
    Status.BEGUN: frozenset({Status.BEGUN, Status.DONE, Status.GIVEN_UP}),
    Status.DONE: frozenset({Status.DONE, Status.BEGUN}),
    Status.GIVEN_UP: frozenset({Status.GIVEN_UP, Status.PLANNED, Status.BEGUN}),
}


def move(status: str, to: Status) -> Status:
    """The status after a report. Raises `Conflict` where no step leads there."""
    if to not in _STEPS[Status(status)]:
        raise Conflict("wrong-step", N_("From where this commitment stands no step leads there."))
    return to


def is_open(status: str) -> bool:
    """Whether something is still to be done."""
    return status in (Status.PLANNED, Status.BEGUN)
