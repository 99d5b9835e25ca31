"""A note from naming to answering: who may, what stays, what a version changes, what translators find."""

import pytest

from conference.core.actor import NOBODY, Actor
from conference.core.errors import Absent, Conflict, Invalid, NotPermitted, Refused
from conference.debate import commands as debate
from conference.debate.models import Post
from conference.rapporteur import commands, desk, queries
from conference.rapporteur.models import Note
from conference.rapporteur.rules import POSTS_AT_MOST
from conference.runtime import database, journal
from conference.translation import commands as translation
from conference.translation import queries as texts
from tests import cast
from tests.cast import Assembly

from .conftest import Speak

do = database.shielded
POINT = "The week is too long for a family."


async def named(assembly: Assembly, *handles: str) -> None:
    for handle in handles:
        await do(commands.name(assembly.chair, 1, assembly.people[handle].id or 0))


async def drafted(writer: Actor, *posts: Post, text: str = POINT, side: str = "for", block: str = "p1") -> int:
    """A point with its posts; its key."""
    made = await do(commands.add_point(writer, 1, side, block, "en", text))
    keys = [each.id for each in posts]
    await do(commands.choose_posts(writer, 1, made.key, keys, keys))
    return made.key


async def presented(assembly: Assembly, speak: Speak, *, by: str = "marc") -> tuple[int, Post]:
    """Marc's note of one point, presented: the point's key and the post that it reports."""
    await named(assembly, by)
    post = await speak(assembly.rosa, "Eight hours, then the bus, then the children.")
    key = await drafted(assembly.people[by], post)
    await do(commands.present(assembly.people[by], 1))
    return key, post


async def test_the_chair_names_two_delegates_of_two_delegations(assembly: Assembly) -> None:
    marc, rosa = assembly.marc.id or 0, assembly.rosa.id or 0
    for handle in ("rosa", "amelie", "omar"):
        with pytest.raises(NotPermitted):
            await do(commands.name(assembly.people[handle], 1, marc))
    await named(assembly, "marc")
    with pytest.raises(Refused, match="same-delegation"):
        await named(assembly, "anne")
    with pytest.raises(Conflict, match="is-rapporteur"):
        await named(assembly, "marc")
    for nobody in (assembly.amelie.id, assembly.omar.id, 987_654):
        with pytest.raises(Invalid):
            await do(commands.name(assembly.chair, 1, nobody or 0))
    offered = {each.delegation for each in await queries.candidates(assembly.chair, 1, "en")}
    assert offered == {"Mexico", "United States"}
    await named(assembly, "rosa")
    with pytest.raises(Conflict, match="enough-rapporteurs"):
        await named(assembly, "dana")
    assert await queries.candidates(assembly.chair, 1, "en") == []
    await do(commands.release(assembly.chair, 1, rosa))
    await named(assembly, "dana")
    assert await queries.rapporteurs(1) == {marc, assembly.dana.id}


async def test_a_draft_is_its_rapporteurs_alone(assembly: Assembly, speak: Speak) -> None:
    await named(assembly, "marc", "rosa")
    post = await speak(assembly.dana, "Words.")
    key = await drafted(assembly.marc, post)
    assert [each.text for each in (await desk.desk(assembly.rosa, 1, "en")).points] == [POINT]
    for reader in (assembly.chair, assembly.anne, assembly.amelie, assembly.omar, NOBODY):
        with pytest.raises(Absent):
            await desk.desk(reader, 1, "en")
        with pytest.raises(Absent):
            await do(commands.change_point(reader, 1, key, "for", "", "en", "Mine.", read=2))
        assert (await queries.note(reader, 1, "en")).points == ()
    assert POINT not in str(await database.rows("SELECT text FROM text")), "no unit holds what was not presented"
    await do(commands.release(assembly.chair, 1, assembly.marc.id or 0))
    with pytest.raises(Absent):
        await desk.desk(assembly.marc, 1, "en")


async def test_writing_a_draft_wakes_nobody_elses_page(assembly: Assembly, speak: Speak) -> None:
    await named(assembly, "marc")
    post, before = await speak(assembly.rosa, "Words."), await journal.cursor()
    await drafted(assembly.marc, post)
    found = await journal.topics_after(before)
    assert found is not None
    assert not [topic for topic in found[1] if not topic.startswith("note-draft-")]


async def test_two_who_change_a_point_at_once_lose_nothing(assembly: Assembly, speak: Speak) -> None:
    await named(assembly, "marc", "rosa")
    key = await drafted(assembly.marc, await speak(assembly.dana, "Words."))
    read = (await desk.point(assembly.marc, 1, key, "en")).revision
    await do(commands.change_point(assembly.rosa, 1, key, "for", "", "es", "La semana.", read=read))
    with pytest.raises(Conflict, match="point-changed"):
        await do(commands.change_point(assembly.marc, 1, key, "for", "", "en", "The week.", read=read))
    assert (await desk.point(assembly.marc, 1, key, "en")).text == "La semana."


