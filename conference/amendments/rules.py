"""The life of an amendment and its names: values in, values out."""

import re
from enum import StrEnum
from typing import Final

from conference.core.errors import Conflict
from conference.core.words import N_


class State(StrEnum):
    """Where an amendment stands. Before it is filed it is a private draft and no amendment yet.

    `ANNOUNCED`: the movers have accepted it, and delegates may object. `ACCEPTED`: nobody did, it is in the text.
    `JOINED`: it is decided together with the composite that its mover joined.
    """

    SUBMITTED = "submitted"
    ADMITTED = "admitted"
    RETURNED = "returned"
    ANNOUNCED = "announced"
    JOINED = "joined"
    ON_VOTE = "on-vote"
    CARRIED = "carried"
    ACCEPTED = "accepted"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    FALLEN = "fallen"


class Kind(StrEnum):
    """What it does to its passage: another wording, a new block after or before it, none at all; another whole text;
    another title."""

    REPLACE = "replace"
    INSERT = "insert"
    BEFORE = "insert-before"
    DELETE = "delete"
    SUBSTITUTE = "substitute"
    TITLE = "title"


class Returned(StrEnum):
    """The ready reasons for which the chair returns an amendment."""

    NOT_GERMANE = "not-germane"
    SETTLED = "settled"
    NEGATION = "negation"
    TOO_LATE = "too-late"
    NOT_CLEAR = "not-clear"
    OTHER = "other"


READY: Final[dict[str, str]] = {
    Returned.NOT_GERMANE: N_("It is not about the matter of this passage."),
    Returned.SETTLED: N_("It repeats a matter that the conference has already settled."),
    Returned.NEGATION: N_(
        "It would only say no to what it amends. Whoever is against that votes against it; no amendment is needed."
    ),
    Returned.TOO_LATE: N_("It came after the deadline."),
    Returned.NOT_CLEAR: N_("It is not clear what the text would say."),
}
"""What the chair says for each ready reason; for `OTHER` she finds words of her own."""

WHOLE: Final = "text"
TITLE: Final = "title"
INSERTS: Final = (Kind.INSERT, Kind.BEFORE)
REASON_AT_MOST: Final = 5_000
OPEN: Final = (State.ON_VOTE, State.ADMITTED, State.ANNOUNCED, State.SUBMITTED)
"""What the conference still has to decide, what needs a vote first."""

_STEPS: Final[dict[State, frozenset[State]]] = {
    State.SUBMITTED: frozenset({State.ADMITTED, State.RETURNED, State.WITHDRAWN, State.FALLEN}),
    State.ADMITTED: frozenset({State.ON_VOTE, State.ANNOUNCED, State.JOINED, State.WITHDRAWN, State.FALLEN}),
    State.ANNOUNCED: frozenset({State.ADMITTED, State.ACCEPTED, State.WITHDRAWN, State.FALLEN}),
    State.JOINED: frozenset({State.ADMITTED, State.CARRIED, State.LOST, State.FALLEN}),
    State.ON_VOTE: frozenset({State.CARRIED, State.LOST, State.FALLEN, State.ADMITTED}),
}
_REVIVED: Final = {State.WITHDRAWN: (State.SUBMITTED, State.ADMITTED), State.FALLEN: (State.SUBMITTED, State.ADMITTED)}
_GONE_ON: Final = N_("This amendment has already gone on to another step. Please read it again.")
_CODE: Final = re.compile(r"[Aa]?([1-9][0-9]{0,8})")
_LABEL: Final = re.compile(r"([0-9]+)|([a-z]+)")


def move(state: str, to: State) -> State:
    """The next state. Raises `Conflict` (wrong-state) where no step leads there."""
    if state not in _STEPS or to not in _STEPS[State(state)]:
        raise Conflict("wrong-state", _GONE_ON)
    return to


def revive(state: str, was: str) -> State:
    """The state to which an amendment returns when somebody takes over what was withdrawn, or what had fallen with it.
    Raises `Conflict` (wrong-state)."""
    if state not in _REVIVED or was not in (State.SUBMITTED, State.ADMITTED, State.ANNOUNCED):
        raise Conflict("wrong-state", _GONE_ON)
    return State.SUBMITTED if was == State.SUBMITTED else State.ADMITTED


def is_open(state: str) -> bool:
    """Whether it can still be carried."""
    return state in OPEN


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
    """A key that sorts block labels as they are read: p2, p3, p3a, p3b, p10; title and whole text before all."""
    if label in (TITLE, WHOLE):
        return ((-1, label),)
    return tuple((int(digits or 0), letters) for digits, letters in _LABEL.findall(label))


def overlap(one: tuple[range, ...], other: tuple[range, ...]) -> bool:
    """Whether two edits of one text touch a common word, or insert at the same place (empty ranges)."""
    return any(_meet(a, b) for a in one for b in other)


def _meet(a: range, b: range) -> bool:
    if not len(a) or not len(b):
        return a.start <= b.stop and b.start <= a.stop
    return a.start < b.stop and b.start < a.stop
