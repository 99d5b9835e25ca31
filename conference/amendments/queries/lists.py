"""Lists of amendments: what needs a vote first, in the order of the text; and what cannot be shown, by its number."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import structlog

from conference.amendments import comparing, policy
from conference.amendments.models import Amendment, Cosigner
from conference.amendments.queries import rows
from conference.amendments.rules import OPEN, State, reading_order
from conference.amendments.terms import Terms
from conference.amendments.views import AmendmentLine, Broken, KeptLine, Mover
from conference.amendments.wordings import Shelf
from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.people import queries as people
from conference.text.diff import Summary

log = structlog.get_logger()
Pair = tuple[str, str]
Figures = Mapping[Pair, Summary]
"""What the change from one text to another amounts to."""
EVERYTHING = "all"
NEEDS_A_VOTE = "vote"


async def amendments(
    reader: Actor, language: str, needs: str = NEEDS_A_VOTE, plank: int | None = None
) -> list[AmendmentLine]:
    """The list: what needs a vote first, in the order of the text; `needs="all"` has the settled ones after it. What
    cannot be shown stands in `broken`."""
    return (await _listed(reader, language, needs, plank))[0]


async def broken(reader: Actor, plank: int | None = None) -> list[Broken]:
    """The amendments that cannot be shown, by number."""
    return (await _listed(reader, "", EVERYTHING, plank))[1]


async def _listed(
    reader: Actor, language: str, needs: str, plank: int | None
) -> tuple[list[AmendmentLine], list[Broken]]:
    chosen = rows.visible_to(reader)
    if plank is not None:
        chosen = chosen.filter(plank__number=plank)
    if needs != EVERYTHING:
        chosen = chosen.filter(state__in=[each.value for each in OPEN])
    found = await chosen.select_related("plank").order_by("number")
    shelf = await Shelf.of(found)
    movers = await people_of(reader, language, [each.mover_id for each in found])
    behind = await _cosigner_counts(found)
    terms = await rows.terms()
    lines: list[AmendmentLine] = []
    faulty: list[Broken] = []
    figures = await comparing.summaries(_pairs(found, shelf, language))
    for each in found:
        fault = shelf.fault(each)
        made = None if fault else _line_or_none(each, language, shelf, movers, behind, terms, figures)
        if made is None:
            faulty.append(_broken(reader, each, fault or "unforeseen"))
        else:
            lines.append(made)
    return sorted(lines, key=_list_order), faulty


def _broken(reader: Actor, row: Amendment, fault: str) -> Broken:
    return Broken(row.number, row.plank.number, row.state, fault, policy.may_set_aside(reader, row))


async def people_of(reader: Actor, language: str, accounts: Iterable[int]) -> dict[int, Mover]:
    """Names as this reader may see them: everybody's inside the conference, outside only with consent."""
    return {
        key: Mover(
            people.shown_name(reader, each, language),
            in_language(each.delegation.names, language) if each.delegation else "",
        )
        for key, each in (await people.people(accounts)).items()
    }


async def _cosigner_counts(found: Sequence[Amendment]) -> Counter[int]:
    signed = await Cosigner.filter(amendment_id__in=[each.id for each in found]) if found else []
    return Counter(each.amendment_id for each in signed)


def _pairs(found: Sequence[Amendment], shelf: Shelf, language: str) -> Iterator[Pair]:
    """Both sides of each; a row that is broken in a way that nobody foresaw is met again where its line is made."""
    for each in found:
        with suppress(Exception):
            wording = shelf.wording(each, language) if not shelf.fault(each) else None
            if wording is not None:
                yield wording.old, wording.new


def _line_or_none(
    row: Amendment, language: str, shelf: Shelf, movers: dict[int, Mover], behind: Counter[int], terms: Terms,
    figures: Figures,
) -> AmendmentLine | None:  # fmt: skip
    """One line; None, and a word in the log, for a row that is broken in a way that nobody foresaw."""
    try:
        return _line(row, language, shelf, movers, behind, terms, figures)
    except Exception as problem:
        log.error("amendment-cannot-be-shown", number=row.number, kind=type(problem).__name__, exc_info=problem)
        return None


def _line(
    row: Amendment, language: str, shelf: Shelf, movers: dict[int, Mover], behind: Counter[int], terms: Terms,
    figures: Figures,
) -> AmendmentLine:  # fmt: skip
    wording = shelf.wording(row, language)
    return AmendmentLine(
        number=row.number, plank_number=row.plank.number, plank_title=in_language(row.plank.titles, language),
        block=row.block, kind=row.kind, state=row.state, mover=movers[row.mover_id],
        cosigners=behind[row.id], parent=shelf.parent_number(row), filed_at=row.filed_at,
        settled_at=row.settled_at, lang=wording.language, text=wording.new,
        summary=figures[wording.old, wording.new], composite=row.composite, floor=row.floor,
        contested=row.contested, objections_until=rows.objections_until(row, terms),
    )  # fmt: skip


def _list_order(line: AmendmentLine) -> tuple[object, ...]:
    """What needs a vote first; then by plank and place; an amendment to an amendment before what it amends."""
    state = State(line.state)
    rank = OPEN.index(state) if state in OPEN else len(OPEN)
    return rank, line.plank_number, reading_order(line.block), line.parent is None, line.number


async def drafts(owner: Actor, language: str) -> list[KeptLine]:
    """The reader's own drafts, the newest first."""
    return [
        KeptLine(
            each.id, each.plank.number, in_language(each.plank.titles, language), each.block, each.kind,
            each.parent.number if each.parent else None, each.language, each.text, each.kept_at,
        )
        for each in await rows.kept(owner)
    ]  # fmt: skip
