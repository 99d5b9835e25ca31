"""What readers may know of one machine's text, of the engines and the queue, and of what other readers asked for."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.core.roles import Audience, audiences_of
from conference.core.words import N_, Sentence
from conference.runtime import database
from conference.translation import queries as people
from conference.translation.engines import Pair, flags
from conference.translation.engines.routing import Route
from conference.translation.machine import guards, queue, texts, worker
from conference.translation.machine.rules import State
from conference.translation.queries import Reading
from conference.translation.rules import Origin

_STATES = (
    "SELECT j.language, j.state, count(*) FROM translation_job j JOIN text_unit u ON u.id = j.unit_id "
    "AND u.revision = j.revision GROUP BY j.language, j.state"
)
_PROBLEMS = (
    "SELECT j.language, j.problem, count(*) FROM translation_job j JOIN text_unit u ON u.id = j.unit_id "
    "AND u.revision = j.revision WHERE j.state IN ('waiting', 'refused', 'failed') AND j.problem <> '' "
    "GROUP BY j.language, j.problem ORDER BY j.language, j.problem"
)
_PLEAS = (
    "SELECT p.unit_id, u.language, o.text, count(DISTINCT p.account_id), max(p.kind) FROM translation_plea p "
    "JOIN text_unit u ON u.id = p.unit_id AND u.revision = p.revision JOIN text o ON o.unit_id = u.id "
    "AND o.revision = u.revision AND o.origin = 'original' WHERE p.language = ? AND u.audience IN ({audiences}) "
    "AND NOT EXISTS (SELECT 1 FROM text t WHERE t.unit_id = u.id AND t.language = p.language "
    "AND t.revision = u.revision) GROUP BY p.unit_id, u.language, o.text "
    "ORDER BY count(DISTINCT p.account_id) DESC, p.unit_id LIMIT ?"
)
_REPORTS = (
    "SELECT p.unit_id, p.language, count(*), u.audience FROM translation_plea p "
    "JOIN text_unit u ON u.id = p.unit_id AND u.revision = p.revision "
    "JOIN text o ON o.unit_id = u.id AND o.revision = u.revision AND o.origin = 'original' "
    "WHERE p.kind = 'report' AND o.author_id = ? AND NOT EXISTS (SELECT 1 FROM text t WHERE t.unit_id = u.id "
    "AND t.language = p.language AND t.revision = u.revision) GROUP BY p.unit_id, p.language, u.audience "
    "ORDER BY p.unit_id, p.language LIMIT 20"
)
_REASONS = (
    "SELECT p.reason, o.author_id FROM translation_plea p "
    "JOIN text_unit u ON u.id = p.unit_id AND u.revision = p.revision "
    "JOIN text o ON o.unit_id = u.id AND o.revision = u.revision AND o.origin = 'original' "
    "WHERE p.kind = 'report' AND p.unit_id = ? AND p.language = ? ORDER BY p.id"
)
_UNKNOWN = (
    "SELECT m.unit_id, m.unknown, m.route, o.text FROM machine_text m "
    "JOIN text_unit u ON u.id = m.unit_id AND u.revision = m.revision "
    "JOIN text o ON o.unit_id = u.id AND o.revision = u.revision AND o.origin = 'original' "
    "WHERE m.unknown <> '[]' AND u.audience IN ({audiences}) ORDER BY m.id DESC LIMIT 2000"
)
SHOWN: Final = 50
GIST: Final = N_("The drift is readable; single words are often wrong.")
POOR: Final = N_("Poor: expect wrong words, and sometimes the opposite of what was said.")
TOPIC: Final = N_("Shows what it is about, no more: it goes through Spanish.")
UNTRIED: Final = N_("Nobody at this conference has judged this engine. Read with care.")
NEVER: Final = N_("No engine translates this. Only people do.")
_TRUST: Final[Mapping[Pair, str]] = {
    ("fr", "es"): GIST, ("es", "fr"): GIST, ("es", "en"): GIST, ("en", "es"): POOR, ("en", "fr"): TOPIC,
    ("fr", "en"): TOPIC,
}  # fmt: skip
"""Of Apertium, as tried with the texts of a union conference."""


@dataclass(frozen=True, slots=True)
class About:
    """A machine's text beside the original it was made from."""

    machine: Reading
    original: Reading


async def about(reader: Actor, unit_id: int, language: str) -> About:
    """Raises `Absent` where there is none that she may read: of a draft, of what was taken away, of a closed room."""
    found = await database.rows("SELECT audience FROM text_unit WHERE id = ?", unit_id)
    owned = (await queue.owners([unit_id])).get(unit_id)
    if not found or not reader.reads(found[0][0]) or owned is None or not owned.is_open or language not in LANGUAGES:
        raise Absent
    machine = (await texts.readings([unit_id], language)).get(unit_id)
    if machine is None or machine.origin != Origin.MACHINE:
        raise Absent
    return About(machine, (await people.originals([unit_id]))[unit_id])


