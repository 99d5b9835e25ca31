"""A form counts once, however often it arrives, and whoever sends it again gets the first answer."""

import asyncio
import re
from datetime import timedelta
from html import unescape

import httpx2
import pytest

from conference.amendments.models import Amendment, Cosigner
from conference.debate.models import Post
from conference.people.models import Account, ApiToken
from conference.runtime import clock, database
from conference.web import once
from tests import cast
from tests.cast import Assembly
from tests.conftest import Visit

DEBATE = "/en/planks/1/debate"
WORDS = "Thirty-two hours, and not one more."


async def form(client: httpx2.AsyncClient, page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that posts to `action`."""
    text = (await client.get(page)).text
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', text, re.S)
    assert found, f"no form on {page} posts to {action}"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found.group())
    return {name: unescape(value) for name, value in hidden}


async def written(client: httpx2.AsyncClient, text: str = WORDS) -> dict[str, str]:
    return await form(client, DEBATE, DEBATE) | {"text": text, "language": "en"}


def said(answer: httpx2.Response) -> tuple[int, str, str]:
    """What a browser sees of an answer: status, place, and the confirmation that comes along."""
    notices = [each.split(";")[0] for each in answer.headers.get_list("set-cookie") if each.startswith("notice=")]
    return answer.status_code, answer.headers.get("location", ""), "".join(notices)


async def rows() -> int:
    return len(await database.rows("SELECT key_hash FROM answered"))


async def test_a_post_sent_twice_stands_once(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    sent = await written(rosa)
    first, second = [await rosa.post(DEBATE, data=sent) for _ in range(2)]
    assert said(first) == said(second) == (303, f"{DEBATE}#post-1", "notice=post-made")
    assert await Post.all().count() == 1


async def test_a_post_sent_many_times_at_once_stands_once(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    sent = await written(rosa)
    answers = await asyncio.gather(*(rosa.post(DEBATE, data=sent) for _ in range(8)))
    assert {said(each) for each in answers} == {(303, f"{DEBATE}#post-1", "notice=post-made")}
    assert await Post.all().count() == 1


async def test_other_words_under_the_same_form_are_another_post(assembly: Assembly, visit: Visit) -> None:
    """Somebody went back to the page and wrote something else."""
    rosa = await visit("rosa")
    sent = await written(rosa)
    await rosa.post(DEBATE, data=sent)
    await rosa.post(DEBATE, data=sent | {"text": "And one thing more."})
    assert await Post.all().count() == 2


async def test_the_same_words_from_a_fresh_page_are_another_post(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    first = await written(rosa, "+1")
    await rosa.post(DEBATE, data=first)
    action = f"/en/threads/{(await Post.get()).thread_id}/posts"
    await rosa.post(action, data=await form(rosa, DEBATE, action) | {"text": "+1", "language": "en"})
    assert await Post.all().count() == 2


async def test_another_person_does_not_get_her_answer(assembly: Assembly, visit: Visit) -> None:
    rosa, jorge = await visit("rosa"), await visit("jorge")
    sent, his = await written(rosa), await written(jorge)
    await rosa.post(DEBATE, data=sent)
    await jorge.post(DEBATE, data=his | {"once": sent["once"]})
    assert await Post.all().count() == 2


async def test_a_form_with_a_problem_may_be_sent_again(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    sent = await written(rosa, " ")
    assert [(await rosa.post(DEBATE, data=sent)).status_code for _ in range(2)] == [422, 422]
    assert (await rows(), await Post.all().count()) == (0, 0)


async def test_a_co_signature_sent_twice_is_no_conflict(assembly: Assembly, visit: Visit) -> None:
    moved = await cast.table(assembly, "rosa", cast.TRIPLE)
    before = await Cosigner.all().count()
    walt = await visit("walt")
    page, action = f"/en/amendments/A{moved.number}", f"/en/amendments/A{moved.number}/cosigners"
    sent = await form(walt, page, action)
    answers = await asyncio.gather(*(walt.post(action, data=sent) for _ in range(4)))
    answers.append(await walt.post(action, data=sent))
    assert {said(each) for each in answers} == {(303, page, "notice=amendment-co-signed")}
    assert await Cosigner.all().count() == before + 1


async def test_an_amendment_sent_twice_is_filed_once(assembly: Assembly, visit: Visit) -> None:
    rosa = await visit("rosa")
    editor = await form(rosa, "/en/planks/1/amend?block=p2", "/en/planks/1/amend/check")
    typed = editor | {"kind": "replace", "text": cast.TRIPLE["en"], "reason": "It is fair.", "language": "en"}
    checked = (await rosa.post("/en/planks/1/amend/check", data=typed)).text
    found = re.search(r'<form[^>]*action="/en/planks/1/amendments".*?</form>', checked, re.S)
    assert found
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found.group())
    sent = {name: unescape(value) for name, value in fields}
    answers = await asyncio.gather(*(rosa.post("/en/planks/1/amendments", data=sent) for _ in range(3)))
    assert {said(each)[:2] for each in answers} == {(303, "/en/amendments/A1")}
    assert await Amendment.all().count() == 1


async def test_a_registration_sent_twice_is_one_and_gets_one_letter(assembly: Assembly, visit: Visit) -> None:
    before = await Account.all().count()
    visitor = await visit()
    sent = await form(visitor, "/en/register", "/en/register") | {
        "name": "Maya Lévesque", "email": "maya@example.org", "delegation": "CA", "organisation": "Local 9",
        "language": "fr", "password": "copper anvil rainy tuesday",
    }  # fmt: skip
    answers = await asyncio.gather(*(visitor.post("/en/register", data=sent) for _ in range(3)))
    answers.append(await visitor.post("/en/register", data=sent))
    assert {said(each)[:2] for each in answers} == {(303, "/en/register/sent")}
    assert await Account.all().count() == before + 1


async def test_a_process_that_died_after_the_act_does_it_no_second_time(
    assembly: Assembly, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The act is on the disk, its answer is not: whoever sends the form again is told that it counts."""
    rosa = await visit("rosa")
    sent = await written(rosa)
    monkeypatch.setattr(once, "WAIT", 0)

    async def dies(_key: str, _answer: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(once, "_keep", dies)
        with pytest.raises(RuntimeError):
            await rosa.post(DEBATE, data=sent)
    answer = await rosa.post(DEBATE, data=sent)
    assert said(answer) == (303, "/en/", "notice=sent-already")
    assert await Post.all().count() == 1


async def test_a_token_is_shown_to_whoever_presses_twice(assembly: Assembly, visit: Visit) -> None:
    """That page cannot be shown again, so each press makes a token; what is not a redirect is never kept."""
    rosa = await visit("rosa")
    sent = await form(rosa, "/en/me", "/en/me/tokens") | {"label": "script", "scopes": "write"}
    answers = [await rosa.post("/en/me/tokens", data=sent) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert await ApiToken.all().count() == 2


async def test_rows_older_than_a_day_go(assembly: Assembly, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "_swept", 0)
    rosa = await visit("rosa")
    with clock.at(clock.now() - timedelta(hours=25)):
        await rosa.post(DEBATE, data=await written(rosa))
    assert await rows() == 1
    action = f"/en/threads/{(await Post.get()).thread_id}/posts"
    sent = await form(rosa, DEBATE, action) | {"text": "Later.", "language": "en"}
    await rosa.post(action, data=sent)
    assert await rows() == 1


async def test_casting_leaves_no_row(assembly: Assembly, visit: Visit) -> None:
    """A row would tell when somebody voted."""
    moved = await cast.table(assembly, "rosa", cast.TRIPLE)
    vote = await cast.opened(assembly, "amendment", moved.number)
    voter = await visit("marc")
    before = await rows()
    page = f"/en/votes/{vote.number}/ballot"
    sent = await form(voter, page, f"{page}/check") | {"answer": "yes", "once": "a word"}
    checked = await voter.post(f"{page}/check", data=sent)
    assert checked.status_code == 200
    nonce = checked.text.split('name="nonce" value="')[1].split('"')[0]
    assert "/receipt/" in (await voter.post(page, data=sent | {"nonce": nonce})).headers["location"]
    assert await rows() == before
