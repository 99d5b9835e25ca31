"""When a delegation refuses: one member each, one text, one new vote; or the text falls."""

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest

from conference.amendments.models import Amendment
from conference.core.actor import Actor
from conference.core.errors import Conflict, NotPermitted, Refused
from conference.pages import queries as pages
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.resolutions import commands as resolutions
from conference.runtime import clock, database
from conference.runtime.models import Entry
from conference.voting import commands as voting
from conference.voting.conciliation import queries as conciliations
from conference.voting.models import Vote
from conference.voting.openly.models import Conciliation, Conciliator
from tests.cast import TRIPLE, Assembly, all_cast, answer, certify_plank, declared, open_vote, opened, put, table
from tests.certifying import certified
from tests.conftest import Visit
from tests.walk import Walk

REFUSAL = {"CA": "yes", "MX": "yes", "US": "no"}
CONSENT = {"CA": "yes", "MX": "yes", "US": "yes"}
DOUBLE_AND_A_HALF = {
    "en": "Overtime is paid at two and a half times the rate.",
    "fr": "Les heures supplémentaires sont payées à deux fois et demie le taux.",
    "es": "Las horas extra se pagan a dos veces y media la tarifa.",
}
TITLES = {"en": "On working time", "fr": "Sur le temps de travail", "es": "Sobre el tiempo de trabajo"}


def done(work: Coroutine[Any, Any, Any]) -> Any:
    return database.shielded(work)


async def refused(assembly: Assembly, kind: str, *numbers: int) -> Vote:
    """A vote that the United States have refused."""
    vote = await opened(assembly, kind, *numbers)
    await all_cast(assembly, vote, REFUSAL)
    vote = await declared(assembly, vote)
    assert vote.outcome == "conciliation"
    return vote


async def record(assembly: Assembly, vote: Vote, **members: str) -> None:
    for code, handle in (members or {"CA": "marc", "MX": "rosa", "US": "dana"}).items():
        await done(voting.appoint(assembly.chair, vote.number, code, assembly.people[handle].id or 0))


async def agreed(assembly: Assembly, vote: Vote, key: str = "same") -> None:
    await done(voting.lay_text(assembly.rosa, vote.number, key))
    for handle in ("marc", "dana"):
        await done(voting.consent(assembly.people[handle], vote.number, key))


async def state(vote: Vote) -> str:
    return (await Conciliation.get(vote_id=vote.id)).state


async def test_a_refusal_opens_a_conciliation_with_the_deadline_of_the_rules(assembly: Assembly) -> None:
    vote = await refused(assembly, "plank")
    found = await Conciliation.get(vote_id=vote.id)
    assert vote.declared_at is not None
    assert abs(found.deadline - vote.declared_at - timedelta(hours=72)) < timedelta(seconds=5)
    assert (await Plank.get(number=1)).state == "debate", "nothing has been adopted or lost"
    with pytest.raises(Conflict) as refusal:
        await put(assembly, "plank")
    assert refusal.value.code == "in-conciliation"


async def test_only_one_of_a_delegation_s_own_voters_is_its_member(assembly: Assembly) -> None:
    vote = await refused(assembly, "plank")
    with pytest.raises(Refused) as refusal:
        await record(assembly, vote, US="rosa")
    assert refusal.value.code == "not-of-the-delegation"
    with pytest.raises(NotPermitted):
        await done(voting.appoint(assembly.rosa, vote.number, "MX", assembly.rosa.id or 0))
    await record(assembly, vote, US="dana")
    await record(assembly, vote, US="walt")
    assert await Conciliator.all().values_list("account_id", flat=True) == [assembly.walt.id]


