"""Without a vote: accepted by the movers, contested or not, and merged first; composites with each mover's consent."""

from datetime import timedelta

import pytest

from conference.amendments import commands, jobs, queries
from conference.amendments.models import Amendment
from conference.amendments.terms import Terms
from conference.core.actor import Actor
from conference.core.roles import Role
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.runtime import clock, database, journal

from .conftest import TEXTS, WEEK, YEAR, Cast, admitted, carried, person, proposed, refused

do = database.shielded
NEW = {"en": "Nobody loses a job.", "fr": "Personne ne perd son emploi.", "es": "Nadie pierde su empleo."}


@pytest.fixture
async def dana(plank: Plank) -> Actor:
    return await person("dana", "Dana Cole", Role.DRAFTER)


async def state(number: int) -> str:
    return (await Amendment.get(number=number)).state


async def test_what_nobody_contests_goes_in_first_and_the_rest_is_voted_on(
    cast: Cast, plank: Plank, dana: Actor
) -> None:
    await do(commands.set_terms(cast.claire, Terms(cosigners=2, objectors=3, objection_minutes=30)))
    first, second = await admitted(cast, cast.ana, "p3", WEEK), await admitted(cast, cast.karen, "p3", YEAR)
    third = await admitted(cast, cast.ana, "p2", NEW, "insert")
    for each in (first, second):
        await do(commands.accept(dana, each))
    with refused("still-open"):
        await do(commands.merge_uncontested(cast.claire, [first]))
    with clock.at(clock.now() + timedelta(minutes=31)):
        with refused("not-announced"):
            await do(commands.merge_uncontested(cast.claire, [first, third]))
        assert await state(first) == "announced", "all or nothing"
        assert await do(commands.merge_uncontested(cast.claire, [first, second])) == ()
    versions = [(each.number, each.cause) for each in await planks.versions(cast.omar, 1)]
    assert versions == [(3, f"A{second}"), (2, f"A{first}"), (1, "filed")]
    assert (await state(first), await state(second), await state(third)) == ("accepted", "accepted", "admitted")
    assert await carried(cast, third) == 4
    assert await journal.first_broken_link() is None


async def test_a_collision_among_the_accepted_leaves_the_later_one_for_a_vote(
    cast: Cast, plank: Plank, dana: Actor
) -> None:
    first = await admitted(cast, cast.ana, "p3", WEEK)
    rival = await admitted(cast, cast.karen, "p3", {each: text.replace("3", "4") + "!" for each, text in NEW.items()})
    for each in (first, rival):
        await do(commands.accept(dana, each))
    with clock.at(clock.now() + timedelta(hours=2)):
        assert await do(commands.merge_uncontested(cast.claire, [first, rival])) == (rival,)
    assert await state(rival) == "announced"
    await do(commands.send_to_vote(cast.claire, rival))
    assert await state(rival) == "admitted"


async def test_most_of_one_delegation_sends_it_to_the_vote(cast: Cast, plank: Plank, dana: Actor) -> None:
    number = await admitted(cast, cast.ana, "p3", WEEK)
    await do(commands.accept(dana, number))
    await do(commands.object_to(cast.karen, number))
    assert await state(number) == "announced", "one of two is not most"
    with refused("objected-already"):
        await do(commands.object_to(cast.karen, number))
    await do(commands.object_to(cast.tom, number))
    assert await state(number) == "admitted"
    with refused("contested"):
        await do(commands.accept(dana, number))


async def test_whose_text_it_is_accepts_and_only_where_the_rules_allow(cast: Cast, plank: Plank) -> None:
    upper = await admitted(cast, cast.ana, "p3", WEEK)
    lower = await admitted(cast, cast.karen, "p3", YEAR, parent=upper)
    with refused("not-the-movers"):
        await do(commands.accept(cast.tom, lower))
    await do(commands.set_terms(cast.claire, Terms(cosigners=2, movers_accept=False)))
    with refused("not-by-the-rules"):
        await do(commands.accept(cast.ana, lower))
    await do(commands.set_terms(cast.claire, Terms(cosigners=2, objection_minutes=0)))
    await do(commands.accept(cast.ana, lower))
    assert await do(commands.merge_uncontested(cast.claire, [lower])) == ()
    assert await queries.texts(upper) == YEAR


async def composed(cast: Cast, dana: Actor, language: str = "en") -> tuple[int, int, int]:
    first, second = await admitted(cast, cast.ana, "p3", WEEK), await admitted(cast, cast.karen, "p3", YEAR)
    rows = [await queries.row(dana, each) for each in (first, second)]
    prefill = await queries.prefill(await Plank.get(number=1), rows, language)
    assert (prefill.block, prefill.kind, prefill.left) == ("p3", "replace", ())
    assert prefill.text == "Weekly hours go down to thirty-two without loss of yearly pay."
    text = prefill.text.replace("pay.", "pay, everywhere.")
    made = await do(commands.compose(dana, 1, [first, second], language, text, "Both say the same."))
    return made.number, first, second


async def translated(cast: Cast, number: int) -> None:
    texts = {
        "fr": "Les heures de travail diminuent à trente-deux sans perte de salaire annuel, partout.",
        "es": "Las horas semanales bajan a treinta y dos sin pérdida de salario anual, en todas partes.",
    }
    for language, text in texts.items():
        await do(commands.carry_over(cast.amelie, number, language, text))


