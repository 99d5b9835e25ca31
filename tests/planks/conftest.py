"""A house with a drafter, a chair, a translator and an observer."""

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

    james: Actor
    claire: Actor
    amelie: Actor
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
        james=await person("james", "James Whitfield", Role.DRAFTER, Role.DELEGATE),
        claire=await person("claire", "Claire Beaulieu", Role.CHAIR),
        amelie=await person("amelie", "Amélie Roy", Role.TRANSLATOR),
        omar=await person("omar", "Omar", Role.OBSERVER),
    )
