"""Who may do what with an amendment. No query here: whoever asks hands in what is to be looked at."""

from collections.abc import Set
from datetime import datetime

from conference.amendments.models import Amendment
from conference.amendments.rules import OPEN, State, code, is_open
from conference.amendments.terms import Terms
from conference.core.actor import Actor
from conference.core.roles import Role
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_, Sentence
from conference.planks.models import Plank

COLLISION = N_(
    "The text has changed at the same words since this amendment was filed. Its mover or the drafting committee first "
    "says how it should read now."
)
_BEFORE_A_VOTE = (State.SUBMITTED, State.ADMITTED, State.ANNOUNCED)


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


def may_reword(actor: Actor, amendment: Amendment) -> Verdict:
    """The mover finds better words until the chair has ruled; of a composite the committee does."""
    of_committee = amendment.composite and actor.may("compose-amendment")
    if not of_committee and (actor.id is None or actor.id != amendment.mover_id):
        return no("not-the-mover", N_("Only the person who moved an amendment changes its words."))
    if amendment.text_id is None:
        return no("no-wording", N_("This amendment deletes a passage, so it has no wording to change."))
    if amendment.state != State.SUBMITTED:
        return no("ruled-already", N_("The chair has already ruled on this amendment."))
    return YES


def may_align(actor: Actor, amendment: Amendment, cosigners: Set[int]) -> Verdict:
    """Translators, the mover and co-signers carry the words into the other languages. `cosigners`: account keys."""
    theirs = actor.id is not None and (actor.id == amendment.mover_id or actor.id in cosigners)
    if not (actor.may("translate") or theirs):
        return no("not-a-translator", N_("Translators, the mover and co-signers write it in the other languages."))
    if amendment.text_id is None:
        return no("no-words", N_("This amendment deletes a passage, so it has no words of its own to translate."))
    return YES


def may_co_sign(actor: Actor, amendment: Amendment, cosigners: Set[int]) -> Verdict:
    """Accredited delegates stand behind somebody else's open amendment, once. `cosigners`: account keys."""
    if not actor.may("co-sign"):
        return no("not-a-delegate", N_("Only accredited delegates co-sign amendments."))
    if amendment.composite:
        return no("composite", N_("A composite needs no co-signers: the movers of what it joins stand behind it."))
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
    if amendment.state not in _BEFORE_A_VOTE:
        return no("too-late", N_("This amendment can no longer be withdrawn."))
    return YES


def may_take_over(actor: Actor, amendment: Amendment, until: datetime | None, now: datetime) -> Verdict:
    """Another delegate moves on what was withdrawn, within the time that the rules leave. `until`: its end."""
    if not actor.may("propose"):
        return no("not-a-delegate", N_("Only accredited delegates propose amendments."))
    if amendment.state != State.WITHDRAWN or amendment.composite:
        return no("not-withdrawn", N_("Only an amendment that was withdrawn can be taken over."))
    if actor.id == amendment.mover_id:
        return no("own-amendment", N_("You withdrew this amendment; somebody else may take it over."))
    if until is None or now >= until:
        return no("too-late", N_("The time for taking this amendment over has passed."))
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


def may_admit(actor: Actor, amendment: Amendment, lack: Sentence | None) -> Verdict:
    """The chair admits an amendment that enough delegates stand behind; `lack` says what is still missing."""
    verdict = may_rule(actor, amendment)
    if verdict and lack is not None:
        return no("too-few-cosigners" if not amendment.composite else "not-agreed", lack.text, **lack.params)
    return verdict


def may_accept(actor: Actor, amendment: Amendment, mover: int | None, terms: Terms) -> Verdict:
    """Those whose text it is take it in without a vote: the drafting committee or who filed the plank; of an amendment
    to an amendment its mover. `mover`: who filed the plank, or who moved the amendment above."""
    committee = amendment.parent_id is None and Role.DRAFTER in actor.roles
    if not committee and (actor.id is None or actor.id != mover):
        return no("not-the-movers", N_("Only those who moved the text accept an amendment to it."))
    if not terms.movers_accept:
        return no("not-by-the-rules", N_("The rules of this conference ask for a vote on every amendment."))
    if amendment.state != State.ADMITTED:
        return no("not-admitted", N_("Only an admitted amendment can be accepted without a vote."))
    if amendment.contested:
        return no("contested", N_("Delegates have objected, so this amendment goes to the vote."))
    return YES


