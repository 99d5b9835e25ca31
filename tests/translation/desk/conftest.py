"""The assembly, with a second translator, and a few posts in it."""

from dataclasses import dataclass

import pytest

from conference.core.actor import HOUSE, Actor
from conference.core.roles import Role
from conference.debate import commands as debate
from conference.debate.models import Post
from conference.people import commands as people
from conference.people.queries import actor_of
from conference.planks.models import Plank
from conference.runtime.database import shielded
from tests.cast import Assembly


@dataclass(frozen=True)
class Room:
    """Who works at the desk, and how words come to lie on it."""

    assembly: Assembly
    amelie: Actor
    jorge: Actor

    async def says(self, who: str, language: str, text: str, place: str = "plank") -> Post:
        """A post on plank 1."""
        thread = await shielded(debate.open_thread(await Plank.get(number=1), place))
        return await shielded(debate.post(getattr(self.assembly, who), thread.id, language, text))


@pytest.fixture
async def room(assembly: Assembly) -> Room:
    await shielded(people.add_account(HOUSE, "tere", "Teresa Ruiz", None, ["es"], named=True))
    await shielded(people.grant(HOUSE, "tere", Role.TRANSLATOR))
    return Room(assembly, assembly.amelie, await actor_of("tere"))
