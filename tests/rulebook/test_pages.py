"""The pages of the rules: read by all, changed in three steps by organizers, rehearsed by anybody."""

import re

import httpx2
import pytest

from conference.core.actor import HOUSE
from conference.core.roles import Role
from conference.people import commands as people
from conference.rulebook import queries, writing
from conference.runtime import database
from conference.runtime.models import Entry
from conference.voting.models import Vote
from tests.cast import Assembly, put
from tests.conftest import Visit


@pytest.fixture
async def organizer(assembly: Assembly, visit: Visit) -> httpx2.AsyncClient:
    async def organize() -> None:
        async with database.transaction():
            await people.grant(HOUSE, "omar", Role.ORGANIZER)

    await database.shielded(organize())
    return await visit("omar")


async def _send(who: httpx2.AsyncClient, path: str, **fields: str) -> httpx2.Response:
    page = await who.get("/en/rules/edit")
    hidden = dict(re.findall(r'name="(csrf|once|base)" value="([^"]*)"', page.text))
    return await who.post(path, data=hidden | fields)


async def test_anybody_reads_every_rule_set_in_plain_words(assembly: Assembly, visit: Visit) -> None:
    nobody = await visit()
    page = (await nobody.get("/en/rules")).text
    for each in queries.defaults():
        assert f'id="{each.key}"' in page
        assert f"/en/rules/{each.key}/rehearsal" in page
        folded = page.split(f'id="{each.key}"')[0].rsplit("<summary>", 1)[1]
        assert each.names["en"] in folded, "each is folded under its own name"
    assert "Each delegation must be in favour as well, so that no delegation is outvoted." in page
    assert "Caution: this count can take out the option that would beat each other one." in page
    assert "/en/rules/edit" not in page
    assert (await nobody.get("/en/rules/file")).text == writing.write(queries.defaults())
    votes = await nobody.get("/en/votes")
    assert 'href="/en/rules"' in votes.text


async def test_only_organizers_come_to_the_change(
    assembly: Assembly, visit: Visit, organizer: httpx2.AsyncClient
) -> None:
    assert "/en/rules/edit" in (await organizer.get("/en/rules")).text
    for handle in ("claire", "tomas", "marc"):
        who = await visit(handle)
        assert (await who.get("/en/rules/edit")).status_code == 403
        assert (await who.post("/en/rules", data={"rules": "x"})).status_code == 403


async def test_a_change_is_written_checked_and_saved(assembly: Assembly, organizer: httpx2.AsyncClient) -> None:
    text = writing.write(queries.defaults()).replace("demand = 5", "demand = 7", 1)
    checked = await _send(organizer, "/en/rules/check", rules=text)
    assert checked.status_code == 200
    assert "if at least 5 of those on the roll demand it." in checked.text
    assert "if at least 7 of those on the roll demand it." in checked.text
    assert "Nothing is saved yet." in checked.text
    assert checked.text.count('class="section"') == 1  # one rule set changes, and only that one is shown
    assert (await queries.rule_set("procedure")).demand == 5
    saved = await _send(organizer, "/en/rules", rules=text)
    assert saved.status_code == 303
    assert (await queries.rule_set("procedure")).demand == 7
    assert await Entry.filter(verb="rules-set").count() == 1


async def test_what_was_typed_is_kept_when_it_cannot_be_taken(
    assembly: Assembly, organizer: httpx2.AsyncClient
) -> None:
    text = writing.write(queries.defaults()).replace("demand = 5", "demand = -5 # mine")
    for path in ("/en/rules/check", "/en/rules"):
        answer = await _send(organizer, path, rules=text)
        assert answer.status_code == 422
        assert "demand = -5 # mine" in answer.text
        assert "“demand” must be a whole number from 0 to 10,000." in answer.text
    assert not await Entry.filter(verb="rules-set").exists()


async def test_whoever_comes_second_sees_what_the_first_saved_and_loses_nothing(
    assembly: Assembly, organizer: httpx2.AsyncClient
) -> None:
    text = writing.write(queries.defaults())
    page = await organizer.get("/en/rules/edit")
    hidden = dict(re.findall(r'name="(csrf|once|base)" value="([^"]*)"', page.text))
    await _send(organizer, "/en/rules", rules=text.replace("demand = 5", "demand = 7"))
    late = hidden | {"rules": text.replace("demand = 5", "demand = 9")}
    answer = await organizer.post("/en/rules", data=late | {"once": ""})
    assert answer.status_code == 409
    assert "Somebody else has changed the rules meanwhile." in answer.text
    assert "demand = 9" in answer.text  # hers, in the box
    assert "demand = 7" in answer.text  # the other's, below it
    assert (await queries.rule_set("procedure")).demand == 7


async def test_a_vote_says_that_the_conferences_rules_have_changed(
    assembly: Assembly, organizer: httpx2.AsyncClient
) -> None:
    vote = await put(assembly, "plank")
    notice = "The conference has changed this rule set since the question was put."
    assert notice not in (await organizer.get(f"/en/votes/{vote.number}")).text
    text = writing.write(queries.defaults()).replace("share = [1, 2], strict = true", "share = [2, 3], strict = false")
    assert (await _send(organizer, "/en/rules", rules=text)).status_code == 303
    page = (await organizer.get(f"/en/votes/{vote.number}")).text
    assert notice in page
    assert "more than half of the yes and no together must be yes" in page


