"""What tellers may do while others vote at their table or on paper, with the reason."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.rulebook.rules import Secrecy
from conference.voting import policy
from conference.voting.models import Vote
from conference.voting.rules import Phase

ONLY_TELLERS = N_("Only tellers do this.")


def may_serve_table(actor: Actor, vote: Vote) -> Verdict:
    """A sealed ballot can be cast at the tellers' table as long as the vote is open."""
    if not actor.may("serve-table"):
        return no("not-a-teller", ONLY_TELLERS)
    if vote.secrecy != Secrecy.SEALED:
        return no("not-sealed", N_("This vote is cast openly, so it needs no tellers' table."))
    return YES if vote.phase == Phase.OPEN else no("phase", N_("Voting is not open."))


def takes_papers(vote: Vote) -> bool:
    """Whether the vote's rules take ballots on paper: sealed votes only."""
    return bool(vote.rules.get("papers", True)) and vote.secrecy == Secrecy.SEALED


def may_hand_out(actor: Actor, vote: Vote) -> Verdict:
    """Papers are handed out, and given back unused, while the vote is open."""
    return _with_papers(actor, vote, Phase.OPEN, N_("Papers are handed out only while the vote is open."))


def may_enter_papers(actor: Actor, vote: Vote) -> Verdict:
    """What the papers say is entered between closing and unsealing: before, the paper box stays shut."""
    late = N_("Papers are entered after the vote has closed and before the box is unsealed.")
    return _with_papers(actor, vote, Phase.CLOSED, late)


def may_print_papers(actor: Actor, vote: Vote) -> Verdict:
    if not actor.may("print-papers"):
        return no("not-a-teller", ONLY_TELLERS)
    return _taken(vote) and (
        YES
        if vote.phase in (Phase.PUT, Phase.OPEN)
        else no("phase", N_("This vote has closed, so it needs no more papers."))
    )


def may_take_out_papers(actor: Actor, vote: Vote) -> Verdict:
    """Whoever leads the vote takes out what any teller has entered, until the box is unsealed."""
    if not policy.leads(actor, vote):
        return no("not-the-chair", policy.NOT_NAMED)
    late = N_("Papers are entered after the vote has closed and before the box is unsealed.")
    return _taken(vote) and (YES if vote.phase == Phase.CLOSED else no("phase", late))


def sees_papers(actor: Actor, vote: Vote) -> Verdict:
    """Who holds a paper is the tellers' business alone; the numbers entered are also that of whoever may take one
    out."""
    return YES if may_take_out_papers(actor, vote) else _handles(actor, vote)


def _handles(actor: Actor, vote: Vote) -> Verdict:
    return _taken(vote) if actor.may("handle-papers") else no("not-a-teller", ONLY_TELLERS)


def _with_papers(actor: Actor, vote: Vote, needed: Phase, reason: str) -> Verdict:
    verdict = _handles(actor, vote)
    if verdict and vote.phase != needed:
        return no("phase", reason)
    return verdict


def _taken(vote: Vote) -> Verdict:
    return YES if takes_papers(vote) else no("no-papers", N_("The rules of this vote take no ballots on paper."))
