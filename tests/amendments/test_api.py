"""Amendments for programs."""

from conference.people import commands as people
from conference.planks.models import Plank
from conference.runtime import database

from .conftest import WEEK, Browser, Cast, admitted


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
