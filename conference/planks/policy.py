"""Who files a plank, and who settles it."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_


def may_file(actor: Actor) -> Verdict:
    if not actor.may("file-plank"):
        return no("not-a-drafter", N_("Drafters and the chair file planks."))
    return YES


def may_settle(actor: Actor) -> Verdict:
    """Changing the text by a carried amendment, adopting, losing: what follows from a declared vote."""
    if not actor.may("declare-vote"):
        return no("not-the-chair", N_("A plank changes only by a vote that the chair has declared."))
    return YES
