"""The desk of one amendment: the same edit in another language, sentence beside sentence, by a person."""

import re

from conference.amendments import commands, queries
from conference.planks.models import Plank
from conference.runtime import database

from .conftest import TEXTS, WEEK, Browser, Cast, proposed, refused
from .test_pages import come_in, fields

do = database.shielded
BOTH = {"en": f"{TEXTS['p3']['en']} Nobody loses a job."}


async def test_each_sentence_stands_beside_its_own_and_what_stays_is_filled_in(cast: Cast, plank: Plank) -> None:
    filed = await proposed(cast, cast.karen, "p3", BOTH)
    found = await queries.desk(cast.amelie, filed.number, "fr")
    assert [(row.changed, row.text) for row in found.rows] == [(False, TEXTS["p3"]["fr"]), (True, "")]
    assert (found.source, found.current, found.outdated) == ("en", False, ())


async def test_the_mover_and_co_signers_write_it_and_others_do_not(cast: Cast, plank: Plank) -> None:
    number = (await proposed(cast, cast.karen, "p3", {"en": WEEK["en"]})).number
    with refused("not-a-translator"):
        await do(commands.carry_over(cast.ana, number, "es", WEEK["es"]))
    await do(commands.co_sign(cast.ana, number))
    await do(commands.carry_over(cast.ana, number, "es", WEEK["es"]))
    assert (await queries.amendment(cast.tom, number, "es")).text == WEEK["es"]
    with refused("original-language"):
        await do(commands.carry_over(cast.amelie, number, "en", WEEK["en"]))


async def test_a_text_for_older_words_says_which_words_changed(cast: Cast, plank: Plank) -> None:
    number = (await proposed(cast, cast.karen, "p3", WEEK)).number
    await do(commands.co_sign(cast.ana, number))
    await do(commands.reword(cast.karen, number, WEEK["en"].replace("thirty-two", "thirty")))
    view = await queries.amendment(cast.tom, number, "en")
    assert view.cosigners == (), "who signed other words is asked again"
    assert set(view.missing) == {"fr", "es"}
    found = await queries.desk(cast.amelie, number, "fr")
    assert [each.text.strip() for each in found.outdated if each.op != "equal"] == ["thirty-two", "thirty"]
    assert " ".join(row.text for row in found.rows) == WEEK["fr"], "the older text is there to start from"


async def test_what_a_machine_drafts_counts_only_once_a_person_has_saved_it(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    number = (await proposed(cast, cast.karen, "p3", {"en": WEEK["en"]})).number

    async def offer(_unit: int, _language: str) -> str:
        return WEEK["fr"]

    queries.offered_by(offer)
    try:
        amelie = await come_in(browser(), "amelie")
        address = f"/en/amendments/A{number}/languages/fr"
        page = (await amelie.get(address)).text
        assert "A machine has drafted this text." in page
        assert "fr" in (await queries.amendment(cast.tom, number, "en")).missing
        answer = await amelie.post(address, data=fields(page, address))
        assert answer.headers["location"] == f"/en/amendments/A{number}"
    finally:
        queries.offered_by(None)
    assert (await queries.amendment(cast.tom, number, "fr")).text == WEEK["fr"]


async def test_a_draft_late_by_the_rules_comes_back_whole(cast: Cast, plank: Plank, browser: Browser) -> None:
    """Through the pages: kept, found again, filed too late with everything in it, and discarded."""
    ana = await come_in(browser(), "ana")
    typed = fields((await ana.get("/es/planks/1/amend?block=p3")).text, "/es/planks/1/amend/check")
    typed |= {"kind": "replace", "text": WEEK["es"], "reason": ""}
    kept = await ana.post("/es/planks/1/amend/drafts", data=typed)
    assert kept.headers["location"] == "/es/amendments/drafts"
    key = re.search(r'href="/es/amendments/drafts/(\d+)"', (await ana.get("/es/amendments/drafts")).text)
    assert key
    page = (await ana.get(f"/es/amendments/drafts/{key.group(1)}")).text
    assert fields(page, "/es/planks/1/amend/check")["text"] == WEEK["es"]
    tom = await come_in(browser(), "tom")
    assert (await tom.get(f"/es/amendments/drafts/{key.group(1)}")).status_code == 404
    claire = await come_in(browser(), "claire")
    rules = (await claire.get("/en/amendments/rules")).text
    form = fields(rules, "/en/amendments/rules") | {
        "cosigners": "2", "counted": "overall", "deadline": "2020-01-01T10:00", "translation_minutes": "60",
        "floor_cosigners": "5", "objectors": "3", "objection_minutes": "60", "take_over_minutes": "60",
    }  # fmt: skip
    assert (await claire.post("/en/amendments/rules", data=form)).status_code == 303
    send = fields(page, "/es/planks/1/amend/check") | {"kind": "replace", "reason": "Ya es hora."}
    late = await ana.post("/es/planks/1/amendments", data=send)
    assert late.status_code == 422
    assert fields(late.text, "/es/planks/1/amend/check")["text"] == WEEK["es"]
    assert 'id="f-deadline"' in late.text
