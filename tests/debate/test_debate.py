"""A debate: who speaks, in what order it reads, in which language, and what is left of a post that is gone."""

import asyncio

import pytest

from conference.core.actor import NOBODY
from conference.core.errors import Absent, NotPermitted, Refused
from conference.debate import commands, news, queries, rules
from conference.debate.models import Post, Thread
from conference.debate.moderation import commands as moderation
from conference.runtime import journal
from conference.runtime.database import shielded
from conference.translation import commands as translation
from conference.translation.models import Text

from .conftest import filed


async def say(actor, thread, text, parent=None, language="es") -> Post:
    return await shielded(commands.post(actor, thread.id, language, text, parent and parent.id))


async def numbers(reader, thread, after="") -> list[int]:
    return [post.number for post in (await queries.page(reader, thread.id, "en", after)).posts]


async def test_a_thread_is_opened_once_for_each_place(plank, thread):
    again = await shielded(commands.open_thread(plank, "plank"))
    other = await shielded(commands.open_thread(plank, "block:p1"))
    assert again.id == thread.id != other.id
    with pytest.raises(Refused):
        await shielded(commands.open_thread(plank, "the bar"))


async def test_replies_read_under_what_they_answer(cast, thread):
    first = await say(cast.rosa, thread, "Uno")
    await say(cast.marc, thread, "Dos")
    reply = await say(cast.marc, thread, "A uno", first)
    await say(cast.rosa, thread, "A la respuesta", reply)
    page = await queries.page(cast.marc, thread.id, "en")
    assert [(post.number, post.depth, post.reply_to) for post in page.posts] == [
        (1, 0, None),
        (3, 1, 1),
        (4, 2, 3),
        (2, 0, None),
    ]
    assert (page.total, page.newest, page.next) == (4, 4, None)


async def test_a_post_is_read_in_the_readers_language_and_in_its_original(cast, thread):
    post = await say(cast.rosa, thread, "La planta es *nuestra*.")
    await shielded(translation.translate(cast.amelie, post.unit_id, "fr", "L’usine est à *nous*."))
    french = (await queries.page(NOBODY, thread.id, "fr")).posts[0]
    assert (french.html, french.lang, french.original_lang) == ("<p>L’usine est à <em>nous</em>.</p>\n", "fr", "es")
    assert (french.origin, french.translator) == ("human", "Amélie Roy")
    own = (await queries.conversation(NOBODY, post.id, "fr", original=True)).posts[0]
    assert (own.html, own.lang) == ("<p>La planta es <em>nuestra</em>.</p>\n", "es")


async def test_markup_that_could_run_is_text(cast, thread):
    await say(cast.rosa, thread, "<script>alert(1)</script> ![x](https://example.org/x.png) [y](javascript:alert(1))")
    html = (await queries.page(NOBODY, thread.id, "es")).posts[0].html
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("href") == 1
    assert 'href="https://example.org/x.png"' in html


async def test_only_delegates_speak(cast, thread):
    for actor in (cast.omar, cast.claire, NOBODY):
        with pytest.raises(NotPermitted):
            await say(actor, thread, "Yo también")
    assert await Post.all().count() == 0


async def test_a_name_is_shown_in_the_room_and_outside_only_with_consent(cast, thread):
    await say(cast.rosa, thread, "Uno")
    await say(cast.marc, thread, "Dos")
    inside = await queries.page(cast.marc, thread.id, "en")
    assert [(post.author, post.delegation) for post in inside.posts] == [("Rosa Delgado", "Mexico"), ("Marc Roy", "")]
    for reader in (NOBODY, cast.omar):
        outside = await queries.page(reader, thread.id, "en")
        assert [(post.author, post.delegation) for post in outside.posts] == [
            ("a delegate", "Mexico"),
            ("Marc Roy", ""),
        ]


async def test_an_edit_shows_at_once_and_outdates_the_translation(cast, thread):
    post = await say(cast.rosa, thread, "Uno")
    await shielded(translation.translate(cast.amelie, post.unit_id, "fr", "Un"))
    before = (await queries.page(NOBODY, thread.id, "fr")).posts[0]
    await shielded(commands.edit(cast.rosa, post.id, "Otro"))
    shown = (await queries.page(NOBODY, thread.id, "es")).posts[0]
    assert shown.html == "<p>Otro</p>\n"
    assert shown.edited_at is not None
    after = (await queries.page(NOBODY, thread.id, "fr")).posts[0]
    assert not after.current
    assert after.edition != before.edition


