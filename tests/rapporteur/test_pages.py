"""The pages of a note without scripts, what programs get, and input that nobody sends by mistake."""

import re
from html import unescape

import httpx2
import pytest

from conference.debate.models import Post
from conference.people import commands as people
from conference.rapporteur.models import Note, NoteDraft, NoteObjection
from conference.runtime import database
from tests.cast import Assembly
from tests.conftest import Visit

from .conftest import Speak

do = database.shielded
NOTE = "/planks/1/note"
WORDS = "The week is too long for a family."


async def send(client: httpx2.AsyncClient, page: str, to: str, **fields: object) -> httpx2.Response:
    """Post a form as the page at `page` offers it: with its token. The form must be there."""
    html = (await client.get(f"/en{page}")).text
    assert f'action="/en{to}"' in html, to
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', html)
    assert token is not None
    return await client.post(f"/en{to}", data={"csrf": token[1]} | fields)


async def seen(client: httpx2.AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.text)


async def test_from_naming_to_answering_without_a_script(assembly: Assembly, speak: Speak, visit: Visit) -> None:
    first = await speak(assembly.rosa, "Eight hours, then the bus.", claim="constraint")
    second = await speak(assembly.dana, "On the whole plank too.")
    third = await speak(assembly.dana, "On the second paragraph.", "block:p2")
    claire, marc, ines = await visit("claire"), await visit("marc"), await visit("ines")

    await send(claire, NOTE, f"{NOTE}/rapporteurs", account=assembly.marc.id)
    assert f'href="/en{NOTE}/draft"' in await seen(marc, f"/en{NOTE}")
    assert f'href="/en{NOTE}/draft"' not in await seen(claire, f"/en{NOTE}")

    draft = f"{NOTE}/draft"
    point = {"side": "for", "text": WORDS, "language": "en", "block": "p1"}
    added = await send(marc, draft, draft, **point)
    assert added.headers["location"] == f"/en{draft}/1/posts"
    picker = await seen(marc, f"/en{draft}/1/posts")
    assert "Eight hours, then the bus." in picker
    assert "On the second paragraph." not in picker
    posts = f"{draft}/1/posts"
    shown = re.findall(r'name="shown" value="(\d+)"', picker)
    assert shown == [str(first.id), str(second.id)]
    await send(marc, posts, posts, post=str(first.id), shown=shown, place="plank")
    await send(marc, posts, posts, numbers="1", place="block:p2")
    assert (await NoteDraft.get(key=1)).posts == [first.id, third.id]
    assert "links to no post" not in await seen(marc, f"/en{draft}")
    done = await send(marc, draft, f"{NOTE}/presentation")
    assert done.headers["location"] == f"/en{NOTE}"

    html = await seen(ines, f"/es{NOTE}")
    assert WORDS in html
    assert f'href="/es/posts/{first.id}#post-1"' in html
    assert 'href="/es/planks/1#p1"' in html
    answer = await send(
        ines, NOTE, f"{NOTE}/objections", kind="missing", text="Falta el turno de noche.", language="es"
    )
    assert answer.status_code == 303
    made = await NoteObjection.get()
    await send(marc, NOTE, f"{NOTE}/objections/{made.id}/answer", text="It comes.", language="en")
    html = await seen(await visit(), f"/en{NOTE}")
    assert "Falta el turno de noche." in html
    assert "It comes." in html
    assert "Inés" not in html


async def test_the_plank_and_its_debate_lead_to_the_summary(assembly: Assembly, visit: Visit) -> None:
    client = await visit()
    for page in ("/en/planks/1", "/en/planks/1/debate"):
        assert f'href="/en{NOTE}"' in await seen(client, page)
    assert "No note has been presented" in await seen(client, f"/en{NOTE}")
    for path in ("/versions", "/versions/1", "/languages", "/draft"):
        assert (await client.get(f"/en{NOTE}{path}")).status_code in (303, 404), path
    assert (await (await visit("rosa")).get(f"/en{NOTE}/draft")).status_code == 404
    assert (await (await visit("claire")).get(f"/en{NOTE}/draft")).status_code == 403


@pytest.fixture
async def written(assembly: Assembly, speak: Speak, visit: Visit) -> tuple[httpx2.AsyncClient, Post]:
    """Marc's browser, with one point in his working copy, and the post that it reports."""
    post = await speak(assembly.rosa, "Eight hours, then the bus.")
    await send(await visit("claire"), NOTE, f"{NOTE}/rapporteurs", account=assembly.marc.id)
    marc, draft = await visit("marc"), f"{NOTE}/draft"
    await send(marc, draft, draft, side="for", text=WORDS, language="en", block="")
    await send(marc, f"{draft}/1/posts", f"{draft}/1/posts", post=str(post.id), shown=str(post.id), place="plank")
    return marc, post


HOSTILE = (
    {"side": "beside", "text": "Kept words.", "language": "en", "block": ""},
    {"side": "for", "text": "Kept words.", "language": "de", "block": ""},
    {"side": "for", "text": "Kept words.", "language": "en", "block": "p99"},
    {"side": "for", "text": "Kept words." + "x" * 1_001, "language": "en", "block": ""},
    {"side": "for", "text": "   ", "language": "en", "block": "p2"},
    {"side": "for", "text": "Kept words." + "\u0301" * 400, "language": "en", "block": ""},
    {"text": "Kept words."},
)


