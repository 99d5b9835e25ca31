"""Nobody votes on what she cannot read in her own language, and nobody stops the conference for long by that."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.actor import HOUSE
from conference.core.errors import NotPermitted, Refused
from conference.core.languages import LANGUAGES
from conference.core.roles import Role
from conference.people import commands as people
from conference.people.queries import actor_of
from conference.planks.models import Plank
from conference.planks.queries import segments
from conference.runtime import clock, database
from conference.translation import commands as translation
from conference.translation.models import Text
from conference.voting import commands as voting
from conference.voting.commands.countdown import Step
from conference.voting.gate import queries as gate
from conference.voting.gate import rules
from conference.voting.gate.models import Finding
from conference.voting.gate.rules import Delegation, Standing
from conference.voting.models import Vote
from tests.cast import DELEGATES, VOTERS, Assembly, cast, certify_plank, put, table
from tests.conftest import Visit

WORDS = {"en": "The working week has thirty hours.", "fr": "La semaine de travail compte trente heures.",
         "es": "La semana laboral tiene treinta horas."}  # fmt: skip
sides = st.dictionaries(
    st.sampled_from(["CA", "MX", "US"]),
    st.builds(
        lambda languages, seats, part: Delegation(languages, seats, round(seats * part)),
        st.sets(st.sampled_from(LANGUAGES)), st.integers(0, 9), st.floats(0, 1),
    ),
)  # fmt: skip


async def opening(assembly: Assembly, vote: Vote) -> Vote:
    return await database.shielded(voting.open_vote(assembly.chair, vote.number))


async def refusal(assembly: Assembly, vote: Vote) -> str:
    with pytest.raises(Refused) as refused:
        await opening(assembly, vote)
    return refused.value.code


async def second_translator() -> None:
    await database.shielded(people.add_account(HOUSE, "beatriz", "Beatriz Luna", None, list(LANGUAGES), named=True))
    await database.shielded(people.grant(HOUSE, "beatriz", Role.TRANSLATOR))


async def test_a_plank_opens_only_when_every_language_is_certified(assembly: Assembly) -> None:
    vote = await put(assembly, "plank", certified=False)
    assert (await gate.standings(vote))["fr"] is Standing.UNCERTIFIED
    assert await refusal(assembly, vote) == "not-certified"
    await certify_plank()
    assert set((await gate.standings(vote)).values()) == {Standing.CERTIFIED}
    assert (await opening(assembly, vote)).phase == "open"


async def test_a_short_amendment_opens_once_a_person_has_written_it_in_every_language(assembly: Assembly) -> None:
    moved = await table(assembly, "rosa", {"en": WORDS["en"], "fr": WORDS["fr"]}, "p1")
    vote = await put(assembly, "amendment", moved.number)
    assert await refusal(assembly, vote) == "texts-missing"
    assert moved.text_id is not None
    await database.shielded(translation.translate(assembly.amelie, moved.text_id, "es", WORDS["es"]))
    assert (await gate.standings(vote))["es"] is Standing.CHECKED
    assert (await opening(assembly, vote)).phase == "open"


async def test_a_long_amendment_has_to_be_certified_first(assembly: Assembly) -> None:
    long = {each: f"{WORDS[each]} " * 30 for each in LANGUAGES}
    moved = await table(assembly, "rosa", long, "p1")
    vote = await put(assembly, "amendment", moved.number)
    assert await refusal(assembly, vote) == "not-certified"
    assert moved.text_id is not None
    for language in ("fr", "es"):
        await database.shielded(translation.certify(HOUSE, moved.text_id, language))
    assert (await opening(assembly, vote)).phase == "open"


async def test_each_language_holds_a_text_once_and_for_twenty_minutes(assembly: Assembly) -> None:
    vote = await put(assembly, "plank", certified=False)
    await certify_plank()
    await database.shielded(voting.announce(assembly.chair, vote.number, Step.OPENING))
    held = voting.hold_text(assembly.people["rosa"], vote.number, "es", "Queremos leerlo con la delegación.")
    assert (await database.shielded(held)).due_step == ""
    assert await refusal(assembly, vote) == "text-held"
    now = clock.now()
    with clock.at(now + timedelta(minutes=19)):
        assert await refusal(assembly, vote) == "text-held"
    with clock.at(now + timedelta(minutes=21)):
        again = voting.hold_text(assembly.people["jorge"], vote.number, "es", "Otra vez.")
        with pytest.raises(NotPermitted) as refused:
            await database.shielded(again)
        assert refused.value.code == "held-once"
        assert (await opening(assembly, vote)).phase == "open"


async def test_who_does_not_read_a_language_does_not_hold_it(assembly: Assembly) -> None:
    vote = await put(assembly, "plank", certified=False)
    for handle, language in (("rosa", "fr"), ("omar", "en")):
        with pytest.raises(NotPermitted):
            await database.shielded(voting.hold_text(assembly.people[handle], vote.number, language, "Why."))


async def test_whoever_held_a_text_gives_the_time_back(assembly: Assembly) -> None:
    vote = await put(assembly, "plank", certified=False)
    await certify_plank()
    await database.shielded(voting.hold_text(assembly.people["rosa"], vote.number, "es", "Leer."))
    with pytest.raises(NotPermitted):
        await database.shielded(voting.end_hold(assembly.people["jorge"], vote.number, "es"))
    await database.shielded(voting.end_hold(assembly.people["rosa"], vote.number, "es"))
    assert (await opening(assembly, vote)).phase == "open"


async def test_a_waiver_needs_the_delegations_of_the_language_and_the_result_says_it(
    assembly: Assembly, visit: Visit
) -> None:
    vote = await put(assembly, "plank", certified=False)
    plank = await Plank.get(number=1)
    for *_, unit in await segments(plank.id, plank.version):
        await database.shielded(translation.certify(HOUSE, unit, "fr"))
    await database.shielded(voting.ask_waiver(assembly.chair, vote.number, "The hall closes at six."))
    for handle in [*DELEGATES["MX"], *list(DELEGATES["US"])[:1]]:
        await database.shielded(voting.consent_waiver(assembly.people[handle], vote.number))
    assert await refusal(assembly, vote) == "not-certified"
    await database.shielded(voting.consent_waiver(assembly.people["walt"], vote.number))
    opened = await opening(assembly, vote)
    assert opened.rules["waived"] == ["es"]
    for handle in VOTERS:
        await cast(assembly.people[handle], opened, "yes")
    for step in (voting.close_vote, voting.unseal, voting.declare):
        await database.shielded(step(assembly.chair, vote.number))
    page = (await (await visit()).get(f"/en/votes/{vote.number}/result")).text
    assert "not complete and certified in: Español" in page


async def test_a_waiver_for_one_language_says_nothing_of_another(assembly: Assembly) -> None:
    vote = await put(assembly, "plank", certified=False)
    plank = await Plank.get(number=1)
    for *_, unit in await segments(plank.id, plank.version):
        await database.shielded(translation.certify(HOUSE, unit, "fr"))
    await database.shielded(voting.ask_waiver(assembly.chair, vote.number, "The hall closes at six."))
    for handle in VOTERS:
        await database.shielded(voting.consent_waiver(assembly.people[handle], vote.number))

    async def forget() -> None:
        async with database.transaction():
            await Text.filter(language="fr", origin="certified").update(origin="human")

    await database.shielded(forget())
    assert await gate.waived(vote) == ("es",)
    assert await refusal(assembly, vote) == "not-certified"


async def test_a_changed_meaning_holds_the_plank_until_somebody_else_has_looked(
    assembly: Assembly, visit: Visit
) -> None:
    moved = await table(assembly, "rosa", WORDS, "p1")
    vote = await opening(assembly, await put(assembly, "amendment", moved.number))
    for handle in VOTERS:
        await cast(assembly.people[handle], vote, "yes")
    with pytest.raises(NotPermitted):
        await database.shielded(voting.find_changed(assembly.amelie, moved.number, "fr", "« trente » manque."))
    for step in (voting.close_vote, voting.unseal, voting.declare):
        await database.shielded(step(assembly.chair, vote.number))
    amelie = await visit("amelie")
    address = f"/fr/votes/{vote.number}/texts"
    token = (await amelie.get(address)).text.split('name="csrf" value="')[1].split('"')[0]
    told = {"csrf": token, "once": "c" * 32, "language": "fr", "reason-fr": "« trente » manque."}
    assert (await amelie.post(f"{address}/findings", data=told)).status_code == 303
    finding = await Finding.get(language="fr")
    whole = await put(assembly, "plank", certified=False)
    await certify_plank()
    assert await refusal(assembly, whole) == "meaning-changed"
    with pytest.raises(NotPermitted):
        await database.shielded(voting.settle_finding(assembly.amelie, finding.id, "mended"))
    await second_translator()
    await database.shielded(voting.settle_finding(await actor_of("beatriz"), finding.id, "mended"))
    assert "mended" in (await amelie.get("/en" + address[3:])).text
    assert (await opening(assembly, whole)).phase == "open"


async def test_the_page_says_how_each_language_stands_and_keeps_what_was_typed(
    assembly: Assembly, visit: Visit
) -> None:
    vote = await put(assembly, "plank", certified=False)
    rosa = await visit("rosa")
    address = f"/en/votes/{vote.number}"
    assert f"{address}/texts" in (await rosa.get(address)).text
    page = (await rosa.get(f"{address}/texts")).text
    assert page.count("not certified yet") == 2
    token = page.split('name="csrf" value="')[1].split('"')[0]
    long = "¿Por qué? " * 200
    answer = await rosa.post(
        f"{address}/texts/hold", data={"csrf": token, "once": "a" * 32, "language": "es", "reason-es": long}
    )
    assert answer.status_code == 422
    assert long.strip() in answer.text
    answer = await rosa.post(
        f"{address}/texts/hold", data={"csrf": token, "once": "b" * 32, "language": "es", "reason-es": "Leerlo."}
    )
    assert answer.status_code == 303
    visitor = (await (await visit()).get(f"/fr{address[3:]}/texts")).text
    assert "Leerlo." in visitor


async def test_there_is_no_such_page_for_a_question_without_a_text(assembly: Assembly, visit: Visit) -> None:
    asked = voting.ask(assembly.chair, "procedure", dict.fromkeys(LANGUAGES, "Shall we break for lunch?"), [])
    vote = await database.shielded(asked)
    assert (await (await visit()).get(f"/en/votes/{vote.number}/texts")).status_code == 404


@given(sides, st.sets(st.sampled_from(LANGUAGES), min_size=1))
def test_a_waiver_never_stands_against_a_delegation_of_the_language_but_by_two_thirds(
    delegations: dict[str, Delegation], lacking: set[str]
) -> None:
    seats = sum(each.seats for each in delegations.values())
    consents = sum(each.consents for each in delegations.values())
    stands = rules.waived(lacking, delegations)
    refused = [each for each in delegations.values() if set(each.languages) & lacking and not each.agrees]
    if seats and 3 * consents >= 2 * seats:
        assert stands
    elif refused:
        assert not stands
    more = {code: Delegation(each.languages, each.seats, each.seats) for code, each in delegations.items()}
    assert rules.waived(lacking, more) or not seats or not stands
