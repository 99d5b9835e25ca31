"""The working copy of a note: adding points, changing, ordering and removing them, choosing their posts."""

from collections.abc import Collection

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Refused
from conference.core.words import N_
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.rapporteur import rules
from conference.rapporteur.commands.records import locked_by_rapporteur, note_down_quietly, require_words
from conference.rapporteur.links import of_plank
from conference.rapporteur.models import NoteDraft, NotePoint
from conference.rapporteur.rules import Side
from conference.runtime import database
from conference.text.words import clean


async def add_point(actor: Actor, number: int, side: str, block: str, language: str, text: str) -> NoteDraft:
    """A new point, last on its side. `block` is the passage that it is about, or empty. Its posts are chosen next."""
    async with database.transaction():
        plank = await locked_by_rapporteur(actor, number)
        await _require(plank, side, block, language, text)
        found = await NoteDraft.filter(plank_id=plank.id)
        if len(found) >= rules.POINTS_AT_MOST:
            raise Refused("too-many-points", N_("A note has at most %(most)s points."), most=rules.POINTS_AT_MOST)
        keys = await NotePoint.filter(note__plank_id=plank.id).values_list("key", flat=True)
        made = await NoteDraft.create(
            plank_id=plank.id,
            key=max([int(str(key)) for key in keys] + [each.key for each in found], default=0) + 1,
            position=max((each.position for each in found), default=0) + 1,
            side=side,
            block=block,
            language=language,
            text=clean(text).strip(),
            posts=[],
            by_id=actor.id,
        )
        note_down_quietly("note-point-added", plank, actor, [made.key, side, block, text])
        return made


async def change_point(
    actor: Actor, number: int, key: int, side: str, block: str, language: str, text: str, *, read: int
) -> NoteDraft:
    """Change a point of which the actor had revision `read` before her: never over what another one wrote meanwhile."""
    async with database.transaction():
        plank = await locked_by_rapporteur(actor, number)
        await _require(plank, side, block, language, text)
        found = await _point(plank, key)
        if read != found.revision:
            raise Conflict(
                "point-changed", N_("Another rapporteur has changed this point meanwhile. Compare, and save again.")
            )
        found.side, found.block, found.language, found.text = side, block, language, clean(text).strip()
        found.by_id = actor.id or 0
        await _save(found)
        note_down_quietly("note-point-changed", plank, actor, [key, side, block, text])
        return found


async def choose_posts(
    actor: Actor, number: int, key: int, chosen: Collection[int], shown: Collection[int]
) -> NoteDraft:
    """Of the posts that were shown, the point links to these from now on; its links to others stay."""
    async with database.transaction():
        plank = await locked_by_rapporteur(actor, number)
        found = await _point(plank, key)
        new = {*chosen} - {*found.posts}
        if new - await of_plank(plank.id, new):
            raise Refused("no-such-post", N_("There is no such post in the debate of this plank."))
        posts = sorted(({*found.posts} - {*shown}) | {*chosen})
        if len(posts) > rules.POSTS_AT_MOST:
            raise rules.too_many_posts()
        found.posts = posts
        await _save(found)
        note_down_quietly("note-posts-chosen", plank, actor, [key, posts])
        return found


async def move_up(actor: Actor, number: int, key: int) -> None:
    """Put a point before the one above it on its side."""
    async with database.transaction():
        plank = await locked_by_rapporteur(actor, number)
        found = await _point(plank, key)
        beside = NoteDraft.filter(plank_id=plank.id, side=found.side, position__lt=found.position)
        above = await beside.order_by("-position").first()
        if above is not None:
            above.position, found.position = found.position, above.position
            await above.save(update_fields=["position"])
            await found.save(update_fields=["position"])
        note_down_quietly("note-point-moved", plank, actor, [key, found.position])


async def remove_point(actor: Actor, number: int, key: int) -> None:
    """Take a point out of the working copy. What was presented stays in its version."""
    async with database.transaction():
        plank = await locked_by_rapporteur(actor, number)
        found = await _point(plank, key)
        await found.delete()
        note_down_quietly("note-point-removed", plank, actor, key)


async def _point(plank: Plank, key: int) -> NoteDraft:
    found = await NoteDraft.get_or_none(plank_id=plank.id, key=key)
    if found is None:
        raise Absent
    return found


async def _save(found: NoteDraft) -> None:
    found.revision += 1
    await found.save()


async def _require(plank: Plank, side: str, block: str, language: str, text: str) -> None:
    known = not block or any(each == block for each, *_ in await planks.segments(plank.id, plank.version))
    kept = known or await NoteDraft.filter(plank_id=plank.id, block=block).exists()
    require_words(language, text, (("side", side in tuple(Side)), ("block", kept)))
