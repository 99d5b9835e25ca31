"""A house with an author, two translators and an observer, on SQLite."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tortoise import Tortoise

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.people.models import Account
from conference.runtime import clock, database
from conference.runtime.settings import load

NAMES = ("runtime", "people", "translation", "planks", "debate")
MODELS = [f"conference.{name}.models" for name in NAMES]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[None]:
    await database.connect(load(tmp_path), MODELS)
    await Tortoise.generate_schemas()
    yield
    await database.disconnect()


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    rosa: Actor
    amelie: Actor
    jorge: Actor
    omar: Actor


async def person(handle: str, name: str, *roles: Role, named: bool = True, delegation: str | None = None) -> Actor:
    """An account in the database, and the actor that she is."""
    account = await Account.create(
        handle=handle, opaque=f"x-{handle}", name=name, languages=["es"], named=named, created_at=clock.now()
    )
    granted = frozenset({Role.PUBLIC, Role.MEMBER, *roles})
    return Actor(account.id, handle, name, granted, delegation, ("es",), account.opaque, named)


@pytest.fixture
async def cast(house: None) -> Cast:
    return Cast(
        rosa=await person("rosa", "Rosa Delgado", Role.DELEGATE),
        amelie=await person("amelie", "Amélie Roy", Role.TRANSLATOR),
        jorge=await person("jorge", "Jorge Ibarra", Role.TRANSLATOR, named=False),
        omar=await person("omar", "Omar", Role.OBSERVER),
    )
