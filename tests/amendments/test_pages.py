"""Amending as a browser does it, without a script."""

import re
from html import unescape

import httpx2
import pytest

from conference.amendments import commands
from conference.amendments.models import Amendment
from conference.debate import commands as debate
from conference.debate.models import Thread
from conference.planks.models import Plank
from conference.runtime import database

from .conftest import TEXTS, WEEK, YEAR, Browser, Cast, admitted, carried, proposed


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields and texts of the form that posts to `action`."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.S)
    assert form, f"no form posts to {action}"
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.group()))
    found |= {
        name: text.strip()
        for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form.group(), re.S)
    }
    return {name: unescape(value) for name, value in found.items()}


async def come_in(client: httpx2.AsyncClient, handle: str) -> httpx2.AsyncClient:
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get("/en/demo")).text)
    assert token
    answer = await client.post("/en/demo/sign-in", data={"csrf": token.group(1), "as": handle})
    assert answer.status_code == 303
    return client


async def check(client: httpx2.AsyncClient, text: str, reason: str = "Porque ya es hora.") -> httpx2.Response:
    page = (await client.get("/es/planks/1/amend?block=p3")).text
    typed = fields(page, "/es/planks/1/amend/check") | {"kind": "replace", "text": text, "reason": reason}
    return await client.post("/es/planks/1/amend/check", data=typed)


async def test_from_a_block_to_a_filed_amendment(cast: Cast, plank: Plank, browser: Browser) -> None:
    ana = await come_in(browser(), "ana")
    page = (await ana.get("/en/planks/1/amend?block=p3")).text
    assert fields(page, "/en/planks/1/amend/check")["text"] == TEXTS["p3"]["es"], "prefilled in her own language"
    checked = await check(ana, WEEK["es"])
    assert checked.status_code == 200
    assert re.search(r"<ins>.*?a treinta y dos.*?</ins>", checked.text, re.S)
    answer = await ana.post("/es/planks/1/amendments", data=fields(checked.text, "/es/planks/1/amendments"))
    assert answer.headers["location"] == "/es/amendments/A1"
    filed = await Amendment.get(number=1)
    assert (filed.state, filed.block, filed.mover_id) == ("submitted", "p3", cast.ana.id)


async def test_the_check_says_in_one_sentence_what_changes(cast: Cast, plank: Plank, browser: Browser) -> None:
    karen = await come_in(browser(), "karen")
    typed = fields((await karen.get("/en/planks/1/amend?block=p3")).text, "/en/planks/1/amend/check")
    typed |= {"kind": "replace", "text": WEEK["en"], "reason": "Because."}
    page = (await karen.post("/en/planks/1/amend/check", data=typed)).text
    assert "Replaces 2 words with 2 in paragraph 3." in page


async def test_going_back_keeps_every_word(cast: Cast, plank: Plank, browser: Browser) -> None:
    ana = await come_in(browser(), "ana")
    checked = (await check(ana, WEEK["es"], "Línea <uno>\n\nLínea dos")).text
    back = await ana.post("/es/planks/1/amend", data=fields(checked, "/es/planks/1/amendments"))
    typed = fields(back.text, "/es/planks/1/amend/check")
    assert (typed["text"], typed["reason"]) == (WEEK["es"], "Línea <uno>\n\nLínea dos")


async def test_a_form_with_a_gap_comes_back_whole(cast: Cast, plank: Plank, browser: Browser) -> None:
    ana = await come_in(browser(), "ana")
    answer = await check(ana, WEEK["es"], "")
    assert answer.status_code == 422
    assert 'id="f-reason-error"' in answer.text
    assert fields(answer.text, "/es/planks/1/amend/check")["text"] == WEEK["es"]


async def test_the_check_names_the_others_that_touch_the_same_words(cast: Cast, plank: Plank, browser: Browser) -> None:
    await admitted(cast, cast.karen, "p3", WEEK)
    await admitted(cast, cast.karen, "p3", YEAR)
    ana = await come_in(browser(), "ana")
    page = (await check(ana, "Las horas semanales bajan a treinta sin pérdida de salario.")).text
    assert "/es/amendments/A1" in page
    assert "/es/amendments/A2" not in page


