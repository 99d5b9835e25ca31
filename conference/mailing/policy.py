"""Who may choose her letters."""

from conference.core.actor import Actor
from conference.core.verdict import Verdict, no
from conference.core.words import N_
from conference.people import policy as people


def may_choose(actor: Actor) -> Verdict:
    """Everybody with an account, in person: a program with her token could have her mail sent elsewhere."""
    if actor.id is None:
        return no("not-signed-in", N_("Please sign in first."))
    return people.in_person(actor)
