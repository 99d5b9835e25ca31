"""The page of the search, its form in the head of every page, and programs."""

import re
import sqlite3

import pytest

from conference.debate import commands
from conference.debate.models import Post
from conference.runtime import database
from conference.runtime import settings as installed
from conference.runtime.database import shielded
from tests.cast import Assembly
from tests.conftest import Visit
from tests.search.conftest import on_sqlite

HOSTILE = (
    '"', "'", "*", "AND", "a OR", "NEAR(", "col:x", "x' OR 1=1 --", "(((", "<->", ":*", "\\", "%%", "{{7*7}}", "🙂",
    "<script>alert(1)</script>", "\u202e\ufeff", "x" * 5_000, " ".join("abcdefgh" * 5),
)  # fmt: skip


@on_sqlite
async def test_whoever_has_no_script_finds_from_any_page_and_is_led_to_the_place(
    assembly: Assembly, post: Post, visit: Visit
) -> None:
    visitor = await visit()
    home = (await visitor.get("/fr/")).text
    assert re.search(r'<form class="site-search" method="get" action="/fr/search" role="search"', home)
    answer = await visitor.get("/fr/search", params={"q": "la greve"})
    assert answer.status_code == 200
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert f'href="/fr/posts/{post.id}#post-1"' in answer.text
    assert '<p class="snippet" lang="fr-CA" dir="auto">' in answer.text
    assert "<mark>grève</mark>" in answer.text
    assert "Mexique" in answer.text
    assert "Rosa" not in answer.text
    assert "Rosa Delgado" in (await (await visit("marc")).get("/fr/search", params={"q": "la greve"})).text
    place = await visitor.get(f"/fr/posts/{post.id}")
    assert 'id="post-1"' in place.text


@on_sqlite
async def test_a_program_finds_the_same(assembly: Assembly, post: Post, visit: Visit) -> None:
    visitor = await visit()
    given = (await visitor.get("/api/v1/search", params={"q": "huelga"}, headers={"Accept-Language": "fr"})).json()
    (item,) = given["items"]
    assert (given["total"], given["counts"], given["next"]) == (1, {"post": 1}, None)
    assert (item["kind"], item["address"]) == ("post", f"/posts/{post.id}#post-1")
    assert [each["language"] for each in item["snippets"]] == ["fr", "es"]
    text, (place,) = item["snippets"][1]["text"], item["snippets"][1]["marks"]
    assert text[slice(*place)] == "huelga"
    refused = await visitor.get("/api/v1/search")
    assert (refused.status_code, refused.json()["code"]) == (422, "no-words")


async def test_hostile_words_get_a_page_and_break_nothing(assembly: Assembly, visit: Visit) -> None:
    visitor = await visit()
    for typed in HOSTILE:
        for path in ("/es/search", "/api/v1/search"):
            answer = await visitor.get(path, params={"q": typed, "kind": typed, "plank": typed, "after": typed})
            assert answer.status_code in (200, 422), typed
            assert "<script>alert" not in answer.text
    typed = await visitor.get("/en/search", params={"q": "🙂 kept"[:1]})
    assert typed.status_code == 422
    assert 'value="🙂"' in typed.text
    assert (await visitor.get("/en/search?q=a%00b")).status_code == 400


@on_sqlite
async def test_nothing_writes_down_what_was_searched_for(
    assembly: Assembly, post: Post, visit: Visit, capfd: pytest.CaptureFixture[str]
) -> None:
    before = await database.rows("SELECT count(*) FROM journal")
    for handle in ("", "marc"):
        await (await visit(handle)).get("/en/search", params={"q": "zarzamora"})
    assert await database.rows("SELECT count(*) FROM journal") == before
    assert "zarzamora" not in "".join(capfd.readouterr())


@on_sqlite
async def test_a_pseudonym_and_a_name_without_consent_stay_what_they_are(
    assembly: Assembly, visit: Visit, house
) -> None:
    installed.use(house.model_copy(update={"pseudonyms": True}))
    try:
        await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "Digo zarzamora", under_voice=True))
        for handle in ("", "rosa", "claire"):
            text = (await (await visit(handle)).get("/en/search", params={"q": "zarzamora"})).text
            (line,) = re.findall(r'<p class="muted small result-line">(.*?)</p>', text, re.DOTALL)
            assert "Voice 1" in line
            assert "Rosa" not in line
            assert "Mexico" not in line
    finally:
        installed.use(house)


@on_sqlite
async def test_sqlite_overwrites_the_words_of_what_is_taken_away(assembly: Assembly) -> None:
    """The stems of a post that is withdrawn stand in no page of the file, nor in its log."""
    post = await shielded(commands.speak(assembly.rosa, 1, "plank", "es", "Digo zarzamorina y mirabelino"))
    for n in range(3):
        await shielded(commands.speak(assembly.marc, 1, "plank", "es", f"Otra cosa {n}"))
    assert stands("esmirabelin")
    await shielded(commands.edit(assembly.rosa, post.id, "Digo zarzamorina"))
    assert not stands("esmirabelin"), "the words of before stand in the history of the post alone"
    await shielded(commands.withdraw(assembly.rosa, post.id))
    assert not stands("zarzamorin")
    assert not stands("mirabelin")


def stands(word: str) -> bool:
    path = installed.current().sqlite_path
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return word.encode() in path.read_bytes()
