"""Speaking under a pseudonym, and the rooms of delegations: what nobody else may learn, anywhere."""

import json
import re

import pytest

from conference.app import audible
from conference.core.actor import NOBODY, Actor
from conference.core.errors import Absent, NotPermitted
from conference.core.roles import Role
from conference.debate import commands, frames, queries
from conference.debate.mine import commands as mine
from conference.debate.mine import queries as kept
from conference.debate.models import Post, Thread
from conference.planks.models import Plank
from conference.runtime import database, settings
from conference.runtime.database import shielded
from conference.translation import commands as translation
from conference.translation import queries as texts
from tests.cast import Assembly
from tests.conftest import Visit

ROOM = "caucus:MX"
CANARY = "zarzamora"


@pytest.fixture
def pseudonyms(house):
    """A conference that allows them."""
    settings.use(house.model_copy(update={"pseudonyms": True}))
    yield
    settings.use(house)


async def whisper(actor: Actor, thread: Thread, words: str, parent: int | None = None) -> Post:
    return await shielded(commands.post(actor, thread.id, "es", words, parent, under_voice=True))


async def test_without_leave_there_are_no_pseudonyms_and_none_in_a_closed_room(cast, thread, pseudonyms, house):
    settings.use(house)
    with pytest.raises(NotPermitted):
        await whisper(cast.rosa, thread, "Nadie")
    settings.use(house.model_copy(update={"pseudonyms": True}))
    rosa = Actor(**{name: getattr(cast.rosa, name) for name in Actor.__slots__} | {"delegation": "MX"})
    with pytest.raises(NotPermitted):
        await shielded(commands.speak(rosa, 3, ROOM, "es", "Nadie", under_voice=True))
    with pytest.raises(NotPermitted):
        await whisper(cast.omar, thread, "Nadie")
    assert await Post.all().count() == 0


async def test_a_voice_is_one_on_a_plank_and_only_its_owner_changes_its_words(cast, plank, thread, pseudonyms):
    first = await whisper(cast.rosa, thread, "Tengo miedo de decirlo")
    await whisper(cast.marc, thread, "Yo también", first.id)
    block = await shielded(commands.speak(cast.rosa, 3, "block:p1", "es", "Aquí igual", under_voice=True))
    page = await queries.page(cast.claire, thread.id, "en")
    assert [(post.author, post.delegation, post.voice) for post in page.posts] == [
        ("Voice 1", "", True),
        ("Voice 2", "", True),
    ]
    elsewhere = (await queries.conversation(cast.claire, block.id, "fr")).posts[0]
    assert (elsewhere.voice, elsewhere.author[-2:]) == (True, " 1"), "the same voice all over the plank"
    own = await queries.page(cast.rosa, thread.id, "en")
    assert [post.may_edit for post in own.posts] == [True, False]
    for other in (cast.marc, cast.claire):
        with pytest.raises(NotPermitted):
            await shielded(commands.edit(other, first.id, "Otra cosa"))
    await shielded(commands.edit(cast.rosa, first.id, "Ya no tengo miedo"))
    assert (await queries.page(NOBODY, thread.id, "es")).posts[0].html == "<p>Ya no tengo miedo</p>\n"
    await shielded(commands.withdraw(cast.rosa, first.id))
    assert (await Post.get(id=first.id)).state == "withdrawn"


async def test_nothing_that_the_house_keeps_leads_from_a_voice_to_its_owner(cast, plank, thread, pseudonyms):
    """Every row that the act leaves, in every table: none holds her account or the name that the journal gives her."""
    before = await everything()
    await shielded(mine.keep_draft(cast.rosa, kept.new_post(plank.id, "plank"), "es", "A medias", voice=True))
    post = await whisper(cast.rosa, thread, "Dicho en voz baja")
    await shielded(commands.edit(cast.rosa, post.id, "Dicho en voz muy baja"))
    left = {
        table: [row for row in rows if row not in before.get(table, [])] for table, rows in (await everything()).items()
    }
    assert {"post", "voice", "text", "journal"} <= {table for table, rows in left.items() if rows}
    for table, rows in left.items():
        for row in rows:
            assert cast.rosa.opaque not in row.values(), table
            assert {
                name for name in row if re.fullmatch(r"account_id|author_id|owner_id", name) and row[name]
            } == set(), table
    assert {row["actor"] for row in left["journal"]} == {"-"}
    with pytest.raises(Absent):
        await shielded(mine.follow_author(cast.marc, post.id))
    await shielded(mine.follow_thread(cast.rosa, thread.id))
    assert [each.account_id for each in await kept.followers_of(post.id)] == [cast.rosa.id], "told like everybody else"
    assert (await queries.page(cast.rosa, thread.id, "es")).mine.unread == 1, "unread like anybody's"


async def everything() -> dict[str, list[dict[str, object]]]:
    found = {}
    for name in (
        "post",
        "voice",
        "text",
        "text_unit",
        "thread",
        "journal",
        "reading",
        "post_draft",
        "follow",
        "answered",
    ):
        columns = await names_of(name)
        found[name] = [
            dict(zip(columns, row, strict=True))
            for row in await database.rows(f"SELECT {', '.join(columns)} FROM {name}")
        ]
    return found


