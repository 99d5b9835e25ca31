"""What engines made: kept beside the texts of people, read where a reader's language has none, gone with its unit."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conference.core.actor import HOUSE
from conference.core.canonical import digest
from conference.runtime import clock, database, journal, settings
from conference.translation import commands
from conference.translation import queries as people
from conference.translation.engines import Outcome
from conference.translation.machine import bell, mixed
from conference.translation.machine.models import MachineText
from conference.translation.machine.queue import Job
from conference.translation.models import Text, Unit
from conference.translation.queries import Reading
from conference.translation.rules import Origin, is_mixed

_MADE = (
    "SELECT m.unit_id, m.text, m.html, m.route, m.engine, m.flags, m.made_at, m.id, CASE WHEN a.named THEN a.name END "
    "FROM machine_text m JOIN text_unit u ON u.id = m.unit_id AND u.revision = m.revision "
    "LEFT JOIN text c ON c.id = m.copied_from LEFT JOIN account a ON a.id = c.author_id "
    "WHERE m.language = ? AND m.unit_id IN ({units})"
)
_SOURCES = (
    "SELECT u.id, u.revision, u.language, u.audience, o.text, o.tongues FROM text_unit u "
    "JOIN text o ON o.unit_id = u.id AND o.revision = u.revision AND o.language = u.language "
    "AND o.origin = 'original' WHERE u.id IN ({units})"
)


@dataclass(frozen=True, slots=True)
class Source:
    """The present original of a unit. `tongues`: the language of each paragraph, where they are in several."""

    unit: int
    revision: int
    language: str
    audience: str
    text: str
    tongues: str = ""

    @property
    def is_done_in(self) -> str:
        """The language in which it needs no engine; none where its paragraphs are in several."""
        return "" if self.tongues else self.language


async def sources(units: Sequence[int]) -> dict[int, Source]:
    """By unit; what was erased is left out."""
    found = await database.rows(_SOURCES.format(units=database.places(units)), *units) if units else []
    return {row[0]: Source(*row) for row in found}


async def readings(units: Sequence[int], language: str, understood: frozenset[str] = frozenset()) -> dict[int, Reading]:
    """As `translation.queries.readings`, and a machine's text where no person has written one. What nobody has made
    yet is made next: a reader waits for it, unless she understands it as it is."""
    found = await people.readings(units, language, understood)
    foreign = [unit for unit, reading in found.items() if reading.language != language or is_mixed(reading.html)]
    if not foreign or not settings.current().machine_translation:
        return found
    for unit, text, html, route, engine, flags, made, key, translator in await database.rows(
        _MADE.format(units=database.places(foreign)), language, *foreign
    ):
        if found[unit].left:
            found[unit] = replace(found[unit], others=tuple({*found[unit].others, language}))
            continue
        found[unit] = replace(
            found[unit], language=language, text=text, html=html, origin=Origin.MACHINE, current=True,
            translator=translator, text_id=key, written=str(made), carried=False, route=tuple(route.split()),
            engine=engine, flags=tuple(flags.split()), others=tuple({*found[unit].others, found[unit].language}),
        )  # fmt: skip
    bell.want((unit for unit in foreign if found[unit].origin != Origin.MACHINE and not found[unit].left), language)
    return found


async def keep(job: Job, source: Source, outcome: Outcome, copied_from: int | None = None) -> bool:
    """Keep what an engine made, unless its words were changed or taken away meanwhile, or a person wrote some. Those
    who have the unit on their page hear of it. `copied_from`: the text that memory gave. In a transaction."""
    unit = await Unit.filter(id=job.unit).select_for_update().first()
    own = job.language == source.language  # then only the original has words in it, and an engine those of its parts
    if unit is None or unit.revision != job.revision or outcome.text is None:
        return False
    if not own and await Text.filter(unit_id=job.unit, language=job.language).exists():
        return False
    if not await Text.filter(unit_id=job.unit, revision=job.revision, origin=Origin.ORIGINAL).exists():
        return False
    await MachineText.filter(unit_id=job.unit, language=job.language).delete()
    await MachineText.create(
        unit_id=job.unit, revision=job.revision, language=job.language, text=outcome.text,
        html=mixed.html(source, outcome.text), middle=outcome.middle or "", route=" ".join(outcome.route),
        engine=outcome.engine[:60], version=outcome.version[:60], glossary=outcome.glossary,
        flags=" ".join(outcome.flags)[:200], unknown=json.dumps(outcome.unknown, ensure_ascii=False),
        source_hash=digest(source.text), made_at=clock.now(), copied_from=copied_from,
    )  # fmt: skip
    decided, also = [job.revision, job.language, outcome.text], await commands.topics_of(job.unit)
    journal.record("machine-translated", topic=f"unit-{job.unit}", by=HOUSE, decided=decided, also=also)
    return True


async def _take_away(unit_id: int) -> None:
    for table in ("machine_text", "translation_job", "translation_plea"):
        await database.execute(f"DELETE FROM {table} WHERE unit_id = ?", unit_id)  # noqa: S608 -- our own names


commands.erased_by(_take_away)
