"""Somebody comes in, and leaves: sessions. Signing in decides nothing, so the journal does not tell who was here."""

from collections.abc import Sequence
from typing import Final

from conference.core.actor import Actor
from conference.core.errors import Absent, Refused, TooMany
from conference.core.roles import Role
from conference.core.words import N_
from conference.people import policy, rules, throttle
from conference.people.models import Account, Grant, KnownBrowser, Session
from conference.people.throttle import Bucket
from conference.runtime import clock, database, secrets

_HERE: Final = Bucket("sign-in-here", most=10, seconds=600)
_ACCOUNT: Final = Bucket("sign-in-account", most=60, seconds=3600)
_NETWORK: Final = Bucket("sign-in-network", most=200, seconds=600)
_EVERYBODY: Final = Bucket("sign-in", most=600, seconds=60)
_KNOWN: Final = Bucket("sign-in-known", most=10, seconds=600)


async def sign_in(who: Account | str) -> str:
    """A new session for this account or handle; gives the token that the browser keeps."""
    async with database.transaction():
        account = who if isinstance(who, Account) else await _by_handle(who)
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


async def _by_handle(handle: str) -> Account | None:
    return await Account.get_or_none(handle=handle) if rules.is_handle(handle) else None


async def sign_in_with_password(email: str, password: str, *, origin: str = "", browser: str = "") -> str:
    """As `sign_in`, for somebody who proves who she is. An unknown address takes as long, and reads the same.

    `origin` is the network address she comes from, if the edge sees one; `browser` the token of a known browser.
    """
    address, given = rules.normal_email(email)[:254], rules.normal_password(password)
    tries = await _tries(address, origin, browser)
    await _note(tries)
    account = await Account.get_or_none(email=address)
    stored = account.password_hash if account is not None else None
    fits = await secrets.password_fits(stored, given if len(given) <= rules.PASSWORD_MOST else "")
    if account is None or not fits:
        raise Refused("not-recognised", N_("This e-mail address and this password do not belong together."))
    async with database.transaction():
        for bucket, who in tries:
            await (throttle.forget if bucket in (_HERE, _KNOWN) else throttle.give_back)(bucket, who)
        return await sign_in(account)


async def _tries(address: str, origin: str, browser: str) -> list[tuple[Bucket, str]]:
    """Where a try counts. In a browser that the account knows nobody else's guesses count; always in this order, so
    that two who sign in at once do not wait for each other."""
    known = KnownBrowser.filter(token_hash=secrets.fingerprint(browser), account__email=address)
    if await known.filter(ends_at__gt=clock.now()).exists():
        return [(_KNOWN, browser)]
    seen = [(_NETWORK, origin)] if origin else []
    return [(_HERE, f"{address} {origin}"), (_ACCOUNT, address), *seen, (_EVERYBODY, "")]


async def _note(tries: Sequence[tuple[Bucket, str]]) -> None:
    """Counted before the password is looked at, so that tries side by side count too; all of them, or none."""
    async with database.transaction():
        for bucket, who in tries:
            if not await throttle.take(bucket, who):
                raise TooMany(
                    "too-many-tries", N_("There were many tries to sign in. Please wait ten minutes and try again.")
                )


async def know_browser(email: str, browser: str = "") -> str | None:
    """Remember that this browser is hers; gives the token that it keeps, or None when it has one that still holds."""
    async with database.transaction():
        account = await Account.get_or_none(email=rules.normal_email(email))
        if account is None:
            raise Absent
        now = clock.now()
        await KnownBrowser.filter(account_id=account.id, ends_at__lt=now).delete()
        if await KnownBrowser.exists(account_id=account.id, token_hash=secrets.fingerprint(browser)):
            return None
        token = secrets.token()
        hashed, ends = secrets.fingerprint(token), now + rules.BROWSER_KNOWN
        await KnownBrowser.create(account_id=account.id, token_hash=hashed, ends_at=ends)
        return token


async def end_session(actor: Actor, session_id: int) -> None:
    """Sign out here, or revoke another browser of one's own. Raises `Absent` for anybody else's."""
    async with database.transaction():
        policy.may_keep(actor, actor.id or 0).require()
        if not await Session.filter(id=session_id, account_id=actor.id).delete():
            raise Absent
