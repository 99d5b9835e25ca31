"""The page of a plank's groups, alternatives and order of votes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from conference.amendments import policy as amendments
from conference.amendments import wordings
from conference.amendments.groups import policy, rules
from conference.amendments.groups.models import ChosenOrder, Rival, RivalSet
from conference.amendments.groups.queries.gathering import Gathered, gather
from conference.amendments.groups.rules import Motion, Place
from conference.amendments.groups.survey import Group, Shown
from conference.amendments.groups.views import ChosenView, GroupsPage, GroupView, Line, Member, RivalsView
from conference.amendments.models import Amendment
from conference.amendments.queries.lists import people_of
from conference.amendments.rules import OPEN, State, code, number_of
from conference.amendments.views import Broken, Mover
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, in_language
from conference.core.verdict import YES, Verdict
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.text.diff import Kind as Amount
from conference.text.diff import Summary
from conference.translation import queries as translations

NEXT = 3
"""How many places of the order are asked whether they may be put: the next ones."""
_NOTHING = Summary(Amount.SAME)


async def groups(reader: Actor, plank_number: int, language: str) -> GroupsPage:
    """Everything that touches in a plank, and in which order it is voted on. Raises `Absent`."""
    plank = await planks.visible(reader, plank_number)
    found = await gather(plank)
    sets = await _sets(plank, found)
    chosen = await ChosenOrder.filter(plank_id=plank.id).order_by("-id").first()
    accounts = [each.mover_id for each in found.rows.values()] + [each.marked_by_id for each, _ in sets]
    names = await people_of(reader, language, [*accounts, *([chosen.chosen_by_id] if chosen else [])])
    lines = {number: _line(each, found, names, language) for number, each in found.rows.items()}
    order = rules.order(_motions(found), [numbers for _, numbers in sets], chosen.numbers if chosen else ())
    rivals = tuple([await _rivals(reader, each, numbers, found, names, language) for each, numbers in sets])
    marked = {number for each in rivals for number in each.numbers}
    views = tuple(_group(each, lines, rivals, marked, found, language) for each in found.survey.groups)
    shown = {each.key for view in views for each in view.rivals}
    return GroupsPage(
        plank_number=plank.number, plank_title=in_language(plank.titles, language), version=plank.version,
        groups=views, rivals=tuple(each for each in rivals if each.key not in shown), lines=lines, order=order,
        put=await _next(reader, order, found), chosen=await _chosen(chosen, names, language),
        waiting=tuple(lines[each] for each in sorted(found.waiting) if each in lines),
        broken=tuple(
            Broken(each.number, plank.number, each.state, fault, amendments.may_set_aside(reader, each))
            for each, fault in found.faults
        ),
        may_mark=policy.may_mark(reader), may_order=policy.may_order(reader),
    )  # fmt: skip


async def _sets(plank: Plank, found: Gathered) -> list[tuple[RivalSet, tuple[int, ...]]]:
    """The rival sets that count, with those of their amendments that are still open; two at least."""
    sets = await RivalSet.filter(plank_id=plank.id, ended_at=None).order_by("id")
    members = await Rival.filter(rivals_id__in=[each.id for each in sets]) if sets else []
    numbers = {each.id: each.number for each in found.rows.values() if each.state in OPEN}
    open_ones = {
        each.id: tuple(sorted(numbers[one.amendment_id] for one in members
                              if one.rivals_id == each.id and one.amendment_id in numbers))
        for each in sets
    }  # fmt: skip
    return [(each, open_ones[each.id]) for each in sets if len(open_ones[each.id]) > 1]


def _motions(found: Gathered) -> list[Motion]:
    return [
        Motion(
            number, each.kind, each.block, found.parents.get(number), 2 if number in found.parents else 1,
            found.survey.shares.get(code(number), Fraction(1)),
        )
        for number, each in found.rows.items()
    ]  # fmt: skip


def _line(row: Amendment, found: Gathered, names: Mapping[int, Mover], language: str) -> Line:
    figures = found.survey.figures.get(code(row.number), {})
    summary = next((figures[each] for each in (language, *LANGUAGES) if each in figures), _NOTHING)
    return Line(
        row.number, row.kind, row.block, row.state, names[row.mover_id], found.parents.get(row.number), row.composite,
        summary, row.number in found.waiting,
    )  # fmt: skip


def _group(
    group: Group,
    lines: Mapping[int, Line],
    rivals: Sequence[RivalsView],
    marked: set[int],
    found: Gathered,
    wanted: str,
) -> GroupView:
    numbers = [number for each in group.labels if (number := number_of(each)) is not None and number in lines]
    lang = next((each for each in (wanted, *LANGUAGES) if each in group.touching), "") or next(
        (each for each in (wanted, *LANGUAGES) if each in group.shown), wanted
    )
    shown = group.shown.get(lang, Shown((), {}))
    here = set(numbers)
    return GroupView(
        block=found.rows[numbers[0]].block, above=found.parents.get(numbers[0]), lang=lang, touching=group.touching,
        reasons=group.reasons, base=shown.base, pairs=group.pairs,
        members=tuple(Member(lines[each], shown.members.get(code(each), ())) for each in numbers),
        rivals=tuple(each for each in rivals if here & set(each.numbers)),
        free=_free(numbers, marked, found),
    )  # fmt: skip


def _free(numbers: Iterable[int], marked: set[int], found: Gathered) -> tuple[int, ...]:
    """Those that stand in no rival set, are not being voted on, and change the same passage as another of them."""
    free = [each for each in numbers if each not in marked and found.rows[each].state != State.ON_VOTE]
    beside = Counter(found.rows[each].block for each in free)
    return tuple(each for each in free if beside[found.rows[each].block] > 1)


async def _rivals(
    reader: Actor,
    rivals: RivalSet,
    numbers: tuple[int, ...],
    found: Gathered,
    names: Mapping[int, Mover],
    language: str,
) -> RivalsView:
    reason = (await translations.readings([rivals.reason_id], language))[rivals.reason_id]
    put = await _may_put(reader, numbers, found)
    return RivalsView(
        rivals.id, numbers, reason.text, reason.language, names[rivals.marked_by_id], rivals.marked_at, put
    )


async def _next(reader: Actor, order: Sequence[Place], found: Gathered) -> dict[int, Verdict]:
    """For the chair: whether the next places can be put now, and why not."""
    if not reader.presides:
        return {}
    tabled = [
        at
        for at, place in enumerate(order)
        if place.numbers and all(found.rows[each].state == State.ADMITTED for each in place.numbers)
    ]
    return {at: await _may_put(reader, order[at].numbers, found) for at in tabled[:NEXT]}


async def _may_put(reader: Actor, numbers: Sequence[int], found: Gathered) -> Verdict:
    """The first reason that keeps one of them from the vote."""
    for number in numbers:
        row = found.rows[number]
        collides, rivals, first = False, tuple[int, ...](), tuple[int, ...]()
        if reader.presides and row.state == State.ADMITTED:
            collides, rivals = await wordings.obstacles(row, beside=numbers)
            first = await wordings.voted_first(row)
        verdict = amendments.may_put(reader, row, collides=collides, rivals=rivals, first=first)
        if not verdict:
            return verdict
    return YES


async def _chosen(chosen: ChosenOrder | None, names: Mapping[int, Mover], language: str) -> ChosenView | None:
    if chosen is None:
        return None
    reason = (await translations.readings([chosen.reason_id], language))[chosen.reason_id]
    return ChosenView(names[chosen.chosen_by_id], chosen.chosen_at, reason.text, reason.language)
