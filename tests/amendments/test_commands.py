"""From a proposal to the plank's next version."""

import pytest

from conference.amendments import commands, queries
from conference.amendments.models import Amendment
from conference.core.errors import Absent, Invalid
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.runtime import database, journal
from conference.runtime.models import Entry

from .conftest import TEXTS, WEEK, YEAR, Cast, admitted, carried, proposed, refused

do = database.shielded


async def text_of(plank: Plank, block: str) -> dict[str, str]:
    fresh = await Plank.get(id=plank.id)
    return await planks.block_texts(plank.id, fresh.version, block)


async def state(number: int) -> str:
    return (await Amendment.get(number=number)).state


async def test_a_carried_amendment_is_the_next_version_in_every_language(cast: Cast, plank: Plank) -> None:
    number = await admitted(cast, cast.ana, "p3", WEEK)
    assert await carried(cast, number) == 2
    assert await text_of(plank, "p3") == WEEK
    assert await text_of(plank, "p2") == TEXTS["p2"]
    assert [(each.number, each.cause) for each in await planks.versions(cast.omar, 1)] == [(2, "A1"), (1, "filed")]


async def test_two_amendments_to_different_words_both_go_in(cast: Cast, plank: Plank) -> None:
    first = await admitted(cast, cast.ana, "p3", WEEK)
    second = await admitted(cast, cast.karen, "p3", YEAR)
    await carried(cast, first)
    await carried(cast, second)
    found = await text_of(plank, "p3")
    assert found["en"] == "Weekly hours go down to thirty-two without loss of yearly pay."
    assert found["es"] == "Las horas semanales bajan a treinta y dos sin pérdida de salario anual."


async def test_an_amendment_whose_words_have_changed_is_not_put(cast: Cast, plank: Plank) -> None:
    first = await admitted(cast, cast.ana, "p3", WEEK)
    rival = {each: text.replace("32", "") for each, text in WEEK.items()} | {
        "en": "Weekly hours go down to thirty without loss of pay.",
        "es": "Las horas semanales bajan a treinta sin pérdida de salario.",
        "fr": "Les heures de travail diminuent à trente sans perte de salaire.",
    }
    second = await admitted(cast, cast.karen, "p3", rival)
    await carried(cast, first)
    with refused("collision"):
        await do(commands.put_to_vote(cast.claire, [second]))
    assert await text_of(plank, "p3") == WEEK


async def test_rivals_go_to_one_vote_or_wait(cast: Cast, plank: Plank) -> None:
    first = await admitted(cast, cast.ana, "p3", WEEK)
    second = await admitted(cast, cast.karen, "p3", {each: text + " Now." for each, text in WEEK.items()})
    await do(commands.put_to_vote(cast.claire, [first]))
    with refused("rival-on-vote"):
        await do(commands.put_to_vote(cast.claire, [second]))
    await do(commands.readmit(cast.claire, [first]))
    await do(commands.put_to_vote(cast.claire, [first, second]))
    assert await state(second) == "on-vote"


async def test_an_inserted_paragraph_comes_after_its_block(cast: Cast, plank: Plank) -> None:
    new = {"en": "Nobody loses a job.", "fr": "Personne ne perd son emploi.", "es": "Nadie pierde su empleo."}
    await carried(cast, await admitted(cast, cast.ana, "p2", new, "insert"))
    view = await planks.plank(cast.omar, 1, "es")
    assert [block.id for block in view.blocks] == ["p1", "p2", "p2a", "p3"]
    assert view.blocks[2].text == "Nadie pierde su empleo."


async def test_what_amends_a_deleted_passage_falls_with_it(cast: Cast, plank: Plank) -> None:
    gone = await admitted(cast, cast.ana, "p3", {}, "delete")
    other = await admitted(cast, cast.karen, "p3", YEAR)
    await carried(cast, gone)
    assert await state(other) == "fallen"
    assert "p3" not in await planks.plank_texts(plank.id, 2)


async def test_an_amendment_to_an_amendment_becomes_its_wording(cast: Cast, plank: Plank) -> None:
    upper = await admitted(cast, cast.ana, "p3", WEEK)
    better = {each: text.replace("32", "30") + " Soon." for each, text in WEEK.items()}
    lower = await admitted(cast, cast.karen, "p3", better, parent=upper)
    assert await carried(cast, lower) == 1, "the plank itself has not changed"
    assert await queries.texts(upper) == better
    await carried(cast, upper)
    assert await text_of(plank, "p3") == better


