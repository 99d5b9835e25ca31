"""The queue on both databases: in once, out once, the urgent first, whatever is killed meanwhile."""

from datetime import timedelta

import pytest

from conference.core.roles import Role
from conference.runtime import clock, database
from conference.runtime.database import shielded
from conference.translation import commands, queries
from conference.translation.machine import bell, queue, rules, texts
from conference.translation.machine.models import EngineDay, MachineText, TranslationJob
from conference.translation.machine.rules import Breaker, Owned, Rank, State
from tests.persons import person
from tests.translation.machine.conftest import Parrot, run_dry, worker

WORDS = "La planta es nuestra."


async def write(author, audience: str = "public", text: str = WORDS) -> int:
    return (await shielded(commands.write_unit(author, "es", text, audience))).id


async def jobs(**which) -> list[tuple[str, str]]:
    return [(row.language, row.state) for row in await TranslationJob.filter(**which).order_by("language")]


async def test_a_text_waits_once_for_each_language_and_is_read_when_it_is_there(switched_on, cast):
    unit = await write(cast.rosa)
    await shielded(queue.enqueue_all())
    assert await jobs(unit_id=unit) == [("en", "waiting"), ("fr", "waiting")]
    parrot = Parrot()
    await run_dry(worker(parrot))
    assert await jobs(unit_id=unit) == [("en", "done"), ("fr", "done")]
    assert parrot.heard == [WORDS, WORDS, "a", "a", "a", "a"]
    reading = (await texts.readings([unit], "fr"))[unit]
    assert (reading.text, reading.origin, reading.route) == (f"fr: {WORDS}", "machine", ("es", "fr"))


async def test_a_machine_fills_no_gap_and_outranks_nobody(switched_on, cast):
    unit = await write(cast.rosa)
    await run_dry(worker(Parrot()))
    assert await queries.missing([unit]) == {unit: ("en", "fr")}
    assert (await queries.readings([unit], "fr"))[unit].origin == "original"
    assert [lack.unit_id for lack in await queries.desk(cast.amelie, "fr")] == [unit]
    await shielded(commands.translate(cast.amelie, unit, "fr", "L’usine est à nous."))
    await shielded(commands.revise(cast.rosa, unit, "La planta no es nuestra."))
    await run_dry(worker(Parrot()))
    assert (await texts.readings([unit], "fr"))[unit].text == "L’usine est à nous."  # a person's, older: labelled so
    assert (await texts.readings([unit], "en"))[unit].text == "en: La planta no es nuestra."


async def test_a_killed_worker_loses_nothing_and_a_late_one_stores_nothing(switched_on, cast):
    unit = await write(cast.rosa)
    killed = await shielded(queue.lease({}))
    assert len(killed) == 2
    assert not await queue.anything_due()
    with clock.at(clock.now() + timedelta(seconds=rules.LEASE + 1)):
        taken = await shielded(queue.lease({}))
        assert {job.id for job in taken} == {job.id for job in killed}
        assert {job.tries for job in taken} == {2}

        async def late() -> bool:
            async with database.transaction():
                return await queue.settled(killed[0], State.DONE)

        assert not await shielded(late())
    assert await jobs(unit_id=unit) == [("en", "leased"), ("fr", "leased")]


async def test_a_text_that_is_erased_while_an_engine_has_it_is_gone_in_every_language(switched_on, cast):
    unit = await write(cast.rosa)
    await run_dry(worker(Parrot()))
    other = await write(cast.rosa)
    held = worker(Parrot())
    taken = await shielded(queue.lease({}))
    found = await texts.sources([other])
    await shielded(commands.erase(unit))
    await shielded(commands.erase(other))
    assert await MachineText.filter(unit_id=unit).count() == 0
    assert found[other].text == WORDS
    assert {job.unit for job in taken} == {other}
    await run_dry(held)
    assert await MachineText.all().count() == 0
    assert await texts.readings([unit, other], "fr") == {}