@pytest.mark.parametrize("key", [each.key for each in queries.defaults()])
@pytest.mark.parametrize("seed", ["1", "2", "17"])
async def test_every_rule_set_can_be_rehearsed_and_nothing_is_kept(
    assembly: Assembly, visit: Visit, key: str, seed: str
) -> None:
    nobody = await visit()
    entries = await Entry.all().count()
    page = await nobody.get(f"/en/rules/{key}/rehearsal?seed={seed}")
    assert page.status_code == 200
    assert "Rehearsal: made-up ballots" in page.text
    assert page.text == (await nobody.get(f"/en/rules/{key}/rehearsal?seed={seed}")).text  # no hidden chance
    assert await Entry.all().count() == entries
    assert not await Vote.exists()


async def test_one_delegation_against_a_majority_leads_to_conciliation(assembly: Assembly, visit: Visit) -> None:
    page = (await (await visit()).get("/en/rules/adoption/rehearsal")).text
    assert "Not adopted yet: there is a majority overall, but not inside each delegation." in page
    assert page.count("<strong>Not met.</strong>") == 1
    assert page.count("<strong>Met.</strong>") == 4
    named = (await (await visit()).get("/en/rules/procedure/rehearsal")).text
    assert "Not met." not in named  # the same figures, where delegations are not asked


async def test_typed_figures_are_counted(assembly: Assembly, visit: Visit) -> None:
    figures = {f"{field}-{code}": "4" for field in ("yes", "roll") for code in ("CA", "MX", "US")}
    page = await (await visit()).get("/en/rules/adoption/rehearsal", params=figures)
    assert "Not met." not in page.text
    bad = await (await visit()).get("/en/rules/adoption/rehearsal", params=figures | {"no-MX": "many"})
    assert bad.status_code == 422
    assert 'value="many"' in bad.text
    assert "Please give a number from 0 to 2,000." in bad.text


async def test_a_lot_is_drawn_in_a_rehearsal_too_and_always_the_same(assembly: Assembly, visit: Visit) -> None:
    nobody = await visit()
    tied = {"ballots": "2 CA: A\n2 MX: B\n1 US: C > A\n1 US: D > B"}
    page = await nobody.get("/en/rules/election/rehearsal", params=tied)
    assert page.status_code == 200
    assert "Elected: " in page.text
    assert "it has to be put again" not in page.text
    assert page.text == (await nobody.get("/en/rules/election/rehearsal", params=tied)).text


BURIED = "10 CA: A > keep > B\n10 MX: A > keep > B\n4 US: A > keep > B\n6 US: B > keep > A\n4 CA: keep > B > A"


async def test_typed_rankings_are_counted_by_the_rules(assembly: Assembly, visit: Visit) -> None:
    nobody = await visit()
    page = await nobody.get("/en/rules/choice/rehearsal", params={"ballots": BURIED})
    assert page.status_code == 200
    assert "A is preferred to every other text." in page.text
    for text, said in {
        "3 CA A > B": "Line 1 cannot be read",
        "3 CA: A\n2 XX: B": "Line 2: there is no delegation “XX”. There are these: CA, MX, and US.",
        "3 CA: A\n\n1 MX: A > A": "Line 3 names the same option twice.",
        "3 CA: A > > B": "Line 1: “” is no option.",
        "1 CA: absent": "There is no ballot here.",
        "\n".join(["1 CA: A"] * 61): "at most 60 lines",
        "9999 CA: A\n9999 CA: B": "at most 10,000 ballots",
    }.items():
        answer = await nobody.get("/en/rules/choice/rehearsal", params={"ballots": text})
        assert answer.status_code == 422
        assert said in answer.text, answer.text
        assert text.split("\n")[0].replace(">", "&gt;") in answer.text
    equal = await nobody.get("/en/rules/election/rehearsal", params={"ballots": "3 CA: A = B"})
    assert "each place takes one option, so = cannot stand there" in equal.text


async def test_six_of_one_delegation_can_bury_a_text_only_where_the_rules_say_so(
    assembly: Assembly, visit: Visit, organizer: httpx2.AsyncClient
) -> None:
    each = 'status_quo = "keep"\nstatus_quo_rule = "must-beat-status-quo-inside-each-delegation"'
    text = writing.write(queries.defaults()).replace('status_quo = "keep"', each)
    assert (await _send(organizer, "/en/rules", rules=text)).status_code == 303
    page = await (await visit()).get("/en/rules/choice/rehearsal", params={"ballots": BURIED})
    assert "overturn a majority of 20 to 10" in page.text
    assert "The text stays as it is." in page.text


async def test_there_is_no_rehearsal_of_what_is_not_there(assembly: Assembly, visit: Visit) -> None:
    assert (await (await visit()).get("/en/rules/none/rehearsal")).status_code == 404
    assert (await (await visit()).get("/en/rules/choice/rehearsal?seed=0")).status_code == 422
