"""Who somebody is, seen through the reader's eyes; and who asks, for the edge."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.roles import Role
from conference.core.words import N_, Sentence
from conference.people import policy, rules
from conference.people.models import Account, ApiToken, Delegate, Delegation, Grant, Invitation, Reset, Session
from conference.people.rules import State
from conference.runtime import clock, database, secrets

PAGE = 100
SEEN_EVERY = timedelta(minutes=5)
_WHO = """
SELECT a.id, a.handle, a.name, a.opaque, a.named, a.languages, n.code, g.role, a.marks_terms, a.as_written{more}
FROM {source}
LEFT JOIN delegate d ON d.account_id = a.id AND d.state = 'accredited'
LEFT JOIN delegation n ON n.id = d.delegation_id
LEFT JOIN role_grant g ON g.account_id = a.id
WHERE {key} = ?"""
_BY_SESSION = _WHO.format(
    more=", s.id, s.created_at, s.seen_at, s.ends_at",
    source="session s JOIN account a ON a.id = s.account_id",
    key="s.token_hash",
)
_BY_BEARER = _WHO.format(
    more=", t.scopes", source="api_token t JOIN account a ON a.id = t.account_id", key="t.token_hash"
)
_BY_HANDLE = _WHO.format(more="", source="account a", key="a.handle")
_noting: set[asyncio.Task[None]] = set()


CODE_AT_MOST = 8
"""Characters of a delegation's code, as the table holds it."""


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A delegation: its code, its names by language, its working languages."""

    code: str
    names: dict[str, str]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, for those who write about her. `delegation` is that of an accepted delegate."""

    id: int
    handle: str
    name: str
    named: bool
    languages: tuple[str, ...]
    delegation: DelegationView | None


@dataclass(frozen=True, slots=True)
class RegistrationView:
    """A registration as the committee reads it. `email_confirmed` says whether the link was opened."""

    account_id: int
    handle: str
    name: str
    email: str
    email_confirmed: bool
    delegation: DelegationView
    organisation: str
    alternate: bool
    languages: tuple[str, ...]
    named: bool
    state: State
    reason: str
    registered_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionView:
    """A signed-in browser."""

    id: int
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token for programs, without the token."""

    id: int
    label: str
    scopes: tuple[str, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OwnView:
    """Everything that the house knows of the reader herself."""

    handle: str
    name: str
    email: str
    email_confirmed: bool
    languages: tuple[str, ...]
    named: bool
    marks_terms: bool
    as_written: bool
    roles: tuple[str, ...]
    registration: RegistrationView | None
    sessions: tuple[SessionView, ...]
    tokens: tuple[TokenView, ...]


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody of the demonstration whom a visitor may be."""

    handle: str
    name: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    delegation: str | None
    about: str


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation that still opens."""

    email: str
    delegation: str | None
    role: Role


class Backend:
    """Who a session's or a token's bearer is: one statement each, whatever the number of roles."""

    async def by_session(self, token: str) -> Actor | None:
        found = await database.rows(_BY_SESSION, secrets.fingerprint(token))
        if not found:
            return None
        session, *moments = found[0][10:]
        created, seen, ends = map(_moment, moments)
        actor = _known_actor(tuple(row[:10] for row in found), session)
        now = clock.now()
        if not rules.session_holds(now, created, seen, ends, actor.presides):
            return None
        if now - seen > SEEN_EVERY:
            _note_seen(session)
        return actor

    async def by_bearer(self, token: str) -> Actor | None:
        found = await database.rows(_BY_BEARER, secrets.fingerprint(token))
        return _actor(found, scopes=frozenset(_list(found[0][10]))) if found else None


def _note_seen(session: int) -> None:
    """Note that a session is in use, beside the request: reading a page waits for no write."""
    task = asyncio.get_running_loop().create_task(database.shielded(_seen(session)))
    _noting.add(task)
    task.add_done_callback(_noting.discard)


async def _seen(session: int) -> None:
    async with database.transaction():
        await Session.filter(id=session).update(seen_at=clock.now())


async def actor_of(handle: str) -> Actor:
    """The actor with this handle, as she comes in by a browser. Raises `Absent`."""
    found = await database.rows(_BY_HANDLE, handle)
    if not found:
        raise Absent
    return _actor(found)


def _actor(found: Sequence[tuple[Any, ...]], **how: Any) -> Actor:
    key, handle, name, opaque, named, languages, delegation = found[0][:7]
    granted = {Role(row[7]) for row in found if row[7]}
    return Actor(
        id=key,
        handle=handle,
        name=name,
        roles=frozenset({Role.PUBLIC, Role.MEMBER} | granted),
        delegation=delegation,
        understands=tuple(_list(languages)),
        opaque=opaque,
        named=bool(named),
        marks_terms=bool(found[0][8]),
        as_written=bool(found[0][9]),
        **how,
    )


@lru_cache(2_000)
def _known_actor(found: tuple[tuple[Any, ...], ...], session: int) -> Actor:
    """The same rows make the same actor; the rows themselves are read for each request."""
    return _actor(found, session=session)


def _list(value: Any) -> list[str]:
    """A JSON list, which both databases give as text to a plain statement."""
    return list(json.loads(value) if isinstance(value, str) else value)


def _moment(value: Any) -> datetime:
    """A time: text from SQLite, aware from PostgreSQL."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def delegations() -> list[DelegationView]:
    """Every delegation, in the conference's order."""
    return [_delegation(each) for each in await Delegation.all().order_by("position")]


