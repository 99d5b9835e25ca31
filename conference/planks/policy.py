"""Who drafts, edits and lays a plank, and who settles it."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.planks.models import Plank
from conference.planks.rules import State


def may_file(actor: Actor) -> Verdict:
    if not actor.may("file-plank"):
        return no("not-a-drafter", N_("Drafters and the chair file planks."))
    return YES


def may_draft(actor: Actor) -> Verdict:
    if not actor.may("draft-plank"):
        return no("not-a-drafter", N_("The drafting committee and the chair write drafts."))
    return YES


def may_edit(actor: Actor, plank: Plank, rests: Verdict, allowed: bool) -> Verdict:
    """The committee edits a laid plank while it is under debate, where the conference's rules allow it at all."""
    if not actor.may("edit-plank"):
        return no("not-a-drafter", N_("The drafting committee and the chair edit a plank."))
    if plank.state != State.DEBATE:
        return no("plank-settled", N_("This plank is no longer under debate."))
    if not allowed:
        return no("committee-edits", N_("At this conference only amendments change a plank that has been laid."))
    return rests


def may_settle(actor: Actor) -> Verdict:
    """Changing the text by a carried amendment, adopting, losing: what follows from a declared vote."""
    if not actor.may("declare-vote"):
        return no("not-the-chair", N_("A plank changes only by a vote that the chair has declared."))
    return YES
