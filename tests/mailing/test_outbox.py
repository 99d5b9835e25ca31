"""The outbox on both databases: an event is told once, a lease is one worker's, a letter keeps its name."""

import asyncio

from conference.debate import commands as debate
from conference.debate.mine import commands as mine
from conference.mailing import outbox
from conference.mailing.models import MailNotice
from conference.mailing.rules import LEASE
from conference.runtime import database
from tests.cast import Assembly
from tests.mailing.conftest import asks, gathered, later, sent
from tests.mailing.post import post_office

do = database.shielded


async def two_wait(ready: Assembly) -> None:
    for reader in (ready.walt, ready.dana):
        await asks(reader)
        await do(mine.follow_plank(reader, 1))
    await do(debate.speak(ready.rosa, 1, "plank", "en", "Hours."))
    assert len(await gathered()) == 2


async def forget_what_was_read() -> None:
    async with database.transaction():
        await database.execute("UPDATE mail_cursor SET seq = 0")


async def test_an_event_is_told_once_however_often_it_is_read(ready: Assembly) -> None:
    await two_wait(ready)
    await do(forget_what_was_read())
    assert len(await gathered()) == 2
    with post_office() as mailbox:
        assert (await sent(), await sent(hours=1)) == (2, 0)
    assert sorted(mailbox.to) == ["dana@example.org", "walt@example.org"]
    assert await MailNotice.filter(state="sent", tries=1).count() == 2


async def test_two_workers_never_have_the_same_letter(ready: Assembly) -> None:
    await two_wait(ready)
    with later(minutes=2):
        taken = await asyncio.gather(*(do(outbox.lease(1, 60)) for _ in range(3)))
    assert sorted(parcel.choice.account_id for some in taken for parcel in some) == sorted(
        [ready.walt.id or 0, ready.dana.id or 0]
    )


async def test_a_letter_that_nobody_answered_for_goes_out_again_under_its_name(ready: Assembly) -> None:
    await two_wait(ready)
    with later(minutes=2):
        lost = {each.choice.account_id: each.name for each in await do(outbox.lease(10, 60))}
    assert len(set(lost.values())) == 2
    with post_office() as mailbox:
        assert await sent(minutes=3) == 0, "another worker has them"
        assert await sent(seconds=125 + LEASE) == 2
    assert {each["Message-ID"].strip("<>").split("@")[0] for each in mailbox.letters} == set(lost.values())
