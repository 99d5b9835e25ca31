"""Amendments through the reader's eyes: the list, one amendment, and a draft held against the text as it stands."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tortoise.queryset import QuerySet

from conference.amendments import policy
from conference.amendments.models import Amendment, Cosigner
from conference.amendments.rules import OPEN, Kind, State, reading_order
from conference.amendments.views import AmendmentLine, AmendmentView, Draft, Mover, Steps
from conference.amendments.wordings import (
    Shelf,
    Wording,
    missing,
    neighbours,
    obstacles,
    passage,
    texts,
    touched_by,
)
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES, in_language
from conference.core.roles import audiences_of
from conference.people import queries as people
from conference.planks import queries as planks
from conference.runtime import settings
from conference.text import diff, merge
from conference.translation import queries as translations
from conference.translation.queries import Reading

__all__ = ["amendment", "amendments", "draft", "for_update", "in_all_languages", "row", "steps", "texts"]
EVERYTHING = "all"
NEEDS_A_VOTE = "vote"


def visible_to(reader: Actor) -> QuerySet[Amendment]:
    """The amendments of the planks that this reader may read."""
    return Amendment.filter(plank__audience__in=audiences_of(reader.roles))


async def row(reader: Actor, number: int) -> Amendment:
    """The facts of one amendment, with its plank. Raises `Absent`."""
    found = await visible_to(reader).select_related("plank").get_or_none(number=number)
    if found is None:
        raise Absent
    return found


async def for_update(reader: Actor, number: int) -> Amendment:
    """The same, locked for the open transaction."""
    found = await row(reader, number)
    locked = await Amendment.filter(id=found.id).select_for_update().first()
    assert locked is not None
    locked.plank = found.plank
    return locked


async def cosigner_ids(amendment: Amendment) -> frozenset[int]:
    """The account keys of those who stand behind it."""
    return frozenset(each.account_id for each in await Cosigner.filter(amendment_id=amendment.id))


async def steps(actor: Actor, number: int) -> Steps:
    """The verdicts that label this person's buttons."""
    found = await row(actor, number)
    behind = await cosigner_ids(found)
    needed = settings.current().cosigners_needed
    collides, rivals = await obstacles(found) if found.state == State.ADMITTED and actor.presides else (False, ())
    return Steps(
        co_sign=policy.may_co_sign(actor, found, behind),
        withdraw=policy.may_withdraw(actor, found),
        admit=policy.may_admit(actor, found, len(behind), needed),
        send_back=policy.may_rule(actor, found),
        amend=policy.may_amend_it(actor, found, found.plank),
        put=policy.may_put(actor, found, collides=collides, rivals=rivals),
        translate_ruling=policy.may_translate_ruling(actor, found),
    )


async def amendments(
    reader: Actor, language: str, needs: str = NEEDS_A_VOTE, plank: int | None = None
) -> list[AmendmentLine]:
    """The list: what needs a vote first, in the order of the text; `needs="all"` has the settled ones after it."""
    chosen = visible_to(reader)
    if needs != EVERYTHING:
        chosen = chosen.filter(state__in=[each.value for each in OPEN])
    if plank is not None:
        chosen = chosen.filter(plank__number=plank)
    rows = await chosen.select_related("plank").order_by("number")
    shelf = await Shelf.of(rows)
    movers = await _movers(reader, language, [each.mover_id for each in rows])
    behind = await _cosigner_counts(rows)
    return sorted((_line(each, language, shelf, movers, behind) for each in rows), key=_list_order)


async def amendment(reader: Actor, number: int, language: str) -> AmendmentView:
    """One amendment. Raises `Absent`."""
    found = await row(reader, number)
    others = [each async for each in neighbours(found)]
    shelf = await Shelf.of([found, *others])
    unit = found.text_id if found.text_id is not None else found.reason_id
    read = await translations.readings([unit, found.reason_id], language)
    shown, reason = read[unit], read[found.reason_id]
    wording = shelf.wording(found, language)
    changes = diff.diff(wording.old, wording.new)
    cosigners = [each.account_id for each in await Cosigner.filter(amendment_id=found.id).order_by("at", "id")]
    names = await _movers(reader, language, [found.mover_id, *cosigners])
    children = [each.number for each in await Amendment.filter(parent_id=found.id).order_by("number")]
    return AmendmentView(
        number=found.number, plank_id=found.plank_id, plank_number=found.plank.number,
        plank_title=in_language(found.plank.titles, language), block=found.block, kind=found.kind, state=found.state,
        base=found.base, mover=names[found.mover_id], lang=wording.language, text=wording.new,
        old_text=wording.old, changes=changes, summary=diff.summary(changes), origin=shown.origin,
        original_lang=shown.original_language, translator=shown.translator, current=shown.current,
        reason_html=reason.html, reason_lang=reason.language, reason_origin=reason.origin,
        reason_original_lang=reason.original_language, reason_translator=reason.translator,
        reason_current=reason.current, cosigners=tuple(names[each] for each in cosigners),
        parent=shelf.parent_number(found), children=tuple(children), ruling=in_language(found.ruling, language),
        ruling_lang=next((each for each in (language, *LANGUAGES) if found.ruling.get(each)), language),
        touches=tuple(each.number for each in others if each.state in OPEN and shelf.touch(found, each)),
        missing=await missing(found), thread_id=found.thread_id, filed_at=found.filed_at,
        settled_at=found.settled_at,
    )  # fmt: skip