async def test_readers_come_first_then_by_rank(switched_on, cast):
    posts = [await write(cast.rosa) for _ in range(50)]
    plank = await write(cast.rosa)
    await TranslationJob.filter(unit_id__in=posts).update(rank=Rank.POST)
    await TranslationJob.filter(unit_id=plank).update(rank=Rank.PLANK)
    assert (await texts.readings([posts[48]], "fr"))[posts[48]].origin == "original"
    taken = await shielded(queue.lease(bell.wanted()))
    assert [(job.unit, job.language) for job in taken[:3]] == [(posts[48], "fr"), (plank, "en"), (plank, "fr")]
    assert len(taken) == rules.BATCH


async def test_what_leaves_the_machine_is_open_public_and_within_the_budget(switched_on, cast, monkeypatch):
    away = Parrot("away", leaves_machine=True, pairs=frozenset({("es", "en"), ("es", "fr")}))
    closed = await write(cast.rosa, "caucus:MX", "Un secreto.")
    inside = await write(cast.rosa, "conference", "Solo la sala.")
    draft = await write(cast.rosa, "public", "Un borrador.")
    posts = [await write(cast.rosa, "public", f"Diez letras {number:02}.") for number in range(50)]

    async def owned(units):
        return {unit: Owned(Rank.POST, unit != draft) for unit in units}

    monkeypatch.setattr(queue, "_owners", [owned])
    await run_dry(worker(away, leaving=True, budget=150))
    assert set(away.heard) <= {f"Diez letras {number:02}." for number in range(50)}
    assert 0 < sum(map(len, away.heard)) == (await EngineDay.get(engine="away")).characters <= 150
    assert await jobs(unit_id__in=[closed, inside, draft]) == [(each, "refused") for each in ("en",) * 3 + ("fr",) * 3]
    waiting = await TranslationJob.filter(unit_id__in=posts, state="waiting")
    assert len(waiting) + await MachineText.all().count() == 100
    assert {(job.problem, job.tries) for job in waiting} == {("budget", 0)}
    await run_dry(worker(Parrot("home"), leaving=True))
    assert await MachineText.filter(unit_id=closed).count() == 0  # refused, until an engine comes: at the next start
    await shielded(queue.enqueue_all())
    await run_dry(worker(Parrot("home")))
    assert await MachineText.filter(unit_id=closed).count() == 2


async def test_a_failing_engine_is_asked_again_as_late_as_it_wants_and_not_for_ever(switched_on, cast):
    unit = await write(cast.rosa)
    failing = worker(Parrot(fails="http-429", retry_after=120.0))
    await run_dry(failing)
    now = clock.now().timestamp()
    assert all(job.due > now + 110 for job in await TranslationJob.filter(unit_id=unit))
    moment = clock.now()
    for _ in range(rules.MOST_TRIES):
        moment += timedelta(hours=1)
        with clock.at(moment):
            await run_dry(worker(Parrot(fails="unreachable")))
    assert await jobs(unit_id=unit) == [("en", "failed"), ("fr", "failed")]
    assert {job.tries for job in await TranslationJob.filter(unit_id=unit)} == {rules.MOST_TRIES}


def test_the_breaker_rests_after_failures_and_closes_at_a_success():
    breaker = Breaker()
    for _ in range(rules.FAILURES):
        assert not breaker.resting(0.0)
        breaker = breaker.after(0.0, failed=True)
    assert breaker.resting(1.0) == rules.REST - 1
    assert not breaker.resting(rules.REST)
    again = breaker.after(rules.REST, failed=True)
    assert again.resting(rules.REST) == 2 * rules.REST
    assert breaker.after(rules.REST, failed=False) == Breaker()


@pytest.mark.parametrize(("tries", "least", "most"), [(1, 2.5, 7.5), (4, 20, 60), (30, 450, 1350)])
def test_tries_are_spread_and_never_sooner_than_asked(tries, least, most):
    waits = [rules.wait(tries, chance / 10) for chance in range(11)]
    assert (waits[0], waits[-1]) == (least, most)
    assert rules.wait(tries, 0.0, 5000.0) == 5000.0


async def test_while_the_engines_are_off_nothing_waits(house, cast):
    assert not house.machine_translation
    unit = await write(await person("eva", "Eva", Role.DELEGATE))
    assert await jobs(unit_id=unit) == []
