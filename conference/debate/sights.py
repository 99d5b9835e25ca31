"""Posts as one kind of reader sees them.

A page of a thread is kept in process for all who see it alike, until anything at all is journalled: each word on it is
written together with a row of the journal. Who may read it, and what she wrote herself, is looked at for each request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.core.roles import Audience, audience_open_to
from conference.core.words import N_
from conference.debate import rules
from conference.debate.rules import State
from conference.people.models import Delegation
from conference.runtime import database, i18n, journal
from conference.translation import queries as translation
from conference.translation.queries import Reading

KEPT_AT_MOST = 60
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
    standing: bool
    may_edit: bool
    may_withdraw: bool
    edition: str


@dataclass(frozen=True, eq=False)
class Sight:
    """A page of posts as everybody sees it who has the same rights and wrote none of them. `places`: author -> where
    in it her posts are. `cursor`: the journal's number before they were read."""

    posts: tuple[PostView, ...]
    places: Mapping[int, tuple[int, ...]]
    next: str | None
    total: int
    newest: int
    cursor: int


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
POSTS = (
    "SELECT p.id, p.number, p.path, p.depth, p.state, p.created_at, p.edited_at, p.unit_id, p.author_id, a.name, "
    "a.named, d.delegation_id, q.number, p.parent_id FROM post p JOIN account a ON a.id = p.author_id "
    "LEFT JOIN delegate d ON d.account_id = a.id LEFT JOIN post q ON q.id = p.parent_id WHERE p.thread_id = ? "
)


@dataclass(frozen=True, slots=True)
class Kind:
    """All that decides how posts look to a reader who wrote none of them."""

    language: str
    in_the_room: bool
    moderates: bool

    @classmethod
    def of(cls, reader: Actor, language: str) -> "Kind":
        return cls(language, audience_open_to(Audience.CONFERENCE, reader.roles), reader.may("moderate"))


_sights: dict[tuple[int, int, str, Kind], Sight] = {}


async def sight(kind: Kind, thread_id: int, after: str) -> Sight:
    """A page of a thread, kept with the journal's number that it was read after."""
    era, cursor = database.era(), await journal.cursor()  # first: what is written in between makes it old
    key = (era or 0, thread_id, after, kind)
    kept = _sights.get(key)
    if kept is not None and kept.cursor == cursor and era is not None:
        return kept
    found = await database.rows(POSTS + "AND p.path > ? ORDER BY p.path LIMIT ?", thread_id, after, rules.PAGE + 1)
    seen = await look(kind, thread_id, found, cursor)
    if era is not None:
        _sights.pop(key, None)
        if len(_sights) >= KEPT_AT_MOST:
            _sights.pop(next(iter(_sights)))
        _sights[key] = seen
    return seen


async def look(
    kind: Kind,
    thread_id: int,
    found: Sequence[tuple[Any, ...]],
    cursor: int = 0,
    *,
    most: int = rules.PAGE,
    original: bool = False,
) -> Sight:
    """These rows, as readers of this kind see them."""
    shown = [_Row(*row) for row in found[:most]]
    units = [row.unit for row in shown]
    texts = await (translation.originals(units) if original else translation.readings(units, kind.language))
    total, newest = (await database.rows(_TOTAL, thread_id))[0]
    names = {each.id: in_language(each.names, kind.language) for each in await Delegation.all()}
    eyes = _Eyes(kind, names, i18n.say(_UNNAMED, kind.language))
    places: dict[int, tuple[int, ...]] = {}
    for at, row in enumerate(shown):
        places[row.author] = (*places.get(row.author, ()), at)
    posts = tuple(eyes.see(row, texts.get(row.unit)) for row in shown)
    following = shown[-1].path if len(found) > most else None
    return Sight(posts, places, following, int(total), int(newest), cursor)


class _Eyes:
    """One kind of reader: what is the same for every post of a page is asked once."""

    def __init__(self, kind: Kind, delegations: dict[int, str], unnamed: str) -> None:
        self.kind = kind
        self.delegations = delegations
        self.unnamed = unnamed

    def see(self, row: _Row, reading: Reading | None) -> PostView:
        language, standing = self.kind.language, row.state == State.STANDING and reading is not None
        return PostView(
            id=row.id,
            number=row.number,
            author=row.name if row.named or self.kind.in_the_room else self.unnamed,
            delegation=self.delegations.get(row.delegation or 0, ""),
            html=reading.html if reading and standing else "",
            lang=reading.language if reading else language,
            original_lang=reading.original_language if reading else language,
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
            standing=standing,
            may_edit=False,
            may_withdraw=standing and self.kind.moderates,
            edition=f"{reading.text_id} {reading.written} {reading.origin} {reading.current}" if reading else "",
        )


def _moment(stored: Any) -> datetime:
    """SQLite gives times as text."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def with_own(reader: Actor, sight: Sight) -> tuple[PostView, ...]:
    """The posts with what the reader may do to those that she wrote herself."""
    own = sight.places.get(reader.id or 0)
    if not own:
        return sight.posts
    posts = list(sight.posts)
    for at in own:
        posts[at] = replace(posts[at], may_edit=posts[at].standing, may_withdraw=posts[at].standing)
    return tuple(posts)
