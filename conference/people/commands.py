"""What changes accounts, registrations, roles, sessions and tokens: one verb, one command, one transaction."""

import secrets as random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from conference.core.actor import NOBODY, Actor
from conference.core.errors import Absent, Conflict, Invalid, Refused, TooMany
from conference.core.languages import LANGUAGES, in_language
from conference.core.roles import Role
from conference.core.words import N_, Sentence
from conference.people import policy, rules
from conference.people.models import (
    Account,
    ApiToken,
    Confirmation,
    Delegate,
    Delegation,
    Grant,
    Invitation,
    Session,
)
from conference.people.rules import Application, State
from conference.people.throttle import Window
from conference.runtime import clock, database, journal, secrets

ROWS_AT_MOST = 5_000
COLUMNS = ("name", "email", "delegation", "organisation", "languages", "alternate", "named")
_LOCK = 7_265_002
_tries = Window(most=10, seconds=600)
_all_tries = Window(most=600, seconds=60)
_EMAIL_TAKEN = N_("Somebody is registered with this e-mail address already.")
_STALE_LINK = N_("This link was used already, or it is too old.")


@dataclass(frozen=True, slots=True)
class RowReport:
    """What an import found in one row; `row` counts from 1 as in the file's list. No problems: it can be taken."""

    row: int
    name: str
    problems: tuple[tuple[str, Sentence], ...]


# the conference is set up


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
    hashed = await _hashed(password, application)
    async with database.transaction():
        account = await _new_account(application, hashed, handle, about or {}, confirmed=email is not None)
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
        if delegation is not None and not await Delegation.exists(code=delegation):
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


async def import_delegates(
    actor: Actor, rows: Sequence[Mapping[str, str]], *, dry_run: bool = False
) -> tuple[RowReport, ...]:
    """Register everybody in a list (columns `COLUMNS`), or, when one row has a problem, nobody at all."""
    async with database.transaction():
        policy.may_set_up(actor).require()
        if not 0 < len(rows) <= ROWS_AT_MOST:
            raise Refused("bad-list", N_("Please give a list of 1 to %(most)d people."), most=ROWS_AT_MOST)
        await _one_at_a_time()
        codes = {each.code: each.id for each in await Delegation.all()}
        taken = {str(each) for each in await Account.all().values_list("email", flat=True)}
        applications = [_application(row) for row in rows]
        report = []
        for number, (row, application) in enumerate(zip(rows, applications, strict=True), 1):
            problems = _row_problems(row, application, codes, taken)
            taken.add(application.email)
            report.append(RowReport(number, application.name, tuple(problems.items())))
        if not dry_run and not any(each.problems for each in report):
            for application in applications:
                account = await _new_account(application, None, "", {}, confirmed=False)
                await _new_registration(account, application, actor)
        return tuple(report)


def _application(row: Mapping[str, str]) -> Application:
    cells = {name: str(row.get(name) or "") for name in COLUMNS}
    said = {name: cells[name].strip().lower() in ("yes", "y", "1", "true") for name in ("alternate", "named")}
    languages = tuple(cells["languages"].replace(",", " ").replace(";", " ").lower().split())
    delegation = cells["delegation"].strip()
    return rules.tidied(
        Application(cells["name"], cells["email"], delegation, cells["organisation"], languages, **_kept(said))
    )


def _kept(said: Mapping[str, bool]) -> dict[str, bool]:
    return dict(said)


def _row_problems(
    row: Mapping[str, str], application: Application, codes: Mapping[str, int], taken: set[str]
) -> dict[str, Sentence]:
    problems = rules.problems_of(application, codes)
    if application.email in taken:
        problems.setdefault("email", Sentence(_EMAIL_TAKEN))
    for column in row:
        if column not in COLUMNS:
            problems[str(column)] = Sentence(N_("There is no such column here."))
    return problems


# somebody registers


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
    hashed = await _hashed(password, wanted, needed=not visitor.may("set-up"))
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
        account = await _new_account(wanted, hashed, handle, about or {}, confirmed=confirmed)
        by = visitor if visitor.opaque != NOBODY.opaque else replace(NOBODY, opaque=account.opaque)
        if invited is not None:
            invited.used_at = clock.now()
            await invited.save(update_fields=["used_at"])
        if wanted.delegation is not None:
            await _new_registration(account, wanted, by)
        elif invited is not None:
            await Grant.create(account_id=account.id, role=invited.role)
            journal.record("person-registered", topic=f"account-{account.id}", by=by, decided=[invited.role])
        return account


async def _open_invitation(code: str) -> Invitation:
    found = await Invitation.filter(code_hash=secrets.fingerprint(code)).select_for_update().get_or_none()
    if found is None or found.used_at is not None or found.ends_at <= clock.now():
        raise Refused("stale-invitation", _STALE_LINK)
    return found


def _as_invited(application: Application, invited: Invitation) -> Application:
    """What the invitation settles is not the guest's to choose."""
    if application.email != invited.email:
        raise Invalid({"email": Sentence(N_("Please register with the address to which the invitation was sent."))})
    if Role(invited.role) not in rules.VOTING_ROLES:
        return replace(application, delegation=None, alternate=False)
    delegation = invited.delegation_code or application.delegation or ""
    return replace(application, delegation=delegation, alternate=invited.role == Role.ALTERNATE)


async def _new_account(
    application: Application, hashed: str | None, handle: str, about: Mapping[str, str], *, confirmed: bool
) -> Account:
    await _one_at_a_time()
    if application.email and await Account.exists(email=application.email):
        raise Conflict("email-taken", _EMAIL_TAKEN)
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


async def _new_registration(account: Account, application: Application, by: Actor) -> None:
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


