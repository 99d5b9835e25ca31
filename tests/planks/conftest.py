"""A house with a drafter, a chair, a translator and an observer."""

from dataclasses import dataclass

import pytest

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.runtime.settings import Settings
from tests.persons import person


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    james: Actor
    claire: Actor
    amelie: Actor
    omar: Actor


@pytest.fixture
async def cast(house: Settings) -> Cast:
    return Cast(
        james=await person("james", "James Whitfield", Role.DRAFTER, Role.DELEGATE),
        claire=await person("claire", "Claire Beaulieu", Role.CHAIR),
        amelie=await person("amelie", "Amélie Roy", Role.TRANSLATOR),
        omar=await person("omar", "Omar", Role.OBSERVER),
    )
