"""What happened in a debate since a page of it was written: which of its posts changed, and how many came.

A page asks at every event, so it asks from where its last answer ended, and what is asked grows with what happened, not
with the debate.
"""

from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.debate import queries, rules, sights, strands
from conference.debate.moderation import leading
from conference.debate.moderation.leading import Led
from conference.debate.queries import Place, PostView, Whereabouts
from conference.debate.rules import EVERYTHING, Asked, Sort
from conference.runtime import database, journal
from conference.translation.queries import Reading

MADE = "post-made"
_SUBJECTS = ("post-", "unit-")
_HIDDEN = (
    "OR p.id IN (SELECT h.post_id FROM post_hiding h WHERE h.reason_id IN ({0}) OR h.reply_id IN ({0}) "
    "OR h.answer_id IN ({0}))"
)
_UNDER = "SELECT id, path FROM post WHERE id = ? AND thread_id = ?"


@dataclass(frozen=True, slots=True)
class News:
    """`renewed`: the posts up to the last that the page knew whose words, state or translations changed, and their
    replies, which say that it changed. `count`: how many came that fit what the page shows; `first`: the key of the
    first of them, `number` its number, `where` it is read. `cursor`: where the page's next question goes on."""

    renewed: tuple[PostView, ...]
    count: int
    first: int | None
    number: int
    where: Whereabouts | None
    cursor: int
    speaks: bool
    reports: bool
    led: Led
    why: Reading | None

    def address(self, thread: int, asked: Asked) -> str:
        """Where the list that shows the new posts is asked for, to be put into the page; empty where it would not show
        the first of them."""
        if self.where is None:
            return ""
        if asked.sort == Sort.NEWEST:
            return f"/threads/{thread}/posts{asked.behind('').query}"
        return f"/threads/{thread}/posts?after={self.where.after}" if self.where.shown and not asked.flat else ""


async def since(
    reader: Actor, thread_id: int, language: str, cursor: int, seen: int, asked: Asked = EVERYTHING, under: int = 0
) -> News:
    """After the journal's number `cursor`, for a page that was written when the newest post had the number `seen`.
    `under`: the page shows this post's own conversation. Raises `Absent`."""
    place = await queries.place_of(reader, thread_id)
    renewed, newest = await _renewed(reader, place, language, cursor, seen, asked)
    count, first = await _came(thread_id, seen, asked, under)
    where = await queries.whereabouts(reader, first) if first else None
    number = where.number if where else 0
    turn = await leading.turn(reader, thread_id, place.plank_id, place.led)
    speaks, reports = bool(queries.may_speak_now(reader, place, turn)), queries.may_report_in(reader, place)
    why = await leading.reason(place.led, language)
    return News(renewed, count, first, number, where, newest, speaks, reports, place.led, why)


async def _came(thread_id: int, seen: int, asked: Asked, under: int) -> tuple[int, int | None]:
    sources, condition, values = strands.matching(asked)
    if under:
        found = await database.rows(_UNDER, under, thread_id)
        if not found:
            raise Absent
        path = str(found[0][1])
        condition += " AND (p.parent_id = ? OR (p.path > ? AND p.path < ?))"
        values += [under, path, rules.end_of(path)]
    sql = f"SELECT count(*), min(p.id) FROM post p{sources} WHERE p.thread_id = ? AND p.number > ?{condition}"  # noqa: S608 -- ours
    count, first = (await database.rows(sql, thread_id, seen, *values))[0]
    return int(count), first


async def _renewed(
    reader: Actor, place: Place, language: str, cursor: int, seen: int, asked: Asked
) -> tuple[tuple[PostView, ...], int]:
    """What changed, and up to which number of the journal that is told. When too much changed to tell, all on the page
    that was asked for."""
    if not cursor:
        return (), 0
    found = await journal.subjects_after(cursor, f"thread-{place.thread_id}", but=MADE)
    if found is None:
        page = await queries.page(reader, place.thread_id, language, asked)
        return tuple(each for each in page.posts if each.number <= seen), page.cursor
    newest, subjects = found
    posts, units = ([int(each.removeprefix(kind)) for each in subjects if each.startswith(kind)] for kind in _SUBJECTS)
    if not posts and not units:
        return (), newest
    marks = database.places(posts or [0])
    texts = database.places(units or [0])
    either = f"AND (p.id IN ({marks}) OR p.parent_id IN ({marks}) OR p.unit_id IN ({texts}) {_HIDDEN.format(texts)})"
    values = (*((posts or [0]) * 2), *((units or [0]) * 4))
    sql = f"{sights.POSTS}{either} AND p.number <= ? ORDER BY p.number"
    rows = await database.rows(sql, place.thread_id, *values, seen)
    return await queries.seen_by(reader, place, language, rows), newest
