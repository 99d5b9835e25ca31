"""The tellers' table: the same ballot into the voter's own envelope, and nothing told of what lay there."""

import hashlib

import pytest

from conference.core.errors import Absent, Conflict, NotPermitted
from conference.runtime import database
from conference.voting import commands as voting
from conference.voting.models import Counted, Vote, Voter
from conference.voting.sealed import box
from tests.cast import TRIPLE, Assembly, cast, close, opened, table, unseal
from tests.conftest import Visit
from tests.journeys.walker import Reader
from tests.walk import Walk

YES = (("yes",),)


async def seated(assembly: Assembly, vote: Vote, handle: str) -> tuple[int, str]:
    """A voter at the table, and what her form carries."""
    account = assembly.people[handle].id or 0
    await database.shielded(voting.seat_voter(assembly.tomas, vote.number, account))
    return account, await voting.place_seen(vote, account)


async def at_table(
    assembly: Assembly, vote: Vote, handle: str, answer: str, nonce: str, seen: str | None = None
) -> box.Receipt:
    account, now = await seated(assembly, vote, handle)
    casting = voting.cast_at_table(assembly.tomas, vote.number, account, ((answer,),), nonce, seen or now)
    return await database.shielded(casting)


async def test_a_ballot_at_the_table_replaces_the_electronic_one_with_the_same_slip(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    mine = await cast(assembly.rosa, vote, "yes", nonce="by phone", revision=0)
    rows = await database.rows("SELECT count(*) FROM journal")
    again = await at_table(assembly, vote, "rosa", "no", "at the table")
    assert again.code == mine.code
    assert await box.number_in(vote.id) == 1
    assert await database.rows("SELECT count(*) FROM journal") == rows, "no row tells who voted when"
    with pytest.raises(Conflict) as late:
        await cast(assembly.rosa, vote, "yes", nonce="by phone", revision=0)
    assert late.value.code == "stale"
    await close(assembly, vote)
    await unseal(assembly, vote)
    assert [(each.delegation, each.ranking, each.number) for each in await Counted.all()] == [("MX", '[["no"]]', 1)]


async def test_a_ballot_by_phone_replaces_the_one_at_the_table(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    slip = await at_table(assembly, vote, "rosa", "no", "at the table")
    mine = await box.mine(vote.id, assembly.rosa.id or 0)
    assert mine == slip
    await cast(assembly.rosa, vote, "yes", nonce="by phone", revision=mine.revision)
    assert (await Voter.get(vote_id=vote.id, account_id=assembly.rosa.id or 0)).channel == ""


async def test_a_form_at_the_table_counts_once_and_never_replaces_a_newer_ballot(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    _, seen = await seated(assembly, vote, "rosa")
    first = await at_table(assembly, vote, "rosa", "no", "at the table", seen)
    assert await at_table(assembly, vote, "rosa", "no", "at the table", seen) == first
    await cast(assembly.rosa, vote, "yes", nonce="by phone", revision=first.revision)
    with pytest.raises(Conflict) as late:
        await at_table(assembly, vote, "rosa", "abstain", "late at the table", seen)
    assert late.value.code == "stale"


async def test_a_teller_who_knows_the_nonce_cannot_tell_whether_she_has_cast_again(assembly: Assembly) -> None:
    """Everything the teller's device knows goes into the guess; only what lies sealed is missing."""
    vote = await opened(assembly, "plank")
    await at_table(assembly, vote, "rosa", "no", "at the table")
    nonce_hash = hashlib.sha256(b"at the table").hexdigest()
    empty = hashlib.sha256(b"").hexdigest()
    _, seen = await seated(assembly, vote, "rosa")
    salt, told = seen[:16], seen[16:]
    guesses = [f"table {salt} {nonce_hash}{rest}" for rest in ("", " ", f" {empty}")]
    assert told not in {hashlib.sha256(each.encode()).hexdigest() for each in guesses}
    place = await box.place(vote.id, assembly.rosa.id or 0)
    assert place is not None
    known = f"table {salt} {nonce_hash} {place[2]}"
    assert told == hashlib.sha256(known.encode()).hexdigest(), "with the sealed bytes it does fit"


async def test_seating_her_disturbs_nothing(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    await seated(assembly, vote, "rosa")
    assert await box.number_in(vote.id) == await box.turnout(vote.id) == 0
    assert await box.mine(vote.id, assembly.rosa.id or 0) is None
    receipt = await cast(assembly.rosa, vote, "yes", nonce="by phone", revision=0)
    await seated(assembly, vote, "rosa")
    assert await box.mine(vote.id, assembly.rosa.id or 0) == receipt
    await seated(assembly, vote, "jorge")
    vote = await close(assembly, vote)
    assert vote.cast == 1, "an empty place is no ballot"
    await unseal(assembly, vote)


async def test_only_tellers_serve_and_only_voters_of_the_roll_are_served(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    account, seen = await seated(assembly, vote, "rosa")
    for handle in ("claire", "jorge", "omar"):
        with pytest.raises(NotPermitted):
            await database.shielded(voting.seat_voter(assembly.people[handle], vote.number, account))
        casting = voting.cast_at_table(assembly.people[handle], vote.number, account, YES, "a nonce here", seen)
        with pytest.raises(NotPermitted):
            await database.shielded(casting)
    with pytest.raises(Absent):
        await database.shielded(voting.seat_voter(assembly.tomas, vote.number, assembly.omar.id or 0))
    await close(assembly, vote)
    casting = voting.cast_at_table(assembly.tomas, vote.number, account, YES, "a nonce here", seen)
    with pytest.raises(Conflict) as late:
        await database.shielded(casting)
    assert late.value.code == "vote-closed"


async def test_the_pages_look_alike_whether_she_has_cast_or_not(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    teller = await visit("tomas")
    places = [f"/en/votes/{vote.number}/table", f"/en/votes/{vote.number}/table?q=delgado"]
    account, _ = await seated(assembly, vote, "rosa")
    places.append(f"/en/votes/{vote.number}/table/{account}")
    before = [_stable((await teller.get(place)).text) for place in places]
    assert all("Rosa Delgado" in page for page in before)
    await cast(assembly.rosa, vote, "yes", nonce="by phone", revision=0)
    await seated(assembly, vote, "rosa")
    assert [_stable((await teller.get(place)).text) for place in places] == before


def _stable(html: str) -> str:
    """A page without the random words of its forms."""
    random = ('name="csrf"', 'name="nonce"', 'name="revision"')
    return "\n".join(line for line in html.splitlines() if not any(each in line for each in random))


async def test_a_voter_at_the_table_goes_the_three_steps_and_sees_it_on_her_own_page(
    assembly: Assembly, visit: Visit
) -> None:
    one, two = await table(assembly, "rosa", TRIPLE), await table(assembly, "marc", TRIPLE | {"en": "None at all."})
    vote = await opened(assembly, "choice", one.number, two.number)
    client, at = await visit("tomas"), f"/en/votes/{vote.number}/table"
    teller = Walk(client)
    await teller.open(at)
    await teller.send("/table", q="ines")
    await teller.send("/seat")
    await teller.send("/check", rank__a1="2", rank__keep="1")
    assert "Not cast yet." in teller.text
    await teller.send(f"/table/{assembly.ines.id}")
    mine = await box.mine(vote.id, assembly.ines.id or 0)
    assert mine is not None
    assert mine.code in teller.text
    assert "Inés Salas" in teller.text
    own = await visit("ines")
    assert (
        "It was cast at the tellers' table; Tomás Vega served you."
        in Reader((await own.get(f"/en/votes/{vote.number}")).text).text
    )
    assert (await own.get(at)).status_code == 403
    assert (await client.get(f"{at}/{assembly.ines.id}/slip/{'0' * 20}")).status_code == 404
    await close(assembly, vote)
    told = "Your ballot was cast at the tellers' table; Tomás Vega served you."
    assert told in Reader((await own.get(f"/en/votes/{vote.number}")).text).text
    await unseal(assembly, vote)
    assert told in Reader((await own.get(f"/en/votes/{vote.number}")).text).text
    assert [each.ranking for each in await Counted.all()] == ['[["keep"],["a1"]]']
