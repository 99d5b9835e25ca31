"""What waits at the desk, in the order of its urgency; and one text with all that helps to translate it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from conference.core.actor import Actor
from conference.core.roles import audiences_of
from conference.runtime import clock, database
from conference.text.diff import Summary, summary
from conference.text.words import word_count
from conference.translation import queries as people
from conference.translation.desk import claims, memory, recall, rules, segments
from conference.translation.desk.claims import Taken
from conference.translation.desk.memory import Match
from conference.translation.desk.rules import Urgency, Waiting
from conference.translation.desk.segments import Beside
from conference.translation.glossary import Form, Term
from conference.translation.machine import queue
from conference.translation.machine.rules import Rank
from conference.translation.queries import Job
from conference.translation.rules import Origin
from conference.translation.terms.queries import glossary

PAGE: Final = 50
CONSIDERED: Final = 20_000
"""Texts that are put in order for one page of the desk, the newest of them."""
_AT_ONCE: Final = 5_000
_ORIGINALS = (
    "FROM text_unit u JOIN text o ON o.unit_id = u.id AND o.language = u.language AND o.revision = u.revision "
    "AND o.origin = 'original' "
)
_LACKING = (
    f"SELECT u.id {_ORIGINALS}"  # noqa: S608 -- our own words
    "WHERE u.language <> ? AND NOT EXISTS (SELECT 1 FROM text c WHERE c.unit_id = u.id "
    "AND c.language = ? AND c.revision = u.revision) AND u.audience IN ({audiences}) ORDER BY u.id DESC LIMIT ?"
)
_UNVOUCHED = (
    f"SELECT u.id {_ORIGINALS}"
    "JOIN text t ON t.unit_id = u.id AND t.language = ? AND t.revision = u.revision "
    "AND t.origin IN ('human', 'reviewed') AND (t.author_id IS NULL OR t.author_id <> ?) "
    "WHERE u.language <> ? AND u.audience IN ({audiences}) ORDER BY u.id DESC LIMIT ?"
)
_DETAILS = (
    "SELECT u.id, u.language, o.text, EXISTS (SELECT 1 FROM text p WHERE p.unit_id = u.id AND p.language = ? "
    "AND p.revision < u.revision) {originals} WHERE u.id IN ({units})"
)
_PLEAS = (
    "SELECT p.kind, p.reason FROM translation_plea p JOIN text_unit u ON u.id = p.unit_id AND u.revision = p.revision "
    "WHERE p.unit_id = ? AND p.language = ? ORDER BY p.id"
)


class Wanted(StrEnum):
    """What a list of the desk holds: texts to write, or texts that wait for a second person."""

    TEXT = "text"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Line:
    """A text on the desk: what it is, until when, who has taken it. `hours` is the work it takes, as planned."""

    unit_id: int
    original_language: str
    text: str
    words: int
    outdated: bool
    rank: Rank
    due: datetime | None
    begin_by: datetime | None
    urgency: Urgency
    taken: Taken | None


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of what waits, of so many in all; `more`: there is a next page."""

    lines: tuple[Line, ...]
    waiting: int
    more: bool


async def desk(reader: Actor, language: str, wanted: Wanted = Wanted.TEXT, page: int = 1) -> Desk:
    """One page of what waits."""
    found = await waiting(reader, language, wanted)
    start = (page - 1) * PAGE
    shown = found[start : start + PAGE]
    return Desk(await _lines(shown, language), len(found), len(found) > start + PAGE)


async def waiting(reader: Actor, language: str, wanted: Wanted) -> list[Waiting]:
    """Ballot, plank, amendment, post; within each what is due first, then what was written first."""
    audiences = audiences_of(reader.roles)
    second = wanted is Wanted.SECOND
    values = (language, reader.id, language) if second else (language, language)
    sql = (_UNVOUCHED if second else _LACKING).format(audiences=database.places(audiences))
    found = await database.rows(sql, *values, *audiences, CONSIDERED)
    return rules.in_order(await _owned([unit for (unit,) in found]))


