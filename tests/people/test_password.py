"""Forgot your password: a letter with a link, once, for an hour, and nobody learns who is registered."""

import asyncio
import logging
import re
from datetime import timedelta

import httpx2
import pytest

from conference.core.actor import HOUSE
from conference.core.errors import Invalid, Refused
from conference.people import commands, queries
from conference.people.models import Account, ApiToken, Reset, Session
from conference.people.queries import Backend
from conference.runtime import clock
from conference.runtime.settings import Settings

from .conftest import Browser
from .test_commands import ROWS, ana_registers, do, everything_stored
from .test_pages import letters, send

OLD = "copper anvil rainy tuesday"
NEW = "seven lamps beside canal"


async def ask(client: httpx2.AsyncClient, email: str, language: str = "en") -> httpx2.Response:
    return await send(client, f"/{language}/password", f"/{language}/password", email=email)


def link_in(letter: str) -> str:
    found = re.search(r"http://[^/]+(/\w\w/password/\S+)", letter)
    assert found, letter
    return found[1]


async def test_by_the_letter_she_chooses_a_new_password(house: Settings, browser: Browser) -> None:
    await ana_registers()
    ana = browser()
    assert 'href="/en/password"' in (await ana.get("/en/sign-in")).text
    assert (await ask(ana, " ANA@example.org ")).headers["location"] == "/en/password/sent"
    letter = letters(house)[0]
    assert letter.startswith("ana@example.org\n")
    link = link_in(letter)
    assert link.startswith("/es/"), "letters come in her own language"
    page = await ana.get(link)
    assert 'name="again"' in page.text
    short = await send(ana, link, link, password="short", again="short")
    assert short.status_code == 422
    uneven = await send(ana, link, link, password=NEW, again=NEW + "!")
    assert (uneven.status_code, 'id="f-again-error"' in uneven.text) == (422, True)
    answer = await send(ana, link, link, password=NEW, again=NEW)
    assert answer.headers["location"] == "/es/sign-in"
    entered = await send(ana, "/es/sign-in", "/es/sign-in", email="ana@example.org", password=NEW)
    assert entered.status_code == 303
    refused = await send(browser(), "/es/sign-in", "/es/sign-in", email="ana@example.org", password=OLD)
    assert refused.status_code == 422
    assert 'name="again"' not in (await ana.get(link)).text
    assert (await send(ana, "/en/password", link, password=OLD, again=OLD)).status_code == 422


async def test_known_and_unknown_addresses_get_one_answer_after_one_work(
    house: Settings, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """The same status, place and page, after the same statements; the letter goes out after the answer."""
    await ana_registers()
    client = browser()
    await ask(client, "before@example.org")
    answers, works = [], []
    for email in ("ana@example.org", "eva@example.org"):
        page = (await client.get("/en/password")).text
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert token
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            caplog.clear()
            answer = await client.post("/en/password", data={"csrf": token[1], "email": email})
            works.append([re.sub(r"\d+|'[^']*'", "?", str(each.args[0])) for each in caplog.records if each.args])
        answers.append((answer.status_code, answer.headers["location"], answer.content, sorted(answer.headers)))
    assert answers[0] == answers[1]
    assert works[0] == works[1]
    assert any("password_reset" in each for each in works[0])
    assert [letter.split("\n")[0] for letter in letters(house)] == ["ana@example.org"]


async def test_a_link_works_once_even_side_by_side(house: Settings) -> None:
    await ana_registers()
    asked = await do(commands.ask_reset("ana@example.org"))
    assert asked is not None
    tries = (do(commands.choose_password(asked[1], f"{NEW} {number}")) for number in range(4))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, Account) for each in outcomes) == 1
    assert {str(each).split(":")[0] for each in outcomes if isinstance(each, Exception)} == {"stale-link"}


