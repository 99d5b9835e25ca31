"""What the pages of amendments show: plain frozen values."""

from dataclasses import dataclass
from datetime import datetime

from conference.amendments.whose import Words
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.runtime import clock
from conference.text.diff import Change, Summary


@dataclass(frozen=True, slots=True)
class Mover:
    """A delegate as this reader may see her: a name, or a sentence where she has not consented to be named."""

    name: str | Sentence
    delegation: str


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One amendment in a list."""

    number: int
    plank_number: int
    plank_title: str
    block: str
    kind: str
    state: str
    mover: Mover
    cosigners: int
    parent: int | None
    filed_at: datetime
    settled_at: datetime | None
    lang: str
    text: str
    summary: Summary
    composite: bool = False
    floor: bool = False
    contested: bool = False
    objections_until: datetime | None = None

    @property
    def mergeable(self) -> bool:
        """Whether the movers have accepted it and nobody has to wait for objections any more."""
        return self.objections_until is not None and clock.now() >= self.objections_until


@dataclass(frozen=True, slots=True)
class Broken:
    """An amendment that cannot be shown: its number, and what is wrong, by a code of `faults.FAULTS`."""

    number: int
    plank_number: int
    state: str
    fault: str
    set_aside: Verdict


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step of an amendment's life: what happened, to which state, by whom, when, why."""

    verb: str
    now: str
    by: Mover | None
    at: datetime
    reason: Sentence | None
    words: str
    words_lang: str
    cause: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """An amendment that a composite joins: its mover, the answer (`joins`, `alone` or none) and whether this reader
    may give it."""

    number: int
    mover: Mover
    answer: str
    state: str
    may_answer: Verdict


@dataclass(frozen=True, slots=True)
class CompositeView:
    """What a composite joins, and whose words stand in it, in one language."""

    members: tuple[MemberView, ...]
    words: tuple[Words, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class Prefill:
    """A first text for a composite. `left`: the numbers of those whose words a person has to work in."""

    block: str
    kind: str
    present: str
    text: str
    left: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """A sentence, or a block of a whole text, on the desk: before and after in the author's language, and in the
    other: as it stands (`old`) and as it would read (`text`, the field). A row without `changes` after goes away."""

    key: str
    changes: tuple[Change, ...]
    goes: bool
    old: str
    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """An amendment's words on their way into another language.

    `source` and `target` are languages. `outdated` holds the words that changed in the original since the target's
    text was written, empty while it is current. `offered`: what stands in the fields is a machine's draft that nobody
    has confirmed. `passage_moved`: the passage has changed since the amendment was filed.
    """

    number: int
    plank_number: int
    plank_title: str
    block: str
    kind: str
    source: str
    target: str
    revision: int
    rows: tuple[AlignedRow, ...]
    origin: str
    translator: str | None
    current: bool
    outdated: tuple[Change, ...]
    offered: bool
    passage_moved: bool
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """One amendment with all that its page shows."""

    number: int
    plank_id: int
    plank_number: int
    plank_title: str
    block: str
    kind: str
    state: str
    base: int
    mover: Mover
    lang: str
    text: str
    old_text: str
    changes: tuple[Change, ...]
    summary: Summary
    origin: str
    original_lang: str
    translator: str | None
    current: bool
    reason_html: str
    reason_lang: str
    reason_origin: str
    reason_original_lang: str
    reason_translator: str | None
    reason_current: bool
    reason_unit: int
    text_unit: int | None
    reason_route: tuple[str, ...]
    reason_wrong: tuple[str, ...]
    reason_offered: bool
    cosigners: tuple[Mover, ...]
    parent: int | None
    children: tuple[int, ...]
    returned_for: str
    ruling: str
    ruling_lang: str
    touches: tuple[int, ...]
    missing: tuple[str, ...]
    thread_id: int
    filed_at: datetime
    settled_at: datetime | None
    composite: bool
    floor: bool
    contested: bool
    objectors: tuple[Mover, ...]
    objections_until: datetime | None
    take_over_until: datetime | None
    joined_in: int | None
    life: tuple[LifeStep, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An amendment that is not filed yet, held against the plank as it stands now.

    `moved` is empty while the passage stands as the author read it, `merged` when both changes fit together (the
    text is then the merged one), `collides` when a person has to look: `yours` is what she wrote.
    """

    plank_number: int
    plank_title: str
    block: str
    kind: str
    language: str
    base: int
    parent: int | None
    old: str
    text: str
    changes: tuple[Change, ...]
    summary: Summary
    touches: tuple[int, ...]
    moved: str
    before: str


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A private draft in its owner's list."""

    key: int
    plank_number: int
    plank_title: str
    block: str
    kind: str
    parent: int | None
    language: str
    text: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Steps:
    """What this person may do with an amendment now, and why not."""

    co_sign: Verdict
    withdraw: Verdict
    take_over: Verdict
    reword: Verdict
    align: Verdict
    accept: Verdict
    object: Verdict
    merge: Verdict
    call: Verdict
    admit: Verdict
    send_back: Verdict
    amend: Verdict
    put: Verdict
    translate_ruling: Verdict