async def test_the_same_text_again_and_a_second_refusal_is_final(assembly: Assembly) -> None:
    triple = await table(assembly, "rosa", TRIPLE)
    vote = await refused(assembly, "amendment", triple.number)
    await record(assembly, vote)
    with pytest.raises(NotPermitted) as early:
        await done(voting.put_conciliated(assembly.chair, vote.number))
    assert early.value.code == "not-agreed"
    await done(voting.lay_text(assembly.rosa, vote.number, "same"))
    await done(voting.consent(assembly.marc, vote.number, "same"))
    assert await state(vote) == "open", "one delegation has not consented yet"
    await done(voting.consent(assembly.dana, vote.number, "same"))
    assert await state(vote) == "agreed"
    again = await done(voting.put_conciliated(assembly.chair, vote.number))
    assert (again.follows_id, again.amendment_id, again.kind) == (vote.id, triple.id, "amendment")
    assert again.rules == {key: value for key, value in vote.rules.items() if key not in ("present", "version")}
    with pytest.raises(NotPermitted) as twice:
        await done(voting.put_conciliated(assembly.chair, vote.number))
    assert twice.value.code == "put-already"
    await open_vote(assembly, again)
    await all_cast(assembly, again, REFUSAL)
    assert (await declared(assembly, again)).outcome == "lost"
    assert (await Amendment.get(id=triple.id)).state == "lost"
    assert not await Conciliation.filter(vote_id=again.id).exists()


async def test_a_member_s_amendment_takes_the_place_of_the_refused_one(assembly: Assembly) -> None:
    triple = await table(assembly, "rosa", TRIPLE)
    vote = await refused(assembly, "amendment", triple.number)
    await record(assembly, vote)
    outside = await table(assembly, "ruth", TRIPLE | {"en": "Overtime is unpaid."})
    elsewhere = await table(assembly, "dana", TRIPLE | {"en": "The week has forty hours."}, block="p1")
    better = await table(assembly, "dana", DOUBLE_AND_A_HALF)
    for number in (outside.number, elsewhere.number):
        with pytest.raises(Refused) as refusal:
            await done(voting.lay_text(assembly.dana, vote.number, f"A{number}"))
        assert refusal.value.code == "no-such-text"
    await done(voting.lay_text(assembly.rosa, vote.number, "same"))
    await done(voting.lay_text(assembly.dana, vote.number, f"A{better.number}"))
    with pytest.raises(Conflict) as stale:
        await done(voting.consent(assembly.marc, vote.number, "same"))
    assert stale.value.code == "other-text"
    for handle in ("marc", "rosa"):
        await done(voting.consent(assembly.people[handle], vote.number, f"A{better.number}"))
    again = await done(voting.put_conciliated(assembly.chair, vote.number))
    assert again.amendment_id == better.id
    assert (await Amendment.get(id=triple.id)).state == "lost"
    await open_vote(assembly, again)
    await all_cast(assembly, again, CONSENT)
    assert (await declared(assembly, again)).outcome == "carried"
    plank = await Plank.get(number=1)
    assert (await planks.plank_texts(plank.id, plank.version))["p2"]["en"] == DOUBLE_AND_A_HALF["en"]


async def test_a_whole_plank_is_put_again_with_the_members_wording(assembly: Assembly) -> None:
    vote = await refused(assembly, "plank")
    await record(assembly, vote)
    better = await table(assembly, "dana", DOUBLE_AND_A_HALF)
    await agreed_by(assembly, vote, assembly.dana, f"A{better.number}")
    again = await done(voting.put_conciliated(assembly.chair, vote.number))
    plank = await Plank.get(number=1)
    assert (plank.state, plank.version) == ("debate", 2), "the text is put, not adopted"
    await certify_plank()
    await open_vote(assembly, again)
    await all_cast(assembly, again, CONSENT)
    assert (await declared(assembly, again)).outcome == "carried"
    assert (await Plank.get(number=1)).state == "adopted"


async def agreed_by(assembly: Assembly, vote: Vote, first: Actor, key: str) -> None:
    await done(voting.lay_text(first, vote.number, key))
    for handle in ("marc", "rosa", "dana"):
        if assembly.people[handle].id != first.id:
            await done(voting.consent(assembly.people[handle], vote.number, key))


async def test_taking_the_new_vote_back_leaves_the_one_new_vote(assembly: Assembly) -> None:
    triple = await table(assembly, "rosa", TRIPLE)
    vote = await refused(assembly, "amendment", triple.number)
    await record(assembly, vote)
    await agreed(assembly, vote)
    again = await done(voting.put_conciliated(assembly.chair, vote.number))
    await done(voting.take_back(assembly.chair, again.number))
    once_more = await done(voting.put_conciliated(assembly.chair, vote.number))
    await open_vote(assembly, once_more)
    await all_cast(assembly, once_more, CONSENT)
    assert (await declared(assembly, once_more)).outcome == "carried"


