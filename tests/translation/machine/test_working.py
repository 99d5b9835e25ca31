"""The worker with the real Apertium: within seconds, by its route, by the glossary, whatever is killed under it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from conference.core.actor import HOUSE, Actor
from conference.core.roles import Role
from conference.runtime import database
from conference.runtime import settings as chosen
from conference.runtime.database import shielded
from conference.runtime.settings import Settings
from conference.slices import MODELS
from conference.translation import commands
from conference.translation.engines import Choices, installation
from conference.translation.engines.apertium import Apertium
from conference.translation.glossary import Form, read_file
from conference.translation.machine import texts
from conference.translation.machine.models import MachineText, TranslationJob
from conference.translation.machine.worker import Worker
from conference.translation.terms import commands as terms
from conference.translation.terms.queries import glossary
from tests.conftest import forget
from tests.faults.servers import nursery
from tests.persons import person
from tests.translation.engines.conftest import TERMBASE, need
from tests.translation.machine.conftest import run_dry

FRENCH = "Le syndicat refuse les heures supplémentaires."
SECONDS = 60.0


@pytest.fixture
async def author(sqlite_settings: Settings) -> AsyncIterator[Actor]:
    """Somebody who writes, in a house on SQLite with the real engine, and with the glossary."""
    mend = installation.look().mend
    need(not mend, f"Apertium is missing: install it, on Debian with `{mend}`.")
    forget()
    await database.connect(sqlite_settings.model_copy(update={"machine_translation": True}), MODELS)
    await shielded(terms.take_over(HOUSE, read_file(TERMBASE)))
    yield await person("marc", "Marc Roy", Role.DELEGATE)
    await database.disconnect()
    forget()


async def write(author: Actor, text: str = FRENCH) -> int:
    return (await shielded(commands.write_unit(author, "fr", text, "public"))).id


async def all_done(units: list[int]) -> None:
    async with asyncio.timeout(SECONDS):
        while await TranslationJob.filter(unit_id__in=units).exclude(state="done").exists():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_a_post_is_read_by_its_route_and_an_edited_term_changes_it(author):
    engine = Apertium(chosen.current().data / "engines")
    worker = Worker([engine], Choices(), 0)
    running = asyncio.create_task(worker.run())
    try:
        unit = await write(author)
        await all_done([unit])
        spanish = (await texts.readings([unit], "es"))[unit]
        assert (spanish.text, spanish.route) == ("El sindicato rechaza el tiempo extra.", ("fr", "es"))
        english = (await texts.readings([unit], "en"))[unit]
        assert english.route == ("fr", "es", "en")
        assert "union" in english.text
        assert "overtime" in english.text
        (union,) = [each for each in (await glossary()).terms if each.id == "union"]
        gremio = replace(union, forms={**union.forms, "es": Form("gremio", "gremios", "m", "MX")})
        await shielded(terms.write(HOUSE, gremio, 1))
        await all_done([unit])
        assert (await texts.readings([unit], "es"))[unit].text == "El gremio rechaza el tiempo extra."
    finally:
        running.cancel()
        await worker.aclose()


async def test_a_stage_killed_in_the_middle_loses_nothing_and_says_nothing_false(author):
    engine = Apertium(chosen.current().data / "engines")
    worker = Worker([engine], Choices(), 0)
    units = [await write(author, f"Le syndicat a {number} sections.") for number in range(20, 40)]
    killed = 0

    async def kill() -> None:
        nonlocal killed
        while True:
            for direction in list(engine._directions.values()):
                if direction.pipeline.is_running and killed < 6:
                    os.kill(direction.pipeline.processes[3], signal.SIGKILL)
                    killed += 1
            await asyncio.sleep(0.03)

    killing = asyncio.create_task(kill())
    try:
        async with asyncio.timeout(SECONDS):
            while await TranslationJob.exclude(state="done").exists():
                await TranslationJob.filter(state="waiting").update(due=0)
                await run_dry(worker)
    finally:
        killing.cancel()
        await worker.aclose()
    assert killed
    read = await texts.readings(units, "es")
    for number, unit in enumerate(units, start=20):
        assert "sindicato" in read[unit].text
        assert str(number) in read[unit].text


async def test_a_server_killed_in_the_middle_of_the_queue_loses_no_job(author, sqlite_settings, monkeypatch):
    monkeypatch.setenv("CONFERENCE_MACHINE_TRANSLATION", "true")
    units = [await write(author, f"Le syndicat a {number} sections.") for number in range(20, 50)]
    async with nursery(sqlite_settings) as servers:
        first = await servers.server()
        async with asyncio.timeout(SECONDS):
            while not await MachineText.all().exists():  # noqa: ASYNC110 -- another process writes
                await asyncio.sleep(0.005)
        first.kill()
        left = await TranslationJob.exclude(state="done").count()
        assert left, "the server was killed with nothing to do"
        second = await servers.server()
        await all_done(units)
        second.kill()
    assert await MachineText.all().count() == 60
    read = await texts.readings(units, "es")
    assert all("sindicato" in reading.text for reading in read.values())
