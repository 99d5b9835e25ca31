"""How an account and its registration are written: shared by all commands that make one."""

import secrets as random
from collections.abc import Mapping

from conference.core.actor import Actor
from conference.core.errors import Conflict, Invalid
from conference.core.words import N_
from conference.people import rules
from conference.people.models import Account, Delegate, Delegation
from conference.people.rules import Application, State
from conference.runtime import clock, database, journal, secrets

_LOCK = 7_265_002
EMAIL_TAKEN = N_("Somebody is registered with this e-mail address already.")
STALE_LINK = N_("This link was used already, or it is too old.")


async def new_account(
    application: Application, hashed: str | None, handle: str, about: Mapping[str, str], *, confirmed: bool
) -> Account:
    await one_at_a_time()
    if application.email and await Account.exists(email=application.email):
        raise Conflict("email-taken", EMAIL_TAKEN)
    if handle and (not rules.is_handle(handle) or await Account.exists(handle=handle)):
        raise Conflict("handle-taken", N_("This short name is taken or cannot be used."))
    now = clock.now()
    return await Account.create(
        handle=handle or await _free_handle(application.name),
        opaque=random.token_hex(16),
        name=application.name,
        email=application.email or None,
        email_confirmed_at=now if confirmed else None,
        password_hash=hashed,
        languages=list(application.languages),
        about=dict(about),
        named=application.named,
        created_at=now,
    )


async def _free_handle(name: str) -> str:
    base = rules.handle_of(name, ())
    taken = await Account.filter(handle__startswith=base).values_list("handle", flat=True)
    return rules.handle_of(name, {str(each) for each in taken})


async def new_registration(account: Account, application: Application, by: Actor) -> None:
    delegation = await Delegation.get(code=application.delegation)
    await Delegate.create(
        account_id=account.id,
        delegation_id=delegation.id,
        organisation=application.organisation,
        alternate=application.alternate,
        state=State.REGISTERED,
        registered_at=clock.now(),
    )
    decided = [account.opaque, delegation.code, application.alternate]
    journal.record("person-registered", topic="credentials", by=by, decided=decided)


async def one_at_a_time() -> None:
    """Two people of one name or one address do not register in the same instant. SQLite has one writer anyway."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", _LOCK)


async def hash_of(password: str | None, application: Application, *, needed: bool = False) -> str | None:
    """The slow hash, made before the transaction: no writer waits for it."""
    if password is None and not needed:
        return None
    normal = rules.normal_password(password or "")
    words = (*application.name.split(), application.email, application.email.split("@")[0])
    problem = rules.password_problem(normal, words)
    if problem:
        raise Invalid({"password": problem})
    return await secrets.hash_password(normal)
