"""The demo's people, as steps of the story: delegations, accounts, registrations, credentials, roles."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from conference.core.actor import HOUSE
from conference.core.roles import Role
from conference.demo.files import after, offset
from conference.demo.story import Story
from conference.people import commands as people
from conference.people.rules import VOTING_ROLES, Application

Entry = dict[str, Any]
SOON = timedelta(minutes=10)


def tell(story: Story, cast: Mapping[str, Any]) -> None:
    """The organizer first, then the delegations, then everybody in the order in which they came."""
    organizer, *everybody = cast["person"]
    committee = {each["delegation"]: each["handle"] for each in everybody if Role.CREDENTIALS in each["roles"]}
    arrived = offset(organizer["registered"])
    story.step(arrived, partial(_found, organizer))
    story.step(arrived + SOON, partial(_add_delegations, story, organizer["handle"], cast["delegation"]))
    for person in everybody:
        if Role.TRANSLATOR in person["roles"]:
            story.translators[frozenset(person["languages"])] = person["handle"]
        _tell_person(story, organizer["handle"], committee, person)


def _tell_person(story: Story, organizer: str, committee: Mapping[str, str], person: Entry) -> None:
    at, handle = offset(person["registered"]), person["handle"]
    if VOTING_ROLES.isdisjoint(person["roles"]):
        story.step(at, partial(_add, story, organizer, person))
    else:
        story.step(at, partial(_register, story, organizer, person))
        at = after(at, handle, 600, 2400)
        story.step(at, partial(_accredit, story, committee[person["delegation"]], handle))
    for role in person["roles"]:
        if role not in VOTING_ROLES:
            story.step(at + SOON, partial(_grant, story, organizer, handle, role))


async def _found(organizer: Entry) -> None:
    """The first account: nobody is there yet who could make it, so the house does."""
    await people.add_account(HOUSE, *_account(organizer))
    await people.grant(HOUSE, organizer["handle"], Role.ORGANIZER)


def _account(person: Entry) -> tuple[str, str, str, list[str], bool, dict[str, str]]:
    """Nobody in the demo has a password: its page of the cast signs in as anybody."""
    return (
        person["handle"],
        person["name"],
        person["email"],
        person["languages"],
        person["named"],
        person["about"],
    )


async def _add_delegations(story: Story, organizer: str, delegations: list[Entry]) -> None:
    for each in delegations:
        await people.add_delegation(await story.actor(organizer), each["code"], each["name"], each["languages"])


async def _add(story: Story, organizer: str, person: Entry) -> None:
    await people.add_account(await story.actor(organizer), *_account(person))


async def _register(story: Story, organizer: str, person: Entry) -> None:
    application = Application(
        name=person["name"],
        email=person["email"],
        delegation=person["delegation"],
        organisation=person["organisation"][person["languages"][0]],
        languages=tuple(person["languages"]),
        named=person["named"],
        alternate=Role.ALTERNATE in person["roles"],
    )
    account = await people.register(
        await story.actor(organizer), application, handle=person["handle"], about=person["about"]
    )
    story.accounts[person["handle"]] = account.id


async def _accredit(story: Story, member: str, handle: str) -> None:
    await people.accredit(await story.actor(member), story.accounts[handle])


async def _grant(story: Story, organizer: str, handle: str, role: str) -> None:
    await people.grant(await story.actor(organizer), handle, role)
