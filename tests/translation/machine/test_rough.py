"""A machine's text beside planks and amendments: read by people, and by nothing that votes, certifies or compares."""

import pytest

from conference.amendments import commands, queries
from conference.amendments.wordings import missing
from conference.planks import commands as planks
from conference.planks import queries as texts
from conference.planks.commands import NewBlock, NewSegment
from conference.planks.models import Plank
from conference.runtime import settings as installed
from conference.runtime.database import shielded
from conference.translation import queries as translation
from tests.translation.machine.conftest import Parrot, run_dry, worker

ONLY = "The workers of the parts plants vote on it."


@pytest.fixture
def on(house):
    installed.use(house.model_copy(update={"machine_translation": True}))


async def test_a_paragraph_without_a_persons_text_has_a_rough_one_that_nobody_votes_on(on, assembly, visit):
    block = NewBlock("p1", "paragraph", (NewSegment("p1s1", {"en": ONLY}), NewSegment("p1s2", {"en": "Yes."})))
    titles = {"en": "Votes", "fr": "Votes", "es": "Votos"}
    await shielded(planks.file_plank(assembly.claire, 7, "plank", "en", titles, titles, (block,), "public"))
    plank = await Plank.get(number=7)
    before = await texts.texts_digest(plank.id, plank.version)
    rosa = await visit("rosa")
    page = (await rosa.get("/es/planks/7")).text
    assert ONLY in page
    assert 'class="rough"' not in page

    await run_dry(worker(Parrot()))
    page = (await rosa.get("/es/planks/7")).text
    assert f">{ONLY}</span>" in page, "the original stays where it was"
    assert f'<p class="text" lang="es-MX">es: {ONLY} es: Yes.</p>' in page
    assert 'class="rough"' not in (await rosa.get("/en/planks/7")).text

    assert await texts.texts_digest(plank.id, plank.version) == before
    assert await texts.missing_languages(plank.id, plank.version) == ("fr", "es")
    assert "es" not in (await texts.plank_texts(plank.id, plank.version))["p1"]
    unit = (await texts.segments(plank.id, plank.version))[0][3]
    assert set((await translation.in_all_languages([unit]))[unit]) == {"en"}
    assert "es: " not in (await rosa.get("/es/planks/7/versions/1")).text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_an_amendment_shows_it_under_its_difference_and_still_lacks_the_language(on, assembly, visit):
    made = await shielded(
        commands.propose(assembly.marc, 1, "p2", "replace", "fr", "Les heures sont volontaires.", "C'est juste.")
    )
    await run_dry(worker(Parrot()))
    page = (await (await visit("rosa")).get(f"/es/amendments/A{made.number}")).text
    assert "es: Les heures sont volontaires.</p>" in page
    view = await queries.amendment(assembly.rosa, made.number, "es")
    assert (view.lang, view.text) == ("fr", "Les heures sont volontaires.")
    assert not any("es: " in change.text for change in view.changes)
    assert await missing(made) == ("en", "es")
