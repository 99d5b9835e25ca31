"""Somebody comes in, and leaves: sessions. Signing in decides nothing, so the journal does not tell who was here."""

from datetime import datetime

from conference.core.actor import Actor
from conference.core.errors import Absent, Refused, TooMany
from conference.core.roles import Role
from conference.core.words import N_
from conference.people import policy, rules
from conference.people.models import Account, Grant, Session
from conference.people.throttle import Window
from conference.runtime import clock, database, secrets

_tries = Window(most=10, seconds=600)
_all_tries = Window(most=600, seconds=60)


async def sign_in(who: Account | str) -> str:
    """A new session for this account or handle; gives the token that the browser keeps."""
    async with database.transaction():
        account = who if isinstance(who, Account) else await Account.get_or_none(handle=who)
        if account is None:
            raise Absent
        now = clock.now()
        await Session.filter(account_id=account.id, ends_at__lt=now).delete()
        await Session.filter(account_id=account.id, seen_at__lt=now - rules.IDLE).delete()
        token = secrets.token()
        presides = await Grant.exists(account_id=account.id, role=Role.CHAIR)
        await Session.create(
            account_id=account.id,
            token_hash=secrets.fingerprint(token),
            created_at=now,
            seen_at=now,
            ends_at=rules.session_ends(now, presides),
        )
        return token


async def sign_in_with_password(email: str, password: str) -> str:
    """As `sign_in`, for somebody who proves who she is. An unknown address takes as long, and reads the same."""
    address, given = rules.normal_email(email)[:254], rules.normal_password(password)
    _note_try(address, clock.now())
    account = await Account.get_or_none(email=address)
    stored = account.password_hash if account is not None else None
    fits = await secrets.password_fits(stored, given if len(given) <= rules.PASSWORD_MOST else "")
    if account is None or not fits:
        raise Refused("not-recognised", N_("This e-mail address and this password do not belong together."))
    _tries.forget(address)
    _all_tries.give_back("")
    return await sign_in(account)


def _note_try(address: str, now: datetime) -> None:
    """Counted before the password is looked at, so that tries side by side count too."""
    seconds = now.timestamp()
    if not (_tries.take(address, seconds) and _all_tries.take("", seconds)):
        raise TooMany("too-many-tries", N_("There were many tries to sign in. Please wait ten minutes and try again."))


async def end_session(actor: Actor, session_id: int) -> None:
    """Sign out here, or revoke another browser of one's own. Raises `Absent` for anybody else's."""
    async with database.transaction():
        policy.may_keep(actor, actor.id or 0).require()
        if not await Session.filter(id=session_id, account_id=actor.id).delete():
            raise Absent
