"""Six amendments to one plank: what touches, what is an alternative, in which order, and what each vote leaves."""

import pytest

from conference.amendments import commands as amendments
from conference.amendments import queries as read
from conference.amendments.groups import anchors, commands, queries
from conference.amendments.groups.models import Anchoring
from conference.amendments.models import Amendment
from conference.core.actor import Actor
from conference.core.errors import Conflict, Invalid
from conference.planks import queries as planks
from conference.planks.drafting import edits
from conference.planks.drafting import queries as drafting
from conference.planks.models import Plank
from conference.runtime import database
from conference.runtime.models import Entry
from conference.translation.models import Text, Unit
from tests.amendments.conftest import TEXTS, WEEK, YEAR, Cast, admitted, carried, refused

from .conftest import NEW, THIRTY, WEEK_SOON, Six

do = database.shielded


async def row(number: int) -> Amendment:
    return await Amendment.get(number=number)


async def verbs(cast: Cast, number: int) -> list[tuple[str, str]]:
    life = (await read.amendment(cast.omar, number, "en")).life
    return [(each.verb, each.cause) for each in life]


async def week_carried(cast: Cast, six: Six) -> int:
    """The second degree is withdrawn, and the amendment that it amends is carried."""
    await do(amendments.withdraw(cast.karen, six.soon))
    return await carried(cast, six.week)


async def test_groups_alternatives_and_the_order_with_its_reasons(
    cast: Cast, plank: Plank, drafter: Actor, six: Six
) -> None:
    page = await queries.groups(cast.omar, 1, "fr")
    assert [[each.line.number for each in group.members] for group in page.groups] == [[six.week, six.thirty]]
    group = page.groups[0]
    assert (group.lang, group.rivals, group.free) == ("fr", (), (six.week, six.thirty))
    assert [each.text.strip() for each in group.base if each.shared] == ["par étapes"]
    assert [(each.numbers, each.because.value) for each in page.order] == [
        ((six.soon,), "amends-amendment"), ((six.gone,), "deletes"), ((six.week,), "replaces"),
        ((six.thirty,), "replaces"), ((six.year,), "replaces"), ((six.more,), "inserts"), ((), "as-amended"),
    ]  # fmt: skip
    with refused("not-a-drafter"):
        await do(commands.mark(cast.ana, 1, [six.week, six.thirty], "Deux semaines.", "es"))
    with refused("not-rivals"):
        await do(commands.mark(drafter, 1, [six.week, six.gone], "Not the same.", "en"))
    with pytest.raises(Invalid):
        await do(commands.mark(drafter, 1, [six.week, six.thirty], " ", "en"))
    made = await do(commands.mark(drafter, 1, [six.week, six.thirty], "A week has one length.", "en"))
    with refused("marked-already"):
        await do(commands.mark(drafter, 1, [six.week, six.thirty], "Again.", "en"))
    page = await queries.groups(cast.claire, 1, "fr")
    assert page.groups[0].rivals[0].reason == "A week has one length."
    assert page.groups[0].rivals[0].put.code == "furthest-first", "what amends A1 is decided before"
    assert (six.week, six.thirty) in [each.numbers for each in page.order]
    assert await Entry.filter(verb="rivals-marked", topics__contains=f"amendment-{six.week}").count() == 1
    with refused("parent-first"):
        await do(commands.choose_order(cast.claire, 1, [six.week, six.soon], "No.", "fr"))
    await do(commands.choose_order(cast.claire, 1, [six.more, six.soon, six.week], "Le nouveau d’abord.", "fr"))
    page = await queries.groups(cast.omar, 1, "en")
    assert [each.numbers[0] for each in page.order[:2]] == [six.more, six.soon]
    assert page.chosen is not None
    assert page.chosen.reason == "Le nouveau d’abord."
    await do(commands.end(cast.claire, 1, made.id))
    assert (await queries.groups(cast.omar, 1, "en")).groups[0].rivals == ()


