"""Registering, being accepted, coming in: what the commands promise."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from conference.core.actor import HOUSE, NOBODY
from conference.core.errors import Absent, Conflict, Invalid, NotPermitted, Refused, TooMany
from conference.core.roles import Role
from conference.people import commands, queries
from conference.people.models import Account, Delegate, Session
from conference.people.queries import Backend
from conference.people.rules import Application, State
from conference.runtime import clock, database, journal
from conference.runtime.models import Entry
from conference.runtime.settings import Settings

PASSWORD = "copper anvil rainy tuesday"
ANA = Application("Ana Ruiz", "ana@example.org", "MX", "Planta de asientos", ("es", "en"))
T = TypeVar("T")


async def do(work: Coroutine[Any, Any, T]) -> T:
    return await database.shielded(work)


async def ana_registers(application: Application = ANA) -> Account:
    return await do(commands.register(NOBODY, application, password=PASSWORD, open_to_all=True))


async def test_who_is_accepted_is_a_delegate_of_her_delegation(house: Settings) -> None:
    ana = await ana_registers()
    before = await queries.actor_of("ana-ruiz")
    assert (before.delegation, before.may("cast")) == (None, False)
    await do(commands.accredit(HOUSE, ana.id))
    after = await queries.actor_of("ana-ruiz")
    assert (after.delegation, after.may("cast"), after.understands) == ("MX", True, ("es", "en"))


async def test_an_alternate_speaks_but_does_not_propose(house: Settings) -> None:
    ana = await ana_registers(replace(ANA, alternate=True))
    await do(commands.accredit(HOUSE, ana.id))
    actor = await queries.actor_of("ana-ruiz")
    assert (actor.may("speak"), actor.may("propose")) == (True, False)


async def test_a_refusal_needs_a_reason_and_takes_the_seat_back(house: Settings) -> None:
    ana = await ana_registers()
    await do(commands.accredit(HOUSE, ana.id))
    with pytest.raises(Invalid):
        await do(commands.refuse_registration(HOUSE, ana.id, "  "))
    await do(commands.refuse_registration(HOUSE, ana.id, "Her section named somebody else."))
    actor = await queries.actor_of("ana-ruiz")
    assert (actor.delegation, actor.may("cast")) == (None, False)


async def test_a_question_is_answered_and_goes_back_to_the_committee(house: Settings) -> None:
    ana = await ana_registers()
    await do(commands.query_registration(HOUSE, ana.id, "Which plant?"))
    await do(commands.answer_query(await queries.actor_of("ana-ruiz"), "Planta de asientos, Saltillo"))
    shown, following = await queries.registrations(HOUSE, State.REGISTERED)
    assert [each.organisation for each in shown] == ["Planta de asientos, Saltillo"]
    assert following is None


async def test_two_committee_members_decide_once(house: Settings) -> None:
    ana = await ana_registers()
    both = await asyncio.gather(*(do(commands.accredit(HOUSE, ana.id)) for _ in range(2)), return_exceptions=True)
    assert sorted(type(each) for each in both if isinstance(each, Exception)) == [Conflict]


async def test_nobody_decides_on_her_own_registration(house: Settings) -> None:
    ana = await ana_registers()
    await do(commands.grant(HOUSE, "ana-ruiz", Role.CREDENTIALS))
    with pytest.raises(NotPermitted):
        await do(commands.accredit(await queries.actor_of("ana-ruiz"), ana.id))


async def test_an_organizer_makes_nobody_a_delegate(house: Settings) -> None:
    await do(commands.add_account(HOUSE, "pat", "Pat Lind", "pat@example.org", ["en"], True))
    await do(commands.grant(HOUSE, "pat", Role.ORGANIZER))
    with pytest.raises(NotPermitted):
        await do(commands.grant(await queries.actor_of("pat"), "pat", Role.DELEGATE))


async def test_one_address_registers_once_even_at_the_same_instant(house: Settings) -> None:
    many = await asyncio.gather(*(ana_registers() for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(each, Account) for each in many) == 1
    assert all(isinstance(each, Account | Conflict) for each in many)


async def test_registration_is_closed_without_an_invitation(house: Settings) -> None:
    with pytest.raises(NotPermitted):
        await do(commands.register(NOBODY, ANA, password=PASSWORD))


async def test_an_invitation_opens_once_for_its_address_and_settles_the_delegation(house: Settings) -> None:
    code = await do(commands.invite(HOUSE, "Ana@Example.org", Role.ALTERNATE, "CA"))
    stranger = replace(ANA, email="eve@example.org")
    with pytest.raises(Invalid):
        await do(commands.register(NOBODY, stranger, password=PASSWORD, invitation=code))
    ana = await do(commands.register(NOBODY, ANA, password=PASSWORD, invitation=code))
    seat = await Delegate.get(account_id=ana.id).select_related("delegation")
    assert (seat.delegation.code, seat.alternate, ana.email_confirmed_at is not None) == ("CA", True, True)
    with pytest.raises(Refused, match="stale-invitation"):
        await do(commands.register(NOBODY, stranger, password=PASSWORD, invitation=code))


async def test_an_invited_observer_has_her_role_at_once(house: Settings) -> None:
    code = await do(commands.invite(HOUSE, "ana@example.org", Role.OBSERVER))
    await do(commands.register(NOBODY, ANA, password=PASSWORD, invitation=code))
    actor = await queries.actor_of("ana-ruiz")
    assert Role.OBSERVER in actor.roles
    assert not await Delegate.exists()


async def test_a_confirmation_link_works_once(house: Settings) -> None:
    ana = await ana_registers()
    token = await do(commands.ask_confirmation(ana))
    both = await asyncio.gather(*(do(commands.confirm_address(token)) for _ in range(2)), return_exceptions=True)
    assert sum(isinstance(each, Account) for each in both) == 1
    assert (await Account.get(id=ana.id)).email_confirmed_at is not None


async def test_the_right_password_opens_and_everything_else_gets_one_answer(house: Settings) -> None:
    await ana_registers()
    token = await do(commands.sign_in_with_password(" ANA@example.org", PASSWORD))
    actor = await Backend().by_session(token)
    assert actor is not None
    assert actor.handle == "ana-ruiz"
    answers = []
    for email, password in (("ana@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", ""), ("a", "x" * 999)):
        with pytest.raises(Refused) as refusal:
            await do(commands.sign_in_with_password(email, password))
        answers.append(str(refusal.value))
    assert len(set(answers)) == 1


async def test_guessing_is_stopped_for_one_account_only(house: Settings) -> None:
    await ana_registers()
    for _ in range(10):
        with pytest.raises(Refused, match="not-recognised"):
            await do(commands.sign_in_with_password("ana@example.org", "wrong guess"))
    with pytest.raises(TooMany):
        await do(commands.sign_in_with_password("ana@example.org", PASSWORD))
    with pytest.raises(Refused, match="not-recognised"):
        await do(commands.sign_in_with_password("bea@example.org", "wrong guess"))


async def test_a_session_ends_when_idle_and_not_while_it_is_used(house: Settings) -> None:
    await ana_registers()
    token = await do(commands.sign_in("ana-ruiz"))
    start = clock.now()
    await used(token, start + timedelta(hours=11))
    with clock.at(start + timedelta(hours=22)):
        assert await Backend().by_session(token) is not None
    with clock.at(start + timedelta(hours=40)):
        assert await Backend().by_session(token) is None


async def test_a_chair_signs_in_again_after_twelve_hours(house: Settings) -> None:
    await ana_registers()
    token = await do(commands.sign_in("ana-ruiz"))
    start = clock.now()
    await used(token, start + timedelta(hours=11))
    await do(commands.grant(HOUSE, "ana-ruiz", Role.CHAIR))
    with clock.at(start + timedelta(hours=13)):
        assert await Backend().by_session(token) is None


async def used(token: str, moment: datetime) -> None:
    """The session opens a page at this moment, and that has been noted."""
    with clock.at(moment):
        assert await Backend().by_session(token) is not None
    for _ in range(200):
        if (await Session.get()).seen_at >= moment:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the session's use was never noted")


async def everything_stored(house: Settings) -> bytes:
    """SQLite's file with its log, byte for byte; of PostgreSQL every row of every table, as text."""
    if database.on_sqlite():
        return house.sqlite_path.read_bytes() + house.sqlite_path.with_name("conference.db-wal").read_bytes()
    tables = await database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = [await database.rows(f'SELECT t::text FROM "{name}" t') for (name,) in tables]
    return repr(found).encode()


