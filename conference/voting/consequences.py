"""What a declared outcome does: the one place where a vote changes texts."""

from collections.abc import Awaitable, Callable

from conference.amendments import commands as amendments
from conference.amendments.models import Amendment
from conference.amendments.rules import code
from conference.core.actor import Actor
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_
from conference.planks import commands as planks
from conference.planks import resting
from conference.planks.models import Plank
from conference.rulebook.rules import Kind
from conference.voting.models import Option, Vote
from conference.voting.rules import KEEP, Outcome, Phase

Put = Callable[..., Awaitable[Vote]]
"""`commands.put`, handed in: a choice puts the question that follows from it."""


async def follow(actor: Actor, vote: Vote, put: Put) -> None:
    """Carry out the outcome, inside the transaction that declares it."""
    if vote.kind == Kind.CHOICE:
        await _after_choice(actor, vote, await Plank.get(id=vote.plank_id), put)
    elif vote.kind == Kind.AMENDMENT:
        await _after_amendment(actor, vote)
    elif vote.kind == Kind.PLANK and vote.plank_id is not None and vote.outcome == Outcome.CARRIED:
        await planks.adopt(actor, vote.plank_id)
    elif vote.kind == Kind.PLANK and vote.plank_id is not None and vote.outcome == Outcome.LOST:
        await planks.lose(actor, vote.plank_id)


async def _after_choice(actor: Actor, vote: Vote, plank: Plank, put: Put) -> None:
    """Choice, then consent: the winner is put to yes or no; a tie to a run-off; nobody's text goes on silently."""
    options = await Option.filter(vote_id=vote.id, amendment_id__not_isnull=True)
    rivals = {each.id: each for each in await Amendment.filter(id__in=[option.amendment_id for option in options])}
    moved = {option.key: rivals[option.amendment_id] for option in options if option.amendment_id}
    assert vote.result is not None
    winners = [key for key in vote.result["winners"] or [] if key != KEEP]
    if vote.outcome == Outcome.LAPSED:
        await amendments.readmit(actor, [each.number for each in moved.values()])
        return
    if vote.outcome == Outcome.TIED and len(winners) >= 2:
        staying = winners
        await put(actor, Kind.CHOICE, plank.number, _numbers(moved, staying),
                  rule_set=vote.rules.get("key", ""), follows=vote.id)  # fmt: skip
    elif vote.outcome in (Outcome.CHOSEN, Outcome.TIED) and winners:
        staying = winners
        await put(actor, Kind.AMENDMENT, plank.number, _numbers(moved, staying), follows=vote.id)
    else:
        staying = []
    for key, amendment in moved.items():
        if key not in staying:
            await amendments.lose(actor, amendment.number, by=", ".join(_codes(moved, staying)))


def _codes(moved: dict[str, Amendment], keys: list[str]) -> list[str]:
    return [code(moved[key].number) for key in keys]


def _numbers(moved: dict[str, Amendment], keys: list[str]) -> list[int]:
    return [moved[key].number for key in keys]


async def _after_amendment(actor: Actor, vote: Vote) -> None:
    amendment = await Amendment.get(id=vote.amendment_id)
    if vote.outcome == Outcome.CARRIED:
        await amendments.carry(actor, amendment.number, cause=f"vote {vote.number}")
    elif vote.outcome == Outcome.LOST:
        await amendments.lose(actor, amendment.number)
    elif vote.outcome != Outcome.CONCILIATION:
        await amendments.readmit(actor, [amendment.number])


_PENDING = (Phase.PUT, Phase.OPEN, Phase.CLOSED, Phase.UNSEALED)


async def _under_vote(plank_id: int) -> Verdict:
    """The drafting committee does not touch a text about which a question is before the conference."""
    pending = (
        await Vote.filter(plank_id=plank_id, phase__in=[each.value for each in _PENDING]).order_by("number").first()
    )
    if pending is None:
        return YES
    told = N_("Vote %(number)s on this plank is not settled yet, so its text rests.")
    return no("vote-put", told, number=pending.number)


resting.barred_by(_under_vote)