async def test_what_cannot_be_taken_is_shown_again_with_every_word(
    written: tuple[httpx2.AsyncClient, Post], visit: Visit
) -> None:
    marc, post = written
    draft = f"{NOTE}/draft"
    for fields in HOSTILE:
        for to in (draft, f"{draft}/1"):
            answer = await send(marc, to, to, **{"revision": "2"} | fields)
            assert answer.status_code == 422, (to, fields)
            assert 'class="error' in answer.text
            assert ("Kept words." in answer.text) is ("Kept" in fields["text"])
    for fields, kept in (
        ({"numbers": "seven"}, "seven"), ({"numbers": "99"}, "99"), ({"post": "987654"}, ""),
        ({"numbers": "1", "place": "caucus:CA"}, ""), ({"numbers": "1", "place": "<script>"}, ""),
    ):  # fmt: skip
        given = {"place": "plank"} | fields
        answer = await send(marc, f"{draft}/1/posts", f"{draft}/1/posts", **given)
        assert answer.status_code == 422, fields
        assert kept in answer.text
    assert (await NoteDraft.get(key=1)).posts == [post.id]
    await send(marc, draft, f"{NOTE}/presentation")
    ines = await visit("ines")
    for fields in (
        {"kind": "rude", "text": "Kept words.", "language": "es"},
        {"kind": "wrong", "text": "", "language": "es"},
    ):
        answer = await send(ines, NOTE, f"{NOTE}/objections", **fields)
        assert answer.status_code == 422, fields
        assert ("Kept words." in answer.text) is bool(fields["text"])
    assert await NoteObjection.all().count() == 0
    claire = await visit("claire")
    answer = await send(claire, NOTE, f"{NOTE}/rapporteurs", account=str(post.author_id) + "0" * 12)
    assert answer.status_code == 422


async def test_markup_in_a_point_does_nothing(written: tuple[httpx2.AsyncClient, Post], visit: Visit) -> None:
    marc, _ = written
    draft, evil = f"{NOTE}/draft", '<script>alert(1)</script> <img src=x onerror="alert(1)"> [x](javascript:alert(1))'
    await send(marc, f"{draft}/1", f"{draft}/1", side="open", text=evil, language="en", block="", revision="2")
    await send(marc, draft, f"{NOTE}/presentation")
    client = await visit()
    for path in (NOTE, f"{NOTE}/languages", f"{NOTE}/versions/1"):
        html = (await client.get(f"/en{path}")).text
        assert "<script>alert" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html
    assert "<script>alert" not in (await marc.get(f"/en{draft}")).text


async def test_markdown_and_json_to_take_away(written: tuple[httpx2.AsyncClient, Post], visit: Visit) -> None:
    marc, post = written
    await send(marc, f"{NOTE}/draft", f"{NOTE}/presentation")
    visitor = await visit()
    answer = await visitor.get(f"/fr{NOTE}.md")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert f"- {WORDS}" in answer.text
    assert f"/fr/posts/{post.id}>)" in answer.text
    told = (await visitor.get(f"/en{NOTE}.json")).json()
    assert told["version"] == 1
    assert told["points"][0]["texts"]["en"] == {"text": WORDS, "origin": "original", "current": True}
    assert [each["id"] for each in told["points"][0]["posts"]] == [post.id]
    assert told["frame"]["posts"] == 1
    assert "Rosa" not in answer.text + str(told)


async def test_a_program_writes_presents_and_objects(assembly: Assembly, speak: Speak, visit: Visit) -> None:
    post = await speak(assembly.rosa, "Words.")
    await send(await visit("claire"), NOTE, f"{NOTE}/rapporteurs", account=assembly.marc.id)

    async def program(handle: str) -> httpx2.AsyncClient:
        return await visit(
            token=await do(
                people.make_token(assembly.people[handle], assembly.people[handle].id or 0, "test", ["write"])
            )
        )

    marc, dana = await program("marc"), await program("dana")
    api, point = f"/api/v1{NOTE}", {"side": "for", "language": "en", "text": WORDS, "posts": [post.id]}
    assert (await marc.post(f"{api}/draft", json=point | {"posts": [987_654]})).status_code == 422
    assert await NoteDraft.all().count() == 0, "half of a refused step is not kept"
    made = (await marc.post(f"{api}/draft", json=point)).json()
    assert (await dana.post(f"{api}/draft", json=point)).status_code == 404
    stale = await marc.post(f"{api}/draft/{made['key']}", json=point | {"revision": made["revision"] + 5})
    assert stale.status_code == 409
    changed = await marc.post(f"{api}/draft/{made['key']}", json=point | {"revision": made["revision"], "side": "open"})
    assert changed.status_code == 201
    assert (await marc.get(f"{api}/draft")).json()["problem"] is None
    assert (await marc.post(f"{api}/presentation", json={})).json() == {"version": 1}
    for wrong in ({}, {"kind": "missing"}, {"kind": "x", "language": "en", "text": "x"}, [], "x"):
        assert (await dana.post(f"{api}/objections", json=wrong)).status_code == 422
    raised = await dana.post(f"{api}/objections", json={"kind": "missing", "language": "en", "text": "Mine."})
    assert raised.json()["version"] == 1
    told = (await (await visit()).get(api)).json()
    assert [each["side"] for each in told["points"]] == ["open"]
    assert [each["reason"] for each in told["objections"]] == ["Mine."]
    assert await Note.all().count() == 1
