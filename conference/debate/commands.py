"""Opening threads, posting, replying, editing, withdrawing."""

from collections.abc import Sequence

from conference.core.actor import NOBODY, Actor
from conference.core.errors import Absent, Refused
from conference.core.words import N_
from conference.debate import marks, policy, rules
from conference.debate.mine import commands as mine
from conference.debate.mine.queries import new_post, reply_to
from conference.debate.models import Post, Thread, Voice
from conference.debate.moderation import boxes, ending, leading
from conference.debate.rules import State
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.runtime import clock, database, journal
from conference.translation import commands as translation
from conference.translation.machine import queue as machine
from conference.translation.machine.rules import Owned, Rank
from conference.translation.tongues.commands import keep as keep_tongues

_NEWEST = "SELECT coalesce(max(number), 0) FROM post WHERE thread_id = ?"
_STATES = "SELECT unit_id, state FROM post WHERE unit_id IN ({units})"


async def open_thread(plank: Plank, place: str) -> Thread:
    """The thread at this place of the plank, made when there is none yet. Who reads it is settled with that."""
    rules.require_place(place)
    async with database.transaction():
        await Plank.filter(id=plank.id).select_for_update().first()
        audience = place if rules.is_caucus(place) else plank.audience
        thread, _ = await Thread.get_or_create(plank_id=plank.id, place=place, defaults={"audience": audience})
        return thread


async def post(
    actor: Actor,
    thread_id: int,
    language: str,
    text: str,
    parent: int | None = None,
    *,
    read: int | None = None,
    under_voice: bool = False,
    claim: str = "",
    tongues: str = "",
) -> Post:
    """Say something in a thread, or reply to post `parent` (its id), of which the actor has `read` this revision (none:
    the present one); `under_voice`: under her pseudonym on this plank; `claim`: what it is in her own word;
    `tongues`: the language of each paragraph, where she says that they are in several."""
    async with database.transaction():
        voice = await _voice(actor, thread_id) if under_voice else None
        thread = await _locked_thread(thread_id)
        if not actor.reads(thread.audience):
            raise Absent
        policy.may_speak(actor, thread.audience).require()
        assert actor.id is not None, "who may speak has an account"
        await leading.take_turn(actor, thread, under_voice=under_voice)
        above = await _parent(thread, parent)
        number = (await database.rows(_NEWEST, thread.id))[0][0] + 1
        unit = await translation.lay(None if voice else actor.id, language, {language: text}, thread.audience)
        await keep_tongues(unit.id, tongues)
        made = await Post.create(
            thread_id=thread.id,
            parent_id=above.id if above else None,
            number=number,
            path=rules.path(above.path if above else "", number),
            depth=above.depth + 1 if above else 0,
            author_id=None if voice else actor.id,
            voice_id=voice.id if voice else None,
            unit_id=unit.id,
            state=State.STANDING,
            created_at=clock.now(),
            answered_revision=await _revision(above, read) if above else None,
            claim=rules.claim_of(claim),
        )
        await boxes.settle(unit.id)
        await mine.discard_draft(actor, reply_to(above.id) if above else new_post(thread.plank_id, thread.place))
        if voice is None:  # how far she has read must not tell whose the voice is
            await mine.note_read(actor, thread.id, ((number, number),))
        await _changed(thread, "post-made", actor, made, text)
        return made


async def speak(
    actor: Actor,
    plank_number: int,
    place: str,
    language: str,
    text: str,
    parent: int | None = None,
    *,
    read: int | None = None,
    under_voice: bool = False,
    claim: str = "",
    tongues: str = "",
) -> Post:
    """Say something at a place of a plank where there may be no thread yet: the plank itself, a block it has, or the
    room of one's delegation."""
    rules.require_place(place)
    async with database.transaction():
        plank = await planks.visible(actor, plank_number)
        if rules.is_caucus(place) and not actor.reads(place):
            raise Absent
        policy.may_speak(actor, plank.audience).require()
        kind, _, block = place.partition(":")
        if kind == "block" and block not in await planks.plank_texts(plank.id, plank.version):
            raise Absent
        if kind == "amendment" and not await Thread.filter(plank_id=plank.id, place=place).exists():
            raise Absent
        thread = await open_thread(plank, place)
        return await post(
            actor, thread.id, language, text, parent, read=read, under_voice=under_voice, claim=claim, tongues=tongues
        )


