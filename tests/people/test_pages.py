"""The pages as a browser meets them."""

import email
import re
from email.policy import default

import httpx2
import pytest

from conference.core.actor import HOUSE
from conference.core.roles import Role
from conference.people import commands
from conference.people.models import Account, Delegate, Session
from conference.runtime import database
from conference.runtime.settings import Settings

from .conftest import Browser

PASSWORD = "copper anvil rainy tuesday"
ANA = {
    "name": "Ana Ruiz",
    "email": "ana@example.org",
    "delegation": "MX",
    "organisation": "Planta de asientos",
    "language": "es",
    "languages": ["en"],
    "password": PASSWORD,
}


async def send(client: httpx2.AsyncClient, page: str, action: str, **fields: object) -> httpx2.Response:
    """Open a page, take the token of its form, and send the form."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get(page)).text)
    assert found, f"{page} has no form"
    return await client.post(action, data={"csrf": found.group(1), **fields})


def letters(house: Settings) -> list[str]:
    found = sorted(house.outbox.glob("*.eml"))
    messages = [email.message_from_bytes(path.read_bytes(), policy=default) for path in found]
    return [f"{message['To']}\n{message['Subject']}\n{message.get_content()}" for message in messages]


async def account(handle: str, *roles: Role) -> None:
    made = commands.add_account(
        HOUSE, handle, handle.title(), f"{handle}@example.org", ["en"], True, {"en": "Somebody."}
    )
    await database.shielded(made)
    for role in roles:
        await database.shielded(commands.grant(HOUSE, handle, role))


async def come_in(client: httpx2.AsyncClient, handle: str) -> None:
    answer = await send(client, "/en/demo", "/en/demo/sign-in", **{"as": handle})
    assert answer.status_code == 303


async def test_from_registration_to_the_vote(house: Settings, browser: Browser) -> None:
    await account("nadia", Role.CREDENTIALS)
    ana, nadia = browser(), browser()
    answer = await send(ana, "/es/register", "/es/register", **ANA)
    assert answer.headers["location"] == "/es/register/sent"
    assert (await ana.get("/es/register/sent")).status_code == 200

    link = re.search(r"http\S+(/es/confirm/\S+)", letters(house)[0])
    assert link, "the letter is in her language and holds the link"
    assert (await Account.get(handle="ana-ruiz")).email_confirmed_at is None
    await send(ana, link[1], link[1])
    assert (await Account.get(handle="ana-ruiz")).email_confirmed_at is not None

    answer = await send(ana, "/es/sign-in", "/es/sign-in", email=ANA["email"], password=PASSWORD, next="/es/votes")
    assert answer.headers["location"] == "/es/votes"

    await come_in(nadia, "nadia")
    page = (await nadia.get("/en/credentials")).text
    assert "Planta de asientos" in page
    seat = await Delegate.get()
    where = f"/en/credentials/{seat.account_id}"
    answer = await send(nadia, "/en/credentials", f"{where}/query", state="registered", reason=" ")
    assert answer.status_code == 422
    await send(nadia, "/en/credentials", f"{where}/query", state="registered", reason="Which plant?")
    assert "Which plant?" in (await ana.get("/es/me")).text
    assert "Which plant?" in letters(house)[1]
    await send(ana, "/es/me", "/es/me/registration", organisation="Planta de Saltillo")
    await send(nadia, "/en/credentials", f"{where}/acceptance", state="registered")
    accepted = (await nadia.get("/en/credentials?state=accredited")).text
    assert "Planta de Saltillo" in accepted
    assert len(letters(house)) == 3
    assert 'value="cast"' in (await ana.get("/es/me")).text


async def test_a_known_address_gets_the_same_page_and_another_letter(house: Settings, browser: Browser) -> None:
    first = await send(browser(), "/fr/register", "/fr/register", **ANA)
    second = await send(browser(), "/fr/register", "/fr/register", **{**ANA, "name": "Eve"})
    assert (first.status_code, first.headers["location"]) == (second.status_code, second.headers["location"])
    assert await Account.all().count() == 1
    assert "/es/sign-in" in letters(house)[1]


async def test_nobody_fills_another_persons_letter_box(house: Settings, browser: Browser) -> None:
    client = browser()
    answers = {(await send(client, "/en/register", "/en/register", **ANA)).headers["location"] for _ in range(8)}
    assert answers == {"/en/register/sent"}
    assert len(letters(house)) == 5


async def test_nothing_typed_is_lost_when_a_field_is_wrong(house: Settings, browser: Browser) -> None:
    answer = await send(browser(), "/en/register", "/en/register", **{**ANA, "email": "nowhere"})
    assert answer.status_code == 422
    assert "Planta de asientos" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert PASSWORD not in answer.text
    assert not letters(house)


async def test_a_closed_registration_says_so_and_an_invitation_opens_it(house: Settings, browser: Browser) -> None:
    house.registration = "invitation"
    await account("nadia", Role.CREDENTIALS)
    nadia, ana = browser(), browser()
    assert 'action="/en/register"' not in (await ana.get("/en/register")).text
    await come_in(nadia, "nadia")
    fields = {"email": "ana@example.org", "role": "delegate", "delegation": "MX", "language": "es"}
    assert (await send(nadia, "/en/invitations", "/en/invitations", **fields)).status_code == 303
    refused = await send(nadia, "/en/invitations", "/en/invitations", **{**fields, "role": "organizer"})
    assert refused.status_code == 403
    link = re.search(r"http://[^/]+(/es/register\?invitation=(\S+))", letters(house)[0])
    assert link
    answer = await send(ana, link[1], "/es/register", **ANA, invitation=link[2])
    assert answer.status_code == 303
    assert await Delegate.all().count() == 1


async def test_a_wrong_password_and_an_unknown_address_read_the_same(house: Settings, browser: Browser) -> None:
    await send(browser(), "/en/register", "/en/register", **ANA)
    client = browser()
    pages = []
    for address in ("ana@example.org", "eva@example.org"):
        answer = await send(client, "/en/sign-in", "/en/sign-in", email=address, password="wrong guess")
        assert answer.status_code == 422
        pages.append(re.sub(r'name="once" value="[^"]+"', "", answer.text.replace(address, "")))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "https://evil.example", ""])
async def test_signing_in_leads_to_no_other_house(house: Settings, browser: Browser, wanted: str) -> None:
    await send(browser(), "/en/register", "/en/register", **ANA)
    answer = await send(browser(), "/en/sign-in", "/en/sign-in", email=ANA["email"], password=PASSWORD, next=wanted)
    assert answer.headers["location"] == "/en/"


async def test_signing_out_ends_the_session_itself(house: Settings, browser: Browser) -> None:
    await account("pat")
    client = browser()
    await come_in(client, "pat")
    cookie = client.cookies["session"]
    answer = await send(client, "/en/me", "/en/sign-out")
    assert "storage" in answer.headers["clear-site-data"]
    client.cookies.set("session", cookie, domain="127.0.0.1")
    assert (await client.get("/en/me")).headers["location"].startswith("/en/sign-in?next=")
    assert await Session.all().count() == 0


async def test_ones_own_page(house: Settings, browser: Browser) -> None:
    await account("pat")
    client, other = browser(), browser()
    await come_in(client, "pat")
    await come_in(other, "pat")
    answer = await send(client, "/fr/me", "/fr/me", language="fr", languages=["es"])
    assert answer.headers["location"] == "/fr/me"
    pat = await Account.get(handle="pat")
    assert (pat.languages, pat.named) == (["fr", "es"], False)
    away = re.search(r'action="(/fr/me/sessions/\d+/end)"', (await client.get("/fr/me")).text)
    assert away
    await send(client, "/fr/me", away[1])
    assert (await other.get("/fr/me")).status_code == 303
    exported = (await client.get("/fr/me/export")).json()
    assert (exported["handle"], len(exported["sessions"])) == ("pat", 1)


async def test_a_token_is_shown_once_and_opens_the_api_until_revoked(house: Settings, browser: Browser) -> None:
    await account("pat")
    client, program = browser(), browser()
    await come_in(client, "pat")
    page = (await send(client, "/en/me", "/en/me/tokens", label="My script", scopes=["write"])).text
    token = re.search(r'<code class="receipt">([^<]+)</code>', page)
    assert token
    assert token[1] not in (await client.get("/en/me")).text
    bearer = {"Authorization": f"Bearer {token[1]}"}
    found = (await program.get("/api/v1/me", headers=bearer)).json()
    assert (found["handle"], found["scopes"]) == ("pat", ["write"])
    assert (await program.post("/en/me/tokens", data={"label": "x"}, headers=bearer)).status_code == 401
    await send(client, "/en/me", "/en/me/tokens/1/end")
    assert (await program.get("/api/v1/me", headers=bearer)).status_code == 401


async def test_a_voters_token_is_made_by_no_one_without_a_vote(house: Settings, browser: Browser) -> None:
    await account("pat")
    client = browser()
    await come_in(client, "pat")
    assert 'value="cast"' not in (await client.get("/en/me")).text
    answer = await send(client, "/en/me", "/en/me/tokens", label="x", scopes=["cast"])
    assert answer.status_code == 403


async def test_the_cast_stands_only_in_a_demonstration(house: Settings, browser: Browser) -> None:
    await account("pat", Role.CHAIR)
    client = browser()
    page = (await client.get("/es/demo")).text
    assert 'value="pat"' in page
    assert "Somebody." in page
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found
    house.demo = False
    assert (await client.get("/es/demo")).status_code == 404
    answer = await client.post("/es/demo/sign-in", data={"csrf": found[1], "as": "pat"})
    assert answer.status_code == 404
    assert await Session.all().count() == 0


async def test_committee_pages_are_closed_to_others(house: Settings, browser: Browser) -> None:
    await account("pat")
    client = browser()
    assert (await client.get("/en/credentials")).status_code == 303
    await come_in(client, "pat")
    assert (await client.get("/en/credentials")).status_code == 403
    assert (await client.get("/en/invitations")).status_code == 403


async def test_counts_come_as_a_part_without_the_forms(house: Settings, browser: Browser) -> None:
    await account("nadia", Role.CREDENTIALS)
    await send(browser(), "/en/register", "/en/register", **ANA)
    client = browser()
    await come_in(client, "nadia")
    part = (await client.get("/en/credentials?part=counts&state=registered")).text
    assert '<span class="count">1</span>' in part
    assert "<form" not in part
    assert "<html" not in part


async def test_what_a_name_holds_stays_text(house: Settings, browser: Browser) -> None:
    await account("nadia", Role.CREDENTIALS)
    hostile = '<script>alert("x")</script> Ana'
    await send(browser(), "/en/register", "/en/register", **{**ANA, "name": hostile, "organisation": hostile})
    client = browser()
    await come_in(client, "nadia")
    for page in ("/en/credentials", "/en/demo"):
        text = (await client.get(page)).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


async def test_delegations_are_open_to_programs(house: Settings, browser: Browser) -> None:
    found = (await browser().get("/api/v1/delegations")).json()
    assert [each["code"] for each in found["items"]] == ["CA", "MX"]
