"""Every kind of amendment, from filing to the plank's next version."""

from datetime import timedelta

import pytest

from conference.amendments import commands, queries
from conference.amendments.models import Amendment, Kept
from conference.amendments.terms import Terms
from conference.core.errors import Invalid
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.runtime import clock, database
from conference.translation.models import Text

from .conftest import TEXTS, WEEK, YEAR, Cast, admitted, carried, proposed, refused

do = database.shielded

WHOLE = {
    "en": "# Time for living\n\nNo overtime while anybody is on layoff.\n\n{week}\n\n- Nobody loses a job.",
    "fr": "# Du temps pour vivre\n\nAucune heure supplémentaire tant qu’il y a des mises à pied.\n\n{week}"
    "\n\n- Personne ne perd son emploi.",
    "es": "# Tiempo para vivir\n\nNada de tiempo extra mientras haya gente en despido temporal.\n\n{week}"
    "\n\n- Nadie pierde su empleo.",
}
SUBSTITUTE = {each: text.format(week=TEXTS["p3"][each]) for each, text in WHOLE.items()}
NEW = {"en": "Nobody loses a job.", "fr": "Personne ne perd son emploi.", "es": "Nadie pierde su empleo."}


async def state(number: int) -> str:
    return (await Amendment.get(number=number)).state


async def blocks(cast: Cast, language: str) -> list[tuple[str, str, str]]:
    view = await planks.plank(cast.omar, 1, language)
    return [(each.id, each.kind, each.text) for each in view.blocks]


async def test_a_paragraph_before_the_first_and_one_before_another(cast: Cast, plank: Plank) -> None:
    await carried(cast, await admitted(cast, cast.ana, "p3", NEW, "insert-before"))
    await carried(cast, await admitted(cast, cast.ana, "p1", NEW, "insert-before"))
    assert [(each, text) for each, _, text in await blocks(cast, "fr")][2:] == [
        ("p2", TEXTS["p2"]["fr"]), ("p2a", NEW["fr"]), ("p3", TEXTS["p3"]["fr"]),
    ]  # fmt: skip
    assert (await blocks(cast, "es"))[0][2] == NEW["es"]


async def test_a_substitute_changes_only_the_blocks_that_it_changes(cast: Cast, plank: Plank) -> None:
    before = {each.block: each.unit for each in await planks.pieces(plank.id, 1)}
    number = await admitted(cast, cast.ana, "text", SUBSTITUTE, "substitute")
    small = await admitted(cast, cast.karen, "p3", YEAR)
    await carried(cast, small)
    assert await carried(cast, number) == 3
    found = await blocks(cast, "en")
    assert [(kind, text) for _, kind, text in found] == [
        ("heading", "Time for living"), ("paragraph", "No overtime while anybody is on layoff."),
        ("paragraph", YEAR["en"]), ("item", "Nobody loses a job."),
    ]  # fmt: skip
    assert found[0][0] == "p1"
    after = {each.block: each.unit for each in await planks.pieces(plank.id, 3)}
    assert after["p1"] == before["p1"], "what it leaves alone keeps its words, their authors and translations"
    assert (await blocks(cast, "es"))[1][2].startswith("Nada de tiempo extra")
    assert (await planks.versions(cast.omar, 1))[0].cause == f"A{number}"


async def test_a_substitute_collides_where_its_words_have_changed(cast: Cast, plank: Plank) -> None:
    number = await admitted(cast, cast.ana, "text", SUBSTITUTE, "substitute")
    other = {each: text + " Now." for each, text in TEXTS["p2"].items()}
    touching = await admitted(cast, cast.karen, "p2", {each: f"Today {text}" for each, text in other.items()})
    assert touching in (await queries.amendment(cast.ana, number, "en")).touches
    await do(commands.put_to_vote(cast.claire, [touching]))
    with refused("rival-on-vote"):
        await do(commands.put_to_vote(cast.claire, [number]))
    rewritten = {"en": "Gone entirely.", "fr": "Tout autre chose.", "es": "Otra cosa."}
    await do(commands.readmit(cast.claire, [touching]))
    await carried(cast, await admitted(cast, cast.karen, "p2", rewritten))
    with refused("collision"):
        await do(commands.put_to_vote(cast.claire, [number]))


async def test_a_translation_of_a_substitute_has_the_same_blocks(cast: Cast, plank: Plank) -> None:
    filed = await proposed(cast, cast.ana, "text", {"es": SUBSTITUTE["es"]}, "substitute")
    with pytest.raises(Invalid, match="invalid"):
        await do(commands.carry_over(cast.amelie, filed.number, "fr", "# Seul un titre"))
    await do(commands.carry_over(cast.amelie, filed.number, "fr", SUBSTITUTE["fr"]))
    assert (await queries.amendment(cast.ana, filed.number, "fr")).missing == ("en",)


async def test_another_title_is_a_version_of_its_own(cast: Cast, plank: Plank) -> None:
    titles = {"en": "Sharing the work", "fr": "Partager l’ouvrage", "es": "Repartir el trabajo de todos"}
    number = await admitted(cast, cast.ana, "title", titles, "title")
    assert await carried(cast, number) == 2
    assert (await planks.plank(cast.omar, 1, "fr")).title == "Partager l’ouvrage"
    assert await blocks(cast, "en") == [
        ("p1", "heading", TEXTS["p1"]["en"]), ("p2", "paragraph", TEXTS["p2"]["en"]),
        ("p3", "paragraph", TEXTS["p3"]["en"]),
    ]  # fmt: skip


