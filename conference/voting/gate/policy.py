"""Who may hold a text, waive a certificate, consent to it, and report that a meaning changed."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.voting.models import Vote
from conference.voting.policy import ONLY_THE_CHAIR
from conference.voting.rules import Phase

BEFORE = N_("This is possible only before the vote is opened.")


def may_hold(actor: Actor, vote: Vote, language: str, *, held: bool) -> Verdict:
    """Delegates and translators of a language, once for a text, before the vote opens."""
    if not actor.may("hold-text"):
        return no("not-a-delegate", N_("Delegates and translators ask for time to read a text in their language."))
    if language not in actor.understands:
        return no("not-your-language", N_("Only those who read this language ask for time in it."))
    if vote.phase != Phase.PUT:
        return no("phase", BEFORE)
    return no("held-once", N_("This text has been held once in this language. It is not held again.")) if held else YES


def may_end_hold(actor: Actor, account_id: int) -> Verdict:
    """Whoever asked for time gives it back."""
    mine = actor.id is not None and actor.id == account_id
    return YES if mine else no("not-yours", N_("Only the person who asked for time can end it before its hour."))


def may_ask_waiver(actor: Actor, vote: Vote, *, lacking: bool) -> Verdict:
    """The chair asks to open all the same, as long as a language lacks something."""
    if not actor.may("put-vote"):
        return no("not-the-chair", ONLY_THE_CHAIR)
    if vote.phase != Phase.PUT:
        return no("phase", BEFORE)
    return YES if lacking else no("nothing-lacks", N_("The text stands as it should in every language."))


def may_consent(actor: Actor, vote: Vote, *, seated: bool, consents: bool) -> Verdict:
    """Those who would be on the roll if the vote opened now."""
    if not actor.may("consent-waiver") or not seated:
        return no("not-on-the-roll", N_("Only delegates who would vote now can consent."))
    if vote.phase != Phase.PUT:
        return no("phase", BEFORE)
    return no("consents-already", N_("You have consented.")) if consents else YES


def may_find(actor: Actor, *, carried: bool, open_already: bool) -> Verdict:
    """Translators compare the languages of what the conference has carried."""
    if not actor.may("certify-text"):
        return no("not-a-translator", N_("Translators compare the texts in the working languages."))
    if not carried:
        return no("not-carried", N_("Only an amendment that the conference has carried is compared in this way."))
    if open_already:
        return no("found-already", N_("This has been reported already, and is not settled yet."))
    return YES


def may_settle(actor: Actor, *, settled: bool, own: bool) -> Verdict:
    """Another translator than the one who reported it says how it ended."""
    if not actor.may("certify-text"):
        return no("not-a-translator", N_("Translators compare the texts in the working languages."))
    if own:
        return no("own-finding", N_("Somebody else than the person who reported it has to look at it again."))
    return no("settled-already", N_("This has been settled already.")) if settled else YES