async def delegation(code: str) -> Delegation | None:
    """The delegation of this code, which may have come from an address or a form; None where there is no such one."""
    return await Delegation.get_or_none(code=code) if len(code) <= CODE_AT_MOST else None


def _delegation(found: Delegation) -> DelegationView:
    return DelegationView(found.code, found.names, tuple(found.languages))


async def person(id: int) -> Person:
    """Raises `Absent`."""
    found = await people([id])
    if id not in found:
        raise Absent
    return found[id]


async def people(ids: Iterable[int]) -> dict[int, Person]:
    """Several persons by key, in two statements."""
    wanted = list(set(ids))
    seats = await Delegate.filter(account_id__in=wanted, state=State.ACCREDITED).select_related("delegation")
    seated = {seat.account_id: _delegation(seat.delegation) for seat in seats}
    return {
        each.id: Person(each.id, each.handle, each.name, each.named, tuple(each.languages), seated.get(each.id))
        for each in await Account.filter(id__in=wanted)
    }


def shown_name(reader: Actor, person: Person, language: str) -> str | Sentence:
    """Her name in the room or with her consent; else only what she is, as a sentence."""
    if person.named or reader.reads("conference"):
        return person.name
    if person.delegation is None:
        return Sentence(N_("a participant"))
    return Sentence(N_("a delegate, %(delegation)s"), {"delegation": in_language(person.delegation.names, language)})


async def registrations(reader: Actor, state: State, after: int = 0) -> tuple[list[RegistrationView], int | None]:
    """One page of the committee's list, oldest first, and the key after which the next page begins."""
    policy.may_see_registrations(reader).require()
    wanted = Delegate.filter(state=state, id__gt=after).order_by("id").limit(PAGE + 1)
    found = await wanted.select_related("account", "delegation")
    following = found[PAGE - 1].id if len(found) > PAGE else None
    return [_registration(each) for each in found[:PAGE]], following


async def registration_counts(reader: Actor) -> dict[State, int]:
    """How many registrations stand in each state."""
    policy.may_see_registrations(reader).require()
    found = await database.rows("SELECT state, count(*) FROM delegate GROUP BY state")
    counted = {State(state): number for state, number in found}
    return {state: counted.get(state, 0) for state in State}


def _registration(found: Delegate) -> RegistrationView:
    account = found.account
    return RegistrationView(
        account.id,
        account.handle,
        account.name,
        account.email or "",
        account.email_confirmed_at is not None,
        _delegation(found.delegation),
        found.organisation,
        found.alternate,
        tuple(account.languages),
        account.named,
        State(found.state),
        found.reason,
        found.registered_at,
        found.decided_at,
    )


async def own(reader: Actor) -> OwnView:
    """The reader's own page. Raises `Absent` for a visitor."""
    account = await Account.get_or_none(id=reader.id)
    if account is None:
        raise Absent
    seat = await Delegate.get_or_none(account_id=account.id).select_related("account", "delegation")
    sessions = await Session.filter(account_id=account.id, ends_at__gt=clock.now()).order_by("-seen_at")
    tokens = await ApiToken.filter(account_id=account.id).order_by("id")
    granted = {grant.role for grant in await Grant.filter(account_id=account.id)}
    return OwnView(
        account.handle,
        account.name,
        account.email or "",
        account.email_confirmed_at is not None,
        tuple(account.languages),
        account.named,
        account.marks_terms,
        account.as_written,
        tuple(role.value for role in Role if role.value in granted),
        _registration(seat) if seat else None,
        tuple(SessionView(s.id, s.created_at, s.seen_at, s.ends_at, s.id == reader.session) for s in sessions),
        tuple(TokenView(t.id, t.label, tuple(t.scopes), t.created_at) for t in tokens),
    )


async def cast(language: str) -> list[CastMember]:
    """Everybody of the demonstration, in the order in which they came."""
    seats = await Delegate.filter(state=State.ACCREDITED).select_related("delegation")
    seated = {seat.account_id: seat.delegation.code for seat in seats}
    granted: dict[int, list[str]] = {}
    for grant in await Grant.all().order_by("id"):
        granted.setdefault(grant.account_id, []).append(grant.role)
    return [
        CastMember(
            each.handle,
            each.name,
            tuple(granted.get(each.id, ())),
            tuple(each.languages),
            seated.get(each.id),
            in_language(each.about, language),
        )
        for each in await Account.all().order_by("id")
    ]


async def invitation(code: str) -> InvitationView | None:
    """What this code invites to, while it lasts and was not used."""
    found = await Invitation.get_or_none(code_hash=secrets.fingerprint(code), used_at=None, ends_at__gt=clock.now())
    return InvitationView(found.email, found.delegation_code, Role(found.role)) if found else None


async def needs_password(token: str) -> bool:
    """Whether the account of this confirmation link has no password yet."""
    sql = """SELECT a.password_hash FROM confirmation c JOIN account a ON a.id = c.account_id WHERE c.token_hash = ?"""
    found = await database.rows(sql, secrets.fingerprint(token))
    return bool(found) and found[0][0] is None


async def opens_password(token: str) -> bool:
    """Whether this link of a letter still opens a new password."""
    found = Reset.filter(token_hash=secrets.fingerprint(token), ends_at__gt=clock.now(), account_id__isnull=False)
    return await found.exists()


def exported(own: OwnView) -> dict[str, Any]:
    """The reader's own page as JSON: times in ISO 8601."""
    exported: dict[str, Any] = json.loads(json.dumps(asdict(own), default=datetime.isoformat))
    return exported
