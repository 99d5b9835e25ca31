"""Threads and posts through the reader's eyes: plain tuples, pages of 100, four statements a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.verdict import Verdict
from conference.debate import policy, rules, sights
from conference.debate.rules import State
from conference.debate.sights import PostView as PostView
from conference.debate.sights import Sight as Sight
from conference.planks import queries as planks
from conference.runtime import database, journal
from conference.translation import queries as translation
from conference.translation.queries import Reading

_SUBJECTS = ("post-", "unit-")


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Up to 100 posts of a thread, behind `after`. `next` is the `after` of the page behind this one; `newest` the last
    number; `cursor` the journal's number before they were read.

    `sight` is what was shared with other readers; `own` are the places of the reader's own posts, which were not.
    """

    thread_id: int
    plank_number: int
    place: str
    audience: str
    version: int
    language: str
    posts: tuple[PostView, ...]
    next: str | None
    total: int
    newest: int
    may_speak: Verdict
    sight: Sight | None
    own: tuple[int, ...]
    after: str = ""
    cursor: int = 0

    @property
    def address(self) -> str:
        return rules.address(self.plank_number, self.place)


@dataclass(frozen=True, slots=True)
class _Place:
    thread_id: int
    place: str
    audience: str
    version: int
    plank_number: int


_THREAD = (
    "SELECT h.id, h.place, h.audience, h.version, k.number FROM thread h JOIN plank k ON k.id = h.plank_id "
    "WHERE h.id = ?"
)
_WHERE = (
    "SELECT k.number, h.place, p.path, p.number, (SELECT count(*) FROM post b WHERE b.thread_id = p.thread_id "
    "AND b.path < p.path) FROM post p JOIN thread h ON h.id = p.thread_id JOIN plank k ON k.id = h.plank_id "
    "WHERE p.id = ?"
)


async def page(reader: Actor, thread_id: int, language: str, after: str = "") -> ThreadPage:
    """The posts behind `after`, 100 at most. Raises `Absent` when the thread is not there for this reader."""
    place = await _place(reader, thread_id)
    sight = await sights.sight(sights.Kind.of(reader, language), thread_id, _key(after))
    return _page(reader, place, language, sight, _key(after))


async def conversation(reader: Actor, post_id: int, language: str, *, original: bool = False) -> ThreadPage:
    """One post with what it replies to and the first replies under it, or all that in their original words."""
    where = await database.rows("SELECT thread_id, path, parent_id FROM post WHERE id = ?", post_id)
    if not where:
        raise Absent
    thread_id, path, parent = where[0]
    place, cursor = await _place(reader, thread_id), await journal.cursor()
    found = await database.rows(
        sights.POSTS + "AND (p.id = ? OR (p.path >= ? AND p.path < ?)) ORDER BY p.path LIMIT ?",
        thread_id, parent or 0, path, rules.end_of(path), rules.PAGE,
    )  # fmt: skip
    sight = await sights.look(sights.Kind.of(reader, language), thread_id, found, cursor, original=original)
    return _page(reader, place, language, sight)


async def whereabouts(post_id: int) -> tuple[int, str, str, int]:
    """Plank number, place, the `after` of a page that shows the post (empty: the first one), and its number."""
    found = await database.rows(_WHERE, post_id)
    if not found:
        raise Absent
    plank, place, path, number, before = found[0]
    return plank, place, rules.before(path) if before >= rules.PAGE else "", number


async def first_newer(reader: Actor, thread_id: int, seen: int) -> tuple[int, int | None]:
    """How many posts came after number `seen`, and the id of the first of them."""
    await _place(reader, thread_id)
    sql = "SELECT count(*), min(id) FROM post WHERE thread_id = ? AND number > ?"
    count, first = (await database.rows(sql, thread_id, seen))[0]
    return int(count), first


async def may_speak_in(reader: Actor, thread_id: int) -> bool:
    return bool(policy.may_speak(reader, (await _place(reader, thread_id)).audience))


