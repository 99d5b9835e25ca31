"""What stands around a thread: its plank with the places of debate on it, and the rooms of the reader's delegation."""

from collections.abc import Mapping
from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.debate import rules, sights
from conference.debate.mine import queries as mine
from conference.debate.queries import ThreadPage, counts
from conference.debate.shelf import Shelf
from conference.planks import queries as planks
from conference.planks.queries import BlockView, PlankView
from conference.runtime import database, journal

_DELEGATIONS = (
    "SELECT n.code, n.names FROM delegation n WHERE EXISTS (SELECT 1 FROM delegate d JOIN post p "
    "ON p.author_id = d.account_id WHERE d.delegation_id = n.id AND p.thread_id = ?) ORDER BY n.position"
)


@dataclass(frozen=True, eq=False)
class Frame:
    """What stands around a thread and is the same for all its readers: its plank, how many posts stand at each place of
    it, and the delegations (code, name) whose members have spoken by name in the thread, in the conference's order."""

    plank: PlankView
    counts: Mapping[str, int]
    delegations: tuple[tuple[str, str], ...]

    def block(self, place: str) -> BlockView | None:
        return next((each for each in self.plank.blocks if f"block:{each.id}" == place), None)


_frames: Shelf[Frame] = Shelf(sights.KEPT_AT_MOST)
_THREADS = "SELECT count(*) FROM thread WHERE plank_id = ?"


async def frame(reader: Actor, page: ThreadPage, language: str) -> Frame:
    """Of a page that is open to the reader; kept like the posts themselves, and until another place of the plank is
    spoken at."""
    era, cursor = database.era(), await journal.cursor()
    threads = int((await database.rows(_THREADS, page.plank_id))[0][0])
    key = (era, page.plank_id, page.thread_id, threads, language)
    kept = await _frames.find(key, page.thread_id, cursor) if era is not None else None
    if kept is not None:
        return kept
    plank = await planks.plank(reader, page.plank_number, language)
    found = await database.rows(_DELEGATIONS, page.thread_id)
    delegations = tuple((str(code), in_language(database.unpacked(names), language)) for code, names in found)
    made = Frame(plank, await counts(page.plank_id), delegations)
    if era is not None:
        _frames.put(key, made, cursor)
    return made


@dataclass(frozen=True, slots=True)
class Room:
    """The room of the reader's delegation on one plank."""

    plank_number: int
    title: str
    posts: int
    unread: int


_ROOMS = (
    "SELECT h.plank_id, h.id, (SELECT coalesce(max(number), 0) FROM post p WHERE p.thread_id = h.id) FROM thread h "
    "WHERE h.place = ?"
)


async def rooms(reader: Actor, language: str) -> list[Room]:
    """A room of the reader's delegation for each plank that she sees. Raises `Absent` for who has no delegation."""
    if reader.delegation is None:
        raise Absent
    place = f"{rules.CAUCUS}:{reader.delegation}"
    opened = {plank: (thread, newest) for plank, thread, newest in await database.rows(_ROOMS, place)}
    found = []
    for plank in await planks.planks(reader, language):
        thread, newest = opened.get(plank.id, (0, 0))
        kept = await mine.of(reader, thread, plank.id, place, newest)
        found.append(Room(plank.number, plank.title, newest, kept.unread))
    return found
