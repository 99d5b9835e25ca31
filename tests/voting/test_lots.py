"""The lot: hashes before opening, numbers after closing, a seed that anybody makes again."""

import pytest

from conference.core.canonical import digest
from conference.core.errors import Absent, Conflict, Invalid, NotPermitted, Refused
from conference.runtime import database
from conference.voting import ballot_paper
from conference.voting import commands as voting
from conference.voting.models import Vote
from conference.voting.sealed import lots
from tests.cast import NO_OVERTIME, TRIPLE, Assembly, all_cast, close, open_vote, put, table, unseal
from tests.conftest import Visit
from tests.voting.tellers import tellers

NUMBERS = {"tomas": "3141592653589793238462643383279", "marc": "2718281828459045235360287471352"}


async def publish(assembly: Assembly, vote: Vote, handle: str, commitment: str) -> None:
    teller = (await tellers(assembly, handle))[0]
    await database.shielded(voting.publish_hash(teller, vote.number, commitment))


async def reveal(assembly: Assembly, vote: Vote, handle: str, secret: str) -> None:
    teller = (await tellers(assembly, handle))[0]
    await database.shielded(voting.reveal_number(teller, vote.number, secret))


async def elimination(assembly: Assembly) -> Vote:
    """Two texts and the present one, by instant run-off: a choice in which a tie needs a lot."""
    one = await table(assembly, "rosa", TRIPLE)
    two = await table(assembly, "marc", NO_OVERTIME)
    return await put(assembly, "choice", one.number, two.number, rule_set="choice-by-elimination")


TIED: dict[str, tuple[str, ...] | str] = {
    "CA": ("a1", "a2"), "MX": ("a2", "a1"), "ines": ("keep",), "US": ("keep", "a1"), "ruth": ("keep", "a2"),
}  # fmt: skip


async def test_a_tie_is_settled_by_the_numbers_that_the_tellers_had_hidden(assembly: Assembly) -> None:
    vote = await elimination(assembly)
    for handle, number in NUMBERS.items():
        await publish(assembly, vote, handle, lots.hash_of(number).upper())
    vote = await open_vote(assembly, vote)
    await all_cast(assembly, vote, TIED)
    vote = await close(assembly, vote)
    for handle, number in NUMBERS.items():
        await reveal(assembly, vote, handle, f" {number} ")
    vote = await unseal(assembly, vote)
    in_order = sorted(NUMBERS.values(), key=lots.hash_of)
    found = await lots.lot(vote)
    assert found is not None
    assert found.seed == digest([in_order, vote.number, vote.root])
    case = await ballot_paper.case_of(vote)
    assert case["options"]["lot_seed"] == found.seed
    assert vote.result is not None
    assert vote.result["tie"] is None
    order = await lots.order(vote, found)
    assert sorted(order) == ["a1", "a2", "keep"]
    first = vote.result["stages"][0]
    fewest = min(int(votes) for votes in first["tally"].values())
    tied = [option for option, votes in first["tally"].items() if int(votes) == fewest]
    assert len(tied) > 1
    assert first["eliminated"] == [max(tied, key=order.index)], "the last one in the order drawn goes out"


async def test_a_number_that_is_not_revealed_is_published_and_counts_as_zero(assembly: Assembly, visit: Visit) -> None:
    vote = await elimination(assembly)
    for handle, number in NUMBERS.items():
        await publish(assembly, vote, handle, lots.hash_of(number))
    vote = await open_vote(assembly, vote)
    await all_cast(assembly, vote, TIED)
    await close(assembly, vote)
    await reveal(assembly, vote, "tomas", NUMBERS["tomas"])
    for handle in ("", "tomas", "marc"):
        waiting = (await (await visit(handle)).get(f"/en/votes/{vote.number}/lots")).text
        assert NUMBERS["tomas"] not in waiting, "whoever comes last would choose by it whether to reveal hers"
        assert "revealed: the number shows once the count is made" in waiting
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, vote)
    assert refusal.value.code == "numbers-missing"
    await database.shielded(voting.go_without(assembly.chair, vote.number))
    with pytest.raises(Refused):
        await unseal(assembly, vote)
    await database.shielded(voting.go_without(assembly.tomas, vote.number))
    vote = await unseal(assembly, vote)
    by_hash = {lots.hash_of(NUMBERS["tomas"]): NUMBERS["tomas"], lots.hash_of(NUMBERS["marc"]): "0"}
    found = await lots.lot(vote)
    assert found is not None
    assert found.seed == digest([[by_hash[each] for each in sorted(by_hash)], vote.number, vote.root])
    page = (await (await visit("")).get(f"/en/votes/{vote.number}/lots")).text
    assert found.seed in page
    assert NUMBERS["tomas"] in page
    assert NUMBERS["marc"] not in page
    assert "not revealed: counts as zero" in page


