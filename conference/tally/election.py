"""An election as every file form holds it: options, papers as numbers, seats; and the case that is counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conference.tally.ballots import Rankings, struck, together
from conference.tally.expect import BadFile

MOST_OPTIONS = 50


class Method(StrEnum):
    """The ways to count."""

    SCHULZE = "schulze"
    SCHULZE_STATUS_QUO = "schulze-status-quo"
    RANKED_PAIRS = "ranked-pairs"
    APPROVAL = "approval"
    IRV = "irv"
    STV_SCOTTISH = "stv-scottish"
    STV_EXACT = "stv-wig-exact"
    STV_MEEK = "stv-meek"
    YES_NO = "yes-no"
    CONCURRENT_MAJORITY = "concurrent-majority"


SEVERAL_SEATS = frozenset({Method.STV_SCOTTISH, Method.STV_EXACT, Method.STV_MEEK, Method.APPROVAL})
QUESTIONS = frozenset({Method.YES_NO, Method.CONCURRENT_MAJORITY})


@dataclass(frozen=True, slots=True)
class Group:
    """A delegation or other part of those entitled."""

    name: str
    roll: int | None = None
    present: int | None = None
    total_only: bool = False


Boxes = Mapping[str | None, Rankings]
"""The rankings of every group; of papers without a group under the name None."""


@dataclass(frozen=True, slots=True)
class Election:
    """What a file holds. `withdrawn`: indexes of options that no longer stand, though papers may name them;
    `rules`: the options of the method; `notes`: whatever else the case form carries, for people."""

    options: tuple[str, ...]
    boxes: Boxes
    seats: int = 1
    title: str | None = None
    withdrawn: frozenset[int] = frozenset()
    groups: tuple[Group, ...] = ()
    method: Method | None = None
    rules: Mapping[str, object] = field(default_factory=dict)
    notes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A checked election with its method. Options that have withdrawn are gone, also from the papers."""

    method: Method
    seats: int
    options: tuple[str, ...]
    groups: tuple[Group, ...]
    boxes: Boxes
    rules: Mapping[str, object]
    withdrawn: tuple[str, ...] = ()

    @property
    def rankings(self) -> Rankings:
        """All papers together."""
        if len(self.boxes) == 1:
            return next(iter(self.boxes.values()))
        return together(*self.boxes.values())

    @property
    def cast(self) -> int:
        """How many papers there are."""
        return sum(sum(box.values()) for box in self.boxes.values())

    def box(self, group: Group) -> Rankings:
        """The papers of one group."""
        return self.boxes.get(group.name, {})


def usual_method(election: Election) -> Method:
    """The house's rule where a file names none: texts by Schulze, seats by the Scottish count, a question by yes
    and no."""
    if {"yes", "no"} <= set(election.options) <= {"yes", "no", "abstain"}:
        return Method.YES_NO
    return Method.SCHULZE if election.seats == 1 else Method.STV_SCOTTISH


def case_by(election: Election, method: Method) -> Case:
    """The election as it is counted by a method. Raises `BadFile` where the two do not fit."""
    if election.seats > 1 and method not in SEVERAL_SEATS:
        raise BadFile("seats", f"1, since {method} fills one seat", election.seats)
    if method in QUESTIONS:
        _a_question(election)
    _no_more_than_entitled(election)
    stays = [place for place in range(len(election.options)) if place not in election.withdrawn]
    boxes = election.boxes
    if election.withdrawn:
        renumbered = {place: number for number, place in enumerate(stays)}
        boxes = {name: struck(box, renumbered) for name, box in boxes.items()}
    return Case(
        method,
        election.seats,
        tuple(election.options[place] for place in stays),
        election.groups,
        boxes,
        election.rules,
        tuple(election.options[place] for place in sorted(election.withdrawn)),
    )


def _a_question(election: Election) -> None:
    if not {"yes", "no"} <= set(election.options) <= {"yes", "no", "abstain"} or election.withdrawn:
        raise BadFile("candidates", '"yes", "no" and perhaps "abstain"', list(election.options))
    for box in election.boxes.values():
        for ranking in box:
            if ranking and (len(ranking) > 1 or len(ranking[0]) != 1):
                raise BadFile("ballots", "one answer on each paper, or none", f"{len(ranking)} ranks")


def _no_more_than_entitled(election: Election) -> None:
    for place, group in enumerate(election.groups):
        cast = sum(election.boxes.get(group.name, {}).values())
        if group.roll is not None and cast > group.roll:
            raise BadFile(f"groups[{place}].roll", f"at least the {cast} papers of this group", group.roll)
