"""Long threads: what a page shows of them, that every post can be reached, and that neither depth nor width matters."""

from random import Random

import pytest

from conference.core.errors import Absent
from conference.debate import commands, queries, rules
from conference.debate.queries import ThreadPage
from conference.runtime import database
from conference.runtime.database import shielded
from conference.translation import commands as translation

from .long import lay

LONG = 10_000


@pytest.fixture
def statements(monkeypatch) -> list[str]:
    """Every plain statement of the debate's reads."""
    asked: list[str] = []
    plain = database.rows

    async def counted(sql: str, *values: object) -> list[tuple[object, ...]]:
        asked.append(sql)
        return await plain(sql, *values)

    monkeypatch.setattr(database, "rows", counted)
    return asked


def numbers(page: ThreadPage) -> list[int]:
    return [post.number for post in page.posts]


async def test_a_chain_of_ten_thousand_opens_at_any_place_with_few_statements(cast, thread, statements):
    keys = await lay(thread, cast.rosa, range(LONG))
    statements.clear()
    page = await queries.page(cast.marc, thread.id, "es")
    assert numbers(page) == list(range(1, rules.DEPTH + 2))
    assert page.continued == {keys[rules.DEPTH]}
    assert (page.total, page.next, dict(page.cuts)) == (LONG, None, {})
    assert len(statements) < 15
    for number in (rules.DEPTH + 1, 31, 32, 33, 5_000, LONG):
        statements.clear()
        page = await queries.conversation(cast.marc, keys[number - 1], "es")
        assert numbers(page) == list(range(number - 1, min(number + rules.DEPTH, LONG) + 1))
        assert len(statements) < 24
    where = await queries.whereabouts(cast.marc, keys[-1])
    assert (where.number, where.shown) == (LONG, False)
    reply = await shielded(commands.post(cast.marc, thread.id, "fr", "Enfin", keys[-1]))
    assert (reply.number, reply.depth, len(reply.path)) == (LONG + 1, LONG, rules.WIDTH * rules.DEEPEST)


async def test_ten_thousand_replies_to_one_post_come_on_demand(cast, thread):
    keys = await lay(thread, cast.rosa, [0, *([1] * (LONG - 1))])
    page = await queries.page(cast.marc, thread.id, "es")
    assert numbers(page) == list(range(1, rules.REPLIES + 2))
    cut = page.cuts[keys[0]]
    assert cut.more == LONG - 1 - rules.REPLIES
    further = await queries.replies(cast.marc, thread.id, keys[0], "es", cut.after)
    assert numbers(further) == list(range(12, 12 + rules.MORE))
    assert further.cuts[keys[0]].more == cut.more - rules.MORE
    conversation = await queries.conversation(cast.marc, keys[0], "es")
    assert len(conversation.posts) == 1 + rules.MORE
    following = await queries.conversation(cast.marc, keys[0], "es", after=int(conversation.next or 0))
    assert numbers(following)[1] == numbers(conversation)[-1] + 1
    with pytest.raises(Absent):
        await queries.replies(cast.marc, thread.id, keys[5], "es", "")


async def test_ten_thousand_first_posts_come_a_hundred_a_page(cast, thread):
    await lay(thread, cast.rosa, [0] * LONG)
    seen, after = [], ""
    for _ in range(3):
        page = await queries.page(cast.marc, thread.id, "es", after)
        seen += numbers(page)
        after = page.next or ""
    assert seen == list(range(1, 3 * rules.PAGE + 1))


async def test_every_post_of_any_tree_is_reached_and_none_twice_in_the_overview(cast, thread):
    draw = Random(7)
    parents = [draw.choice((0, max(0, n - 1), draw.randint(0, n), draw.randint(0, min(n, 8)))) for n in range(700)]
    await lay(thread, cast.rosa, parents)
    seen, further, after = [], set(), ""
    while True:
        page = await queries.page(cast.marc, thread.id, "es", after)
        assert len(page.posts) <= rules.PAGE
        assert page.posts[0].depth == 0, "a page begins with a first post"
        seen += numbers(page)
        further |= page.continued
        for root, cut in page.cuts.items():
            end = cut.after
            while end:
                more = await queries.replies(cast.marc, thread.id, root, "es", end)
                seen += numbers(more)
                further |= more.continued
                end = more.cuts[root].after if more.cuts else ""
        if page.next is None:
            break
        after = page.next
    assert len(seen) == len(set(seen))
    everywhere, done = set(seen), set()
    while waiting := further - done:
        key = waiting.pop()
        done.add(key)
        start = 0
        while True:
            page = await queries.conversation(cast.marc, key, "es", after=start)
            everywhere |= set(numbers(page))
            further |= page.continued
            if page.next is None:
                break
            start = int(page.next)
    assert everywhere == set(range(1, 701))


async def test_a_post_is_sent_to_where_it_is_seen(cast, thread):
    keys = await lay(thread, cast.rosa, [0, *([1] * 30), 0])
    shown = {number: await queries.whereabouts(cast.marc, keys[number - 1]) for number in (1, 5, 11, 12, 32)}
    assert [where.shown for where in shown.values()] == [True, True, True, False, True]
    page = numbers(await queries.page(cast.marc, thread.id, "es"))
    assert [number in page for number in shown] == [True, True, True, False, True]


async def test_order_of_time_language_and_delegation(cast, thread):
    first = await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    await shielded(commands.post(cast.marc, thread.id, "fr", "Deux"))
    await shielded(commands.post(cast.marc, thread.id, "fr", "À un", first.id))
    await shielded(translation.translate(cast.amelie, first.unit_id, "fr", "Un"))

    async def asked(**given: str) -> list[int]:
        page = await queries.page(cast.marc, thread.id, "fr", rules.asked(given))
        assert page.flat
        return numbers(page)

    assert await asked(sort="time") == [1, 2, 3]
    assert await asked(sort="newest") == [3, 2, 1]
    assert await asked(sort="newest", after="3") == [2, 1]
    assert await asked(language="fr") == [3, 2], "in reading order: the reply to 1 stands before 2"
    assert await asked(language="es") == [1], "the language it was written in, not the one it is read in"
    assert await asked(delegation="MX") == [1]
    assert await asked(delegation="MX", language="fr") == []
    assert rules.asked({"after": "x'", "sort": "bed", "language": "tlh", "delegation": "' OR 1"}) == rules.Asked()
