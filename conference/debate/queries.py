"""Threads and posts through the reader's eyes: plain tuples, pages of 100, a few statements a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.verdict import Verdict
from conference.debate import policy, rules, sights, strands
from conference.debate.mine import queries as mine
from conference.debate.mine import ranges
from conference.debate.mine.queries import NOTHING, Kept, Mine
from conference.debate.moderation import leading
from conference.debate.moderation.leading import FREE, Led, Turn
from conference.debate.rules import EVERYTHING, Asked, State
from conference.debate.sights import PostView as PostView
from conference.debate.sights import Sight as Sight
from conference.debate.strands import Cut, Strands
from conference.planks import queries as planks
from conference.runtime import database, journal
from conference.translation import queries as translation
from conference.translation.queries import Reading


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Up to 100 posts of a thread, as they were asked for. `next` is the `after` of the page behind this one; `newest`
    the last number, which is how many there are; `cursor` the journal's number before they were read.

    `sight` is what was shared with other readers; `own` are the places of the reader's own posts, which were not;
    `mine` is what she has kept for herself here. `draft`: her words of before for the form of this page. `turn`: how
    the thread is led and when she may speak; `why`: the reason for which it is closed.
    """

    thread_id: int
    plank_id: int
    plank_number: int
    place: str
    audience: str
    version: int
    language: str
    posts: tuple[PostView, ...]
    next: str | None
    newest: int
    may_speak: Verdict
    may_use_voice: bool
    sight: Sight | None
    own: tuple[int, ...]
    cuts: Mapping[int, Cut] = field(default_factory=dict)
    continued: frozenset[int] = frozenset()
    flat: bool = False
    asked: Asked = EVERYTHING
    mine: Mine = NOTHING
    draft: Kept | None = None
    cursor: int = 0
    turn: Turn = leading.ANYTIME
    why: Reading | None = None
    may_lead: bool = False
    may_report: bool = False

    @property
    def led(self) -> Led:
        return self.turn.led

    @property
    def address(self) -> str:
        return rules.address(self.plank_number, self.place)

    @property
    def total(self) -> int:
        """Numbers are given without a gap, and no post loses its own."""
        return self.newest

    @property
    def after(self) -> str:
        return self.asked.after

    @property
    def numbers(self) -> str:
        """The numbers of the posts shown, as ranges."""
        return ranges.written(ranges.of_numbers(post.number for post in self.posts))

    @property
    def topic(self) -> str:
        """What says that something happened here; empty for a thread that nobody has opened."""
        return f"thread-{self.thread_id}" if self.thread_id else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A thread that is open to the reader."""

    thread_id: int
    place: str
    audience: str
    version: int
    plank_number: int
    plank_id: int
    led: Led = FREE


_THREAD = (
    "SELECT h.id, h.place, h.audience, h.version, k.number, k.id, e.minutes, e.closed_at, e.reason_id FROM thread h "
    "JOIN plank k ON k.id = h.plank_id LEFT JOIN thread_lead e ON e.thread_id = h.id WHERE h.id = ?"
)
_WHERE = (
    f"SELECT k.number, h.place, h.audience, p.path, p.number, p.depth, (SELECT count(*) FROM (SELECT 1 FROM post b "  # noqa: S608
    f"WHERE b.thread_id = p.thread_id AND b.path < p.path LIMIT {rules.PAGE}) few) "
    "FROM post p JOIN thread h ON h.id = p.thread_id "
    "JOIN plank k ON k.id = h.plank_id WHERE p.id = ?"
)
_SHALLOW_BEFORE = (
    f"SELECT count(*) FROM (SELECT 1 FROM post b JOIN post p ON p.thread_id = b.thread_id WHERE p.id = ? "  # noqa: S608
    f"AND b.depth <= {rules.DEPTH} AND b.path > ? AND b.path < p.path LIMIT {rules.REPLIES}) few"
)


async def page(reader: Actor, thread_id: int, language: str, asked: Asked | str = "") -> ThreadPage:
    """The posts as asked for (a text: those behind it), 100 at most. Raises `Absent` when the thread is not there for
    this reader."""
    wanted = rules.asked({"after": asked}) if isinstance(asked, str) else asked
    place = await place_of(reader, thread_id)
    sight = await sights.sight(sights.Kind.of(reader, language), thread_id, wanted)
    return await _page(reader, place, language, sight, wanted)


async def replies(reader: Actor, thread_id: int, root: int, language: str, after: str) -> ThreadPage:
    """The replies under a first post behind the path `after`."""
    place, cursor = await place_of(reader, thread_id), await journal.cursor()
    found = await database.rows("SELECT path FROM post WHERE id = ? AND thread_id = ? AND depth = 0", root, thread_id)
    if not found:
        raise Absent
    asked = rules.asked({"after": after})
    page = await strands.more(thread_id, root, str(found[0][0]), asked.after)
    return await _page(reader, place, language, await _look(reader, place, language, page, cursor), asked)


async def conversation(
    reader: Actor, post_id: int, language: str, *, original: bool = False, translated: bool = False, after: int = 0
) -> ThreadPage:
    """One post with what it replies to and the replies under it, or all that in their original words; or `translated`,
    what the reader understands as well."""
    where = await database.rows("SELECT thread_id, parent_id FROM post WHERE id = ?", post_id)
    if not where:
        raise Absent
    thread_id, parent = where[0]
    place, cursor = await place_of(reader, thread_id), await journal.cursor()
    page = await strands.around(post_id, parent, after)
    looking = replace(reader, as_written=False) if translated else reader
    sight = await _look(looking, place, language, page, cursor, original=original)
    asked = Asked(after=str(after) if after else "")
    return await _page(reader, place, language, sight, asked, post_id)


async def _look(
    reader: Actor, place: Place, language: str, page: Strands, cursor: int, *, original: bool = False
) -> Sight:
    rows = await sights.rows_of(place.thread_id, page)
    kind = sights.Kind.of(reader, language)
    return await sights.look(kind, place.thread_id, rows, page, cursor, original=original)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a post is read: its thread's place, the `after` of a page that shows it (empty: the first one), its number.
    `shown` is False when the overview leaves it out, behind "more replies" or "continue this thread"."""

    plank: int
    place: str
    after: str
    number: int
    shown: bool


