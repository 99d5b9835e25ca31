"""What readers see of a text in each language as it is written, translated, certified, revised and erased."""

import pytest

from conference.core.errors import Absent, Conflict, NotPermitted, Refused
from conference.runtime.database import shielded
from conference.translation import commands, queries
from conference.translation.models import Unit


@pytest.fixture
async def unit(cast) -> Unit:
    return await shielded(commands.write_unit(cast.rosa, "es", "La planta es **nuestra**.", "conference"))


async def french(unit: Unit) -> queries.Reading:
    return (await queries.readings([unit.id], "fr"))[unit.id]


async def test_a_text_without_translation_is_read_in_its_original(unit):
    reading = await french(unit)
    assert (reading.language, reading.origin, reading.translator) == ("es", "original", None)
    assert reading.html == "<p>La planta es <strong>nuestra</strong>.</p>\n"
    assert await queries.missing([unit.id]) == {unit.id: ("en", "fr")}


async def test_a_translation_is_read_with_its_translators_name(cast, unit):
    await shielded(commands.translate(cast.amelie, unit.id, "fr", "L’usine est à nous."))
    reading = await french(unit)
    assert (reading.text, reading.origin, reading.translator) == ("L’usine est à nous.", "human", "Amélie Roy")
    assert (reading.original_language, reading.others, reading.current) == ("es", ("es",), True)


async def test_a_translator_who_does_not_want_to_be_named_is_not(cast, unit):
    await shielded(commands.translate(cast.jorge, unit.id, "fr", "L’usine est à nous."))
    assert (await french(unit)).translator is None


async def test_a_revised_original_makes_its_translations_outdated(cast, unit):
    await shielded(commands.translate(cast.amelie, unit.id, "fr", "L’usine est à nous."))
    await shielded(commands.revise(cast.rosa, unit.id, "La planta no es nuestra."))
    assert not (await french(unit)).current
    assert (await queries.originals([unit.id]))[unit.id].text == "La planta no es nuestra."
    assert await queries.missing([unit.id]) == {unit.id: ("en", "fr")}


async def test_a_translation_of_a_revision_that_is_gone_is_refused(cast, unit):
    await shielded(commands.revise(cast.rosa, unit.id, "Otra cosa."))
    with pytest.raises(Conflict) as refusal:
        await shielded(commands.translate(cast.amelie, unit.id, "fr", "L’usine est à nous.", revision=1))
    assert refusal.value.code == "source-changed"
    assert await queries.missing([unit.id]) == {unit.id: ("en", "fr")}


async def test_certifying_vouches_for_the_present_text_and_a_new_one_needs_it_again(cast, unit):
    await shielded(commands.translate(cast.amelie, unit.id, "fr", "L’usine est à nous."))
    assert (await queries.uncertified([unit.id]))[unit.id] == ("en", "fr")
    await shielded(commands.certify(cast.jorge, unit.id, "fr"))
    assert (await french(unit)).origin == "certified"
    assert (await queries.uncertified([unit.id]))[unit.id] == ("en",)
    await shielded(commands.translate(cast.jorge, unit.id, "fr", "Cette usine est à nous."))
    assert ((await french(unit)).origin, (await french(unit)).text) == ("human", "Cette usine est à nous.")


async def test_nobody_certifies_an_outdated_translation(cast, unit):
    await shielded(commands.translate(cast.amelie, unit.id, "fr", "L’usine est à nous."))
    await shielded(commands.revise(cast.rosa, unit.id, "Otra cosa."))
    with pytest.raises(Refused) as refusal:
        await shielded(commands.certify(cast.jorge, unit.id, "fr"))
    assert refusal.value.code == "nothing-to-certify"


async def test_an_author_translates_herself_and_others_need_the_role(cast, unit):
    await shielded(commands.translate(cast.rosa, unit.id, "en", "The plant is ours."))
    with pytest.raises(NotPermitted):
        await shielded(commands.translate(cast.omar, unit.id, "fr", "À nous!"))
    with pytest.raises(NotPermitted):
        await shielded(commands.certify(cast.rosa, unit.id, "en"))
    with pytest.raises(NotPermitted):
        await shielded(commands.revise(cast.amelie, unit.id, "No."))


async def test_the_originals_language_takes_no_translation(cast, unit):
    with pytest.raises(Refused) as refusal:
        await shielded(commands.translate(cast.amelie, unit.id, "es", "La fábrica es nuestra."))
    assert refusal.value.code == "original-language"


@pytest.mark.parametrize(("text", "code"), [("  \n", "empty-text"), ("a" * 20_001, "text-too-long"), ("\0", "nul")])
async def test_a_text_that_says_nothing_or_cannot_be_shown_is_refused(cast, text, code):
    with pytest.raises(Refused) as refusal:
        await shielded(commands.write_unit(cast.rosa, "es", text, "conference"))
    assert refusal.value.code == code
    assert await Unit.all().count() == 0


async def test_an_erased_text_is_gone_in_every_language(cast, unit):
    await shielded(commands.translate(cast.amelie, unit.id, "fr", "L’usine est à nous."))
    await shielded(commands.erase(unit.id))
    assert await queries.readings([unit.id], "fr") == {}
    assert await queries.desk(cast.amelie, "en") == []
    with pytest.raises(Absent):
        await shielded(commands.translate(cast.amelie, unit.id, "en", "Back."))


async def test_the_desk_lists_what_lacks_a_current_text_and_says_what_is_outdated(cast, unit):
    other = await shielded(commands.write_unit(cast.rosa, "es", "Segunda.", "conference"))
    await shielded(commands.translate(cast.amelie, unit.id, "fr", "L’usine est à nous."))
    assert [lack.unit_id for lack in await queries.desk(cast.amelie, "fr")] == [other.id]
    assert [lack.unit_id for lack in await queries.desk(cast.amelie, "es")] == []
    await shielded(commands.revise(cast.rosa, unit.id, "Otra cosa."))
    assert [(lack.unit_id, lack.outdated) for lack in await queries.desk(cast.amelie, "fr")] == [
        (unit.id, True),
        (other.id, False),
    ]
    assert await queries.desk(cast.omar, "fr") == []
    with pytest.raises(Absent):
        await queries.job(cast.omar, unit.id, "fr")


async def test_a_second_person_reviews_and_certifies_never_the_translator_herself(cast, unit):
    await shielded(commands.translate(cast.amelie, unit.id, "fr", "L’usine est à nous."))
    for act in (commands.review, commands.certify):
        with pytest.raises(NotPermitted) as refusal:
            await shielded(act(cast.amelie, unit.id, "fr"))
        assert refusal.value.code == "own-translation"
    await shielded(commands.review(cast.jorge, unit.id, "fr"))
    assert (await french(unit)).origin == "reviewed"
    assert (await queries.uncertified([unit.id]))[unit.id] == ("en", "fr")
    assert not (await queries.job(cast.amelie, unit.id, "fr")).vouching
    assert (await queries.job(cast.jorge, unit.id, "fr")).vouching
    await shielded(commands.certify(cast.jorge, unit.id, "fr"))
    await shielded(commands.review(cast.jorge, unit.id, "fr"))
    assert (await french(unit)).origin == "certified"
