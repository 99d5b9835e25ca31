"""Texts as readers see them: the best one in a language, the original, all of them, what is missing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.core.roles import audiences_of
from conference.core.verdict import Verdict
from conference.runtime import database
from conference.text.diff import Change, diff
from conference.translation import policy, rules
from conference.translation.rules import Origin

PAGE = 100
SLICE = 100
"""Units that are read at one go; between two, the loop does what else is waiting."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One text of a unit. `translator` is named only with her consent; `others` are languages that it also has.
    `route`, `engine` and `flags` tell of a machine's text. `left`: its reader understands the language that it was
    written in, so it was not looked for in the language asked for."""

    unit_id: int
    language: str
    text: str
    html: str
    origin: str
    original_language: str
    current: bool
    translator: str | None
    others: tuple[str, ...]
    text_id: int
    written: str
    carried: bool = False
    route: tuple[str, ...] = ()
    engine: str = ""
    flags: tuple[str, ...] = ()
    left: bool = False


@dataclass(frozen=True, slots=True)
class Lack:
    """A unit on the desk: its original, and whether an older translation exists."""

    unit_id: int
    original_language: str
    text: str
    outdated: bool


class _Row(NamedTuple):
    """A named tuple and no dataclass: a page of a debate makes three hundred of them."""

    text_id: int
    unit_id: int
    language: str
    revision: int
    origin: str
    text: str
    html: str
    written: object
    original_language: str
    unit_revision: int
    translator: str | None
    carried: object


_COLUMNS = (
    "t.id, t.unit_id, t.language, t.revision, t.origin, {words}, t.created_at, u.language, u.revision, "
    "CASE WHEN a.named THEN a.name END, t.carried "
    "FROM text t JOIN text_unit u ON u.id = t.unit_id LEFT JOIN account a ON a.id = t.author_id "
    "WHERE (t.language <> u.language OR t.revision = u.revision) AND t.unit_id IN "
)

_CURRENT = (
    "SELECT t.unit_id, t.language FROM text t JOIN text_unit u ON u.id = t.unit_id AND t.revision = u.revision "
    "WHERE t.origin IN ({origins}) AND t.unit_id IN ({units})"
)
_EARLIER = (
    "SELECT o.text FROM text o WHERE o.unit_id = ? AND o.language = ? AND o.origin = 'original' AND o.revision = "
    "(SELECT max(t.revision) FROM text t WHERE t.unit_id = ? AND t.language = ?)"
)
_DESCENTS = "SELECT id, follows_id, same_in, contested FROM text_unit WHERE id IN ({units})"
_DESK = (
    "SELECT u.id, u.language, o.text, EXISTS (SELECT 1 FROM text p WHERE p.unit_id = u.id AND p.language = ?) "
    "FROM text_unit u JOIN text o ON o.unit_id = u.id AND o.language = u.language AND o.revision = u.revision "
    "WHERE u.id > ? AND u.language <> ? AND NOT EXISTS (SELECT 1 FROM text c WHERE c.unit_id = u.id "
    "AND c.language = ? AND c.revision = u.revision) AND u.audience IN ({audiences}) ORDER BY u.id LIMIT ?"
)


async def readings(units: Sequence[int], language: str, understood: frozenset[str] = frozenset()) -> dict[int, Reading]:
    """The best text in this language, else the original, by unit; an erased unit is left out. One statement.
    `understood`: what is written in these languages is left as it is."""
    wanted = "CASE WHEN t.language = ? OR t.language = u.language THEN {} ELSE '' END"
    words = f"{wanted.format('t.text')}, {wanted.format('t.html')}"
    found = await _texts(units, words, language, language)
    return {unit: _left(rows, language, understood) or _reading(rows, language) for unit, rows in found.items()}


def _left(rows: list[_Row], language: str, understood: frozenset[str]) -> Reading | None:
    """The original, for who understands it."""
    source = rows[0].original_language
    original = _best(rows, source) if understood else None
    if original is None or not rules.is_understood(source, original.html, understood | {language}):
        return None
    return replace(_reading(rows, source), left=True)


async def originals(units: Sequence[int]) -> dict[int, Reading]:
    """Each unit's original at its present revision."""
    found = await _texts(units, "t.text, t.html")
    return {unit: _reading(rows, rows[0].original_language) for unit, rows in found.items()}


async def in_all_languages(units: Sequence[int]) -> dict[int, dict[str, Reading]]:
    """Every unit's best text in each language that it has."""
    texts = await _texts(units, "t.text, t.html")
    found: dict[int, dict[str, Reading]] = {}
    for at, (unit, rows) in enumerate(texts.items(), 1):
        found[unit] = {each: _reading(rows, each) for each in LANGUAGES if any(row.language == each for row in rows)}
        if at % SLICE == 0:
            await asyncio.sleep(0)
    return found