async def test_a_point_links_only_to_what_was_said_on_its_plank(assembly: Assembly, speak: Speak) -> None:
    await named(assembly, "rosa")
    await cast.file_plank(assembly, 2)
    elsewhere = await do(debate.speak(assembly.dana, 2, "plank", "en", "On another plank."))
    room = await speak(assembly.rosa, "Among ourselves.", "caucus:MX")
    gone = await speak(assembly.dana, "Gone.")
    await do(debate.withdraw(assembly.dana, gone.id))
    made = await do(commands.add_point(assembly.rosa, 1, "for", "", "en", POINT))
    for post in (elsewhere.id, room.id, gone.id, 987_654):
        with pytest.raises(Refused, match="no-such-post"):
            await do(commands.choose_posts(assembly.rosa, 1, made.key, [post], []))
    many = [(await speak(assembly.dana, f"{number}.")).id for number in range(POSTS_AT_MOST + 1)]
    with pytest.raises(Refused, match="too-many-posts"):
        await do(commands.choose_posts(assembly.rosa, 1, made.key, many, many))
    picker = await desk.picker(assembly.rosa, 1, made.key, "caucus:MX", "", 0, "en")
    assert picker.place == "plank"
    assert "caucus:MX" not in dict(picker.places)


async def test_a_note_is_presented_only_when_every_point_leads_somewhere(assembly: Assembly, speak: Speak) -> None:
    await named(assembly, "marc")
    with pytest.raises(Refused, match="not-presentable"):
        await do(commands.present(assembly.marc, 1))
    key = await drafted(assembly.marc)
    with pytest.raises(Refused, match="not-presentable"):
        await do(commands.present(assembly.marc, 1))
    post = await speak(assembly.rosa, "Words.")
    await do(commands.choose_posts(assembly.marc, 1, key, [post.id], []))
    await do(commands.present(assembly.marc, 1))
    with pytest.raises(Refused, match="not-presentable"):
        await do(commands.present(assembly.marc, 1))
    assert await Note.all().count() == 1


async def test_every_language_has_the_note_and_says_whose_words_they_are(assembly: Assembly, speak: Speak) -> None:
    await presented(assembly, speak)
    point = (await queries.note(assembly.rosa, 1, "fr")).points[0]
    assert (point.reading.text, point.reading.language, point.original) == (POINT, "en", None)
    assert POINT in [each.text for each in await texts.desk(assembly.amelie, "fr")]
    french = "La semaine est trop longue pour une famille."
    await do(translation.translate(assembly.amelie, point.reading.unit_id, "fr", french))
    await do(translation.translate(assembly.amelie, point.reading.unit_id, "es", "La semana es demasiado larga."))
    point = (await queries.note(assembly.rosa, 1, "fr")).points[0]
    assert (point.reading.text, point.reading.origin, point.reading.translator) == (french, "human", "Amélie Roy")
    assert point.original is not None
    assert point.original.text == POINT
    side_by_side = (await queries.in_all_languages(NOBODY, 1))[point.key]
    assert {each: reading.text for each, reading in side_by_side.items()} == {
        "en": POINT, "fr": french, "es": "La semana es demasiado larga.",
    }  # fmt: skip


async def test_a_version_never_changes_and_the_next_says_what_did(assembly: Assembly, speak: Speak) -> None:
    key, post = await presented(assembly, speak)
    other = await drafted(assembly.marc, post, text="Who pays for it?", side="open")
    unit = (await queries.note(NOBODY, 1, "en")).points[0].reading.unit_id
    await do(translation.translate(assembly.amelie, unit, "fr", "La semaine est trop longue."))
    await do(commands.change_point(assembly.marc, 1, key, "for", "p1", "en", f"{POINT} Always.", read=2))
    assert [each.reading.text for each in (await queries.note(NOBODY, 1, "en")).points] == [POINT]
    await do(commands.present(assembly.marc, 1))
    latest, first = await queries.note(NOBODY, 1, "en"), await queries.note(NOBODY, 1, "en", 1)
    assert [each.reading.text for each in latest.points] == [f"{POINT} Always.", "Who pays for it?"]
    assert [each.reading.text for each in first.points] == [POINT]
    assert not (await queries.note(NOBODY, 1, "fr")).points[0].reading.current, "the French is of the older words"
    step = (await queries.history(NOBODY, 1, "en"))[0]
    assert [(each.what, each.side) for each in step.changes] == [(("words",), "for"), (("added",), "open")]
    assert ("added", " Always.") in [(kind, f" {text.strip()}") for kind, text in step.changes[0].runs]
    kept = latest.points[1].reading.unit_id
    await do(commands.remove_point(assembly.marc, 1, key))
    await do(commands.present(assembly.marc, 1))
    third = await queries.note(NOBODY, 1, "en")
    assert [(each.key, each.reading.unit_id) for each in third.points] == [(other, kept)], "its translations stay"
    assert (await queries.history(NOBODY, 1, "en"))[0].changes[0].what == ("removed",)
    with pytest.raises(Absent):
        await queries.note(NOBODY, 1, "en", 4)


