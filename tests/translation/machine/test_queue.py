"""The queue on both databases: in once, out once, the urgent first, whatever is killed meanwhile."""

import asyncio
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


async def test_fifty_posts_burn_no_budget_at_a_service_that_is_away(switched_on, cast):
    """It is asked a few times and then left alone; what it never took is not counted; the posts wait without a try."""
    units = [await write(cast.rosa, text=f"Somos {number} en la línea.") for number in range(50)]
    away = Parrot("away", leaves_machine=True, pairs=frozenset({("es", "en"), ("es", "fr")}), fails="unreachable")
    posts = {unit: Owned(Rank.POST, True) for unit in units}
    queue.owned_by(lambda wanted: _given(posts, wanted))
    try:
        trying = worker(away, leaving=True, budget=100_000)
        await run_dry(trying)
        assert 0 < len(away.heard) <= (rules.FAILURES + 1) * rules.BATCH, "not every post was tried at a dead service"
        assert (await EngineDay.get(engine="away")).characters == 0
        assert await TranslationJob.filter(unit_id__in=units, state="waiting").count() == 100
        assert await TranslationJob.filter(unit_id__in=units, problem="resting", tries=0).count() > 0
        away.fails = ""
        trying.guards[0].breaker = Breaker()
        with clock.at(clock.now() + timedelta(hours=1)):
            await run_dry(trying)
        assert await MachineText.filter(unit_id__in=units).count() == 100
        sent = sum(len(f"Somos {number} en la línea.") for number in range(50))
        assert await EngineDay.all().values_list("characters", flat=True) == [2 * sent]
    finally:
        queue._owners.pop()


async def _given(known: dict[int, Owned], wanted) -> dict[int, Owned]:
    return {unit: known[unit] for unit in wanted if unit in known}


def test_a_job_is_given_up_at_its_deadline_or_after_its_last_try_and_waits_patiently_for_a_budget():
    assert rules.after_failure(1, 100.0, 200.0, (), 50.0) == rules.Verdict(State.WAITING, 150.0)
    assert rules.after_failure(1, 100.0, 200.0, (), 101.0).state is State.FAILED
    assert rules.after_failure(1, 100.0, 200.0, ("budget",), 101.0).state is State.FAILED
    assert rules.after_failure(rules.MOST_TRIES, 100.0, 900.0, (), 1.0).state is State.FAILED
    patient = rules.after_failure(rules.MOST_TRIES, 100.0, 900.0, ("resting",), 1.0)
    assert (patient.state, patient.counts) == (State.WAITING, False)


async def test_fifty_posts_at_once_wait_once_each_and_a_reader_comes_before_them_all(switched_on, cast):
    units = await asyncio.gather(*(write(cast.rosa, text=f"Somos {number}.") for number in range(50)))
    assert await TranslationJob.filter(unit_id__in=units).count() == 100
    last = units[-1]
    await texts.readings([last], "fr")
    parrot = Parrot()
    one = worker(parrot)
    assert await one.work()
    assert "Somos 49." in parrot.heard, "the first batch holds what a reader waits for"
    assert len(parrot.heard) <= rules.BATCH, "and is short, so that the next reader waits for no long row"


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
