"""What waits for somebody beside votes and rulings: there for whoever has to do it, gone once it is done."""

from datetime import timedelta

import pytest

from conference.amendments import commands as amending
from conference.core.actor import HOUSE, Actor
from conference.debate import commands as debate
from conference.debate.mine import commands as mine
from conference.debate.moderation import commands as moderation
from conference.mailing.turns import tasks as for_letters
from conference.pages import queries
from conference.people import commands as people
from conference.people.queries import actor_of
from conference.runtime import clock, database
from conference.runtime.settings import Settings
from conference.translation import commands as translation
from conference.translation.machine.models import Plea
from conference.voting import commands as voting
from conference.voting.gate.models import Finding
from tests import cast
from tests.amendments.conftest import WEEK, Cast, admitted, person, proposed
from tests.cast import Assembly
from tests.voting import tellers

do = database.shielded


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


async def tasks(reader: Actor) -> dict[str, str]:
    return {each.url: str(each.sentence) for each in (await queries.home(reader, "en")).tasks}


async def test_answers_wait_until_they_are_read(assembly: Assembly) -> None:
    post = await do(debate.speak(assembly.rosa, 1, "plank", "en", "Hours."))
    await do(debate.post(assembly.rosa, post.thread_id, "en", "And more.", post.id))
    assert not any("Answers" in each for each in (await tasks(assembly.rosa)).values()), "nobody answers herself"
    answer = await do(debate.post(assembly.marc, post.thread_id, "en", "Yes.", post.id))
    gone = await do(debate.post(assembly.walt, post.thread_id, "en", "No.", post.id))
    said = "Answers to your posts that you have not read: "
    assert (await tasks(assembly.rosa))[f"/posts/{answer.id}"] == f"{said}2"
    await do(debate.withdraw(assembly.walt, gone.id))
    assert (await tasks(assembly.rosa))[f"/posts/{answer.id}"] == f"{said}1"
    assert not any(said in each for each in (await tasks(assembly.marc)).values())
    await do(mine.note_read(assembly.rosa, post.thread_id))
    assert not any(said in each for each in (await tasks(assembly.rosa)).values())


async def test_an_answer_to_a_voice_stands_on_its_owners_page_and_in_nothing_for_letters(
    assembly: Assembly, house: Settings
) -> None:
    house.pseudonyms = True
    voice = await do(debate.speak(assembly.rosa, 1, "plank", "en", "I fear the foreman.", under_voice=True))
    await do(debate.post(assembly.rosa, voice.thread_id, "en", "Me again.", voice.id, under_voice=True))
    answer = await do(debate.post(assembly.marc, voice.thread_id, "en", "I hear you.", voice.id))
    address = f"/posts/{answer.id}"
    assert [address in await tasks(each) for each in (assembly.rosa, assembly.walt)] == [True, False]
    assert address not in await for_letters(assembly.rosa, "en")


async def test_time_that_she_asked_for_is_hers_to_end(assembly: Assembly) -> None:
    vote = await cast.put(assembly, "plank")
    address = f"/votes/{vote.number}/texts"
    await do(voting.hold_text(assembly.rosa, vote.number, "es", "Falta leerlo."))
    assert "You asked for time to read" in (await tasks(assembly.rosa))[address]
    assert address not in await tasks(assembly.marc)


async def test_a_share_of_a_key_waits_for_its_teller_twice(assembly: Assembly) -> None:
    vote, (tomas, *_) = await tellers.key_made(assembly)
    address = f"/votes/{vote.number}/share"
    assert (await tasks(tomas))[address].startswith("Write down your share of the key: ")
    assert address not in await tasks(assembly.claire)
    paper = {each: await tellers.take_in_hand(vote, each) for each in (tomas, *_)}
    await cast.open_vote(assembly, vote)
    assert address not in await tasks(tomas), "nothing to do while the box is open"
    await cast.close(assembly, vote)
    assert (await tasks(tomas))[address].startswith("Enter your share of the key: ")
    await do(voting.give_share(tomas, vote.number, paper[tomas]))
    assert address not in await tasks(tomas)


async def test_reports_wait_for_the_chair(assembly: Assembly) -> None:
    post = await do(debate.speak(assembly.rosa, 1, "plank", "en", "Hours."))
    await do(moderation.report(assembly.walt, post.id, "subject", "en", "Off the subject."))
    assert (await tasks(assembly.claire))["/reports"] == "Reported posts to decide about: 1"
    assert "/reports" not in await tasks(assembly.walt)
    await do(moderation.leave_standing(assembly.claire, post.id, "en", "It is not."))
    assert "/reports" not in await tasks(assembly.claire)


async def test_a_chair_whose_voice_was_reported_has_the_row_of_a_letter_that_the_others_have(
    assembly: Assembly, house: Settings
) -> None:
    """That she alone has none would say whose the voice is; on her own page there is nothing for her to decide."""
    house.pseudonyms = True
    await do(people.grant(HOUSE, "rosa", cast.Role.CHAIR))
    rosa = await actor_of("rosa")
    voice = await do(debate.speak(rosa, 1, "plank", "en", "I fear the foreman.", under_voice=True))
    await do(moderation.report(assembly.walt, voice.id, "subject", "en", "Off the subject."))
    assert ["/reports" in await tasks(each) for each in (rosa, assembly.claire)] == [False, True]
    letters = [(await for_letters(each, "en")).get("/reports") for each in (rosa, assembly.claire)]
    assert letters[0] == letters[1] is not None


