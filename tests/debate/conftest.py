"""A house where one plank is under debate, with two delegates, the chair, a translator and an observer."""

from dataclasses import dataclass

import pytest

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.debate.commands import open_thread
from conference.debate.models import Thread
from conference.people.models import Delegate, Delegation
from conference.planks.commands import NewBlock, NewSegment, file_plank
from conference.planks.models import Plank
from conference.runtime import clock, database
from conference.runtime.settings import Settings
from tests.persons import person


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    rosa: Actor
    marc: Actor
    claire: Actor
    amelie: Actor
    omar: Actor


@pytest.fixture
async def cast(house: Settings) -> Cast:
    cast = Cast(
        rosa=await person("rosa", "Rosa Delgado", Role.DELEGATE, named=False, delegation="MX"),
        marc=await person("marc", "Marc Roy", Role.DELEGATE),
        claire=await person("claire", "Claire Beaulieu", Role.CHAIR),
        amelie=await person("amelie", "Amélie Roy", Role.TRANSLATOR),
        omar=await person("omar", "Omar", Role.OBSERVER),
    )
    names = {"en": "Mexico", "fr": "Mexique", "es": "México"}
    mexico = await Delegation.create(code="MX", names=names, languages=["es"], position=1)
    await Delegate.create(
        account_id=cast.rosa.id,
        delegation=mexico,
        organisation="Parts workers of the Bajío",
        state="accredited",
        registered_at=clock.now(),
    )
    return cast


async def filed(cast: Cast, number: int, audience: str) -> Plank:
    block = NewBlock("p1", "paragraph", (NewSegment("p1s1", {"en": "We want less."}),))
    titles = {"en": "Hours"}
    return await database.shielded(file_plank(cast.claire, number, "plank", "en", titles, {}, (block,), audience))


@pytest.fixture
async def plank(cast: Cast) -> Plank:
    return await filed(cast, 3, "public")


@pytest.fixture
async def thread(plank: Plank) -> Thread:
    return await database.shielded(open_thread(plank, "plank"))
