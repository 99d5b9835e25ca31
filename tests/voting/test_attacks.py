"""What an attacker tries on a vote: false envelopes and keys, numbers too large, listening from outside."""

import re
from typing import Any

import pytest
from nacl.public import PublicKey, SealedBox

from conference import slices
from conference.app import audible
from conference.core.actor import NOBODY
from conference.core.canonical import canonical
from conference.core.errors import Refused
from conference.runtime import database, keys
from conference.runtime.models import Entry
from conference.voting import commands as voting
from conference.voting.models import Vote
from conference.voting.result import published, wording
from conference.voting.rules import Outcome
from conference.voting.sealed import box, shares, words
from conference.voting.sealed.models import Share
from tests.cast import Assembly, all_cast, asked, cast, close, file_plank, opened, unseal
from tests.conftest import Visit
from tests.voting.tellers import opened_with_shares

HUGE = "9" * 30
LARGEST = "9" * 9


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {"vote": None},
        {"ranking": [["nobody"]]},
        {"ranking": [["yes"], ["yes"]]},
        {"ranking": 7},
        {"ranking": []},
    ],
)
async def test_an_envelope_that_holds_no_ballot_keeps_the_box_shut_and_the_vote_may_be_void(
    assembly: Assembly, content: Any
) -> None:
    """Somebody who writes into the database knows the public key and can seal whatever she likes."""
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes"})
    if isinstance(content, dict):
        content = {"vote": vote.opening_digest} | content
    forged = SealedBox(PublicKey(bytes.fromhex(vote.public_key))).encrypt(canonical(content))
    await database.shielded(box.put_in(vote.id, assembly.rosa.id or 0, forged, "a forged one", None))
    await close(assembly, vote)
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, vote)
    assert refusal.value.code == box.DOES_NOT_CHECK_OUT
    assert (await database.shielded(voting.declare_void(assembly.chair, vote.number))).phase == "void"


@pytest.mark.parametrize("lying", [b"k" * 32, b"cut short"])
async def test_a_key_that_does_not_fit_is_remembered_so_that_the_vote_may_be_void(
    assembly: Assembly, lying: bytes
) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes"})
    await close(assembly, vote)
    keys.destroy(shares.key_name(vote))
    keys.lay(shares.key_name(vote), lying)
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, vote)
    assert refusal.value.code == shares.WRONG_KEY
    vote = await Vote.get(id=vote.id)
    why = shares.why_shut(vote)
    assert why is not None
    assert why.text == shares.WHY_VOID[shares.WRONG_KEY]
    assert (await database.shielded(voting.declare_void(assembly.chair, vote.number))).phase == "void"


async def test_a_share_that_opens_nothing_is_asked_for_again(assembly: Assembly) -> None:
    vote, papers = await opened_with_shares(assembly)
    await all_cast(assembly, vote, {"CA": "yes"})
    await close(assembly, vote)
    tomas, marc, rosa = papers
    for teller in (tomas, marc):
        await database.shielded(voting.give_share(teller, vote.number, papers[teller]))
    other = words.split(b"s" * 32, 2, 3)[0]
    keys.destroy(shares.given_name(vote, 1))
    keys.lay(shares.given_name(vote, 1), other.encode())
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, vote)
    assert refusal.value.code == shares.WRONG_KEY
    assert [each.state for each in await Share.filter(vote_id=vote.id).order_by("number")] == ["held", "given", "held"]
    assert await Entry.exists(verb="share-spoiled")
    await database.shielded(voting.give_share(rosa, vote.number, papers[rosa]))
    assert (await unseal(assembly, vote)).phase == "unsealed", "two good shares are enough"


