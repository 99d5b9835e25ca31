"""Threads and posts through the reader's eyes: plain tuples, pages of 100, four statements a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.roles import Audience, audience_open_to, audiences_of
from conference.core.verdict import Verdict
from conference.core.words import N_
from conference.debate import policy, rules
from conference.debate.models import Thread
from conference.debate.rules import State
from conference.people.models import Delegation
from conference.planks import queries as planks
from conference.runtime import database, i18n
from conference.translation import queries as translation
from conference.translation.queries import Reading

_UNNAMED = N_("a delegate")


@dataclass(frozen=True, slots=True)
class PostView:
    """One post as this reader sees it. `author` is a name, or "a delegate" in words where she is not to be named.

    `html` is empty once the post is gone. `edition` changes whenever what is shown does.
    """

    id: int
    number: int
    author: str
    delegation: str
    html: str
    lang: str
    original_lang: str
    origin: str
    current: bool
    translator: str | None
    created_at: datetime
    edited_at: datetime | None
    state: str
    depth: int
    reply_to: int | None
    parent: int | None
    unit: int
    may_edit: bool
    may_withdraw: bool
    edition: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Up to 100 posts of a thread. `next` is the `after` of the page behind this one; `newest` the last number."""

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


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    number: int
    path: str
    depth: int
    state: str
    created_at: Any
    edited_at: Any
    unit: int
    author: int
    name: str
    named: bool
    delegation: int | None
    reply_to: int | None
    parent: int | None


_TOTAL = "SELECT count(*), coalesce(max(number), 0) FROM post WHERE thread_id = ?"
_THREAD = (
    "SELECT h.id, h.place, h.audience, h.version, k.number FROM thread h JOIN plank k ON k.id = h.plank_id "
    "WHERE h.id = ?"
)
_WHERE = (
    "SELECT k.number, h.place, p.path, p.number, (SELECT count(*) FROM post b WHERE b.thread_id = p.thread_id "
    "AND b.path < p.path) FROM post p JOIN thread h ON h.id = p.thread_id JOIN plank k ON k.id = h.plank_id "
    "WHERE p.id = ?"
)
_POSTS = (
    "SELECT p.id, p.number, p.path, p.depth, p.state, p.created_at, p.edited_at, p.unit_id, p.author_id, a.name, "
    "a.named, d.delegation_id, q.number, p.parent_id FROM post p JOIN account a ON a.id = p.author_id "
    "LEFT JOIN delegate d ON d.account_id = a.id LEFT JOIN post q ON q.id = p.parent_id WHERE p.thread_id = ? "
)


async def page(reader: Actor, thread_id: int, language: str, after: str = "") -> ThreadPage:
    """The posts behind `after`, 100 at most. Raises `Absent` when the thread is not there for this reader."""
    place = await _place(reader, thread_id)
    found = await database.rows(
        _POSTS + "AND p.path > ? ORDER BY p.path LIMIT ?", thread_id, _key(after), rules.PAGE + 1
    )
    return await _page(reader, place, language, found)


async def conversation(reader: Actor, post_id: int, language: str, *, original: bool = False) -> ThreadPage:
    """One post with what it replies to and the first replies under it, or all that in their original words."""
    where = await database.rows("SELECT thread_id, path, parent_id FROM post WHERE id = ?", post_id)
    if not where:
        raise Absent
    thread_id, path, parent = where[0]
    place = await _place(reader, thread_id)
    found = await database.rows(
        _POSTS + "AND (p.id = ? OR (p.path >= ? AND p.path < ?)) ORDER BY p.path LIMIT ?",
        thread_id, parent or 0, path, rules.end_of(path), rules.PAGE,
    )  # fmt: skip
    return await _page(reader, place, language, found, original=original)


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


