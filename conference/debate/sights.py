"""Posts as one kind of reader sees them.

A page of a thread is kept in process for all who see it alike, until anything is journalled that may show in it
(`debate.shelf`): each word on it is written together with a row of the journal. Who may read it, and what she wrote
herself, is looked at for each request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.core.roles import Audience, audience_open_to
from conference.core.words import N_, Sentence
from conference.debate import marks, strands
from conference.debate.moderation import notices
from conference.debate.moderation.notices import Notice
from conference.debate.moments import moment
from conference.debate.rules import Asked, State
from conference.debate.shelf import Shelf
from conference.debate.strands import Cut, Strands
from conference.runtime import database, i18n, journal
from conference.translation import queries as translation
from conference.translation import withholding
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading
from conference.translation.terms import marks as glossary_marks
from conference.translation.terms.marks import Marks

KEPT_AT_MOST = 60
_UNNAMED = N_("a delegate")
_VOICE = N_("Voice %(number)s")
Owner = int | str
"""Whose a post is: an account, or the mark of a voice."""


@dataclass(frozen=True, slots=True)
class PostView:
    """One post as this reader sees it. `author` is a name, a pseudonym (`voice`), or "a delegate" in words where she is
    not to be named.

    `html` is empty once the post is gone; of a hidden post (`hidden` says why) all but its author and the chair have
    none. `offered`: it stands as it was written, for a reader who understands it, and can be read in the page's
    language, too. `edition` changes whenever what is shown does. `answers_older`: the post that it answers was
    changed after its author had read it. `route` and `flags` tell of a machine's translation. `shown_again`: it was
    hidden, and is no more.
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
    claim: str = ""
    marks: Marks | None = None
    hidden: Notice | None = None
    may_hide: bool = False
    offered: bool = False
    shown_again: bool = False


@dataclass(frozen=True, eq=False)
class Sight:
    """A page of posts as everybody sees it who has the same rights and wrote none of them. `places`: owner -> where
    in it her posts are. `cursor`: the journal's number before they were read. `withheld`: the words of hidden posts by
    their places, which `with_own` gives to their authors and nobody else."""

    posts: tuple[PostView, ...]
    places: Mapping[Owner, tuple[int, ...]]
    newest: int
    cursor: int
    next: str | None = None
    cuts: Mapping[int, Cut] = field(default_factory=dict)
    continued: frozenset[int] = frozenset()
    flat: bool = False
    voiced: bool = False
    withheld: Mapping[int, Reading] = field(default_factory=dict)

    def own(self, reader: Actor, plank_id: int) -> tuple[int, ...]:
        """The places of the reader's own posts, under her name and under her voice."""
        if reader.id is None or not self.places:
            return ()
        own = self.places.get(reader.id, ())
        return own + self.places.get(marks.voice(reader.id, plank_id), ()) if self.voiced else own


class _Row(NamedTuple):
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
    claim: str
    shown_again: int


_NEWEST = "SELECT coalesce(max(number), 0) FROM post WHERE thread_id = ?"
POSTS = (
    "SELECT p.id, p.number, p.depth, p.state, p.created_at, p.edited_at, p.unit_id, p.author_id, a.name, a.named, "
    "d.delegation_id, q.number, p.parent_id, v.owner, v.number, "
    "CASE WHEN q.state = 'standing' AND p.answered_revision < w.revision THEN 1 ELSE 0 END, u.revision, p.claim, "
    "CASE WHEN EXISTS (SELECT 1 FROM post_hiding y WHERE y.post_id = p.id AND y.ended_by_id IS NOT NULL) "
    "THEN 1 ELSE 0 END "
    "FROM post p JOIN text_unit u ON u.id = p.unit_id LEFT JOIN account a ON a.id = p.author_id "
    "LEFT JOIN delegate d ON d.account_id = p.author_id LEFT JOIN voice v ON v.id = p.voice_id "
    "LEFT JOIN post q ON q.id = p.parent_id LEFT JOIN text_unit w ON w.id = q.unit_id WHERE p.thread_id = ? "
)


@dataclass(frozen=True, slots=True)
class Kind:
    """All that decides how posts look to a reader who wrote none of them. `understood`: other languages in which posts
    are left as they were written; of three working languages there are four such sets at most."""

    language: str
    in_the_room: bool
    moderates: bool
    marked: bool = True
    understood: frozenset[str] = frozenset()

    @classmethod
    def of(cls, reader: Actor, language: str) -> "Kind":
        return cls(language, audience_open_to(Audience.CONFERENCE, reader.roles), reader.may("moderate"),
                   reader.marks_terms, reader.left_in(language))  # fmt: skip


_sights: Shelf[Sight] = Shelf(KEPT_AT_MOST)


async def sight(kind: Kind, thread_id: int, asked: Asked) -> Sight:
    """A page of a thread, kept with the journal's number that it was read after."""
    era, cursor = database.era(), await journal.cursor()  # first: what is written in between makes it old
    key = (era, thread_id, asked, kind)
    kept = await _sights.find(key, thread_id, cursor) if era is not None else None
    if kept is not None:
        return kept
    page = await strands.of(thread_id, asked)
    seen = await look(kind, thread_id, await rows_of(thread_id, page), page, cursor, flat=asked.flat)
    if era is not None:
        _sights.put(key, seen, cursor)
    return seen


