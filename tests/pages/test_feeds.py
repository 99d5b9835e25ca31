"""Feeds of what happened in public: whole, in each language, the same for everybody, and silent about the rest."""

import json
from xml.etree import ElementTree

import pytest

from conference.core.languages import LANGUAGES, TAGS
from conference.planks.models import Plank
from conference.runtime import database
from conference.voting.models import Vote
from tests.cast import Assembly
from tests.conftest import Visit

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_both_feeds_tell_the_same_in_the_readers_language(
    assembly: Assembly, visit: Visit, language: str
) -> None:
    client = await visit()
    answer = await client.get(f"/{language}/feed.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)  # our own bytes
    titles = [each.findtext(f"{ATOM}title") for each in feed.findall(f"{ATOM}entry")]
    told = json.loads((await client.get(f"/{language}/feed.json")).content)
    assert titles == [each["title"] for each in told["items"]]
    plank = await Plank.all().order_by("number").first()
    assert plank is not None
    assert any(plank.titles[language] in str(each) for each in titles)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == TAGS[language] == told["language"]
    others = {each.get("hreflang") for each in feed.findall(f"{ATOM}link") if each.get("hreflang")}
    assert others == set(TAGS.values()) - {TAGS[language]}


async def test_a_feed_says_the_same_to_everybody_and_nothing_of_what_is_closed(
    assembly: Assembly, visit: Visit
) -> None:
    await database.shielded(close_all())
    visitor, chair = await visit(), await visit("claire")
    ours, theirs = await chair.get("/en/feed.json"), await visitor.get("/en/feed.json")
    assert ours.content == theirs.content
    assert json.loads(ours.content)["items"] == []


async def close_all() -> None:
    async with database.transaction():
        await Plank.all().update(audience="conference")
        await Vote.all().update(audience="conference")


async def test_a_feed_that_has_not_changed_is_not_sent_again(assembly: Assembly, visit: Visit) -> None:
    client = await visit()
    first = await client.get("/en/feed.atom")
    again = await client.get("/en/feed.atom", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await client.get("/fr/feed.atom", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
