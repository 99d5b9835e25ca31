"""The queue: in it by a hook of every text that is written, out of it under a lease; never more than once each."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from conference.core.languages import LANGUAGES
from conference.runtime import clock, database, settings
from conference.translation import commands
from conference.translation.machine import bell
from conference.translation.machine.rules import BATCH, LEASE, LIFE, READER, Owned, Rank, State

Finds = Callable[[Sequence[int]], Awaitable[Mapping[int, Owned]]]
_owners: list[Finds] = []
MANY: Final = 500

_LACKING = (
    "FROM text_unit u JOIN text o ON o.unit_id = u.id AND o.revision = u.revision AND o.language = u.language "
    "AND o.origin = 'original' WHERE (u.language <> ? OR o.tongues <> '') AND NOT EXISTS (SELECT 1 FROM text t "
    "WHERE t.unit_id = u.id AND t.language = ? AND t.language <> u.language) "
    "AND NOT EXISTS (SELECT 1 FROM machine_text m WHERE m.unit_id = u.id AND m.revision = u.revision "
    "AND m.language = ?) "
)
_ENQUEUE = (
    "INSERT INTO translation_job (unit_id, revision, language, state, rank, tries, due, expires, lease, leased_until, "
    "problem) SELECT u.id, u.revision, CAST(? AS VARCHAR(8)), 'waiting', CAST(? AS INT), 0, "
    "CAST(? AS DOUBLE PRECISION), CAST(? AS DOUBLE PRECISION), '', 0, '' "
    f"{_LACKING} {{which}} ON CONFLICT (unit_id, revision, language) DO NOTHING"
)
_DUE = "((state = 'waiting' AND due <= ?) OR (state = 'leased' AND leased_until <= ?))"
_LEASE = (
    "UPDATE translation_job SET state = 'leased', lease = ?, leased_until = ?, tries = tries + 1 WHERE id IN "
    "(SELECT id FROM translation_job WHERE {due} ORDER BY rank, id LIMIT ? {locked}) "
    "RETURNING id, unit_id, revision, language, rank, tries, expires, lease"
)
_FIRST = (
    "UPDATE translation_job SET rank = rank - ? WHERE state = 'waiting' AND rank >= 0 AND language = ? "
    "AND unit_id IN ({units})"
)
_RANK = "UPDATE translation_job SET rank = ? WHERE state = 'waiting' AND unit_id IN ({units})"
_AGAIN = (
    "UPDATE translation_job SET state = 'waiting', tries = 0, due = ?, expires = ?, lease = '' "
    "WHERE unit_id IN ({units}) AND EXISTS (SELECT 1 FROM machine_text m WHERE m.unit_id = translation_job.unit_id "
    "AND m.language = translation_job.language)"
)


@dataclass(frozen=True, slots=True)
class Job:
    """A job under this worker's lease."""

    id: int
    unit: int
    revision: int
    language: str
    rank: int
    tries: int
    expires: float
    lease: str


def owned_by(finds: Finds) -> None:
    """A higher room says which units are its own, what they are, and whether they lie open."""
    _owners.append(finds)


async def owners(units: Sequence[int]) -> dict[int, Owned]:
    """What each unit is; one that no room knows is left out."""
    found: dict[int, Owned] = {}
    for finds in _owners if units else ():
        for unit, owned in (await finds(units)).items():
            if unit not in found or owned.rank < found[unit].rank:
                found[unit] = replace(owned, due=owned.due or (found[unit].due if unit in found else None))
    return found


async def heard(unit_id: int) -> None:
    """A unit was written or revised: it waits for an engine from this commit on. Its owner's row is there by then."""
    if settings.current().machine_translation:
        database.before_commit(partial(enqueue, unit_id))


commands.heard_by(heard)


async def enqueue(unit_id: int) -> None:
    """A job for each language in which no person has written this unit, unless there is one; also for its own, where
    its author says that some paragraphs are in others."""
    owned = (await owners([unit_id])).get(unit_id)
    rank = owned.rank if owned else Rank.OTHER
    for language in LANGUAGES:
        await _insert(language, rank, "AND u.id = ?", unit_id)
    database.after_commit(bell.ring)


async def enqueue_all() -> None:
    """What waits since the engines were off: every text, the newest last; and what was refused, for an engine may
    have come."""
    async with database.transaction():
        for language in LANGUAGES:
            await _insert(language, Rank.OTHER, "")
        await database.execute("UPDATE translation_job SET state = 'waiting', tries = 0 WHERE state = 'refused'")
    async with database.transaction():
        await _rank_others()


async def _insert(language: str, rank: int, which: str, *values: object) -> None:
    now = clock.now().timestamp()
    sql = _ENQUEUE.format(which=which)
    await database.execute(sql, language, int(rank), now, now + LIFE, language, language, language, *values)


async def _rank_others() -> None:
    """Give jobs without a rank that of their owners."""
    sql = "SELECT DISTINCT unit_id FROM translation_job WHERE rank = ? AND state = 'waiting'"
    units = [int(unit) for (unit,) in await database.rows(sql, int(Rank.OTHER))]
    await rank_anew(units)


async def rank_anew(units: Sequence[int]) -> None:
    """Give waiting jobs the rank that their owners say now: a question on these texts was put, or taken back."""
    for start in range(0, len(units), MANY):
        by_rank: dict[Rank, list[int]] = {}
        for unit, owned in (await owners(units[start : start + MANY])).items():
            by_rank.setdefault(owned.rank, []).append(unit)
        for rank, some in by_rank.items():
            await database.execute(_RANK.format(units=database.places(some)), int(rank), *some)


async def free() -> None:
    """Give every lease back: for a process that alone works at this database, and so finds only those of its
    predecessor, which was killed."""
    async with database.transaction():
        await database.execute("UPDATE translation_job SET leased_until = 0 WHERE state = 'leased'")


async def anything_due() -> bool:
    now = clock.now().timestamp()
    return bool(await database.rows(f"SELECT 1 FROM translation_job WHERE {_DUE} LIMIT 1", now, now))  # noqa: S608


async def lease(wanted: Mapping[str, Sequence[int]]) -> list[Job]:
    """The next few jobs, for this worker alone. `wanted`: units by language that readers have on their pages now."""
    word, now = secrets.token_hex(16), clock.now().timestamp()
    locked = "" if database.on_sqlite() else "FOR UPDATE SKIP LOCKED"
    async with database.transaction():
        for language, units in wanted.items():
            await database.execute(_FIRST.format(units=database.places(units)), READER, language, *units)
        taken = await database.returning(_LEASE.format(due=_DUE, locked=locked), word, now + LEASE, now, now, BATCH)
    return sorted((Job(*row) for row in taken), key=lambda job: (job.rank, job.id))


async def settled(job: Job, state: State, *, due: float = 0.0, problem: str = "", counts: bool = True) -> bool:
    """Say what became of a job; False when the lease has run out and somebody else has it. In a transaction."""
    tries = job.tries if counts else job.tries - 1
    sql = (
        "UPDATE translation_job SET state = ?, due = ?, problem = ?, tries = ?, lease = '', leased_until = 0 "
        "WHERE id = ? AND lease = ?"
    )
    return bool(await database.execute(sql, str(state), due, problem[:40], tries, job.id, job.lease))


async def again(units: Sequence[int]) -> None:
    """Translate these once more, in every language; what is there stays readable until then. In a transaction."""
    now = clock.now().timestamp()
    for start in range(0, len(units), MANY):
        some = units[start : start + MANY]
        await database.execute(_AGAIN.format(units=database.places(some)), now, now + LIFE, *some)
    database.after_commit(bell.ring)
