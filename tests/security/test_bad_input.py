"""Input that nobody sends by mistake, at every address of the whole application: a plain refusal, never a 500.

What is tried here follows the threat list: authorisation (Z), forgery (C), markup (X), characters and sizes (U),
HTTP (H), and the parts of authentication (A) that are not about guessing.
"""

import json
import re
import unicodedata
from urllib.parse import quote

import httpx2
import pytest

from conference.core.actor import HOUSE, NOBODY
from conference.core.roles import Role
from conference.debate import commands as debate
from conference.debate.models import Post
from conference.people import commands as people
from conference.people.models import Account, Delegate, Grant, Session
from conference.people.queries import actor_of
from conference.runtime import database
from conference.runtime.settings import Settings
from tests import cast
from tests.cast import Assembly
from tests.conftest import ORIGIN, Visit
from tests.security.routes import PLAIN, Door, doors

EVERYBODY = ("", "omar", "rosa", "amelie", "tomas", "claire")
PASSWORD = "copper anvil rainy tuesday"
do = database.shielded


async def token(client: httpx2.AsyncClient) -> str:
    """The token of this browser's forms: it is the same in each."""
    for page in ("/en/me", "/en/sign-in"):
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get(page)).text)
        if found:
            return found[1]
    raise AssertionError("no form anywhere")


async def rows() -> int:
    """The number of facts: whatever writes one writes a row of the journal."""
    return int((await database.rows("SELECT count(*) FROM journal"))[0][0])


# Z: who may


async def test_a_step_that_the_table_does_not_open_is_refused_to_everybody_else(
    assembly: Assembly, visit: Visit
) -> None:
    before = await rows()
    tried = 0
    for handle in EVERYBODY:
        client, actor = await visit(handle), await actor_of(handle) if handle else NOBODY
        csrf = await token(client)
        for door in doors(writing=True):
            if not door.opens_to(actor):
                answer = await client.post(door.at(), data={"csrf": csrf})
                assert answer.status_code == (403 if handle else 401), (handle, door.path)
                tried += 1
        for door in doors(writing=False):
            if not door.opens_to(actor):
                answer = await client.get(door.at())
                assert answer.status_code == (403 if handle else 303), (handle, door.path)
                tried += 1
    assert tried > 150
    assert await rows() == before


async def test_what_is_closed_reads_like_what_is_not_there(assembly: Assembly, visit: Visit) -> None:
    await cast.file_plank(assembly, 2, audience="conference")
    post = await do(debate.speak(assembly.rosa, 2, "plank", "en", "Among ourselves."))
    absent = 987_654
    public = await visit("omar")
    for closed, missing in (
        ("/en/planks/2", f"/en/planks/{absent}"),
        ("/en/planks/2/debate", f"/en/planks/{absent}/debate"),
        (f"/en/posts/{post.id}", f"/en/posts/{absent}"),
        (f"/en/posts/{post.id}/edit", f"/en/posts/{absent}/edit"),
        (f"/en/threads/{post.thread_id}/posts", f"/en/threads/{absent}/posts"),
        (f"/en/threads/{post.thread_id}/fresh?seen=0", f"/en/threads/{absent}/fresh?seen=0"),
        ("/api/v1/planks/2", f"/api/v1/planks/{absent}"),
        (f"/api/v1/posts/{post.id}", f"/api/v1/posts/{absent}"),
    ):
        answers = [await public.get(address) for address in (closed, missing)]
        said = [re.sub(r"[0-9a-f]{64}|987654|(?<=/)\d+|once\" value=\"[^\"]+", "", each.text) for each in answers]
        assert [each.status_code for each in answers] == [404, 404], closed
        assert said[0] == said[1], closed
    assert (await (await visit("rosa")).get("/en/planks/2")).status_code == 200


async def test_nobody_gives_herself_anything_by_a_field_more(assembly: Assembly, visit: Visit) -> None:
    extra = {"role": "chair", "state": "accredited", "account_id": "1", "handle": "claire", "roles": "chair"}
    visitor = await visit()
    typed = {
        "csrf": await token(visitor), "name": "Maya Roy", "email": "maya@example.org", "delegation": "CA",
        "organisation": "Local 9", "language": "fr", "password": PASSWORD,
    }  # fmt: skip
    grants = await Grant.all().count()
    assert (await visitor.post("/en/register", data=typed | extra)).status_code == 303
    made = await Account.get(email="maya@example.org")
    assert (made.handle, (await Delegate.get(account_id=made.id)).state) == ("maya-roy", "registered")
    assert await Grant.all().count() == grants


