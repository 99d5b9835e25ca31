"""The countdown before opening and closing take effect: announced, cancelled, taken when its moment has come.

Ballots count until the effect, not until the announcement. Of two chairs who announce at once one wins; the other is
told so.
"""

from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from conference.core.actor import HOUSE, Actor
from conference.core.errors import Conflict, Refused
from conference.core.words import N_
from conference.runtime import clock, database, settings
from conference.voting import policy
from conference.voting.commands.closing import close_vote
from conference.voting.commands.opening import bind_texts, open_vote
from conference.voting.commands.records import for_update, note
from conference.voting.commands.shares import require_ready
from conference.voting.models import Vote

log = structlog.get_logger()


class Step(StrEnum):
    """What a countdown leads to."""

    OPENING = "opening"
    CLOSING = "closing"


async def announce(actor: Actor, number: int, step: Step, closes_at: datetime | None = None) -> Vote:
    """Begin the countdown of `countdown_seconds`. What the step asks for is asked now, so that it does not fail later.

    `closes_at` is when the vote that is opened closes by itself. Raises `Conflict` while a countdown runs.
    """
    async with database.transaction():
        vote = await for_update(number)
        (policy.may_open if step is Step.OPENING else policy.may_close)(actor, vote).require()
        if vote.due_step:
            raise Conflict("countdown-runs", N_("A countdown runs already: somebody else announced this step."))
        if step is Step.OPENING:
            await require_ready(vote)
            await bind_texts(vote)
        vote.due_step, vote.due_by = step, actor.opaque
        waits = timedelta(seconds=settings.current().countdown_seconds)
        vote.due_at = clock.now() + waits
        vote.due_closes_at = closes_at + waits if closes_at else None
        await vote.save(update_fields=["due_step", "due_by", "due_at", "due_closes_at"])
        await note(vote, f"vote-{step}-announced", actor, [str(step)])
        return vote


async def call_off(actor: Actor, number: int) -> Vote:
    """Cancel the countdown: nothing has taken effect. Raises `Conflict` when none runs any more."""
    async with database.transaction():
        vote = await for_update(number)
        policy.may_call_off(actor, vote).require()
        if not vote.due_step:
            raise Conflict("no-countdown", N_("No countdown runs any more: it was cancelled, or the step was taken."))
        step, vote.due_step, vote.due_at = vote.due_step, "", None
        await vote.save(update_fields=["due_step", "due_at"])
        await note(vote, f"vote-{step}-called-off", actor, [step])
        return vote


async def take_due(moment: datetime) -> None:
    """Take every announced step whose moment has come; the clock only triggers, the phase decides."""
    due = await Vote.filter(due_at__lte=moment).exclude(due_step="").order_by("due_at")
    for vote in due:
        try:
            await database.shielded(_take(vote.number))
        except Exception as problem:  # one bad vote must not hold the others up; the next beat tries again
            log.error("step-not-taken", vote=vote.number, kind=type(problem).__name__, exc_info=problem)


async def _take(number: int) -> None:
    async with database.transaction():
        vote = await for_update(number)
        if not vote.due_step or vote.due_at is None or vote.due_at > clock.now():
            return
        try:
            if vote.due_step == Step.OPENING:
                await open_vote(HOUSE, number, vote.due_closes_at)
            else:
                await close_vote(HOUSE, number)
        except Refused as problem:
            # What held at the announcement no longer does, such as a text that changed: nothing happens, and it shows.
            vote = await for_update(number)
            vote.due_step, vote.due_at = "", None
            await vote.save(update_fields=["due_step", "due_at"])
            await note(vote, "vote-step-failed", HOUSE, problem.code)