async def in_all_languages(reader: Actor, number: int) -> dict[str, tuple[Reading | None, Reading | None]]:
    """The wording and the reason in every language in which somebody has written one of them."""
    found = await row(reader, number)
    units = [unit for unit in (found.text_id, found.reason_id) if unit is not None]
    read = await translations.in_all_languages(units)
    wordings, reasons = read.get(found.text_id or 0, {}), read.get(found.reason_id, {})
    return {each: (wordings.get(each), reasons.get(each)) for each in LANGUAGES if each in wordings or each in reasons}


async def draft(
    reader: Actor, plank_number: int, block: str, kind: str, language: str, text: str, *,
    base: int | None = None, parent: int | None = None,
) -> Draft:  # fmt: skip
    """What the check page shows. Raises `Absent` for a plank, block or parent that is not there."""
    plank = await planks.visible(reader, plank_number)
    upper = await row(reader, parent) if parent is not None else None
    now = await passage(plank, plank.version, block, upper)
    read = now if base is None or upper else await passage(plank, min(base, plank.version), block, None)
    old, before = now.get(language, ""), read.get(language, "")
    moved, wanted = "", text
    if kind == Kind.REPLACE and old != before:
        merged = merge.merge(before, old, text)
        moved = "merged" if isinstance(merged, merge.Merged) else "collides"
        wanted = merged.text if isinstance(merged, merge.Merged) else text
    wording = Wording(language, "" if kind == Kind.INSERT else old, "" if kind == Kind.DELETE else wanted)
    changes = diff.diff(wording.old, wording.new)
    return Draft(
        plank_number=plank.number, plank_title=in_language(plank.titles, language), block=block, kind=kind,
        language=language, base=plank.version, parent=parent, old=old, text=wording.new, changes=changes,
        summary=diff.summary(changes), touches=await touched_by(plank, block, kind, upper, wording, now), moved=moved,
        before=before,
    )  # fmt: skip


async def _movers(reader: Actor, language: str, accounts: Iterable[int]) -> dict[int, Mover]:
    """Names as this reader may see them: everybody's inside the conference, outside only with consent."""
    return {
        key: Mover(
            people.shown_name(reader, each, language),
            in_language(each.delegation.names, language) if each.delegation else "",
        )
        for key, each in (await people.people(accounts)).items()
    }


async def _cosigner_counts(rows: Sequence[Amendment]) -> Counter[int]:
    found = await Cosigner.filter(amendment_id__in=[each.id for each in rows]) if rows else []
    return Counter(each.amendment_id for each in found)


def _line(row: Amendment, language: str, shelf: Shelf, movers: dict[int, Mover], behind: Counter[int]) -> AmendmentLine:
    wording = shelf.wording(row, language)
    return AmendmentLine(
        number=row.number, plank_number=row.plank.number, plank_title=in_language(row.plank.titles, language),
        block=row.block, kind=row.kind, state=row.state, mover=movers[row.mover_id],
        cosigners=behind[row.id], parent=shelf.parent_number(row), filed_at=row.filed_at,
        settled_at=row.settled_at, lang=wording.language, text=wording.new,
        summary=diff.summary(diff.diff(wording.old, wording.new)),
    )  # fmt: skip


def _list_order(line: AmendmentLine) -> tuple[object, ...]:
    """What needs a vote first; then by plank and place; an amendment to an amendment before what it amends."""
    state = State(line.state)
    rank = OPEN.index(state) if state in OPEN else len(OPEN)
    return rank, line.plank_number, reading_order(line.block), line.parent is None, line.number
