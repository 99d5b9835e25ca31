"""The rows themselves: amendments as a reader may see them, locked for a command, and the rules in force."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tortoise.queryset import QuerySet

from conference.amendments.models import Amendment, Cosigner, Kept, Objection
from conference.amendments.rules import State
from conference.amendments.terms import Terms, of_data
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.roles import audiences_of
from conference.people import queries as people
from conference.people.models import Delegate
from conference.people.rules import State as Credentials
from conference.runtime import database, settings


def visible_to(reader: Actor) -> QuerySet[Amendment]:
    """The amendments of the planks that this reader may read."""
    return Amendment.filter(plank__audience__in=audiences_of(reader.roles))


async def row(reader: Actor, number: int) -> Amendment:
    """The facts of one amendment, with its plank. Raises `Absent`."""
    found = await visible_to(reader).select_related("plank").get_or_none(number=number)
    if found is None:
        raise Absent
    return found


async def for_update(reader: Actor, number: int) -> Amendment:
    """The same, locked for the open transaction."""
    found = await row(reader, number)
    locked = await Amendment.filter(id=found.id).select_for_update().first()
    assert locked is not None
    locked.plank = found.plank
    return locked


async def cosigner_ids(amendment: Amendment) -> frozenset[int]:
    """The account keys of those who stand behind it."""
    return frozenset(each.account_id for each in await Cosigner.filter(amendment_id=amendment.id))


async def objector_ids(amendment: Amendment) -> frozenset[int]:
    """The account keys of those who asked for a vote on it since it was last announced."""
    return frozenset(each.account_id for each in await Objection.filter(amendment_id=amendment.id))


async def terms() -> Terms:
    """The rules that amendments are filed by, as they stand now."""
    newest = await database.rows('SELECT "values" FROM amendment_terms ORDER BY id DESC LIMIT 1')
    return of_data(database.unpacked(newest[0][0])) if newest else Terms(cosigners=settings.current().cosigners_needed)


async def delegations(accounts: Iterable[int]) -> dict[int, str]:
    """The delegation of each account that has one."""
    found = await people.people(accounts)
    return {key: each.delegation.code for key, each in found.items() if each.delegation}


async def delegation_sizes() -> dict[str, int]:
    """How many accredited delegates each delegation has, alternates left out."""
    sizes: dict[str, int] = {}
    seats = Delegate.filter(state=Credentials.ACCREDITED, alternate=False)
    for each in await seats.select_related("delegation"):
        sizes[each.delegation.code] = sizes.get(each.delegation.code, 0) + 1
    return sizes


def take_over_until(amendment: Amendment, found: Terms) -> datetime | None:
    """Until when somebody may take over what was withdrawn."""
    withdrawn = amendment.settled_at if amendment.state == State.WITHDRAWN else None
    return withdrawn + timedelta(minutes=found.take_over_minutes) if withdrawn else None


def objections_until(amendment: Amendment, found: Terms) -> datetime | None:
    """Until when delegates may ask for a vote on what the movers accepted."""
    announced = amendment.announced_at if amendment.state == State.ANNOUNCED else None
    return announced + timedelta(minutes=found.objection_minutes) if announced else None


async def master(amendment: Amendment) -> int | None:
    """Whose text it changes: who filed the plank, or who moved the amendment above."""
    if amendment.parent_id is None:
        return amendment.plank.filed_by_id
    upper = await Amendment.get_or_none(id=amendment.parent_id)
    return upper.mover_id if upper else None


async def kept(owner: Actor) -> list[Kept]:
    """The reader's own drafts, the newest first."""
    found = Kept.filter(owner_id=owner.id or 0).select_related("plank", "parent")
    return list(await found.order_by("-kept_at", "-id"))


async def kept_one(owner: Actor, key: int) -> Kept:
    """One of the reader's own drafts. Raises `Absent`."""
    found = await Kept.filter(id=key, owner_id=owner.id or 0).select_related("plank", "parent").first()
    if found is None:
        raise Absent
    return found