async def edit(actor: Actor, post_id: int, text: str, tongues: str = "") -> Post:
    """Change one's own words; their translations are outdated from now on. `tongues` as when they were said."""
    async with database.transaction():
        thread, found = await locked_post(actor, post_id)
        policy.may_edit(actor, found.state, own=await owns(actor, thread, found)).require()
        await leading.require_open(thread)
        if found.voice_id is None:
            await translation.revise(actor, found.unit_id, text)
        else:
            await translation.revise_unsigned(found.unit_id, text)
        await keep_tongues(found.unit_id, tongues)
        await boxes.settle(found.unit_id)
        found.edited_at = clock.now()
        await found.save(update_fields=["edited_at"])
        await _changed(thread, "post-edited", actor, found, text)
        return found


async def mark(actor: Actor, post_id: int, claim: str) -> Post:
    """Say what one's own post is: a demand, a constraint, a means, or (empty) none of these."""
    async with database.transaction():
        thread, found = await locked_post(actor, post_id)
        policy.may_edit(actor, found.state, own=await owns(actor, thread, found)).require()
        await leading.require_open(thread)
        found.claim = rules.claim_of(claim)
        await found.save(update_fields=["claim"])
        await _changed(thread, "post-marked", actor, found, found.claim)
        return found


async def withdraw(actor: Actor, post_id: int) -> Post:
    """Take a post away: its words are gone in every language and revision, its place and its replies stay."""
    async with database.transaction():
        thread, found = await locked_post(actor, post_id)
        own = await owns(actor, thread, found)
        policy.may_withdraw(actor, found.state, own=own).require()
        found.state, found.claim = State.WITHDRAWN if own else State.REMOVED, ""
        await found.save(update_fields=["state", "claim"])
        await translation.erase(found.unit_id)
        await ending.gone(found)
        await _changed(thread, "post-withdrawn" if own else "post-removed", actor, found, None)
    await database.empty_log()
    return found


async def _voice(actor: Actor, thread_id: int) -> Voice:
    """The actor's pseudonym on the plank of this thread, made with her first words under it."""
    thread = await Thread.get_or_none(id=thread_id)
    if thread is None or not actor.reads(thread.audience):
        raise Absent
    policy.may_use_voice(actor, thread.place).require()
    await Plank.filter(id=thread.plank_id).select_for_update().first()
    owner = marks.voice(actor.id or 0, thread.plank_id)
    found = await Voice.get_or_none(plank_id=thread.plank_id, owner=owner)
    number = await Voice.filter(plank_id=thread.plank_id).count() + 1
    return found or await Voice.create(plank_id=thread.plank_id, owner=owner, number=number)


async def owns(actor: Actor, thread: Thread, post: Post) -> bool:
    """Whether a post is the actor's own, under her name or under her voice."""
    if actor.id is None or post.voice_id is None:
        return actor.id is not None and post.author_id == actor.id
    return await Voice.filter(id=post.voice_id, owner=marks.voice(actor.id, thread.plank_id)).exists()


async def _revision(above: Post, read: int | None) -> int:
    """The revision that was read: no later one than there is."""
    found = (await database.rows("SELECT revision FROM text_unit WHERE id = ?", above.unit_id))[0][0]
    return max(1, min(int(found) if read is None else read, int(found)))


async def _locked_thread(thread_id: int) -> Thread:
    thread = await Thread.filter(id=thread_id).select_for_update().first()
    if thread is None:
        raise Absent
    return thread


async def locked_post(actor: Actor, post_id: int) -> tuple[Thread, Post]:
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
    """The journal names nobody for what a voice did itself: it would be the same name as for all else she does."""
    thread.version += 1
    await thread.save(update_fields=["version"])
    by = NOBODY if post.voice_id is not None and post.state != State.REMOVED else actor
    journal.record(verb, topic=f"post-{post.id}", by=by, decided=[post.id, text], also=(f"thread-{thread.id}",))


async def _threads_of(unit_id: int) -> tuple[str, ...]:
    """The thread whose pages show this unit: of a post, or none."""
    found = await Post.get_or_none(unit_id=unit_id)
    return (f"thread-{found.thread_id}",) if found is not None else ()


translation.shown_in(_threads_of)


async def _owned(units: Sequence[int]) -> dict[int, Owned]:
    """Which of these units are posts, for the engines' queue."""
    found = await database.rows(_STATES.format(units=database.places(units)), *units)
    return {unit: Owned(Rank.POST, state == State.STANDING) for unit, state in found}


machine.owned_by(_owned)
