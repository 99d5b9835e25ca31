"""Who corrects a published text, who certifies that nothing of substance changes, who publishes the new edition."""

from conference.core.actor import Actor
from conference.core.languages import OWN_NAMES
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.resolutions.editions.models import Correction
from conference.resolutions.editions.rules import CERTIFIERS, State
from conference.resolutions.models import Resolution
from conference.resolutions.rules import State as ResolutionState


def may_propose(actor: Actor, resolution: Resolution) -> Verdict:
    if not actor.may("correct"):
        return no("not-a-drafter", N_("The chair, drafters and translators propose corrections."))
    if resolution.state != ResolutionState.PUBLISHED:
        return no("not-published", N_("Only a published resolution is corrected by a corrigendum."))
    return YES


def may_certify(actor: Actor, correction: Correction) -> Verdict:
    """Somebody else than the one who proposed it, who reads the language."""
    if not actor.may("certify-resolution"):
        return no("not-a-reader", N_("Translators, drafters and delegates certify a text."))
    if correction.state != State.PROPOSED:
        return no("wrong-state", N_("This correction has already gone on to another step."))
    if correction.language not in actor.understands:
        told = N_("You certify only in languages that you read without translation; %(language)s is not one of them.")
        return no("not-her-language", told, language=OWN_NAMES[correction.language])
    if correction.proposed_by_id == actor.id:
        return no("own-correction", N_("You proposed this correction, so two others certify it."))
    if any(each["account"] == actor.id for each in correction.certified):
        return no("certified-already", N_("You have certified this correction."))
    return YES


def may_publish(actor: Actor, correction: Correction) -> Verdict:
    if not actor.may("publish"):
        return no("not-the-chair", N_("Only the chair publishes a resolution."))
    if correction.state != State.PROPOSED:
        return no("wrong-state", N_("This correction has already gone on to another step."))
    if len(correction.certified) < CERTIFIERS:
        return no("not-certified", N_("Two people who did not propose it have to certify this correction first."))
    return YES


def may_withdraw(actor: Actor, correction: Correction) -> Verdict:
    if correction.proposed_by_id != actor.id and not actor.may("publish"):
        return no("not-hers", N_("Whoever proposed a correction withdraws it, or the chair does."))
    if correction.state != State.PROPOSED:
        return no("wrong-state", N_("This correction has already gone on to another step."))
    return YES
