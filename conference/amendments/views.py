"""What the pages of amendments show: plain frozen values."""

from dataclasses import dataclass
from datetime import datetime

from conference.core.verdict import Verdict
from conference.core.words import Sentence
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
    cosigners: tuple[Mover, ...]
    parent: int | None
    children: tuple[int, ...]
    ruling: str
    ruling_lang: str
    touches: tuple[int, ...]
    missing: tuple[str, ...]
    thread_id: int
    filed_at: datetime
    settled_at: datetime | None


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
class Steps:
    """What this person may do with an amendment now, and why not."""

    co_sign: Verdict
    withdraw: Verdict
    admit: Verdict
    send_back: Verdict
    amend: Verdict
    put: Verdict
    translate_ruling: Verdict