async def test_a_wrong_number_is_refused_and_what_was_typed_stays(assembly: Assembly, visit: Visit) -> None:
    vote = await elimination(assembly)
    await publish(assembly, vote, "tomas", lots.hash_of(NUMBERS["tomas"]))
    await open_vote(assembly, vote)
    await close(assembly, vote)
    with pytest.raises(Invalid) as refusal:
        await reveal(assembly, vote, "tomas", NUMBERS["marc"])
    assert set(refusal.value.problems) == {"secret"}
    with pytest.raises(Conflict) as without:
        await reveal(assembly, vote, "marc", NUMBERS["marc"])
    assert without.value.code == "no-hash"
    teller = await visit("tomas")
    page = (await teller.get(f"/es/votes/{vote.number}/lots")).text
    token = page.split('name="csrf" value="')[1].split('"')[0]
    fields = {"csrf": token, "secret": "12345"}
    answer = await teller.post(f"/es/votes/{vote.number}/lots/number", data=fields)
    assert answer.status_code == 422
    assert 'value="12345"' in answer.text


async def test_hashes_come_before_opening_and_numbers_after_closing(assembly: Assembly) -> None:
    vote = await elimination(assembly)
    await publish(assembly, vote, "tomas", lots.hash_of(NUMBERS["marc"]))
    await publish(assembly, vote, "tomas", lots.hash_of(NUMBERS["tomas"]))
    assert await lots.commitments(vote) == [lots.hash_of(NUMBERS["tomas"])], "the last one before opening stands"
    with pytest.raises(NotPermitted):
        await reveal(assembly, vote, "tomas", NUMBERS["tomas"])
    await open_vote(assembly, vote)
    with pytest.raises(NotPermitted):
        await publish(assembly, vote, "marc", lots.hash_of(NUMBERS["marc"]))
    with pytest.raises(NotPermitted):
        await reveal(assembly, vote, "tomas", NUMBERS["tomas"])
    await close(assembly, vote)
    await reveal(assembly, vote, "tomas", NUMBERS["tomas"])


@pytest.mark.parametrize("commitment", ["12345", "g" * 64, "a" * 63, "a" * 65])
async def test_only_a_hash_is_published(assembly: Assembly, commitment: str) -> None:
    vote = await elimination(assembly)
    with pytest.raises(Invalid):
        await publish(assembly, vote, "tomas", commitment)
    assert await lots.commitments(vote) == []


async def test_nobody_copies_the_hash_of_another_teller(assembly: Assembly) -> None:
    vote = await elimination(assembly)
    await publish(assembly, vote, "tomas", lots.hash_of(NUMBERS["tomas"]))
    with pytest.raises(Invalid):
        await publish(assembly, vote, "marc", lots.hash_of(NUMBERS["tomas"]))
    with pytest.raises(NotPermitted):
        await database.shielded(voting.publish_hash(assembly.omar, vote.number, lots.hash_of("7")))


async def test_a_vote_without_a_lot_has_no_such_page(assembly: Assembly, visit: Visit) -> None:
    vote = await put(assembly, "plank")
    with pytest.raises(Absent):
        await publish(assembly, vote, "tomas", lots.hash_of("7"))
    assert (await (await visit("tomas")).get(f"/en/votes/{vote.number}/lots")).status_code == 404


def test_the_hash_is_that_of_the_command_on_the_page() -> None:
    # printf %s 12345 | sha256sum
    assert lots.hash_of("12345") == "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5"
