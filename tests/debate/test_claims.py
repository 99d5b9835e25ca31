"""What a post is in its author's own word: a demand, a constraint, a means."""

import pytest

from conference.core.errors import NotPermitted
from conference.debate import commands, queries
from conference.debate.models import Post
from conference.people import commands as people
from conference.runtime import database
from conference.runtime.settings import Settings
from tests.cast import Assembly
from tests.conftest import Visit
from tests.security.test_bad_input import token

do = database.shielded


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


async def said(assembly: Assembly, **more: object) -> Post:
    return await do(commands.speak(assembly.rosa, 1, "plank", "en", "Thirty-two hours.", **more))


async def test_an_author_marks_her_post_and_nobody_elses(assembly: Assembly) -> None:
    post = await said(assembly, claim="demand")
    assert post.claim == "demand"
    for handle in ("marc", "claire", "amelie"):
        with pytest.raises(NotPermitted):
            await do(commands.mark(assembly.people[handle], post.id, "means"))
    revision = (await queries.conversation(assembly.rosa, post.id, "en")).posts[0].revision
    await do(commands.mark(assembly.rosa, post.id, "means"))
    seen = (await queries.conversation(assembly.marc, post.id, "en")).posts[0]
    assert (seen.claim, seen.revision) == ("means", revision), "a mark is no new revision of the words"
    await do(commands.mark(assembly.rosa, post.id, ""))
    assert (await queries.conversation(assembly.marc, post.id, "en")).posts[0].claim == ""


async def test_a_post_that_is_gone_is_no_demand(assembly: Assembly) -> None:
    post = await said(assembly, claim="demand")
    await Post.filter(id=post.id).update(state="hidden")
    assert (await queries.conversation(assembly.marc, post.id, "en")).posts[0].claim == ""
    await Post.filter(id=post.id).update(state="standing")
    await do(commands.withdraw(assembly.rosa, post.id))
    assert (await Post.get(id=post.id)).claim == ""
    with pytest.raises(NotPermitted, match="post-gone"):
        await do(commands.mark(assembly.rosa, post.id, "demand"))


async def test_the_thread_shows_marks_and_lists_posts_by_them(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    typed = {"csrf": await token(rosa), "text": "We ask for thirty-two hours.", "language": "en", "mark": "demand"}
    assert (await rosa.post("/en/planks/1/debate", data=typed)).status_code == 303
    await said(assembly)
    page = (await (await visit()).get("/en/planks/1/debate")).text
    assert page.count('<p class="claim">') == 1
    demands = (await rosa.get("/en/planks/1/debate?claim=demand")).text
    assert "We ask for thirty-two hours." in demands
    assert "Thirty-two hours." not in demands
    assert "No post here fits" in (await rosa.get("/en/planks/1/debate?claim=means")).text


async def test_a_mark_that_is_none_is_refused_and_a_draft_keeps_a_right_one(assembly: Assembly, visit: Visit) -> None:
    rosa, post = await visit("rosa"), await said(assembly)
    csrf = await token(rosa)
    answer = await rosa.post(f"/en/posts/{post.id}/claim", data={"csrf": csrf, "mark": "threat"})
    assert answer.status_code == 422
    assert (await Post.get(id=post.id)).claim == ""
    draft = {"csrf": csrf, "text": "Not yet.", "language": "en", "mark": "constraint", "step": "draft"}
    await rosa.post("/en/planks/1/debate", data=draft)
    assert '<option value="constraint" selected>' in (await rosa.get("/en/planks/1/debate")).text


async def test_programs_mark_and_filter(assembly: Assembly, visit: Visit) -> None:
    client = await visit(token=await do(people.make_token(assembly.rosa, assembly.rosa.id or 0, "test", ["write"])))
    said = {"language": "en", "text": "First.", "claim": "means"}
    made = (await client.post("/api/v1/planks/1/posts", json=said)).json()
    assert (await client.get(f"/api/v1/posts/{made['id']}")).json()["claim"] == "means"
    answer = await client.post(f"/api/v1/posts/{made['id']}/claim", json={"claim": "demand"})
    assert answer.json()["claim"] == "demand"
    for wrong in ({"claim": "threat"}, {}, {"claim": None}):
        assert (await client.post(f"/api/v1/posts/{made['id']}/claim", json=wrong)).status_code == 422
    items = (await client.get("/api/v1/planks/1/posts?claim=demand")).json()["items"]
    assert [each["id"] for each in items] == [made["id"]]
    assert (await client.get("/api/v1/planks/1/posts?claim=means")).json()["items"] == []
