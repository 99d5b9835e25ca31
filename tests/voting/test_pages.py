"""The pages of a vote over HTTP: a ballot in three steps, refusals that help on, the chair's steps and warnings."""

import re
from html import unescape

import httpx2
import pytest

from conference.runtime import database
from conference.voting import commands as voting
from conference.voting.commands.countdown import Step
from conference.voting.models import Vote
from conference.voting.sealed import box
from tests import cast
from tests.cast import NO_OVERTIME, TRIPLE, Assembly
from tests.conftest import Visit

Fields = dict[str, str]


def fields(page: str, action: str) -> Fields:
    """The hidden fields of the form that posts to `action`."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.S)
    assert found, f"no form posts to {action}"
    return {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', found.group())}


def text(answer: httpx2.Response) -> str:
    """What is read on the page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


@pytest.fixture
async def choice(assembly: Assembly) -> Vote:
    """A ranked vote that is open: a1, a2, keep."""
    triple, none = await cast.table(assembly, "rosa", TRIPLE), await cast.table(assembly, "marc", NO_OVERTIME)
    return await cast.opened(assembly, "choice", triple.number, none.number)


async def check(client: httpx2.AsyncClient, vote: Vote, **answers: str) -> httpx2.Response:
    """The check page of a ballot, filled in anew."""
    ballot = f"/en/votes/{vote.number}/ballot"
    sent = fields((await client.get(ballot)).text, f"{ballot}/check")
    return await client.post(f"{ballot}/check", data=sent | {f"rank-{key}": rank for key, rank in answers.items()})


async def send(client: httpx2.AsyncClient, vote: Vote, checked: httpx2.Response) -> httpx2.Response:
    ballot = f"/en/votes/{vote.number}/ballot"
    return await client.post(ballot, data=fields(checked.text, ballot))


async def test_a_ballot_shows_each_text_and_what_changes(assembly: Assembly, visit: Visit, choice: Vote) -> None:
    page = await (await visit("marc")).get(f"/en/votes/{choice.number}/ballot")
    told = text(page)
    assert "Overtime is paid at removed: − double end of removal added: + triple end of addition the rate." in told
    assert TRIPLE["en"] in told
    assert "There is no overtime." in told
    assert "Not cast yet." in told
    assert "hx-trigger" not in page.text.split("<main")[1], "nothing refreshes it"


async def test_gaps_close_with_a_word_and_what_is_left_out_is_named(visit: Visit, choice: Vote) -> None:
    told = text(await check(await visit("marc"), choice, a1="3", keep="1"))
    assert told.index("Keep the text as it is") < told.index("Amendment A1")
    assert "A place between your choices was empty, so the later ones moved up." in told
    assert "Not ranked: Amendment A2." in told


