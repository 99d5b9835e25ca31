"""Who may speak, edit, withdraw and take down."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.debate.rules import State, is_caucus
from conference.runtime import settings


def may_speak(actor: Actor, audience: str) -> Verdict:
    """Delegates and alternates speak where they may read."""
    if not actor.signed_in:
        return no("not-signed-in", N_("Please sign in to take part in the debate."))
    if not actor.may("speak"):
        return no("not-a-speaker", N_("Accredited delegates and alternates speak in the debate."))
    if not actor.reads(audience):
        return no("not-open", N_("This debate is not open to you."))
    return YES


def may_use_voice(actor: Actor, place: str) -> Verdict:
    """Delegates speak under a pseudonym where the conference allows it; never in a delegation's own room, where so few
    read that it would hide nobody."""
    if not settings.current().pseudonyms:
        return no("no-pseudonyms", N_("This conference allows no pseudonyms."))
    if is_caucus(place):
        return no("no-pseudonyms-here", N_("In the room of a delegation everybody speaks by name."))
    if not actor.may("speak"):
        return no("not-a-speaker", N_("Accredited delegates and alternates speak in the debate."))
    return YES


def may_edit(actor: Actor, state: str, *, own: bool) -> Verdict:
    if state != State.STANDING:
        return no("post-gone", N_("This post is no longer there."))
    if not actor.signed_in or not own:
        return no("not-the-author", N_("Only the person who wrote a post changes it."))
    return YES


def may_withdraw(actor: Actor, state: str, *, own: bool) -> Verdict:
    """An author takes her own post back, also a hidden one; the chair deletes only what is hidden, so that no post goes
    without a public reason."""
    if state not in (State.STANDING, State.HIDDEN):
        return no("post-gone", N_("This post is no longer there."))
    if not own and not actor.may("moderate"):
        return no("not-the-author", N_("Only its author or the chair takes a post away."))
    if not own and state != State.HIDDEN:
        return no("not-hidden", N_("The chair deletes the words of a hidden post only: hide it first, with a reason."))
    return YES