async def whereabouts(reader: Actor, post_id: int) -> Whereabouts:
    """Raises `Absent`."""
    found = await database.rows(_WHERE, post_id)
    if not found or not reader.reads(found[0][2]):
        raise Absent
    plank, place, _, path, number, depth, before = found[0]
    shown = depth <= rules.DEPTH
    if shown and depth:
        above = (await database.rows(_SHALLOW_BEFORE, post_id, path[: rules.WIDTH]))[0][0]
        shown = above < rules.REPLIES
    return Whereabouts(plank, place, rules.before(path) if before >= rules.PAGE else "", number, shown)


async def by_number_of(reader: Actor, thread_id: int, number: int) -> int:
    """The key of the post with this number in a thread. Raises `Absent`."""
    await place_of(reader, thread_id)
    found = await database.rows("SELECT id FROM post WHERE thread_id = ? AND number = ?", thread_id, number)
    if not found:
        raise Absent
    return int(found[0][0])


async def first_unread(reader: Actor, thread_id: int) -> int | None:
    """The key of the first post that the reader has not read."""
    place = await place_of(reader, thread_id)
    newest = (await database.rows("SELECT coalesce(max(number), 0) FROM post WHERE thread_id = ?", thread_id))[0][0]
    kept = await mine.of(reader, thread_id, place.plank_id, place.place, newest)
    return await by_number_of(reader, thread_id, kept.first_unread) if kept.first_unread else None


async def seen_by(
    reader: Actor, place: Place, language: str, found: Sequence[tuple[object, ...]]
) -> tuple[PostView, ...]:
    """These rows as this reader sees them, her own among them."""
    sight = await sights.look(sights.Kind.of(reader, language), place.thread_id, found)
    return sights.with_own(sight, sight.own(reader, place.plank_id))


async def by_number(
    reader: Actor, thread_id: int, language: str, after: int, limit: int, asked: Asked | None = None
) -> tuple[PostView, ...]:
    """Up to `limit` posts that fit, in the order in which they were made, behind number `after`."""
    place = await place_of(reader, thread_id)
    sources, condition, values = strands.matching(asked or Asked())
    sql = (
        f"SELECT p.id FROM post p{sources} WHERE p.thread_id = ?{condition} AND p.number > ? "  # noqa: S608 -- ours
        "ORDER BY p.number LIMIT ?"
    )
    keys = tuple(int(key) for (key,) in await database.rows(sql, thread_id, *values, after, limit))
    return await seen_by(reader, place, language, await sights.rows_of(thread_id, Strands(keys)))


async def thread_of(reader: Actor, plank_number: int, place: str) -> int | None:
    """The thread's id, or None while nobody has opened it. Raises `Absent` for a plank that is not open."""
    rules.require_place(place)
    return await thread_at(reader, await planks.key_of(reader, plank_number), place)


async def thread_at(reader: Actor, plank_id: int, place: str) -> int | None:
    """As `thread_of`, for a plank that is known to be open to the reader."""
    found = await database.rows("SELECT id, audience FROM thread WHERE plank_id = ? AND place = ?", plank_id, place)
    return found[0][0] if found and reader.reads(found[0][1]) else None


