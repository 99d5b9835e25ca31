"""Who may do what with accounts, registrations, roles, sessions and tokens."""

from collections.abc import Collection

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.people.rules import SCOPES, VOTING_ROLES

INVITED_BY_COMMITTEE = frozenset({Role.DELEGATE, Role.ALTERNATE, Role.OBSERVER})


def in_person(actor: Actor) -> Verdict:
    """A token acts for its owner in debates and votes; who she is, she settles in her browser."""
    if actor.scopes is not None:
        return no("browser-only", N_("This step is not open to a token. Please sign in with a browser."))
    return YES


def may_set_up(actor: Actor) -> Verdict:
    if not actor.may("set-up"):
        return no("not-organizer", N_("Only the organizers set up the conference."))
    return in_person(actor)


def may_grant(actor: Actor, role: Role) -> Verdict:
    """Who votes is the committee's to say, even for an organizer."""
    if role in (Role.PUBLIC, Role.MEMBER):
        return no("no-grant", N_("This role comes by itself and cannot be given."))
    if role in VOTING_ROLES and not actor.may("decide-credentials"):
        return no("not-credentials", N_("Only the credentials committee decides who is a delegate."))
    return may_set_up(actor)


def may_invite(actor: Actor, role: Role = Role.DELEGATE) -> Verdict:
    if actor.may("set-up") or (actor.may("decide-credentials") and role in INVITED_BY_COMMITTEE):
        return in_person(actor)
    return no("not-inviting", N_("Your role at this conference does not include inviting others."))


def may_register(actor: Actor, *, open_to_all: bool, invited: bool) -> Verdict:
    if actor.may("set-up"):
        return in_person(actor)
    if actor.signed_in:
        return no("registered", N_("You are registered already."))
    if not (open_to_all or invited):
        return no("by-invitation", N_("This conference registers people by invitation only."))
    return YES


def may_see_registrations(actor: Actor) -> Verdict:
    if not actor.may("decide-credentials"):
        return no("not-credentials", N_("Only the credentials committee sees the registrations."))
    return YES


def may_decide(actor: Actor, account_id: int) -> Verdict:
    if not actor.may("decide-credentials"):
        return no("not-credentials", N_("Only the credentials committee decides who is a delegate."))
    if actor.id == account_id:
        return no("own-registration", N_("Nobody decides on her or his own registration."))
    return in_person(actor)


def may_keep(actor: Actor, account_id: int) -> Verdict:
    """Her own account, sessions and tokens."""
    if actor.id != account_id:
        return no("not-yours", N_("Everybody keeps only her or his own account."))
    return in_person(actor)


def may_make_token(actor: Actor, account_id: int, scopes: Collection[str]) -> Verdict:
    """A token that casts ballots is made by the voter alone; the others also by an organizer for her."""
    if not set(scopes) <= set(SCOPES):
        return no("no-scope", N_("A token has no such permission."))
    if "cast" in scopes:
        if actor.id != account_id:
            return no("own-ballots", N_("Only the delegate makes a token that casts her or his ballots."))
        if not actor.may("cast"):
            return no("no-ballots", N_("Only accepted delegates cast ballots."))
    if actor.may("set-up"):
        return in_person(actor)
    return may_keep(actor, account_id)
