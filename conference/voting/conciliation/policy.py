"""Who may do what in a conciliation, with the reason."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.rulebook.rules import Kind
from conference.voting.models import Vote
from conference.voting.openly.models import Conciliation, Conciliator
from conference.voting.rules import Outcome

ONLY_MEMBERS = N_("Only the members of this conciliation do this.")


class State(StrEnum):
    """A conciliation is open, agreed, put to its one new vote; or it has failed."""

    OPEN = "open"
    AGREED = "agreed"
    PUT = "put"
    FAILED = "failed"


def may_appoint(actor: Actor, found: Conciliation) -> Verdict:
    """The chair records the members as long as nothing is agreed."""
    if not actor.may("put-vote"):
        return no("not-the-chair", N_("Only the chair records the members."))
    return _is_open(found)


def may_lay(actor: Actor, found: Conciliation, members: Sequence[Conciliator], moment: datetime) -> Verdict:
    """A member lays a text before the others, until the deadline."""
    if actor.id not in {each.account_id for each in members}:
        return no("not-a-member", ONLY_MEMBERS)
    return _in_time(found, moment)


def may_consent(actor: Actor, found: Conciliation, members: Sequence[Conciliator], moment: datetime) -> Verdict:
    """A member consents to the text that lies before her, once, until the deadline."""
    mine = next((each for each in members if each.account_id == actor.id), None)
    if mine is None:
        return no("not-a-member", ONLY_MEMBERS)
    verdict = _in_time(found, moment)
    if verdict and not found.laid:
        return no("no-text", N_("No text lies before the members yet. Lay one before them."))
    if verdict and mine.consents:
        return no("consents-already", N_("You have consented to this text."))
    return verdict


def may_put_it(actor: Actor, vote: Vote, found: Conciliation, *, is_put: bool) -> Verdict:
    """The chair puts the text to which all consent. `is_put`: the one new vote is there already."""
    if not actor.may("put-vote"):
        return no("not-the-chair", N_("Only the chair puts the new vote."))
    if found.state == State.FAILED:
        return no("failed", N_("This conciliation has failed; there is no new vote."))
    if is_put:
        return no("put-already", N_("The one new vote has been put."))
    if found.state == State.OPEN:
        return no("not-agreed", N_("The new vote is put once the members of all delegations consent to one text."))
    if vote.kind == Kind.RESOLUTION:
        return no("on-its-page", N_("A compiled text is put on its own page, under “Resolution”."))
    return YES


def may_follow(vote: Vote, found: Conciliation, following: Vote | None, binding: str = "") -> Verdict:
    """Whether the question of a vote that led to a conciliation stands for its one new vote now. `following` is a new
    vote that is there already, `binding` the digest of the compiled text that is to be put."""
    agreed = found.binding or vote.rules.get("binding")
    if found.state == State.FAILED:
        return no("conciliation-failed", N_("The conciliation on this text has failed; there is no new vote."))
    if found.state == State.AGREED and vote.kind == Kind.RESOLUTION:
        told = N_("The delegations have agreed on another text than this one.")
        return YES if binding == agreed else no("other-text", told)
    if found.state != State.PUT:
        told = N_("This text is in conciliation: the delegations look for one that all can accept.")
        return no("in-conciliation", told)
    if following is not None and following.outcome != Outcome.LAPSED:
        return no("one-new-vote", N_("The one new vote after the conciliation has been put."))
    return YES


def may_fail(actor: Actor, found: Conciliation, moment: datetime) -> Verdict:
    """The chair declares it failed, once the deadline has passed without agreement."""
    if not actor.may("declare-vote"):
        return no("not-the-chair", N_("Only the chair declares that a conciliation has failed."))
    verdict = _is_open(found)
    if verdict and moment < found.deadline:
        return no("too-early", N_("Until the deadline the members can still agree."))
    return verdict


def _is_open(found: Conciliation) -> Verdict:
    return YES if found.state == State.OPEN else no("settled", N_("This conciliation is no longer open."))


def _in_time(found: Conciliation, moment: datetime) -> Verdict:
    verdict = _is_open(found)
    if verdict and moment >= found.deadline:
        return no("too-late", N_("The deadline of this conciliation has passed."))
    return verdict
