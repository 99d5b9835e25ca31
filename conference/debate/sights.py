"""Posts as one kind of reader sees them.

A page of a thread is kept in process for all who see it alike, until anything at all is journalled: each word on it is
written together with a row of the journal. Who may read it, and what she wrote herself, is looked at for each request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.core.roles import Audience, audience_open_to
from conference.core.words import N_, Sentence
from conference.debate import marks, strands
from conference.debate.moments import moment
from conference.debate.rules import Asked, State
from conference.debate.strands import Cut, Strands
from conference.people.models import Delegation
from conference.runtime import database, i18n, journal
from conference.translation import queries as translation
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading

KEPT_AT_MOST = 60
_UNNAMED = N_("a delegate")
_VOICE = N_("Voice %(number)s")
Owner = int | str
"""Whose a post is: an account, or the mark of a voice."""


@dataclass(frozen=True, slots=True)
class PostView:
    """One post as this reader sees it. `author` is a name, a pseudonym (`voice`), or "a delegate" in words where she is
    not to be named.

    `html` is empty once the post is gone. `edition` changes whenever what is shown does. `answers_older`: the post that
    it answers was changed after its author had read it. `route` and `flags` tell of a machine's translation.
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
    voice: bool = False
    author_known: bool = False
    answers_older: bool = False
    revision: int = 1
    route: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Sight:
    """A page of posts as everybody sees it who has the same rights and wrote none of them. `places`: owner -> where
    in it her posts are. `cursor`: the journal's number before they were read."""

    posts: tuple[PostView, ...]
    places: Mapping[Owner, tuple[int, ...]]
    newest: int
    cursor: int
    next: str | None = None
    cuts: Mapping[int, Cut] = field(default_factory=dict)
    continued: frozenset[int] = frozenset()
    flat: bool = False
    voiced: bool = False

    def own(self, reader: Actor, plank_id: int) -> tuple[int, ...]:
        """The places of the reader's own posts, under her name and under her voice."""
        if reader.id is None or not self.places:
            return ()
        own = self.places.get(reader.id, ())
        return own + self.places.get(marks.voice(reader.id, plank_id), ()) if self.voiced else own


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    number: int
    depth: int
    state: str
    created_at: Any
    edited_at: Any
    unit: int
    author: int | None
    name: str | None
    named: int | None
    delegation: int | None
    reply_to: int | None
    parent: int | None
    owner: str | None
    voice: int | None
    answers_older: int
    revision: int


