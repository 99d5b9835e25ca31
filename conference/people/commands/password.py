"""Somebody who forgot her password chooses a new one, by a link in a letter to her address."""

from dataclasses import replace
from typing import Final

from conference.core.actor import NOBODY
from conference.core.errors import Refused, TooMany
from conference.core.words import N_
from conference.people import rules, throttle
from conference.people.commands.records import STALE_LINK, hash_of
from conference.people.models import Account, ApiToken, KnownBrowser, Reset, Session
from conference.people.rules import Application
from conference.people.throttle import Bucket
from conference.runtime import clock, database, journal, secrets

_LETTERS: Final = Bucket("letter", most=5, seconds=3600)
_EVERYBODYS_LETTERS: Final = Bucket("letters", most=120, seconds=60)


async def may_write_to(email: str) -> bool:
    """Count a letter that a stranger may have asked for: nobody fills another person's letter box."""
    async with database.transaction():
        return await throttle.take(_LETTERS, rules.normal_email(email))


async def ask_reset(email: str) -> tuple[Account, str] | None:
    """A link for this address: the account and the token, or None when no letter goes out.

    An unknown address writes the same rows, so that neither the answer nor its time tells who is registered. Somebody
    who has no password yet gets none here: only her invitation lets her in.
    """
    address = rules.normal_email(email)[:254]
    token = secrets.token()
    async with database.transaction():
        may_write = await throttle.take(_LETTERS, address)
        if not await throttle.take(_EVERYBODYS_LETTERS, ""):
            raise TooMany("busy", N_("Many people ask for a letter just now. Please try again in a moment."))
        account = await Account.get_or_none(email=address)
        opens = account is not None and account.password_hash is not None and may_write
        now = clock.now()
        await Reset.filter(ends_at__lt=now).delete()
        await Reset.create(
            account_id=account.id if account is not None and opens else None,
            email_hash=secrets.fingerprint(address),
            token_hash=secrets.fingerprint(token),
            ends_at=now + rules.RESET_LASTS,
        )
    return (account, token) if account is not None and opens else None


async def choose_password(token: str, password: str) -> Account:
    """A new password by the link. Whoever was signed in as her is signed out; her tokens end, and so do her links."""
    found = await Reset.get_or_none(token_hash=secrets.fingerprint(token)).select_related("account")
    if found is None or found.account is None:
        raise Refused("stale-link", STALE_LINK)
    known = Application(found.account.name, found.account.email or "", None, "", ())
    hashed = await hash_of(password, known, needed=True)
    async with database.transaction():
        account = await Account.filter(id=found.account_id).select_for_update().get()
        used = await Reset.filter(id=found.id).delete()
        if not used or found.ends_at <= clock.now() or found.email_hash != secrets.fingerprint(account.email or ""):
            raise Refused("stale-link", STALE_LINK)
        account.password_hash = hashed
        account.email_confirmed_at = account.email_confirmed_at or clock.now()
        await account.save(update_fields=["password_hash", "email_confirmed_at"])
        for what in (Reset, Session, ApiToken, KnownBrowser):
            await what.filter(account_id=account.id).delete()
        by = replace(NOBODY, opaque=account.opaque)
        journal.record("password-chosen", topic=f"account-{account.id}", by=by)
        return account
