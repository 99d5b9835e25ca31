"""Show of hands: tellers count on their own, the count holds when they agree, and delegates may demand another way."""

import re

import pytest

from conference.core.actor import NOBODY
from conference.core.errors import NotPermitted, Refused
from conference.core.roles import Role
from conference.planks.models import Plank
from conference.roll import commands as roll
from conference.runtime import database, journal
from conference.voting import commands as voting
from conference.voting.models import Counted, Vote
from conference.voting.openly import pages as open_pages
from conference.voting.openly import rules as open_rules
from conference.voting.openly.models import Demand, HandCount
from conference.voting.openly.rules import Figures
from tests.cast import (
    Assembly,
    add_officer,
    answer,
    asked,
    cast,
    close,
    count_hands,
    counted,
    declared,
    opened,
    unseal,
)
from tests.conftest import Visit


async def by_hands(assembly: Assembly, yes: int, no: int) -> Vote:
    """A question of procedure that two tellers have counted alike."""
    vote = await asked(assembly)
    for teller in (assembly.tomas, await add_officer("tina", "Tina Wu", Role.TELLER)):
        await count_hands(teller, vote, yes, no)
    return await counted(assembly, vote)


async def demand(assembly: Assembly, vote: Vote, wants: str, *handles: str) -> Vote:
    for handle in handles:
        vote = await database.shielded(voting.demand(assembly.people[handle], vote.number, wants))
    return vote


async def test_hands_counted_alike_by_two_tellers_carry_a_motion(assembly: Assembly) -> None:
    vote = await by_hands(assembly, 7, 4)
    vote = await database.shielded(voting.declare(assembly.chair, vote.number))
    assert (vote.outcome, vote.cast) == ("carried", 11)
    assert vote.result is not None
    assert vote.result["overall"]["yes"] == "7"
    assert {(each.delegation, each.ranking, each.number) for each in await Counted.filter(vote_id=vote.id)} == {
        ("", '[["yes"]]', 7), ("", '[["no"]]', 4),
    }  # fmt: skip
    assert await journal.first_broken_link() is None


async def test_the_count_does_not_hold_before_the_tellers_agree(assembly: Assembly) -> None:
    tina = await add_officer("tina", "Tina Wu", Role.TELLER)
    vote = await asked(assembly)
    await count_hands(assembly.tomas, vote, 7, 4)
    page = await open_pages.hands_page(tina, vote.number, "en")
    assert (page.entered, page.holds, page.differing) == (1, False, ())
    await close(assembly, vote)
    for figures, code in (((7, 5), "counts-differ"), ((7, 4), "")):
        await count_hands(tina, vote, *figures)
        if code:
            differing = (await open_pages.hands_page(tina, vote.number, "en")).differing
            assert differing[0].counted == (("Tomás Vega", Figures(7, 4)), ("Tina Wu", Figures(7, 5)))
            with pytest.raises(Refused) as refusal:
                await unseal(assembly, vote)
            assert refusal.value.code == code
            assert (await Vote.get(id=vote.id)).phase == "closed"
    assert (await unseal(assembly, vote)).cast == 11


async def test_the_chair_cannot_press_count_while_the_tellers_differ(assembly: Assembly, visit: Visit) -> None:
    tina = await add_officer("tina", "Tina Wu", Role.TELLER)
    vote = await asked(assembly)
    await close(assembly, vote)
    chair = await visit("claire")

    async def page() -> tuple[bool, str]:
        text = (await chair.get(f"/en/votes/{vote.number}")).text
        return f'action="/en/votes/{vote.number}/unsealing"' in text, text

    await count_hands(assembly.tomas, vote, 7, 4)
    can, text = await page()
    assert not can
    assert "Tellers who have counted the hands: 1; needed: 2." in text
    await count_hands(tina, vote, 7, 5)
    can, text = await page()
    assert not can
    assert "The tellers have counted differently. They count again until they agree." in text
    await count_hands(tina, vote, 7, 4)
    assert (await page())[0]


async def test_one_teller_alone_is_not_enough(assembly: Assembly) -> None:
    vote = await asked(assembly)
    await count_hands(assembly.tomas, vote, 7, 4)
    await close(assembly, vote)
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, vote)
    assert refusal.value.code == "counts-differ"


async def test_nobody_sees_anothers_count_before_her_own_is_in(assembly: Assembly, visit: Visit) -> None:
    tina = await add_officer("tina", "Tina Wu", Role.TELLER)
    vote = await asked(assembly)
    await count_hands(assembly.tomas, vote, 7, 4)
    before = (await (await visit("tina")).get(f"/en/votes/{vote.number}/hands")).text
    assert "Tomás" not in before
    await count_hands(tina, vote, 8, 3)
    for handle in ("tina", "tomas", "claire"):
        assert "Tomás Vega" in (await (await visit(handle)).get(f"/en/votes/{vote.number}/hands")).text
    for handle in ("rosa", "omar", ""):
        assert "Tomás Vega" not in (await (await visit(handle)).get(f"/en/votes/{vote.number}/hands")).text


