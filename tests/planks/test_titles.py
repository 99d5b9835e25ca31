"""Titles and summaries belong to a version like its text; a draft may be thrown away, and nothing else comes by it."""

import pytest

from conference.core.errors import Absent, NotPermitted
from conference.planks import commands as planks
from conference.planks import queries
from conference.planks.drafting import commands
from conference.planks.history import queries as histories
from conference.planks.models import Plank
from conference.runtime.database import shielded
from conference.runtime.settings import Settings, use

BLOCK = (planks.NewBlock("p1", "paragraph", (planks.NewSegment("p1s1", {"en": "We want less.", "fr": "Moins."}),)),)
TITLES = {"en": "Hours", "fr": "Heures", "es": "Horas"}
LATER = {"en": "Working hours", "fr": "Heures de travail", "es": "Horas de trabajo"}


async def laid(cast) -> Plank:
    made = planks.file_plank(cast.claire, 1, "plank", "en", TITLES, {"en": "In short."}, BLOCK, "public")
    return await shielded(made)


async def test_every_version_keeps_the_title_that_it_had(cast, house: Settings, visit) -> None:
    use(house)
    plank = await laid(cast)
    bound = await queries.texts_digest(plank.id, 1)
    assert await shielded(planks.retitle(cast.claire, plank, LATER, "A1")) == 2
    titles = [(await queries.plank(cast.omar, 1, "fr", version)).title for version in (1, 2)]
    assert titles == ["Heures", "Heures de travail"]
    assert await queries.texts_digest(plank.id, 1) == bound, "what a ballot is bound to does not change afterwards"
    assert await queries.texts_digest(plank.id, 2) != bound
    (line, first), _ = await histories.history(cast.omar, 1, "es")
    assert "".join(each.text for each in line.title if each.op != "delete") == "Horas de trabajo"
    assert first.title == ()
    page = (await visit()).get("/en/planks/1/compare/1...2")
    told = (await page).text
    assert "only what stands above the text differs" in told
    assert "Working" in told


async def test_a_draft_goes_only_when_confirmed_and_its_number_with_it(cast, house: Settings, visit) -> None:
    use(house)
    number = (await shielded(commands.begin(cast.james, "plank", "en", TITLES, {}))).number
    with pytest.raises(NotPermitted):
        await shielded(commands.discard(cast.omar, number))
    await shielded(commands.discard(cast.james, number))
    for reader in (cast.james, cast.claire):
        with pytest.raises(Absent):
            await queries.visible(reader, number)
        assert await queries.planks(reader, "en") == []
    again = await shielded(commands.begin(cast.james, "plank", "en", TITLES, {}))
    assert again.number == number + 1


async def test_an_earlier_save_comes_back_with_its_titles(cast, house: Settings) -> None:
    use(house)
    plank = await shielded(commands.begin(cast.james, "plank", "en", TITLES, {"en": "In short."}))
    mark = commands.head_mark(plank.titles, plank.summaries)
    await shielded(commands.entitle(cast.james, plank.number, mark, LATER, {"en": "Longer."}))
    await shielded(commands.restore(cast.james, plank.number, 1))
    found = await Plank.get(number=plank.number)
    assert (found.titles, found.summaries) == (TITLES, {"en": "In short."})