async def test_a_link_ends_after_an_hour(house: Settings) -> None:
    await ana_registers()
    asked = await do(commands.ask_reset("ana@example.org"))
    assert asked is not None
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert not await queries.opens_password(asked[1])
        with pytest.raises(Refused, match="stale-link"):
            await do(commands.choose_password(asked[1], NEW))
    assert await queries.opens_password(asked[1])
    await do(commands.choose_password(asked[1], NEW))


async def test_a_link_is_bound_to_the_address_it_was_sent_to(house: Settings) -> None:
    ana = await ana_registers()
    asked = await do(commands.ask_reset("ana@example.org"))
    assert asked is not None
    await Account.filter(id=ana.id).update(email="ana.ruiz@example.org")
    with pytest.raises(Refused, match="stale-link"):
        await do(commands.choose_password(asked[1], NEW))
    assert await do(commands.sign_in_with_password("ana.ruiz@example.org", OLD))


async def test_whoever_was_signed_in_as_her_is_out(house: Settings) -> None:
    ana = await ana_registers()
    thief = await do(commands.sign_in("ana-ruiz"))
    program = await do(commands.make_token(HOUSE, ana.id, "script", ["write"]))
    other = await do(commands.add_account(HOUSE, "", "Bea Nava", "bea@example.org", ["en"], False, password=OLD))
    others = await do(commands.sign_in(other))
    links = [await do(commands.ask_reset("ana@example.org")) for _ in range(2)]
    assert links[0] is not None
    assert links[1] is not None
    await do(commands.choose_password(links[1][1], NEW))
    assert await Backend().by_session(thief) is None
    assert await Backend().by_bearer(program) is None
    assert await Backend().by_session(others) is not None, "nobody else is signed out"
    assert (await Session.filter(account_id=ana.id).count(), await ApiToken.all().count()) == (0, 0)
    with pytest.raises(Refused, match="stale-link"):
        await do(commands.choose_password(links[0][1], OLD))


async def test_who_never_chose_a_password_gets_in_by_her_invitation_only(house: Settings) -> None:
    """Neither somebody invited who did not come, nor a row of the organizers' list, comes in by the back door."""
    await do(commands.invite(HOUSE, "ana@example.org"))
    await do(commands.import_delegates(HOUSE, ROWS[:1]))
    assert await do(commands.ask_reset("ana@example.org")) is None
    assert await do(commands.ask_reset("bea@example.org")) is None
    assert await Reset.filter(account_id__isnull=False).count() == 0


async def test_a_letter_box_is_filled_by_nobody(house: Settings, browser: Browser) -> None:
    await ana_registers()
    client = browser()
    answers = {(await ask(client, "ana@example.org")).headers["location"] for _ in range(8)}
    assert answers == {"/en/password/sent"}
    assert len(letters(house)) == 5


async def test_an_easy_password_is_not_taken_and_the_link_stays(house: Settings) -> None:
    await ana_registers()
    asked = await do(commands.ask_reset("ana@example.org"))
    assert asked is not None
    with pytest.raises(Invalid):
        await do(commands.choose_password(asked[1], "ana ruiz 2026"))
    assert await do(commands.choose_password(asked[1], NEW))


async def test_neither_the_tables_nor_the_journal_hold_link_or_password(house: Settings) -> None:
    await ana_registers()
    await do(commands.ask_reset("eva@example.org"))
    asked = await do(commands.ask_reset("ana@example.org"))
    assert asked is not None
    stored = await everything_stored(house)
    assert asked[1].encode() not in stored
    assert b"eva@example.org" not in stored
    await do(commands.choose_password(asked[1], NEW))
    assert NEW.encode() not in await everything_stored(house)


async def test_a_link_of_nobody_opens_nothing(house: Settings, browser: Browser) -> None:
    assert await do(commands.ask_reset("eva@example.org")) is None
    with pytest.raises(Refused, match="stale-link"):
        await do(commands.choose_password("x" * 43, NEW))
    page = await browser().get(f"/en/password/{'x' * 43}")
    assert (page.status_code, 'name="again"' in page.text) == (200, False)
