"""A mail server that refuses for now, or for good, or hangs, or dies; and this house's own death."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from conference.debate import commands as debate
from conference.debate.mine import commands as mine
from conference.mailing import outbox, rules, worker
from conference.mailing.models import MailChoice, MailNotice
from conference.mailing.worker import Worker
from conference.runtime import database
from conference.runtime import settings as installed
from conference.runtime.models import Entry
from conference.runtime.settings import Settings
from tests.cast import Assembly
from tests.conftest import Visit
from tests.mailing.conftest import asks, gathered, later, sent
from tests.mailing.post import body, post_office

do = database.shielded


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
async def waiting(ready: Assembly) -> Assembly:
    """A letter waits for Walt."""
    await asks(ready.walt)
    await do(mine.follow_plank(ready.walt, 1))
    await do(debate.speak(ready.rosa, 1, "plank", "en", "Hours."))
    return ready


async def test_what_is_refused_for_now_is_tried_again_later_and_later(waiting: Assembly) -> None:
    with post_office() as mailbox:
        mailbox.rcpt = "451 Greylisted"
        assert await sent(minutes=2) == 0
        assert await sent(minutes=2.5) == 0
        found = await MailNotice.get()
        assert (found.state, found.problem, found.tries) == ("waiting", "451", 1)
        mailbox.rcpt, mailbox.data = "", "452 Full"
        assert await sent(minutes=4) == 0
        assert ((await MailNotice.get()).tries, (await MailNotice.get()).problem) == (2, "452")
        mailbox.data = ""
        assert await sent(minutes=5) == 0, "the second wait is longer"
        assert await sent(minutes=7) == 1
    assert (await MailNotice.get()).state == "sent"
    assert await MailChoice.filter(account_id=waiting.walt.id, rhythm="once").exists()


async def test_a_letter_is_given_up_at_last(waiting: Assembly) -> None:
    with post_office() as mailbox:
        mailbox.rcpt = "451 Greylisted"
        await sent(days=4)
        assert (await MailNotice.get()).state == "failed"
        mailbox.rcpt = ""
        assert await sent(days=9) == 0


@pytest.mark.parametrize("at", ["rcpt", "data"])
async def test_an_address_refused_for_good_ends_its_letters_and_her_page_says_so(
    waiting: Assembly, visit: Visit, at: str
) -> None:
    with post_office() as mailbox:
        setattr(mailbox, at, "550 No such mailbox")
        assert await sent() == 0
        mailbox.rcpt = mailbox.data = ""
        await do(debate.speak(waiting.rosa, 1, "plank", "en", "More."))
        assert await sent(days=1) == 0
    kept = await MailChoice.get(account_id=waiting.walt.id)
    assert (kept.rhythm, kept.address) == ("off", "")
    assert await MailNotice.all().count() == 0
    page = (await (await visit("walt")).get("/en/me/notices")).text
    assert "A mail server refused letters to your address for good" in page
    verbs = [each.verb for each in await Entry.filter(topics__contains=f"account-{waiting.walt.id}").order_by("seq")]
    assert verbs[-1] == "notice-address-refused"
    with post_office() as mailbox:
        await asks(waiting.walt, address="private@example.org")
        await do(debate.speak(waiting.rosa, 1, "plank", "en", "Again."))
        assert (await sent(), mailbox.to) == (1, ["private@example.org"])


async def test_a_server_that_hangs_or_cannot_be_used_holds_up_everything_and_loses_nothing(
    waiting: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.3)
    await gathered()
    hand = Worker()
    with post_office() as mailbox:
        mailbox.hangs = True
        with later(minutes=2):
            assert await hand.send() == 0
            assert (await MailNotice.get()).state == "waiting"
            mailbox.hangs = False
            await hand.work()
            assert mailbox.letters == [], "the server is left alone for a while"
    with post_office(smtp_user="nobody", smtp_password="x") as mailbox:
        assert await sent(minutes=10) == 0, "a password that the server does not take is no fault of an address"
    with post_office(smtp_port=9) as mailbox:
        assert await sent(minutes=20) == 0
    assert (await MailNotice.get()).state == "waiting"
    assert await MailChoice.filter(account_id=waiting.walt.id, rhythm="once").exists()
    with post_office() as mailbox:
        assert await sent(hours=2) == 1


async def test_a_line_that_breaks_after_the_letter_was_taken_gives_the_same_letter_twice(waiting: Assembly) -> None:
    with post_office() as mailbox:
        mailbox.dies = True
        assert await sent() == 0
        mailbox.dies = False
        assert await sent(hours=1) == 1
    assert len(mailbox.letters) == 2
    assert len({each["Message-ID"] for each in mailbox.letters}) == 1, "a mail program shows it once"


async def test_no_more_letters_a_minute_than_the_settings_allow(ready: Assembly) -> None:
    readers = [ready.walt, ready.dana, ready.ruth, ready.marc]
    for reader in readers:
        await asks(reader)
        await do(mine.follow_plank(reader, 1))
    await do(debate.speak(ready.rosa, 1, "plank", "en", "Hours."))
    await gathered()
    with post_office(mail_per_minute=3):
        with later(minutes=2):
            assert [await Worker().send() for _ in range(2)] == [3, 0]
        with later(minutes=3, seconds=5):
            assert await Worker().send() == 1


async def test_letters_that_say_nothing_do_not_come_one_after_another(ready: Assembly) -> None:
    await asks(ready.walt, words=False)
    await do(mine.follow_plank(ready.walt, 1))
    with post_office() as mailbox:
        for number in range(3):
            await do(debate.speak(ready.rosa, 1, "plank", "en", f"Hours {number}."))
        assert await sent() == 1, "three posts, one letter"
        await do(debate.speak(ready.rosa, 1, "plank", "en", "More."))
        assert await sent(minutes=5) == 0
        assert await sent(minutes=2, seconds=rules.QUIET + 10) == 1
    assert body(mailbox.letters[0]) == body(mailbox.letters[1])
    assert mailbox.letters[0]["Message-ID"] != mailbox.letters[1]["Message-ID"]


KILLED = """
import asyncio, sys
from datetime import timedelta
from pathlib import Path
from conference.mailing.worker import Worker
from conference.runtime import clock, database
from conference.runtime.settings import load
from conference.slices import MODELS

async def main():
    given = {"smtp_host": "127.0.0.1", "smtp_port": int(sys.argv[2]), "smtp_starttls": False, "database_url": ""}
    await database.connect(load(Path(sys.argv[1]), **given), MODELS)
    with clock.at(clock.now() + timedelta(minutes=2)):
        await Worker().send()

asyncio.run(main())
"""


async def test_killed_while_it_sends_it_sends_the_same_letter_once_more(waiting: Assembly, tmp_path: Path) -> None:
    (notice,) = await gathered()
    with post_office() as mailbox:
        mailbox.hangs = True
        script = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path), str(installed.current().smtp_port)]
        child = subprocess.Popen(script, env={**os.environ, "DATABASE_URL": ""})  # noqa: ASYNC220 -- killed below
        try:
            while (await MailNotice.get()).state != "leased":
                assert child.poll() is None
                await asyncio.sleep(0.05)
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()
        mailbox.hangs = False
        found = await MailNotice.get()
        assert (found.id, found.state) == (notice.id, "leased")
        await do(outbox.free())
        assert (await sent(minutes=3), await sent(minutes=30)) == (1, 0)
    assert [each["Message-ID"] for each in mailbox.letters] == [f"<{found.letter}@localhost>"]
