"""Filing a plank, what an amendment leaves of its ids and translations, what its versions and digests promise."""

import pytest

from conference.core.actor import NOBODY
from conference.core.errors import Absent, Conflict, NotPermitted, Refused
from conference.planks import commands, queries
from conference.planks.commands import BlockChange, NewBlock, NewSegment
from conference.planks.models import Plank
from conference.runtime.database import shielded
from conference.translation import commands as translation

BLOCKS = (
    NewBlock("p1", "heading", (NewSegment("p1s1", {"en": "Hours", "fr": "Heures", "es": "Horas"}),)),
    NewBlock(
        "p2",
        "paragraph",
        (
            NewSegment("p2s1", {"en": "We want less.", "fr": "Nous voulons moins.", "es": "Queremos menos."}),
            NewSegment("p2s2", {"en": "Nobody waits.", "fr": "Personne n’attend.", "es": "Nadie espera."}),
        ),
    ),
)
P2 = {
    "en": "We want 32 hours. Nobody waits.",
    "fr": "Nous voulons 32 heures. Personne n’attend.",
    "es": "Queremos 32 horas. Nadie espera.",
}


@pytest.fixture
async def plank(cast) -> Plank:
    titles = {"en": "Hours", "fr": "Heures", "es": "Horas"}
    return await shielded(
        commands.file_plank(cast.james, 3, "plank", "en", titles, {"en": "Work less."}, BLOCKS, "public")
    )


async def test_a_filed_plank_is_read_in_the_readers_language(plank):
    view = await queries.plank(NOBODY, 3, "fr")
    assert (view.title, view.summary, view.state, view.version) == ("Heures", "Work less.", "debate", 1)
    assert [block.text for block in view.blocks] == ["Heures", "Nous voulons moins. Personne n’attend."]
    assert [segment.label for segment in view.blocks[1].segments] == ["p2s1", "p2s2"]
    assert view.blocks[1].segments[0].origin == "human"


async def test_only_drafters_and_the_chair_file_planks(cast):
    with pytest.raises(NotPermitted):
        await shielded(commands.file_plank(cast.omar, 3, "plank", "en", {"en": "T"}, {}, BLOCKS, "public"))
    assert await Plank.all().count() == 0


async def test_a_number_is_given_once(cast, plank):
    with pytest.raises(Conflict):
        await shielded(commands.file_plank(cast.james, 3, "plank", "en", {"en": "T"}, {}, BLOCKS, "public"))


async def test_a_plank_for_the_conference_does_not_exist_for_observers(cast):
    await shielded(commands.file_plank(cast.james, 5, "plank", "en", {"en": "T"}, {}, BLOCKS, "conference"))
    with pytest.raises(Absent):
        await queries.plank(cast.omar, 5, "en")
    assert await queries.planks(cast.omar, "en") == []
    assert [line.number for line in await queries.planks(cast.james, "en")] == [5]


async def test_a_replaced_sentence_keeps_its_id_and_the_other_one_its_translations(cast, plank):
    before = await queries.plank(cast.james, 3, "en")
    await shielded(translation.certify(cast.amelie, before.blocks[1].segments[1].unit, "fr"))
    change = BlockChange("replace", "p2", P2, cast.james.id, "en")
    assert await shielded(commands.replace_blocks(cast.claire, plank, [change], "A7")) == 2
    after = (await queries.plank(cast.james, 3, "fr")).blocks[1]
    assert [(each.label, each.text, each.origin) for each in after.segments] == [
        ("p2s1", "Nous voulons 32 heures.", "human"),
        ("p2s2", "Personne n’attend.", "certified"),
    ]


async def test_an_older_version_never_changes(cast, plank):
    before = await queries.texts_digest(plank.id, 1)
    await shielded(commands.replace_blocks(cast.claire, plank, [BlockChange("replace", "p2", P2, None, "en")], "A7"))
    assert await queries.texts_digest(plank.id, 1) == before
    assert await queries.texts_digest(plank.id, 2) != before
    assert (await queries.plank(NOBODY, 3, "en", version=1)).blocks[1].text == "We want less. Nobody waits."
    assert [(each.number, each.cause) for each in await queries.versions(NOBODY, 3)] == [(2, "A7"), (1, "filed")]


async def test_inserted_blocks_follow_their_block_in_the_order_of_their_votes(cast, plank):
    for number, text in ((1, "First."), (2, "Second.")):
        change = BlockChange("insert", "p1", {"en": text}, cast.james.id, "en")
        await shielded(commands.replace_blocks(cast.claire, plank, [change], f"A{number}"))
    blocks = (await queries.plank(NOBODY, 3, "en")).blocks
    assert [(block.id, block.kind) for block in blocks] == [
        ("p1", "heading"),
        ("p1a", "paragraph"),
        ("p1b", "paragraph"),
        ("p2", "paragraph"),
    ]
    assert await queries.missing_languages(plank.id, 3) == ("fr", "es")


async def test_the_id_of_a_deleted_block_never_comes_back(cast, plank):
    for kind, block in (("insert", "p1"), ("delete", "p1a"), ("insert", "p1")):
        change = BlockChange(kind, block, {"en": "New."}, None, "en")
        await shielded(commands.replace_blocks(cast.claire, plank, [change], "A1"))
    assert [block.id for block in (await queries.plank(NOBODY, 3, "en")).blocks] == ["p1", "p1b", "p2"]


async def test_a_change_of_a_block_that_is_gone_is_a_conflict_and_makes_no_version(cast, plank):
    gone = BlockChange("replace", "p9", {"en": "New."}, None, "en")
    with pytest.raises(Conflict) as refusal:
        await shielded(commands.replace_blocks(cast.claire, plank, [gone], "A1"))
    assert refusal.value.code == "block-gone"
    assert [each.number for each in await queries.versions(NOBODY, 3)] == [1]


async def test_languages_that_cut_their_sentences_otherwise_make_one_segment(cast, plank):
    texts = {"en": "One. Two.", "fr": "Un et deux."}
    change = BlockChange("replace", "p2", texts, None, "en")
    await shielded(commands.replace_blocks(cast.claire, plank, [change], "A1"))
    assert await queries.block_texts(plank.id, 2, "p2") == texts
    assert len((await queries.plank(NOBODY, 3, "en")).blocks[1].segments) == 1


async def test_an_adopted_plank_changes_no_more(cast, plank):
    await shielded(commands.adopt(cast.claire, plank.id))
    with pytest.raises(Refused) as refusal:
        await shielded(commands.replace_blocks(cast.claire, plank, [BlockChange("delete", "p1")], "A1"))
    assert refusal.value.code == "plank-settled"
    with pytest.raises(Refused):
        await shielded(commands.lose(cast.claire, plank.id))
    assert (await queries.plank(NOBODY, 3, "en")).state == "adopted"


async def test_the_gate_sees_what_is_not_certified(cast, plank):
    assert await queries.missing_languages(plank.id, 1) == ()
    assert await queries.uncertified_languages(plank.id, 1) == ("fr", "es")
    for block in (await queries.plank(cast.amelie, 3, "en")).blocks:
        for segment in block.segments:
            await shielded(translation.certify(cast.amelie, segment.unit, "fr"))
    assert await queries.uncertified_languages(plank.id, 1) == ("es",)
