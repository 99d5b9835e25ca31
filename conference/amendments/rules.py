"""The life of an amendment and its names: values in, values out."""

import re
from enum import StrEnum
from typing import Final

from conference.core.errors import Conflict
from conference.core.words import N_


class State(StrEnum):
    """Where an amendment stands."""

    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    RETURNED = "returned"
    ON_VOTE = "on-vote"
    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    FALLEN = "fallen"


class Kind(StrEnum):
    """What it does to its block: another wording, a new block after it, or none at all."""

    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"


REASON_AT_MOST: Final = 5_000
OPEN: Final = (State.ON_VOTE, State.ADMITTED, State.SUBMITTED)
"""What the conference still has to decide, what needs a vote first."""

_STEPS: Final[dict[State, frozenset[State]]] = {
    State.SUBMITTED: frozenset({State.ADMITTED, State.RETURNED, State.WITHDRAWN, State.FALLEN}),
    State.ADMITTED: frozenset({State.ON_VOTE, State.WITHDRAWN, State.FALLEN}),
    State.ON_VOTE: frozenset({State.CARRIED, State.LOST, State.FALLEN, State.ADMITTED}),
}
_CODE: Final = re.compile(r"[Aa]?([1-9][0-9]{0,8})")
_LABEL: Final = re.compile(r"([0-9]+)|([a-z]+)")


def move(state: str, to: State) -> State:
    """The next state. Raises `Conflict` (wrong-state) where no step leads there."""
    if to not in _STEPS.get(State(state), frozenset()):
        raise Conflict("wrong-state", N_("This amendment has already gone on to another step. Please read it again."))
    return to


def is_open(state: str) -> bool:
    """Whether it can still be carried."""
    return State(state) in OPEN


def code(number: int) -> str:
    """The name people use: `A12`."""
    return f"A{number}"


def number_of(written: str) -> int | None:
    """The number in `A12` or `12`; None for anything else."""
    found = _CODE.fullmatch(written)
    return int(found.group(1)) if found else None


def cause_number(cause: str) -> int | None:
    """The amendment that brought a version of a plank, from its cause `A12`; None when it was filed."""
    return number_of(cause) if cause.startswith("A") else None


def reading_order(label: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts block labels as they are read: p2, p3, p3a, p3b, p10."""
    return tuple((int(digits or 0), letters) for digits, letters in _LABEL.findall(label))


def overlap(one: tuple[range, ...], other: tuple[range, ...]) -> bool:
    """Whether two edits of one text touch a common word, or insert at the same place (empty ranges)."""
    return any(_meet(a, b) for a in one for b in other)


def _meet(a: range, b: range) -> bool:
    if not len(a) or not len(b):
        return a.start <= b.stop and b.start <= a.stop
    return a.start < b.stop and b.start < a.stop