async def test_a_carried_amendment_moves_what_stands_beside_it_and_asks_a_person_where_words_collide(
    cast: Cast, plank: Plank, drafter: Actor, six: Six
) -> None:
    assert await week_carried(cast, six) == 2
    year, thirty = await row(six.year), await row(six.thirty)
    assert (year.base, year.state) == (2, "admitted")
    assert await read.texts(six.year) == {
        "en": "Weekly hours go down to thirty-two without loss of yearly pay.",
        "fr": "Les heures de travail diminuent à trente-deux sans perte de salaire annuel.",
        "es": "Las horas semanales bajan a treinta y dos sin pérdida de salario anual.",
    }
    unit = await Unit.get(id=year.text_id)
    original = await Text.get(unit_id=unit.id, language="en", revision=unit.revision)
    assert original.author_id == cast.tom.id, "words keep their author"
    assert ("amendment-reanchored", f"A{six.week}") in await verbs(cast, six.year)
    assert (await row(six.gone)).base == 2, "what nothing touched goes along without a word"
    assert (await verbs(cast, six.gone))[-1][0] == "amendment-admitted"
    assert await Entry.filter(verb="amendments-anchored").count() == 1

    assert (thirty.base, await read.texts(six.thirty)) == (1, THIRTY), "nothing is rewritten"
    with refused("collision"):
        await do(amendments.put_to_vote(cast.claire, [six.thirty]))
    assert [each.number for each in (await queries.groups(cast.omar, 1, "en")).waiting] == [six.thirty]
    assert [each.number for each in await queries.waiting_for(cast.karen, "en")] == [six.thirty]
    assert [each.number for each in await queries.waiting_for(drafter, "en")] == [six.thirty]
    assert await queries.waiting_for(cast.ana, "en") == ()
    view = await queries.overlap(cast.karen, six.thirty, "es")
    assert next((each.lang, each.base, each.theirs, each.now) for each in view.sides) == (
        "es", TEXTS["p3"]["es"], THIRTY["es"], WEEK["es"],
    )  # fmt: skip
    assert {each.lang for each in view.sides} == {"en", "fr", "es"}
    assert view.by == f"A{six.week}"
    with refused("not-the-mover"):
        await do(commands.confirm(cast.ana, six.thirty, view.key, "es", "Treinta."))
    with pytest.raises(Invalid):
        await do(commands.confirm(cast.karen, six.thirty, view.key, "en", WEEK["en"]))
    wanted = "Weekly hours go down to thirty-two, then to thirty, without loss of pay."
    await do(commands.confirm(cast.karen, six.thirty, view.key, "en", wanted))
    found = await read.amendment(cast.omar, six.thirty, "en")
    assert (found.text, found.old_text, found.missing) == (wanted, WEEK["en"], ("fr", "es"))
    assert (await verbs(cast, six.thirty))[-1][0] == "amendment-confirmed"
    assert await queries.waiting_for(drafter, "en") == ()
    page = await queries.groups(cast.omar, 1, "en")
    assert page.waiting == ()
    await carried(cast, six.thirty)
    assert (await planks.plank_texts(plank.id, 3))["p3"]["en"] == wanted


async def test_one_overlap_that_cannot_be_laid_side_by_side_holds_up_no_declaration(
    cast: Cast, plank: Plank, six: Six, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_texts: object) -> None:
        raise RuntimeError("a text that no comparison survives")

    monkeypatch.setattr(anchors, "sides", breaks)
    assert await week_carried(cast, six) == 2
    assert (await row(six.year)).base == 2, "the others go along"
    thirty = await row(six.thirty)
    assert (thirty.base, thirty.state, await read.texts(six.thirty)) == (1, "admitted", THIRTY), "it stays as it was"
    with refused("collision"):
        await do(amendments.put_to_vote(cast.claire, [six.thirty]))


async def test_what_amends_an_amendment_follows_its_words(cast: Cast, plank: Plank, six: Six) -> None:
    sooner = {each: text.replace("pay", "any pay").replace("salaire", "tout salaire") for each, text in WEEK.items()}
    sooner["es"] = WEEK["es"].replace("salario", "ningún salario")
    beside = await admitted(cast, cast.tom, "p3", sooner, parent=six.week)
    against = {
        each: text.replace("thirty-two", "forty").replace("trente-deux", "quarante") for each, text in WEEK.items()
    }
    against["es"] = WEEK["es"].replace("treinta y dos", "cuarenta")
    other = await admitted(cast, cast.tom, "p3", {**against, "en": against["en"].replace("to forty", "to forty soon")},
                           parent=six.week)  # fmt: skip
    page = await queries.groups(cast.omar, 1, "en")
    assert [(each.above, {one.line.number for one in each.members}) for each in page.groups][-1] == (
        six.week, {six.soon, other},
    )  # fmt: skip
    await carried(cast, six.soon)
    assert await read.texts(six.week) == WEEK_SOON
    assert (await read.texts(beside))["en"] == "Weekly hours go down to thirty-two this year without loss of any pay."
    assert ("amendment-reanchored", f"A{six.soon}") in await verbs(cast, beside)
    assert [each.number for each in await queries.waiting_for(cast.tom, "en")] == [other]
    with refused("collision"):
        await do(amendments.put_to_vote(cast.claire, [other]))
    await do(amendments.withdraw(cast.tom, other))
    assert await queries.waiting_for(cast.tom, "en") == ()


async def test_what_changed_a_deleted_passage_falls_and_says_with_what(cast: Cast, plank: Plank, six: Six) -> None:
    touched = await admitted(cast, cast.karen, "p2", {each: text + " Now." for each, text in TEXTS["p2"].items()})
    await carried(cast, six.gone)
    assert (await row(touched)).state == "fallen"
    last = (await read.amendment(cast.omar, touched, "en")).life[-1]
    assert (last.verb, last.cause) == ("amendment-fallen", f"A{six.gone}")
    assert last.reason is not None
    assert last.reason.text == "Its passage is no longer in the text."
    more = await row(six.more)
    assert (more.state, more.kind, more.block) == ("admitted", "insert-before", "p3"), "it keeps its place"
    await carried(cast, six.more)
    assert [each.text for each in (await planks.plank(cast.omar, 1, "es")).blocks][1] == NEW["es"]