async def names_of(table: str) -> list[str]:
    if database.on_sqlite():
        return [str(row[1]) for row in await database.rows(f"PRAGMA table_info({table})")]
    sql = "SELECT column_name FROM information_schema.columns WHERE table_name = ? AND table_schema = 'public'"
    return [str(name) for (name,) in await database.rows(sql, table)]


async def test_pages_and_programs_say_the_same_of_a_voice_to_everybody_but_its_owner(
    assembly: Assembly, visit: Visit, house
) -> None:
    settings.use(house.model_copy(update={"pseudonyms": True}))
    thread = await shielded(commands.open_thread(await Plank.get(number=1), "plank"))
    post = await whisper(assembly.rosa, thread, "Dicho en voz baja")
    pages = ("/en/planks/1/debate", f"/en/posts/{post.id}", f"/api/v1/posts/{post.id}", f"/en/posts/{post.id}/history")
    for handle in ("", "marc", "claire", "amelie", "omar", "tomas"):
        reader = await visit(handle)
        for page in pages:
            answer = await reader.get(page)
            assert answer.status_code == 200, page
            assert "Voice 1" in answer.text, page
            assert "Rosa" not in answer.text, page
            assert "Mexico" not in answer.text.split("<main", 1)[-1].split("<article", 1)[-1], page
            assert f'/posts/{post.id}/follow"' not in answer.text
    owner = await visit("rosa")
    assert f"/en/posts/{post.id}/edit" in (await owner.get(pages[0])).text
    form = (await (await visit("marc")).get("/en/planks/1/amend?block=p1")).text
    assert 'name="voice"' not in form, "a voice moves nothing"


async def test_a_delegations_room_is_there_for_its_members_and_for_nobody_else(
    assembly: Assembly, visit: Visit
) -> None:
    """Neither in pages, counts, programs' lists, the desk, streams nor the news; a foreign room answers as no room."""
    post = await shielded(commands.speak(assembly.rosa, 1, ROOM, "es", f"Entre nosotras: {CANARY}"))
    thread = await Thread.get(place=ROOM)
    assert (thread.audience, (await Post.get(id=post.id)).number) == (ROOM, 1)
    topics = [f"thread-{thread.id}"]
    for handle in ("", "marc", "claire", "amelie", "omar", "dana"):
        reader = await visit(handle)
        for language in ("en", "fr", "es"):
            for path in (
                "/", "/planks", "/planks/1", "/planks/1/debate", "/planks/1/caucus", "/caucus", "/translate",
                f"/posts/{post.id}", f"/threads/{thread.id}/posts", f"/threads/{thread.id}/fresh?seen=0&since=1",
                f"/posts/{post.id}/history", f"/threads/{thread.id}/posts/{post.id}/replies?after=0", "/feed.atom",
                    "/feed.json",
            ):  # fmt: skip
                assert CANARY not in (await reader.get(f"/{language}{path}", follow_redirects=True)).text, (
                    handle,
                    path,
                )
        absent = await reader.get(f"/en/threads/{thread.id + 1000}/posts")
        hidden = await reader.get(f"/en/threads/{thread.id}/posts")
        assert (hidden.status_code, strip(hidden.text)) == (absent.status_code, strip(absent.text))
        assert (await reader.get(f"/api/v1/planks/1/posts?place={ROOM}")).json()["items"] == []
        assert (await reader.get(f"/api/v1/posts/{post.id}")).status_code == 404
    for name in ("marc", "claire", "amelie", "omar"):
        assert await audible(assembly.people[name], topics) == []
    assert await audible(NOBODY, topics) == []
    assert await audible(assembly.jorge, topics) == topics
    assert await queries.counts(thread.plank_id) == {}
    assert [lack for lack in await texts.desk(assembly.amelie, "fr") if CANARY in lack.text] == []
    with pytest.raises(Absent):
        await shielded(commands.speak(assembly.marc, 1, ROOM, "fr", "Je m’invite"))
    with pytest.raises(Absent):
        await shielded(commands.post(assembly.marc, thread.id, "fr", "Je m’invite"))
    with pytest.raises(Absent):
        await shielded(commands.withdraw(assembly.claire, post.id))
    with pytest.raises(NotPermitted):
        await shielded(translation.translate(assembly.amelie, post.unit_id, "fr", "Entre nous"))
    member = await visit("jorge")
    assert CANARY in (await member.get("/es/planks/1/caucus")).text
    assert CANARY in json.dumps((await member.get(f"/api/v1/planks/1/posts?place={ROOM}")).json())
    assert [(room.plank_number, room.posts, room.unread) for room in await frames.rooms(assembly.jorge, "es")] == [
        (1, 1, 1)
    ]


def strip(page: str) -> str:
    """Without what differs from page to page anyway: words of forms, and the address itself."""
    return re.sub(r'value="[^"]*"|/(?:en|fr|es)/threads/\d+/posts|[?]v=\w+', "", page)


def test_nobody_reads_a_room_by_her_offices() -> None:
    everything = Actor(id=1, roles=frozenset(Role))
    assert not everything.reads(ROOM)
    assert not Actor(id=1, roles=frozenset(Role), delegation="CA").reads(ROOM)
    assert not Actor(id=1, delegation="").reads("caucus:")
    assert Actor(id=1, delegation="MX").reads(ROOM)
