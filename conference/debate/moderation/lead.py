"""Slowing, closing and opening a thread, and giving one person the floor in it."""

from conference.core.actor import Actor
from conference.core.errors import Absent, Refused
from conference.core.words import N_
from conference.debate import commands as posts
from conference.debate.models import Thread
from conference.debate.moderation import policy, rules
from conference.debate.moderation.models import Floor, Lead
from conference.runtime import clock, database, journal
from conference.translation import commands as translation


async def slow(actor: Actor, thread_id: int, minutes: int) -> None:
    """From now on one post in so many minutes for each person; 0: as many as she likes."""
    async with database.transaction():
        thread, lead = await _lead(actor, thread_id)
        if not 0 <= minutes <= rules.SLOWEST:
            raise Refused(
                "too-slow", N_("Please give a number from %(least)s to %(most)s."), least=0, most=rules.SLOWEST
            )
        lead.minutes = minutes
        await lead.save()
        _note("thread-slowed", actor, thread, minutes)


async def close(actor: Actor, thread_id: int, language: str, reason: str) -> None:
    """Nothing more is said here, for a reason that everybody reads."""
    async with database.transaction():
        thread, lead = await _lead(actor, thread_id)
        if lead.closed_at is not None:
            return
        unit = await translation.write_unit(actor, language, reason, thread.audience)
        lead.closed_at, lead.reason_id = clock.now(), unit.id
        await lead.save()
        _note("thread-closed", actor, thread, reason)


async def reopen(actor: Actor, thread_id: int) -> None:
    async with database.transaction():
        thread, lead = await _lead(actor, thread_id)
        if lead.closed_at is None:
            return
        lead.closed_at, lead.reason_id = None, None
        await lead.save()
        _note("thread-reopened", actor, thread, None)


async def give_floor(actor: Actor, post_id: int) -> None:
    """The author of a post may say one more thing in its thread, whether it is closed or slow. She is given it as she
    spoke: by name, or as that voice."""
    async with database.transaction():
        thread, found = await posts.locked_post(actor, post_id)
        policy.may_lead(actor).require()
        whose = {"voice_id": found.voice_id} if found.voice_id else {"account_id": found.author_id}
        if await Floor.filter(thread_id=thread.id, used_at=None, **whose).exists():
            return
        await Floor.create(thread_id=thread.id, given_by_id=actor.id, given_at=clock.now(), **whose)
        _note("floor-given", actor, thread, found.id)


async def _lead(actor: Actor, thread_id: int) -> tuple[Thread, Lead]:
    thread = await Thread.filter(id=thread_id).select_for_update().first()
    if thread is None or not actor.reads(thread.audience):
        raise Absent
    policy.may_lead(actor).require()
    return thread, await Lead.get_or_none(thread_id=thread_id) or Lead(thread_id=thread_id)


def _note(verb: str, by: Actor, thread: Thread, decided: object) -> None:
    journal.record(verb, topic=f"thread-{thread.id}", by=by, decided=[thread.id, decided])
