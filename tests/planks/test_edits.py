"""Edits of a laid plank: who may, what they leave outdated, what they keep current, and a translator's objection."""

import pytest

from conference.core.actor import NOBODY
from conference.core.errors import Invalid, NotPermitted
from conference.core.verdict import no
from conference.planks import queries, resting
from conference.planks.drafting import edits, rules
from conference.planks.drafting import queries as desks
from conference.planks.drafting.edits import Edit
from conference.planks.history import queries as histories
from conference.planks.history import standing
from conference.planks.models import Plank
from conference.runtime import settings as installed
from conference.runtime.database import shielded
from conference.translation import commands as translation
from conference.translation import successors
from tests.planks.test_planks import plank as plank  # the laid plank of the neighbouring file

WHY = "The committee had promised a number."


async def edit(cast, step: str, block: str, **more) -> int:
    desk = await desks.desk(cast.james, 3)
    found = desk.block(block)
    wanted = Edit(step, block, found.mark if found else "", **more)
    return await shielded(edits.edit(cast.james, 3, wanted, WHY, "en"))


async def written(cast, block: str, meaning: str, **texts: str) -> int:
    found = (await desks.desk(cast.james, 3)).block(block)
    assert found is not None
    return await edit(cast, "write", block, kind=found.kind, texts={**found.texts, **texts}, meaning=meaning)


async def marks(plank: Plank, version: int, block: str) -> dict[str, tuple[str, bool, int | None]]:
    found = next(each for each in await standing.of_version(plank.id, version) if each.id == block)
    return {each: (told.origin, told.current, told.since) for each, told in found.standings.items()}


async def test_an_edit_of_one_language_outdates_the_others_and_says_since_when_and_by_which_words(cast, plank):
    assert await written(cast, "p2", "changed", en="We want 32 hours. Nobody waits.") == 2
    assert await marks(plank, 2, "p2") == {
        "en": ("original", True, None),
        "fr": ("human", False, 2),
        "es": ("human", False, 2),
    }
    assert await written(cast, "p2", "changed", en="We want 30 hours. Nobody waits.") == 3
    block = (await standing.of_version(plank.id, 3))[1]
    assert block.standings["fr"].since == 2
    moved = block.standings["fr"].moved[0]
    assert (moved.label, moved.language) == ("p2s1", "en")
    assert [(str(each.op), each.text.strip()) for each in moved.changes if each.op != "equal"] == [
        ("delete", "less"),
        ("insert", "30 hours"),
    ]
    assert (await marks(plank, 3, "p1"))["fr"] == ("human", True, None)
    assert await queries.missing_languages(plank.id, 3) == ("fr", "es")
    assert (await queries.plank(NOBODY, 3, "fr", version=1)).blocks[1].text == "Nous voulons moins. Personne n’attend."
    assert (await marks(plank, 1, "p2"))["fr"] == ("human", True, None)


async def test_a_translator_brings_an_outdated_language_up_to_date(cast, plank):
    await written(cast, "p2", "changed", en="We want 32 hours. Nobody waits.")
    unit = (await queries.plank(cast.amelie, 3, "fr")).blocks[1].segments[0].unit
    await shielded(translation.translate(cast.amelie, unit, "fr", "Nous voulons 32 heures."))
    assert await marks(plank, 2, "p2") == {
        "en": ("original", True, None),
        "fr": ("human", True, None),
        "es": ("human", False, 2),
    }
    assert (await standing.unfit(plank.id, 2))["es"] == ("p1", "p2")


async def test_an_edit_that_leaves_the_meaning_keeps_the_certificates_until_a_translator_objects(cast, plank):
    for segment in (await queries.plank(cast.amelie, 3, "fr")).blocks[1].segments:
        await shielded(translation.certify(cast.amelie, segment.unit, "fr"))
    await written(cast, "p2", "same", en="We want fewer. Nobody waits.")
    await written(cast, "p2", "same", en="We want fewer hours. Nobody waits.")
    assert (await marks(plank, 3, "p2"))["fr"] == ("certified", True, None)
    lines, _ = await histories.history(NOBODY, 3, "en")
    assert [(each.number, each.same_meaning, each.contested) for each in lines] == [
        (3, True, False),
        (2, True, False),
        (1, False, False),
    ]
    first = (await queries.plank(cast.amelie, 3, "en", version=2)).blocks[1].segments[0].unit
    with pytest.raises(NotPermitted):
        await shielded(successors.object_to(cast.james, first))
    await shielded(successors.object_to(cast.amelie, first))
    assert (await marks(plank, 2, "p2"))["fr"] == ("certified", False, 2)
    assert await marks(plank, 3, "p2") == {
        "en": ("original", True, None),
        "fr": ("certified", False, 2),
        "es": ("human", False, 2),
    }
    assert [each.contested for each in (await histories.history(NOBODY, 3, "en"))[0]] == [True, True, False]