async def test_a_composite_is_voted_once_and_every_word_keeps_its_author(cast: Cast, plank: Plank, dana: Actor) -> None:
    number, first, second = await composed(cast, dana)
    await translated(cast, number)
    with refused("not-agreed"):
        await do(commands.admit(cast.claire, number))
    with refused("not-the-mover"):
        await do(commands.answer(cast.tom, number, first, joins=True))
    await do(commands.answer(cast.ana, number, first, joins=True))
    await do(commands.answer(cast.karen, number, second, joins=True))
    await do(commands.admit(cast.claire, number))
    assert (await state(first), await state(second)) == ("joined", "joined")
    view = await queries.composite(cast.tom, number, "en")
    assert view is not None
    owned = {label: part.text.strip() for part in view.words for label in part.labels}
    assert owned == {f"A{first}": "to thirty-two", f"A{second}": "yearly"}
    assert [part.text for part in view.words if not part.old and not part.labels] == [", everywhere"]
    assert "".join(part.text for part in view.words) == (await queries.texts(number))["en"]
    assert set((await queries.sources(number))["es"]) == {f"A{first}", f"A{second}"}
    assert await carried(cast, number) == 2
    assert (await state(first), await state(second)) == ("carried", "carried")
    assert [each.cause for each in await planks.versions(cast.omar, 1)] == [f"A{number}", "filed"]


async def test_who_stands_alone_keeps_her_amendment_and_takes_her_words_along(
    cast: Cast, plank: Plank, dana: Actor
) -> None:
    number, first, second = await composed(cast, dana)
    third = await admitted(cast, cast.tom, "p3", {each: text + " Soon." for each, text in TEXTS["p3"].items()})
    await do(commands.withdraw(dana, number))
    both = "Weekly hours go down to thirty-two without loss of yearly pay. Soon."
    made = await do(commands.compose(dana, 1, [first, second, third], "en", both, "All three."))
    await do(commands.answer(cast.ana, made.number, first, joins=True))
    await do(commands.answer(cast.karen, made.number, second, joins=False))
    await do(commands.answer(cast.tom, made.number, third, joins=True))
    assert await state(second) == "admitted"
    with refused("not-agreed"):
        await do(commands.admit(cast.claire, made.number))
    await do(commands.reword(dana, made.number, both.replace("yearly ", "")))
    await do(commands.admit(cast.claire, made.number))
    await do(commands.put_to_vote(cast.claire, [made.number]))
    await do(commands.lose(cast.claire, made.number))
    assert [await state(each) for each in (first, second, third)] == ["lost", "admitted", "lost"]


async def test_a_composite_of_several_passages_is_a_whole_text(cast: Cast, plank: Plank, dana: Actor) -> None:
    first, second = await admitted(cast, cast.ana, "p3", WEEK), await admitted(cast, cast.karen, "p2", NEW, "insert")
    rows = [await queries.row(dana, each) for each in (first, second)]
    prefill = await queries.prefill(plank, rows, "fr")
    assert (prefill.block, prefill.kind, prefill.left) == ("text", "substitute", ())
    assert prefill.text.split("\n\n")[2:] == [NEW["fr"], WEEK["fr"]]
    made = await do(commands.compose(dana, 1, [first, second], "fr", prefill.text, "Ensemble."))
    await do(commands.withdraw(dana, made.number))
    assert await state(first) == "admitted"


async def test_only_the_committee_joins_and_only_what_lies_on_the_table(cast: Cast, plank: Plank, dana: Actor) -> None:
    first, second = await admitted(cast, cast.ana, "p3", WEEK), (await proposed(cast, cast.karen, "p3", YEAR)).number
    with refused("not-a-drafter"):
        await do(commands.compose(cast.claire, 1, [first, second], "en", "Text.", "Why."))
    with refused("not-on-the-table"):
        await do(commands.compose(dana, 1, [first, second], "en", "Text.", "Why."))
    with refused("too-few"):
        await do(commands.compose(dana, 1, [first], "en", "Text.", "Why."))


async def test_time_itself_takes_in_what_nobody_contested_and_leaves_the_rest(
    cast: Cast, plank: Plank, dana: Actor
) -> None:
    first = await admitted(cast, cast.ana, "p3", WEEK)
    forty = {
        "en": "Weekly hours go down to forty without loss of pay.",
        "fr": "Les heures de travail diminuent à quarante sans perte de salaire.",
        "es": "Las horas semanales bajan a cuarenta sin pérdida de salario.",
    }
    rival = await admitted(cast, cast.karen, "p3", forty)
    untold = await admitted(cast, cast.tom, "p2", {"en": "All overtime stops."})
    for each in (first, rival, untold):
        await do(commands.accept(dana, each))
    waits: jobs.Waits = {}
    assert await jobs.take_in_due(waits) == [], "delegates may still object"
    with clock.at(clock.now() + timedelta(hours=2)):
        assert await jobs.take_in_due(waits) == [first]
        assert await jobs.take_in_due(waits) == []
    assert (await state(first), await state(rival)) == ("accepted", "announced")
    assert await state(untold) == "announced", "it waits for its translators"
    assert list(waits) == [rival]
    assert await journal.first_broken_link() is None