async def empty(reader: Actor, plank_number: int, place: str, language: str) -> ThreadPage:
    """The page of a thread that nobody has opened yet; its id is 0."""
    plank = await planks.visible(reader, plank_number)
    audience = place if rules.is_caucus(place) else plank.audience
    if not reader.reads(audience):
        raise Absent
    kept = await mine.of(reader, 0, plank.id, place, 0)
    return ThreadPage(
        0, plank.id, plank.number, place, audience, 0, language, (), None, 0, policy.may_speak(reader, audience),
        bool(policy.may_use_voice(reader, place)), None, (), mine=kept, draft=kept.draft,
    )  # fmt: skip


async def counts(plank_id: int) -> dict[str, int]:
    """How many posts stand at each place of a plank; rooms of delegations are not counted."""
    found = await database.rows(
        "SELECT h.place, count(*) FROM thread h JOIN post p ON p.thread_id = h.id "
        "WHERE h.plank_id = ? AND p.state = ? AND h.place NOT LIKE ? GROUP BY h.place",
        plank_id,
        State.STANDING.value,
        f"{rules.CAUCUS}:%",
    )
    return {str(place): int(number) for place, number in found}


async def text_of(post: PostView) -> str:
    """The words of a post as its reader sees them, in Markdown."""
    found = await translation.readings([post.unit], post.lang)
    return found[post.unit].text if post.unit in found else ""


async def audiences(threads: Sequence[str]) -> dict[str, str]:
    """Who reads each of these threads, by its number in words; for the streams of live pages."""
    if not threads:
        return {}
    sql = f"SELECT id, audience FROM thread WHERE id IN ({database.places(threads)})"  # noqa: S608 -- only marks
    found = await database.rows(sql, *(int(each) for each in threads))
    return {str(key): str(audience) for key, audience in found}


async def words_of(reader: Actor, post_id: int) -> Reading:
    """A post's own words, for its author's form. Raises `Absent` when they are not there for this reader."""
    found = await database.rows("SELECT thread_id, unit_id FROM post WHERE id = ?", post_id)
    if not found:
        raise Absent
    await place_of(reader, found[0][0])
    originals = await translation.originals([found[0][1]])
    if found[0][1] not in originals:
        raise Absent
    return originals[found[0][1]]


async def language_of(post_id: int) -> str:
    """The language that a post was declared to be in. Raises `Absent`; who may know of the post is not asked."""
    sql = "SELECT u.language FROM post p JOIN text_unit u ON u.id = p.unit_id WHERE p.id = ?"
    found = await database.rows(sql, post_id)
    if not found:
        raise Absent
    return str(found[0][0])


async def place_of(reader: Actor, thread_id: int) -> Place:
    """Raises `Absent` when the thread is not there for this reader."""
    found = await database.rows(_THREAD, thread_id)
    if not found or not reader.reads(found[0][2]):
        raise Absent
    thread, where, audience, version, number, plank, *lead = found[0]
    return Place(thread, where, audience, version, number, plank, leading.as_led(*lead))


async def _page(
    reader: Actor, place: Place, language: str, sight: Sight, asked: Asked, reply_to: int | None = None
) -> ThreadPage:
    """`reply_to`: the page's form is for a reply to this post, not for a new one."""
    own = sight.own(reader, place.plank_id)
    turn = await leading.turn(reader, place.thread_id, place.plank_id, place.led)
    kept = await mine.of(reader, place.thread_id, place.plank_id, place.place, sight.newest)
    return ThreadPage(
        thread_id=place.thread_id,
        plank_id=place.plank_id,
        plank_number=place.plank_number,
        place=place.place,
        audience=place.audience,
        version=place.version,
        language=language,
        posts=sights.with_own(sight, own),
        next=sight.next,
        newest=sight.newest,
        may_speak=may_speak_now(reader, place, turn),
        may_use_voice=bool(policy.may_use_voice(reader, place.place)),
        sight=sight,
        own=own,
        cuts=sight.cuts,
        continued=sight.continued,
        flat=sight.flat,
        asked=asked,
        mine=kept,
        draft=await mine.draft_at(reader, mine.reply_to(reply_to)) if reply_to else kept.draft,
        cursor=sight.cursor,
        turn=turn,
        why=await leading.reason(place.led, language),
        may_lead=reader.may("moderate"),
        may_report=may_report_in(reader, place),
    )


def may_speak_now(reader: Actor, place: Place, turn: Turn) -> Verdict:
    """Whether she speaks here at all, and this thread is not closed to her."""
    verdict, barred = policy.may_speak(reader, place.audience), turn.verdict
    return barred if verdict and barred is not None else verdict


def may_report_in(reader: Actor, place: Place) -> bool:
    """Whether posts of this thread have a link for reporting them."""
    return reader.signed_in and not rules.is_caucus(place.place)