@pytest.mark.parametrize("kind", ["plank", "amendment"])
async def test_without_agreement_by_the_deadline_the_text_falls(assembly: Assembly, kind: str) -> None:
    triple = await table(assembly, "rosa", TRIPLE)
    vote = await refused(assembly, kind, *([triple.number] if kind == "amendment" else []))
    await record(assembly, vote)
    await done(voting.lay_text(assembly.rosa, vote.number, "same"))
    with pytest.raises(NotPermitted) as early:
        await done(voting.fail_conciliation(assembly.chair, vote.number))
    assert early.value.code == "too-early"
    deadline = (await Conciliation.get(vote_id=vote.id)).deadline
    with clock.at(deadline):
        with pytest.raises(NotPermitted) as late:
            await done(voting.consent(assembly.dana, vote.number, "same"))
        assert late.value.code == "too-late"
        await done(voting.fail_conciliation(assembly.chair, vote.number))
    left = (await Plank.get(number=1)).state, (await Amendment.get(id=triple.id)).state
    assert left == (("lost", "admitted") if kind == "plank" else ("debate", "lost"))
    with pytest.raises(Refused):
        await put(assembly, kind, *([triple.number] if kind == "amendment" else []))
    assert await state(vote) == "failed"
    assert await Entry.filter(verb="conciliation-failed").exists()


async def test_another_member_s_consent_is_a_new_question(assembly: Assembly) -> None:
    vote = await refused(assembly, "plank")
    await record(assembly, vote)
    await done(voting.lay_text(assembly.rosa, vote.number, "same"))
    await done(voting.consent(assembly.dana, vote.number, "same"))
    await record(assembly, vote, US="walt")
    await done(voting.consent(assembly.marc, vote.number, "same"))
    assert await state(vote) == "open"
    with pytest.raises(NotPermitted):
        await done(voting.consent(assembly.dana, vote.number, "same"))
    await done(voting.consent(assembly.walt, vote.number, "same"))
    assert await state(vote) == "agreed"


async def test_a_compiled_resolution_after_conciliation(assembly: Assembly, visit: Visit) -> None:
    chair = await visit("claire")

    async def offers(number: int) -> bool:
        page = (await chair.get(f"/en/resolutions/{number}")).text
        return "Put the whole text to the vote" in page

    adopted = await opened(assembly, "plank")
    await all_cast(assembly, adopted, CONSENT)
    await declared(assembly, adopted)
    first = await done(resolutions.compile_resolution(assembly.chair, TITLES, [1]))
    await certified(first.number)
    vote = await done(resolutions.put_resolution(assembly.chair, first.number))
    await open_vote(assembly, vote)
    await all_cast(assembly, vote, REFUSAL)
    vote = await declared(assembly, vote)
    await record(assembly, vote)
    other = await done(resolutions.compile_resolution(assembly.chair, TITLES | {"en": "On the working week"}, [1]))
    await certified(other.number)
    with pytest.raises(Conflict) as early:
        await done(resolutions.put_resolution(assembly.chair, first.number))
    assert early.value.code == "in-conciliation"
    assert not await offers(first.number)
    await agreed(assembly, vote, other.digest)
    assert (await offers(first.number), await offers(other.number)) == (False, True)
    assert 'name="rules"' not in (await chair.get(f"/en/resolutions/{other.number}")).text, "it keeps the rules"
    with pytest.raises(Conflict) as wrong:
        await done(resolutions.put_resolution(assembly.chair, first.number))
    assert wrong.value.code == "other-text"
    again = await done(resolutions.put_resolution(assembly.chair, other.number))
    assert again.follows_id == vote.id
    assert await state(vote) == "put"
    await open_vote(assembly, again)
    await all_cast(assembly, again, REFUSAL)
    assert (await declared(assembly, again)).outcome == "lost"


