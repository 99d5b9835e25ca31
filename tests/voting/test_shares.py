"""The key in the tellers' hands: made in shares, taken in hand, entered after closing; and when some are lost."""

import httpx2
import pytest

from conference import doctor
from conference.core.actor import Actor
from conference.core.errors import Invalid, NotPermitted, Refused
from conference.doctor import State
from conference.runtime import database, keys
from conference.runtime.models import Entry
from conference.runtime.settings import Settings
from conference.voting import commands as voting
from conference.voting import queries
from conference.voting.commands.countdown import Step
from conference.voting.models import Counted, Vote, Voted
from conference.voting.result import queries as results
from conference.voting.sealed import box, shares
from conference.voting.sealed.models import Share
from tests.cast import TRIPLE, Assembly, all_cast, cast, close, opened, table, unseal
from tests.conftest import Visit
from tests.voting.tellers import key_made, opened_with_shares, take_in_hand, tellers, words_of


async def give(teller: Actor, vote: Vote, words: str) -> Vote:
    return await database.shielded(voting.give_share(teller, vote.number, words))


async def test_two_tellers_of_three_open_the_box(assembly: Assembly, house: Settings) -> None:
    vote, papers = await opened_with_shares(assembly)
    assert list(house.keys.iterdir()) == [], "neither the key nor a share lies anywhere while people vote"
    await all_cast(assembly, vote, {"CA": "yes", "MX": "no", "US": "abstain"})
    await close(assembly, vote)
    first, second, _ = papers
    await give(first, vote, papers[first].upper())
    with pytest.raises(Refused) as refusal:
        await unseal(assembly, vote)
    assert refusal.value.code == "shares-missing"
    assert refusal.value.sentence.params == {"given": 1, "needed": 2}
    await give(second, vote, papers[second])
    assert {path.stat().st_mode & 0o777 for path in house.keys.iterdir()} == {0o600}
    vote = await unseal(assembly, vote)
    assert {(each.delegation, each.number) for each in await Counted.all()} == {("CA", 4), ("MX", 5), ("US", 3)}
    assert vote.phase == "unsealed"
    assert list(house.keys.iterdir()) == []
    verbs = [each.verb for each in await Entry.all().order_by("seq")]
    assert [verbs.count(each) for each in ("key-made", "share-held", "share-given", "vote-unsealed")] == [1, 3, 2, 1]


async def test_the_private_key_and_the_words_are_nowhere_in_the_database(assembly: Assembly, house: Settings) -> None:
    vote, chosen = await key_made(assembly)
    assert keys.private(f"vote-{vote.number}") is None
    written = [" ".join(await words_of(vote, teller)) for teller in chosen]
    stored = " ".join(str(each.__dict__) for each in [*await Share.all(), *await Vote.all(), *await Entry.all()])
    assert not any(words in stored for words in written)
    assert vote.public_key in stored, "else this test could not fail"


async def test_the_vote_opens_only_when_every_share_is_in_hand(assembly: Assembly) -> None:
    vote, chosen = await key_made(assembly)
    for teller in chosen[:2]:
        await take_in_hand(vote, teller)
    for opening in (voting.open_vote, lambda *who: voting.announce(*who, Step.OPENING)):
        with pytest.raises(Refused) as refusal:
            await database.shielded(opening(assembly.chair, vote.number))
        assert refusal.value.code == "shares-not-held"
    page = await queries.vote_page(assembly.chair, vote.number, "en")
    step = next(each for each in page.steps if each.name == "opening")
    assert step.verdict.reason is not None
    assert step.verdict.reason.params == {"held": 2, "made": 3}
    await take_in_hand(vote, chosen[2])
    assert (await database.shielded(voting.open_vote(assembly.chair, vote.number))).public_key == vote.public_key


async def test_without_a_key_the_vote_does_not_open(assembly: Assembly) -> None:
    with pytest.raises(NotPermitted) as refusal:
        await opened(assembly, "plank", rule_set="sealed-by-tellers")
    assert refusal.value.code == "no-shares"


@pytest.mark.parametrize(
    "handles", [("tomas", "marc"), ("tomas", "marc", "anne"), ("tomas", "marc", "omar"), ("tomas", "marc", "marc")]
)
async def test_no_delegation_may_open_the_box_alone(assembly: Assembly, handles: tuple[str, ...]) -> None:
    vote, _ = await key_made(assembly)
    known = {each.handle: each for each in await tellers(assembly, "tomas", "marc", "anne")} | {"omar": assembly.omar}
    before = await Share.all().values_list("fingerprint", flat=True)
    ids = [known[handle].id or 0 for handle in handles]
    with pytest.raises(Invalid) as refusal:
        await database.shielded(voting.make_key(assembly.chair, vote.number, ids))
    assert set(refusal.value.problems) == {"teller"}
    assert await Share.all().values_list("fingerprint", flat=True) == before


