"""How often somebody may try: counted once for every process, and the owner of an account is not shut out."""

import asyncio
from datetime import timedelta

import httpx2
import pytest
from starlette.requests import Request

from conference.core.errors import Refused
from conference.people import commands, throttle
from conference.people.throttle import Bucket
from conference.runtime import clock, database
from conference.runtime.settings import Settings
from conference.web.sessions import network_of

from .conftest import Browser
from .test_commands import PASSWORD, ana_registers, do, everything_stored
from .test_pages import send

FEW = Bucket("test", most=2, seconds=10)


async def taken(bucket: Bucket, who: str) -> bool:
    async with database.transaction():
        return await throttle.take(bucket, who)


async def test_a_bucket_fills_with_tries_and_drains_evenly(house: Settings) -> None:
    start = clock.now()
    found = []
    for second in (0, 1, 2, 5.5, 6, 30, 30, 30):
        with clock.at(start + timedelta(seconds=second)):
            found.append(await do(taken(FEW, "ana")))
    assert found == [True, True, False, True, False, True, True, False]
    with clock.at(start + timedelta(seconds=30)):
        assert await do(taken(FEW, "bea"))
        assert await do(taken(Bucket("other", 2, 10), "ana"))


async def test_tries_side_by_side_are_all_counted(house: Settings) -> None:
    found = await asyncio.gather(*(do(taken(Bucket("test", 5, 1000), "ana")) for _ in range(20)))
    assert sum(found) == 5


async def test_the_table_names_nobody_and_forgets_the_day_before(house: Settings) -> None:
    await do(taken(FEW, "ana@example.org 203.0.113.7"))
    stored = await everything_stored(house)
    assert b"203.0.113.7" not in stored
    assert b"ana@example.org" not in stored
    with clock.at(clock.now() + timedelta(days=1)):
        await do(taken(FEW, "bea"))
    assert len(await database.rows("SELECT day FROM day_key")) == 1
    assert len(await database.rows("SELECT key_hash FROM tries")) == 1


async def guess(client: httpx2.AsyncClient, email: str, password: str = "wrong guess") -> httpx2.Response:
    return await send(client, "/en/sign-in", "/en/sign-in", email=email, password=password)


async def test_guesses_from_many_networks_stop_and_the_owner_comes_in(house: Settings, browser: Browser) -> None:
    """Her own browser proved before that it is hers; and a letter opens another one."""
    await ana_registers()
    owner = browser("198.51.100.4")
    assert (await guess(owner, "ana@example.org", PASSWORD)).status_code == 303
    owner.cookies.delete("session")
    answers = []
    with clock.at(clock.now()):
        for number in range(63):
            try:
                guessing = commands.sign_in_with_password("ana@example.org", "wrong", origin=f"203.0.113.{number}")
                await do(guessing)
            except Refused as problem:
                answers.append(problem.code)
        assert (await guess(browser("192.0.2.1"), "ana@example.org", PASSWORD)).status_code == 429
    assert answers == ["not-recognised"] * 60 + ["too-many-tries"] * 3
    assert (await guess(owner, "ana@example.org", PASSWORD)).status_code == 303
    asked = await do(commands.ask_reset("ana@example.org"))
    assert asked is not None
    elsewhere = browser("192.0.2.9")
    link = f"/en/password/{asked[1]}"
    new = "seven lamps beside canal"
    assert (await send(elsewhere, link, link, password=new, again=new)).status_code == 303
    assert (await guess(elsewhere, "ana@example.org", new)).status_code == 303


async def test_a_known_browser_has_tries_of_its_own_and_for_its_account_only(house: Settings, browser: Browser) -> None:
    await ana_registers()
    mine = browser()
    assert (await guess(mine, "ana@example.org", PASSWORD)).status_code == 303
    mine.cookies.delete("session")
    statuses = [(await guess(mine, "ana@example.org")).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    statuses = [(await guess(mine, "bea@example.org")).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


async def test_one_password_over_many_accounts_meets_the_brake(
    house: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verification itself is not what is tested here, so that the test takes no minute of hashing."""

    async def never(_stored: str | None, _password: str) -> bool:
        return False

    monkeypatch.setattr("conference.runtime.secrets.password_fits", never)
    codes = []
    with clock.at(clock.now()):
        for number in range(605):
            try:
                who, network = f"p{number}@example.org", f"10.{number % 200}.0.{number // 200}"
                await do(commands.sign_in_with_password(who, "Solidarity1!", origin=network))
            except Refused as problem:
                codes.append(problem.code)
    assert codes == ["not-recognised"] * 600 + ["too-many-tries"] * 5


async def test_who_signs_in_uses_up_nothing(house: Settings) -> None:
    await ana_registers()
    for _ in range(25):
        assert await do(commands.sign_in_with_password("ana@example.org", PASSWORD, origin="192.0.2.1"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.5", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "10.9.9.9, 203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "", ""),
        ("127.0.0.1", "no address", ""),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "", "2001:db8:1:2::/64"),
    ],
)
def test_where_somebody_comes_from(peer: str, forwarded: str, seen: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert network_of(Request({"type": "http", "client": (peer, 1), "headers": headers})) == seen