async def test_a_resolution_is_not_offered_again_once_its_conciliation_has_failed(
    assembly: Assembly, visit: Visit
) -> None:
    adopted = await opened(assembly, "plank")
    await all_cast(assembly, adopted, CONSENT)
    await declared(assembly, adopted)
    made = await done(resolutions.compile_resolution(assembly.chair, TITLES, [1]))
    await certified(made.number)
    vote = await done(resolutions.put_resolution(assembly.chair, made.number, "adoption-by-name"))
    assert vote.rules["key"] == "adoption-by-name", "the chair chooses among the rules for resolutions"
    await open_vote(assembly, vote)
    for handle in ("marc", "rosa", "jorge", "lucia", "anne"):
        await answer(assembly.people[handle], vote, yes=1)
    await answer(assembly.dana, vote, no=1)
    vote = await declared(assembly, vote)
    assert vote.outcome == "conciliation"
    with clock.at((await Conciliation.get(vote_id=vote.id)).deadline):
        await done(voting.fail_conciliation(assembly.chair, vote.number))
    chair = await visit("claire")
    for path in (f"votes/{vote.number}/conciliation", f"votes/{vote.number}", f"resolutions/{made.number}"):
        page = (await chair.get(f"/en/{path}")).text
        assert "Put the one new vote" not in page
        assert "Put the whole text to the vote" not in page
    with pytest.raises(Conflict) as refusal:
        await done(resolutions.put_resolution(assembly.chair, made.number))
    assert refusal.value.code == "conciliation-failed"


async def test_the_page_and_the_first_page_say_whose_turn_it_is(assembly: Assembly, visit: Visit) -> None:
    vote = await refused(assembly, "plank")

    async def waits(handle: str) -> bool:
        home = await pages.home(assembly.people[handle], "en")
        return any(each.url == f"/votes/{vote.number}/conciliation" for each in home.tasks)

    assert await waits("claire"), "the members are to be recorded"
    await record(assembly, vote)
    assert [await waits(handle) for handle in ("claire", "dana", "walt")] == [False, True, False]
    await done(voting.lay_text(assembly.rosa, vote.number, "same"))
    assert [await waits(handle) for handle in ("rosa", "dana", "marc")] == [False, True, True]
    for handle in ("", "rosa", "dana", "claire"):
        reader = await visit(handle)
        for language in ("en", "fr", "es"):
            answer = await reader.get(f"/{language}/votes/{vote.number}/conciliation")
            assert answer.status_code == 200
            assert ("Dana Brooks" in answer.text) is (handle != ""), "nobody outside reads a name without consent"
    page = (await reader.get(f"/en/votes/{vote.number}/conciliation")).text
    assert "Until the deadline the members can still agree." in page
    assert f'href="/en/votes/{vote.number}/conciliation"' in (await reader.get(f"/en/votes/{vote.number}")).text
    for handle in ("marc", "dana"):
        await done(voting.consent(assembly.people[handle], vote.number, "same"))
    assert await waits("claire"), "the new vote is to be put"
    found = await conciliations.page(assembly.omar, await Vote.get(id=vote.id), "en")
    assert [each.consents for each in found.members] == [True, True, True]


async def test_a_conciliation_by_forms_alone(assembly: Assembly, visit: Visit) -> None:
    """From the refusal to the last vote without JavaScript: members recorded, a text laid, consents, one new vote."""
    triple = await table(assembly, "rosa", TRIPLE)
    vote = await refused(assembly, "amendment", triple.number)
    at = f"/fr/votes/{vote.number}"
    chair = Walk(await visit("claire"))
    await chair.open(at)
    await chair.follow("/conciliation")
    assert not chair.offers("/putting")
    for code, handle in (("CA", "marc"), ("MX", "rosa"), ("US", "dana")):
        await chair.send(f"/members/{code}", account=str(assembly.people[handle].id))
    marc, rosa, dana = [Walk(await visit(handle)) for handle in ("marc", "rosa", "dana")]
    await rosa.open("/fr/")
    await rosa.follow(f"/votes/{vote.number}/conciliation")
    await rosa.send("/conciliation/text", text="same")
    assert not rosa.offers("/consent"), "she consents to what she laid before them"
    for member in (marc, dana):
        await member.open("/fr/")
        await member.follow(f"/votes/{vote.number}/conciliation")
        await member.send("/conciliation/consent")
    await chair.open(f"{at}/conciliation")
    await chair.send("/conciliation/putting")
    again = await Vote.get(follows_id=vote.id)
    assert chair.url.endswith(f"/votes/{again.number}")
    await open_vote(assembly, again)
    await all_cast(assembly, again, CONSENT)
    assert (await declared(assembly, again)).outcome == "carried"
