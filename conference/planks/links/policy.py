"""Who links blocks."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_


def may_link(actor: Actor) -> Verdict:
    if not actor.may("link-blocks"):
        return no("not-a-drafter", N_("Drafters and the chair say which blocks lean on each other."))
    return YES
