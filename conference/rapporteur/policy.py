"""Who names rapporteurs, who writes a note, who objects to it and who answers."""

from collections.abc import Container

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.rapporteur.rules import Stand


def may_name(actor: Actor) -> Verdict:
    """The chair names the rapporteurs of a plank, and releases them."""
    if not actor.may("name-rapporteur"):
        return no("not-the-chair", N_("The chair names the rapporteurs of a plank."))
    return YES


def may_write(actor: Actor, rapporteurs: Container[int | None]) -> Verdict:
    """Rapporteurs of this very plank, as long as they are delegates; nobody else, not the chair."""
    if not actor.may("write-note") or actor.id not in rapporteurs:
        return no("not-the-rapporteur", N_("Only the rapporteurs of a plank can write the note on its debate."))
    return YES


def may_object(
    actor: Actor, audience: str, rapporteurs: Container[int | None], *, presented: bool, objecting: bool
) -> Verdict:
    """A delegate who reads the debate, once to each note until she is answered."""
    if not actor.may("object-to-note"):
        return no("not-a-delegate", N_("Only accredited delegates and alternates can object to a note."))
    if not actor.reads(audience):
        return no("not-open", N_("This debate is not open to you."))
    if not presented:
        return no("no-note", N_("No note has been presented on this plank yet."))
    if actor.id in rapporteurs:
        return no("own-note", N_("You are a rapporteur of this plank: change the note, and present it again."))
    if objecting:
        return no("objecting", N_("Your objection stands beside the note. You can object again once it is answered."))
    return YES


def may_answer(actor: Actor, state: str, rapporteurs: Container[int | None]) -> Verdict:
    if state != Stand.STANDING:
        return no("settled", N_("This objection no longer stands."))
    return may_write(actor, rapporteurs)


def may_take_back(actor: Actor, state: str, author: int) -> Verdict:
    """Her own objection; the chair takes away one that offends the conference's rules, and its words with it."""
    if state != Stand.STANDING:
        return no("settled", N_("This objection no longer stands."))
    if actor.id != author and not actor.may("moderate"):
        return no("not-the-author", N_("Only its author or the chair takes an objection away."))
    return YES
