"""The sealed box: one ballot for each voter, receipts that hold, and nothing left behind."""

import json

import pytest
from nacl.public import PrivateKey
from tortoise.exceptions import OperationalError

from conference.core.errors import Absent, Conflict, NotPermitted, Refused
from conference.people import commands as people
from conference.runtime import database, keys
from conference.runtime.settings import Settings
from conference.tally.count import count
from conference.voting import commands as voting
from conference.voting import queries
from conference.voting.models import Counted, Vote
from conference.voting.result import files, published
from conference.voting.result import queries as results
from conference.voting.sealed import box, merkle
from tests.cast import TRIPLE, Assembly, all_cast, cast, close, counted, declared, file_plank, opened, put, table
from tests.conftest import Visit


async def test_a_receipt_survives_every_recast_and_the_last_ballot_counts(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    receipts = [
        await cast(assembly.rosa, vote, answer, nonce=f"ballot {answer}") for answer in ("yes", "no", "abstain")
    ]
    assert len({each.code for each in receipts}) == 1
    assert [each.revision for each in receipts] == [1, 2, 3]
    await counted(assembly, vote)
    assert [(each.delegation, each.ranking, each.number) for each in await Counted.all()] == [
        ("MX", '[["abstain"]]', 1)
    ]


async def test_the_same_nonce_is_the_same_ballot(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    first = await cast(assembly.rosa, vote, "yes", nonce="one ballot", revision=0)
    assert await cast(assembly.rosa, vote, "yes", nonce="one ballot", revision=0) == first
    await close(assembly, vote)
    assert await cast(assembly.rosa, vote, "yes", nonce="one ballot") == first, "a retry after closing is answered"


@pytest.mark.parametrize("revision", [0, 2, 7])
async def test_a_ballot_made_from_an_older_page_never_replaces_a_newer_one(assembly: Assembly, revision: int) -> None:
    vote = await opened(assembly, "plank")
    await cast(assembly.rosa, vote, "yes", nonce="first ballot", revision=0)
    with pytest.raises(Conflict) as refusal:
        await cast(assembly.rosa, vote, "no", nonce="late ballot", revision=revision)
    assert (refusal.value.code, refusal.value.status) == ("stale", 409)
    assert (await cast(assembly.rosa, vote, "no", nonce="next ballot", revision=1)).revision == 2


async def test_a_program_that_names_no_revision_replaces_nothing(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    assert assembly.rosa.id is not None
    token = await database.shielded(people.make_token(assembly.rosa, assembly.rosa.id, "my program", ["cast"]))
    program, at = await visit(token=token), f"/api/v1/votes/{vote.number}/ballots"
    keys_of = [{"Idempotency-Key": f"ballot number {n}"} for n in range(3)]
    first = await program.post(at, json={"ranking": [["yes"]]}, headers=keys_of[0])
    newer = await program.post(at, json={"ranking": [["no"]], "revision": 1}, headers=keys_of[1])
    late = await program.post(at, json={"ranking": [["yes"]]}, headers=keys_of[0])
    assert [each.status_code for each in (first, newer, late)] == [201, 201, 409]
    assert first.json()["receipt"] == newer.json()["receipt"]
    meant = await program.post(at, json={"ranking": [["abstain"]], "revision": None}, headers=keys_of[2])
    assert meant.json() == first.json() | {"revision": 3}


async def test_a_first_ballot_cannot_claim_to_be_a_later_one(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    with pytest.raises(Conflict) as refusal:
        await cast(assembly.rosa, vote, "yes", revision=4)
    assert refusal.value.code == "stale"
    assert await box.number_in(vote.id) == 0


@pytest.mark.parametrize("handle", ["omar", "claire", "amelie"])
async def test_who_is_not_on_the_roll_casts_nothing(assembly: Assembly, handle: str) -> None:
    vote = await opened(assembly, "plank")
    with pytest.raises(NotPermitted) as refusal:
        await cast(assembly.people[handle], vote, "yes")
    assert refusal.value.code == "not-on-the-roll"
    assert await box.number_in(vote.id) == 0


async def test_a_vote_takes_ballots_only_while_it_is_open(assembly: Assembly) -> None:
    vote = await put(assembly, "plank")
    with pytest.raises(Conflict) as early:
        await cast(assembly.rosa, vote, "yes")
    await database.shielded(voting.open_vote(assembly.chair, vote.number))
    await cast(assembly.marc, vote, "yes")
    await close(assembly, vote)
    with pytest.raises(Conflict) as late:
        await cast(assembly.rosa, vote, "yes")
    assert {early.value.code, late.value.code} == {"vote-closed"}
    assert await box.number_in(vote.id) == 1


async def test_no_vote_is_found_that_her_audience_excludes(assembly: Assembly) -> None:
    await file_plank(assembly, 2, audience="conference")
    vote = await opened(assembly, "plank", plank=2)
    for question in (queries.vote_page(assembly.omar, vote.number, "en"), cast(assembly.omar, vote, "yes")):
        with pytest.raises(Absent):
            await question


async def test_after_unsealing_the_box_is_empty_and_the_key_gone(assembly: Assembly, house: Settings) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes", "MX": "no", "US": "abstain"})
    key = house.keys / f"vote-{vote.number}.key"
    assert key.stat().st_mode & 0o777 == 0o600
    vote = await close(assembly, vote)
    assert await box.number_in(vote.id) == vote.cast == 12
    await database.shielded(voting.unseal(assembly.chair, vote.number))
    assert await box.number_in(vote.id) == 0
    assert list(house.keys.iterdir()) == []
    assert {(each.delegation, each.number) for each in await Counted.all()} == {("CA", 4), ("MX", 5), ("US", 3)}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # PostgreSQL's files are its administrator's
async def test_nothing_of_the_envelopes_stays_in_the_file(assembly: Assembly, house: Settings) -> None:
    vote = await opened(assembly, "plank")
    receipt = await cast(assembly.rosa, vote, "yes")
    written = b"".join(path.read_bytes() for path in house.data.glob("conference.db*"))
    assert receipt.code.encode() in written, "else this test could not fail"
    await counted(assembly, vote)
    written = b"".join(path.read_bytes() for path in house.data.glob("conference.db*"))
    assert receipt.code.encode() not in written


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
async def test_no_row_of_a_voter_keeps_the_number_of_its_transaction(assembly: Assembly) -> None:
    """By it, whoever reads the database would know who cast after whom."""
    marks = "SELECT (SELECT max(xmax::text::bigint) FROM voter) + (SELECT max(xmax::text::bigint) FROM account)"
    vote = await opened(assembly, "plank")
    for handle in ("walt", "anne", "rosa"):
        await cast(assembly.people[handle], vote, "yes")
    assert (await database.rows(marks))[0][0] > 0, "else this test could not fail"
    await counted(assembly, vote)
    assert (await database.rows(marks))[0][0] == 0


async def test_every_receipt_leads_to_the_root_and_no_other_code_does(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    codes = {handle: (await cast(assembly.people[handle], vote, "yes")).code for handle in ("rosa", "marc", "dana")}
    assert await results.inclusion(assembly.rosa, vote.number, codes["rosa"]) is None
    with pytest.raises(Absent):
        await results.inclusion(assembly.rosa, vote.number, codes["marc"])
    vote = await close(assembly, vote)
    for when in ("closed", "unsealed"):
        assert (await Vote.get(id=vote.id)).phase == when
        for handle, code in codes.items():
            proof = await results.inclusion(assembly.people[handle], vote.number, code)
            assert proof is not None
            assert merkle.root_of_path(proof.leaf, proof.path) == proof.root == vote.root
        with pytest.raises(Absent):
            await results.inclusion(assembly.rosa, vote.number, "0" * 20)
        if when == "closed":
            await database.shielded(voting.unseal(assembly.chair, vote.number))
    leaves = (await files.leaves_file(vote)).splitlines()
    assert leaves[-1] == f"root {vote.root}"
    assert merkle.root([line.split()[0] for line in leaves[:-1]]) == vote.root


async def test_a_ballot_sealed_for_another_vote_keeps_the_box_shut(assembly: Assembly) -> None:
    await file_plank(assembly, 2)
    one, two = await opened(assembly, "plank"), await opened(assembly, "plank", plank=2)
    foreign = box.seal(one.public_key, two.opening_digest, (("yes",),), 3)
    assert assembly.rosa.id is not None
    await database.shielded(box.put_in(one.id, assembly.rosa.id, foreign, "a nonce", 0))
    await close(assembly, one)
    with pytest.raises(Refused) as refusal:
        await database.shielded(voting.unseal(assembly.chair, one.number))
    assert refusal.value.code == "box-does-not-check-out"
    assert await box.number_in(one.id) == 1, "nothing was opened, nothing was thrown away"
    assert keys.private(f"vote-{one.number}") is not None


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM envelope WHERE voter_id = ?",
        "UPDATE envelope SET receipt = 'ffffffffffffffffffff' WHERE voter_id = ?",
        "UPDATE envelope SET sealed = (SELECT max(sealed) FROM envelope) WHERE voter_id = ?",
    ],
)
async def test_a_box_that_was_touched_after_closing_is_not_opened(assembly: Assembly, tampering: str) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes", "MX": "no"})
    await close(assembly, vote)
    lying = await database.rows("SELECT voter_id FROM envelope ORDER BY sealed")

    async def touch() -> None:
        async with database.transaction():
            await database.execute(tampering, lying[0][0])

    await database.shielded(touch())
    with pytest.raises(Refused) as refusal:
        await database.shielded(voting.unseal(assembly.chair, vote.number))
    assert refusal.value.code == "box-does-not-check-out"
    assert (await Vote.get(id=vote.id)).phase == "closed"


async def test_a_lost_key_is_said_plainly(assembly: Assembly, house: Settings) -> None:
    vote = await opened(assembly, "plank")
    await cast(assembly.rosa, vote, "yes")
    await close(assembly, vote)
    (house.keys / f"vote-{vote.number}.key").unlink()
    with pytest.raises(Refused) as refusal:
        await database.shielded(voting.unseal(assembly.chair, vote.number))
    assert refusal.value.code == "key-missing"


async def test_all_ballots_of_a_vote_have_one_length(assembly: Assembly) -> None:
    triple = await table(assembly, "rosa", TRIPLE)
    rival = await table(assembly, "marc", TRIPLE | {"en": "Overtime is forbidden."})
    vote = await opened(assembly, "choice", triple.number, rival.number)
    await cast(assembly.rosa, vote, "a1")
    await cast(assembly.marc, vote, "a1 a2", "keep")
    await cast(assembly.dana, vote, "a2", "a1", "keep")
    lengths = await database.rows("SELECT DISTINCT length(sealed) FROM envelope")
    assert len(lengths) == 1


async def test_envelopes_carry_no_time_and_no_order(assembly: Assembly, house: Settings) -> None:
    vote = await opened(assembly, "plank")
    await cast(assembly.rosa, vote, "yes")
    before = await database.rows("SELECT count(*) FROM journal")
    await cast(assembly.marc, vote, "yes")
    assert await database.rows("SELECT count(*) FROM journal") == before, "casting writes no row of the journal"
    columns = {"vote_id", "voter_id", "sealed", "nonce_hash", "revision", "receipt"}
    if house.on_sqlite:
        assert {row[1] for row in await database.rows("PRAGMA table_info(envelope)")} == columns
        with pytest.raises(OperationalError):
            await database.rows("SELECT rowid FROM envelope")
    else:
        named = "SELECT column_name FROM information_schema.columns WHERE table_name = 'envelope'"
        assert {row[0] for row in await database.rows(named)} == columns


def test_an_envelope_opens_only_with_its_key_and_its_vote() -> None:
    key, other = PrivateKey.generate(), PrivateKey.generate()
    sealed = box.seal(bytes(key.public_key).hex(), "digest of this vote", (("a1", "a2"), ("keep",)), 3)
    assert box.unseal(key, "digest of this vote", sealed) == (("a1", "a2"), ("keep",))
    with pytest.raises(ValueError, match="another vote"):
        box.unseal(key, "digest of that vote", sealed)
    with pytest.raises(ValueError, match="not sealed to this key"):
        box.unseal(other, "digest of this vote", sealed)


async def test_the_same_box_gives_the_same_file_and_the_same_result(assembly: Assembly) -> None:
    triple = await table(assembly, "rosa", TRIPLE)
    rival = await table(assembly, "marc", TRIPLE | {"en": "Overtime is forbidden."})
    vote = await opened(assembly, "choice", triple.number, rival.number)
    await all_cast(assembly, vote, {"CA": ("a2", "a1"), "MX": ("a1", "keep a2"), "US": ("a1", "a2"), "ruth": ("keep",)})
    vote = await declared(assembly, vote)
    file = await files.recount_file(assembly.tomas, vote)
    assert file == await files.recount_file(assembly.chair, vote)
    assert published.result_digest(count(json.loads(file)["case"])) == vote.result_digest
    with pytest.raises(NotPermitted):
        await files.recount_file(assembly.rosa, vote)
