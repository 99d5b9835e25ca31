"""What was cast openly, as the ballots that are counted: hands that tellers agree on, named answers, cards."""

from collections import Counter
from collections.abc import Iterable

from conference.core.errors import Refused
from conference.core.words import N_
from conference.rulebook.rules import Secrecy, of_data
from conference.voting.models import Vote, Voter
from conference.voting.openly import queries as open_votes
from conference.voting.openly import rules as open_rules
from conference.voting.openly.models import OpenBallot
from conference.voting.openly.rules import Figures
from conference.voting.rules import ANSWERS, Ranking

Ballots = Counter[tuple[str, Ranking]]
"""How many ballots (or votes of cards) of a delegation say the same; hands of the whole hall have no delegation."""


async def open_ballots(vote: Vote) -> Ballots:
    """The ballots of an open vote. Raises `Refused` while the tellers' counts of hands do not hold."""
    if vote.public_key:
        raise Refused("sealed", N_("This vote was opened as a secret one: nothing but its sealed box is counted."))
    if vote.secrecy == Secrecy.HANDS:
        held = open_rules.agreed(await open_votes.sheets(vote), of_data(vote.rules).tellers)
        if held is None:
            raise Refused(
                "counts-differ",
                N_("The count of hands does not hold yet: enough tellers must have counted, and all of them the same."),
            )
        found = _ballots(held.items())
        vote.cast = sum(found.values())
        return found
    homes = {each.account_id: each.delegation for each in await Voter.filter(vote_id=vote.id)}
    named = await OpenBallot.filter(vote_id=vote.id)
    vote.cast = len(named)
    return _ballots((homes[each.account_id], Figures(each.yes, each.no, each.abstain)) for each in named)


def _ballots(figures: Iterable[tuple[str, Figures]]) -> Ballots:
    found: Ballots = Counter()
    for delegation, each in figures:
        for answer in ANSWERS:
            if each.of(answer):
                found[delegation, ((answer,),)] += each.of(answer)
    return found