async def test_the_chair_lays_counts_aside_when_a_teller_has_left(assembly: Assembly) -> None:
    tina = await add_officer("tina", "Tina Wu", Role.TELLER)
    tariq = await add_officer("tariq", "Tariq Aziz", Role.TELLER)
    vote = await asked(assembly)
    await count_hands(assembly.tomas, vote, 9, 1)
    await count_hands(tina, vote, 7, 4)
    with pytest.raises(NotPermitted):
        await database.shielded(voting.discard_hands(tina, vote.number))
    await database.shielded(voting.discard_hands(assembly.chair, vote.number))
    assert not await HandCount.exists()
    for teller in (tina, tariq):
        await count_hands(teller, vote, 7, 4)
    assert (await counted(assembly, vote)).cast == 11


@pytest.mark.parametrize(
    ("figures", "place", "code"),
    [((9, 4, 0), "", "too-many-hands"), ((-1, 4, 0), "", "negative"), ((1, 1, 0), "CA", "places")],
)
async def test_counts_that_cannot_be(assembly: Assembly, figures: tuple[int, int, int], place: str, code: str) -> None:
    vote = await asked(assembly)
    with pytest.raises(Refused) as refusal:
        await count_hands(assembly.tomas, vote, *figures, place=place)
    assert refusal.value.code == code


async def test_only_tellers_count_and_only_while_it_matters(assembly: Assembly) -> None:
    vote = await asked(assembly)
    for somebody in (assembly.chair, assembly.rosa, NOBODY):
        with pytest.raises(NotPermitted):
            await count_hands(somebody, vote, 1, 1)
    sealed = await opened(assembly, "plank")
    with pytest.raises(NotPermitted) as refusal:
        await count_hands(assembly.tomas, sealed, 1, 1)
    assert refusal.value.code == "no-hands"


async def test_where_delegations_are_asked_hands_are_counted_by_delegation() -> None:
    roll_of = {"CA": 4, "MX": 5}
    assert open_rules.places({"delegation_majority": True}, roll_of) == roll_of
    assert open_rules.places({}, roll_of) == {"": 9}
    alike = {"CA": Figures(2, 1), "MX": Figures(3, 2)}
    other = alike | {"MX": Figures(4, 1)}
    assert open_rules.agreed({1: alike, 2: alike}, 2) == alike
    assert open_rules.agreed({1: alike, 2: other, 3: alike}, 2) is None, "whoever counted must agree"
    assert [each.place for each in open_rules.differences({1: alike, 2: other})] == ["MX"]


async def test_a_show_of_hands_has_no_ballot_and_no_box(assembly: Assembly, visit: Visit) -> None:
    vote = await asked(assembly)
    assert vote.public_key == ""
    with pytest.raises(Refused):
        await cast(assembly.rosa, vote, "yes")
    ballot = await (await visit("rosa")).get(f"/en/votes/{vote.number}/ballot")
    assert ballot.status_code == 403
    assert "show of hands" in ballot.text


async def test_on_demand_the_question_is_put_again_by_roll_call(assembly: Assembly) -> None:
    vote = await by_hands(assembly, 7, 4)
    await database.shielded(voting.declare(assembly.chair, vote.number))
    vote = await demand(assembly, vote, "roll-call", "rosa", "jorge", "marc", "dana")
    assert vote.outcome == "carried", "four of five have demanded it"
    with pytest.raises(NotPermitted) as refusal:
        await database.shielded(voting.put_as_demanded(assembly.chair, vote.number))
    assert refusal.value.code == "not-demanded"
    vote = await demand(assembly, vote, "roll-call", "walt")
    assert vote.outcome == "overtaken"

    again = await database.shielded(voting.put_as_demanded(assembly.chair, vote.number))
    assert (again.secrecy, again.follows_id, again.questions) == ("roll-call", vote.id, vote.questions)
    assert again.rules["threshold"] == vote.rules["threshold"]
    with pytest.raises(NotPermitted):
        await database.shielded(voting.put_as_demanded(assembly.chair, vote.number))
    await database.shielded(voting.open_vote(assembly.chair, again.number))
    for handle in ("rosa", "jorge", "lucia"):
        await answer(assembly.people[handle], again, no=1)
    await answer(assembly.marc, again, yes=1)
    assert (await declared(assembly, again)).outcome == "lost"


async def test_the_next_business_ends_the_right_to_demand(assembly: Assembly) -> None:
    vote = await by_hands(assembly, 7, 4)
    await demand(assembly, vote, "roll-call", "rosa")
    await asked(assembly)
    with pytest.raises(NotPermitted) as refusal:
        await demand(assembly, vote, "roll-call", "jorge")
    assert refusal.value.code == "too-late"


async def test_a_question_that_was_taken_back_is_no_business(assembly: Assembly) -> None:
    vote = await by_hands(assembly, 7, 4)
    other = await database.shielded(voting.put(assembly.chair, "plank", 1))
    await database.shielded(voting.take_back(assembly.chair, other.number))
    await demand(assembly, vote, "roll-call", "rosa")
    assert await Demand.all().count() == 1


