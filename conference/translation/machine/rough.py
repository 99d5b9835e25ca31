"""What a passage says, roughly, to readers for whom no person has written it yet: beside it, never in its place.

Nothing but pages that show it beside the original asks for this: no ballot, no gate, no difference between two texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.translation.engines import flags
from conference.translation.machine import texts
from conference.translation.machine.memory import NAME as MEMORY
from conference.translation.machine.mixed import AND
from conference.translation.queries import Reading
from conference.translation.rules import Origin


@dataclass(frozen=True, slots=True)
class Rough:
    """A passage as engines and people make it read in one language. `route` as in `machine.mixed`; `wrong`: sentences;
    `unit`: the first one of its texts that a machine made. `translator`: of what comes from memory alone."""

    text: str
    language: str
    route: tuple[str, ...]
    wrong: tuple[str, ...]
    unit: int
    translator: str | None


async def of(passages: Mapping[str, Sequence[int]], language: str) -> dict[str, Rough]:
    """By name of the passage: its units, in order. Left out: what people have written whole, and what no engine has
    made whole yet."""
    units = sorted({unit for some in passages.values() for unit in some})
    found = await texts.readings(units, language) if units else {}
    made = {name: [found[unit] for unit in some if unit in found] for name, some in passages.items()}
    return {name: _rough(readings, language) for name, readings in made.items() if _is_whole(readings, language)}


def _is_whole(readings: Sequence[Reading], language: str) -> bool:
    by_machine = any(reading.origin == Origin.MACHINE for reading in readings)
    return by_machine and all(reading.language == language for reading in readings)


def _rough(readings: Sequence[Reading], language: str) -> Rough:
    by_machine = [reading for reading in readings if reading.origin == Origin.MACHINE]
    remembered = all(reading.route[0] == MEMORY for reading in by_machine)
    ways = dict.fromkeys(tuple([step for step in reading.route if step != MEMORY]) for reading in by_machine)
    codes = dict.fromkeys(code for reading in by_machine for code in reading.flags)
    translators = {reading.translator for reading in by_machine}
    return Rough(
        " ".join(reading.text for reading in readings),
        language,
        ((MEMORY,) if remembered else ()) + _joined(list(ways)),
        tuple(words for code in codes if (words := flags.sentence(code))),
        by_machine[0].unit_id,
        translators.pop() if remembered and len(translators) == 1 else None,
    )


def _joined(ways: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple([step for at, way in enumerate(ways) for step in ((AND, *way) if at else way)])
