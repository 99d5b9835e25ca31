"""The figures of the language panel, of all that its reader may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from conference.core.actor import Actor
from conference.core.errors import NotPermitted
from conference.core.languages import LANGUAGES
from conference.core.roles import audiences_of
from conference.core.words import N_
from conference.debate.mine import ranges
from conference.debate.moments import moment
from conference.pages.languages import rules
from conference.pages.languages.rules import Fare
from conference.people.models import Delegate
from conference.people.rules import State as Credentials
from conference.runtime import clock, database

MOST: Final = 20_000
"""Texts that are looked at, the newest of them."""
_SPOKEN: Final = (
    "SELECT u.language, count(*), coalesce(sum(length(o.text) - length(replace(o.text, ' ', '')) + 1), 0) FROM post p "
    "JOIN text_unit u ON u.id = p.unit_id JOIN text o ON o.unit_id = u.id AND o.revision = u.revision "
    "AND o.origin = 'original' WHERE p.state = 'standing' AND u.audience IN ({audiences}) GROUP BY u.language"
)
_WRITTEN: Final = (
    "SELECT u.id, u.language, o.created_at FROM text_unit u JOIN text o ON o.unit_id = u.id "
    "AND o.revision = u.revision AND o.origin = 'original' WHERE u.audience IN ({audiences}) AND "
    "(EXISTS (SELECT 1 FROM post p WHERE p.unit_id = u.id AND p.state = 'standing') OR EXISTS "
    "(SELECT 1 FROM amendment a WHERE (a.text_id = u.id OR a.reason_id = u.id) "
    "AND a.state NOT IN ('withdrawn', 'returned', 'fallen', 'lost'))) ORDER BY u.id DESC LIMIT ?"
)
_PEOPLE: Final = (
    "SELECT t.unit_id, t.language, t.created_at FROM text t JOIN text_unit u ON u.id = t.unit_id "
    "AND u.revision = t.revision WHERE t.origin <> 'original' AND t.unit_id BETWEEN ? AND ?"
)
_MACHINE: Final = (
    "SELECT m.unit_id, m.language FROM machine_text m JOIN text_unit u ON u.id = m.unit_id "
    "AND u.revision = m.revision WHERE m.unit_id BETWEEN ? AND ?"
)
_POSTS: Final = (
    "SELECT p.thread_id, p.number, p.state FROM post p JOIN thread h ON h.id = p.thread_id "
    "WHERE h.audience IN ({audiences}) ORDER BY p.thread_id, p.number"
)
_READ: Final = (
    "SELECT r.account_id, r.thread_id, r.ranges FROM reading r JOIN thread h ON h.id = r.thread_id "
    "WHERE h.audience IN ({audiences})"
)


@dataclass(frozen=True, slots=True)
class _Texts:
    """By unit and language: when a person's text was written, and where a machine has made one."""

    people: dict[tuple[int, str], datetime]
    machine: frozenset[tuple[int, str]]


async def panel(reader: Actor) -> list[Fare]:
    """Every working language. Raises `NotPermitted` for whoever does not see to the translations."""
    if not reader.may("see-queue"):
        raise NotPermitted("not-permitted", N_("The chair, organizers and translators see how the languages fare."))
    audiences = audiences_of(reader.roles)
    spoken = {row[0]: (int(row[1]), int(row[2])) for row in await _rows(_SPOKEN, audiences)}
    written = await _rows(_WRITTEN, audiences, MOST)
    texts = await _texts(written)
    unread = await _unread(audiences)
    now = clock.now()
    return [_fare(each, spoken.get(each, (0, 0)), written, texts, unread.get(each, []), now) for each in LANGUAGES]


def _fare(
    language: str, spoken: tuple[int, int], written: Sequence[Any], texts: _Texts, unread: Sequence[int], now: datetime
) -> Fare:
    others = [(unit, moment(at)) for unit, source, at in written if source != language]
    there = [
        max(texts.people[unit, language] - at, timedelta()) for unit, at in others if (unit, language) in texts.people
    ]
    waits = [(unit, now - at) for unit, at in others if (unit, language) not in texts.people]
    return Fare(
        language, *spoken, len(there), len(waits), sum((unit, language) in texts.machine for unit, _ in waits),
        rules.middle(there), max((each for _, each in waits), default=None), len(unread), rules.middle_count(unread),
    )  # fmt: skip


async def _rows(sql: str, audiences: Sequence[str], *values: object) -> list[tuple[Any, ...]]:
    return await database.rows(sql.format(audiences=database.places(audiences)), *audiences, *values)


async def _texts(written: Sequence[Any]) -> _Texts:
    if not written:
        return _Texts({}, frozenset())
    span = written[-1][0], written[0][0]
    people_wrote = {(unit, language): moment(at) for unit, language, at in await database.rows(_PEOPLE, *span)}
    made = frozenset((unit, language) for unit, language in await database.rows(_MACHINE, *span))
    return _Texts(people_wrote, made)


async def _unread(audiences: Sequence[str]) -> dict[str, list[int]]:
    """By the language that a delegate reads first: how many posts each has not read, of those that stand."""
    newest: dict[int, int] = {}
    gone: dict[int, list[int]] = {}
    for thread, number, state in await _rows(_POSTS, audiences):
        newest[thread] = number
        if state != "standing":
            gone.setdefault(thread, []).append(number)
    all_of = {thread: ranges.unread((), last, gone.get(thread, ()))[0] for thread, last in newest.items()}
    read: dict[int, dict[int, int]] = {}
    for account, thread, text in await _rows(_READ, audiences):
        if thread in newest:
            left = ranges.unread(ranges.parsed(text), newest[thread], gone.get(thread, ()))[0]
            read.setdefault(account, {})[thread] = all_of[thread] - left
    found: dict[str, list[int]] = {}
    for each in await Delegate.filter(state=Credentials.ACCREDITED).select_related("account"):
        first = next(iter(each.account.languages), "")
        found.setdefault(first, []).append(sum(all_of.values()) - sum(read.get(each.account_id, {}).values()))
    return found
