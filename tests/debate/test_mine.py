"""What a reader keeps for herself: exact ranges of what she read, drafts, what she follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.actor import NOBODY
from conference.core.errors import Absent, Refused
from conference.debate import commands, news, queries
from conference.debate.mine import commands as mine
from conference.debate.mine import queries as kept
from conference.debate.mine import ranges
from conference.debate.models import PostDraft, Reading
from conference.runtime import database, keys
from conference.runtime.database import shielded

from .conftest import filed
from .long import lay

NUMBERS = st.sets(st.integers(1, 60))


@given(NUMBERS, NUMBERS, NUMBERS, st.integers(0, 60))
def test_ranges_are_the_numbers_that_they_say(read, more, gone, newest):
    both = ranges.joined((*ranges.of_numbers(read), *ranges.of_numbers(more)))
    text = ranges.written(both)
    assert ranges.parsed(text) == both
    assert {number for first, last in both for number in range(first, last + 1)} == read | more
    left = sorted(set(range(1, newest + 1)) - read - more - gone)
    assert ranges.unread(both, newest, gone) == (len(left), left[0] if left else None)


def test_what_is_no_range_is_left_out():
    assert ranges.parsed("7-3 x 0 4-5,6 99999999 -1 1--2") == ((4, 6),)


async def test_unread_is_exact_for_each_person(cast, thread):
    await lay(thread, cast.rosa, [0] * 20)

    async def left(reader):
        page = (await queries.page(reader, thread.id, "es")).mine
        return page.unread, page.first_unread

    assert await left(cast.marc) == (20, 1)
    assert await left(NOBODY) == (0, None)
    await shielded(mine.note_read(cast.marc, thread.id, ((1, 4), (7, 7))))
    await shielded(mine.note_read(cast.marc, thread.id, ((3, 5), (900, 999))))
    assert await left(cast.marc) == (14, 6)
    assert await left(cast.claire) == (20, 1)
    own = await shielded(commands.post(cast.marc, thread.id, "fr", "Moi"))
    assert await left(cast.marc) == (14, 6), "her own words are no news to her"
    assert await left(cast.rosa) == (21, 1)
    sixth = await queries.first_unread(cast.marc, thread.id)
    await shielded(commands.withdraw(cast.rosa, sixth))
    assert await left(cast.marc) == (13, 8), "what is gone cannot be read any more"
    await shielded(mine.note_read(cast.marc, thread.id))
    assert (await left(cast.marc), await queries.first_unread(cast.marc, thread.id)) == ((0, None), None)
    assert (await Reading.get(account_id=cast.marc.id)).ranges == f"1-{own.number}"


async def test_a_draft_waits_until_it_is_said_and_the_database_does_not_tell_whose_it_is(cast, plank, thread):
    place = kept.new_post(plank.id, "plank")
    await shielded(mine.keep_draft(cast.rosa, place, "es", "Medio escrito"))
    await shielded(mine.keep_draft(cast.rosa, place, "es", "Casi escrito"))
    page = await queries.page(cast.rosa, thread.id, "en")
    assert page.draft is not None
    assert (page.draft.text, page.draft.language) == ("Casi escrito", "es")
    assert (await queries.page(cast.marc, thread.id, "en")).draft is None
    rows = await database.rows("SELECT * FROM post_draft")
    assert len(rows) == 1
    assert cast.rosa.id not in rows[0][1:]
    assert keys.lying("marks") is not None
    first = await shielded(commands.post(cast.marc, thread.id, "fr", "Oui"))
    await shielded(mine.keep_draft(cast.rosa, kept.reply_to(first.id), "es", "Respuesta"))
    answering = await queries.conversation(cast.rosa, first.id, "es")
    assert answering.draft is not None
    assert answering.draft.text == "Respuesta"
    await shielded(commands.post(cast.rosa, thread.id, "es", "Escrito", first.id))
    assert await PostDraft.all().count() == 1, "the reply was said, the other draft waits on"
    await shielded(mine.keep_draft(cast.rosa, place, "es", "  "))
    assert await PostDraft.all().count() == 0
    with pytest.raises(Refused):
        await shielded(mine.keep_draft(cast.rosa, place, "es", "x" * 20_001))


async def test_followers_of_a_post_are_those_who_may_read_it_but_not_its_author(cast, plank, thread):
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    await shielded(mine.follow_plank(cast.marc, 3))
    await shielded(mine.follow_thread(cast.marc, thread.id))
    await shielded(mine.follow_author(cast.claire, post.id))
    await shielded(mine.follow_thread(cast.rosa, thread.id))
    found = {each.account_id: each.reasons for each in await kept.followers_of(post.id)}
    assert found == {cast.marc.id: ("plank", "thread"), cast.claire.id: ("person",)}
    with pytest.raises(Absent):  # outside the room she is "a delegate", so nobody there can follow her
        await shielded(mine.follow_author(cast.omar, post.id))
    with pytest.raises(Absent):
        await shielded(mine.follow_author(cast.rosa, post.id))
    other = await filed(cast, 4, "conference")
    closed = await shielded(commands.open_thread(other, "plank"))
    await shielded(mine.follow_thread(cast.omar, closed.id))  # as if she had been in the room then
    said = await shielded(commands.post(cast.rosa, closed.id, "es", "Entre nosotros"))
    assert cast.omar.id not in [each.account_id for each in await kept.followers_of(said.id)]
    assert [each.url for each in await kept.following(cast.omar, "en")] == []
    listed = await kept.following(cast.marc, "en")
    assert [(each.kind, each.url) for each in listed] == [("plank", "/planks/3"), ("thread", "/planks/3/debate")]
    await shielded(mine.unfollow(cast.marc, "thread", thread.id))
    assert [each.kind for each in await kept.following(cast.marc, "en")] == ["plank"]


async def test_a_reply_remembers_what_its_author_had_read(cast, thread):
    first = await shielded(commands.post(cast.rosa, thread.id, "es", "Sí"))
    await shielded(commands.post(cast.marc, thread.id, "fr", "D’accord", first.id))
    assert [post.answers_older for post in (await queries.page(cast.marc, thread.id, "fr")).posts] == [False, False]
    since = (await queries.page(cast.marc, thread.id, "fr")).cursor
    await shielded(commands.edit(cast.rosa, first.id, "No"))
    await shielded(commands.post(cast.marc, thread.id, "fr", "Je lisais encore oui", first.id, read=1))
    await shielded(commands.post(cast.marc, thread.id, "fr", "Je lis non", first.id, read=2))
    shown = (await queries.page(cast.marc, thread.id, "fr")).posts
    assert [(post.number, post.answers_older) for post in shown] == [(1, False), (2, True), (3, True), (4, False)]
    renewed = (await news.since(cast.marc, thread.id, "fr", since, 2)).renewed
    assert [post.number for post in renewed] == [1, 2], "the reply says so on pages that are open"