async def test_what_is_inserted_can_itself_be_amended_and_is_voted_after_that(cast: Cast, plank: Plank) -> None:
    upper = await admitted(cast, cast.ana, "p2", NEW, "insert")
    better = {each: text.rstrip(".") + " (32 h)." for each, text in NEW.items()}
    lower = await admitted(cast, cast.karen, "p2", better, parent=upper)
    with refused("furthest-first"):
        await do(commands.put_to_vote(cast.claire, [upper]))
    await carried(cast, lower)
    await carried(cast, upper)
    assert ("p2a", "paragraph", better["fr"]) in await blocks(cast, "fr")


async def test_an_amendment_that_would_only_say_no_is_refused(cast: Cast, plank: Plank) -> None:
    upper = await admitted(cast, cast.ana, "p3", WEEK)
    with pytest.raises(Invalid) as found:
        await do(commands.propose(cast.karen, 1, "p3", "replace", "en", TEXTS["p3"]["en"], "No.", parent=upper))
    assert set(found.value.problems) == {"text"}


async def test_a_draft_is_its_owners_alone_and_has_no_number(cast: Cast, plank: Plank) -> None:
    kept = await do(commands.keep_draft(cast.ana, 1, "p3", "replace", "es", "Las horas", "", base=1))
    assert [each.text for each in await queries.drafts(cast.ana, "es")] == ["Las horas"]
    assert await queries.drafts(cast.beto, "es") == []
    assert await queries.amendments(cast.claire, "es", queries.EVERYTHING) == []
    args = (cast.ana, 1, "p3", "replace", "es", WEEK["es"], "Ya es hora.")
    filed = await do(commands.propose(*args, draft=kept.id))
    assert await Kept.all().count() == 0
    life = (await queries.amendment(cast.ana, filed.number, "en")).life
    assert [each.verb for each in life] == ["amendment-drafted", "amendment-filed"]


async def test_the_deadline_counts_the_time_that_translation_needs(cast: Cast, plank: Plank) -> None:
    deadline = clock.now() + timedelta(minutes=90)
    await do(commands.set_terms(cast.claire, Terms(cosigners=1, deadline=deadline, translation_minutes=60)))
    await proposed(cast, cast.ana, "p3", WEEK)
    with clock.at(deadline - timedelta(minutes=59)):
        with pytest.raises(Invalid) as found:
            await do(commands.propose(cast.karen, 1, "p3", "replace", "en", YEAR["en"], "Late."))
        assert set(found.value.problems) == {"deadline"}
        terms = Terms(cosigners=1, deadline=deadline, translation_minutes=60, floor=True, floor_cosigners=2)
        await do(commands.set_terms(cast.claire, terms))
        late = await do(commands.propose(cast.karen, 1, "p3", "replace", "en", YEAR["en"], "Late."))
        assert late.floor
        await do(commands.co_sign(cast.tom, late.number))
        with refused("too-few-cosigners"):
            await do(commands.admit(cast.claire, late.number))
    with refused("not-the-chair"):
        await do(commands.set_terms(cast.ana, terms))


@pytest.mark.parametrize(("counted", "signed"), [("own", False), ("delegations", False), ("overall", True)])
async def test_which_co_signers_count_is_a_rule(cast: Cast, plank: Plank, counted: str, signed: bool) -> None:
    await do(commands.set_terms(cast.claire, Terms(cosigners=2, counted=counted)))
    number = (await proposed(cast, cast.ana, "p3", WEEK)).number
    for each in (cast.tom, cast.karen):
        await do(commands.co_sign(each, number))
    if signed:
        await do(commands.admit(cast.claire, number))
    else:
        with refused("too-few-cosigners"):
            await do(commands.admit(cast.claire, number))


async def test_a_ready_reason_needs_no_words_and_is_told_in_every_language(cast: Cast, plank: Plank) -> None:
    number = (await proposed(cast, cast.ana, "p3", WEEK)).number
    words = {"fr": "Voir A1.", "es": "Véase A1."}
    await do(commands.return_amendment(cast.claire, number, words, "negation"))
    view = await queries.amendment(cast.ana, number, "es")
    assert (view.returned_for, view.ruling) == ("negation", "Véase A1.")
    last = view.life[-1]
    assert (last.verb, last.words, last.by is not None) == ("amendment-returned", "Véase A1.", True)


async def test_taken_over_it_stands_where_it_stood_and_its_words_keep_their_author(cast: Cast, plank: Plank) -> None:
    upper = await admitted(cast, cast.ana, "p3", WEEK)
    lower = await admitted(cast, cast.karen, "p3", YEAR, parent=upper)
    await do(commands.withdraw(cast.ana, upper))
    with refused("own-amendment"):
        await do(commands.take_over(cast.ana, upper))
    await do(commands.take_over(cast.tom, upper))
    assert (await state(upper), await state(lower)) == ("admitted", "admitted")
    view = await queries.amendment(cast.karen, upper, "en")
    assert view.mover.name == "Tom Okafor"
    movers = [
        each.by.name for each in view.life if each.by and each.verb in ("amendment-filed", "amendment-taken-over")
    ]
    assert movers == ["Ana Ruiz", "Tom Okafor"]
    await do(commands.withdraw(cast.karen, lower))
    await carried(cast, upper)
    unit = next(each.unit for each in await planks.pieces(plank.id, 2) if each.block == "p3")
    assert (await Text.get(unit_id=unit, origin="original")).author_id == cast.ana.id


async def test_after_its_time_nobody_takes_it_over(cast: Cast, plank: Plank) -> None:
    number = await admitted(cast, cast.ana, "p3", WEEK)
    await do(commands.withdraw(cast.ana, number))
    with clock.at(clock.now() + timedelta(minutes=61)), refused("too-late"):
        await do(commands.take_over(cast.tom, number))