async def by_number(reader: Actor, thread_id: int, language: str, after: int, limit: int) -> tuple[PostView, ...]:
    """Up to `limit` posts in the order in which they were made, behind number `after`."""
    await _place(reader, thread_id)
    found = await database.rows(_POSTS + "AND p.number > ? ORDER BY p.number LIMIT ?", thread_id, after, limit)
    texts = await translation.readings([row[7] for row in found], language)
    eyes = await _eyes(reader, language)
    return tuple(eyes.see(row, texts.get(row.unit)) for row in (_Row(*each) for each in found))


async def thread_of(reader: Actor, plank_number: int, place: str) -> int | None:
    """The thread's id, or None while nobody has opened it. Raises `Absent` for a plank that is not open."""
    rules.require_place(place)
    plank = await planks.visible(reader, plank_number)
    thread = await Thread.filter(plank_id=plank.id, place=place, audience__in=audiences_of(reader.roles)).first()
    return thread.id if thread else None


async def empty(reader: Actor, plank_number: int, place: str, language: str) -> ThreadPage:
    """The page of a thread that nobody has opened yet; its id is 0."""
    plank = await planks.visible(reader, plank_number)
    may = policy.may_speak(reader, plank.audience)
    return ThreadPage(0, plank.number, place, plank.audience, 0, language, (), None, 0, 0, may)


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


async def _page(
    reader: Actor, place: _Place, language: str, found: Sequence[tuple[Any, ...]], *, original: bool = False
) -> ThreadPage:
    shown = [_Row(*row) for row in found[: rules.PAGE]]
    units = [row.unit for row in shown]
    texts = await (translation.originals(units) if original else translation.readings(units, language))
    total, newest = (await database.rows(_TOTAL, place.thread_id))[0]
    eyes = await _eyes(reader, language)
    return ThreadPage(
        thread_id=place.thread_id,
        plank_number=place.plank_number,
        place=place.place,
        audience=place.audience,
        version=place.version,
        language=language,
        posts=tuple(eyes.see(row, texts.get(row.unit)) for row in shown),
        next=shown[-1].path if len(found) > rules.PAGE else None,
        total=int(total),
        newest=int(newest),
        may_speak=policy.may_speak(reader, place.audience),
    )


async def _eyes(reader: Actor, language: str) -> "_Eyes":
    names = {each.id: in_language(each.names, language) for each in await Delegation.all()}
    return _Eyes(reader, names, i18n.say(_UNNAMED, language), language)


class _Eyes:
    """One reader: what is the same for every post of a page is asked once."""

    def __init__(self, reader: Actor, delegations: dict[int, str], unnamed: str, language: str) -> None:
        self.reader = reader
        self.in_the_room = audience_open_to(Audience.CONFERENCE, reader.roles)
        self.moderates = reader.may("moderate")
        self.delegations = delegations
        self.unnamed = unnamed
        self.language = language

    def see(self, row: _Row, reading: Reading | None) -> PostView:
        standing = row.state == State.STANDING and reading is not None
        own = row.author == self.reader.id
        return PostView(
            id=row.id,
            number=row.number,
            author=row.name if row.named or self.in_the_room else self.unnamed,
            delegation=self.delegations.get(row.delegation or 0, ""),
            html=reading.html if reading and standing else "",
            lang=reading.language if reading else self.language,
            original_lang=reading.original_language if reading else self.language,
            origin=reading.origin if reading else "",
            current=reading.current if reading else True,
            translator=reading.translator if reading else None,
            created_at=_moment(row.created_at),
            edited_at=_moment(row.edited_at) if row.edited_at else None,
            state=row.state,
            depth=row.depth,
            reply_to=row.reply_to,
            parent=row.parent,
            unit=row.unit,
            may_edit=standing and own,
            may_withdraw=standing and (own or self.moderates),
            edition=f"{reading.text_id} {reading.written} {reading.origin} {reading.current}" if reading else "",
        )


def _moment(stored: Any) -> datetime:
    """SQLite gives times as text."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _key(after: str) -> str:
    """The path to go on from; anything that is no path begins at the start."""
    return after if after.isdecimal() and after.isascii() and len(after) <= rules.WIDTH * rules.DEEPEST else ""
