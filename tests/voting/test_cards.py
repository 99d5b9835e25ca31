"""Card vote: a holder casts her organisation's accredited votes, whole or split, openly, never in the sealed box."""

import re

import pytest

from conference.core.errors import NotPermitted, Refused
from conference.core.roles import Role
from conference.people.models import Delegate
from conference.roll import commands as roll
from conference.roll import queries
from conference.roll.queries import CardHeld
from conference.runtime import database
from conference.voting import commands as voting
from conference.voting.commands import opening
from conference.voting.models import Counted, Vote, Voter
from conference.voting.openly import rules as open_rules
from conference.voting.openly.models import OpenBallot
from tests.cast import PAUSE, Assembly, add_officer, answer, asked, cast, declared, put
from tests.conftest import Visit

CARDS = {"marc": ("Unifor", 310), "rosa": ("SINTTIA", 65), "dana": ("UAW", 391)}


async def accredit(assembly: Assembly) -> None:
    nora = await add_officer("nora", "Nora Paz", Role.CREDENTIALS)
    for handle, (organisation, votes) in CARDS.items():
        holder = assembly.people[handle].id or 0
        await database.shielded(roll.accredit_card(nora, organisation, votes, holder))


async def test_cards_whole_and_split_are_counted_by_their_votes(assembly: Assembly) -> None:
    await accredit(assembly)
    vote = await asked(assembly, "card-vote")
    lines = {each.organisation: each.votes for each in await Voter.filter(vote_id=vote.id)}
    assert lines == dict(CARDS.values())
    await answer(assembly.marc, vote, yes=310)
    await answer(assembly.rosa, vote, no=65)
    await answer(assembly.dana, vote, yes=100, no=250, abstain=41)
    vote = await declared(assembly, vote)
    assert vote.outcome == "carried", "410 to 315"
    assert vote.result is not None
    assert (vote.result["overall"]["yes"], vote.result["overall"]["no"], vote.result["abstain"]) == ("410", "315", "41")
    assert (vote.cast, vote.result["turnout"]) == (3, "766/766")
    us = {each.ranking: each.number for each in await Counted.filter(vote_id=vote.id, delegation="US")}
    assert us == {'[["yes"]]': 100, '[["no"]]': 250, '[["abstain"]]': 41}


@pytest.mark.parametrize("figures", [(310, 1, 0), (100, 100, 100), (0, 0, 0), (320, -10, 0)])
async def test_a_card_casts_exactly_its_votes(assembly: Assembly, figures: tuple[int, int, int]) -> None:
    await accredit(assembly)
    vote = await asked(assembly, "card-vote")
    with pytest.raises(Refused) as refusal:
        await answer(assembly.marc, vote, *figures)
    assert refusal.value.code == "not-all-votes"


async def test_a_delegate_without_a_card_has_nothing_to_cast(assembly: Assembly) -> None:
    await accredit(assembly)
    vote = await asked(assembly, "card-vote")
    with pytest.raises(NotPermitted) as refusal:
        await answer(assembly.anne, vote, yes=1)
    assert refusal.value.code == "not-on-the-roll"


async def test_without_cards_no_card_vote_opens(assembly: Assembly) -> None:
    vote = await database.shielded(voting.ask(assembly.chair, "procedure", PAUSE, rule_set="card-vote"))
    with pytest.raises(Refused) as refusal:
        await database.shielded(voting.open_vote(assembly.chair, vote.number))
    assert refusal.value.code == "no-cards"
    assert (await Vote.get(id=vote.id)).phase == "put"


async def test_a_new_accreditation_changes_no_open_vote(assembly: Assembly) -> None:
    await accredit(assembly)
    vote = await asked(assembly, "card-vote")
    nora = await add_officer("nils", "Nils Ek", Role.CREDENTIALS)
    await database.shielded(roll.accredit_card(nora, "Unifor", 999, assembly.marc.id or 0))
    with pytest.raises(Refused):
        await answer(assembly.marc, vote, yes=999)
    await answer(assembly.marc, vote, yes=310)


async def test_weighted_votes_never_come_into_the_sealed_box(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused) as refusal:
        open_rules.equal_weights("sealed", [1, 1, 2])
    assert refusal.value.code == "weighted-roll"
    open_rules.equal_weights("card", [300, 2])

    await accredit(assembly)
    vote = await put(assembly, "plank")

    class Weighted(Voter):
        """A line of the roll that somebody made heavy by mistake."""

        def __init__(self, **line: object) -> None:
            super().__init__(**line)
            self.votes = 7

        class Meta:
            abstract = True

    monkeypatch.setattr(opening, "Voter", Weighted)
    with pytest.raises(Refused) as heavy:
        await database.shielded(voting.open_vote(assembly.chair, vote.number))
    assert heavy.value.code == "weighted-roll"
    monkeypatch.undo()
    assert not await Voter.exists()
    card_vote = await asked(assembly, "card-vote")
    with pytest.raises(Refused):
        await cast(assembly.marc, card_vote, "yes")
    assert card_vote.public_key == ""


async def test_the_page_names_the_organisation_and_takes_a_split(assembly: Assembly, visit: Visit) -> None:
    await accredit(assembly)
    vote = await asked(assembly, "card-vote")
    client = await visit("dana")
    at = f"/en/votes/{vote.number}/answer"
    page = (await client.get(at)).text
    assert page.index("your organisation and how its votes are cast") < page.index('name="answer"')
    assert "391 votes of UAW" in page
    typed = {"csrf": re.findall(r'name="csrf" value="([^"]+)"', page)[0], "revision": "0"}
    split = typed | {"votes-yes": "300", "votes-no": "91", "votes-abstain": ""}
    again = await client.post(at, data=split | {"answer": "yes"})
    assert again.status_code == 422
    assert "You typed figures as well" in again.text
    short = await client.post(at, data=split | {"answer": "split", "votes-no": "90"})
    assert short.status_code == 422
    assert "exactly the 391 votes" in short.text
    assert 'value="300"' in short.text
    assert (await client.post(at, data=split | {"answer": "split"})).status_code == 303
    held = await OpenBallot.get(vote_id=vote.id)
    assert (held.yes, held.no, held.abstain) == (300, 91, 0)
    listed = (await (await visit("rosa")).get(f"/en/votes/{vote.number}/answers")).text
    assert "UAW" in listed
    assert "300 yes, 91 no, 0 abstentions" in listed


async def test_a_card_held_by_nobody_accredited_does_not_vote(assembly: Assembly) -> None:
    await accredit(assembly)
    held = await queries.cards()
    assert CardHeld(assembly.rosa.id or 0, "MX", "SINTTIA", 65) in held
    await Delegate.filter(account_id=assembly.rosa.id).update(state="refused")
    assert [each.organisation for each in await queries.cards()] == ["Unifor", "UAW"]