async def missing(units: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The languages in which a unit has no text of its present revision."""
    return await _lacking(units, [each for each in Origin if each is not Origin.MACHINE])


async def uncertified(units: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The languages in which a unit is neither the original nor certified at its present revision."""
    return await _lacking(units, (Origin.ORIGINAL, Origin.CERTIFIED))


async def desk(reader: Actor, language: str, after: int = 0) -> list[Lack]:
    """What lacks a current text in this language, oldest first: up to 101 units, so that a next page shows."""
    audiences = audiences_of(reader.roles)
    sql = _DESK.format(audiences=database.places(audiences))
    found = await database.rows(sql, language, after, language, language, *audiences, PAGE + 1)
    return [Lack(unit, original, text, bool(outdated)) for unit, original, text, outdated in found]


@dataclass(frozen=True, slots=True)
class Descent:
    """Where a unit comes from: the one whose place it took, and the language of an edit said to leave its meaning."""

    unit_id: int
    follows: int | None
    same_in: str
    contested: bool


async def descents(units: Sequence[int]) -> dict[int, Descent]:
    """By unit; one statement."""
    if not units:
        return {}
    found = await database.rows(_DESCENTS.format(units=database.places(units)), *units)
    return {unit: Descent(unit, follows, same_in, bool(contested)) for unit, follows, same_in, contested in found}


@dataclass(frozen=True, slots=True)
class Job:
    """One unit on the desk in one language: the original, the text that stands so far, and whether the reader may
    review and certify it as the second person."""

    unit_id: int
    revision: int
    original: Reading
    target: Reading | None
    vouching: Verdict
    changes: tuple[Change, ...] = ()


async def job(reader: Actor, unit_id: int, language: str) -> Job:
    """Raises `Absent` when the unit is not there for this reader, or the language is its own."""
    found = await database.rows("SELECT revision, language, audience FROM text_unit WHERE id = ?", unit_id)
    if not found or not reader.reads(found[0][2]) or found[0][1] == language or language not in LANGUAGES:
        raise Absent
    texts = (await in_all_languages([unit_id])).get(unit_id)
    if not texts:
        raise Absent
    target = texts.get(language)
    author = await database.rows("SELECT author_id FROM text WHERE id = ?", target.text_id) if target else [(None,)]
    vouching = policy.may_vouch_for(reader, author[0][0])
    original = texts[found[0][1]]
    stale = target is not None and not target.current
    changes = await _changes(unit_id, language, original) if stale else ()
    return Job(unit_id, found[0][0], original, target, vouching, changes)


async def _changes(unit_id: int, language: str, original: Reading) -> tuple[Change, ...]:
    """What has changed in the original since the text of this language was right: in an earlier revision of it, or in
    a unit whose place it took."""
    earlier = await database.rows(_EARLIER, unit_id, original.original_language, unit_id, language)
    at: int | None = unit_id
    while not earlier and at is not None:
        at = (await descents([at]))[at].follows
        texts = (await in_all_languages([at]))[at] if at is not None else {}
        right = texts.get(language)
        if right is not None and right.current and original.original_language in texts:
            earlier = [(texts[original.original_language].text,)]
    return diff(earlier[0][0], original.text) if earlier else ()


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of a unit's original."""

    number: int
    language: str
    text: str
    html: str
    written_at: object


async def revisions(unit_id: int) -> list[Revision]:
    """Every revision of a unit's original, the first one first; none once it was erased."""
    sql = (
        "SELECT t.revision, t.language, t.text, t.html, t.created_at FROM text t JOIN text_unit u ON u.id = t.unit_id "
        "WHERE t.unit_id = ? AND t.origin = 'original' AND t.language = u.language ORDER BY t.revision"
    )
    return [Revision(*row) for row in await database.rows(sql, unit_id)]


async def _texts(units: Sequence[int], words: str, *values: object) -> dict[int, list[_Row]]:
    """The rows of each unit: no older originals. `words` are two columns, `values` fill their places."""
    grouped: dict[int, list[_Row]] = {}
    if units:
        sql = f"SELECT {_COLUMNS.format(words=words)} ({database.places(units)})"
        for row in await database.rows(sql, *values, *units):
            grouped.setdefault(row[1], []).append(_Row(*row))
    return grouped


async def _lacking(units: Sequence[int], origins: Sequence[str]) -> dict[int, tuple[str, ...]]:
    has: dict[int, set[str]] = {unit: set() for unit in units}
    if units:
        sql = _CURRENT.format(origins=database.places(origins), units=database.places(units))
        for unit, language in await database.rows(sql, *(str(each) for each in origins), *units):
            has[unit].add(language)
    return {unit: tuple(each for each in LANGUAGES if each not in has[unit]) for unit in units}


def _best(rows: list[_Row], language: str) -> _Row | None:
    found = [row for row in rows if row.language == language]
    return found[0] if len(found) == 1 else rules.best(found)


def _reading(rows: list[_Row], language: str) -> Reading:
    source = rows[0].original_language
    chosen = _best(rows, language) or _best(rows, source)
    assert chosen is not None, "a unit that has texts has its original"
    has = {row.language for row in rows}
    return Reading(
        unit_id=chosen.unit_id,
        language=chosen.language,
        text=chosen.text,
        html=chosen.html,
        origin=chosen.origin,
        original_language=source,
        current=chosen.revision == chosen.unit_revision,
        translator=chosen.translator if chosen.language != source else None,
        others=tuple(each for each in LANGUAGES if each in has and each != chosen.language),
        text_id=chosen.text_id,
        written=str(chosen.written),
        carried=bool(chosen.carried),
    )
