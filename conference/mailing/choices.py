"""Who gets letters now, and how: rows of everybody who asked for them and whose address is hers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from conference.core.actor import Actor
from conference.mailing import rules
from conference.mailing.models import MailChoice
from conference.mailing.rules import About
from conference.people import exporting
from conference.runtime import clock, database

UTC = "UTC"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets letters."""

    account: int
    rhythm: str
    hour: int
    weekday: int
    zone: str
    about: frozenset[str]
    handle: str
    name: str
    opaque: str

    def wants(self, about: About) -> bool:
        return about in self.about

    def due(self, now: datetime | None = None) -> float:
        """When what happens now goes out to her."""
        return rules.next_due(self.rhythm, self.hour, self.weekday, zone_of(self.zone), now or clock.now())


_READERS = (
    "SELECT c.account_id, c.rhythm, c.hour, c.weekday, c.zone, c.about, a.handle, a.name, a.opaque FROM mail_choice c "
    "JOIN account a ON a.id = c.account_id WHERE c.rhythm <> 'off' AND c.confirmed_at IS NOT NULL ORDER BY c.account_id"
)


async def readers() -> Mapping[int, Reader]:
    """By account."""
    found = await database.rows(_READERS)
    made = [
        Reader(account, rhythm, hour, weekday, zone, frozenset(about.split()), handle, name, opaque)
        for account, rhythm, hour, weekday, zone, about, handle, name, opaque in found
    ]
    return {each.account: each for each in made}


async def choice_of(account: int | None) -> MailChoice | None:
    return await MailChoice.get_or_none(account_id=account)


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name, or Greenwich's where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(UTC)


async def _exported(reader: Actor) -> dict[str, Any] | None:
    """How she wants her letters, for herself; None where she never asked for any. The words of links stay here."""
    found = await choice_of(reader.id)
    if found is None:
        return None
    return {
        "rhythm": found.rhythm, "hour": found.hour, "weekday": found.weekday, "zone": found.zone,
        "about": found.about.split(), "words": found.words, "address": found.address,
        "address_confirmed": found.confirmed_at is not None, "address_refused": found.refused_at is not None,
    }  # fmt: skip


exporting.exported_by("letters", _exported)
