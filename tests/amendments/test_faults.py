"""One amendment that is broken in the database stands alone with its number; nothing waits for it."""

from conference.amendments import commands, queries
from conference.planks.models import Plank
from conference.runtime import database

from .conftest import WEEK, YEAR, Browser, Cast, admitted, carried, proposed, refused
from .test_pages import come_in

do = database.shielded

BROKEN = {
    "wording-gone": "DELETE FROM text WHERE unit_id = (SELECT text_id FROM amendment WHERE number = 1)",
    "unknown-kind": "UPDATE amendment SET kind = 'explode' WHERE number = 2",
    "unknown-state": "UPDATE amendment SET state = 'lurking' WHERE number = 3",
    "passage-gone": "UPDATE amendment SET block = 'p99' WHERE number = 4",
    "version-gone": "UPDATE amendment SET base = 77 WHERE number = 5",
    "unreadable": "UPDATE amendment SET ruling = '[1, 2]' WHERE number = 6",
}


async def plant(sql: str) -> None:
    async def write() -> None:
        async with database.transaction():
            await database.rows(sql)

    await do(write())


async def test_broken_amendments_hold_up_nothing(cast: Cast, plank: Plank, browser: Browser) -> None:
    for number, fault in enumerate(BROKEN, 1):
        assert (await proposed(cast, cast.ana, "p3", {"es": f"{WEEK['es']} {fault}"})).number == number
    sound = await admitted(cast, cast.karen, "p3", YEAR)
    for each in BROKEN.values():
        await plant(each)
    chair = await come_in(browser(), "claire")
    pages = ("/en/amendments?needs=all", "/en/chair", "/en/planks/1", "/en/planks/1?show=A1", "/en/planks/1/groups")
    for address in pages:
        page = await chair.get(address)
        assert page.status_code == 200, address
        assert f"/en/amendments/A{sound}" in page.text, address
        for number, fault in enumerate(BROKEN, 1):
            told = f'<a href="/en/amendments/A{number}">Amendment A{number}</a>' in page.text
            assert told or (fault == "unknown-state" and address == "/en/chair"), (address, fault)
    assert (await chair.get("/en/")).status_code == 200
    listed = (await chair.get("/api/v1/amendments")).json()["items"]
    assert [each.get("fault") for each in listed] == [*BROKEN, None]
    for number, fault in enumerate(BROKEN, 1):
        assert f"Amendment A{number} cannot be shown" in (await chair.get(f"/en/amendments/A{number}")).text
        assert (await chair.get(f"/api/v1/amendments/{number}")).json()["fault"] == fault
    assert await carried(cast, sound) == 2


async def test_json_that_is_no_json_spoils_its_own_row_only(cast: Cast, plank: Plank) -> None:
    """SQLite only: PostgreSQL takes no such value into a column of JSON."""
    await admitted(cast, cast.ana, "p3", WEEK)
    sound = await admitted(cast, cast.karen, "p3", YEAR)
    if not database.on_sqlite():
        return
    await plant("UPDATE amendment SET ruling = '{\"en\": ' WHERE number = 1")
    assert [each.number for each in await queries.amendments(cast.tom, "en")] == [sound]
    assert [(each.number, each.fault) for each in await queries.broken(cast.tom)] == [(1, "unreadable")]


async def test_the_chair_takes_it_from_the_table_and_nothing_else(cast: Cast, plank: Plank) -> None:
    number = await admitted(cast, cast.ana, "p3", WEEK)
    with refused("can-be-shown"):
        await do(commands.set_aside(cast.claire, number))
    await plant(BROKEN["unknown-kind"].replace("= 2", "= 1"))
    with refused("cannot-be-shown"):
        await do(commands.put_to_vote(cast.claire, [number]))
    await do(commands.set_aside(cast.claire, number))
    assert [each.state for each in await queries.broken(cast.tom)] == ["fallen"]
    await proposed(cast, cast.karen, "p3", YEAR)
