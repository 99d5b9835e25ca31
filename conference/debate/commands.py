"""Opening threads, posting, replying, editing, withdrawing."""

from conference.core.actor import Actor
from conference.core.errors import Absent, Refused
from conference.core.words import N_
from conference.debate import policy, rules
from conference.debate.models import Post, Thread
from conference.debate.rules import State
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.runtime import clock, database, journal
from conference.translation import commands as translation


async def open_thread(plank: Plank, place: str) -> Thread:
    """The thread at this place of the plank, made when there is none yet."""
    rules.require_place(place)
    async with database.transaction():
        await Plank.filter(id=plank.id).select_for_update().first()
        thread, _ = await Thread.get_or_create(plank_id=plank.id, place=place, defaults={"audience": plank.audience})
        return thread


async def post(actor: Actor, thread_id: int, language: str, text: str, parent: int | None = None) -> Post:
    """Say something in a thread, or reply to post `parent` (its id)."""
    async with database.transaction():
        thread = await _locked_thread(thread_id)
        policy.may_speak(actor, thread.audience).require()
        assert actor.id is not None, "who may speak has an account"
        above = await _parent(thread, parent)
        number = await Post.filter(thread_id=thread.id).count() + 1
        unit = await translation.write_unit(actor, language, text, thread.audience)
        made = await Post.create(
            thread_id=thread.id,
            parent_id=above.id if above else None,
            number=number,
            path=rules.path(above.path if above else "", number),
            depth=above.depth + 1 if above else 0,
            author_id=actor.id,
            unit_id=unit.id,
            state=State.STANDING,
            created_at=clock.now(),
        )
        await _changed(thread, "post-made", actor, made, text)
        return made


async def speak(
    actor: Actor, plank_number: int, place: str, language: str, text: str, parent: int | None = None
) -> Post:
    """Say something at a place of a plank where there may be no thread yet: the plank itself, or a block it has."""
    async with database.transaction():
        plank = await planks.visible(actor, plank_number)
        policy.may_speak(actor, plank.audience).require()
        kind, _, block = place.partition(":")
        if kind == "block" and block not in await planks.plank_texts(plank.id, plank.version):
            raise Absent
        if kind == "amendment" and not await Thread.filter(plank_id=plank.id, place=place).exists():
            raise Absent
        thread = await open_thread(plank, place)
        return await post(actor, thread.id, language, text, parent)


async def edit(actor: Actor, post_id: int, text: str) -> Post:
    """Change one's own words; their translations are outdated from now on."""
    async with database.transaction():
        thread, found = await _locked_post(actor, post_id)
        policy.may_edit(actor, found.author_id, found.state).require()
        await translation.revise(actor, found.unit_id, text)
        found.edited_at = clock.now()
        await found.save(update_fields=["edited_at"])
        await _changed(thread, "post-edited", actor, found, text)
        return found


async def withdraw(actor: Actor, post_id: int) -> Post:
    """Take a post away: its words are gone in every language, its place and its replies stay."""
    async with database.transaction():
        thread, found = await _locked_post(actor, post_id)
        policy.may_withdraw(actor, found.author_id, found.state).require()
        own = found.author_id == actor.id
        found.state = State.WITHDRAWN if own else State.REMOVED
        await found.save(update_fields=["state"])
        await translation.erase(found.unit_id)
        await _changed(thread, "post-withdrawn" if own else "post-removed", actor, found, None)
        return found


async def _locked_thread(thread_id: int) -> Thread:
    thread = await Thread.filter(id=thread_id).select_for_update().first()
    if thread is None:
        raise Absent
    return thread


async def _locked_post(actor: Actor, post_id: int) -> tuple[Thread, Post]:
    """The thread first, so that everybody takes the locks in the same order."""
    found = await Post.get_or_none(id=post_id)
    if found is None:
        raise Absent
    thread = await _locked_thread(found.thread_id)
    if not actor.reads(thread.audience):
        raise Absent
    return thread, await Post.get(id=post_id)


async def _parent(thread: Thread, parent: int | None) -> Post | None:
    if parent is None:
        return None
    above = await Post.get_or_none(id=parent, thread_id=thread.id)
    if above is None:
        raise Absent
    if above.state != State.STANDING:
        raise Refused("post-gone", N_("The post that you reply to is no longer there."))
    return above


async def _changed(thread: Thread, verb: str, actor: Actor, post: Post, text: str | None) -> None:
    thread.version += 1
    await thread.save(update_fields=["version"])
    journal.record(verb, topic=f"post-{post.id}", by=actor, decided=[post.id, text], also=(f"thread-{thread.id}",))


async def _threads_of(unit_id: int) -> tuple[str, ...]:
    """The thread whose pages show this unit: of a post, or none."""
    found = await Post.get_or_none(unit_id=unit_id)
    return (f"thread-{found.thread_id}",) if found is not None else ()


translation.shown_in(_threads_of)
