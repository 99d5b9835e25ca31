"""Who may count hands, answer by name, demand another way: with the reason, like `policy`."""

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.people.policy import in_person
from conference.rulebook.rules import Kind, Secrecy
from conference.voting import policy
from conference.voting.models import Vote
from conference.voting.rules import Outcome, Phase

NAMED = (Secrecy.ROLL_CALL, Secrecy.CARD)
"""The votes in which each answer has a name."""


def may_count_hands(actor: Actor, vote: Vote) -> Verdict:
    if not actor.may("count-hands"):
        return no("not-a-teller", N_("Only tellers count hands."))
    return _countable(actor, vote)


def may_discard_hands(actor: Actor, vote: Vote) -> Verdict:
    """Laying every count aside, so that the tellers begin afresh."""
    if not policy.leads(actor, vote):
        return no("not-the-chair", policy.ONLY_THE_CHAIR)
    return _countable(actor, vote)


def _countable(actor: Actor, vote: Vote) -> Verdict:
    if vote.secrecy != Secrecy.HANDS:
        return no("no-hands", N_("This vote is not taken by show of hands."))
    if vote.phase not in (Phase.OPEN, Phase.CLOSED):
        return no("phase", N_("Hands are counted while the vote is open, and until the count is taken over."))
    return in_person(actor)


def may_answer(actor: Actor, vote: Vote, *, listed: bool, answered: bool) -> Verdict:
    """A first answer while the vote is open; who has answered may change it until the result is declared. A token made
    for voting answers too: nothing here is secret."""
    if vote.secrecy not in NAMED or vote.public_key:
        # A vote that once had a box is never answered by name, whatever somebody wrote into its row since.
        return no("not-by-name", N_("This vote is not answered by name."))
    if not listed:
        return no("not-on-the-roll", N_("Only those on the roll of this vote can answer."))
    if vote.phase != Phase.OPEN and not (answered and vote.phase in (Phase.CLOSED, Phase.UNSEALED)):
        return no("vote-closed", N_("Voting is not open."))
    if actor.scopes is not None and "cast" not in actor.scopes:
        return no("scope", N_("This token was not made for voting. Make one on your own page."))
    return YES


def may_demand(actor: Actor, vote: Vote, *, listed: bool, next_business: bool) -> Verdict:
    """See `commands.demanding` for when the right begins and ends."""
    if vote.secrecy != Secrecy.HANDS or not vote.rules.get("demand"):
        return no("no-demand", N_("The rules of this vote know no demand for another way of voting."))
    if not listed:
        return no("not-on-the-roll", N_("Only those on the roll of this vote can demand a roll call or a card vote."))
    if vote.outcome == Outcome.OVERTAKEN:
        return no("overtaken", N_("Enough delegates have demanded it already."))
    if vote.phase not in (Phase.UNSEALED, Phase.DECLARED):
        return no("phase", N_("A roll call or a card vote is demanded after the hands were counted."))
    if next_business or (vote.phase == Phase.DECLARED and vote.kind != Kind.PROCEDURE):
        return no("too-late", N_("The conference has gone on to the next business, so this result stands."))
    return in_person(actor)


def may_put_as_demanded(actor: Actor, vote: Vote, *, is_put: bool) -> Verdict:
    """The same question by the way demanded, once the result by hands no longer stands."""
    if not actor.may("put-vote"):
        return no("not-the-chair", policy.ONLY_THE_CHAIR)
    if vote.outcome != Outcome.OVERTAKEN:
        return no("not-demanded", N_("Too few delegates have demanded that this question be put again."))
    return no("put-already", N_("The question has been put again already.")) if is_put else YES