async def test_the_committee_s_edits_are_followed_too(cast: Cast, plank: Plank, drafter: Actor, six: Six) -> None:
    async def edited(old: str, new: str) -> dict[str, str]:
        present = await Plank.get(id=plank.id)
        p3 = next(each for each in await drafting.blocks_of(present) if each.id == "p3")
        texts = {each: text.replace(old, new) for each, text in p3.texts.items()}
        await do(
            edits.edit(drafter, 1, edits.Edit("write", "p3", p3.mark, p3.kind, texts, "changed"), "Plainer.", "en")
        )
        return texts

    await edited("pay", "wages")
    assert (await read.texts(six.week))["en"] == "Weekly hours go down to thirty-two without loss of wages."
    assert (await read.texts(six.soon))["en"] == "Weekly hours go down to thirty-two this year without loss of wages."
    texts = await edited("in steps", "year by year")
    view = await queries.overlap(cast.ana, six.week, "en")
    assert (view.by, view.sides[0].now) == ("", texts["en"])
    assert view.sides[0].start == "Weekly hours go down to thirty-two without loss of wages."
    kept = await Anchoring.get(id=view.key)
    assert "merge-" in kept.engine, "the versions of the engine stand beside what it found"


async def test_what_is_before_the_conference_rests_and_catches_up(cast: Cast, plank: Plank, six: Six) -> None:
    await do(amendments.put_to_vote(cast.claire, [six.year]))
    await week_carried(cast, six)
    assert (await row(six.year)).base == 1
    assert await read.texts(six.year) == YEAR
    await do(amendments.readmit(cast.claire, [six.year]))
    assert (await row(six.year)).base == 2


async def test_who_is_overtaken_while_writing_is_told(cast: Cast, plank: Plank, six: Six) -> None:
    await week_carried(cast, six)
    key = (await queries.overlap(cast.karen, six.thirty, "en")).key
    again = {each: text.replace("thirty-two", "forty") for each, text in WEEK.items()}
    again |= {
        "fr": WEEK["fr"].replace("trente-deux", "quarante"),
        "es": WEEK["es"].replace("treinta y dos", "cuarenta"),
    }
    await carried(cast, await admitted(cast, cast.tom, "p3", again))
    with pytest.raises(Conflict, match=r"^overtaken:"):
        await do(commands.confirm(cast.karen, six.thirty, key, "en", "Anything else."))


@pytest.mark.parametrize("marked", [False, True])
async def test_what_was_not_chosen_lies_on_the_table_again_where_its_words_still_fit(
    cast: Cast, plank: Plank, drafter: Actor, six: Six, marked: bool
) -> None:
    """Unless a person had said that the conference can want only one of them."""
    if marked:
        await do(commands.mark(drafter, 1, [six.week, six.year], "One or the other.", "en"))
    for number in (six.year, six.thirty):
        await do(amendments.put_to_vote(cast.claire, [number]))
        await do(amendments.lose(cast.claire, number, by=f"A{six.week}"))
        assert (await row(number)).state == "lost"
    await week_carried(cast, six)
    assert (await row(six.thirty)).state == "lost", "its words were decided by the choice"
    assert (await row(six.year)).state == ("lost" if marked else "admitted")


async def test_a_broken_row_stands_apart_and_holds_up_nothing(cast: Cast, plank: Plank, six: Six) -> None:
    await Amendment.filter(number=six.thirty).update(kind="nonsense")
    await Amendment.filter(number=six.gone).update(base=99)
    page = await queries.groups(cast.omar, 1, "en")
    assert {(each.number, each.fault) for each in page.broken} == {
        (six.thirty, "unknown-kind"), (six.gone, "version-gone"),
    }  # fmt: skip
    assert {number for each in page.order for number in each.numbers} == {six.week, six.year, six.soon, six.more}
    await week_carried(cast, six)
    assert (await row(six.year)).base == 2
    assert (await row(six.gone)).base == 99


async def test_what_is_on_the_vote_is_carried_over_when_the_amendment_above_has_moved_meanwhile(
    cast: Cast, plank: Plank, six: Six
) -> None:
    await do(amendments.put_to_vote(cast.claire, [six.soon]))
    await carried(cast, six.year)
    assert (await read.texts(six.week))["en"] == "Weekly hours go down to thirty-two without loss of yearly pay."
    assert await read.texts(six.soon) == WEEK_SOON, "what is before the conference rests"
    await do(amendments.carry(cast.claire, six.soon, cause="vote 2"))
    both = "Weekly hours go down to thirty-two this year without loss of yearly pay."
    assert (await read.texts(six.week))["en"] == both
    assert (await read.texts(six.week))["fr"].endswith("à trente-deux cette année sans perte de salaire annuel.")


async def test_what_comes_back_from_the_vote_stands_in_the_words_above_it(cast: Cast, plank: Plank, six: Six) -> None:
    await do(amendments.put_to_vote(cast.claire, [six.soon]))
    await carried(cast, six.year)
    await do(amendments.readmit(cast.claire, [six.soon]))
    both = "Weekly hours go down to thirty-two this year without loss of yearly pay."
    assert (await read.texts(six.soon))["en"] == both