async def _owned(units: Sequence[int]) -> list[Waiting]:
    found: list[Waiting] = []
    for start in range(0, len(units), _AT_ONCE):
        some = units[start : start + _AT_ONCE]
        owned = await queue.owners(some)
        found += [Waiting(unit, owned.get(unit)) for unit in some]
    return found


async def _lines(waiting: Sequence[Waiting], language: str) -> tuple[Line, ...]:
    units = [each.unit_id for each in waiting]
    sql = _DETAILS.format(originals=_ORIGINALS, units=database.places(units))
    details = {row[0]: row[1:] for row in (await database.rows(sql, language, *units) if units else ())}
    taken, now = await claims.taken(units, language), clock.now()
    lines = []
    for each in waiting:
        if each.unit_id in details:
            source, text, outdated = details[each.unit_id]
            due, words = each.owned.due if each.owned else None, word_count(text)
            begin = rules.begin_by(due, words) if due else None
            urgency = rules.urgency(due, words, now)
            lines.append(
                Line(each.unit_id, source, text, words, bool(outdated), each.rank, due, begin, urgency,
                     taken.get(each.unit_id))
            )  # fmt: skip
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Word:
    """A term that the original uses, and how it is said in the language of the translation."""

    term: Term
    here: Form
    there: Form | None
    avoid: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """One text with all that lies beside it. `seen` names the text that stands, for whoever saves another one.

    `avoided`: words of the standing text that the glossary asks not to use, with the term. `asked`: readers who ask for
    a person's translation; `reports`: what readers say is wrong with the machine's.
    """

    job: Job
    line: Line | None
    seen: str
    summary: Summary | None
    segments: tuple[Beside, ...]
    matches: tuple[Match, ...]
    recalled: recall.Beside
    words: tuple[Word, ...]
    avoided: tuple[tuple[str, Term], ...]
    asked: int
    reports: tuple[str, ...]

    @property
    def taken(self) -> Taken | None:
        return self.line.taken if self.line else None

    def match(self, key: str) -> Match | None:
        return next((each for each in self.matches if each.key == key), None)

    def by_paragraph(self, number: int) -> tuple[Match, ...]:
        """What the memory has for one paragraph, numbered from 1."""
        return self.recalled[number - 1][: rules.BESIDE] if number <= len(self.recalled) else ()

    def fill(self, key: str) -> tuple[str, str] | None:
        """The field of the paragraph for which the memory offers this, and the words."""
        found = ((number, each) for number, few in enumerate(self.recalled, start=1) for each in few)
        return next(((f"segment-{number}", each.target) for number, each in found if each.key == key), None)


async def bench(reader: Actor, unit_id: int, language: str) -> Bench:
    """Raises `Absent` for what this reader may not read, and what was taken away from readers."""
    job = await people.job(reader, unit_id, language)
    source, target = job.original, job.target
    found = await memory.matches(reader, unit_id, source.text, (source.language, language))
    recalled = await recall.beside(reader, unit_id, source.text, (source.language, language))
    said = await database.rows(_PLEAS, unit_id, language)
    lines = await _lines(await _owned([unit_id]), language)
    return Bench(
        job,
        lines[0] if lines else None,
        seen(target.text_id, target.origin) if target is not None and target.current else "",
        summary(job.changes) if job.changes else None,
        segments.beside(source.text, target.text if target else ""),
        recall.for_whole(source.text, found, recalled),
        recalled,
        await _words(source.text, source.language, language),
        tuple((await glossary()).avoided(target.text, language)) if target else (),
        sum(kind == "ask" for kind, _ in said),
        tuple(reason for kind, reason in said if kind == "report"),
    )


def seen(text_id: int, origin: str) -> str:
    """A name of the text that stands: another one where somebody wrote or vouched meanwhile."""
    return f"{text_id}-{Origin(origin)}"


async def _words(text: str, source: str, target: str) -> tuple[Word, ...]:
    """The terms of the glossary that the text uses, each once, in their order."""
    terms = {each.term.id: each.term for each in (await glossary()).found(text, source)}
    return tuple(
        Word(each, each.forms[source], each.forms.get(target), tuple(each.avoid.get(target, ())))
        for each in terms.values()
    )