async def _one_at_a_time() -> None:
    """Two people of one name or one address do not register in the same instant. SQLite has one writer anyway."""
    if not database.on_sqlite():
        await database.rows("SELECT pg_advisory_xact_lock(?)", _LOCK)


async def _hashed(password: str | None, application: Application, *, needed: bool = False) -> str | None:
    """The slow hash, made before the transaction: no writer waits for it."""
    if password is None and not needed:
        return None
    normal = rules.normal_password(password or "")
    words = (*application.name.split(), application.email, application.email.split("@")[0])
    problem = rules.password_problem(normal, words)
    if problem:
        raise Invalid({"password": problem})
    return await secrets.hash_password(normal)


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
        raise Refused("stale-link", _STALE_LINK)
    hashed = None
    if found.account.password_hash is None:
        known = Application(found.account.name, found.email, None, "", ())
        hashed = await _hashed(password, known, needed=True)
    async with database.transaction():
        account = await Account.filter(id=found.account_id).select_for_update().get()
        used = await Confirmation.filter(id=found.id).delete()
        if not used or found.ends_at <= clock.now() or found.email != account.email:
            raise Refused("stale-link", _STALE_LINK)
        account.email_confirmed_at = clock.now()
        account.password_hash = hashed or account.password_hash
        await account.save(update_fields=["email_confirmed_at", "password_hash"])
        by = replace(NOBODY, opaque=account.opaque)
        journal.record("address-confirmed", topic=f"account-{account.id}", by=by, also=("credentials",))
        return account


# the credentials committee decides


async def accredit(actor: Actor, account_id: int, reason: str = "") -> Account:
    """Accept a registration: she is a delegate, or an alternate, from now on."""
    return await _decide(actor, account_id, State.ACCREDITED, reason, "delegate-accredited")


async def query_registration(actor: Actor, account_id: int, reason: str) -> Account:
    """Ask her something before deciding. An accepted delegate loses her seat until it is answered."""
    return await _decide(actor, account_id, State.QUERIED, reason, "registration-queried")


async def refuse_registration(actor: Actor, account_id: int, reason: str) -> Account:
    """Refuse a registration, or take an acceptance back."""
    return await _decide(actor, account_id, State.REFUSED, reason, "registration-refused")


async def _decide(actor: Actor, account_id: int, state: State, reason: str, verb: str) -> Account:
    async with database.transaction():
        policy.may_decide(actor, account_id).require()
        seat = await _seat(account_id)
        said = reason.strip()
        if state is not State.ACCREDITED and not said:
            raise Invalid({"reason": Sentence(N_("Please write the reason; the person will read it."))})
        seat.state = rules.move(seat.state, state)
        seat.reason = said
        seat.decided_at = clock.now()
        await seat.save(update_fields=["state", "reason", "decided_at"])
        await Grant.filter(account_id=account_id, role__in=list(rules.VOTING_ROLES)).delete()
        if state is State.ACCREDITED:
            await Grant.create(account_id=account_id, role=Role.ALTERNATE if seat.alternate else Role.DELEGATE)
        account = await Account.get(id=account_id)
        decided = [account.opaque, state.value, said]
        journal.record(verb, topic="credentials", by=actor, decided=decided, also=(f"account-{account_id}",))
        return account


async def answer_query(actor: Actor, organisation: str) -> None:
    """Mend one's registration after the committee's question, and put it before the committee again."""
    async with database.transaction():
        account_id = actor.id or 0
        policy.may_keep(actor, account_id).require()
        seat = await _seat(account_id)
        text = " ".join(organisation.split())
        problem = rules.text_problem(text, rules.ORGANISATION_MOST)
        if problem:
            raise Invalid({"organisation": problem})
        seat.state = rules.move(seat.state, State.REGISTERED)
        seat.organisation = text
        await seat.save(update_fields=["state", "organisation"])
        journal.record("query-answered", topic="credentials", by=actor, decided=[text])


async def _seat(account_id: int) -> Delegate:
    seat = await Delegate.filter(account_id=account_id).select_for_update().get_or_none()
    if seat is None:
        raise Absent
    return seat


# somebody comes in, keeps her account, and leaves


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


async def keep_account(actor: Actor, languages: Sequence[str], named: bool) -> None:
    """Change one's languages (one's own first) and one's consent to be named in public."""
    async with database.transaction():
        policy.may_keep(actor, actor.id or 0).require()
        wanted = list(dict.fromkeys(languages))
        problem = rules.languages_problem(wanted)
        if problem:
            raise Invalid({"languages": problem})
        await Account.filter(id=actor.id).update(languages=wanted, named=named)
        journal.record("account-kept", topic=f"account-{actor.id}", by=actor, decided=[wanted, named])


async def make_token(actor: Actor, account_id: int, label: str, scopes: Sequence[str]) -> str:
    """A bearer token for programs, shown this once."""
    async with database.transaction():
        policy.may_make_token(actor, account_id, scopes).require()
        text = " ".join(label.split())
        problem = rules.text_problem(text, 100)
        if problem:
            raise Invalid({"label": problem})
        token = secrets.token()
        await ApiToken.create(
            account_id=account_id,
            token_hash=secrets.fingerprint(token),
            label=text,
            scopes=[scope for scope in rules.SCOPES if scope in scopes],
            created_at=clock.now(),
        )
        journal.record("token-made", topic=f"account-{account_id}", by=actor, decided=sorted(scopes))
        return token


async def end_token(actor: Actor, token_id: int) -> None:
    """Revoke a token of one's own. Raises `Absent` for anybody else's."""
    async with database.transaction():
        policy.may_keep(actor, actor.id or 0).require()
        if not await ApiToken.filter(id=token_id, account_id=actor.id).delete():
            raise Absent
        journal.record("token-ended", topic=f"account-{actor.id}", by=actor)
