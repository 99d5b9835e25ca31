"""Where the words of a block came from: who filed it, the amendments that changed it, the votes and debates behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from conference.amendments.models import Amendment
from conference.amendments.queries import courses
from conference.amendments.queries.courses import Proposed
from conference.amendments.rules import cause_number, code, number_of
from conference.core.languages import LANGUAGES
from conference.debate.models import Thread
from conference.planks import queries as planks
from conference.planks.models import Plank, Version
from conference.planks.versions import EDITED
from conference.runtime import database
from conference.text.provenance import Step, credited
from conference.voting.models import Vote

FILED = "filed"
DESK = "desk"
"""The label of words that were written at the compile desk."""

TOGETHER: Final = "+"
"""Between the labels of words that several brought."""
Texts = Mapping[str, Mapping[str, str]]


def edited(version: int) -> str:
    """The label of words that the drafting committee brought with this version."""
    return f"{EDITED}-{version}"


@dataclass(frozen=True, slots=True)
class Told:
    """A version in which a block changed: what brought it (`filed`, `A12`), its number, the block's texts."""

    cause: str
    version: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """An amendment behind some words. `below`: what was taken into it; `parted`: those whose words are told apart from
    its own. `votes` are those on itself."""

    number: int
    mover: int
    author: int
    language: str
    votes: tuple[int, ...]
    thread: int
    below: tuple["Brought", ...] = ()
    parted: frozenset[int] = frozenset()
    amends: int | None = None

    def frozen(self) -> dict[str, Any]:
        """With those that were taken into it, and every vote that decided."""
        return {
            "number": self.number, "mover": self.mover, "author": self.author, "language": self.language,
            "amended_by": [{"number": each.number, "mover": each.mover} for each in self.below],
            "votes": sorted({*self.votes, *(vote for each in self.below for vote in each.votes)}),
            "thread": self.thread,
        }  # fmt: skip

    def votes_on_its_words(self) -> list[int]:
        """The votes on itself, and on what cannot be told apart from it."""
        mixed = [vote for each in self.below if each.number not in self.parted for vote in each.votes]
        return sorted({*self.votes, *mixed})


