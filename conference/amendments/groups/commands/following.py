"""A text has changed: every amendment to it is held against the new one, and what happened to it is on record.

What still fits goes along (its words as they are, beside those that changed); what fell says with what; where words
collide it waits for a person. What is before the conference in a vote rests until that vote is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from conference.amendments import wordings
from conference.amendments.commands import followers
from conference.amendments.groups import anchors
from conference.amendments.groups.anchors import UPPER, Held, Text
from conference.amendments.groups.commands import applying
from conference.amendments.groups.commands.applying import News
from conference.amendments.groups.models import Rival
from conference.amendments.models import Amendment, Step
from conference.amendments.queries import rows
from conference.amendments.rules import OPEN, TITLE, WHOLE, State, code
from conference.core.actor import HOUSE, Actor
from conference.planks import following
from conference.planks.following import Changed
from conference.planks.models import Plank
from conference.runtime import journal
from conference.runtime.aside import aside
from conference.text.anchoring import Standing
from conference.text.bounds import is_large
from conference.text.collisions import Proposal
from conference.translation.models import Unit

log = structlog.get_logger()
_WAITING = [each.value for each in OPEN if each is not State.ON_VOTE]


@dataclass(frozen=True, slots=True)
class Case:
    """One amendment to be held against a later text."""

    amendment: Amendment
    wanted: Proposal
    before: Text
    own: str


async def follow(actor: Actor, changed: Changed) -> None:
    """A plank has a new version."""
    plank = changed.plank
    open_ones = Amendment.filter(plank_id=plank.id, parent_id=None, state__in=_WAITING).exclude(base=plank.version)
    titled = changed.titles is not None
    found = [
        each
        for each in await open_ones.order_by("number")
        if code(each.number) != changed.cause and (titled or each.block != TITLE)
    ]
    await _carry_over(actor, plank, [*found, *await _not_chosen(plank, changed.cause)], changed)


async def catch_up(actor: Actor, numbers: Sequence[int]) -> None:
    """Amendments lie on the table again; the text may have changed while the conference voted."""
    found = Amendment.filter(number__in=list(numbers), parent_id=None, state__in=_WAITING).exclude(block=TITLE)
    for each in await found.select_related("plank").order_by("number"):
        if each.base != each.plank.version:
            await _carry_over(actor, each.plank, [each], Changed(each.plank, ""))
    below = Amendment.filter(number__in=list(numbers), state__in=_WAITING).exclude(parent_id=None)
    for each in await below.select_related("parent").order_by("number"):
        upper = each.parent
        if upper is not None and each.above_id not in (None, upper.text_id) and upper.state in _WAITING:
            await _hold_against(actor, upper, [each], {}, "")


async def follow_wording(actor: Actor, upper: Amendment, before: Mapping[str, str], cause: str) -> None:
    """An amendment has other words: what amends it is held against them."""
    below = Amendment.filter(parent_id=upper.id, state__in=_WAITING).order_by("number")
    await _hold_against(actor, upper, [each for each in await below if code(each.number) != cause], before, cause)


async def _hold_against(
    actor: Actor, upper: Amendment, found: Sequence[Amendment], before: Mapping[str, str], cause: str
) -> None:
    """Each against the wording that stands, from the one that it was written for; `before` where that is not known."""
    if not found:
        return
    own = [unit for each in found for unit in (each.text_id, each.above_id)]
    units = await wordings.unit_texts([upper.text_id, *own])
    now = Text({UPPER: units.get(upper.text_id or 0, {})})
    written_for = {each.id: Text({UPPER: units.get(each.above_id or 0) or before}) for each in found}
    cases = await _cases(found, units, written_for)
    news = News(cause, upper.base, upper.block)
    stand: list[int] = []
    for case, how in zip(cases, await _anchored(cases, now, {}), strict=True):
        if how is not None:
            locked = await rows.for_update(HOUSE, case.amendment.number)
            await applying.apply(actor, locked, case.wanted, how, news, case.own)
            stand += [locked.id] if how.found.standing in (Standing.CLEAN, Standing.MOVED) else []
    if stand:
        await Amendment.filter(id__in=stand).update(above_id=upper.text_id)


async def _carry_over(actor: Actor, plank: Plank, found: Sequence[Amendment], changed: Changed) -> None:
    if not found:
        return
    shelf = await wordings.Shelf.of(found, whole_versions=True)
    sound = [each for each in found if not shelf.fault(each)]
    units = await wordings.unit_texts([each.text_id for each in sound])
    titles = changed.titles if changed.titles is not None else plank.titles
    before = {each.base: anchors.of_version(shelf.version(each), titles) for each in sound}
    after = anchors.of_version(await wordings.standing(plank.id, plank.version), plank.titles)
    cases = await _cases(sound, units, {each.id: before[each.base] for each in sound})
    news = News(changed.cause, plank.version, "")
    told: dict[str, list[int]] = {}
    clean: list[Amendment] = []
    for case, how in zip(cases, await _anchored(cases, after, changed.went_to), strict=True):
        if how is None:
            continue
        told.setdefault(how.found.standing.value, []).append(case.amendment.number)
        if how.found.standing is Standing.CLEAN and case.amendment.state != State.LOST:
            clean.append(case.amendment)
            continue
        locked = await rows.for_update(HOUSE, case.amendment.number)
        await applying.apply(actor, locked, case.wanted, how, news, case.own, follow_wording)
    await applying.move_base(clean, plank.version)
    decided = {"version": plank.version, "cause": changed.cause, "standings": told}
    journal.record(
        "amendments-anchored", topic=f"plank-{plank.number}", by=actor, decided=decided, also=("amendments",)
    )


async def _cases(
    found: Sequence[Amendment], units: Mapping[int, Mapping[str, str]], before: Mapping[int, Text]
) -> list[Case]:
    own = {each.id: each.language for each in await Unit.filter(id__in=[each.text_id or 0 for each in found])}
    return [
        Case(
            each,
            anchors.proposal(
                code(each.number), each.kind, each.block, units.get(each.text_id or 0, {}),
                upper=each.parent_id is not None,
            ),
            before[each.id],
            own.get(each.text_id or 0, ""),
        )
        for each in found
    ]  # fmt: skip


async def _anchored(cases: Sequence[Case], after: Text, went_to: Mapping[str, str]) -> list[Held | None]:
    """How each stands; None for one that breaks the comparison: it stays as it is, and the others go on."""
    texts = [text for case in cases if not _untouched(case, after) for text in case.wanted.texts.values()]
    if is_large(*texts):
        return await aside(_all, cases, after, went_to)
    return _all(cases, after, went_to)


def _untouched(case: Case, after: Text) -> bool:
    """Whether its passage stands as it did; a whole text is compared whatever has changed."""
    return case.amendment.block != WHOLE and (
        case.before.blocks.get(case.wanted.block) == after.blocks.get(case.wanted.block)
    )


def _all(cases: Sequence[Case], after: Text, went_to: Mapping[str, str]) -> list[Held | None]:
    return [_one(case, after, went_to) for case in cases]


def _one(case: Case, after: Text, went_to: Mapping[str, str]) -> Held | None:
    try:
        return anchors.held(case.wanted, case.before, after, went_to, case.own)
    except Exception as problem:
        number = case.amendment.number
        log.error("amendment-cannot-be-anchored", number=number, kind=type(problem).__name__, exc_info=problem)
        return None


async def _not_chosen(plank: Plank, cause: str) -> list[Amendment]:
    """What lost a choice against the amendment that now stands in the text, without having been called an alternative
    to it by a person: it may still fit."""
    winner = await Amendment.get_or_none(plank_id=plank.id, number=int(cause[1:])) if cause[:1] == "A" else None
    if winner is None:
        return []
    steps = Step.filter(amendment__plank_id=plank.id, amendment__state=State.LOST.value, verb="amendment-lost")
    lost = {each.amendment_id for each in await steps if str(each.why.get("by")) == cause}
    sets = [each.rivals_id for each in await Rival.filter(amendment_id=winner.id, rivals__ended_at=None)]
    marked = {each.amendment_id for each in await Rival.filter(rivals_id__in=sets)} if sets else set()
    left = Amendment.filter(id__in=sorted(lost - marked), composite=False, parent_id=winner.parent_id)
    return [each for each in await left.order_by("number") if each.block != TITLE]


following.followed_by(follow)
followers.followed_by(follow_wording, catch_up)
