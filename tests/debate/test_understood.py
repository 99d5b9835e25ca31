"""Posts in a language that their reader understands: as they were written for her, and for nobody else."""

import re

import pytest

from conference.amendments import commands as amendments
from conference.debate import commands
from conference.people import commands as people
from conference.planks.models import Plank
from conference.runtime import settings as installed
from conference.runtime.database import shielded
from conference.translation import commands as translation
from conference.translation.machine import bell
from tests.cast import TRIPLE

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
FRENCH, ENGLISH = "Le quart de nuit nous use.", "The night shift wears us out."
SWITCH = 'name="as_written" value="'


def _token(page: str, name: str = "csrf") -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found
    return found[1]


async def _chooses(client, *languages: str, as_written: bool = True) -> None:
    """As her own page's form does it; its language is English."""
    page = (await client.get("/en/me")).text
    assert SWITCH in page
    form = {"csrf": _token(page), "language": "en", "languages": list(languages)}
    answer = await client.post("/en/me", data=form | ({"as_written": "yes"} if as_written else {}))
    assert answer.status_code == 303, answer.text


def _switched_on(page: str) -> bool:
    found = re.search(r'<input[^>]*name="as_written"[^>]*>', page)
    assert found
    return " checked" in found[0]


@pytest.fixture
async def post(assembly):
    thread = await shielded(commands.open_thread(await Plank.get(number=1), "plank"))
    return await shielded(commands.post(assembly.marc, thread.id, "fr", FRENCH))


async def test_she_chooses_it_and_finds_each_translation_behind_a_link(assembly, visit, post):
    await shielded(translation.translate(assembly.amelie, post.unit_id, "en", ENGLISH))
    dana, walt = await visit("dana"), await visit("walt")
    assert not _switched_on((await dana.get("/en/me")).text), "until she chooses, nothing changes"
    await _chooses(dana, "fr", as_written=False)
    assert ENGLISH in (await dana.get("/en/planks/1/debate")).text

    await _chooses(dana, "fr")
    assert _switched_on((await dana.get("/en/me")).text)
    page = (await dana.get("/en/planks/1/debate")).text
    assert FRENCH in page
    assert ENGLISH not in page
    link = f'href="/en/posts/{post.id}?translated=1#post-1"'
    assert link in page
    assert "?original=1" not in page
    read = (await dana.get(f"/en/posts/{post.id}?translated=1")).text
    assert ENGLISH in read
    assert FRENCH not in read
    quoted = (await dana.get(f"/en/posts/{post.id}/reply?quote=1")).text
    assert f"&gt; {FRENCH}" in quoted, "she quotes what she has read"
    theirs = (await walt.get("/en/planks/1/debate")).text
    assert ENGLISH in theirs
    assert link not in theirs
    assert FRENCH in (await dana.get("/fr/planks/1/debate")).text
    assert link not in (await dana.get("/es/planks/1/debate")).text, "nobody has put it into Spanish"


async def test_a_page_that_is_open_gets_the_link_when_somebody_translates(assembly, visit, post):
    dana = await visit("dana")
    await _chooses(dana, "fr")
    page = (await dana.get("/en/planks/1/debate")).text
    assert "translated=1" not in page
    cursor = re.search(r"since=(\d+)", page)
    assert cursor
    await shielded(translation.translate(assembly.amelie, post.unit_id, "en", ENGLISH))
    asked = f"/en/threads/{post.thread_id}/fresh?since={cursor[1]}&seen=1"
    mine, theirs = (await dana.get(asked)).text, (await (await visit("walt")).get(asked)).text
    assert FRENCH in mine
    assert f"/en/posts/{post.id}?translated=1#post-1" in mine
    assert ENGLISH in theirs


async def test_no_engine_is_asked_for_what_she_alone_would_have_read(house, assembly, visit, post):
    installed.use(house.model_copy(update={"machine_translation": True}))
    dana = await visit("dana")
    await _chooses(dana, "fr")
    bell.wanted()
    await dana.get("/en/planks/1/debate")
    assert bell.wanted() == {}
    await dana.get(f"/en/posts/{post.id}?translated=1")
    assert bell.wanted() == {"en": [post.unit_id]}, "now she asks"


async def test_the_reason_of_an_amendment_stays_as_written_and_its_wording_does_not(assembly, visit):
    proposed = amendments.propose(assembly.marc, 1, "p2", "replace", "fr", TRIPLE["fr"], FRENCH)
    made = await shielded(proposed)
    for language in ("en", "es"):
        await shielded(translation.translate(assembly.amelie, made.text_id, language, TRIPLE[language]))
    await shielded(translation.translate(assembly.amelie, made.reason_id, "en", ENGLISH))
    dana = await visit("dana")
    await _chooses(dana, "fr")
    page = (await dana.get(f"/en/amendments/A{made.number}")).text
    assert FRENCH in page
    assert "triple" in page
    assert TRIPLE["fr"] not in page
    assert f'href="/en/amendments/A{made.number}?translated=1#reason"' in page
    assert ENGLISH in (await dana.get(f"/en/amendments/A{made.number}?translated=1")).text


async def test_a_program_says_in_which_language_each_paragraph_is(assembly, visit, post):
    marc = assembly.marc
    program = await visit(token=await shielded(people.make_token(marc, marc.id, "script", ["write"])))
    said = {"language": "fr", "text": "Bonjour.\n\nWe agree.", "paragraphs": ["fr", "en"]}
    made = await program.post("/api/v1/planks/1/posts", json=said)
    assert made.status_code == 201
    told = (await program.get(f"/api/v1/posts/{made.json()['id']}")).json()
    assert '<p lang="en"' in told["html"]
    assert told["html"].count("lang=") == 1
    fewer = await program.post("/api/v1/planks/1/posts", json=said | {"paragraphs": ["fr"]})
    assert fewer.status_code == 422
    assert "Paragraphs in the text: 2. Languages named: 1." in fewer.json()["errors"]["paragraphs"]
    strange = await program.post("/api/v1/planks/1/posts", json=said | {"paragraphs": ["fr", "<b>"]})
    assert strange.status_code == 422
