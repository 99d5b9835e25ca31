"""Who may compile, put and publish a resolution."""

from collections.abc import Sequence

from conference.core.actor import Actor
from conference.core.languages import OWN_NAMES
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.planks.models import Plank
from conference.resolutions.models import Resolution
from conference.resolutions.rules import State
from conference.voting.models import Vote


def may_compile(actor: Actor, planks: Sequence[Plank]) -> Verdict:
    """The chair and drafters compile what the conference has adopted."""
    if not actor.may("compile"):
        return no("not-a-drafter", N_("Only the chair and drafters compile a resolution."))
    if not planks:
        return no("nothing-adopted", N_("A resolution needs at least one adopted plank."))
    for plank in planks:
        if plank.state != "adopted":
            return no(
                "not-adopted",
                N_("Plank %(number)s has not been adopted, so it cannot be part of a resolution."),
                number=plank.number,
            )
    return YES


def may_draft(actor: Actor) -> Verdict:
    """The compile desk is the chair's and the drafters'."""
    if not actor.may("compile"):
        return no("not-a-drafter", N_("Only the chair and drafters work at the compile desk."))
    return YES


def may_put(actor: Actor, resolution: Resolution, vote: Vote | None, uncertified: Sequence[str] = ()) -> Verdict:
    """The chair puts the whole compiled text once it is certified in every language; again only when the vote before
    settled nothing."""
    if not actor.may("put-vote"):
        return no("not-the-chair", N_("Only the chair puts a resolution to the vote."))
    if resolution.state == State.PUBLISHED:
        return no("published-already", N_("This resolution has been published."))
    if vote is not None and vote.phase != "taken-back" and vote.outcome not in ("conciliation", "lapsed", "void"):
        return no("voted-already", N_("The conference has this resolution before it, or has decided on it."))
    if uncertified:
        told = N_("Two people have to certify the text first in: %(languages)s.")
        return no("not-certified", told, languages=[OWN_NAMES[each] for each in uncertified])
    return YES


def may_publish(actor: Actor, resolution: Resolution, vote: Vote | None) -> Verdict:
    """The chair publishes what the conference has carried."""
    if not actor.may("publish"):
        return no("not-the-chair", N_("Only the chair publishes a resolution."))
    if resolution.state == State.PUBLISHED:
        return no("published-already", N_("This resolution has been published."))
    if vote is None or vote.outcome != "carried":
        return no("not-carried", N_("The conference has not carried this resolution, so it cannot be published."))
    return YES