async def test_who_demands_what(assembly: Assembly) -> None:
    vote = await by_hands(assembly, 7, 4)
    for somebody in (assembly.tomas, assembly.omar):
        with pytest.raises(NotPermitted) as refusal:
            await database.shielded(voting.demand(somebody, vote.number, "roll-call"))
        assert refusal.value.code == "not-on-the-roll"
    with pytest.raises(Refused) as conflict:
        await demand(assembly, vote, "card", "rosa")
    assert conflict.value.code == "no-cards"
    nora = await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    await database.shielded(roll.accredit_card(nora, "Unifor", 300, assembly.marc.id or 0))
    for _ in range(2):
        await demand(assembly, vote, "card", "rosa", "jorge", "marc")
    await demand(assembly, vote, "roll-call", "rosa", "dana", "walt", "ruth")
    assert await Demand.filter(vote_id=vote.id).count() == 6, "one demand for each delegate"
    assert (await Vote.get(id=vote.id)).outcome == "", "six have demanded, but not the same"
    await database.shielded(voting.withdraw_demand(assembly.rosa, vote.number))
    vote = await demand(assembly, vote, "card", "rosa", "lucia", "pablo")
    assert (vote.outcome, vote.phase) == ("overtaken", "declared")
    again = await database.shielded(voting.put_as_demanded(assembly.chair, vote.number))
    assert again.secrecy == "card"


async def test_before_the_count_nothing_is_demanded(assembly: Assembly) -> None:
    vote = await asked(assembly)
    with pytest.raises(NotPermitted) as refusal:
        await demand(assembly, vote, "roll-call", "rosa")
    assert refusal.value.code == "phase"


async def test_an_overtaken_result_changes_no_text(assembly: Assembly) -> None:
    """A conference whose rules adopt planks by hands: the demand comes between count and declaration."""
    vote = await opened(assembly, "plank")
    await Vote.filter(id=vote.id).update(
        secrecy="show-of-hands", public_key="", rules=vote.rules | {"demand": 1, "tellers": 1}
    )
    for code, many in (("CA", 4), ("MX", 5), ("US", 3)):
        await HandCount.create(vote_id=vote.id, teller_id=assembly.tomas.id, delegation=code, yes=many, no=0, abstain=0)
    await counted(assembly, vote)
    overtaken = await demand(assembly, vote, "roll-call", "rosa")
    assert overtaken.outcome == "overtaken"
    assert (await Plank.get(number=1)).state == "debate"
    with pytest.raises(NotPermitted):
        await database.shielded(voting.declare(assembly.chair, vote.number))
    again = await database.shielded(voting.put_as_demanded(assembly.chair, vote.number))
    await database.shielded(voting.open_vote(assembly.chair, again.number))
    for handle in ("marc", "anne", "rosa", "jorge", "lucia", "dana", "walt"):
        await answer(assembly.people[handle], again, yes=1)
    assert (await declared(assembly, again)).outcome == "carried"
    assert (await Plank.get(number=1)).state == "adopted"


async def test_the_pages_count_and_demand(assembly: Assembly, visit: Visit) -> None:
    await add_officer("tina", "Tina Wu", Role.TELLER)
    vote = await asked(assembly)
    at = f"/en/votes/{vote.number}"
    for handle in ("tomas", "tina"):
        client = await visit(handle)
        page = (await client.get(f"{at}/hands")).text
        typed = {"csrf": re.findall(r'name="csrf" value="([^"]+)"', page)[0], "hall-yes": "7", "hall-no": "4"}
        again = await client.post(f"{at}/hands", data=typed | {"hall-abstain": ""})
        assert again.status_code == 422
        assert 'value="7"' in again.text
        assert (await client.post(f"{at}/hands", data=typed | {"hall-abstain": "0"})).status_code == 303
        assert f'href="{at}/hands"' in (await client.get(at)).text
    await counted(assembly, vote)
    for handle in ("rosa", "jorge", "marc", "dana", "walt"):
        client = await visit(handle)
        page = (await client.get(f"{at}/hands")).text
        typed = {"csrf": re.findall(r'name="csrf" value="([^"]+)"', page)[0], "wants": "roll-call"}
        assert (await client.post(f"{at}/demands", data=typed)).status_code == 303
    assert "no longer stands" in (await (await visit("omar")).get(f"{at}/hands")).text
    assert "no longer stands" in (await (await visit("omar")).get(f"{at}/result")).text
    chair = await visit("claire")
    page = (await chair.get(f"{at}/hands")).text
    assert "Put the question again by roll call" in page
    typed = {"csrf": re.findall(r'name="csrf" value="([^"]+)"', page)[0]}
    made = await chair.post(f"{at}/hands/putting-again", data=typed)
    assert made.status_code == 303
    assert "Go to the new vote" in (await chair.get(f"{at}/hands")).text