async def test_an_amendment_to_an_amendment_falls_when_that_is_withdrawn(cast: Cast, plank: Plank) -> None:
    upper = await admitted(cast, cast.ana, "p3", WEEK)
    lower = await admitted(cast, cast.karen, "p3", YEAR, parent=upper)
    await do(commands.withdraw(cast.ana, upper))
    assert await state(lower) == "fallen"


async def test_the_third_degree_is_refused(cast: Cast, plank: Plank) -> None:
    upper = await admitted(cast, cast.ana, "p3", WEEK)
    lower = await admitted(cast, cast.karen, "p3", YEAR, parent=upper)
    with refused("two-degrees"):
        await proposed(cast, cast.tom, "p3", WEEK, parent=lower)


async def test_the_chair_admits_only_what_enough_delegates_stand_behind(cast: Cast, plank: Plank) -> None:
    number = (await proposed(cast, cast.ana, "p3", WEEK)).number
    await do(commands.co_sign(cast.tom, number))
    with refused("too-few-cosigners"):
        await do(commands.admit(cast.claire, number))
    assert await state(number) == "submitted"


async def test_nobody_stands_twice_behind_an_amendment(cast: Cast, plank: Plank) -> None:
    number = (await proposed(cast, cast.ana, "p3", WEEK)).number
    await do(commands.co_sign(cast.tom, number))
    with refused("co-signed-already"):
        await do(commands.co_sign(cast.tom, number))
    with refused("own-amendment"):
        await do(commands.co_sign(cast.ana, number))


async def test_only_its_mover_withdraws_it_and_not_once_it_is_put(cast: Cast, plank: Plank) -> None:
    number = await admitted(cast, cast.ana, "p3", WEEK)
    with refused("not-the-mover"):
        await do(commands.withdraw(cast.claire, number))
    await do(commands.put_to_vote(cast.claire, [number]))
    with refused("too-late"):
        await do(commands.withdraw(cast.ana, number))


async def test_an_observer_and_the_chair_do_not_propose(cast: Cast, plank: Plank) -> None:
    for actor in (cast.omar, cast.claire):
        with refused("not-a-delegate"):
            await do(commands.propose(actor, 1, "p3", "replace", "en", WEEK["en"], "Because."))
    assert await Amendment.all().count() == 0


async def test_a_return_without_a_reason_is_no_return(cast: Cast, plank: Plank) -> None:
    number = (await proposed(cast, cast.ana, "p3", WEEK)).number
    with pytest.raises(Invalid) as found:
        await do(commands.return_amendment(cast.claire, number, "  "))
    assert set(found.value.problems) == {"ruling"}
    await do(commands.return_amendment(cast.claire, number, "Hors du sujet."))
    view = await queries.amendment(cast.ana, number, "es")
    assert (view.state, view.ruling) == ("returned", "Hors du sujet.")


async def test_a_proposal_that_changes_nothing_says_so_beside_the_text(cast: Cast, plank: Plank) -> None:
    with pytest.raises(Invalid) as found:
        await do(commands.propose(cast.karen, 1, "p3", "replace", "en", TEXTS["p3"]["en"] + " ", ""))
    assert set(found.value.problems) == {"text", "reason"}


async def test_a_block_that_is_not_there_cannot_be_amended(cast: Cast, plank: Plank) -> None:
    with pytest.raises(Absent):
        await do(commands.propose(cast.karen, 1, "p99", "replace", "en", "Something.", "Because."))


async def test_the_journal_tells_every_step_and_no_name(cast: Cast, plank: Plank) -> None:
    await carried(cast, await admitted(cast, cast.ana, "p3", WEEK))
    verbs = [each.verb for each in await Entry.filter(subject="amendment-1").order_by("seq")]
    assert verbs == [
        "amendment-filed", "amendment-co-signed", "amendment-co-signed", "amendment-admitted", "amendment-put",
        "amendment-carried",
    ]  # fmt: skip
    assert await journal.first_broken_link() is None
    assert "ana" not in {each.actor for each in await Entry.all()}
