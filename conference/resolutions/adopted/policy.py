"""Who declares ad referendum, keeps the ledger, names signers, and signs."""

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.resolutions.models import Resolution
from conference.resolutions.rules import State
from conference.voting.models import Vote


def may_declare(actor: Actor, resolution: Resolution, vote: Vote | None, code: str, *, signer: bool) -> Verdict:
    """The chair, or a signer of the delegation, until the result of the vote is declared."""
    if not actor.may("adopt-ad-referendum") or not (actor.presides or (signer and actor.delegation == code)):
        return no("not-a-signer", N_("The chair, or whoever signs for a delegation, declares adoption ad referendum."))
    if resolution.state == State.PUBLISHED or (vote is not None and vote.phase == "declared"):
        told = N_("Adoption ad referendum is declared before the result of the vote is.")
        return no("declared-already", told)
    return YES


def may_record(actor: Actor, code: str, *, signer: bool) -> Verdict:
    """The chair, or a signer of the delegation, writes down what was decided at home."""
    if not actor.may("record-ratification") or not (actor.presides or (signer and actor.delegation == code)):
        return no("not-a-signer", N_("The chair, or whoever signs for the delegation, records a ratification."))
    return YES


def may_name(actor: Actor) -> Verdict:
    if not actor.may("name-signer"):
        return no("not-the-committee", N_("Only the credentials committee names who signs for a delegation."))
    return YES


def may_sign(actor: Actor, resolution: Resolution, *, signer: bool) -> Verdict:
    if Role.DELEGATE not in actor.roles or actor.delegation is None or not signer:
        return no("not-a-signer", N_("Whoever the credentials committee has named signs for her delegation."))
    if resolution.state != State.PUBLISHED:
        return no("not-published", N_("Delegations sign what has been published."))
    return YES