async def rows_of(thread_id: int, page: Strands) -> list[tuple[Any, ...]]:
    """The rows of these posts, in the page's order."""
    if not page.ids:
        return []
    sql = f"{POSTS}AND p.id IN ({database.places(page.ids)})"
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
    texts = await (
        translation.originals(units) if original else machine.readings(units, kind.language, kind.understood)
    )
    newest = (await database.rows(_NEWEST, thread_id))[0][0]
    concealed = {at: row for at, row in enumerate(shown) if row.state == State.HIDDEN}
    reasons = await notices.of([row.id for row in concealed.values()], kind.language)
    drawer = await withholding.readings(
        [row.unit for row in concealed.values()], kind.language, original=original, understood=kind.understood
    )
    withheld = {at: drawer[row.unit] for at, row in concealed.items() if row.unit in drawer}
    names = await delegations(kind.language) if shown else {}
    eyes = _Eyes(kind, names, i18n.say(_UNNAMED, kind.language), await glossary_marks.of(kind.marked))
    places: dict[Owner, tuple[int, ...]] = {}
    for at, row in enumerate(shown):
        owner = row.author if row.author is not None else row.owner or ""
        places[owner] = (*places.get(owner, ()), at)
    page = page or Strands(())
    seen = [eyes.see(row, texts.get(row.unit), reasons.get(row.id)) for row in shown]
    if kind.moderates:
        seen = [disclosed(post, withheld[at]) if at in withheld else post for at, post in enumerate(seen)]
    return Sight(
        tuple(seen), places, int(newest), cursor, page.next, page.cuts,
        page.continued, flat, any(row.owner for row in shown), withheld,
    )  # fmt: skip


async def delegations(language: str) -> dict[int, str]:
    """What each delegation is called, by its key."""
    found = await database.rows("SELECT id, names FROM delegation")
    return {int(key): in_language(database.unpacked(names), language) for key, names in found}


class _Eyes:
    """One kind of reader: what is the same for every post of a page is asked once."""

    def __init__(self, kind: Kind, delegations: dict[int, str], unnamed: str, marks: Marks | None) -> None:
        self.kind, self.marks = kind, marks
        self.delegations = delegations
        self.unnamed = unnamed

    def by(self, row: _Row) -> str:
        if row.voice is not None:
            return i18n.say(Sentence(_VOICE, {"number": row.voice}), self.kind.language)
        return row.name or "" if row.named or self.kind.in_the_room else self.unnamed

    def see(self, row: _Row, reading: Reading | None, hidden: Notice | None) -> PostView:
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
            may_withdraw=False,
            edition=_edition(reading, row.shown_again) if reading else hidden.edition if hidden else "",
            voice=row.voice is not None,
            author_known=row.author is not None and bool(row.named or self.kind.in_the_room),
            revision=row.revision,
            answers_older=standing and bool(row.answers_older),
            route=reading.route if reading else (),
            flags=reading.flags if reading else (),
            claim=row.claim if standing else "",
            marks=self.marks,
            hidden=hidden,
            may_hide=standing and self.kind.moderates,
            shown_again=standing and bool(row.shown_again),
            offered=standing and reading is not None and reading.left and language in reading.others,
        )


def _edition(reading: Reading, shown_again: int = 0) -> str:
    return f"{reading.text_id} {reading.written} {reading.origin} {reading.current} {shown_again}"


def disclosed(post: PostView, words: Reading) -> PostView:
    """A hidden post with its words, for those who read them all the same."""
    return replace(
        post, html=words.html, lang=words.language, original_lang=words.original_language, origin=words.origin,
        current=words.current, route=words.route, flags=words.flags, edition=f"{post.edition} with {_edition(words)}",
    )  # fmt: skip


def with_own(sight: Sight, own: Sequence[int]) -> tuple[PostView, ...]:
    """The posts with what the reader may do to those at these places, which she wrote herself, and with her own words
    where they are hidden from others."""
    if not own:
        return sight.posts
    seen = list(sight.posts)
    for at in own:
        post = seen[at]
        mine = disclosed(post, sight.withheld[at]) if at in sight.withheld and not post.html else post
        may_withdraw = post.standing or post.state == State.HIDDEN
        seen[at] = replace(mine, may_edit=post.standing, may_withdraw=may_withdraw, may_hide=False)
    return tuple(seen)


async def readable(posts: Sequence[int]) -> frozenset[int]:
    """Those of these posts whose words anybody reads who may read their thread: neither hidden nor gone."""
    if not posts:
        return frozenset()
    sql = f"SELECT id FROM post WHERE state = 'standing' AND id IN ({database.places(posts)})"  # noqa: S608 -- only marks
    return frozenset(int(key) for (key,) in await database.rows(sql, *posts))
