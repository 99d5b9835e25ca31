"""The worker: reads on in the journal, looks whose turn it is, and sends what is due. One in each process.

Permission and state are asked once more for each letter just before it goes out. What the server says decides what
becomes of it: taken; not now, and then later again; no such address, and then no more letters to it; or nothing at all,
and then all letters wait.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from time import monotonic
from typing import Any, Final

import aiosmtplib
import structlog

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import DEFAULT
from conference.debate.models import Post
from conference.mailing import commands, events, letters, outbox, rules, told
from conference.mailing.letters import Letter
from conference.mailing.models import MailNotice
from conference.mailing.outbox import Parcel
from conference.mailing.rules import Fate, Kind
from conference.mailing.turns import Round
from conference.runtime import database, mail, settings

TICK: Final = 2.0
TURNS_EVERY: Final = 60.0
SWEEP_EVERY: Final = 3_600.0
PATIENCE: Final = 60.0
"""Seconds for one letter, whatever the server does."""
PAUSES: Final = (30.0, 60.0, 120.0, 300.0, 600.0)
"""Seconds to leave a server alone that cannot be used, the first time, the second and so on."""
_ABOVE = "SELECT parent_id FROM post WHERE id = ?"
log = structlog.get_logger()
_leaving: set[asyncio.Task[None]] = set()


async def keep_mailing() -> None:
    """Run for as long as the server serves."""
    await Worker().run()


class Worker:
    """One process's hand at the outbox."""

    def __init__(self) -> None:
        self._round = Round()
        self._turns_at = 0.0
        self._swept_at = 0.0
        self._failures = 0
        self._rests_until = 0.0

    async def run(self) -> None:
        begun = False
        while True:
            try:
                if not begun:
                    await self._begin()
                    begun = True
                await self.work()
            except Exception as problem:  # tried again at the next beat; a lease that was taken runs out
                log.error("mailing", kind=type(problem).__name__, exc_info=problem)
            await asyncio.sleep(TICK)

    async def _begin(self) -> None:
        await database.shielded(events.begin())
        if database.on_sqlite():
            await database.shielded(outbox.free())

    async def work(self) -> None:
        """One beat: a slice of everything."""
        await database.shielded(events.gather())
        now = monotonic()
        if self._round.after is not None or now - self._turns_at >= TURNS_EVERY:
            self._turns_at = now
            await self._round.step()
        if now - self._swept_at >= SWEEP_EVERY:
            self._swept_at = now
            await database.shielded(outbox.sweep())
        if now >= self._rests_until:
            await self.send()

    async def send(self) -> int:
        """The letters that are due now; gives how many the server took."""
        parcels = await database.shielded(outbox.lease(outbox.AT_ONCE, settings.current().mail_per_minute))
        taken = 0
        for at, parcel in enumerate(parcels):
            fate, problem = await self._one(parcel)
            taken += fate is Fate.TAKEN
            if fate is Fate.DOWN:
                for left in parcels[at + 1 :]:
                    await database.shielded(outbox.settle(left, Fate.DOWN, problem))
                self._rest(problem)
                return taken
            self._failures = 0
        return taken

    def _rest(self, problem: str) -> None:
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)]
        self._failures += 1
        self._rests_until = monotonic() + pause
        log.warning("mail-server", problem=problem, pause=pause)

    async def _one(self, parcel: Parcel) -> tuple[Fate, str]:
        """One letter, as it is right at this moment."""
        try:
            letter = await _written(parcel)
        except Exception as problem:  # one broken text must not keep the other letters from going out
            log.error("letter", kind=type(problem).__name__, exc_info=problem)
            await database.shielded(outbox.settle(parcel, Fate.LATER, type(problem).__name__))
            return Fate.LATER, ""
        if letter is None:
            return Fate.LATER, ""
        fate, word = await deliver(letter)
        await database.shielded(outbox.settle(parcel, fate, word))
        if fate is Fate.REFUSED:
            await database.shielded(commands.refuse_address(parcel.choice.account_id, parcel.choice.address))
        return fate, word


async def _written(parcel: Parcel) -> Letter | None:
    """What the letter is made from; None when nothing of it may be told any more."""
    choice = parcel.choice
    try:
        reader = await told.actor_of(choice.account_id)
    except Absent:
        return None
    language = (reader.understands or (DEFAULT,))[0]
    found = await told.told(reader, language, parcel.notices)
    gone = {each.id for each in parcel.notices} - {each.id for each in found}
    await database.shielded(outbox.drop(parcel, sorted(gone)))
    if not found or not await _still(reader, parcel):
        return None
    refers = await _refers(choice.token, parcel.notices) if choice.words else ()
    return Letter(
        choice.address, language, choice.token, parcel.name, refers, choice.words, tuple(found) if choice.words else ()
    )


async def _still(reader: Actor, parcel: Parcel) -> bool:
    """Whether she has not ended her letters since the lease was taken."""
    found = await commands.choice_of(reader.id)
    return found is not None and found.token == parcel.choice.token and found.rhythm != rules.Rhythm.OFF


async def _refers(token: str, notices: Sequence[MailNotice]) -> tuple[str, ...]:
    """What a letter about one post continues; any other letter stands alone."""
    if len(notices) != 1 or notices[0].kind != Kind.POST:
        return ()
    post = await Post.get_or_none(id=int(notices[0].subject))
    if post is None:
        return ()
    path: list[int] = []
    above = post.parent_id
    while above is not None and len(path) < rules.ANCESTORS:
        path.append(above)
        found = await database.rows(_ABOVE, above)
        above = found[0][0] if found else None
    return rules.thread_of(token, post.thread_id, path[::-1])


async def deliver(letter: Letter) -> tuple[Fate, str]:
    """Hand a letter over, and say in a word what the server made of it."""
    chosen = settings.current()
    try:
        await _within_patience(mail.send(chosen, letters.letter_of(chosen, letter)))
    except aiosmtplib.SMTPRecipientsRefused as problem:
        return _said(problem.recipients[0].code)
    except (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError) as problem:
        return _said(problem.code)
    except aiosmtplib.SMTPResponseException as problem:
        return Fate.DOWN, str(problem.code)
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as problem:
        return Fate.DOWN, type(problem).__name__
    return Fate.TAKEN, ""


async def _within_patience(sending: Coroutine[Any, Any, None]) -> None:
    """Raises `TimeoutError` when it takes too long. What was begun takes its leave of the server by itself, and that
    can take as long again."""
    task = asyncio.create_task(sending)
    _leaving.add(task)
    task.add_done_callback(_left)
    done, _ = await asyncio.wait({task}, timeout=PATIENCE)
    if not done:
        task.cancel()
        raise TimeoutError
    task.result()


def _left(task: asyncio.Task[None]) -> None:
    _leaving.discard(task)
    if not task.cancelled():
        task.exception()  # read it: whoever waited has gone on


def _said(code: int) -> tuple[Fate, str]:
    return (Fate.REFUSED if 500 <= code < 600 else Fate.LATER), str(code)
