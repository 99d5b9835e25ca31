"""What readers see of a note: its points with their posts, its rapporteurs, its versions, the objections to it."""

from dataclasses import dataclass
from datetime import datetime

from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.rapporteur.rules import Side
from conference.translation.queries import Reading


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody as the reader may see her: by name in the room or with her consent."""

    account: int
    name: str | Sentence
    delegation: str


@dataclass(frozen=True, slots=True)
class PostLink:
    """A post that a point reports. Of a post that is gone nobody is named."""

    id: int
    number: int
    place: str
    state: str
    name: str | Sentence
    delegation: str
    claim: str

    @property
    def is_standing(self) -> bool:
        return self.state == "standing"


@dataclass(frozen=True, slots=True)
class PointView:
    """A point in the reader's language. `original` are its rapporteur's own words where `reading` is a translation."""

    key: int
    side: str
    block: str
    reading: Reading
    original: Reading | None
    posts: tuple[PostLink, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a note: when it was presented, and by whom."""

    number: int
    presented_at: datetime
    by: PersonView


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection to a version, and what a rapporteur answered."""

    id: int
    version: int
    kind: str
    by: PersonView
    reason: Reading
    raised_at: datetime
    state: str
    answer: Reading | None
    settled_at: datetime | None
    may_answer: Verdict
    may_take_back: Verdict
    own: bool


@dataclass(frozen=True, slots=True)
class NoteView:
    """The note on a plank as it stands for this reader, or as one version had it; `version` is None while none was
    presented. `since`: posts that were written after it was presented. `own_draft`: points of the working copy, for its
    rapporteurs alone."""

    plank_number: int
    title: str
    audience: str
    version: VersionLine | None
    latest: int
    points: tuple[PointView, ...]
    since: int
    rapporteurs: tuple[PersonView, ...]
    objections: tuple[ObjectionView, ...]
    may_name: Verdict
    may_write: Verdict
    may_object: Verdict
    own_draft: int | None

    @property
    def sides(self) -> tuple[tuple[Side, tuple[PointView, ...]], ...]:
        """The points for, against, and the open questions, in this order."""
        return tuple((side, tuple(each for each in self.points if each.side == side)) for side in Side)

    @property
    def standing(self) -> tuple[ObjectionView, ...]:
        return tuple(each for each in self.objections if each.state == "standing")

    @property
    def answered(self) -> tuple[ObjectionView, ...]:
        return tuple(each for each in self.objections if each.state == "answered")


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A point that two versions differ in: `what` as in `rules.Changed`, and its words as runs of "same", "added" and
    "removed"."""

    what: tuple[str, ...]
    side: str
    old_side: str
    runs: tuple[tuple[str, str], ...]
    language: str


@dataclass(frozen=True, slots=True)
class Step:
    """A version, and what it changed; the first one has nothing to be compared with."""

    version: VersionLine
    points: int
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A point of the working copy. `changed`: it is not as it was presented."""

    key: int
    side: str
    block: str
    language: str
    text: str
    posts: tuple[PostLink, ...]
    revision: int
    changed: bool


@dataclass(frozen=True, slots=True)
class DeskView:
    """The working copy with all that its rapporteurs need; `problem` is why it cannot be presented yet."""

    plank_number: int
    plank_id: int
    title: str
    audience: str
    blocks: tuple[tuple[str, str], ...]
    points: tuple[DraftView, ...]
    latest: int
    problem: Sentence | None

    @property
    def sides(self) -> tuple[tuple[Side, tuple[DraftView, ...]], ...]:
        return tuple((side, tuple(each for each in self.points if each.side == side)) for side in Side)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A delegate whom the chair can name."""

    account: int
    name: str
    delegation: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A post that a point can link to: its first words in the reader's language."""

    id: int
    number: int
    name: str
    delegation: str
    claim: str
    words: str
    language: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Picker:
    """The posts at one place of a plank, for one point. `places`: each place with how many posts stand there; `next`:
    the number behind which more of them stand."""

    point: DraftView
    place: str
    places: tuple[tuple[str, int], ...]
    claim: str
    choices: tuple[Choice, ...]
    next: int | None
