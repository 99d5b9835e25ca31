"""Who may revise, translate and certify a text."""

from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.translation.models import Unit


@dataclass(frozen=True, slots=True)
class Written:
    """A unit together with the account that wrote its original."""

    unit: Unit
    author: int | None


def may_revise(actor: Actor, written: Written) -> Verdict:
    if actor.id is None or written.author != actor.id:
        return no("not-the-author", N_("Only the person who wrote a text changes it."))
    return YES


def may_translate(actor: Actor, written: Written) -> Verdict:
    """Translators translate what they may read; an author may give her own words in another language."""
    own = actor.id is not None and written.author == actor.id
    if not own and not actor.may("translate"):
        return no("not-a-translator", N_("Translators write the texts in the other languages."))
    if not own and not actor.reads(written.unit.audience):
        return no("not-open", N_("This text is not open to you."))
    return YES


def may_certify(actor: Actor, unit: Unit) -> Verdict:
    if not actor.may("certify-text"):
        return no("not-a-translator", N_("Only translators certify a text."))
    if not actor.reads(unit.audience):
        return no("not-open", N_("This text is not open to you."))
    return YES
