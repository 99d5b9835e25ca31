"""A post in the wrong language comes back once with a question; one of several languages is read in each."""

import re

import httpx2
import pytest

from conference.debate import commands as debate
from conference.planks.models import Plank
from conference.runtime import settings as installed
from conference.runtime.database import shielded
from conference.translation.machine.models import MachineText
from conference.translation.models import Text, Unit
from tests.translation.machine.conftest import Parrot, run_dry, worker
from tests.translation.tongues.test_looking import ENGLISH, GERMAN, SPANISH

DEBATE = "/en/planks/1/debate"


SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


async def send(client: httpx2.AsyncClient, page: str, to: str, **typed: object) -> httpx2.Response:
    csrf = re.search(r'name="csrf" value="([^"]+)"', (await client.get(page)).text)
    assert csrf is not None
    return await client.post(to, data={"csrf": csrf[1], **typed})


@SQLITE
async def test_a_post_in_another_language_comes_back_once_with_its_words(assembly, visit):
    rosa = await visit("rosa")
    back = await send(rosa, DEBATE, DEBATE, language="en", text=SPANISH)
    assert back.status_code == 422
    assert SPANISH in back.text
    assert "Is this Spanish?" in back.text
    answers = dict(re.findall(r'<button[^>]* name="tongue" value="(\w+)"[^>]*>([^<]+)<', back.text))
    assert answers == {"es": "Yes, it is Spanish", "en": "No, it is English, as I said"}
    assert await Unit.filter(audience="public", language="es").count() == 0

    assert (await send(rosa, DEBATE, DEBATE, language="en", text=SPANISH, tongue="es")).status_code == 303
    assert (await Text.get(text=SPANISH)).language == "es"
    stays = f"{SPANISH} ¿No?"
    assert (await send(rosa, DEBATE, DEBATE, language="en", text=stays, tongue="en")).status_code == 303
    assert (await Text.get(text=stays)).language == "en"


@SQLITE
async def test_a_draft_is_kept_without_a_question(assembly, visit):
    rosa = await visit("rosa")
    kept = await send(rosa, DEBATE, f"{DEBATE}?quiet=1", language="en", text=SPANISH, step="draft")
    assert kept.status_code == 204


@SQLITE
async def test_the_line_beside_the_field_suggests_and_keeps_nothing(assembly, visit):
    rosa = await visit("rosa")
    said = await send(rosa, DEBATE, "/en/words-said", language="en", text=SPANISH)
    assert 'data-tongue="es"' in said.text
    assert "<html" not in said.text
    assert (await send(rosa, DEBATE, "/en/words-said", language="en", text=SPANISH, settled="1")).text.strip() == ""
    german = await send(rosa, DEBATE, "/en/words-said", language="es", text=GERMAN)
    assert "no machine here translates German" in german.text


@pytest.fixture
def on(house):
    installed.use(house.model_copy(update={"machine_translation": True}))


async def test_each_paragraph_is_read_from_its_own_language(on, assembly, visit):
    rosa, text = await visit("rosa"), f"{ENGLISH}\n\n{SPANISH}\n\n{GERMAN}"
    back = await send(rosa, DEBATE, DEBATE, language="en", text=text)
    assert "Your paragraphs seem to be in several languages." in back.text
    assert (await send(rosa, DEBATE, DEBATE, language="en", text=text, tongue="each")).status_code == 303
    unit = (await Text.get(text=text)).unit_id
    await run_dry(worker(Parrot()))
    made = {each.language: each for each in await MachineText.filter(unit_id=unit)}
    assert made["en"].text == f"{ENGLISH}\n\nen: {SPANISH}\n\n{GERMAN}"
    assert made["es"].text == f"es: {ENGLISH}\n\n{SPANISH}\n\n{GERMAN}"
    assert made["fr"].route == "en es fr + es fr + de"
    assert '<p lang="de"' in made["es"].html
    assert 'lang="en"' not in made["es"].html

    english = (await rosa.get(DEBATE)).text
    label = re.sub(r"<[^>]+>", "", english)
    assert "English, left as it was written; Spanish → English; German, left as it was written." in label
    post = re.search(r'href="(/en/posts/\d+)\?original=1"', english)
    assert post is not None
    original = (await rosa.get(f"{post[1]}?original=1")).text
    assert '<p lang="es-MX" dir="auto">' in original


@SQLITE
async def test_what_is_all_in_one_language_goes_the_way_of_before(on, assembly):
    plank = await Plank.get(number=1)
    thread = await shielded(debate.open_thread(plank, "plank"))
    unit = (await shielded(debate.post(assembly.marc, thread.id, "fr", "Oui."))).unit_id
    await run_dry(worker(Parrot()))
    assert {each.language: each.route for each in await MachineText.filter(unit_id=unit)} == {
        "es": "fr es",
        "en": "fr es en",
    }


@SQLITE
async def test_a_reason_in_another_language_than_the_wording_is_asked_about_before_it_is_checked(assembly, visit):
    rosa, page = await visit("rosa"), "/en/planks/1/amend?block=p2&language=en"
    change = {"block": "p2", "kind": "replace", "language": "en", "base": "1", "text": "Overtime is voluntary."}
    back = await send(rosa, page, "/en/planks/1/amend/check", reason=SPANISH, **change)
    assert back.status_code == 422
    assert "Is this Spanish?" in back.text
    assert SPANISH in back.text
    assert re.search(r'<button[^>]* name="reason_language" value="es"', back.text)
    checked = await send(rosa, page, "/en/planks/1/amend/check", reason=SPANISH, reason_language="es", **change)
    assert f'lang="es-MX">{SPANISH}' in checked.text
    assert 'name="reason_language" value="es"' in checked.text
    filed = await send(rosa, page, "/en/planks/1/amendments", reason=SPANISH, reason_language="es", **change)
    assert filed.status_code == 303
    assert (await Text.get(text=SPANISH)).language == "es"
    assert (await Text.get(text="Overtime is voluntary.")).language == "en"