async def test_an_objection_leaves_alone_what_was_translated_since(cast, plank):
    await written(cast, "p2", "same", fr="Nous voulons moins d’heures. Personne n’attend.")
    unit = (await queries.plank(cast.amelie, 3, "es")).blocks[1].segments[0].unit
    await shielded(translation.translate(cast.amelie, unit, "es", "Queremos menos horas."))
    await shielded(successors.object_to(cast.amelie, unit))
    assert await marks(plank, 2, "p2") == {
        "en": ("human", False, 2),
        "fr": ("human", True, None),
        "es": ("human", True, None),
    }


async def test_an_edit_has_a_reason_and_says_whether_the_meaning_changes(cast, plank):
    found = (await desks.desk(cast.james, 3)).block("p1")
    assert found is not None
    asked = Edit("write", "p1", found.mark, "heading", {**found.texts, "en": "Working hours"})
    with pytest.raises(Invalid) as refusal:
        await shielded(edits.edit(cast.james, 3, asked, WHY, "en"))
    assert set(refusal.value.problems) == {"meaning"}
    with pytest.raises(Invalid) as refusal:
        await shielded(edits.edit(cast.james, 3, asked, "  ", "en"))
    assert set(refusal.value.problems) == {"reason"}
    with pytest.raises(NotPermitted):
        await shielded(edits.edit(cast.amelie, 3, asked, WHY, "en"))
    assert [each.number for each in await queries.versions(NOBODY, 3)] == [1]


async def test_the_history_says_who_edited_why_and_what(cast, plank):
    await written(cast, "p2", "changed", en="We want 32 hours. Nobody waits.")
    line = (await histories.history(NOBODY, 3, "en"))[0][0]
    assert (line.cause, line.reason and line.reason.text) == ("edited", WHY)
    assert line.editor == "James Whitfield"
    assert [
        (each.id, each.fate, each.summary.words_replaced, each.summary.words_replacing) for each in line.changed
    ] == [("p2", "changed", 1, 2)]


async def test_moved_joined_and_split_blocks_keep_their_sentences_with_every_translation(cast, plank):
    await edit(cast, "insert", "p2", texts={"en": "Third.", "fr": "Troisième."})
    await edit(cast, "up", "p2a")
    assert [block.id for block in (await queries.plank(NOBODY, 3, "en")).blocks] == ["p1", "p2a", "p2"]
    changed = (await histories.history(NOBODY, 3, "en"))[0][0].changed
    assert [each.fate for each in changed] == ["moved"]
    units = [each.unit for each in (await queries.plank(NOBODY, 3, "en")).blocks[2].segments]
    await edit(cast, "join", "p2a")
    joined = (await queries.plank(NOBODY, 3, "fr")).blocks[1]
    assert joined.text == "Troisième. Nous voulons moins. Personne n’attend."
    assert [each.unit for each in joined.segments][1:] == units
    await edit(cast, "split", "p2a", keeps=2)
    assert [(block.id, block.text) for block in (await queries.plank(NOBODY, 3, "en")).blocks] == [
        ("p1", "Hours"),
        ("p2a", "Third. We want less."),
        ("p2b", "Nobody waits."),
    ]
    gone = {each.label: (each.whole, each.last, each.first) for each in await histories.gone(plank.id, 5)}
    assert gone["p2"] == (True, 3, None)
    assert ("p2a", True, None, 2) in [
        (each.label, each.whole, each.last, each.first) for each in await histories.gone(plank.id, 1)
    ]


async def test_a_sentence_that_goes_in_one_language_leaves_no_word_of_another_behind(cast, plank):
    await written(cast, "p2", "same", en="We want less; nobody waits.")
    assert (await queries.plank(NOBODY, 3, "fr")).blocks[1].text == "Nous voulons moins. Personne n’attend."
    assert (await marks(plank, 2, "p2"))["fr"] == ("human", True, None)


async def test_the_text_rests_while_a_vote_is_put_and_where_the_rules_leave_it_to_amendments(cast, plank, house):
    async def put(_plank: int):
        return no("vote-put", "Vote %(number)s on this plank is not settled yet, so its text rests.", number=7)

    resting.barred_by(put)
    try:
        with pytest.raises(NotPermitted) as refusal:
            await written(cast, "p1", "changed", en="Working hours")
        assert refusal.value.code == "vote-put"
    finally:
        resting._bars.remove(put)
    installed.use(house.model_copy(update={"committee_edits": False}))
    with pytest.raises(NotPermitted) as refusal:
        await written(cast, "p1", "changed", en="Working hours")
    assert refusal.value.code == "committee-edits"


async def test_a_laid_block_that_somebody_else_has_edited_is_shown_as_it_stands(cast, plank):
    opened = (await desks.desk(cast.claire, 3)).block("p1")
    assert opened is not None
    await written(cast, "p1", "changed", en="Working hours")
    late = Edit("write", "p1", opened.mark, "heading", {"en": "Time", "fr": "Heures", "es": "Horas"}, "changed")
    with pytest.raises(rules.Overtaken) as refusal:
        await shielded(edits.edit(cast.claire, 3, late, WHY, "en"))
    assert refusal.value.now is not None
    assert refusal.value.now.texts["en"] == "Working hours"
