"""Who certifies a compiled text in a language."""

from conference.core.actor import Actor
from conference.core.languages import OWN_NAMES
from conference.core.roles import Role
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.resolutions.models import Resolution
from conference.resolutions.rules import State


def wrote(actor: Actor, resolution: Resolution, language: str) -> bool:
    """Whether some of the translation into this language is hers."""
    return actor.id in (resolution.translators or {}).get(language, ())


def may_certify(actor: Actor, resolution: Resolution, language: str) -> Verdict:
    """Translators, and delegates and drafters who read the language and did not translate it."""
    if not actor.may("certify-resolution"):
        return no("not-a-reader", N_("Translators, drafters and delegates certify a text."))
    if language not in actor.understands:
        told = N_("You certify only in languages that you read without translation; %(language)s is not one of them.")
        return no("not-her-language", told, language=OWN_NAMES.get(language, language))
    if resolution.state != State.COMPILED:
        return no("certified-before-vote", N_("A text is certified before it is put to the vote."))
    if Role.TRANSLATOR not in actor.roles and wrote(actor, resolution, language):
        return no("own-translation", N_("Some of this translation is yours, so somebody else certifies it."))
    return YES
