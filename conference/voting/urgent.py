"""Texts that stand on a vote come first wherever texts wait for a translation: engines' queue and translators' desk."""

from collections.abc import Sequence
from datetime import datetime

from conference.planks.models import Segment
from conference.rulebook.rules import Kind
from conference.runtime import database
from conference.translation.machine import queue
from conference.translation.machine.rules import Owned, Rank
from conference.voting import texts
from conference.voting.models import Option, Vote
from conference.voting.rules import Phase

LIVE = (Phase.PUT, Phase.OPEN)
"""While ballots are coming, or will: until then a better text still reaches those who vote."""

_STANDING = (
    "SELECT s.unit_id, v.plank_id FROM segment s JOIN plank_version v ON v.id = s.version_id "
    "JOIN plank k ON k.id = v.plank_id AND k.version = v.number WHERE s.unit_id IN ({units}) "
    "AND v.plank_id IN ({planks})"
)


async def units_of(vote: Vote) -> list[int]:
    """The units of what a vote is about: the sentences of a plank's present version, or the amendments' wordings."""
    moved = Option.filter(vote_id=vote.id, amendment__text_id__not_isnull=True)
    units = {int(str(each)) for each in await moved.values_list("amendment__text_id", flat=True)}
    planks = await texts.planks_of(vote)
    if planks:
        rows = Segment.filter(version__plank_id__in=list(planks)).select_related("version__plank")
        units |= {each.unit_id for each in await rows if each.version.number == each.version.plank.version}
    return sorted(units)


async def rank_anew(vote: Vote) -> None:
    """What waits for an engine and belongs to this vote waits by the rank that it has now. In a transaction."""
    await queue.rank_anew(await units_of(vote))


async def _owned(units: Sequence[int]) -> dict[int, Owned]:
    """Which of these units are sentences of planks that stand on a vote, themselves or in a resolution; and when that
    vote opens, where the clock already runs."""
    due: dict[int, datetime | None] = {}
    live = Vote.filter(phase__in=[each.value for each in LIVE], kind__in=[Kind.PLANK.value, Kind.RESOLUTION.value])
    for vote in await live.only("id", "kind", "phase", "due_at", "plank_id", "rules"):
        opens = vote.due_at if vote.phase == Phase.PUT else None
        for plank in await texts.planks_of(vote):
            moments = [each for each in (due.get(plank), opens) if each is not None]
            due[plank] = min(moments, default=None)
    if not due:
        return {}
    sql = _STANDING.format(units=database.places(units), planks=database.places(list(due)))
    rows = await database.rows(sql, *units, *due)
    return {unit: Owned(Rank.BALLOT, is_open=True, due=due[plank]) for unit, plank in rows}


queue.owned_by(_owned)
