"""What is kept of a thread's page for several readers: nothing of one reader's for another, and nothing that is old."""

import contextlib

from conference.core.actor import NOBODY
from conference.debate import commands, fragments, frames, queries
from conference.debate.models import Post
from conference.people import commands as people
from conference.runtime.database import shielded, transaction
from conference.translation import commands as translation

from .conftest import filed


async def say(actor, thread, text) -> Post:
    return await shielded(commands.post(actor, thread.id, "es", text))


async def html(reader, thread, language="en") -> str:
    return str(fragments.shown(await queries.page(reader, thread.id, language), language))


async def test_whoever_reads_first_leaves_no_link_of_hers_to_the_next(cast, thread):
    hers, his = await say(cast.rosa, thread, "Mío"), await say(cast.marc, thread, "Suyo")
    for _ in range(2):  # afresh, then kept
        for reader, own in ((cast.rosa, [hers]), (cast.marc, [his]), (cast.claire, []), (cast.omar, []), (NOBODY, [])):
            page = await html(reader, thread)
            assert [each for each in (hers, his) if f"/posts/{each.id}/edit" in page] == own
            assert (f"/posts/{hers.id}/hide" in page) == (reader is cast.claire)
            assert ("/reply" in page) == (reader in (cast.rosa, cast.marc))
            assert ("Rosa Delgado" in page) == (reader not in (cast.omar, NOBODY))


async def test_two_readers_alike_share_what_is_kept_until_something_happens(cast, thread):
    await say(cast.rosa, thread, "Uno")
    first = await queries.page(cast.omar, thread.id, "en")
    assert (await queries.page(cast.omar, thread.id, "en")).sight is first.sight
    elsewhere = await shielded(commands.open_thread(await filed(cast, 4, "public"), "plank"))
    first = await queries.page(cast.omar, thread.id, "en")  # a plank was filed, which might have shown
    await say(cast.rosa, elsewhere, "En otro debate")
    assert (await queries.page(cast.omar, thread.id, "en")).sight is first.sight, "other debates leave it as it is"
    await say(cast.rosa, thread, "Dos")
    assert [post.number for post in (await queries.page(cast.omar, thread.id, "en")).posts] == [1, 2]
    await shielded(people.keep_account(cast.rosa, ["es"], named=True))
    assert [post.author for post in (await queries.page(cast.omar, thread.id, "en")).posts] == ["Rosa Delgado"] * 2


async def test_a_place_of_the_plank_where_somebody_spoke_first_stands_in_the_choice_at_once(cast, plank, thread):
    await say(cast.rosa, thread, "Uno")
    page = await queries.page(cast.omar, thread.id, "en")
    assert "block:p1" not in (await frames.frame(cast.omar, page, "en")).counts
    await shielded(commands.speak(cast.rosa, 3, "block:p1", "es", "Aquí"))
    page = await queries.page(cast.omar, thread.id, "en")
    assert "block:p1" in (await frames.frame(cast.omar, page, "en")).counts


async def test_a_translation_a_consent_and_a_withdrawal_show_at_once(cast, thread):
    post = await say(cast.rosa, thread, "La planta es nuestra.")
    assert "La planta es nuestra." in await html(NOBODY, thread, "fr")
    await shielded(translation.translate(cast.amelie, post.unit_id, "fr", "L’usine est à nous."))
    assert "L’usine est à nous." in await html(NOBODY, thread, "fr")
    assert "Rosa Delgado" not in await html(NOBODY, thread, "fr")
    await shielded(people.keep_account(cast.rosa, ["es"], named=True))
    assert "Rosa Delgado" in await html(NOBODY, thread, "fr")
    await shielded(commands.withdraw(cast.rosa, post.id))
    assert "usine" not in await html(NOBODY, thread, "fr")


async def test_what_a_transaction_sees_before_it_ends_is_kept_for_nobody(cast, thread):
    await say(cast.rosa, thread, "Uno")

    async def look_inside_and_give_up() -> None:
        async with transaction():
            await commands.post(cast.rosa, thread.id, "es", "Dos")
            assert len((await queries.page(NOBODY, thread.id, "en")).posts) == 2
            raise LookupError

    with contextlib.suppress(LookupError):
        await shielded(look_inside_and_give_up())
    assert len((await queries.page(NOBODY, thread.id, "en")).posts) == 1