async def test_the_tables_hold_no_token(house: Settings) -> None:
    ana = await ana_registers()
    token = await do(commands.sign_in("ana-ruiz"))
    bearer = await do(commands.make_token(HOUSE, ana.id, "script", ["write"]))
    stored = await everything_stored(house)
    assert b"ana-ruiz" in stored
    assert token.encode() not in stored
    assert bearer.encode() not in stored
    assert PASSWORD.encode() not in stored


async def test_a_token_does_what_it_was_made_for_and_no_account_keeping(house: Settings) -> None:
    ana = await ana_registers()
    await do(commands.accredit(HOUSE, ana.id))
    actor = await queries.actor_of("ana-ruiz")
    bearer = await do(commands.make_token(actor, ana.id, "phone", ["cast"]))
    program = await Backend().by_bearer(bearer)
    assert program is not None
    assert program.scopes == {"cast"}
    with pytest.raises(NotPermitted, match="browser-only"):
        await do(commands.make_token(program, ana.id, "more", ["write", "cast"]))
    with pytest.raises(NotPermitted, match="own-ballots"):
        await do(commands.make_token(HOUSE, ana.id, "theirs", ["cast"]))


async def test_nobody_ends_another_persons_session_or_token(house: Settings) -> None:
    ana = await ana_registers()
    await do(commands.add_account(HOUSE, "", "Eve Stone", "eve@example.org", ["en"], False))
    token = await do(commands.sign_in("ana-ruiz"))
    await do(commands.make_token(HOUSE, ana.id, "script", []))
    eve = await queries.actor_of("eve-stone")
    with pytest.raises(Absent):
        await do(commands.end_session(eve, (await Session.get()).id))
    with pytest.raises(Absent):
        await do(commands.end_token(eve, 1))
    ended = await Backend().by_session(token)
    assert ended is not None
    await do(commands.end_session(ended, ended.session or 0))
    assert await Backend().by_session(token) is None


