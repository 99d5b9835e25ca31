"""A house with an author, two translators and an observer."""

from dataclasses import dataclass

import pytest

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.people.models import Account
from conference.runtime import clock
from conference.runtime.settings import Settings


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
async def cast(house: Settings) -> Cast:
    return Cast(
        rosa=await person("rosa", "Rosa Delgado", Role.DELEGATE),
        amelie=await person("amelie", "Amélie Roy", Role.TRANSLATOR),
        jorge=await person("jorge", "Jorge Ibarra", Role.TRANSLATOR, named=False),
        omar=await person("omar", "Omar", Role.OBSERVER),
    )
