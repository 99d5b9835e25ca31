"""The open amendments of a plank gathered for comparing: what is sound, what is broken, what waits."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from conference.amendments import wordings
from conference.amendments.groups import anchors
from conference.amendments.groups.anchors import UPPER
from conference.amendments.groups.models import Anchoring
from conference.amendments.groups.survey import Field, Survey, survey
from conference.amendments.models import Amendment
from conference.amendments.rules import TITLE, WHOLE, State, code
from conference.amendments.wordings import Shelf
from conference.planks.models import Plank
from conference.runtime.aside import aside
from conference.text.anchoring import Standing
from conference.text.collisions import Kind, Proposal
from conference.translation.models import Unit

SETTLED = (State.CARRIED, State.ACCEPTED, State.LOST, State.WITHDRAWN, State.FALLEN, State.RETURNED, State.JOINED)


@dataclass(frozen=True, slots=True)
class Gathered:
    """`rows`: what can be shown, by number; `faults`: why others cannot, with their rows; `waiting`: what somebody has
    to find words for first, which is compared with nothing."""

    rows: Mapping[int, Amendment]
    faults: tuple[tuple[Amendment, str], ...]
    waiting: frozenset[int]
    parents: Mapping[int, int]
    survey: Survey


async def gather(plank: Plank) -> Gathered:
    """The open amendments of a plank and what touches what among them; nothing is compared that was before."""
    open_ones = Amendment.filter(plank_id=plank.id).exclude(state__in=[each.value for each in SETTLED])
    found = await open_ones.order_by("number")
    for each in found:
        each.plank = plank
    shelf = await Shelf.of(found, whole_versions=True)
    faults = [(each, fault) for each in found if (fault := shelf.fault(each))]
    broken = {each.id for each, _ in faults}
    sound = [each for each in found if each.id not in broken]
    overlaps = Anchoring.filter(
        amendment_id__in=[each.id for each in sound], standing=Standing.OVERLAP.value, answer=""
    )
    kept = {each.amendment_id for each in await overlaps} if sound else set()
    ground, misfits = await _field(plank, sound, kept, shelf)
    made = await aside(survey, ground) if ground.is_large else survey(ground)
    by_code = {code(each.number): each for each in sound}
    faults += [(by_code[label], "unforeseen") for label in made.broken]
    return Gathered(
        {each.number: each for each in sound if code(each.number) not in made.broken},
        tuple(faults),
        frozenset(each.number for each in sound if each.id in kept or each.number in misfits),
        {each.number: upper for each in sound if (upper := shelf.parent_number(each)) is not None},
        made,
    )


async def _field(
    plank: Plank, sound: Sequence[Amendment], waiting: Set[int], shelf: Shelf
) -> tuple[Field, frozenset[int]]:
    """The amendments as edits of the text as it stands. Those that do not fit it are named, and like those that wait
    (`waiting`: keys) they are measured against the passage that they were written for, beside all others."""
    present = anchors.of_version(await wordings.standing(plank.id, plank.version), plank.titles)
    own = {each.id: each.language for each in await Unit.filter(id__in=[each.text_id or 0 for each in sound])}
    proposals, apart, wholes = list[Proposal](), list[Proposal](), list[Proposal]()
    sides: dict[str, Mapping[str, str]] = {TITLE: plank.titles}
    misfits: set[int] = set()
    for each in sound:
        wanted = anchors.proposal(
            code(each.number), each.kind, each.block, shelf.after(each), upper=each.parent_id is not None
        )
        if each.id in waiting and each.block != WHOLE:
            _alone(wanted, shelf.before(each), sides, apart)
        elif wanted.block == UPPER:
            block = code(shelf.parent_number(each) or 0)
            sides[block] = shelf.before(each)
            apart.append(Proposal(wanted.label, wanted.kind, block, wanted.texts))
        elif each.block == TITLE:
            apart.append(wanted)
        elif each.block == WHOLE:
            wholes.append(wanted)
        elif each.base == plank.version:
            proposals.append(wanted)
        else:
            before = anchors.of_version(shelf.version(each), plank.titles)
            stands = anchors.anchored(wanted, before, present, own=own.get(each.text_id or 0, "en")).proposal
            if stands is None:
                misfits.add(each.number)
                _alone(wanted, shelf.before(each), sides, apart)
            else:
                proposals.append(stands)
    passages = {block: texts for block, texts in present.blocks.items() if block != TITLE}
    whole = wordings.whole_texts(present.standing) if any(each.kind is Kind.SUBSTITUTE for each in wholes) else {}
    return Field(passages, sides, tuple(proposals), tuple(apart), tuple(wholes), whole), frozenset(misfits)


def _alone(
    wanted: Proposal, before: Mapping[str, str], sides: dict[str, Mapping[str, str]], apart: list[Proposal]
) -> None:
    """Measured against a text of its own, it touches nothing."""
    block = f"{wanted.label}="
    sides[block] = before
    apart.append(Proposal(wanted.label, wanted.kind, block, wanted.texts))
