"""Who commits a delegation, and who reports."""

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.voting.models import Vote


def may_commit(actor: Actor, vote: Vote | None, code: str) -> Verdict:
    """A delegate for her own delegation, once the conference has carried the text."""
    if Role.DELEGATE not in actor.roles or actor.delegation != code:
        return no("not-of-the-delegation", N_("Only delegates of a delegation say what it undertakes."))
    if vote is None or vote.outcome != "carried":
        return no("not-carried", N_("Delegations undertake what the conference has carried."))
    return YES


def may_report(actor: Actor, code: str) -> Verdict:
    if Role.DELEGATE not in actor.roles or actor.delegation != code:
        return no("not-of-the-delegation", N_("Only delegates of a delegation report on its commitments."))
    return YES