async def test_the_same_check_page_counts_once_and_a_changed_ballot_is_another(visit: Visit, choice: Vote) -> None:
    """Her first cast is on its way when she changes her mind: the second must not pass for a repeat of the first."""
    client = await visit("marc")
    first = await check(client, choice, a1="1")
    changed = await check(client, choice, a2="1")
    answers = [await send(client, choice, first) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    late = await send(client, choice, changed)
    assert late.status_code == 409
    assert "You have cast a newer ballot meanwhile" in text(late)
    again = f"/en/votes/{choice.number}/ballot/again"
    form = await client.post(again, data=fields(late.text, again))
    assert re.search(r'name="rank-a2">.*?<option value="1" selected>', form.text, re.S)
    ballot = f"/en/votes/{choice.number}/ballot"
    checked = await client.post(f"{ballot}/check", data=fields(form.text, f"{ballot}/check") | {"rank-a2": "1"})
    assert (await send(client, choice, checked)).status_code == 303


async def test_a_ballot_after_closing_is_told_what_stands(assembly: Assembly, visit: Visit, choice: Vote) -> None:
    client = await visit("marc")
    await send(client, choice, await check(client, choice, a1="1"))
    late = await check(client, choice, a2="1")
    await cast.close(assembly, choice)
    answer = await send(client, choice, late)
    assert answer.status_code == 409
    told = text(answer)
    assert "Voting is not open. Your ballot was not taken" in told
    assert "A ballot of yours is in the box, and it counts." in told
    assert "Look at the one that was not taken" not in told


async def test_no_address_tells_a_ranking(visit: Visit, choice: Vote) -> None:
    page = await (await visit("marc")).get(f"/en/votes/{choice.number}/ballot?rank-a1=1&answer=yes")
    main = page.text.split("<main")[1]
    assert set(re.findall(r'<option value="(\d*)" selected', main)) == {"0"}, "no rank, for none of them"
    checked = await check(await visit("anne"), choice, a1="1")
    assert not re.search(r'href="[^"]*rank-', checked.text)
    assert 'method="get"' not in checked.text.split("<main")[1]


async def test_equal_ranks_only_where_the_rules_allow_them(assembly: Assembly, visit: Visit, choice: Vote) -> None:
    told = text(await check(await visit("marc"), choice, a1="1", a2="1"))
    assert "(equal)" in told
    await cast.file_plank(assembly, 2)
    rivals = [
        await cast.table(assembly, mover, words, plank=2) for mover, words in (("rosa", TRIPLE), ("marc", NO_OVERTIME))
    ]
    numbers = [each.number for each in rivals]
    strict = await cast.opened(assembly, "choice", *numbers, plank=2, rule_set="choice-by-elimination")
    refused = await check(await visit("marc"), strict, **{f"a{number}": "1" for number in numbers})
    assert refused.status_code == 422
    assert "each rank takes only one answer" in text(refused)


async def test_the_second_chair_gets_the_present_state(assembly: Assembly, visit: Visit) -> None:
    vote = await cast.put(assembly, "plank")
    chair = await visit("claire")
    path = f"/en/votes/{vote.number}"
    sent = fields((await chair.get(path)).text, f"{path}/opening")
    await database.shielded(voting.announce(assembly.chair, vote.number, Step.OPENING))
    late = await chair.post(f"{path}/opening", data=sent | {"minutes": ""})
    assert late.status_code == 409
    told = text(late)
    assert "A countdown runs already: somebody else announced this step." in told
    assert "Cancel the countdown" in told
    await database.shielded(voting.call_off(assembly.chair, vote.number))
    await cast.open_vote(assembly, vote)
    late = await chair.post(f"{path}/opening", data=sent | {"minutes": "1", "once": "another"})
    assert late.status_code == 409
    assert "Only a vote that was put and not yet opened can be opened." in text(late)


async def test_a_step_that_a_rule_bars_says_which(assembly: Assembly, visit: Visit) -> None:
    vote = await cast.put(assembly, "plank")
    told = text(await (await visit("claire")).get(f"/en/votes/{vote.number}"))
    assert "Only an open vote can be closed." in told
    assert "Closing takes effect after a countdown; every ballot that arrives before its end counts." in told
    assert "The next step" not in text(await (await visit("marc")).get(f"/en/votes/{vote.number}"))


async def test_minutes_that_are_none_come_back_with_a_sentence(assembly: Assembly, visit: Visit) -> None:
    vote = await cast.put(assembly, "plank")
    chair, path = await visit("claire"), f"/en/votes/{vote.number}"
    sent = fields((await chair.get(path)).text, f"{path}/opening") | {"minutes": "soon"}
    answer = await chair.post(f"{path}/opening", data=sent)
    assert answer.status_code == 422
    assert "Please give a number from 0 to 10,000." in text(answer)
    assert 'value="soon"' in answer.text


async def test_the_chair_is_warned_of_small_delegations_beforehand(assembly: Assembly, visit: Visit) -> None:
    vote = await cast.put(assembly, "plank")
    warning = "These delegations have fewer than five members on the roll: Canada and United States."
    assert warning in text(await (await visit("claire")).get(f"/en/votes/{vote.number}"))
    assert warning not in text(await (await visit("marc")).get(f"/en/votes/{vote.number}"))
    await cast.file_plank(assembly, 2)
    by_name = await cast.put(assembly, "plank", plank=2, rule_set="adoption-by-name")
    assert "fewer than five" not in text(await (await visit("claire")).get(f"/en/votes/{by_name.number}"))


async def test_the_chair_chooses_the_rules_when_she_puts_a_question(assembly: Assembly, visit: Visit) -> None:
    chair = await visit("claire")
    console = (await chair.get("/en/chair")).text
    offered = re.search(r'name="rules-plank">(.*?)</select>', console, re.S)
    assert offered
    assert "Adoption with consent of each delegation" in offered.group(1)
    sent = fields(console, "/en/votes") | {"kind": "plank", "plank": "1", "rules-plank": "adoption-by-name"}
    answer = await chair.post("/en/votes", data=sent)
    assert answer.status_code == 303
    assert (await Vote.get(number=1)).rules["key"] == "adoption-by-name"


async def test_marks_of_approval_are_one_rank(assembly: Assembly, visit: Visit) -> None:
    languages = ("en", "fr", "es")
    options = [dict.fromkeys(languages, name) for name in ("Ana", "Bea", "Chidi")]
    asking = voting.ask(
        assembly.chair, "election", dict.fromkeys(languages, "Who?"), options, rule_set="approval", audience="public"
    )
    vote = await cast.open_vote(assembly, await database.shielded(asking))
    client = await visit("marc")
    checked = await check(client, vote, o1="1", o2="1")
    assert "You approve of:" in text(checked)
    assert (await send(client, vote, checked)).status_code == 303
    assert await box.number_in(vote.id) == 1
