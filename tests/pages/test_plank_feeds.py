"""The feeds of a plank: valid in each language, whole, and without what the public may not read."""

import json
from xml.etree import ElementTree

import pytest

from conference.core.languages import LANGUAGES
from conference.debate import commands as debate
from conference.debate.moderation import commands as moderation
from conference.rapporteur import commands as notes
from conference.runtime import database
from conference.runtime.settings import Settings
from conference.translation import commands as translation
from tests import cast
from tests.cast import Assembly
from tests.conftest import Visit
from tests.pages.test_feeds import ATOM, close_all

CANARY = "zarzamora"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_planks_feeds_tell_what_happened_on_it_in_the_readers_language(
    assembly: Assembly, visit: Visit, language: str
) -> None:
    texts = {"en": "We pay double.", "fr": "Nous payons double.", "es": "Pagamos el doble."}
    post = await database.shielded(debate.speak(assembly.rosa, 1, "plank", "es", texts["es"]))
    for other in ("en", "fr"):
        await database.shielded(translation.translate(assembly.amelie, post.unit_id, other, texts[other]))
    await database.shielded(debate.speak(assembly.marc, 1, "block:p1", "fr", "Rien de traduit."))
    moved = await cast.table(assembly, "rosa", cast.TRIPLE)
    vote = await cast.opened(assembly, "amendment", moved.number)
    await cast.all_cast(assembly, vote, dict.fromkeys(cast.DELEGATIONS, "yes"))
    await cast.declared(assembly, vote)
    client = await visit()
    feed = ElementTree.fromstring((await client.get(f"/{language}/planks/1/feed.atom")).content)
    told = json.loads((await client.get(f"/{language}/planks/1/feed.json")).content)
    entries = {str(each.findtext(f"{ATOM}id")): each for each in feed.findall(f"{ATOM}entry")}
    assert list(entries) == [each["id"] for each in told["items"]]
    assert len(entries) == len(set(entries)) > 6
    assert told["home_page_url"] == f"http://127.0.0.1:8000/{language}/planks/1"
    assert told["feed_url"] == f"{told['home_page_url']}/feed.json"
    said = entries[f"http://127.0.0.1:8000/{language}/posts/{post.id}#post"].find(f"{ATOM}summary")
    assert said is not None
    assert str(said.text).startswith(texts[language])
    foreign = [each for each in entries.values() if "Rien de traduit." in str(each.findtext(f"{ATOM}summary"))]
    tag = foreign[0].find(f"{ATOM}summary").get("{http://www.w3.org/XML/1998/namespace}lang")  # type: ignore[union-attr]
    assert tag == (None if language == "fr" else "fr-CA")
    paths = {each["url"].removeprefix(f"http://127.0.0.1:8000/{language}") for each in told["items"]}
    assert {
        f"/amendments/A{moved.number}",
        f"/votes/{vote.number}",
        f"/votes/{vote.number}/result",
        "/planks/1",
    } < paths
    assert f'href="/{language}/planks/1/feed.atom"' in (await client.get(f"/{language}/planks/1")).text


async def test_a_planks_feed_holds_only_what_anybody_may_read_now(assembly: Assembly, visit: Visit) -> None:
    post = await database.shielded(debate.speak(assembly.rosa, 1, "plank", "es", f"Uno {CANARY}"))
    hidden = await database.shielded(debate.speak(assembly.marc, 1, "plank", "fr", f"Deux {CANARY}"))
    await database.shielded(debate.speak(assembly.rosa, 1, "caucus:MX", "es", f"Entre nosotros {CANARY}s"))
    chair, visitor = await visit("claire"), await visit()
    addresses = [f"/{language}/planks/1/feed.{kind}" for language in LANGUAGES for kind in ("atom", "json")]
    before = [(await visitor.get(each)).text for each in addresses]
    assert [text.count(CANARY) for text in before] == [2] * 6
    assert [(await chair.get(each)).text for each in addresses] == before, "the same bytes for everybody"
    await database.shielded(debate.withdraw(assembly.rosa, post.id))
    await database.shielded(moderation.hide(assembly.claire, hidden.id, "subject", "en", "Off the subject."))
    after = [(await visitor.get(each)).text for each in addresses]
    assert not any(CANARY in each for each in after)
    await database.shielded(close_all())
    assert [(await client.get(addresses[0])).status_code for client in (visitor, chair)] == [404, 404]


async def test_a_note_and_each_new_version_of_it_stand_in_both_feeds(assembly: Assembly, visit: Visit) -> None:
    post = await database.shielded(debate.speak(assembly.rosa, 1, "plank", "en", "Hours."))
    await database.shielded(notes.name(assembly.chair, 1, assembly.marc.id or 0))
    for text in ("Eight hours are asked for.", "Nobody speaks of the night."):
        made = await database.shielded(notes.add_point(assembly.marc, 1, "for", "", "en", text))
        await database.shielded(notes.choose_posts(assembly.marc, 1, made.key, [post.id], [post.id]))
        await database.shielded(notes.present(assembly.marc, 1))
    visitor = await visit()
    for feed in ("/en/feed.json", "/en/planks/1/feed.json"):
        items = json.loads((await visitor.get(feed)).content)["items"]
        told = {each["id"].partition("#")[2]: each for each in items if each["url"].endswith("/en/planks/1/note")}
        assert list(told) == ["note-2", "note-1"], feed
        assert "version 2" in told["note-2"]["title"]
    await database.shielded(close_all())
    assert "note-1" not in (await visitor.get("/en/feed.json")).text