@dataclass(frozen=True, slots=True)
class History:
    """A plank's versions, oldest first, with what is known of each cause and the votes on the plank itself."""

    plank: Plank
    versions: tuple[tuple[str, int, Texts], ...]
    amendments: Mapping[str, Brought]
    votes: tuple[int, ...]
    languages: Mapping[tuple[int, str], str]
    """(version, block) -> the language in which the block's words were first written"""
    editors: Mapping[int, int]
    """version -> who of the drafting committee edited it"""
    threads: Mapping[str, int]
    proposed: Mapping[str, Proposed]
    """by code: the wordings of each amendment, and which ones a composite joins"""

    def sources(self, block: str) -> dict[str, Any]:
        """What is frozen beside a paragraph; plain JSON.

        `spans`: by language, runs of words with the label that brought them (`A3+A5` where two brought the same);
        `labels`: for each label the plank's version, who wrote it and in which language, the amendment that it amends
        or the composite that it joined, the amendments in it, the votes, the debate.
        """
        told = self._told(block)
        first = told[0].cause if told else FILED
        spans = {language: self._spans(told, language, block) for language in LANGUAGES}
        labels = dict.fromkeys([each.cause for each in told] + [label for runs in spans.values() for _, label in runs])
        return {
            "plank": self.plank.number,
            "version": self.plank.version,
            "block": block,
            "language": self.languages.get((self.plank.version, block), self.plank.language),
            "author": self.amendments[first].author if first in self.amendments else self.plank.filed_by_id,
            "amendments": [self.amendments[each.cause].frozen() for each in told if each.cause in self.amendments],
            "votes": list(self.votes),
            "spans": spans,
            "labels": {
                label: self._label(each, label, block)
                for each in told
                for label in labels
                if {*label.split(TOGETHER)} <= self._codes(each)
            },
        }

    def _codes(self, told: Told) -> set[str]:
        """What may have brought words of a version: its cause, what joined that, and what was taken into these."""
        joined = self.proposed[told.cause].joins if told.cause in self.proposed else ()
        codes = {told.cause, *joined}
        return codes | {
            code(each.number) for label in codes if label in self.amendments for each in self.amendments[label].below
        }

    def _spans(self, told: Sequence[Told], language: str, block: str) -> list[list[str]]:
        """Runs of words; those of a composite belong to the amendments that proposed them."""
        steps = [self._step(each, language, block) for each in told if language in each.texts]
        return [[each.text, TOGETHER.join(each.labels)] for each in credited(steps)]

    def _step(self, told: Told, language: str, block: str) -> Step:
        text, own = told.texts[language], self.proposed.get(told.cause)
        if own is None:
            return Step(told.cause, text)
        courses = {
            each: course
            for each in own.joins
            if (course := self.proposed[each].course(block, language, text)) and course[-1][1]
        }
        sources = {each: course[-1][1] for each, course in courses.items()}
        mine = own.course(block, language, text)
        return Step(told.cause, text, sources, courses | ({told.cause: mine} if len(mine) > 1 else {}))

    def _label(self, told: Told, label: str, block: str) -> dict[str, Any]:
        name, *others = label.split(TOGETHER)
        brought = self.amendments.get(name)
        shared = {"plank": self.plank.number, "version": told.version}
        if brought is None:
            return shared | {
                "mover": self.editors.get(told.version) or self.plank.filed_by_id,
                "amended_by": [], "votes": list(self.votes),
                "language": self.languages.get((told.version, block)) or self.plank.language,
                "thread": self.threads.get(block),
            }  # fmt: skip
        composite = told.cause if told.cause != name and brought.amends != number_of(told.cause) else ""
        through = [each for each in (code(brought.amends) if brought.amends else "", composite) if each]
        votes = {vote for each in (name, *through) for vote in self.amendments[each].votes_on_its_words()}
        mixed = [each for each in brought.below if each.number not in brought.parted]
        return shared | {
            "mover": brought.author, "language": brought.language,
            "amended_by": [{"number": each.number, "mover": each.mover} for each in mixed],
            "votes": sorted(votes), "thread": brought.thread, "amends": brought.amends,
            "joined": number_of(composite), "also": [each for each in map(number_of, others) if each],
        }  # fmt: skip

    def _told(self, block: str) -> list[Told]:
        """The versions in which this block changed, each with its texts."""
        told: list[Told] = []
        for cause, number, blocks in self.versions:
            texts = blocks.get(block)
            if texts is not None and (not told or texts != told[-1].texts):
                told.append(Told(edited(number) if cause == EDITED else cause, number, texts))
        return told


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a passage of the desk: its number, who gave it, and its texts by language."""

    number: int
    author: int | None
    texts: Mapping[str, str]

    @property
    def label(self) -> str:
        return DESK if self.number == 1 else f"{DESK}-{self.number}"


def is_of_the_desk(label: str) -> bool:
    """Whether words with this label were written or changed at the desk."""
    return label == DESK or label.startswith(f"{DESK}-")


def drafted(
    key: str, author: int | None, language: str, texts: Mapping[str, str], wordings: Sequence[Wording] = ()
) -> dict[str, Any]:
    """The sources of words that were written at the desk: the whole conference votes on them with the rest.

    `wordings`: those of the passage, oldest first, the last one as it stands in `texts`. Each gets a label of its own
    (`desk`, `desk-2`), and each word belongs to the wording since which it has stood there.
    """
    told = wordings or (Wording(1, author, texts),)
    return {
        "plank": 0,
        "version": 0,
        "block": key,
        "language": language,
        "author": author,
        "amendments": [],
        "votes": [],
        "spans": {each: _drafted_spans(told, each) for each in texts},
        "labels": {
            each.label: {"plank": 0, "version": 0 if each.number == 1 else each.number, "mover": each.author,
                         "language": language, "amended_by": [], "votes": [], "thread": None}
            for each in told
        },
    }  # fmt: skip


def _drafted_spans(wordings: Sequence[Wording], language: str) -> list[list[str]]:
    steps = [Step(each.label, each.texts[language]) for each in wordings if language in each.texts]
    return [[each.text, TOGETHER.join(each.labels)] for each in credited(steps)]


async def history(plank: Plank) -> History:
    """Everything about a plank that its paragraphs' sources draw on."""
    versions = await Version.filter(plank_id=plank.id).order_by("number")
    texts = [(each.cause, each.number, await planks.plank_texts(plank.id, each.number)) for each in versions]
    numbers = [number for each in versions if (number := cause_number(each.cause)) is not None]
    causes = await Amendment.filter(number__in=numbers) if numbers else []
    proposed = await courses.proposed(causes)
    members = {number for each in proposed.values() for one in each.joins if (number := number_of(one))}
    rows = [*causes, *(await Amendment.filter(number__in=sorted(members)) if members else ())]
    carried = await Vote.filter(plank_id=plank.id, kind="plank", outcome="carried").order_by("number")
    return History(
        plank=plank,
        versions=tuple(texts),
        amendments=await _brought(rows),
        votes=tuple(each.number for each in carried),
        languages=await _languages(plank),
        editors={each.number: each.editor_id for each in versions if each.cause == EDITED and each.editor_id},
        proposed=proposed,
        threads={each.place: each.id for each in await Thread.filter(plank_id=plank.id)},
    )


