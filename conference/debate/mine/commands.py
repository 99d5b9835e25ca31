"""Noting what was read, keeping and discarding drafts, following and no longer following."""

from collections.abc import Iterable
from datetime import timedelta

from conference.core.actor import Actor
from conference.core.errors import Absent, Refused
from conference.core.words import N_
from conference.debate import marks
from conference.debate.mine import ranges as rules
from conference.debate.mine.ranges import Range
from conference.debate.models import Follow, Post, PostDraft
from conference.people import queries as people
from conference.planks import queries as planks
from conference.runtime import clock, database
from conference.text.words import clean
from conference.translation.rules import LONGEST

KEPT_FOR = timedelta(days=60)
_NEWEST = "SELECT coalesce(max(number), 0) FROM post WHERE thread_id = ?"
_FIRST_ROW = (
    "INSERT INTO reading (account_id, thread_id, ranges) VALUES (?, ?, '') "
    "ON CONFLICT (account_id, thread_id) DO NOTHING"
)


async def note_read(actor: Actor, thread_id: int, ranges: Iterable[Range] | None = None) -> None:
    """The actor has read these numbers of a thread that is open to her, or all there are."""
    async with database.transaction():
        newest = int((await database.rows(_NEWEST, thread_id))[0][0])
        added = ((1, newest),) if ranges is None else rules.until(ranges, newest)
        if not newest or not added:
            return
        await database.execute(_FIRST_ROW, actor.id, thread_id)
        lock = "" if database.on_sqlite() else " FOR UPDATE"
        sql = f"SELECT ranges FROM reading WHERE account_id = ? AND thread_id = ?{lock}"  # noqa: S608 -- words of ours
        known = rules.parsed(str((await database.rows(sql, actor.id, thread_id))[0][0]))
        text = rules.written(rules.joined((*known, *added)))
        sql = "UPDATE reading SET ranges = ? WHERE account_id = ? AND thread_id = ?"
        await database.execute(sql, text, actor.id, thread_id)


async def keep_draft(
    actor: Actor, place: str, language: str, text: str, *, voice: bool = False, claim: str = ""
) -> None:
    """Keep words that are not sent yet, instead of what was kept at this place; nothing written, nothing kept."""
    assert actor.id is not None, "a visitor has no drafts"
    async with database.transaction():
        written = clean(text).rstrip()
        if len(written) > LONGEST:
            raise Refused("text-too-long", N_("A text may hold at most %(most)s characters."), most=LONGEST)
        owner = marks.draft(actor.id, place)
        if not written.strip():
            await PostDraft.filter(owner=owner).delete()
            return
        kept = {"language": language, "text": written, "voice": voice, "claim": claim, "saved_at": clock.now()}
        await PostDraft.update_or_create(owner=owner, defaults=kept)
        await PostDraft.filter(saved_at__lt=clock.now() - KEPT_FOR).delete()


async def discard_draft(actor: Actor, place: str) -> None:
    async with database.transaction():
        await PostDraft.filter(owner=marks.draft(actor.id or 0, place)).delete()


async def follow_plank(actor: Actor, number: int) -> None:
    await _follow(actor, "plank", (await planks.visible(actor, number)).id)


async def follow_thread(actor: Actor, thread_id: int) -> None:
    """Of a thread that is open to the actor."""
    await _follow(actor, "thread", thread_id)


async def follow_author(actor: Actor, post_id: int) -> None:
    """Hear of what the author of a post says from now on. Raises `Absent` for a pseudonym, for somebody whom the actor
    may not see named, and for herself."""
    found = await Post.get_or_none(id=post_id)
    if found is None or found.author_id is None or found.author_id == actor.id:
        raise Absent
    person = await people.person(found.author_id)
    if not (person.named or actor.reads("conference")):
        raise Absent
    await _follow(actor, "person", found.author_id)


async def _follow(actor: Actor, kind: str, target: int) -> None:
    async with database.transaction():
        defaults = {"followed_at": clock.now()}
        await Follow.get_or_create(account_id=actor.id, kind=kind, target=target, defaults=defaults)


async def unfollow(actor: Actor, kind: str, target: int) -> None:
    async with database.transaction():
        await Follow.filter(account_id=actor.id, kind=kind, target=target).delete()
