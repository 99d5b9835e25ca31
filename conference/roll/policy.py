"""Who keeps the roll: the credentials committee and the chair seat alternates, the committee alone accredits cards."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.people.policy import in_person


def may_see(actor: Actor) -> Verdict:
    if not actor.may("see-roll"):
        return no("not-the-roll", N_("The roll is kept by the credentials committee, the chair and the tellers."))
    return YES


def may_seat(actor: Actor, alternate: int | None = None) -> Verdict:
    """Seating an alternate, and giving the seat back; nobody takes a seat for herself."""
    if not actor.may("seat-alternate"):
        return no("not-credentials", N_("Only the credentials committee and the chair seat an alternate."))
    if alternate is not None and alternate == actor.id:
        return no("own-seat", N_("Nobody seats herself or himself: somebody else of the committee does it."))
    return in_person(actor)


def may_accredit_card(actor: Actor, holder: int | None = None) -> Verdict:
    """Giving an organisation its votes and naming who holds its card; nobody gives a card to herself."""
    if not actor.may("accredit-card"):
        return no("not-credentials", N_("Only the credentials committee accredits the votes of an organisation."))
    if holder is not None and holder == actor.id:
        return no("own-card", N_("Nobody gives a card to herself or himself."))
    return in_person(actor)


def may_mark(actor: Actor) -> Verdict:
    """Saying who is in the room."""
    if not actor.may("mark-presence"):
        return no("not-at-the-door", N_("The credentials committee, the chair and the tellers say who is in the room."))
    return in_person(actor)