async def test_nobody_edits_the_words_of_another(cast, thread):
    post = await say(cast.rosa, thread, "Uno")
    for actor in (cast.marc, cast.claire):
        with pytest.raises(NotPermitted):
            await shielded(commands.edit(actor, post.id, "Dos"))
    assert (await queries.page(cast.marc, thread.id, "es")).posts[0].html == "<p>Uno</p>\n"


async def test_what_is_withdrawn_is_gone_in_every_language_and_its_replies_stay(cast, thread):
    post = await say(cast.rosa, thread, "Secreto")
    await shielded(translation.translate(cast.amelie, post.unit_id, "fr", "Secret"))
    await say(cast.marc, thread, "Respuesta", post)
    await shielded(commands.withdraw(cast.rosa, post.id))
    page = await queries.page(cast.rosa, thread.id, "fr")
    assert [(each.state, each.html) for each in page.posts] == [
        ("withdrawn", ""),
        ("standing", "<p>Respuesta</p>\n"),
    ]
    assert await Text.filter(text__icontains="secret").count() == 0
    assert await queries.counts(thread.plank_id) == {"plank": 1}
    with pytest.raises(NotPermitted):
        await shielded(commands.edit(cast.rosa, post.id, "Otra vez"))
    with pytest.raises(Refused):
        await say(cast.marc, thread, "Otra respuesta", post)


async def test_the_chair_takes_a_post_down_and_it_says_so(cast, thread):
    post = await say(cast.rosa, thread, "Insulto")
    for reader in (cast.marc, cast.claire):  # nothing goes without a public reason
        with pytest.raises(NotPermitted):
            await shielded(commands.withdraw(reader, post.id))
    await shielded(moderation.hide(cast.claire, post.id, "threat", "es", "Es un insulto."))
    with pytest.raises(NotPermitted):
        await shielded(commands.withdraw(cast.marc, post.id))
    await shielded(commands.withdraw(cast.claire, post.id))
    assert (await queries.page(cast.rosa, thread.id, "es")).posts[0].state == "removed"


async def test_a_debate_of_the_conference_does_not_exist_outside(cast):
    plank = await filed(cast, 4, "conference")
    thread = await shielded(commands.open_thread(plank, "plank"))
    post = await say(cast.rosa, thread, "Entre nosotros")
    for reader in (NOBODY, cast.omar):
        with pytest.raises(Absent):
            await queries.page(reader, thread.id, "es")
        with pytest.raises(Absent):
            await queries.conversation(reader, post.id, "es")
        with pytest.raises(Absent):
            await queries.thread_of(reader, 4, "plank")
        with pytest.raises(Absent):
            await queries.words_of(reader, post.id)


async def test_a_conversation_is_a_post_with_what_it_answers_and_its_replies(cast, thread):
    first = await say(cast.rosa, thread, "Uno")
    await say(cast.marc, thread, "Otra cosa")
    reply = await say(cast.marc, thread, "A uno", first)
    await say(cast.marc, thread, "A uno también", first)
    await say(cast.rosa, thread, "A la respuesta", reply)
    page = await queries.conversation(cast.rosa, reply.id, "es")
    assert [post.number for post in page.posts] == [1, 3, 5]


async def test_thirty_posts_at_once_get_thirty_numbers(cast, thread):
    await asyncio.gather(*(say(cast.rosa, thread, f"{n}") for n in range(30)))
    assert await numbers(cast.marc, thread) == list(range(1, 31))
    assert (await Thread.get(id=thread.id)).version == 30
    assert await journal.first_broken_link() is None


async def test_readers_hear_how_many_posts_are_new(cast, thread):
    await say(cast.rosa, thread, "Uno")
    seen = (await queries.page(cast.marc, thread.id, "en")).newest
    await say(cast.rosa, thread, "Dos")
    second = await Post.get(number=2)
    found = await news.since(cast.marc, thread.id, "en", 0, seen)
    assert (found.count, found.first) == (1, second.id)
    french = await news.since(cast.marc, thread.id, "en", 0, seen, rules.asked({"language": "fr"}))
    assert french.count == 0, "only what the page would show"


async def test_the_first_words_at_a_block_open_its_thread(cast, plank):
    await shielded(commands.speak(cast.rosa, 3, "block:p1", "es", "Aquí"))
    assert await queries.counts(plank.id) == {"block:p1": 1}
    with pytest.raises(Absent):
        await shielded(commands.speak(cast.rosa, 3, "block:p9", "es", "Aquí"))
    assert await queries.thread_of(cast.rosa, 3, "block:p9") is None