def may_object(
    actor: Actor, amendment: Amendment, objectors: Set[int], until: datetime | None, now: datetime
) -> Verdict:
    """A delegate asks for a vote while there is time. `objectors`: account keys."""
    if not actor.may("object"):
        return no("not-a-delegate", N_("Only accredited delegates ask for a vote."))
    if amendment.state != State.ANNOUNCED:
        return no("not-announced", N_("This amendment has not been accepted without a vote."))
    if actor.id in objectors:
        return no("objected-already", N_("You have asked for a vote on this amendment."))
    if until is not None and now >= until:
        return no("too-late", N_("The time for objections has passed."))
    return YES


def may_merge(actor: Actor, amendment: Amendment, until: datetime | None, now: datetime) -> Verdict:
    """The chair puts in what the movers accepted and nobody contested in time."""
    if not actor.may("merge-amendments"):
        return no("not-the-chair", N_("Only the chair puts accepted amendments into the text."))
    if amendment.state != State.ANNOUNCED:
        return no("not-announced", N_("This amendment has not been accepted without a vote."))
    if until is not None and now < until:
        return no("still-open", N_("Delegates may object until %(moment)s."), moment=until)
    return YES


def may_call_to_vote(actor: Actor, amendment: Amendment) -> Verdict:
    """The chair may ask for a vote on what the movers accepted, and on what cannot be merged."""
    if not actor.may("merge-amendments"):
        return no("not-the-chair", N_("Only the chair puts accepted amendments into the text."))
    if amendment.state != State.ANNOUNCED:
        return no("not-announced", N_("This amendment has not been accepted without a vote."))
    return YES


def may_compose(actor: Actor) -> Verdict:
    if not actor.may("compose-amendment"):
        return no("not-a-drafter", N_("Only the drafting committee joins amendments."))
    return YES


def may_answer(actor: Actor, composite: Amendment, member: Amendment) -> Verdict:
    """A mover says whether her amendment joins a composite, until the chair admits that."""
    if actor.id is None or actor.id != member.mover_id:
        return no("not-the-mover", N_("Only the mover of an amendment says whether it joins."))
    if composite.state != State.SUBMITTED or member.state not in (State.ADMITTED, State.JOINED):
        return no("ruled-already", N_("The chair has already ruled on this amendment."))
    return YES


def may_set_terms(actor: Actor) -> Verdict:
    if not actor.may("set-amendment-terms"):
        return no("not-the-chair", N_("The chair and the organizers set the rules that amendments are filed by."))
    return YES


def may_put(
    actor: Actor, amendment: Amendment, *, collides: bool, rivals: tuple[int, ...], first: tuple[int, ...] = ()
) -> Verdict:
    """The chair puts an admitted amendment that still fits the text (`collides`: it does not), while nothing that
    touches the same words is before the conference in another vote (`rivals`: the numbers of those that are) and once
    what amends it is decided (`first`).

    That it can be read in every language is asked when the vote opens.
    """
    if not actor.may("put-vote"):
        return no("not-the-chair", N_("Only the chair puts an amendment to the vote."))
    if amendment.state != State.ADMITTED:
        return no("not-admitted", N_("Only an admitted amendment is put to the vote."))
    if collides:
        return no("collision", COLLISION)
    if first:
        told = N_("What amends this amendment is voted on first: %(first)s.")
        return no("furthest-first", told, first=[code(number) for number in first])
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


def may_set_aside(actor: Actor, amendment: Amendment) -> Verdict:
    """What cannot be shown is taken from the table by the chair, so that it waits for nobody."""
    if not actor.may("rule-on-amendment"):
        return no("not-the-chair", N_("Only the chair rules on amendments."))
    if amendment.state not in OPEN:
        return no("settled-already", N_("This amendment has already been settled."))
    return YES
