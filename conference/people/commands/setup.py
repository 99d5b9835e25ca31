"""The conference is set up: delegations, accounts, roles, invitations."""

from collections.abc import Mapping, Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Invalid, Refused
from conference.core.languages import LANGUAGES, in_language
from conference.core.roles import Role
from conference.core.words import N_, Sentence
from conference.people import policy, rules
from conference.people.commands.records import hash_of, new_account
from conference.people.models import Account, Delegation, Grant, Invitation
from conference.people.rules import Application
from conference.runtime import clock, database, journal, secrets


async def add_delegation(actor: Actor, code: str, names: Mapping[str, str], languages: Sequence[str]) -> Delegation:
    """A delegation, after those that there are."""
    async with database.transaction():
        policy.may_set_up(actor).require()
        if not 0 < len(code) <= 8 or not in_language(dict(names), LANGUAGES[0]) or not set(languages) <= set(LANGUAGES):
            raise Refused("bad-delegation", N_("A delegation needs a short code, a name and working languages."))
        if await Delegation.exists(code=code):
            raise Conflict("delegation-exists", N_("There is a delegation with this code already."))
        position = await Delegation.all().count()
        made = await Delegation.create(code=code, names=dict(names), languages=list(languages), position=position)
        journal.record("delegation-added", topic="delegations", by=actor, decided=[code])
        return made


async def add_account(
    actor: Actor,
    handle: str,
    name: str,
    email: str | None,
    languages: Sequence[str],
    named: bool,
    about: Mapping[str, str] | None = None,
    password: str | None = None,
) -> Account:
    """An account made by the organizers, who vouch for its address. An empty handle is made from the name."""
    policy.may_set_up(actor).require()
    application = rules.tidied(Application(name, email or "", None, "", tuple(languages), named))
    problems = rules.problems_of(application, ())
    if email is None:
        problems.pop("email")
    if problems:
        raise Invalid(problems)
    hashed = await hash_of(password, application)
    async with database.transaction():
        account = await new_account(application, hashed, handle, about or {}, confirmed=email is not None)
        journal.record("account-added", topic=f"account-{account.id}", by=actor, decided=[account.opaque])
        return account


async def grant(actor: Actor, handle: str, role: Role | str) -> None:
    """Give a role; one that she has stays as it is."""
    async with database.transaction():
        wanted = Role(role)
        policy.may_grant(actor, wanted).require()
        account = await Account.get_or_none(handle=handle)
        if account is None:
            raise Absent
        await Grant.get_or_create(account_id=account.id, role=wanted)
        decided = [account.opaque, wanted.value]
        journal.record("role-granted", topic=f"account-{account.id}", by=actor, decided=decided)


async def invite(actor: Actor, email: str, role: Role | str = Role.DELEGATE, delegation: str | None = None) -> str:
    """A code that opens registration once, for this address, this role and, if given, this delegation."""
    async with database.transaction():
        wanted = Role(role)
        policy.may_invite(actor, wanted).require()
        address = rules.normal_email(email)
        problem = rules.email_problem(address)
        if problem:
            raise Invalid({"email": problem})
        if delegation is not None and not await Delegation.filter(code__in=[delegation[:9]]).exists():
            raise Invalid({"delegation": Sentence(N_("Please choose one of the delegations."))})
        code = secrets.token()
        await Invitation.create(
            code_hash=secrets.fingerprint(code),
            email=address,
            delegation_code=delegation,
            role=wanted,
            ends_at=clock.now() + rules.LINK_LASTS,
        )
        journal.record("person-invited", topic="credentials", by=actor, decided=[wanted.value, delegation])
        return code