async def test_whoever_cannot_see_a_vote_hears_nothing_of_it(assembly: Assembly) -> None:
    closed = await asked(assembly, audience="conference")
    shown = await opened(assembly, "plank")
    plank = await file_plank(assembly, 2, "conference")
    own = [f"vote-{closed.number}", f"turnout-{closed.number}", f"plank-{plank.number}", "votes-conference"]
    public = [f"vote-{shown.number}", f"turnout-{shown.number}", "plank-1", "votes"]
    odd = ["vote-", f"vote-{HUGE}", "vote-x", "vote-77", "votes-nobody", "roll", "credentials"]
    assert await audible(NOBODY, [*own, *public, *odd]) == public
    assert await audible(assembly.omar, [*own, *public, *odd]) == public, "an observer of the public part"
    assert await audible(assembly.rosa, [*own, *public, *odd]) == [*own, *public]
    said = await Entry.filter(subject=f"vote-{closed.number}").values_list("topics", flat=True)
    assert said
    assert not any("votes" in str(topics).split() for topics in said), "the public list is not woken by a closed vote"


def _addresses() -> list[str]:
    listed = [f"/en{route.path}" for route in slices.ROUTES] + [f"/api/v1{route.path}" for route in slices.API]
    return sorted({each for each in listed if ":int}" in each})


async def test_no_number_in_an_address_is_too_large_for_the_house(assembly: Assembly, visit: Visit) -> None:
    """Every address with a number, asked and sent to by the chair and by a teller: not there, never broken."""
    for handle in ("claire", "tomas"):
        reader = await visit(handle)
        page = (await reader.get("/en/me")).text
        fields = {"csrf": page.split('name="csrf" value="')[1].split('"')[0]}
        for path in _addresses():
            for number in (HUGE, LARGEST):
                address = re.sub(r"\{\w+\}", "x", re.sub(r"\{\w+:int\}", number, path))
                for answer in (await reader.get(address), await reader.post(address, data=fields)):
                    assert answer.status_code < 500, (address, answer.status_code)
                    assert number != HUGE or answer.status_code == 404, (address, answer.status_code)


async def test_no_number_in_a_form_is_too_large_for_the_house(assembly: Assembly, visit: Visit) -> None:
    chair = await visit("claire")
    page = (await chair.get("/en/me")).text
    fields = {"csrf": page.split('name="csrf" value="')[1].split('"')[0], "kind": "choice", "rules-choice": ""}
    for field, value in (("amendment", HUGE), ("amendment", "-1"), ("amendment", "x"), ("plank", HUGE)):
        answer = await chair.post("/en/votes", data={"plank": "1"} | fields | {field: value})
        assert answer.status_code == 422, (field, value, answer.status_code)
    answer = await chair.post("/en/votes", data={"plank": "1"} | fields | {"amendment": LARGEST})
    assert answer.status_code in (404, 409, 422)


async def test_how_few_ballots_were_won_is_not_said(assembly: Assembly) -> None:
    """Of fewer than five ballots "preferred to every other text" would tell that nobody thought otherwise."""
    result = {
        "method": "schulze", "ballots": 3, "seats": 1, "candidates": ["a", "keep"], "winners": ["a"],
        "condorcet_winner": "a", "cycle": [], "groups": [],
        "conditions": [
            {"code": "delegations", "met": True, "needed": 2, "in_favour": 3},
            {"code": "approval", "met": True, "option": "a", "votes": 3, "base": 3},
            {"code": "quorum", "met": True, "needed": 2, "counted": 3, "entitled": 3},
        ],
    }  # fmt: skip
    told = published.reduced(result)
    assert wording.outcome_sentence("chosen", result, {}).text == wording.PREFERRED
    assert wording.outcome_sentence("chosen", told, {}).text == wording.OUTCOMES[Outcome.CHOSEN]
    lines = wording.conditions(told["conditions"], {}, {"a": "Text A"}, ())
    assert [each["sentence"].params["needed"] for each in lines] == [2, None, None]
    assert lines[1]["sentence"].params["option"] == "Text A"
    assert all(each["figure"] is None for each in lines)
    vote = await opened(assembly, "plank")
    await cast(assembly.rosa, vote, "yes")
    vote = await unseal(assembly, await close(assembly, vote))
    assert vote.result is not None
    assert "in_favour" not in str(published.reduced(vote.result))
