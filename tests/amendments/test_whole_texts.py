"""Whole texts: compared beside the loop, anchored anew with the text under them, and a list of hundreds in one go."""

import asyncio

from conference.amendments import comparing, queries
from conference.amendments.models import Amendment
from conference.amendments.wordings import Shelf
from conference.planks import queries as planks
from conference.planks.models import Plank

from .conftest import TEXTS, WEEK, Cast, admitted, carried

LONG = " ".join(f"Line {at} counts its hours." for at in range(200))


async def test_a_long_comparison_leaves_the_loop_and_is_made_once() -> None:
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0)

    heart = asyncio.create_task(beat())
    old, new = LONG, LONG.replace("hours", "minutes")
    found = await comparing.changes(old, new)
    first, beats = beats, 0
    assert await comparing.changes(old, new) is found
    heart.cancel()
    assert first > 10, "others had their turns meanwhile"
    assert beats == 0, "the second time nothing is compared"
    assert "".join(each.text for each in found if each.op != "delete") == new


async def test_figures_of_lists_leave_out_what_breaks_the_comparison() -> None:
    told = await comparing.summaries([("We want less.", "We want more."), ("a", "a b")])
    assert told["We want less.", "We want more."].words_replaced == 1
    assert (await comparing.summaries([("a", "a b")]))["a", "a b"].words_added == 1


async def test_a_shelf_reads_only_the_passages_that_are_amended(cast: Cast, plank: Plank) -> None:
    number = await admitted(cast, cast.ana, "p3", WEEK)
    row = await Amendment.get(number=number)
    assert [each.id for each in (await Shelf.of([row])).version(row)] == ["p3"]
    assert [each.id for each in (await Shelf.of([row], whole_versions=True)).version(row)] == ["p1", "p2", "p3"]


async def test_another_whole_text_stands_while_nobody_touched_what_it_changes(cast: Cast, plank: Plank) -> None:
    said = {"en": "All overtime stops", "fr": "Toutes les heures supplémentaires", "es": "Todo el tiempo extra"}
    more = {"en": "Starting today, all overtime stops", "fr": "Dès aujourd’hui, toutes les heures supplémentaires",
            "es": "Desde hoy, todo el tiempo extra"}  # fmt: skip
    own = {
        each: f"# {TEXTS['p1'][each]}\n\n{TEXTS['p2'][each].replace(said[each], more[each])}\n\n{TEXTS['p3'][each]}"
        for each in said
    }
    whole = await admitted(cast, cast.karen, "text", own, "substitute")
    await carried(cast, await admitted(cast, cast.ana, "p3", WEEK))
    assert (await queries.amendment(cast.omar, whole, "en")).state == "admitted"
    assert await carried(cast, whole) == 3
    view = await queries.amendment(cast.omar, whole, "fr")
    assert view.state == "carried"
    texts = await planks.plank_texts(plank.id, 3)
    assert (
        texts["p2"]["es"]
        == "Desde hoy, todo el tiempo extra se suspende hasta que regrese la gente en despido temporal."
    )
    assert texts["p3"] == WEEK, "what was carried before stays beside it"