async def test_a_post_is_its_senders_whatever_the_form_says(assembly: Assembly, visit: Visit) -> None:
    rosa, walt = await visit("rosa"), assembly.walt
    typed = {
        "csrf": await token(rosa),
        "text": "Hours.",
        "language": "en",
        "author_id": str(walt.id),
        "state": "removed",
    }
    assert (await rosa.post("/en/planks/1/debate", data=typed)).status_code == 303
    made = await Post.get()
    assert (made.author_id, made.state) == (assembly.rosa.id, "standing")


async def test_a_role_that_was_taken_away_is_gone_at_the_next_step(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    csrf = await token(rosa)
    await Grant.filter(account_id=assembly.rosa.id).delete()
    answer = await rosa.post("/en/planks/1/debate", data={"csrf": csrf, "text": "Hours.", "language": "en"})
    assert (answer.status_code, await Post.all().count()) == (403, 0)


# C: forgery


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": f"{ORIGIN}.evil.example"},
    {"Origin": "https://evil.example", "HX-Request": "true"}, {"Origin": ""},
    {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"},
]  # fmt: skip


async def test_a_form_of_another_page_writes_nothing(assembly: Assembly, visit: Visit) -> None:
    claire = await visit("claire")
    csrf, before = await token(claire), await rows()
    for door in doors(writing=True):
        if door.opens_to(assembly.claire):
            for headers in FOREIGN:
                answer = await claire.post(door.at(), data={"csrf": csrf}, headers=headers)
                assert answer.status_code == 403, (door.path, headers)
    assert await rows() == before


async def test_without_her_own_token_nothing_is_written(assembly: Assembly, visit: Visit) -> None:
    claire, rosa = await visit("claire"), await visit("rosa")
    before = await rows()
    for csrf in ("", "0" * 64, "é", "\x00", await token(rosa)):
        for door in doors(writing=True):
            if door.opens_to(assembly.claire):
                answer = await claire.post(door.at(), data={"csrf": csrf} if csrf else {})
                assert answer.status_code == 403, door.path
    assert await rows() == before


async def test_reading_changes_nothing(assembly: Assembly, visit: Visit) -> None:
    claire = await visit("claire")
    before = await rows()
    for door in doors(writing=True):
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH"):
            answer = await claire.request(method, door.at(), headers={"X-HTTP-Method-Override": "POST"})
            assert answer.status_code in (200, 303, 403, 404, 405), (method, door.path)
    assert await rows() == before


async def test_the_api_takes_json_only_and_no_session(assembly: Assembly, visit: Visit) -> None:
    made = await do(people.make_token(assembly.rosa, assembly.rosa.id or 0, "script", ["write"]))
    said = json.dumps({"place": "plank", "language": "en", "text": "Hours."})
    program, browser = await visit(token=made), await visit("rosa")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = await program.post("/api/v1/planks/1/posts", content=said, headers={"Content-Type": kind})
        assert answer.status_code in (400, 422), kind
    answer = await browser.post("/api/v1/planks/1/posts", content=said, headers={"Content-Type": "application/json"})
    assert (answer.status_code, await Post.all().count()) == (403, 0)


async def test_somebody_is_not_signed_in_by_another_page(assembly: Assembly, visit: Visit) -> None:
    visitor = await visit()
    csrf = await token(visitor)
    answer = await visitor.post(
        "/en/demo/sign-in", data={"csrf": csrf, "as": "omar"}, headers={"Origin": "https://e.example"}
    )
    assert (answer.status_code, "session" in visitor.cookies) == (403, False)
    visitor.cookies.set("session", "chosen by somebody else")
    await visitor.post("/en/demo/sign-in", data={"csrf": await token(visitor), "as": "omar"})
    sent = [each.value for each in visitor.cookies.jar if each.name == "session"]
    assert await Session.all().count() == 1
    assert any(each and each != "chosen by somebody else" for each in sent)


# U, A: characters and sizes, at every form

UNFIT = {
    "nul": "a\x00b", "control": "a\x1bb", "override": "a\u202eb", "noncharacter": "a\ufffeb", "isolate": "a\u2066b",
    "beyond": "a\U000f0000b", "zero-width": "a\u200bb", "combining": "e" + "\u0301" * 5_000, "long": "x" * 25_000,
    "digits": "9" * 5_000, "spread": "\ufdfa" * 3_000, "crlf": "a\r\nSet-Cookie: b=c", "empty": "", "minus": "-1",
}  # fmt: skip
FIELDS = (
    "name", "email", "delegation", "organisation", "language", "languages", "password", "again", "next", "as", "text",
    "parent", "reason", "kind", "block", "amends", "base", "revision", "ruling", "label", "scopes", "role", "state",
    "invitation", "plank", "amendments", "method", "title-en", "title-fr", "title-es", "nonce", "answer", "once",
)  # fmt: skip
_WORDS = ("language", "text", "reason", "revision", "next", "once")
FIELDS_OF = {
    "/me/notices": ("rhythm", "address", "about", "hour", "weekday", "zone", "words", "once"),
    "/planks/{number:int}/note": (*_WORDS, "account", "side", "block", "place", "claim", "posts", "post", "numbers",
                                  "shown", "kind"),
    "/planks/{number:int}/debate": (*_WORDS, "parent", "place", "claim", "voice", "tongue", "step", "ranges"),
    "/threads": (*_WORDS, "parent", "place", "claim", "voice", "tongue", "step", "ranges", "minutes", "since", "seen"),
    "/posts": (*_WORDS, "parent", "claim", "voice", "tongue", "step", "ground", "words", "answer", "answer_language",
               "reply", "reply_language", "why", "why_language", "still", "still_language"),
    "/translate": (*_WORDS, "seen", "segment-1", "segment-2", "from", "into", "texts", "memory", "name", "account"),
    "/glossary": (*_WORDS, "key", "number", "pos", "en_note", "en", "en_plural", "en_gender", "en_avoid", "en_variants",
                  "en_from", "fr", "es", "confirmed", "seen", "file"),
    "/words-said": (*_WORDS, "settled", "stands"),
}  # fmt: skip
"""Fields of forms that have many of their own: all together would be more than one request may bring."""


def fields_of(path: str) -> tuple[str, ...]:
    return next((own for begins, own in FIELDS_OF.items() if path.startswith(begins)), FIELDS)


IN_TURN = ("", "rosa", "amelie", "claire")
EVERY_FORM = [*(("postgres", handle) for handle in IN_TURN), ("sqlite", "amelie")]
"""PostgreSQL is the stricter of the two, so SQLite is asked by one only."""


async def opened_first(handle: str) -> list[Door]:
    """The forms that open to her, and to none of those who come before her."""
    taken: set[str] = {"/sign-out", "/me/sessions/{session:int}/end"}
    for each in IN_TURN:
        actor = await actor_of(each) if each else NOBODY
        found = [door for door in doors(writing=True) if door.path not in taken and door.opens_to(actor)]
        if each == handle:
            return found
        taken |= {door.path for door in found}
    raise AssertionError("nobody of that name")


@pytest.mark.parametrize(("settings", "handle"), EVERY_FORM, indirect=["settings"])
async def test_no_form_breaks(assembly: Assembly, visit: Visit, handle: str) -> None:
    """Each field of each form at once; the ASGI transport raises what the application did not foresee."""
    await cast.table(assembly, "rosa", cast.TRIPLE)
    await do(debate.speak(assembly.rosa, 1, "plank", "en", "Hours."))
    client = await visit(handle)
    csrf = await token(client)
    for door in await opened_first(handle):
        for name, unfit in UNFIT.items():
            answer = await client.post(door.at(), data=dict.fromkeys(fields_of(door.path), unfit) | {"csrf": csrf})
            assert answer.status_code in (200, 303, 403, 404, 409, 422, 429), (door.path, name, answer.status_code)
            assert "b=c" not in answer.headers.get("set-cookie", "")


async def test_what_cannot_be_shown_comes_back_with_a_sentence(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    typed = {"csrf": await token(rosa), "language": "en"}
    for unfit in ("nul", "control", "override", "noncharacter", "isolate", "long", "empty"):
        answer = await rosa.post("/en/planks/1/debate", data=typed | {"text": UNFIT[unfit]})
        assert (answer.status_code, 'id="f-text-error"' in answer.text) == (422, True), unfit
    assert await Post.all().count() == 0


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_no_hostile_words_get_into_reports_reasons_letters_and_notes(assembly: Assembly, visit: Visit) -> None:
    """With all other fields right, so that the words themselves are looked at."""
    post = await do(debate.speak(assembly.marc, 1, "plank", "en", "Hours."))
    at, asked = f"/en/posts/{post.id}", {"language": "en", "ground": "other"}
    walt, claire, amelie = await visit("walt"), await visit("claire"), await visit("amelie")
    letters = {"rhythm": "once", "about": "answers", "hour": "7", "weekday": "0", "zone": "UTC", "words": "yes"}
    tries = (
        (walt, f"{at}/report", asked, "words"),
        (walt, "/en/me/notices", letters, "address"),
        (claire, f"{at}/hide", asked, "reason"),
        (claire, f"/en/threads/{post.thread_id}/close", asked, "reason"),
        (amelie, "/en/glossary/new", {"key": "hours", "pos": "n", "en": "hours"}, "fr_note"),
    )
    before = await rows()
    for client, page, right, field in tries:
        csrf = await token(client)
        for unfit in ("nul", "control", "override", "noncharacter", "isolate", "long", "combining"):
            answer = await client.post(page, data=right | {"csrf": csrf, field: UNFIT[unfit]})
            assert answer.status_code == 422, (page, unfit, answer.status_code)
    answer = await walt.post(
        "/en/me/notices", data=letters | {"csrf": await token(walt), "address": "a@example.net\r\nBcc: b@example.net"}
    )
    assert answer.status_code == 422
    assert await rows() == before


NAMES = [
    "Ro\u202esa",
    "Ro\u200bsa",
    "Ro\x00sa",
    "\u2066Rosa",
    "Ro\ue000sa",
    "\u0301\u0301",
    "x" * 201,
    "12",
    "Ro\u00adsa",
]


async def test_a_name_that_could_deceive_is_not_taken(assembly: Assembly, visit: Visit) -> None:
    visitor = await visit()
    typed = {
        "csrf": await token(visitor), "email": "maya@example.org", "delegation": "CA",
        "organisation": "Local 9", "language": "fr", "password": PASSWORD,
    }  # fmt: skip
    for name in NAMES:
        answer = await visitor.post("/en/register", data=typed | {"name": name})
        assert (answer.status_code, 'id="f-name-error"' in answer.text) == (422, True), ascii(name)
    assert not await Account.exists(email="maya@example.org")


async def test_a_password_is_the_same_whichever_keyboard_composed_it(assembly: Assembly, visit: Visit) -> None:
    await do(people.add_account(HOUSE, "maya", "Maya", "maya@example.org", ["fr"], False, password="é" * 6 + PASSWORD))
    for password, status in (
        (unicodedata.normalize("NFD", "é" * 6 + PASSWORD), 303),
        ("é" * 6 + PASSWORD[:-1], 422),
        ("é" * 6 + PASSWORD + "\x00", 422),
        ("x" * 100_000, 422),
    ):
        visitor = await visit()
        typed = {"csrf": await token(visitor), "email": "maya@example.org", "password": password}
        assert (await visitor.post("/en/sign-in", data=typed)).status_code == status


# U, H: addresses and bodies

NUMBERS = ("0", "2147483648", "9" * 30, "00000000001", "٣")
WORDS = ("%00", "%ff", "%F0%9F%98%80", "..%2f..%2f", "A999999999999", "p1%27--", "x" * 3_000, "%0d%0aX: y", "plank")
QUERIES = (
    "after=%00", "after=" + "9" * 300, "seen=" + "9" * 30, "since=" + "9" * 9, "cursor=%00", "cursor=MWUzMDA",
    "cursor=" + "OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "limit=-1", "limit=" + "9" * 30, "part=%00", "part=../../etc",
    "place=block:%00", "place=amendment:" + "9" * 30, "state=%00", "into=%00", "next=//e.example", "show=A" + "9" * 30,
    "block=%00", "invitation=%00", "original=%00", "topic=%00", "%ff=%ff", "a" * 5_000, "language=%00",
    "amends=A" + "9" * 30,
)  # fmt: skip


@pytest.mark.parametrize(("settings", "handle"), [("postgres", "rosa"), ("sqlite", "claire")], indirect=["settings"])
async def test_no_address_breaks(assembly: Assembly, visit: Visit, handle: str) -> None:
    moved = await cast.table(assembly, "rosa", cast.TRIPLE)
    await do(debate.speak(assembly.rosa, 1, "plank", "en", "Hours."))
    assert moved.number == 1
    client = await visit(handle)
    pages = [(door, "/en") for door in doors(writing=False)] + [
        (door, "/api/v1") for door in doors(writing=False, api=True)
    ]
    for door, before in pages:
        addresses = {door.at(number=number, language=before) for number in NUMBERS}
        addresses |= {door.at(dict.fromkeys([*PLAIN, "handle", "code"], word), language=before) for word in WORDS}
        addresses |= {f"{door.at(language=before)}?{query}" for query in QUERIES}
        for address in addresses:
            answer = await client.get(address)
            assert answer.status_code < 500, address
            assert "X" not in answer.headers or answer.headers.get("X") != "y"


async def test_a_number_beyond_the_databases_is_a_page_that_is_not_there(assembly: Assembly, visit: Visit) -> None:
    client = await visit("amelie")
    csrf = await token(client)
    for path in ("/planks/{}", "/posts/{}", "/threads/{}/posts", "/translate/{}/fr"):
        for number in NUMBERS[1:3]:
            assert (await client.get("/en" + path.format(number))).status_code == 404, path
            assert (await client.post("/en" + path.format(number), data={"csrf": csrf})).status_code == 404, path


BODIES = {
    "surrogate": b'{"language": "en", "text": "a\\ud800"}',
    "nul": b'{"language": "en", "text": "a\\u0000b"}',
    "override": b'{"language": "en", "text": "a\\u202eb"}',
    "brackets": b"[" * 200_000,
    "digits": b'{"language": "en", "text": "a", "parent": ' + b"9" * 20_000 + b"}",
    "parent": b'{"language": "en", "text": "a", "parent": 9999999999999}',
    "float": b'{"language": "en", "text": "a", "parent": 1e400}',
    "nan": b'{"language": "en", "text": "a", "parent": NaN}',
    "twice": b'{"language": "en", "text": "a", "language": "xx"}',
    "bytes": b'{"language": "en", "text": "\xff"}',
    "utf-16": '{"language": "en", "text": "a"}'.encode("utf-16"),
    "extra": b'{"language": "en", "text": "a", "author_id": 1}',
    "place": b'{"language": "en", "text": "a", "place": "block:\\u0000"}',
    "list": b"[]",
    "empty": b"",
    "long": b'{"language": "en", "text": "' + b"x" * 30_000 + b'"}',
}


async def test_no_body_breaks_the_api(assembly: Assembly, visit: Visit) -> None:
    made = await do(people.make_token(assembly.rosa, assembly.rosa.id or 0, "script", ["write", "cast"]))
    program = await visit(token=made)
    for door in doors(writing=True, api=True):
        for body, content in BODIES.items():
            address, headers = door.at(language="/api/v1"), {"Content-Type": "application/json"}
            answer = await program.post(address, content=content, headers=headers)
            assert answer.status_code in (403, 404, 409, 422), (door.path, body, answer.status_code)
            assert answer.headers["content-type"] == "application/problem+json"
    assert await Post.all().count() == 0


FORMS: list[tuple[dict[str, str], bytes, set[int]]] = [
    ({"Content-Type": "multipart/form-data"}, b"x", {400, 403}),
    ({"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\nContent-Disposition: form-data", {400, 403}),
    ({"Content-Type": "multipart/form-data; boundary=b"}, b"--b\r\n" * 5_000, {400, 403}),
    ({"Content-Type": "application/x-www-form-urlencoded"}, b"&".join([b"a=b"] * 20_000), {400, 403, 413}),
    ({"Content-Type": "application/x-www-form-urlencoded"}, b"%ff=%ff&%=%zz", {403}),
    ({"Content-Type": "application/x-www-form-urlencoded"}, b"text=" + b"x" * 1_100_000, {413}),
    ({"Content-Type": "\xff"}, b"x", {403}),
    ({"Content-Length": "ten"}, b"x", {400, 403}),
    ({"Content-Length": "-5"}, b"x", {400, 403}),
    ({"Content-Length": "10000000"}, b"x", {413}),
]


async def test_no_body_breaks_a_form(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    for headers, content, statuses in FORMS:
        raw = {name: value.encode("latin-1") for name, value in headers.items()}
        answer = await rosa.post("/en/planks/1/debate", content=content, headers=raw)
        assert answer.status_code in statuses, (headers, content[:40], answer.status_code)
    assert await Post.all().count() == 0


HEADERS = [
    {"Accept-Language": "fr-CA," * 20_000}, {"Accept-Language": "../../etc"}, {"Accept-Language": "fr;q=nan,es;q=inf"},
    {"Cookie": "session=" + "x" * 9_000}, {"Cookie": "language=../x; notice=%00; visit=\x00"},
    {"Authorization": "Bearer "},
    {"Authorization": "Bearer \xff\xfe"}, {"Authorization": "Basic x"}, {"X-Forwarded-For": "x" * 9_000},
    {"Last-Event-ID": "9" * 40}, {"If-None-Match": '"' + "x" * 5_000}, {"HX-Request": "true", "HX-Target": "<x>"},
    {"Sec-Fetch-Site": "\xff"}, {"Range": "bytes=9-1"},
]  # fmt: skip


async def test_no_header_breaks_a_page(assembly: Assembly, visit: Visit) -> None:
    client = await visit()
    pages = ("/", "/en/", "/fr/planks/1", "/es/sign-in", "/en/resolutions", "/api/v1/planks", "/static/icons.svg")
    for headers in HEADERS:
        raw = {name: value.encode("latin-1") for name, value in headers.items()}
        for page in pages:
            answer = await client.get(page, headers=raw)
            assert answer.status_code in (200, 206, 304, 307, 400, 401, 416), (page, headers)
            assert answer.headers.get("location", "/en/") in ("/en/", "/fr/", "/es/")


# H: hosts, ways on, caches


ELSEWHERE = [
    "//e.example",
    "/\\e.example",
    "https://e.example",
    "/\te.example",
    "/\r\nSet-Cookie: a=b",
    "\\\\e",
    "javascript:x",
    "e",
]


async def test_signing_in_leads_nowhere_else(assembly: Assembly, visit: Visit) -> None:
    await do(people.add_account(HOUSE, "maya", "Maya", "maya@example.org", ["fr"], False, password=PASSWORD))
    for wanted in ELSEWHERE:
        visitor = await visit()
        assert "<script>" not in (await visitor.get("/en/sign-in", params={"next": wanted})).text
        typed = {"csrf": await token(visitor), "email": "maya@example.org", "password": PASSWORD, "next": wanted}
        answer = await visitor.post("/en/sign-in", data=typed)
        assert (answer.status_code, answer.headers["location"]) == (303, "/en/"), ascii(wanted)


async def test_letters_name_our_own_origin(assembly: Assembly, house: Settings, visit: Visit) -> None:
    await do(people.add_account(HOUSE, "maya", "Maya", "maya@example.org", ["fr"], False, password=PASSWORD))
    visitor = await visit()
    forged = {"X-Forwarded-Host": "e.example", "X-Forwarded-Proto": "ftp", "Forwarded": "host=e.example"}
    typed = {"csrf": await token(visitor), "email": "maya@example.org"}
    await visitor.post("/en/password", data=typed, headers=forged)
    letters = [path.read_text() for path in house.outbox.glob("*.eml")]
    assert len(letters) == 1
    assert "e.example/" not in letters[0]
    assert house.origin in letters[0]
    assert (await visitor.get("/en/", headers={"Host": "e.example"})).status_code == 400


async def test_what_somebody_reads_signed_in_is_kept_by_no_cache(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    for page in ("/en/", "/en/planks/1", "/en/planks/1/debate", "/en/me", "/en/me/export", "/en/threads/1/posts"):
        answer = await rosa.get(page)
        assert answer.headers["cache-control"] == "private, no-store", page
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


# X: markup

MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](https://e.example/x.png)",
    "<svg onload=alert(1)>",
    "[x](javascript:alert(1))", "[x](java&#13;script:alert(1))", "[x](data:text/html,x)", "[x]: javascript:x\n\n[x]",
    "<javascript:alert(1)>", "<form action=//e.example><input name=csrf></form>", "<base href=//e.example>",
    "<meta http-equiv=refresh content=0>", '<p hx-get="/en/me" hx-trigger=load>x</p>', '<p data-hx-post="/x">x</p>',
    "<hx-partial hx-target=body>x</hx-partial>", "<template hx type=partial>x</template>",
    '<a id="live" name="words">x</a>',
    "<style>*{display:none}</style>", "<math><mtext><style><img src=x></style></mtext></math>",
    "<noscript><p title='</noscript>'>",
    "*" * 3_000 + "x", "[" * 3_000, "> " * 500 + "x", "`" * 3_000, "<!--", "&lt;script&gt;", "<iframe src=//e.example>",
)  # fmt: skip
HARMFUL = re.compile(
    r"<(?:script|img|svg|form|input|base|meta|style|iframe|math|template|hx-partial|noscript|object)\b"
    r"|\shx-|\sdata-|\son\w+=|\sid=|\sname=|\sstyle=|href=\"(?!https?:|mailto:)[a-z][a-z0-9+.-]*:"
    r"|href=\"[^\"]*[\x00- ]", re.I
)  # fmt: skip


async def test_no_markup_of_a_person_becomes_the_pages_own(assembly: Assembly, visit: Visit) -> None:
    rosa, walt = await visit("rosa"), await visit("walt")
    csrf = await token(rosa)
    await do(debate.speak(assembly.rosa, 1, "plank", "en", "First."))
    thread = (await Post.get()).thread_id
    for text in MARKUP:
        answer = await rosa.post(f"/en/threads/{thread}/posts", data={"csrf": csrf, "text": text, "language": "en"})
        assert answer.status_code in (303, 422), text
    assert await Post.all().count() > len(MARKUP) / 2
    page = (await walt.get("/en/planks/1/debate")).text
    said = re.findall(r'<div class="said"[^>]*>(.*?)</div>', page, re.S)
    assert len(said) == await Post.all().count()
    for tag in re.findall(r"<[^>]*>?", "".join(said)):
        assert not HARMFUL.search(tag), tag


CANARY = "Zoë <b>&\"'x</b> {{ 7*7 }} %(name)s"


async def test_a_name_is_text_wherever_it_stands(assembly: Assembly, house: Settings, visit: Visit) -> None:
    visitor = await visit()
    typed = {
        "csrf": await token(visitor), "name": CANARY, "email": "zoe@example.org", "delegation": "CA",
        "organisation": CANARY, "language": "en", "password": PASSWORD, "named": "1",
    }  # fmt: skip
    assert (await visitor.post("/en/register", data=typed)).status_code == 303
    made = await Account.get(email="zoe@example.org")
    await do(people.accredit(HOUSE, made.id))
    await do(people.grant(HOUSE, "claire", Role.CREDENTIALS))
    zoe, claire = await visit(made.handle), await visit("claire")
    csrf = await token(zoe)
    await zoe.post("/en/planks/1/debate", data={"csrf": csrf, "text": "Hours.", "language": "en"})
    await do(cast.amendments.propose(await actor_of(made.handle), 1, "p2", "replace", "en", cast.TRIPLE["en"], CANARY))
    shown = 0
    for client in (zoe, claire):
        for page in ("/en/me", "/en/planks/1", "/en/planks/1/debate", "/en/amendments", "/en/amendments/A1", "/en/demo",
                     "/en/credentials?state=accredited", "/en/chair", "/en/"):  # fmt: skip
            text = (await client.get(page)).text
            shown += "Zoë &lt;b&gt;&amp;" in text
            assert "<b>&" not in text, page
            assert "49 %(name)s" not in text, page
    assert shown > 8
    assert all(CANARY not in quote(path.read_text()) for path in house.outbox.glob("*.eml"))