async def test_a_share_is_proved_by_its_words_and_by_nothing_else(assembly: Assembly) -> None:
    vote, (teller, other, _) = await key_made(assembly)
    own = await shares.own_share(teller, vote)
    foreign = await words_of(vote, other)
    typed = {place: foreign[place - 1] for place in own.places} | {own.places[0]: "zzz", own.places[1]: ""}
    with pytest.raises(Invalid) as refusal:
        await database.shielded(voting.prove_share(teller, vote.number, typed))
    assert f"word-{own.places[0]}" in refusal.value.problems
    assert len(refusal.value.problems) >= 2
    assert (await shares.own_share(teller, vote)).words, "she still sees them"
    await take_in_hand(vote, teller)
    assert (await shares.own_share(teller, vote)).words == (), "nobody can see them again"
    with pytest.raises(NotPermitted):
        await database.shielded(voting.prove_share(assembly.omar, vote.number, {}))


async def test_a_new_key_makes_the_earlier_shares_worthless(assembly: Assembly) -> None:
    vote, chosen = await key_made(assembly)
    old = await take_in_hand(vote, chosen[0])
    again = await database.shielded(voting.make_key(assembly.chair, vote.number, [each.id or 0 for each in chosen]))
    assert again.public_key != vote.public_key
    assert " ".join(await words_of(vote, chosen[0])) != old
    papers = {teller: await take_in_hand(again, teller) for teller in chosen}
    await database.shielded(voting.open_vote(assembly.chair, vote.number))
    with pytest.raises(NotPermitted):
        await database.shielded(voting.make_key(assembly.chair, vote.number, [each.id or 0 for each in chosen]))
    await close(assembly, vote)
    with pytest.raises(Invalid):
        await give(chosen[0], vote, old)
    await give(chosen[0], vote, papers[chosen[0]])


async def test_a_share_of_somebody_else_is_not_taken_nor_one_before_closing(assembly: Assembly) -> None:
    vote, papers = await opened_with_shares(assembly)
    first, second, _ = papers
    with pytest.raises(NotPermitted):
        await give(first, vote, papers[first])
    await close(assembly, vote)
    with pytest.raises(Invalid) as refusal:
        await give(first, vote, papers[second])
    assert "another share" in refusal.value.problems["words"].text


async def test_with_one_share_lost_the_other_two_open_and_a_found_one_still_counts(assembly: Assembly) -> None:
    vote, papers = await opened_with_shares(assembly)
    first, second, third = papers
    await database.shielded(voting.report_lost(first, vote.number, 1))
    await database.shielded(voting.report_lost(second, vote.number, 3))
    assert (await Share.get(vote_id=vote.id, number=3)).state == shares.HELD, (
        "one word about another's share is not enough"
    )
    await close(assembly, vote)
    with pytest.raises(NotPermitted) as refusal:
        await database.shielded(voting.declare_void(assembly.chair, vote.number))
    assert refusal.value.code == "not-void"
    await give(first, vote, papers[first])
    await give(third, vote, papers[third])
    assert (await unseal(assembly, vote)).phase == "unsealed"


async def test_with_too_few_shares_left_the_vote_is_void_and_the_same_question_is_put_again(
    assembly: Assembly, house: Settings, visit: Visit
) -> None:
    vote, papers = await opened_with_shares(assembly)
    await all_cast(assembly, vote, {"CA": "yes", "MX": "no"})
    first, second, _ = papers
    await database.shielded(voting.report_lost(first, vote.number, 1))
    await database.shielded(voting.report_lost(second, vote.number, 2))
    page = await queries.vote_page(assembly.chair, vote.number, "en")
    assert {each.name for each in page.steps if each.verdict} == {"closing", "voiding"}
    void = await database.shielded(voting.declare_void(assembly.chair, vote.number))
    assert (void.phase, void.outcome) == ("void", "void")
    assert await box.number_in(vote.id) == 0
    assert list(house.keys.iterdir()) == []
    page = await queries.vote_page(assembly.rosa, vote.number, "en")
    assert page.shut is not None
    assert page.shut.text == shares.WHY_VOID["shares-lost"]
    chair, teller = await visit("claire"), await visit("tomas")
    seen = (await chair.get(f"/en/votes/{vote.number}")).text
    assert shares.WHY_VOID["shares-lost"] in seen
    assert f'action="/en/votes/{vote.number}/putting-again"' in seen
    assert f'action="/en/votes/{vote.number}/voiding"' not in seen
    for path in ("/votes", f"/votes/{vote.number}/shares", f"/votes/{vote.number}/share", "/chair"):
        assert (await (chair if path == "/chair" else teller).get(f"/es{path}")).status_code == 200
    again = await database.shielded(voting.put_again(assembly.chair, vote.number))
    assert (again.questions, again.kind, again.method, again.follows_id) == (vote.questions, "plank", "yes-no", vote.id)
    assert again.rules["shares"] == [2, 3]
    with pytest.raises(NotPermitted) as twice:
        await database.shielded(voting.put_again(assembly.chair, vote.number))
    assert twice.value.code == "put-already"