@dataclass(frozen=True, slots=True)
class Way:
    """How a pair is translated: by which engines, through which languages, how far to trust it."""

    pair: Pair
    engines: tuple[str, ...]
    route: tuple[str, ...]
    trust: str


async def ways() -> list[Way]:
    """The first way of each pair of working languages; none where the engines are off."""
    if not worker.running:
        return []
    router = worker.running[0].router
    pairs = [(source, target) for source in LANGUAGES for target in LANGUAGES if source != target]
    return [_way(pair, await router.routes(*pair)) for pair in pairs]


def _way(pair: Pair, routes: Sequence[Route]) -> Way:
    if not routes:
        return Way(pair, (), pair, NEVER)
    engines = tuple(dict.fromkeys(leg.engine for leg in routes[0]))
    trust = _TRUST[pair] if engines == ("apertium",) else UNTRIED
    return Way(pair, engines, (*(leg.pair[0] for leg in routes[0]), pair[1]), trust)


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine now: whether it answers, what it says of itself, seconds that it rests, its budget of today."""

    name: str
    well: bool
    says: Sentence | None
    leaves_machine: bool
    rests: int
    spent: int
    budget: int | None


async def engines(now: float) -> list[Engine]:
    """Every engine that the settings name; `now` is of the running loop's clock."""
    found = []
    for guard in worker.running[0].guards if worker.running else ():
        health = await guard.health()
        rests = round(guard.breaker.resting(now))
        spent = await guards.spent(guard.name) if guard.budget is not None else 0
        found.append(Engine(guard.name, health.well, health.words, guard.leaves_machine, rests, spent, guard.budget))
    return found


@dataclass(frozen=True, slots=True)
class Progress:
    """The queue into one language: how many texts are done, wait, are not translated by anybody, have failed; and
    why, in a sentence each."""

    language: str
    done: int
    waiting: int
    refused: int
    failed: int
    problems: tuple[tuple[Sentence, int], ...]


async def progress() -> list[Progress]:
    """By language, of the present revisions."""
    counts = {(language, state): int(n) for language, state, n in await database.rows(_STATES)}
    problems = await database.rows(_PROBLEMS)
    return [
        Progress(
            each,
            counts.get((each, State.DONE), 0),
            counts.get((each, State.WAITING), 0) + counts.get((each, State.LEASED), 0),
            counts.get((each, State.REFUSED), 0),
            counts.get((each, State.FAILED), 0),
            tuple((flags.trouble(code), int(n)) for language, code, n in problems if language == each),
        )
        for each in LANGUAGES
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit for which readers want a person's translation, the most wanted first."""

    unit_id: int
    original_language: str
    text: str
    readers: int
    reported: bool


async def asked(reader: Actor, language: str) -> list[Asked]:
    """For the desk: what readers have asked for or reported, and no person has translated since."""
    audiences = audiences_of(reader.roles)
    found = await database.rows(_PLEAS.format(audiences=database.places(audiences)), language, *audiences, SHOWN)
    return [Asked(unit, source, text, int(n), kind == "report") for unit, source, text, n, kind in found]


@dataclass(frozen=True, slots=True)
class Report:
    """A machine's translation of somebody's words that readers have reported. `closed`: in the room of a delegation."""

    unit_id: int
    language: str
    readers: int
    closed: bool


async def reports_on(author: Actor) -> list[Report]:
    """For an author: which of her present words readers say are badly translated, where no person has done it since."""
    found = await database.rows(_REPORTS, author.id) if author.signed_in else []
    return [Report(unit, language, int(n), audience not in tuple(Audience)) for unit, language, n, audience in found]


async def reasons(reader: Actor, unit_id: int, language: str) -> tuple[str, ...]:
    """What readers say is wrong with a machine's text: for translators, and for the author of the original."""
    found = await database.rows(_REASONS, unit_id, language)
    if not found or not (reader.may("translate") or (reader.signed_in and found[0][1] == reader.id)):
        return ()
    return tuple(reason for reason, _ in found)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that an engine did not know, the language that it stood in there, and in how many texts."""

    word: str
    language: str
    texts: int


async def unknown_words(reader: Actor) -> list[Unknown]:
    """Words that an engine did not know in texts that this reader may read, the most frequent first. What is not in the
    original stood in the language between."""
    audiences = audiences_of(reader.roles)
    units: dict[tuple[str, str], set[int]] = {}
    for unit, listed, route, text in await database.rows(
        _UNKNOWN.format(audiences=database.places(audiences)), *audiences
    ):
        way = [each for each in route.split() if each in LANGUAGES]
        written = text.casefold()
        for word in json.loads(listed):
            at = way[0] if word.casefold() in written else way[1]
            units.setdefault((word, at), set()).add(unit)
    found = [Unknown(word, language, len(some)) for (word, language), some in units.items()]
    return sorted(found, key=lambda each: (-each.texts, each.word))[:SHOWN]
