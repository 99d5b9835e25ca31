"""Who may do what with an amendment. No query here: whoever asks hands in what is to be looked at."""

from conference.amendments.models import Amendment
from conference.amendments.rules import State, code, is_open
from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.planks.models import Plank

COLLISION = N_(
    "The text has changed at the same words since this amendment was filed. Its movers can file it again on the text "
    "as it stands now."
)


def may_propose(actor: Actor, plank: Plank) -> Verdict:
    """Accredited delegates amend a plank that is under debate."""
    if not actor.may("propose"):
        return no("not-a-delegate", N_("Only accredited delegates propose amendments."))
    if plank.state != "debate":
        return no("not-under-debate", N_("This plank is not under debate, so it takes no amendments."))
    return YES


def may_amend_it(actor: Actor, amendment: Amendment, plank: Plank) -> Verdict:
    """An amendment to an amendment, two degrees at most; nobody amends what would delete a passage."""
    if amendment.parent_id is not None:
        return no("two-degrees", N_("An amendment to an amendment cannot be amended again."))
    if amendment.text_id is None:
        return no("no-wording", N_("This amendment deletes a passage, so it has no wording to amend."))
    if amendment.state not in (State.SUBMITTED, State.ADMITTED):
        return no("too-late", N_("This amendment can no longer be amended."))
    return may_propose(actor, plank)


def may_co_sign(actor: Actor, amendment: Amendment, cosigners: frozenset[int]) -> Verdict:
    """Accredited delegates stand behind somebody else's open amendment, once. `cosigners`: account keys."""
    if not actor.may("co-sign"):
        return no("not-a-delegate", N_("Only accredited delegates co-sign amendments."))
    if actor.id == amendment.mover_id:
        return no("own-amendment", N_("You moved this amendment; your name stands first already."))
    if actor.id in cosigners:
        return no("co-signed-already", N_("You have co-signed this amendment."))
    if amendment.state not in (State.SUBMITTED, State.ADMITTED):
        return no("too-late", N_("This amendment can no longer be co-signed."))
    return YES


def may_withdraw(actor: Actor, amendment: Amendment) -> Verdict:
    """The mover takes it back until it goes to the vote: then it belongs to the conference."""
    if actor.id is None or actor.id != amendment.mover_id:
        return no("not-the-mover", N_("Only the person who moved an amendment withdraws it."))
    if amendment.state not in (State.SUBMITTED, State.ADMITTED):
        return no("too-late", N_("This amendment can no longer be withdrawn."))
    return YES


def may_rule(actor: Actor, amendment: Amendment) -> Verdict:
    """The chair says whether an amendment is in order."""
    if not actor.may("rule-on-amendment"):
        return no("not-the-chair", N_("Only the chair rules on amendments."))
    if amendment.state != State.SUBMITTED:
        return no("ruled-already", N_("The chair has already ruled on this amendment."))
    return YES


def may_translate_ruling(actor: Actor, amendment: Amendment) -> Verdict:
    """Translators and the chair give the chair's reason in the other languages."""
    if not (actor.may("translate") or actor.may("rule-on-amendment")):
        return no("not-a-translator", N_("Translators write the texts in the other languages."))
    if amendment.state != State.RETURNED:
        return no("not-returned", N_("This amendment was not returned, so there is no reason to translate."))
    return YES


def may_admit(actor: Actor, amendment: Amendment, cosigners: int, needed: int) -> Verdict:
    """The chair admits an amendment that enough delegates stand behind."""
    verdict = may_rule(actor, amendment)
    if verdict and cosigners < needed:
        return no(
            "too-few-cosigners",
            N_("This amendment needs %(needed)s co-signers and has %(cosigners)s."),
            needed=needed,
            cosigners=cosigners,
        )
    return verdict


def may_put(actor: Actor, amendment: Amendment, *, collides: bool, rivals: tuple[int, ...]) -> Verdict:
    """The chair puts an admitted amendment that still fits the text (`collides`: it does not), while nothing that
    touches the same words is before the conference in another vote (`rivals`: the numbers of those that are).

    That it can be read in every language is asked when the vote opens.
    """
    if not actor.may("put-vote"):
        return no("not-the-chair", N_("Only the chair puts an amendment to the vote."))
    if amendment.state != State.ADMITTED:
        return no("not-admitted", N_("Only an admitted amendment is put to the vote."))
    if collides:
        return no("collision", COLLISION)
    if rivals:
        return no(
            "rival-on-vote",
            N_("The conference is already voting on the same words (%(rivals)s). They are decided first."),
            rivals=[code(number) for number in rivals],
        )
    return YES


def may_settle(actor: Actor, amendment: Amendment) -> Verdict:
    """What follows from a declared vote is the chair's to record."""
    if not actor.may("declare-vote"):
        return no("not-the-chair", N_("Only the chair declares what follows from a vote."))
    if not is_open(amendment.state):
        return no("settled-already", N_("This amendment has already been settled."))
    return YES
