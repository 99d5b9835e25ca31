"""Who says what is an alternative, who changes the order of votes, and who settles an overlap. No query here."""

from collections.abc import Sequence

from conference.amendments.models import Amendment
from conference.amendments.rules import OPEN, State, code
from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_


def may_mark(actor: Actor) -> Verdict:
    if not actor.may("mark-rivals"):
        return no("not-a-drafter", N_("The drafting committee and the chair say which amendments are alternatives."))
    return YES


def may_mark_these(actor: Actor, chosen: Sequence[Amendment], marked: Sequence[Amendment]) -> Verdict:
    """Open amendments to the same passage that stand in no rival set yet (`marked`: those that do)."""
    verdict = may_mark(actor)
    if not verdict:
        return verdict
    if len({each.id for each in chosen}) < 2:
        return no("too-few", N_("Please choose at least two amendments."))
    settled = [code(each.number) for each in chosen if each.state not in OPEN]
    if settled:
        return no("settled-already", N_("%(amendments)s can no longer be voted on."), amendments=settled)
    if len({(each.plank_id, each.block, each.parent_id) for each in chosen}) > 1:
        return no("not-rivals", N_("Only amendments to the same passage can stand on one ranked ballot."))
    if marked:
        told = N_("%(amendments)s stand among other alternatives already. Please end that first.")
        return no("marked-already", told, amendments=[code(each.number) for each in marked])
    if any(each.state == State.ON_VOTE for each in chosen):
        return no("on-vote", N_("The conference is voting on one of them already."))
    return YES


def may_order(actor: Actor) -> Verdict:
    if not actor.may("order-votes"):
        return no("not-the-chair", N_("Only the chair changes the order of votes."))
    return YES


def may_settle_overlap(actor: Actor, amendment: Amendment, waits: bool) -> Verdict:
    """The mover, or a member of the drafting committee, says how it should read in the text as it stands now."""
    if not (actor.may("settle-overlap") and (actor.id == amendment.mover_id or actor.may("compose-amendment"))):
        return no("not-the-mover", N_("The mover or the drafting committee says how it should read now."))
    if not waits:
        return no("nothing-overlaps", N_("This amendment fits the text as it stands; nothing has to be decided."))
    return YES
