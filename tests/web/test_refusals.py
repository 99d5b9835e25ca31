"""What the house refuses before any room is asked: a whole sentence in the reader's language, and what to do."""

import json
from collections.abc import AsyncIterator
from html import unescape

import pytest

from conference.debate.models import Post
from conference.people.commands import make_token
from conference.runtime.database import shielded

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
TOO_MUCH = b"text=" + b"x" * 1_100_000
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DEBATE = "/en/planks/1/debate"


async def _in_pieces() -> AsyncIterator[bytes]:
    for _ in range(11):
        yield b"x" * 100_000


async def test_too_much_at_once_is_said_on_a_page_of_hers_however_it_arrives(assembly, visit):
    rosa = await visit("rosa")
    for body in (TOO_MUCH, _in_pieces()):
        answer = await rosa.post(DEBATE, content=body, headers=FORM)
        assert answer.status_code == 413
        assert "at most one megabyte" in answer.text
        assert "Nothing was saved." in answer.text
        assert "Rosa Delgado" in answer.text, "she is still signed in on it"
    french = await rosa.post("/fr/planks/1/debate", content=TOO_MUCH, headers=FORM)
    assert '<html lang="fr-CA"' in french.text
    assert await Post.all().count() == 0
    token = await shielded(make_token(assembly.rosa, assembly.rosa.id, "script", ["write"]))
    program = await visit(token=token)
    body = json.dumps({"language": "es", "text": "x" * 1_100_000})
    told = await program.post("/api/v1/planks/1/posts", content=body, headers={"Content-Type": "application/json"})
    assert (told.status_code, told.json()["code"]) == (413, "too-large")


async def test_what_cannot_be_read_is_said_in_the_readers_language(assembly, visit):
    nobody = await visit()
    wishes = [
        ("/es/planks?q=%00", {}, "es-MX"),
        ("/planks?q=%00", {"Cookie": "language=fr"}, "fr-CA"),
        ("/planks?q=%00", {"Accept-Language": "es-419,en;q=0.5"}, "es-MX"),
        ("/en/planks", {"Content-Length": "ten"}, "en"),
    ]
    for path, headers, tag in wishes:
        answer = await nobody.get(path, headers=headers)
        assert answer.status_code == 400, path
        assert f'<html lang="{tag}"' in answer.text
        assert f'href="/{tag[:2]}/"' in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    told = await nobody.get("/api/v1/planks?cursor=%00")
    assert (told.status_code, told.json()["code"]) == (400, "not-readable")


async def test_a_step_at_an_address_that_takes_none_says_what_to_do(assembly, visit):
    rosa = await visit("rosa")
    answer = await rosa.post("/en/planks", data={})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert "Open the page, and use the form on it." in unescape(answer.text)
    missing = await rosa.get("/en/no-such-place")
    assert missing.status_code == 404
    assert 'href="/en/search"' in missing.text
