"""Amendments for programs."""

from typing import Any

import httpx2

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.people import commands as people
from conference.planks.models import Plank
from conference.runtime import database

from .conftest import WEEK, YEAR, Browser, Cast, admitted, person


async def test_a_program_reads_what_the_page_shows(cast: Cast, plank: Plank, browser: Browser) -> None:
    await admitted(cast, cast.ana, "p3", WEEK)
    visitor = browser()
    listed = (await visitor.get("/api/v1/amendments?limit=1")).json()
    assert [each["code"] for each in listed["items"]] == ["A1"]
    found = (await visitor.get("/api/v1/amendments/1?language=es")).json()
    assert found["text"] == WEEK["es"]
    assert "Ana" not in found["mover"]["name"], "she did not agree to be named in public"
    assert "".join(each["text"] for each in found["changes"] if each["op"] != "delete") == WEEK["es"]


async def test_filing_needs_a_token_made_for_writing(cast: Cast, plank: Plank, browser: Browser) -> None:
    proposal = {"block": "p3", "language": "es", "text": WEEK["es"], "reason": "Ya es hora."}
    client = browser()
    assert (await client.post("/api/v1/planks/1/amendments", json=proposal)).status_code == 401
    token = await database.shielded(people.make_token(cast.ana, cast.ana.id or 0, "program", ("write",)))
    bearer = {"Authorization": f"Bearer {token}"}
    answer = await client.post("/api/v1/planks/1/amendments", json=proposal, headers=bearer)
    assert answer.status_code == 201
    assert (answer.json()["code"], answer.json()["state"]) == ("A1", "submitted")
    again = await client.post("/api/v1/planks/1/amendments", json=proposal | {"reason": ""}, headers=bearer)
    assert (again.status_code, set(again.json()["errors"])) == (422, {"reason"})


JOINED = {
    "en": "Weekly hours go down to thirty-two without loss of yearly pay, everywhere.",
    "fr": "Les heures de travail diminuent à trente-deux sans perte de salaire annuel, partout.",
    "es": "Las horas semanales bajan a treinta y dos sin pérdida de salario anual, en todas partes.",
}


class Program:
    """What writes with the token of one person."""

    def __init__(self, client: httpx2.AsyncClient, token: str) -> None:
        self._client, self._bearer = client, {"Authorization": f"Bearer {token}"}

    async def post(self, path: str, status: int, **body: Any) -> dict[str, Any]:
        answer = await self._client.post(f"/api/v1{path}", json=body or None, headers=self._bearer)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found


async def program(browser: Browser, who: Actor, *scopes: str) -> Program:
    token = await database.shielded(people.make_token(who, who.id or 0, "program", scopes or ("write",)))
    return Program(browser(), token)


async def test_a_composite_goes_by_programs_from_the_drafter_to_the_table(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    first, second = await admitted(cast, cast.ana, "p3", WEEK), await admitted(cast, cast.karen, "p3", YEAR)
    dana = await program(browser, await person("dana", "Dana Cole", Role.DRAFTER))
    ana, karen, amelie, chair = [
        await program(browser, each) for each in (cast.ana, cast.karen, cast.amelie, cast.claire)
    ]
    joining = {"members": [first, second], "language": "en", "text": JOINED["en"], "reason": "Both say the same."}
    await (await program(browser, cast.tom, "cast")).post("/planks/1/composites", 403, **joining)
    await ana.post("/planks/1/composites", 403, **joining)
    wrong = await dana.post("/planks/1/composites", 422, **joining | {"language": "de"})
    assert set(wrong["errors"]) == {"language"}
    made = await dana.post("/planks/1/composites", 201, **joining)
    path = f"/amendments/{made['number']}"
    assert [(each["number"], each["answer"]) for each in made["composite"]["members"]] == [
        (first, None), (second, None),
    ]  # fmt: skip
    for language in ("fr", "es"):
        made = await amelie.post(f"{path}/languages/{language}", 201, text=JOINED[language])
    assert made["missing_languages"] == []
    await chair.post(f"{path}/admission", 403)
    await karen.post(f"{path}/members/{first}", 403, joins=True)
    await ana.post(f"{path}/members/{first}", 201, joins=True)
    await karen.post(f"{path}/members/{second}", 201, joins=True)
    assert (await chair.post(f"{path}/admission", 201))["state"] == "admitted"
    told = (await browser().get(f"/api/v1{path}?language=en")).json()
    assert [each["state"] for each in told["composite"]["members"]] == ["joined", "joined"]
    assert {label: part["text"].strip() for part in told["composite"]["words"] for label in part["of"]} == {
        f"A{first}": "to thirty-two", f"A{second}": "yearly",
    }  # fmt: skip


async def test_an_amendment_is_changed_withdrawn_and_taken_over_by_programs(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    upper = await admitted(cast, cast.ana, "p3", WEEK)
    ana, karen, chair = [await program(browser, each) for each in (cast.ana, cast.karen, cast.claire)]
    above = {"block": "p3", "kind": "replace", "language": "en", "reason": "Every year.", "amends": upper}
    lower = await karen.post("/planks/1/amendments", 201, **above, text=WEEK["en"].replace("pay", "yearly pay"))
    assert (lower["amends"], lower["state"]) == (upper, "submitted")
    back = await chair.post(
        f"/amendments/{lower['number']}/return", 201, reason="not-clear", words={"en": "Which pay?"}
    )
    assert (back["state"], back["returned_for"]) == ("returned", "not-clear")
    await karen.post(f"/amendments/{upper}/withdrawal", 403)
    assert (await ana.post(f"/amendments/{upper}/withdrawal", 201))["take_over_until"]
    taken = await karen.post(f"/amendments/{upper}/takeover", 201)
    assert taken["mover"] == {"name": "Karen McLeod", "delegation": "Canada"}
    await chair.post("/amendments/merges", 403, amendments=[upper])