async def test_what_a_hidden_post_said_stays_in_the_note_and_its_author_is_not_named(
    assembly: Assembly, speak: Speak
) -> None:
    _, post = await presented(assembly, speak)
    link = (await queries.note(assembly.dana, 1, "en")).points[0].posts[0]
    assert (link.id, link.name, link.delegation, link.is_standing) == (post.id, "Rosa Delgado", "Mexico", True)
    for state in ("hidden", "withdrawn", "removed"):
        await Post.filter(id=post.id).update(state=state)
        point = (await queries.note(assembly.dana, 1, "en")).points[0]
        assert (point.reading.text, point.posts[0].name, point.posts[0].is_standing) == (POINT, "", False)


async def test_outside_the_room_nobody_is_named_without_her_consent(assembly: Assembly, speak: Speak) -> None:
    await presented(assembly, speak)
    view = await queries.note(NOBODY, 1, "en")
    assert "Rosa" not in str(view)
    assert "Marc" not in str(view)
    assert str(view.points[0].posts[0].name) == "a delegate, Mexico"


async def test_a_note_is_read_by_the_audience_of_its_debate(assembly: Assembly) -> None:
    await cast.file_plank(assembly, 2, audience="conference")
    assert (await queries.note(assembly.rosa, 2, "en")).version is None
    for reader in (NOBODY, assembly.omar):
        with pytest.raises(Absent):
            await queries.note(reader, 2, "en")


async def test_an_objection_stands_until_it_is_answered(assembly: Assembly, speak: Speak) -> None:
    with pytest.raises(NotPermitted, match="no-note"):
        await do(commands.object_to(assembly.dana, 1, "missing", "en", "Mine."))
    await presented(assembly, speak)
    for handle in ("omar", "amelie", "claire", "marc"):
        with pytest.raises(NotPermitted):
            await do(commands.object_to(assembly.people[handle], 1, "missing", "en", "Mine."))
    made = await do(commands.object_to(assembly.dana, 1, "missing", "en", "The night shift is missing."))
    with pytest.raises(NotPermitted, match="objecting"):
        await do(commands.object_to(assembly.dana, 1, "wrong", "en", "Again."))
    beside = (await queries.note(NOBODY, 1, "en")).standing
    assert [(each.reason.text, each.version) for each in beside] == [("The night shift is missing.", 1)]
    for handle in ("claire", "rosa", "dana"):
        with pytest.raises(NotPermitted):
            await do(commands.answer(assembly.people[handle], 1, made.id, "en", "No."))
    await do(commands.answer(assembly.marc, 1, made.id, "en", "It comes with the next version."))
    view = await queries.note(NOBODY, 1, "en")
    assert view.standing == ()
    assert view.answered[0].answer is not None
    assert view.answered[0].answer.text == "It comes with the next version."
    with pytest.raises(NotPermitted, match="settled"):
        await do(commands.take_back(assembly.dana, 1, made.id))


async def test_an_objection_that_is_taken_away_is_gone_in_every_language(assembly: Assembly, speak: Speak) -> None:
    await presented(assembly, speak)
    for by in ("dana", "claire"):
        made = await do(commands.object_to(assembly.dana, 1, "wrong", "en", "Canary words."))
        await do(translation.translate(assembly.amelie, made.reason_id, "fr", "Mots canaris."))
        with pytest.raises(NotPermitted):
            await do(commands.take_back(assembly.rosa, 1, made.id))
        await do(commands.take_back(assembly.people[by], 1, made.id))
        assert (await queries.note(assembly.dana, 1, "fr")).objections == ()
        assert "anar" not in str(await database.rows("SELECT text FROM text"))


async def test_the_home_page_says_what_waits_for_a_rapporteur(assembly: Assembly, speak: Speak) -> None:
    await named(assembly, "marc")
    assert await queries.waiting(assembly.marc) == [(1, False)]
    assert await queries.waiting(assembly.rosa) == []
    await drafted(assembly.marc, await speak(assembly.rosa, "Words."))
    await do(commands.present(assembly.marc, 1))
    assert await queries.waiting(assembly.marc) == []
    await do(commands.object_to(assembly.dana, 1, "missing", "en", "Mine."))
    assert await queries.waiting(assembly.marc) == [(1, True)]
