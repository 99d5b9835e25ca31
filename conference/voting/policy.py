"""Who may do what to a vote, with the reason: the same verdict guards the command and labels the button."""

from conference.core.actor import Actor
from conference.core.roles import Role
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.voting.models import Vote
from conference.voting.rules import Paper, Phase

ONLY_THE_CHAIR = N_("Only the chair does this.")


def may_put(actor: Actor) -> Verdict:
    return YES if actor.may("put-vote") else no("not-the-chair", ONLY_THE_CHAIR)


def may_open(actor: Actor, vote: Vote) -> Verdict:
    return _step(actor, vote, Phase.PUT, N_("Only a vote that was put and not yet opened can be opened."))


def may_take_back(actor: Actor, vote: Vote) -> Verdict:
    return _step(actor, vote, Phase.PUT, N_("An opened vote cannot be taken back."))


def may_close(actor: Actor, vote: Vote) -> Verdict:
    return _step(actor, vote, Phase.OPEN, N_("Only an open vote can be closed."))


def may_unseal(actor: Actor, vote: Vote) -> Verdict:
    return _step(actor, vote, Phase.CLOSED, N_("The box is unsealed once, after the vote has closed."))


def may_declare(actor: Actor, vote: Vote) -> Verdict:
    return _step(actor, vote, Phase.UNSEALED, N_("A result is declared once, after the box was unsealed."))


def may_cast(actor: Actor, vote: Vote | Paper, *, listed: bool) -> Verdict:
    """Whether she has a ballot now. A token of the command line never casts: its scope does not say so."""
    if actor.scopes is not None and "cast" not in actor.scopes:
        return no("scope", N_("This token was not made for voting. Make one on your own page."))
    if not listed:
        return no("not-on-the-roll", N_("Only those on the roll of this vote can cast a ballot."))
    if vote.phase != Phase.OPEN:
        return no("vote-closed", N_("Voting is not open."))
    return YES


def may_recount(actor: Actor, vote: Vote) -> Verdict:
    """The file to count again is for the chair, tellers and scrutineers: rare rankings are signatures."""
    if vote.phase not in (Phase.UNSEALED, Phase.DECLARED):
        return no("sealed", N_("There is nothing to count before the box is unsealed."))
    return YES if actor.may("recount") else no("not-a-teller", N_("This file is for tellers and scrutineers."))


def sees_result(actor: Actor, vote: Vote) -> Verdict:
    """A result is seen once it is declared; the chair, tellers and scrutineers see it as soon as it is counted."""
    if vote.phase == Phase.DECLARED:
        return YES
    if vote.phase == Phase.UNSEALED and actor.roles & {Role.CHAIR, Role.TELLER, Role.SCRUTINEER}:
        return YES
    return no("not-declared", N_("The result has not been declared yet."))


def may_call_off(actor: Actor, vote: Vote) -> Verdict:
    """Whoever may announce a step may cancel it, also when somebody else announced it."""
    return YES if leads(actor, vote) else no("not-the-chair", ONLY_THE_CHAIR)


def leads(actor: Actor, vote: Vote) -> bool:
    """Whether the vote's rules let her open and close it."""
    opens = vote.rules.get("opens", (Role.CHAIR,))
    return any(role in actor.roles for role in opens)


def _step(actor: Actor, vote: Vote, needed: Phase, reason: str) -> Verdict:
    if not leads(actor, vote):
        return no("not-the-chair", ONLY_THE_CHAIR)
    return YES if vote.phase == needed else no("phase", reason)
