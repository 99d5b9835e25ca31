"""Choosing letters, proving an address for them, ending them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from conference.core.actor import NOBODY, Actor
from conference.core.errors import Invalid, Refused, TooMany
from conference.core.words import N_, Sentence
from conference.mailing import policy, zones
from conference.mailing.choices import choice_of, zone_of
from conference.mailing.models import MailChoice, MailNotice
from conference.mailing.rules import About, Rhythm, State, next_due
from conference.people import rules as people
from conference.people import throttle
from conference.people.models import Account
from conference.people.throttle import Bucket
from conference.runtime import clock, database, journal, secrets

__all__ = ["Wanted", "choice_of", "choose", "confirm", "end", "refuse_address"]
LINK_LASTS: Final = 2 * 86_400.0
LETTERS: Final = Bucket("notice-address", most=4, seconds=3_600)
"""Confirmations that somebody can cause, and that one address can get: nobody is flooded from here."""
MANY_LETTERS: Final = N_("Several letters went to this address lately. Please try again in an hour.")
STALE: Final = N_("This link was used already, or it is too old.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How somebody wants her letters."""

    rhythm: Rhythm
    address: str
    about: Collection[str]
    hour: int = 18
    weekday: int = 4
    zone: str = "UTC"
    words: bool = False


async def choose(actor: Actor, wanted: Wanted) -> str:
    """Keep what somebody wants. Gives the token of the link that proves her address where that has to be proved first:
    nothing else is sent there before. No letters: everything that was kept about them is gone."""
    policy.may_choose(actor).require()
    async with database.transaction():
        account = await Account.filter(id=actor.id).select_for_update().get()
        if wanted.rhythm is Rhythm.OFF:
            await _forget(account.id)
            _note("notices-ended", actor)
            return ""
        address = people.normal_email(wanted.address)
        _require(replace(wanted, address=address))
        choice = await choice_of(account.id)
        if choice is None:
            choice = MailChoice(account_id=account.id, token=secrets.token(), address="")
        token = await _prove(account, choice, address)
        choice.rhythm, choice.zone = wanted.rhythm, wanted.zone
        choice.hour, choice.weekday = wanted.hour, wanted.weekday
        choice.about = " ".join(each for each in About if each in wanted.about)
        choice.words, choice.refused_at = wanted.words, None
        await choice.save()
        await _anew(choice)
        _note("notices-chosen", actor, [choice.rhythm, choice.about, choice.words])
        return token


def _require(wanted: Wanted) -> None:
    problems: dict[str, Sentence] = {}
    if (problem := people.email_problem(wanted.address)) is not None:
        problems["address"] = problem
    if not wanted.about:
        problems["about"] = Sentence(N_("Please choose at least one thing that letters are about."))
    if wanted.zone not in zones.NAMES:
        problems["zone"] = Sentence(N_("Please choose one of the answers offered."))
    if problems:
        raise Invalid(problems)


async def _prove(account: Account, choice: MailChoice, address: str) -> str:
    """The address is hers already, or a link is made that proves it. In a transaction."""
    if choice.address == address and choice.confirmed_at is not None:
        return ""
    choice.address, choice.confirmed_at, choice.code_hash = address, None, ""
    if account.email == address and account.email_confirmed_at is not None:
        choice.confirmed_at = account.email_confirmed_at
        return ""
    if not all([await throttle.take(LETTERS, who) for who in (address, f"account {account.id}")]):
        raise TooMany("too-many-letters", MANY_LETTERS)
    token = secrets.token()
    choice.code_hash, choice.code_ends = secrets.fingerprint(token), clock.now().timestamp() + LINK_LASTS
    return token


async def _anew(choice: MailChoice) -> None:
    """What waits goes out by her new choice; what she wants to hear of no longer does not."""
    waiting = MailNotice.filter(account_id=choice.account_id, state=State.WAITING, letter="")
    due = next_due(choice.rhythm, choice.hour, choice.weekday, zone_of(choice.zone), clock.now())
    await waiting.update(due=due)
    about = choice.about.split()
    kinds = {
        About.ANSWERS: ("answer", "named", "own"), About.FOLLOWING: ("person", "thread", "plank"),
        About.TURN: ("turn",), About.RESULTS: ("result",),
    }  # fmt: skip
    gone = [why for each, reasons in kinds.items() if each not in about for why in reasons]
    await waiting.filter(why__in=gone).delete()


async def confirm(token: str) -> None:
    """The link was opened: letters may go to this address."""
    async with database.transaction():
        found = await MailChoice.filter(code_hash=secrets.fingerprint(token)).select_for_update().first()
        if found is None or found.code_ends <= clock.now().timestamp():
            raise Refused("stale-link", STALE)
        found.confirmed_at, found.code_hash = clock.now(), ""
        await found.save(update_fields=["confirmed_at", "code_hash"])
        await _note_of(found.account_id, "notice-address-confirmed")


async def end(token: str) -> None:
    """No more letters, by the word that stands in each of them. A word that nobody has any more ends nothing, and
    looks the same from outside."""
    async with database.transaction():
        found = await MailChoice.filter(token=token[:43]).select_for_update().first()
        if found is not None and found.token == token:
            await _forget(found.account_id)
            await _note_of(found.account_id, "notices-ended")


async def refuse_address(account: int, address: str) -> None:
    """The server says for good that this address takes nothing: no more letters, and her page says why."""
    async with database.transaction():
        found = await MailChoice.filter(account_id=account, address=address).select_for_update().first()
        if found is not None:
            await _forget(account)
            await MailChoice.create(
                account_id=account, token=secrets.token(), rhythm=Rhythm.OFF, hour=found.hour, weekday=found.weekday,
                zone=found.zone, about=found.about, words=found.words, address="", refused_at=clock.now(),
            )  # fmt: skip
            await _note_of(account, "notice-address-refused")


async def _forget(account: int) -> None:
    await MailNotice.filter(account_id=account).delete()
    await MailChoice.filter(account_id=account).delete()


def _note(verb: str, actor: Actor, decided: object = None) -> None:
    journal.record(verb, topic=f"account-{actor.id}", by=actor, decided=decided)


async def _note_of(account: int, verb: str) -> None:
    """A step that a link or a server took, under the mark of whose letters they are."""
    opaque = (await Account.get(id=account)).opaque
    journal.record(verb, topic=f"account-{account}", by=replace(NOBODY, opaque=opaque))
