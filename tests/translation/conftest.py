"""A house with an author, two translators and an observer."""

from dataclasses import dataclass

import pytest

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.runtime.settings import Settings
from tests.persons import person


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    rosa: Actor
    amelie: Actor
    jorge: Actor
    omar: Actor


@pytest.fixture
async def cast(house: Settings) -> Cast:
    return Cast(
        rosa=await person("rosa", "Rosa Delgado", Role.DELEGATE),
        amelie=await person("amelie", "Amélie Roy", Role.TRANSLATOR),
        jorge=await person("jorge", "Jorge Ibarra", Role.TRANSLATOR, named=False),
        omar=await person("omar", "Omar", Role.OBSERVER),
    )