ROWS = [
    {"name": "Bea Nava", "email": "bea@example.org", "delegation": "MX", "organisation": "Radio", "languages": "es"},
    {"name": "Al Stone", "email": "al@example.org", "delegation": "CA", "organisation": "Plant", "languages": "en;fr"},
]


async def test_a_list_is_taken_whole(house: Settings) -> None:
    assert not any(each.problems for each in await do(commands.import_delegates(HOUSE, ROWS, dry_run=True)))
    assert await Account.all().count() == 0
    await do(commands.import_delegates(HOUSE, ROWS))
    assert await Delegate.filter(state="registered").count() == 2


async def test_a_list_with_one_fault_is_not_taken_at_all(house: Settings) -> None:
    faulty = [*ROWS, {**ROWS[0], "name": "Bea Twice"}, {**ROWS[1], "email": "x@example.org", "role": "organizer"}]
    report = await do(commands.import_delegates(HOUSE, faulty))
    assert [[name for name, _ in each.problems] for each in report] == [[], [], ["email"], ["role"]]
    assert await Account.all().count() == 0


async def test_an_imported_delegate_chooses_her_password_by_the_link(house: Settings) -> None:
    await do(commands.import_delegates(HOUSE, ROWS[:1]))
    token = await do(commands.ask_confirmation(await Account.get()))
    assert await queries.needs_password(token)
    with pytest.raises(Invalid):
        await do(commands.confirm_address(token, "short"))
    await do(commands.confirm_address(token, PASSWORD))
    assert await do(commands.sign_in_with_password("bea@example.org", PASSWORD))


async def test_the_public_reads_a_name_only_with_consent(house: Settings) -> None:
    ana = await ana_registers()
    await do(commands.accredit(HOUSE, ana.id))
    person = await queries.person(ana.id)
    assert str(queries.shown_name(NOBODY, person, "en")) == "a delegate, Mexico"
    assert queries.shown_name(HOUSE, person, "en") == "Ana Ruiz"
    assert queries.shown_name(NOBODY, replace(person, named=True), "en") == "Ana Ruiz"


async def test_the_journal_names_nobody_and_holds(house: Settings) -> None:
    ana = await ana_registers()
    await do(commands.accredit(HOUSE, ana.id, "Welcome, Ana"))
    written = " ".join(str(dict(each)) for each in await Entry.all())
    assert "delegate-accredited" in written
    assert "Ana" not in written
    assert "ana-ruiz" not in written
    assert await journal.first_broken_link() is None
