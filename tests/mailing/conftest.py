"""Readers who asked for letters, and time that passes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from conference.core.actor import Actor
from conference.mailing import commands, events
from conference.mailing.commands import Wanted
from conference.mailing.models import MailNotice
from conference.mailing.rules import About, Rhythm
from conference.mailing.turns import Round
from conference.mailing.worker import Worker
from conference.runtime import clock, database
from tests.cast import Assembly

EVERYTHING = tuple(About)


@pytest.fixture
async def ready(assembly: Assembly) -> Assembly:
    """The assembly, with the outbox begun: what happens from here on is told."""
    await database.shielded(events.begin())
    return assembly


async def asks(reader: Actor, rhythm: Rhythm = Rhythm.ONCE, *, words: bool = True, **more: Any) -> None:
    """Somebody asks for letters, and opens the link by which her address is proved."""
    given = {"address": f"{reader.handle}@example.org", "about": EVERYTHING} | more
    token = await database.shielded(commands.choose(reader, Wanted(rhythm, words=words, **given)))
    if token:
        await database.shielded(commands.confirm(token))


async def gathered() -> list[MailNotice]:
    """Everything that was journalled becomes notices, and everybody's turn is looked at."""
    while await database.shielded(events.gather()):
        pass
    walk = Round()
    while await walk.step():
        pass
    return await MailNotice.all().order_by("id")


@contextmanager
def later(**by: float) -> Iterator[None]:
    with clock.at(clock.now() + timedelta(**by)):
        yield


async def sent(**by: float) -> int:
    """How many letters the server takes when so much time has passed."""
    await gathered()
    with later(**(by or {"minutes": 2})):
        return await Worker().send()