@pytest.mark.parametrize(
    ("text", "filed"),
    [
        ("Las horas semanales bajan a treinta sin pérdida de salario.", False),
        ("Las horas de trabajo bajan por etapas sin pérdida de salario.", True),
    ],
)
async def test_when_the_text_has_moved_a_collision_asks_and_the_rest_is_carried_over(
    cast: Cast, plank: Plank, browser: Browser, text: str, filed: bool
) -> None:
    ana = await come_in(browser(), "ana")
    page = (await ana.get("/es/planks/1/amend?block=p3")).text
    typed = fields(page, "/es/planks/1/amend/check") | {"kind": "replace", "text": text, "reason": "Ya es hora."}
    await carried(cast, await admitted(cast, cast.karen, "p3", WEEK))
    checked = await ana.post("/es/planks/1/amend/check", data=typed)
    sending = fields(checked.text, "/es/planks/1/amendments")
    if filed:
        assert sending["text"] == "Las horas de trabajo bajan a treinta y dos sin pérdida de salario."
        assert sending["base"] == "2"
    else:
        for each in (text, WEEK["es"], TEXTS["p3"]["es"]):
            assert each in unescape(checked.text)
        assert 'formaction="/es/planks/1/amend"' in checked.text, "the way back"
        assert 'class="button button-main"' not in checked.text, "no way on"