async def test_amendments_of_a_void_vote_are_on_the_table_and_go_to_the_vote_again(
    assembly: Assembly, house: Settings
) -> None:
    moved = await table(assembly, "rosa", TRIPLE)
    vote = await opened(assembly, "amendment", moved.number)
    await cast(assembly.rosa, vote, "yes")
    keys.destroy(f"vote-{vote.number}")
    await database.shielded(voting.declare_void(assembly.chair, vote.number))
    await moved.refresh_from_db()
    assert moved.state == "admitted"
    again = await database.shielded(voting.put_again(assembly.chair, vote.number))
    await moved.refresh_from_db()
    assert (moved.state, again.amendment_id) == ("on-vote", moved.id)
    await database.shielded(voting.open_vote(assembly.chair, again.number))
    await all_cast(assembly, again, {"CA": "yes", "MX": "yes", "US": "yes"})
    await close(assembly, again)
    await unseal(assembly, again)
    done = await database.shielded(voting.declare(assembly.chair, again.number))
    assert done.outcome == "carried"


async def test_a_vote_whose_box_can_be_opened_is_never_void(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    for phase in ("open", "closed"):
        assert (await Vote.get(id=vote.id)).phase == phase
        with pytest.raises(NotPermitted) as refusal:
            await database.shielded(voting.declare_void(assembly.chair, vote.number))
        assert refusal.value.code == "not-void"
        if phase == "open":
            await close(assembly, vote)


async def test_a_box_that_does_not_check_out_says_so_on_the_page_and_may_be_void(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    await all_cast(assembly, vote, {"CA": "yes"})
    await close(assembly, vote)

    async def touch() -> None:
        async with database.transaction():
            await database.execute("DELETE FROM envelope WHERE voter_id = ?", assembly.marc.id)

    await database.shielded(touch())
    with pytest.raises(Refused):
        await unseal(assembly, vote)
    page = await queries.vote_page(assembly.rosa, vote.number, "en")
    assert page.shut is not None
    assert page.shut.text == shares.WHY_VOID["box-does-not-check-out"]
    assert (await database.shielded(voting.declare_void(assembly.chair, vote.number))).phase == "void"


async def test_what_a_crash_left_is_destroyed_later(
    assembly: Assembly, house: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = await opened(assembly, "plank")
    await cast(assembly.rosa, vote, "yes")
    await close(assembly, vote)

    async def crash() -> None:
        raise OSError("the disk went away")

    with monkeypatch.context() as patched:
        patched.setattr(database, "scrub", crash)
        vote = await unseal(assembly, vote)
    assert keys.names() == [f"vote-{vote.number}"], "unsealed, and the key says that it is not all done"
    other = await opened(assembly, "plank", rule_set="adoption")
    assert await database.shielded(voting.finish_destroying()) == [vote.number]
    assert keys.names() == [f"vote-{other.number}"], "the key of an open vote stays"
    assert await database.shielded(voting.finish_destroying()) == []


async def test_a_share_in_hand_whose_file_a_crash_left_is_destroyed_later(assembly: Assembly) -> None:
    vote, (teller, other, _) = await key_made(assembly)
    left = " ".join(await words_of(vote, teller)).encode()
    share = await Share.get(vote_id=vote.id, teller_id=teller.id)
    await take_in_hand(vote, teller)
    keys.lay(shares.made_name(vote, share.number), left)
    await database.shielded(voting.finish_destroying())
    assert keys.lying(shares.made_name(vote, share.number)) is None
    assert await words_of(vote, other), "a share that still waits for its teller stays"


async def test_who_voted_is_written_at_unsealing_in_an_order_that_tells_nothing(assembly: Assembly) -> None:
    vote = await opened(assembly, "plank")
    for handle in ("walt", "anne", "rosa", "marc"):
        await cast(assembly.people[handle], vote, "yes")
    await close(assembly, vote)
    assert not await Voted.exists(), "never before the box is opened"
    await unseal(assembly, vote)
    voted = await Voted.filter(vote_id=vote.id).order_by("id").values_list("account_id", flat=True)
    assert voted == sorted(assembly.people[each].id or 0 for each in ("walt", "anne", "rosa", "marc"))


async def test_the_path_of_a_leaf_is_shown_to_its_voter_alone(assembly: Assembly, visit: Visit) -> None:
    vote = await opened(assembly, "plank")
    code = (await cast(assembly.rosa, vote, "yes")).code
    await cast(assembly.marc, vote, "yes")
    await close(assembly, vote)
    page = f"/en/votes/{vote.number}/receipt/{code}"
    nobody, rosa, marc, omar = [await visit(each) for each in ("", "rosa", "marc", "omar")]
    assert (await rosa.get(page)).status_code == 200
    assert [(await each.get(page)).status_code for each in (marc, omar)] == [404, 404]
    answer = await nobody.get(page)
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["location"]
    await unseal(assembly, vote)
    assert [(await each.get(page)).status_code for each in (rosa, omar, nobody)] == [200, 404, 303]
    with pytest.raises(NotPermitted):
        await results.inclusion(Actor(), vote.number, code)


async def _post(client: httpx2.AsyncClient, page: str, action: str, **fields: object) -> httpx2.Response:
    """Post a form with the token of its page."""
    text = (await client.get(page)).text
    token = text.split('name="csrf" value="')[1].split('"')[0]
    return await client.post(action, data={"csrf": token, **fields})


async def test_the_pages_lead_a_teller_from_her_words_to_the_open_box(assembly: Assembly, visit: Visit) -> None:
    vote, chosen = await key_made(assembly)
    at = f"/en/votes/{vote.number}"
    chair, teller, rosa = await visit("claire"), await visit("tomas"), await visit("rosa")
    paper = await words_of(vote, chosen[0])
    page = await teller.get(f"{at}/share")
    assert all(f"<li>{word}</li>" in page.text for word in paper)
    assert "no-store" in page.headers["cache-control"]
    own = await shares.own_share(chosen[0], vote)
    typed = {f"word-{place}": paper[place - 1] for place in own.places}
    wrong = typed | {f"word-{own.places[2]}": "zebra"}
    answer = await _post(teller, f"{at}/share/proof", f"{at}/share/proof", **wrong)
    assert answer.status_code == 422
    assert 'value="zebra"' in answer.text
    assert all(f'value="{typed[f"word-{place}"]}"' in answer.text for place in own.places if place != own.places[2])
    assert (await _post(teller, f"{at}/share/proof", f"{at}/share/proof", **typed)).status_code == 303
    assert "In hand: 1 of 3" in (await chair.get(f"{at}/shares")).text
    assert (await rosa.get(f"{at}/shares")).status_code == 200, "she is a teller"
    assert (await (await visit("omar")).get(f"{at}/shares")).status_code == 403
    for other in chosen[1:]:
        await take_in_hand(vote, other)
    await database.shielded(voting.open_vote(assembly.chair, vote.number))
    await close(assembly, vote)
    mistyped = " ".join(["acadeemic", *paper[1:]])
    answer = await _post(teller, f"{at}/share", f"{at}/share", words=mistyped)
    assert answer.status_code == 422
    assert mistyped in answer.text
    assert (await _post(teller, f"{at}/share", f"{at}/share", words=" ".join(paper))).status_code == 303
    assert "1 of the 2 shares needed" in (await chair.get(f"{at}/shares")).text


async def test_the_doctor_names_votes_whose_box_nobody_can_open_and_keys_that_should_be_gone(
    assembly: Assembly,
) -> None:
    vote, papers = await opened_with_shares(assembly)
    finding = await doctor._keys()
    assert (finding.state, finding.found) == (State.WELL, "there for 1 sealed votes; tellers hold those of 1")
    for number, teller in enumerate([*papers][:2], 1):
        await database.shielded(voting.report_lost(teller, vote.number, number))
    finding = await doctor._keys()
    assert (finding.state, finding.found) == (State.ILL, f"missing for vote {vote.number}")
    await database.shielded(voting.declare_void(assembly.chair, vote.number))
    assert (await doctor._keys()).state == State.WELL
    keys.make(f"vote-{vote.number}")
    finding = await doctor._keys()
    assert finding.state == State.ILL
    assert "should be destroyed" in finding.found
