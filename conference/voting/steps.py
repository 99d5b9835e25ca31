"""What whoever leads a vote can do next, the rule behind each step, and why the others are not possible now."""

from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.verdict import Verdict
from conference.core.words import N_, Sentence
from conference.rulebook.rules import Secrecy
from conference.runtime import clock
from conference.voting import policy
from conference.voting.conciliation import policy as conciliation_policy
from conference.voting.conciliation import queries as conciliations
from conference.voting.conciliation.policy import State
from conference.voting.models import Vote
from conference.voting.openly import queries as open_votes
from conference.voting.rules import Phase
from conference.voting.sealed import lots, papers, shares
from conference.voting.sealed.shares import Standing


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the last part of its address, its button's words, whether it may be taken, and its rule."""

    name: str
    label: str
    verdict: Verdict
    rule: Sentence


async def steps(reader: Actor, vote: Vote) -> tuple[Step, ...]:
    """The steps of a vote in their order; none for those who take none of them."""
    if not policy.sees_steps(reader, vote):
        return ()
    sealed = vote.secrecy == Secrecy.SEALED
    standing = await shares.standing(vote)
    return (
        Step("opening", N_("Open the vote"),
             _if_the_key(policy.may_open(reader, vote), standing.opening if standing else None), Sentence(N_(
            "Opening freezes the question, the texts, the rules and the roll. It takes effect after a countdown."))),
        Step("closing", N_("Close the vote"), policy.may_close(reader, vote), Sentence(N_(
            "Closing takes effect after a countdown; every ballot that arrives before its end counts."))),
        Step("unsealing", N_("Unseal the box and count") if sealed else N_("Count"),
             _if_ready(
                 _if_the_key(policy.may_unseal(reader, vote), standing.unsealing if standing else None),
                 await lots.ready(vote), await papers.ready(vote) if sealed else await open_votes.ready(vote)),
             Sentence(N_("The ballots are counted once, after the vote has closed."))),
        Step("declaration", N_("Declare the result"), policy.may_declare(reader, vote), Sentence(N_(
            "Only a declared result takes effect."))),
        Step("taking-back", N_("Take the question back"), policy.may_take_back(reader, vote), Sentence(N_(
            "A question can be taken back as long as it has not been opened."))),
        *await _without_the_box(reader, vote, standing),
        *await _conciliation(reader, vote),
    )  # fmt: skip


def _if_the_key(verdict: Verdict, key: Verdict | None) -> Verdict:
    """A step that the phase allows, if the key of the box allows it too."""
    return key if verdict and key is not None else verdict


def _if_ready(verdict: Verdict, *ready: Verdict) -> Verdict:
    """Counting, if every number for the lot is revealed too, every paper entered and accounted for, and the tellers
    counted the same hands."""
    return next((each for each in ready if not each), verdict) if verdict else verdict


async def _conciliation(reader: Actor, vote: Vote) -> tuple[Step, ...]:
    """What is left to the chair when a delegation has refused; nothing once the conciliation has ended."""
    found = await conciliations.of(vote)
    if found is None or found.state in (State.PUT, State.FAILED):
        return ()
    is_put = await conciliations.new_vote(vote) is not None
    return (
        Step("conciliation/putting", N_("Put the one new vote"),
             conciliation_policy.may_put_it(reader, vote, found, is_put=is_put), Sentence(N_(
            "After the members of all delegations consent to one text there is one new vote, under the same rules."))),
        Step("conciliation/failing", N_("Declare that the conciliation has failed"),
             conciliation_policy.may_fail(reader, found, clock.now()), Sentence(N_(
            "Without agreement by the deadline the text falls."))),
    )  # fmt: skip


async def _without_the_box(reader: Actor, vote: Vote, standing: Standing | None) -> tuple[Step, ...]:
    """What is left when a box can never be opened: only then are these steps shown."""
    if vote.phase == Phase.VOID:
        verdict = policy.may_put_again(reader, vote, is_put=await shares.is_put_again(vote))
        rule = N_("A void vote has decided nothing: the same question is put again, with the same words and rules.")
        return (Step("putting-again", N_("Put the question again"), verdict, Sentence(rule)),)
    why = standing.why_void if standing else ""
    if not why:
        return ()
    rule = N_(
        "The ballots are thrown away unread. Nobody knows how the vote would have ended, so nobody can stop it for "
        "that."
    )
    return (Step("voiding", N_("Declare the vote void"), policy.may_void(reader, why), Sentence(rule)),)