async def test_the_author_of_a_hidden_post_is_told_until_she_has_answered(assembly: Assembly, house: Settings) -> None:
    house.pseudonyms = True
    post = await do(debate.speak(assembly.rosa, 1, "plank", "en", "Hours."))
    voice = await do(debate.speak(assembly.rosa, 1, "plank", "en", "I fear the foreman.", under_voice=True))
    for each in (post, voice):
        await do(moderation.hide(assembly.claire, each.id, "subject", "en", "Off the subject."))
    named, unnamed = (f"/posts/{each.id}/hiding" for each in (post, voice))
    told = await tasks(assembly.rosa)
    assert told[named] == "Your post 1 on plank 1 is hidden: read why, reply, or ask for a second look"
    assert unnamed in told
    assert not {named, unnamed} & set(await tasks(assembly.walt))
    assert {named, unnamed} & set(await for_letters(assembly.rosa, "en")) == {named}, "no letter tells whose a voice is"
    await do(moderation.appeal(assembly.rosa, post.id))
    await do(moderation.answer(assembly.rosa, voice.id, "en", "I do."))
    assert not {named, unnamed} & set(await tasks(assembly.rosa))


async def test_what_the_movers_accepted_waits_while_there_is_time_to_object(cast_: Cast) -> None:
    dana = await person("dana", "Dana Cole", cast.Role.DRAFTER)
    number = await admitted(cast_, cast_.ana, "p3", WEEK)
    address = f"/amendments/A{number}"
    before = await tasks(cast_.karen)
    await do(amending.accept(dana, number))
    told = (await tasks(cast_.karen))[address]
    assert told.startswith(f"Amendment A{number} goes into the text without a vote, unless delegates object by ")
    assert (before.get(address), (await tasks(cast_.omar)).get(address)) == (None, None)
    await do(amending.object_to(cast_.karen, number))
    assert address not in await tasks(cast_.karen)
    with clock.at(clock.now() + timedelta(days=2)):
        assert address not in await tasks(cast_.tom)


async def test_another_translator_settles_a_finding(assembly: Assembly) -> None:
    other = await cast.add_officer("luis", "Luis Cano", cast.Role.TRANSLATOR)
    moved = await cast.table(assembly, "rosa", cast.TRIPLE)
    vote = await cast.opened(assembly, "amendment", moved.number)
    await cast.all_cast(assembly, vote, dict.fromkeys(cast.DELEGATIONS, "yes"))
    await cast.declared(assembly, vote)
    await do(voting.find_changed(assembly.amelie, moved.number, "en", "Not what I read."))
    said = f"Look again at what amendment A{moved.number} says in English, and settle it"
    address = f"/votes/{vote.number}/texts"
    assert [(await tasks(each)).get(address) for each in (other, assembly.amelie)] == [said, None]
    await do(voting.settle_finding(other, (await Finding.get()).id, "unfounded"))
    assert address not in await tasks(other)


async def test_no_letter_hints_at_what_is_reported_in_the_room_of_a_delegation(assembly: Assembly) -> None:
    for place, told in (("plank", True), ("caucus:MX", False)):
        post = await do(debate.speak(assembly.rosa, 1, place, "es", "Horas."))
        await do(reported(post.unit_id, assembly.jorge.id or 0))
        address = f"/texts/{post.unit_id}/fr"
        assert address in await tasks(assembly.rosa)
        assert (address in await for_letters(assembly.rosa, "es")) == told, place


async def reported(unit: int, reader: int) -> None:
    async with database.transaction():
        about = {"unit_id": unit, "revision": 1, "language": "fr", "kind": "report", "reason": "Faux."}
        await Plea.create(**about, account_id=reader, made_at=clock.now())


async def test_translations_wait_for_a_second_person(assembly: Assembly) -> None:
    other = await cast.add_officer("luis", "Luis Cano", cast.Role.TRANSLATOR)
    post = await do(debate.speak(assembly.rosa, 1, "plank", "es", "Horas."))
    before = [len(await tasks(each)) for each in (assembly.amelie, other)]
    await do(translation.translate(assembly.amelie, post.unit_id, "en", "Hours."))
    told = await tasks(other)
    assert "Texts in English that wait for a second person" in told["/translate?into=en&show=second"]
    assert "/translate?into=en&show=second" not in await tasks(assembly.amelie), before


async def test_amendments_look_for_cosigners_and_for_words(cast_: Cast) -> None:
    moved = await proposed(cast_, cast_.karen, "p2", {"en": "All overtime stops."})
    assert "/amendments?needs=all" in await tasks(cast_.tom)
    assert "/amendments?needs=all" not in await tasks(cast_.karen)
    lacking = [url for url in await tasks(cast_.karen) if url.startswith(f"/amendments/A{moved.number}/languages/")]
    assert len(lacking) == len([each for each in cast_.karen.understands if each != "en"])


@pytest.fixture
def cast_(cast: Cast, plank: object) -> Cast:
    return cast
