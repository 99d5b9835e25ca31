"""Answering by name: in a roll call each voter for herself, in a card vote the holder for her organisation.

An answer is public to those who read the vote, and it is another table than the sealed box: nothing moves between them.
First answers are taken while the vote is open. Whoever has answered may change the answer until the result is declared;
when it was counted already, it is counted again in the same transaction.
"""

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict
from conference.core.words import N_
from conference.runtime import database, journal
from conference.voting.commands.counting import write
from conference.voting.commands.open_ballots import open_ballots
from conference.voting.commands.records import for_update
from conference.voting.models import Counted, Vote, Voter
from conference.voting.openly import policy as open_policy
from conference.voting.openly import rules as open_rules
from conference.voting.openly.models import OpenBallot
from conference.voting.openly.rules import Figures
from conference.voting.rules import Phase


async def answer_openly(actor: Actor, number: int, given: Figures | str, revision: int | None = None) -> OpenBallot:
    """Answer, or change the answer; a word such as `yes` takes all her votes. The same again changes nothing.

    `revision` is that of the answer which she saw (0: none yet). Raises `Conflict` when it is no longer the newest,
    such as for a late retry of an older form.
    """
    async with database.transaction():
        vote = await for_update(number)
        if not actor.reads(vote.audience):
            raise Absent
        voter = await Voter.get_or_none(vote_id=vote.id, account_id=actor.id or 0)
        held = await OpenBallot.get_or_none(vote_id=vote.id, account_id=actor.id or 0)
        open_policy.may_answer(actor, vote, listed=voter is not None, answered=held is not None).require()
        assert voter is not None
        figures = open_rules.whole(given, voter.votes) if isinstance(given, str) else given
        open_rules.answer(vote.secrecy, voter.votes, figures)
        if held is not None and Figures(held.yes, held.no, held.abstain) == figures:
            return held
        _require_newest(held, revision)
        return await _keep(actor, vote, held, figures)


def _require_newest(held: OpenBallot | None, revision: int | None) -> None:
    newest = held.revision if held else 0
    if revision is not None and revision != newest:
        raise Conflict(
            "newer-answer", N_("You have answered since, on another page. What you see now is the answer that counts.")
        )


async def _keep(actor: Actor, vote: Vote, held: OpenBallot | None, figures: Figures) -> OpenBallot:
    """Write the answer and its line in the journal; a result that was counted already is counted again."""
    ballot = held or OpenBallot(vote_id=vote.id, account_id=actor.id, revision=0)
    ballot.yes, ballot.no, ballot.abstain = figures.yes, figures.no, figures.abstain
    ballot.revision += 1
    await ballot.save()
    also = [f"turnout-{vote.number}"]
    if vote.phase == Phase.UNSEALED:
        await Counted.filter(vote_id=vote.id).delete()
        await write(vote, await open_ballots(vote))
        await vote.save(update_fields=["cast", "result", "result_digest"])
        also.append(f"vote-{vote.number}")
    decided = [figures.yes, figures.no, figures.abstain]
    journal.record("answered-openly", topic=f"answers-{vote.number}", by=actor, decided=decided, also=also)
    return ballot