_NEWEST = "SELECT coalesce(max(number), 0) FROM post WHERE thread_id = ?"
POSTS = (
    "SELECT p.id, p.number, p.depth, p.state, p.created_at, p.edited_at, p.unit_id, p.author_id, a.name, a.named, "
    "d.delegation_id, q.number, p.parent_id, v.owner, v.number, "
    "CASE WHEN q.state = 'standing' AND p.answered_revision < w.revision THEN 1 ELSE 0 END, u.revision "
    "FROM post p JOIN text_unit u ON u.id = p.unit_id LEFT JOIN account a ON a.id = p.author_id "
    "LEFT JOIN delegate d ON d.account_id = p.author_id LEFT JOIN voice v ON v.id = p.voice_id "
    "LEFT JOIN post q ON q.id = p.parent_id LEFT JOIN text_unit w ON w.id = q.unit_id WHERE p.thread_id = ? "
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


_sights: dict[tuple[int, int, Asked, Kind], Sight] = {}


async def sight(kind: Kind, thread_id: int, asked: Asked) -> Sight:
    """A page of a thread, kept with the journal's number that it was read after."""
    era, cursor = database.era(), await journal.cursor()  # first: what is written in between makes it old
    key = (era or 0, thread_id, asked, kind)
    kept = _sights.get(key)
    if kept is not None and kept.cursor == cursor and era is not None:
        return kept
    page = await strands.of(thread_id, asked)
    seen = await look(kind, thread_id, await rows_of(thread_id, page), page, cursor, flat=asked.flat)
    if era is not None:
        _sights.pop(key, None)
        if len(_sights) >= KEPT_AT_MOST:
            _sights.pop(next(iter(_sights)))
        _sights[key] = seen
    return seen


async def rows_of(thread_id: int, page: Strands) -> list[tuple[Any, ...]]:
    """The rows of these posts, in the page's order."""
    if not page.ids:
        return []
    sql = f"{POSTS}AND p.id IN ({strands.marks(page.ids)})"
    found = {row[0]: row for row in await database.rows(sql, thread_id, *page.ids)}
    return [found[key] for key in page.ids if key in found]


async def look(
    kind: Kind,
    thread_id: int,
    found: Sequence[tuple[Any, ...]],
    page: Strands | None = None,
    cursor: int = 0,
    *,
    original: bool = False,
    flat: bool = False,
) -> Sight:
    """These rows, as readers of this kind see them."""
    shown = [_Row(*row) for row in found]
    units = [row.unit for row in shown]
    texts = await (translation.originals(units) if original else machine.readings(units, kind.language))
    newest = (await database.rows(_NEWEST, thread_id))[0][0]
    names = {each.id: in_language(each.names, kind.language) for each in await Delegation.all()} if shown else {}
    eyes = _Eyes(kind, names, i18n.say(_UNNAMED, kind.language))
    places: dict[Owner, tuple[int, ...]] = {}
    for at, row in enumerate(shown):
        owner = row.author if row.author is not None else row.owner or ""
        places[owner] = (*places.get(owner, ()), at)
    page = page or Strands(())
    return Sight(
        tuple(eyes.see(row, texts.get(row.unit)) for row in shown), places, int(newest), cursor, page.next, page.cuts,
        page.continued, flat, any(row.owner for row in shown),
    )  # fmt: skip


class _Eyes:
    """One kind of reader: what is the same for every post of a page is asked once."""

    def __init__(self, kind: Kind, delegations: dict[int, str], unnamed: str) -> None:
        self.kind = kind
        self.delegations = delegations
        self.unnamed = unnamed

    def by(self, row: _Row) -> str:
        if row.voice is not None:
            return i18n.say(Sentence(_VOICE, {"number": row.voice}), self.kind.language)
        return row.name or "" if row.named or self.kind.in_the_room else self.unnamed

    def see(self, row: _Row, reading: Reading | None) -> PostView:
        language, standing = self.kind.language, row.state == State.STANDING and reading is not None
        return PostView(
            id=row.id,
            number=row.number,
            author=self.by(row),
            delegation=self.delegations.get(row.delegation or 0, ""),
            html=reading.html if reading and standing else "",
            lang=reading.language if reading else language,
            original_lang=reading.original_language if reading else language,
            origin=reading.origin if reading else "",
            current=reading.current if reading else True,
            translator=reading.translator if reading else None,
            created_at=moment(row.created_at),
            edited_at=moment(row.edited_at) if row.edited_at else None,
            state=row.state,
            depth=row.depth,
            reply_to=row.reply_to,
            parent=row.parent,
            unit=row.unit,
            standing=standing,
            may_edit=False,
            may_withdraw=standing and self.kind.moderates,
            edition=f"{reading.text_id} {reading.written} {reading.origin} {reading.current}" if reading else "",
            voice=row.voice is not None,
            author_known=row.author is not None and bool(row.named or self.kind.in_the_room),
            revision=row.revision,
            answers_older=standing and bool(row.answers_older),
            route=reading.route if reading else (),
            flags=reading.flags if reading else (),
        )


def with_own(posts: Sequence[PostView], own: Sequence[int]) -> tuple[PostView, ...]:
    """The posts with what the reader may do to those at these places, which she wrote herself."""
    if not own:
        return tuple(posts)
    seen = list(posts)
    for at in own:
        seen[at] = replace(seen[at], may_edit=seen[at].standing, may_withdraw=seen[at].standing)
    return tuple(seen)
