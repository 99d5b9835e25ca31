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


def may_vouch(actor: Actor, unit: Unit, verb: str) -> Verdict:
    """Reviewing and certifying: translators, for what they may read."""
    if not actor.may(verb):
        return no("not-a-translator", N_("Only translators review and certify a text."))
    if not actor.reads(unit.audience):
        return no("not-open", N_("This text is not open to you."))
    return YES


def may_vouch_for(actor: Actor, translator: int | None) -> Verdict:
    """Two people stand behind a certified text: who wrote it in this language, and somebody else."""
    if translator is not None and translator == actor.id:
        return no("own-translation", N_("You wrote this text. A second person reviews and certifies it."))
    return YES


def may_object(actor: Actor, unit: Unit) -> Verdict:
    """A translator may say that an edit does change the meaning."""
    if not actor.may("object-to-edit"):
        return no("not-a-translator", N_("Translators say whether an edit changes the meaning."))
    if not actor.reads(unit.audience):
        return no("not-open", N_("This text is not open to you."))
    return YES