async def test_the_list_shows_what_is_to_be_decided_and_everything_on_demand(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    settled = await admitted(cast, cast.karen, "p3", WEEK)
    await carried(cast, settled)
    waiting = (await proposed(cast, cast.ana, "p2", {"es": "Nada."})).number
    visitor = browser()
    default, everything = (
        (await visitor.get("/en/amendments")).text,
        (await visitor.get("/en/amendments?needs=all")).text,
    )
    assert f"/en/amendments/A{waiting}" in default
    assert f"/en/amendments/A{settled}" not in default
    assert f"/en/amendments/A{settled}" in everything


async def test_outside_the_room_only_those_who_agreed_are_named(cast: Cast, plank: Plank, browser: Browser) -> None:
    await admitted(cast, cast.ana, "p3", WEEK)
    outside = (await browser().get("/en/amendments/A1")).text
    assert "Ana Ruiz" not in outside
    assert "a delegate, Mexico" in outside
    assert "Karen McLeod" not in outside, "she did not co-sign"
    assert "Ana Ruiz" in (await (await come_in(browser(), "tom")).get("/en/amendments/A1")).text


async def test_original_and_all_languages_can_be_read(cast: Cast, plank: Plank, browser: Browser) -> None:
    await admitted(cast, cast.ana, "p3", WEEK)
    visitor = browser()
    assert "Amélie" not in (await visitor.get("/fr/amendments/A1")).text, "translators are named by consent too"
    marked = '<p class="text diff" lang="es-MX">'
    assert marked not in (await visitor.get("/fr/amendments/A1")).text
    assert marked in (await visitor.get("/fr/amendments/A1?original=1")).text
    together = unescape((await visitor.get("/fr/amendments/A1?languages=all")).text)
    assert all(text in together for text in WEEK.values())


async def test_the_plank_shows_an_amendment_beside_its_block_and_in_the_text(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await admitted(cast, cast.ana, "p3", WEEK)
    page = (await browser().get("/en/planks/1?show=A1")).text
    block = page[page.index('id="p3"') :]
    assert "/en/amendments/A1" in block
    assert "<ins>" in block
    assert "<ins>" not in page[: page.index('id="p3"')]


async def test_the_chairs_place_offers_what_can_be_done_and_says_why_not(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    short = (await proposed(cast, cast.ana, "p2", {"es": "Nada."})).number
    await admitted(cast, cast.karen, "p3", WEEK)
    chair = await come_in(browser(), "claire")
    page = unescape((await chair.get("/en/chair")).text)
    assert f'action="/en/amendments/A{short}/admission"' not in page
    assert "This amendment needs 2 co-signers and has 0." in page
    assert 'name="amendment" value="2"' in page
    assert "Its amendments are decided first." in page


async def test_the_chair_admits_and_returns_by_plain_forms(cast: Cast, plank: Plank, browser: Browser) -> None:
    number = (await proposed(cast, cast.ana, "p3", WEEK)).number
    chair = await come_in(browser(), "claire")
    address = f"/en/amendments/A{number}"
    typed = fields((await chair.get(address)).text, f"{address}/return")
    empty = await chair.post(f"{address}/return", data=typed | {"ruling": " "})
    assert empty.status_code == 422
    await chair.post(f"{address}/return", data=typed | {"ruling": "Not about hours."})
    assert "Not about hours." in (await browser().get(address)).text


async def test_a_translator_gives_the_chairs_reason_in_another_language(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    number = (await proposed(cast, cast.ana, "p3", WEEK)).number
    await database.shielded(commands.return_amendment(cast.claire, number, "Hors du sujet."))
    translator = await come_in(browser(), "amelie")
    address = f"/es/amendments/A{number}"
    typed = fields((await translator.get(address)).text, f"{address}/ruling")
    await translator.post(f"{address}/ruling", data=typed | {"language": "es", "ruling": "Fuera de tema."})
    visitor = browser()
    assert "Fuera de tema." in (await visitor.get(address)).text
    assert '<span lang="fr-CA">Hors du sujet.</span>' in (await visitor.get(f"/en/amendments/A{number}")).text


async def test_the_first_page_tells_each_person_what_waits_for_her(cast: Cast, plank: Plank, browser: Browser) -> None:
    await proposed(cast, cast.ana, "p3", {"es": WEEK["es"]})
    chair, translator, delegate = [await come_in(browser(), each) for each in ("claire", "amelie", "tom")]
    assert "Rule on amendment A1" in (await chair.get("/en/")).text
    assert "Texts to translate into Français: 2" in (await translator.get("/en/")).text
    assert "Amendments that look for co-signers: 1" in (await delegate.get("/en/")).text
    assert "Your turn" not in (await browser().get("/en/")).text


async def test_a_part_is_the_part_alone_and_no_other_can_be_asked_for(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await proposed(cast, cast.ana, "p3", WEEK)
    visitor = browser()
    for address, part in (("/en/amendments/A1", "cosigners"), ("/en/planks/1", "text"), ("/en/", "now")):
        found = (await visitor.get(f"{address}?part={part}")).text
        assert f'id="{part}"' in found
        assert "<html" not in found
        assert (await visitor.get(f"{address}?part=content")).status_code == 404


async def test_the_debate_on_an_amendment_is_sorted_and_narrowed_like_any_other(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    found = await admitted(cast, cast.ana, "p3", WEEK)
    thread = (await Thread.get(place=f"amendment:{found}")).id
    first = await database.shielded(debate.post(cast.ana, thread, "es", "Uno"))
    await database.shielded(debate.post(cast.karen, thread, "en", "Two"))
    await database.shielded(debate.post(cast.karen, thread, "en", "To one", first.id))
    client = await come_in(browser(), "ana")

    async def shown(query: str = "") -> list[str]:
        page = (await client.get(f"/en/amendments/A{found}{query}")).text
        return re.findall(r'<article class="post" id="post-(\d+)"', page)

    assert await shown() == ["1", "3", "2"]
    assert await shown("?sort=newest") == ["3", "2", "1"]
    assert await shown("?language=es") == ["1"]
    form = re.search(r'<form class="form" method="get" action="([^"]+)"', (await client.get("/en/amendments/A1")).text)
    assert form is not None
    assert (await client.get(form[1].partition("#")[0])).status_code == 200
