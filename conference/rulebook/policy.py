"""Who may write the conference's rules."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_


def may_set_rules(actor: Actor) -> Verdict:
    """Organizers write the rules; the chair, who votes are led by, takes them as they are."""
    return YES if actor.may("set-rules") else no("not-an-organizer", N_("Only organizers change the rules."))
