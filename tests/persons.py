"""One person at a time."""

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.people.models import Account
from conference.runtime import clock


async def person(handle: str, name: str, *roles: Role, named: bool = True, delegation: str | None = None) -> Actor:
    """An account in the database, and the actor that she is: for rooms that need no whole assembly."""
    account = await Account.create(
        handle=handle, opaque=f"x-{handle}", name=name, languages=["es"], named=named, created_at=clock.now()
    )
    granted = frozenset({Role.PUBLIC, Role.MEMBER, *roles})
    return Actor(account.id, handle, name, granted, delegation, ("es",), account.opaque, named)
