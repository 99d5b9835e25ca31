"""Somebody registers, and proves her address."""

from collections.abc import Mapping
from dataclasses import replace

from conference.core.actor import NOBODY, Actor
from conference.core.errors import Invalid, Refused
from conference.core.roles import Role
from conference.core.words import N_, Sentence
from conference.people import policy, rules
from conference.people.commands.records import STALE_LINK, hash_of, new_account, new_registration
from conference.people.models import Account, Confirmation, Delegation, Grant, Invitation
from conference.people.rules import Application
from conference.runtime import clock, database, journal, secrets


async def register(
    visitor: Actor,
    application: Application,
    *,
    password: str | None = None,
    open_to_all: bool = False,
    invitation: str = "",
    handle: str = "",
    about: Mapping[str, str] | None = None,
) -> Account:
    """Make an account and put its registration before the credentials committee.

    An invitation is bound to its address, and proves it. Organizers register others without one, and without a
    password. Raises `Conflict` with code `email-taken` when the address is known.
    """
    wanted = rules.tidied(application)
    hashed = await hash_of(password, wanted, needed=not visitor.may("set-up"))
    async with database.transaction():
        invited = await _open_invitation(invitation) if invitation else None
        policy.may_register(visitor, open_to_all=open_to_all, invited=invited is not None).require()
        if invited is not None:
            wanted = _as_invited(wanted, invited)
        elif wanted.delegation is None:
            wanted = replace(wanted, delegation="")
        codes = await Delegation.all().values_list("code", flat=True)
        problems = rules.problems_of(wanted, [str(code) for code in codes])
        if problems:
            raise Invalid(problems)
        confirmed = invited is not None or visitor.may("set-up")
        account = await new_account(wanted, hashed, handle, about or {}, confirmed=confirmed)
        by = visitor if visitor.opaque != NOBODY.opaque else replace(NOBODY, opaque=account.opaque)
        if invited is not None:
            invited.used_at = clock.now()
            await invited.save(update_fields=["used_at"])
        if wanted.delegation is not None:
            await new_registration(account, wanted, by)
        elif invited is not None:
            await Grant.create(account_id=account.id, role=invited.role)
            journal.record("person-registered", topic=f"account-{account.id}", by=by, decided=[invited.role])
        return account


async def _open_invitation(code: str) -> Invitation:
    found = await Invitation.filter(code_hash=secrets.fingerprint(code)).select_for_update().get_or_none()
    if found is None or found.used_at is not None or found.ends_at <= clock.now():
        raise Refused("stale-invitation", STALE_LINK)
    return found


def _as_invited(application: Application, invited: Invitation) -> Application:
    """What the invitation settles is not the guest's to choose."""
    if application.email != invited.email:
        raise Invalid({"email": Sentence(N_("Please register with the address to which the invitation was sent."))})
    if Role(invited.role) not in rules.VOTING_ROLES:
        return replace(application, delegation=None, alternate=False)
    delegation = invited.delegation_code or application.delegation or ""
    return replace(application, delegation=delegation, alternate=invited.role == Role.ALTERNATE)


async def ask_confirmation(account: Account) -> str:
    """A new token for the link that proves this account's address; earlier ones end."""
    async with database.transaction():
        token = secrets.token()
        await Confirmation.filter(account_id=account.id).delete()
        await Confirmation.create(
            account_id=account.id,
            email=account.email or "",
            token_hash=secrets.fingerprint(token),
            ends_at=clock.now() + rules.LINK_LASTS,
        )
        return token


async def confirm_address(token: str, password: str | None = None) -> Account:
    """The link was opened: its address is hers. Somebody without a password chooses one here."""
    found = await Confirmation.get_or_none(token_hash=secrets.fingerprint(token)).select_related("account")
    if found is None:
        raise Refused("stale-link", STALE_LINK)
    hashed = None
    if found.account.password_hash is None:
        known = Application(found.account.name, found.email, None, "", ())
        hashed = await hash_of(password, known, needed=True)
    async with database.transaction():
        account = await Account.filter(id=found.account_id).select_for_update().get()
        used = await Confirmation.filter(id=found.id).delete()
        if not used or found.ends_at <= clock.now() or found.email != account.email:
            raise Refused("stale-link", STALE_LINK)
        account.email_confirmed_at = clock.now()
        account.password_hash = hashed or account.password_hash
        await account.save(update_fields=["email_confirmed_at", "password_hash"])
        by = replace(NOBODY, opaque=account.opaque)
        journal.record("address-confirmed", topic=f"account-{account.id}", by=by, also=("credentials",))
        return account