async def _brought(rows: Sequence[Amendment]) -> dict[str, Brought]:
    """By code: these amendments and what was taken into them."""
    taken_in = await courses.taken_in({each.id: each for each in rows})
    found: dict[str, Brought] = {}
    for each in rows:
        into = taken_in.get(each.id, [])
        below = tuple([await _one(one, one.text_id, amends=each.number) for one in into])
        first = next((one.above_id for one in into if one.above_id is not None), None)
        # What was amended stands in the words of the amendment to it; who first wrote it gave its reason too.
        unit = first or (None if into else each.text_id)
        parted = frozenset(one.number for one in into if one.above_id is not None)
        found[code(each.number)] = replace(await _one(each, unit), below=below, parted=parted)
        found |= {code(one.number): one for one in below}
    return found


async def _one(amendment: Amendment, unit: int | None, amends: int | None = None) -> Brought:
    """An amendment with the votes that decided, the choice before the consent. `unit` holds its words."""
    carried = Vote.filter(amendment_id=amendment.id, outcome="carried").select_related("follows").order_by("number")
    votes = [vote for each in await carried for vote in (each.follows, each) if vote is not None]
    author, language = await _original(amendment, amendment.reason_id if unit is None else unit)
    numbers = tuple(sorted({each.number for each in votes}))
    return Brought(
        amendment.number, amendment.mover_id, author, language, numbers, amendment.thread_id, amends=amends
    )  # fmt: skip


async def _original(amendment: Amendment, unit: int) -> tuple[int, str]:
    """Who wrote an amendment's words, and in which language: another mover may have taken it over since."""
    found = await database.rows(
        "SELECT t.author_id, u.language FROM text_unit u JOIN text t ON t.unit_id = u.id AND t.language = u.language "
        "WHERE u.id = ? ORDER BY t.revision DESC LIMIT 1",
        unit,
    )
    return (found[0][0] or amendment.mover_id, found[0][1]) if found else (amendment.mover_id, "")


async def _languages(plank: Plank) -> dict[tuple[int, str], str]:
    found = await database.rows(
        "SELECT v.number, s.block, u.language FROM segment s JOIN plank_version v ON v.id = s.version_id "
        "JOIN text_unit u ON u.id = s.unit_id WHERE v.plank_id = ? ORDER BY s.position DESC",
        plank.id,
    )
    return {(int(number), str(block)): str(language) for number, block, language in found}
