"""Opening: question, texts, rules and roll are frozen, the box gets its key, and ballots come in."""

from datetime import datetime

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.errors import Refused
from conference.core.words import N_
from conference.planks import queries as plank_texts
from conference.roll import queries as roll
from conference.rulebook.rules import Kind, Secrecy
from conference.runtime import clock, database, keys
from conference.voting import ballot_paper, policy, rules
from conference.voting.commands.gate import require_gate
from conference.voting.commands.records import for_update, note, plank_of
from conference.voting.commands.shares import require_ready
from conference.voting.models import Vote, Voter
from conference.voting.openly import rules as open_rules
from conference.voting.result.files import opening
from conference.voting.rules import Phase
from conference.voting.sealed.shares import key_name

RollLine = tuple[int, str, int]
"""Account, delegation, votes."""


async def open_vote(actor: Actor, number: int, closes_at: datetime | None = None) -> Vote:
    """Freeze question, texts, rules and roll, make the key, and let ballots in."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_open(actor, vote).require()
        await bind_texts(vote)
        await _freeze_presence(vote, await _freeze_roll(vote))
        vote.phase = rules.move(vote.phase, Phase.OPEN)
        vote.opened_at, vote.closes_at = clock.now(), closes_at
        vote.due_step, vote.due_at = "", None
        if vote.secrecy == Secrecy.SEALED:
            await require_ready(vote)
            vote.public_key = vote.public_key or keys.make(key_name(vote))
        vote.opening_digest = digest(await opening(vote))
        await vote.save()
        await note(vote, "vote-opened", actor, [vote.opening_digest, vote.public_key])
        return vote


async def bind_texts(vote: Vote) -> None:
    """Bind the ballot to the texts, if the gate is open: nobody votes on what she cannot read."""
    await ballot_paper.refresh(vote)
    plank = await plank_of(vote)
    if vote.kind == Kind.PLANK and plank is not None:
        binding = await plank_texts.texts_digest(plank.id, plank.version)
        vote.rules = vote.rules | {"binding": binding, "version": plank.version}
    vote.rules = vote.rules | await require_gate(vote)


async def _freeze_roll(vote: Vote) -> list[RollLine]:
    """The seats of this moment, or the cards, written in one order that tells nothing."""
    if vote.secrecy == Secrecy.CARD:
        voters = [
            Voter(vote_id=vote.id, account_id=card.account_id, delegation=card.delegation, votes=card.votes,
                  organisation=card.organisation)
            for card in await roll.cards()
        ]  # fmt: skip
    else:
        voters = [
            Voter(
                vote_id=vote.id, account_id=seat.account_id, delegation=seat.delegation, stands_for_id=seat.stands_for
            )
            for seat in await roll.seats()
        ]
    if not voters and vote.secrecy == Secrecy.CARD:
        raise Refused("no-cards", N_("No organisation has a card yet, so a card vote is not possible."))
    if not voters:
        raise Refused("empty-roll", N_("Nobody is on the roll yet: no delegate has been accredited."))
    open_rules.equal_weights(vote.secrecy, [each.votes for each in voters])
    await Voter.bulk_create(voters)
    return [(each.account_id, each.delegation, each.votes) for each in voters]


async def _freeze_presence(vote: Vote, lines: list[RollLine]) -> None:
    """Where the rules measure a quorum or a majority by who is in the room: those on the roll who are there now."""
    if not open_rules.asks_presence(vote.rules):
        return
    here = await roll.present(account for account, _, _ in lines)
    present = {delegation: 0 for _, delegation, _ in lines}
    for account, delegation, votes in lines:
        present[delegation] += votes if account in here else 0
    vote.rules = vote.rules | {"present": present}