async def changed(
    reader: Actor, thread_id: int, language: str, since: int, seen: int, after: str = ""
) -> tuple[PostView, ...]:
    """The posts up to number `seen` whose words, state or translations changed after the journal's number `since`.

    When too much changed to tell, all on the page behind `after`.
    """
    await _place(reader, thread_id)
    subjects = await journal.subjects_after(since, f"thread-{thread_id}")
    if subjects is None:
        return tuple(each for each in (await page(reader, thread_id, language, after)).posts if each.number <= seen)
    named = {kind: [int(each.removeprefix(kind)) for each in subjects if each.startswith(kind)] for kind in _SUBJECTS}
    posts, units = (named[kind] or [0] for kind in _SUBJECTS)
    either = f"AND (p.id IN ({_marks(posts)}) OR p.unit_id IN ({_marks(units)}))"
    sql = f"{sights.POSTS}{either} AND p.number <= ? ORDER BY p.number"
    found = await database.rows(sql, thread_id, *posts, *units, seen)
    return sights.with_own(
        reader, await sights.look(sights.Kind.of(reader, language), thread_id, found, most=len(found))
    )


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" for _ in values)


async def by_number(reader: Actor, thread_id: int, language: str, after: int, limit: int) -> tuple[PostView, ...]:
    """Up to `limit` posts in the order in which they were made, behind number `after`."""
    await _place(reader, thread_id)
    found = await database.rows(sights.POSTS + "AND p.number > ? ORDER BY p.number LIMIT ?", thread_id, after, limit)
    return sights.with_own(reader, await sights.look(sights.Kind.of(reader, language), thread_id, found, most=limit))


async def thread_of(reader: Actor, plank_number: int, place: str) -> int | None:
    """The thread's id, or None while nobody has opened it. Raises `Absent` for a plank that is not open."""
    rules.require_place(place)
    return await thread_at(reader, (await planks.visible(reader, plank_number)).id, place)


async def thread_at(reader: Actor, plank_id: int, place: str) -> int | None:
    """As `thread_of`, for a plank that is known to be open to the reader."""
    found = await database.rows("SELECT id, audience FROM thread WHERE plank_id = ? AND place = ?", plank_id, place)
    return found[0][0] if found and reader.reads(found[0][1]) else None


async def empty(reader: Actor, plank_number: int, place: str, language: str) -> ThreadPage:
    """The page of a thread that nobody has opened yet; its id is 0."""
    plank = await planks.visible(reader, plank_number)
    may = policy.may_speak(reader, plank.audience)
    return ThreadPage(0, plank.number, place, plank.audience, 0, language, (), None, 0, 0, may, None, ())


async def counts(plank_id: int) -> dict[str, int]:
    """How many posts stand at each place of a plank."""
    found = await database.rows(
        "SELECT h.place, count(*) FROM thread h JOIN post p ON p.thread_id = h.id "
        "WHERE h.plank_id = ? AND p.state = ? GROUP BY h.place",
        plank_id,
        State.STANDING.value,
    )
    return {str(place): int(number) for place, number in found}


async def words_of(reader: Actor, post_id: int) -> Reading:
    """A post's own words, for its author's form. Raises `Absent` when they are not there for this reader."""
    found = await database.rows("SELECT thread_id, unit_id FROM post WHERE id = ?", post_id)
    if not found:
        raise Absent
    await _place(reader, found[0][0])
    originals = await translation.originals([found[0][1]])
    if found[0][1] not in originals:
        raise Absent
    return originals[found[0][1]]


async def _place(reader: Actor, thread_id: int) -> _Place:
    found = await database.rows(_THREAD, thread_id)
    if not found or not reader.reads(found[0][2]):
        raise Absent
    return _Place(*found[0])


def _page(reader: Actor, place: _Place, language: str, sight: Sight, after: str = "") -> ThreadPage:
    return ThreadPage(
        thread_id=place.thread_id,
        plank_number=place.plank_number,
        place=place.place,
        audience=place.audience,
        version=place.version,
        language=language,
        posts=sights.with_own(reader, sight),
        next=sight.next,
        total=sight.total,
        newest=sight.newest,
        may_speak=policy.may_speak(reader, place.audience),
        sight=sight,
        own=sight.places.get(reader.id or 0, ()),
        after=after,
        cursor=sight.cursor,
    )


def _key(after: str) -> str:
    """The path to go on from; anything that is no path begins at the start."""
    return after if after.isdecimal() and after.isascii() and len(after) <= rules.WIDTH * rules.DEEPEST else ""
