"""A published resolution as visitors and programs meet it."""

from html import unescape

from amendments.conftest import Browser
from amendments.test_pages import come_in, fields

from conference.planks.models import Plank
from conference.resolutions import commands
from conference.resolutions.models import Resolution
from conference.runtime import database
from conference.voting.models import Vote
from tests.certifying import certified

from .conftest import TITLES, WEEK, Cast, adopted, compiled, decide

do = database.shielded
ADDRESS = "/en/resolutions/1"


async def published(cast: Cast, plank: Plank) -> None:
    made = await compiled(cast, plank)
    await decide(cast, (await do(commands.put_resolution(cast.claire, made.number))).number)
    await do(commands.publish(cast.claire, made.number))


async def test_anybody_reads_it_in_one_language_or_side_by_side(cast: Cast, plank: Plank, browser: Browser) -> None:
    await published(cast, plank)
    visitor = browser()
    one = unescape((await visitor.get(ADDRESS)).text)
    assert WEEK["en"] in one
    assert WEEK["fr"] not in one
    both = unescape((await visitor.get(f"{ADDRESS}?languages=fr,es")).text)
    assert WEEK["fr"] in both
    assert WEEK["es"] in both
    assert WEEK["en"] not in both.split('<div class="blocks">')[1]


async def test_why_names_amendment_votes_and_delegations_but_nobody_unasked(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await published(cast, plank)
    page = unescape((await browser().get(ADDRESS)).text)
    assert "/en/amendments/A1" in page
    assert "a delegate, Mexico" in page
    assert "Ana Ruiz" not in page
    assert "inside the delegation Mexico" not in page, "of four ballots only the outcome is told"
    assert "2 yes, 0 no" not in page, "figures of a delegation of two would tell who said what"


async def test_a_page_for_everybody_answers_304_and_holds_nothing_of_the_viewer(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await published(cast, plank)
    visitor = browser()
    first = await visitor.get(ADDRESS)
    assert first.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in first.headers
    again = await browser().get(ADDRESS, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    mine = await (await come_in(browser(), "ana")).get(ADDRESS)
    assert mine.headers["cache-control"] == "private, no-store"
    assert "etag" not in mine.headers
    assert "Ana Ruiz" in mine.text


async def test_one_visitors_address_is_not_shown_to_another(cast: Cast, plank: Plank, browser: Browser) -> None:
    await published(cast, plank)
    assert "from-my-newsletter" in (await browser().get(f"{ADDRESS}?from-my-newsletter=1")).text
    assert "from-my-newsletter" not in (await browser().get(ADDRESS)).text


async def test_a_notice_for_one_reader_is_not_kept_for_all(cast: Cast, plank: Plank, browser: Browser) -> None:
    await published(cast, plank)
    first = await browser().get(ADDRESS, headers={"Cookie": "notice=resolution-published"})
    assert 'class="notice notice-ok"' not in first.text


async def test_a_visitor_sees_that_something_has_changed(cast: Cast, plank: Plank, browser: Browser) -> None:
    await compiled(cast, plank)
    visitor = browser()
    before = await visitor.get("/en/resolutions")
    assert "Vote 3" not in before.text
    await do(commands.put_resolution(cast.claire, 1))
    after = await visitor.get("/en/resolutions", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert "Vote 3" in after.text


async def test_the_chair_compiles_puts_and_publishes_by_plain_forms(cast: Cast, plank: Plank, browser: Browser) -> None:
    await adopted(cast, plank)
    chair = await come_in(browser(), "claire")
    token = {"csrf": fields((await chair.get("/en/resolutions")).text, "/en/resolutions")["csrf"]}
    titles = {f"title-{language}": title for language, title in TITLES.items()}
    gap = await chair.post("/en/resolutions", data=token | titles | {"title-es": "", "plank": "1"})
    assert gap.status_code == 422
    assert TITLES["fr"] in gap.text
    made = await chair.post("/en/resolutions", data=token | titles | {"plank": "1"})
    assert made.headers["location"] == ADDRESS
    assert "Two people have to certify" in (await chair.post(f"{ADDRESS}/vote", data=token)).text
    await certified(1)
    put = await chair.post(f"{ADDRESS}/vote", data=token)
    vote = await Vote.get(kind="resolution")
    assert put.headers["location"] == f"/en/votes/{vote.number}"
    early = await chair.post(f"{ADDRESS}/publication", data=token)
    assert early.status_code == 403
    await decide(cast, vote.number)
    await chair.post(f"{ADDRESS}/publication", data=token)
    assert (await Resolution.get(number=1)).state == "published"


async def test_a_program_gets_texts_sources_and_figures(cast: Cast, plank: Plank, browser: Browser) -> None:
    await published(cast, plank)
    client = browser()
    listed = (await client.get("/api/v1/resolutions")).json()
    assert [each["number"] for each in listed["items"]] == [1]
    found = (await client.get("/api/v1/resolutions/1?language=es")).json()
    assert found["paragraphs"][2]["texts"] == WEEK
    assert found["paragraphs"][2]["amendments"][0]["votes"][0]["vote"] == 1
    assert found["vote"]["outcome"] == "carried"
    assert "Ana" not in str(found)
