"""What somebody's page says of her letters: how she wants them, what waits, what went out lately."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from conference.core.actor import Actor
from conference.mailing import told
from conference.mailing.choices import choice_of, zone_of
from conference.mailing.models import MailChoice, MailNotice
from conference.mailing.rules import State
from conference.mailing.told import Told
from conference.people.models import Account
from conference.runtime import clock, settings

LATELY: Final = 12


@dataclass(frozen=True, slots=True)
class Own:
    """Her choice, if she has made one; the address that is hers already; whether this house sends mail at all; what is
    new, the newest first."""

    choice: MailChoice | None
    address: str
    known_address: str
    handle: str
    name: str
    sends: bool
    next_at: datetime | None
    waiting: tuple[Told, ...]
    sent: tuple[Told, ...]

    @property
    def refused(self) -> bool:
        return self.choice is not None and self.choice.refused_at is not None

    @property
    def unproved(self) -> bool:
        return self.choice is not None and self.choice.rhythm != "off" and self.choice.confirmed_at is None


async def own(reader: Actor, language: str) -> Own:
    """Of the reader herself."""
    account = await Account.get(id=reader.id)
    choice = await choice_of(reader.id)
    known = account.email if account.email and account.email_confirmed_at else ""
    rows = await MailNotice.filter(account_id=reader.id, state__in=[State.WAITING, State.LEASED, State.SENT])
    rows.sort(key=lambda each: -each.id)
    went = [each for each in rows if each.state == State.SENT][:LATELY]
    waits = [each for each in rows if each.state != State.SENT][:LATELY]
    found = {each.id: each for each in await told.told(reader, language, [*went, *waits], unread=False)}
    due = [each.due for each in rows if each.state == State.WAITING and each.due > clock.now().timestamp()]
    return Own(
        choice, (choice.address if choice else "") or known or account.email or "", known, account.handle, account.name,
        bool(settings.current().smtp_host), datetime.fromtimestamp(min(due), UTC) if due else None,
        tuple(found[each.id] for each in waits if each.id in found),
        tuple(found[each.id] for each in went if each.id in found),
    )  # fmt: skip


def here(moment: datetime, zone: str) -> datetime:
    """A moment in her own zone."""
    return moment.astimezone(zone_of(zone))
