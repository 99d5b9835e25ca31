"""What the pages of groups show: plain frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from conference.amendments.groups.rules import Place
from conference.amendments.groups.survey import Part
from conference.amendments.views import Broken, Mover
from conference.core.verdict import Verdict
from conference.text.diff import Change, Summary


@dataclass(frozen=True, slots=True)
class Line:
    """An amendment on the page of groups."""

    number: int
    kind: str
    block: str
    state: str
    mover: Mover
    parent: int | None
    composite: bool
    summary: Summary
    waits: bool


@dataclass(frozen=True, slots=True)
class Member:
    """An amendment of a group, with what it makes of the passage; no parts where its text is not in this language."""

    line: Line
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Amendments that touch each other, in one language. `above`: the number of the amendment that they all amend;
    `reasons`: codes of `text.collisions.Reason`; `free`: those of which somebody may say that they are alternatives."""

    block: str
    above: int | None
    lang: str
    touching: tuple[str, ...]
    reasons: tuple[str, ...]
    base: tuple[Part, ...]
    members: tuple[Member, ...]
    pairs: tuple[tuple[str, str], ...]
    rivals: tuple["RivalsView", ...]
    free: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RivalsView:
    """Amendments of which the conference can want only one: who said so, when and why; whether this reader may put
    them now."""

    key: int
    numbers: tuple[int, ...]
    reason: str
    reason_lang: str
    by: Mover
    at: datetime
    put: Verdict


@dataclass(frozen=True, slots=True)
class ChosenView:
    """That the chair has changed the order: when and why."""

    by: Mover
    at: datetime
    reason: str
    reason_lang: str


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The page of a plank: groups, alternatives beside them, the order of votes, and what stands apart.

    `put`: by place of the order, for the next ones, whether the reader may put it to the vote.
    """

    plank_number: int
    plank_title: str
    version: int
    groups: tuple[GroupView, ...]
    rivals: tuple[RivalsView, ...]
    lines: Mapping[int, Line]
    order: tuple[Place, ...]
    put: Mapping[int, Verdict]
    chosen: ChosenView | None
    waiting: tuple[Line, ...]
    broken: tuple[Broken, ...]
    may_mark: Verdict
    may_order: Verdict


@dataclass(frozen=True, slots=True)
class Side:
    """The three texts in one language, with the words that each of the two changed, and a first text to work on."""

    lang: str
    base: str
    theirs: str
    now: str
    their_changes: tuple[Change, ...]
    now_changes: tuple[Change, ...]
    start: str


@dataclass(frozen=True, slots=True)
class OverlapView:
    """An amendment that waits for a person. `by`: the amendment that changed the text, or none where the drafting
    committee did."""

    key: int
    number: int
    plank_number: int
    plank_title: str
    block: str
    kind: str
    mover: Mover
    by: str
    came_from: int
    version: int
    at: datetime
    sides: tuple[Side, ...]
    confirm: Verdict
    withdraw: Verdict


@dataclass(frozen=True, slots=True)
class Waiting:
    """An overlap that waits for this reader."""

    number: int
    plank_number: int
    plank_title: str
    block: str
    since: datetime
    own: bool
