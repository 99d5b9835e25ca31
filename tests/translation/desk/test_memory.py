"""Memory and files on both databases: what is offered to whom, what comes back and what is refused, unit by unit."""

import re

import pytest

from conference.core.errors import Absent
from conference.debate import commands as debate
from conference.people.models import Account
from conference.runtime.database import shielded
from conference.translation import commands as texts
from conference.translation.desk import exchange, memory, queries, recall, tmx, xliff
from conference.translation.desk.exchange import Fate
from conference.translation.desk.models import MemorySegment
from conference.translation.desk.tmx import Pair
from conference.translation.machine import texts as machine
from conference.translation.machine.models import MachineText
from conference.translation.models import Text
from tests.translation.machine.conftest import Parrot, run_dry, switched_on, worker

__all__ = ["switched_on"]
WORDS, FRENCH = "La planta es nuestra desde hace treinta años.", "L’usine est à nous depuis trente ans."
LIKE = "La planta es nuestra desde hace veinte años."
PAIR = ("es", "fr")
on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""For what both databases do alike."""


async def translated(room, text: str = WORDS, place: str = "plank"):
    post = await room.says("rosa", "es", text, place)
    await shielded(texts.translate(room.assembly.rosa, post.unit_id, "fr", FRENCH))
    return post


async def found(reader, text: str, unit: int = 0) -> list[tuple[int, str]]:
    return [(each.percent, each.target) for each in await memory.matches(reader, unit, text, PAIR)]


async def test_the_same_words_are_found_first_then_those_that_are_alike(room):
    post = await translated(room)
    assert await found(room.amelie, WORDS) == [(100, FRENCH)]
    (like,) = await memory.matches(room.amelie, 0, LIKE, PAIR)
    assert (75 <= like.percent < 100, like.unit_id, like.by) == (True, post.unit_id, "Rosa Delgado")
    assert [each.text for each in like.changes if each.op != "equal"] == ["treinta", "veinte"]
    assert await found(room.amelie, "Pido la palabra.") == []
    assert await found(room.amelie, WORDS, post.unit_id) == []  # a text is no memory of itself
    assert [each.target for each in await memory.matches(room.amelie, 0, WORDS, ("es", "en"))] == []


@on_sqlite
async def test_nothing_comes_from_a_closed_room_or_from_what_was_taken_away_or_changed(room):
    await translated(room, place="caucus:MX")
    assert await found(room.amelie, WORDS) == []
    assert await found(room.assembly.rosa, WORDS) == []  # not even in that room itself
    post = await translated(room)
    assert len(await found(room.amelie, WORDS)) == 1
    assert await found(room.assembly.omar, WORDS) == [(100, FRENCH)]
    await shielded(debate.edit(room.assembly.rosa, post.id, "Otra cosa."))
    assert await found(room.amelie, WORDS) == []
    gone = await translated(room)
    await shielded(debate.withdraw(room.assembly.rosa, gone.id))
    assert await found(room.amelie, WORDS) == []
    assert WORDS not in (await exchange.tmx_out(room.amelie, *PAIR, "1")).decode()


@on_sqlite
async def test_a_paragraph_is_found_inside_another_text_where_both_have_as_many(room):
    said, three = room.assembly.rosa, "Compañeras:\n\n" + WORDS + "\n\nGracias a todas."
    post = await room.says("rosa", "es", three)
    await shielded(
        texts.translate(room.amelie, post.unit_id, "fr", f"Chères collègues,\n\n{FRENCH}\n\nMerci à toutes.")
    )
    other = await room.says("rosa", "es", f"{WORDS}\n\nNada más.")
    await shielded(texts.translate(room.amelie, other.unit_id, "fr", "En un seul paragraphe."))

    async def recalled(text: str):
        beside = await recall.beside(room.amelie, 0, text, PAIR)
        return [[(each.percent, each.target) for each in few] for few in beside]

    assert await recalled(f"Otro comienzo.\n\n- {WORDS}") == [[], [(100, FRENCH)]]
    ((alike,),) = await recalled(LIKE)
    assert (75 <= alike[0] < 100, alike[1]) == (True, FRENCH)
    new = await room.says("pablo", "es", f"# {WORDS}")
    match = (await queries.bench(room.amelie, new.unit_id, "fr")).matches[0]
    assert (match.percent, match.unit_id, match.target) == (100, post.unit_id, f"# {FRENCH}")
    assert await recall.beside(room.amelie, post.unit_id, WORDS, PAIR) == ((),)  # a text is no memory of itself
    assert await recalled("\n\n".join([WORDS] * 41)) == []
    await shielded(debate.withdraw(said, post.id))
    assert await recalled(WORDS) == [[]]
    closed = await room.says("rosa", "es", three, "caucus:MX")
    await shielded(texts.translate(said, closed.unit_id, "fr", f"Chères,\n\n{FRENCH}\n\nMerci."))
    assert await recalled(WORDS) == [[]]


async def test_memory_comes_before_engines_and_says_what_it_is(room, switched_on):
    await translated(room)
    await translated(room, "El canario calla.", "caucus:MX")
    again = (await room.says("pablo", "es", WORDS)).unit_id
    secret = (await room.says("pablo", "es", "El canario calla.")).unit_id
    parrot = Parrot()
    await run_dry(worker(parrot))
    reading = (await machine.readings([again], "fr"))[again]
    assert (reading.text, reading.origin, reading.route) == (FRENCH, "machine", ("memory", "es", "fr"))
    assert (reading.translator, reading.engine) == (None, "memory")
    await Account.filter(id=room.assembly.rosa.id).update(named=True)  # she is named with her consent only
    assert (await machine.readings([again], "fr"))[again].translator == "Rosa Delgado"
    assert (await machine.readings([secret], "fr"))[secret].text == "fr: El canario calla."
    assert await Text.filter(unit_id=again, language="fr").count() == 0  # nobody has looked at it: it waits on the desk
    await shielded(texts.translate(room.amelie, again, "fr", "À nous."))
    assert (await machine.readings([again], "fr"))[again].origin == "human"
    await run_dry(worker(parrot))
    assert (await machine.readings([again], "fr"))[again].text == "À nous."  # a machine never overwrites a person


@on_sqlite
async def test_a_public_text_remembers_nothing_that_is_not_public(room, switched_on):
    inside = await shielded(texts.write_unit(room.assembly.rosa, "es", WORDS, "conference"))
    await shielded(texts.translate(room.amelie, inside.id, "fr", FRENCH))
    post = (await room.says("pablo", "es", WORDS)).unit_id
    await run_dry(worker(Parrot()))
    assert (await MachineText.get(unit_id=post, language="fr")).engine == "parrot"


def filled(file: bytes, **answers: str) -> bytes:
    """The file with a translation for each of these originals."""
    text = file.decode()
    for source, target in answers.items():
        words = source.replace("_", " ")
        place = f'<source xml:space="preserve">{words}</source>'
        assert place in text
        text = text.replace(place, f'{place}<target xml:space="preserve">{target}</target>')
    return text.encode()


async def test_a_file_comes_back_unit_by_unit_and_what_is_stale_is_refused(room):
    good = await room.says("rosa", "es", "Uno")
    stale = await room.says("rosa", "es", "Dos")
    raced = await room.says("rosa", "es", "Tres")
    gone = await room.says("rosa", "es", "Cuatro")
    await room.says("rosa", "es", "Cinco @joan")
    closed = await room.says("rosa", "es", "Nunca", "caucus:MX")
    file = await exchange.xliff_out(room.amelie, *PAIR)
    assert b"Nunca" not in file
    assert f"u{closed.unit_id}." not in file.decode()
    await shielded(debate.edit(room.assembly.rosa, stale.id, "Dos y medio"))
    await shielded(texts.translate(room.jorge, raced.unit_id, "fr", "Trois!"))
    await shielded(debate.withdraw(room.assembly.rosa, gone.id))
    back = filled(file, Uno="Un", Dos="Deux", Tres="Trois", Cuatro="Quatre")
    back = re.sub(rb"(<source[^>]*>Cinco <ph[^>]*/></source>)", rb"\1<target>Cinq</target>", back)
    forged = xliff.write([xliff.Unit(closed.unit_id, 1, "Nunca", "Jamais")], "es", "fr", "x").replace(
        b".none", b".none"
    )
    results = await shielded(exchange.xliff_in(room.amelie, back))
    told = {each.unit_id: (each.fate, each.why and each.why.text) for each in results}
    assert told[good.unit_id] == (Fate.TAKEN, None)
    assert told[stale.unit_id] == (Fate.REFUSED, exchange.STALE)
    assert told[raced.unit_id] == (Fate.REFUSED, exchange.MEANWHILE)
    assert told[None] == (Fate.REFUSED, exchange.NOT_THERE)  # what was taken back is as if it never was
    assert exchange.LOST in [why for _, why in told.values()]
    assert (await Text.get(unit_id=good.unit_id, language="fr")).author_id == room.amelie.id
    assert (await Text.get(unit_id=raced.unit_id, language="fr")).text == "Trois!"
    assert {each.fate for each in await shielded(exchange.xliff_in(room.amelie, filled(file, Uno="Un")))} >= {Fate.SAME}
    (refused,) = await shielded(exchange.xliff_in(room.amelie, forged))
    assert (refused.fate, refused.unit_id) == (Fate.REFUSED, None)
    assert await Text.filter(unit_id=closed.unit_id, language="fr").count() == 0


@on_sqlite
async def test_only_a_translator_brings_texts_back(room):
    await room.says("rosa", "es", "Uno")
    file = filled(await exchange.xliff_out(room.amelie, *PAIR), Uno="Un")
    (result,) = await shielded(exchange.xliff_in(room.assembly.marc, file))
    assert (result.fate, result.why and result.why.text) == (
        Fate.REFUSED, "Translators write the texts in the other languages.",
    )  # fmt: skip
    with pytest.raises(Absent):
        await shielded(exchange.tmx_in(room.assembly.marc, tmx.write([], "es", "fr", "1"), "es", "fr", "x"))


async def test_a_memory_goes_out_and_one_from_elsewhere_is_offered_and_taken_out_again(room):
    post = await translated(room)
    out = await exchange.tmx_out(room.amelie, *PAIR, "1")
    assert Pair(WORDS, FRENCH, post.unit_id, xliff.mark(WORDS)) in tmx.read(out, *PAIR).pairs
    fates = [each.fate for each in await shielded(exchange.tmx_in(room.amelie, out, *PAIR, "Ours"))]
    assert set(fates) == {Fate.SAME}
    other = tmx.write([Pair("Buenos días a todas.", "Bonjour à toutes."), Pair("Malo\u202e", "Mauvais")], *PAIR, "1")
    results = await shielded(exchange.tmx_in(room.amelie, other, *PAIR, "From home"))
    assert [each.fate for each in results] == [Fate.TAKEN, Fate.REFUSED]
    (match,) = await memory.matches(room.jorge, 0, "Buenos días a todas.", PAIR)
    assert (match.percent, match.target, match.brought, match.by) == (
        100,
        "Bonjour à toutes.",
        "From home",
        "Amélie Roy",
    )
    (brought,) = await exchange.brought()
    assert (brought.name, brought.segments) == ("From home", 1)
    await shielded(debate.edit(room.assembly.rosa, post.id, "Otra cosa."))
    stale = await shielded(exchange.tmx_in(room.amelie, out, *PAIR, "Ours"))
    assert exchange.STALE in [each.why.text for each in stale if each.why]
    await shielded(exchange.forget(room.jorge, "From home", room.amelie.id))
    assert await memory.matches(room.jorge, 0, "Buenos días a todas.", PAIR) == []


@on_sqlite
async def test_what_is_deleted_is_gone_from_memories_that_brought_its_words_back(room):
    older = tmx.write([Pair("Sí.", "Oui.")], *PAIR, "1")
    await shielded(exchange.tmx_in(room.amelie, older, *PAIR, "Ours"))
    short, post = await translated(room, "Sí."), await translated(room)
    mended = Pair(WORDS, "Mieux dit.", post.unit_id, xliff.mark(WORDS))
    (result,) = await shielded(exchange.tmx_in(room.amelie, tmx.write([mended], *PAIR, "1"), *PAIR, "Ours"))
    assert result.fate == Fate.TAKEN
    for each in (short, post):
        await shielded(debate.withdraw(room.assembly.rosa, each.id))
    assert await memory.matches(room.jorge, 0, WORDS, PAIR) == []
    (kept,) = await MemorySegment.all()
    assert kept.source == "Sí.", "what was there before these words is not from them"
