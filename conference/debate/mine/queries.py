"""What a reader has kept for herself at a thread, and who follows what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.core.roles import Audience as Audiences
from conference.core.roles import Role, audience_open_to
from conference.core.words import Sentence
from conference.debate import marks
from conference.debate import rules as debate
from conference.debate.mine import ranges as rules
from conference.debate.models import Follow
from conference.debate.moments import moment
from conference.people import queries as people
from conference.people.models import Grant
from conference.people.rules import State as Standing
from conference.planks import queries as planks
from conference.runtime import database


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft."""

    language: str
    text: str
    voice: bool
    saved_at: datetime
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """At one thread: how many posts the reader has not read and the number of the first; what she follows; her draft
    of a new post."""

    unread: int = 0
    first_unread: int | None = None
    follows_thread: bool = False
    follows_plank: bool = False
    draft: Kept | None = None


NOTHING = Mine()
_KEPT = (
    "SELECT 'read', ranges FROM reading WHERE account_id = ? AND thread_id = ? "
    "UNION ALL SELECT kind, '' FROM follow WHERE account_id = ? "
    "AND ((kind = 'thread' AND target = ?) OR (kind = 'plank' AND target = ?))"
)
_DRAFT = "SELECT language, text, voice, saved_at, claim FROM post_draft WHERE owner = ?"
_GONE = "SELECT number FROM post WHERE thread_id = ? AND state <> 'standing'"


async def of(reader: Actor, thread_id: int, plank_id: int, place: str, newest: int) -> Mine:
    """What the reader has kept at this thread (0: one that nobody has opened); nothing for a visitor."""
    if reader.id is None:
        return NOTHING
    found = await database.rows(_KEPT, reader.id, thread_id, reader.id, thread_id, plank_id)
    ranges = rules.parsed(next((str(text) for kind, text in found if kind == "read"), ""))
    unread, first = rules.unread(ranges, newest)
    if unread:
        unread, first = rules.unread(ranges, newest, [number for (number,) in await database.rows(_GONE, thread_id)])
    kinds = {kind for kind, _ in found}
    draft = await draft_at(reader, new_post(plank_id, place)) if reader.may("speak") else None
    return Mine(unread, first, "thread" in kinds, "plank" in kinds, draft)


def new_post(plank_id: int, place: str) -> str:
    """Where the draft of a new post lies, whether the thread is opened or not."""
    return f"{plank_id} {place}"


def reply_to(post_id: int) -> str:
    """Where the draft of a reply lies."""
    return f"reply {post_id}"


async def draft_at(reader: Actor, place: str) -> Kept | None:
    """The reader's draft at a place."""
    if reader.id is None:
        return None
    found = await database.rows(_DRAFT, marks.draft(reader.id, place))
    return Kept(found[0][0], found[0][1], bool(found[0][2]), moment(found[0][3]), found[0][4]) if found else None


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that the reader follows: its kind and key, what it is called, where it is (a person has no page)."""

    kind: str
    target: int
    name: str | Sentence
    place: str
    plank: int
    url: str


_THREADS = (
    "SELECT f.kind, f.target, k.number, k.titles, h.place, h.audience FROM follow f "
    "LEFT JOIN thread h ON f.kind = 'thread' AND h.id = f.target "
    "JOIN plank k ON k.id = CASE WHEN f.kind = 'plank' THEN f.target ELSE h.plank_id END "
    "WHERE f.account_id = ? AND f.kind <> 'person' ORDER BY k.number, f.id"
)


async def following(reader: Actor, language: str) -> list[Followed]:
    """All that the reader follows and may still see: planks and threads first, then persons."""
    open_planks = {each.id: each for each in await planks.planks(reader, language)}
    by_number = {each.number: each for each in open_planks.values()}
    found = []
    for kind, target, number, _, place, audience in await database.rows(_THREADS, reader.id):
        if number in by_number and (kind == "plank" or reader.reads(audience)):
            url = f"/planks/{number}" if kind == "plank" else debate.address(number, place)
            found.append(Followed(kind, target, by_number[number].title, place or "", number, url))
    targets = [each.target for each in await Follow.filter(account_id=reader.id, kind="person").order_by("id")]
    persons = await people.people(targets)
    for target in targets:
        if target in persons:
            name = people.shown_name(reader, persons[target], language)
            found.append(Followed("person", target, name, _delegation(persons[target], language), 0, ""))
    return found


def _delegation(person: people.Person, language: str) -> str:
    return in_language(person.delegation.names, language) if person.delegation else ""


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who wants to hear of a post, and for the sake of what: `plank`, `thread`, `person`."""

    account_id: int
    reasons: tuple[str, ...]


_POST = (
    "SELECT p.thread_id, h.plank_id, h.audience, p.author_id FROM post p JOIN thread h ON h.id = p.thread_id "
    "WHERE p.id = ?"
)
_FOLLOWERS = (
    "SELECT account_id, kind FROM follow WHERE (kind = 'thread' AND target = ?) OR (kind = 'plank' AND target = ?) "
    "OR (kind = 'person' AND target = ?) ORDER BY account_id, kind"
)


async def followers_of(post_id: int) -> list[Follower]:
    """Who follows the plank, the thread or the author of a post and may read it; not its author herself.

    A pseudonym is followed as a person by nobody, and whoever speaks under one is told like everybody else: that she
    alone were left out would say whose words they are.
    """
    found = await database.rows(_POST, post_id)
    if not found:
        return []
    thread, plank, audience, author = found[0]
    reasons: dict[int, list[str]] = {}
    for account, kind in await database.rows(_FOLLOWERS, thread, plank, author or 0):
        reasons.setdefault(int(account), []).append(str(kind))
    open_to = await _readers(list(reasons), str(audience))
    return [Follower(key, tuple(why)) for key, why in reasons.items() if key in open_to and key != author]


async def _readers(accounts: Sequence[int], audience: str) -> set[int]:
    """Those of these accounts that read what has this audience."""
    kind, _, code = audience.partition(":")
    if kind == debate.CAUCUS:
        sql = (
            "SELECT d.account_id FROM delegate d JOIN delegation n ON n.id = d.delegation_id "
            "WHERE d.state = ? AND n.code = ?"
        )
        members = {int(key) for (key,) in await database.rows(sql, str(Standing.ACCREDITED), code)}
        return members & set(accounts)
    granted: dict[int, set[Any]] = {each: {Role.PUBLIC, Role.MEMBER} for each in accounts}
    for grant in await Grant.filter(account_id__in=list(accounts)):
        granted[grant.account_id].add(Role(grant.role))
    return {key for key, roles in granted.items() if audience_open_to(Audiences(audience), frozenset(roles))}
