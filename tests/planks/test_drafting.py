"""A draft from its first block to its laying: seen by its committee only, never overwritten unseen, kept."""

import pytest

from conference.core.actor import NOBODY
from conference.core.errors import Absent, Conflict, Invalid, NotPermitted, Refused
from conference.planks import queries
from conference.planks.drafting import commands, rules
from conference.planks.drafting import queries as desks
from conference.runtime.database import shielded
from conference.runtime.settings import Settings, use

TITLES = {"en": "Hours", "fr": "Heures"}


@pytest.fixture
async def draft(cast, house: Settings) -> int:
    """A draft of three blocks, the last one in English only."""
    use(house)
    plank = await shielded(commands.begin(cast.james, "plank", "en", TITLES, {}))
    await shielded(commands.insert(cast.james, plank.number, "", "heading", {"en": "Hours", "fr": "Heures"}))
    first = (await desks.desk(cast.james, plank.number)).blocks[0].id
    text = {"en": "We want less.\n\nNobody waits.", "fr": "Nous voulons moins.\n\nPersonne n’attend."}
    await shielded(commands.insert(cast.james, plank.number, first, "paragraph", text))
    return plank.number


async def texts(cast, number: int, language: str = "en") -> list[str]:
    return [each.texts.get(language, "-") for each in (await desks.desk(cast.claire, number)).blocks]


async def test_an_empty_line_begins_a_block_in_every_language_alike(cast, draft):
    assert await texts(cast, draft) == ["Hours", "We want less.", "Nobody waits."]
    assert await texts(cast, draft, "fr") == ["Heures", "Nous voulons moins.", "Personne n’attend."]
    with pytest.raises(Invalid) as refusal:
        await shielded(commands.insert(cast.james, draft, "", "paragraph", {"en": "A\n\nB", "fr": "A et B"}))
    assert set(refusal.value.problems) == {"text-en", "text-fr"}
    assert len(await texts(cast, draft)) == 3


async def test_only_the_drafting_committee_knows_of_a_draft(cast, draft):
    for reader in (NOBODY, cast.omar, cast.amelie):
        with pytest.raises(Absent):
            await desks.desk(reader, draft)
        with pytest.raises(Absent):
            await queries.plank(reader, draft, "en")
        assert await queries.planks(reader, "en") == []
    with pytest.raises(NotPermitted):
        await shielded(commands.begin(cast.omar, "plank", "en", TITLES, {}))


async def test_two_drafters_at_once_the_later_one_sees_what_the_first_wrote(cast, draft):
    opened = (await desks.desk(cast.james, draft)).blocks[1]
    await shielded(
        commands.write(cast.claire, draft, opened.id, opened.mark, "paragraph", {"en": "We want a lot less."})
    )
    with pytest.raises(rules.Overtaken) as refusal:
        await shielded(commands.write(cast.james, draft, opened.id, opened.mark, "paragraph", {"en": "We want more."}))
    assert refusal.value.now is not None
    assert refusal.value.now.texts == {"en": "We want a lot less."}
    assert await texts(cast, draft) == ["Hours", "We want a lot less.", "Nobody waits."]
    other = (await desks.desk(cast.james, draft)).blocks[2]
    await shielded(commands.write(cast.james, draft, other.id, other.mark, "paragraph", {"en": "Nobody has to wait."}))
    assert await texts(cast, draft) == ["Hours", "We want a lot less.", "Nobody has to wait."]


async def test_moving_joining_deleting_and_taking_up_an_earlier_save(cast, draft):
    before = await desks.desk(cast.james, draft)
    await shielded(commands.shift(cast.james, draft, before.blocks[2].id, -1))
    assert await texts(cast, draft) == ["Hours", "Nobody waits.", "We want less."]
    moved = (await desks.desk(cast.james, draft)).blocks
    await shielded(commands.join(cast.james, draft, moved[1].id, moved[1].mark))
    assert await texts(cast, draft, "fr") == ["Heures", "Personne n’attend. Nous voulons moins."]
    await shielded(commands.remove(cast.claire, draft, moved[0].id, moved[0].mark))
    assert await texts(cast, draft) == ["Nobody waits. We want less."]
    await shielded(commands.restore(cast.james, draft, before.save))
    assert await texts(cast, draft) == ["Hours", "We want less.", "Nobody waits."]
    lines = await desks.saves(cast.james, draft)
    assert [(each.what, each.by) for each in lines][:3] == [
        ("restored", "James Whitfield"),
        ("removed", "Claire Beaulieu"),
        ("joined", "James Whitfield"),
    ]


async def test_laying_numbers_the_blocks_and_says_who_wrote_and_who_translated(cast, draft):
    blocks = (await desks.desk(cast.james, draft)).blocks
    both = {"en": "We want less.", "fr": "Nous en voulons moins."}
    await shielded(commands.write(cast.claire, draft, blocks[1].id, blocks[1].mark, "paragraph", both))
    plank = await shielded(commands.lay(cast.claire, draft))
    assert (plank.state, plank.version) == ("debate", 1)
    view = await queries.plank(NOBODY, draft, "fr")
    assert [(block.id, block.text) for block in view.blocks] == [
        ("p1", "Heures"),
        ("p2", "Nous en voulons moins."),
        ("p3", "Personne n’attend."),
    ]
    assert [block.segments[0].translator for block in view.blocks] == [
        "James Whitfield",
        "Claire Beaulieu",
        "James Whitfield",
    ]
    with pytest.raises(Conflict) as refusal:
        await shielded(commands.remove(cast.james, draft, blocks[0].id, blocks[0].mark))
    assert refusal.value.code == "laid-already"


async def test_what_lacks_its_own_language_is_not_laid(cast, draft):
    await shielded(commands.insert(cast.james, draft, "", "paragraph", {"fr": "En français seulement."}))
    desk = await desks.desk(cast.james, draft)
    assert [(gap.place, gap.bars) for gap in desk.gaps if gap.bars] == [(1, True)]
    with pytest.raises(Refused) as refusal:
        await shielded(commands.lay(cast.james, draft))
    assert refusal.value.code == "no-original"
    assert (await desks.desk(cast.james, draft)).laid is False
