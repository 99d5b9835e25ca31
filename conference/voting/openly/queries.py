"""What has become of an open vote: the tellers' sheets, the way that enough delegates demand, whether other business
came first, and the places on its page for this reader."""

from collections import Counter

from tortoise.expressions import Q

from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict
from conference.core.words import N_, Sentence
from conference.rulebook.rules import Secrecy, of_data
from conference.voting.models import Vote, Voter
from conference.voting.openly import policy as open_policy
from conference.voting.openly import rules as open_rules
from conference.voting.openly.models import Demand, HandCount, OpenBallot
from conference.voting.openly.rules import Figures, Sheet
from conference.voting.rules import Outcome, Phase

Link = tuple[str, str, Sentence, bool]
"""The rest of an address, an icon, words, and whether it waits for this reader."""
WORDS = {
    Secrecy.ROLL_CALL: N_("Answer the roll call by name"),
    Secrecy.CARD: N_("Cast the votes of your card"),
}


async def next_business(vote: Vote) -> bool:
    """Whether another question was put or opened after this one was closed."""
    if vote.closed_at is None:
        return False
    others = Vote.filter(Q(put_at__gt=vote.closed_at) | Q(opened_at__gt=vote.closed_at))
    return await others.exclude(id=vote.id).exclude(phase=Phase.TAKEN_BACK).exists()


async def way_demanded(vote: Vote) -> Secrecy | None:
    """The way of voting that enough delegates demand."""
    wants = await Demand.filter(vote_id=vote.id).values_list("wants", flat=True)
    return open_rules.demanded([str(each) for each in wants], of_data(vote.rules).demand)


async def sheets(vote: Vote) -> dict[int, Sheet]:
    """What each teller has counted, by her account."""
    found: dict[int, dict[str, Figures]] = {}
    for each in await HandCount.filter(vote_id=vote.id).order_by("teller_id", "delegation"):
        found.setdefault(each.teller_id, {})[each.delegation] = Figures(each.yes, each.no, each.abstain)
    return dict(found)


async def ready(vote: Vote) -> Verdict:
    """Whether what was cast openly can be counted: hands only once enough tellers have counted the same."""
    if vote.secrecy != Secrecy.HANDS:
        return YES
    needed = of_data(vote.rules).tellers
    counted = await sheets(vote)
    return open_rules.holds(counted, needed)


async def entitled(vote: Vote) -> dict[str, int]:
    """How many votes each place of the hall has on the frozen roll."""
    roll: Counter[str] = Counter()
    for each in await Voter.filter(vote_id=vote.id):
        roll[each.delegation] += each.votes
    return open_rules.places(vote.rules, roll)


async def has_answered(vote: Vote, reader: Actor) -> bool:
    """Whether she has answered this vote by name."""
    return await OpenBallot.exists(vote_id=vote.id, account_id=reader.id or 0)


async def turnout(vote: Vote) -> int:
    """Named answers so far; hands are known once they are counted."""
    return vote.cast if vote.secrecy == Secrecy.HANDS else await OpenBallot.filter(vote_id=vote.id).count()


async def links(reader: Actor, vote: Vote) -> list[Link]:
    """The places of an open vote that this reader may enter now."""
    if vote.phase == Phase.PUT or vote.secrecy == Secrecy.SEALED:
        return []
    if vote.secrecy == Secrecy.HANDS:
        return await _of_hands(reader, vote)
    found: list[Link] = []
    listed = await Voter.exists(vote_id=vote.id, account_id=reader.id or 0)
    answered = await has_answered(vote, reader)
    if open_policy.may_answer(reader, vote, listed=listed, answered=answered):
        words = N_("Change your answer") if answered else WORDS[Secrecy(vote.secrecy)]
        found.append(("/answer", "pen-line", Sentence(words), not answered))
    found.append(("/answers", "users", Sentence(N_("Every answer, by delegation")), False))
    return found


async def _of_hands(reader: Actor, vote: Vote) -> list[Link]:
    if open_policy.may_count_hands(reader, vote):
        return [("/hands", "users", Sentence(N_("Enter the hands you counted")), True)]
    if vote.outcome == Outcome.OVERTAKEN:
        is_put = await Vote.filter(follows_id=vote.id).exists()
        waits = bool(open_policy.may_put_as_demanded(reader, vote, is_put=is_put))
        words = N_("Put the question again as demanded") if waits else N_("The result by hands no longer stands")
        return [("/hands", "users", Sentence(words), waits)]
    listed = await Voter.exists(vote_id=vote.id, account_id=reader.id or 0)
    if open_policy.may_demand(reader, vote, listed=listed, next_business=await next_business(vote)):
        return [("/hands", "users", Sentence(N_("Demand a roll call or a card vote")), False)]
    return [("/hands", "users", Sentence(N_("The show of hands")), False)]
