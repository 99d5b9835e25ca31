"""Who may speak, edit, withdraw and take down."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.debate.rules import State


def may_speak(actor: Actor, audience: str) -> Verdict:
    """Delegates and alternates speak where they may read."""
    if not actor.signed_in:
        return no("not-signed-in", N_("Please sign in to take part in the debate."))
    if not actor.may("speak"):
        return no("not-a-speaker", N_("Accredited delegates and alternates speak in the debate."))
    if not actor.reads(audience):
        return no("not-open", N_("This debate is not open to you."))
    return YES


def may_edit(actor: Actor, author: int, state: str) -> Verdict:
    if state != State.STANDING:
        return no("post-gone", N_("This post is no longer there."))
    if actor.id != author:
        return no("not-the-author", N_("Only the person who wrote a post changes it."))
    return YES


def may_withdraw(actor: Actor, author: int, state: str) -> Verdict:
    """An author takes her own post back; the chair takes down anybody's."""
    if state != State.STANDING:
        return no("post-gone", N_("This post is no longer there."))
    if actor.id != author and not actor.may("moderate"):
        return no("not-the-author", N_("Only its author or the chair takes a post away."))
    return YES
