"""One amendment through the reader's eyes, her next steps with it, and a draft held against the text as it stands."""

from conference.amendments import comparing, policy
from conference.amendments.models import Amendment, Cosigner, Member, Objection
from conference.amendments.queries import composites, faulty, rows
from conference.amendments.queries.life import life
from conference.amendments.queries.lists import people_of
from conference.amendments.rules import INSERTS, OPEN, Kind, State
from conference.amendments.views import AmendmentView, Broken, CompositeView, Draft, MemberView, Steps
from conference.amendments.wordings import (
    Shelf,
    Wording,
    missing,
    neighbours,
    obstacles,
    passage,
    touched_by,
    voted_first,
)
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, in_language
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.planks import queries as planks
from conference.runtime import clock
from conference.text import diff, merge
from conference.translation import queries as translations
from conference.translation.engines import flags
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading


async def steps(actor: Actor, number: int) -> Steps:
    """The verdicts that label this person's buttons."""
    found = await rows.row(actor, number)
    terms = await rows.terms()
    behind = await rows.cosigner_ids(found)
    until = rows.objections_until(found, terms)
    return Steps(
        co_sign=policy.may_co_sign(actor, found, behind),
        withdraw=policy.may_withdraw(actor, found),
        take_over=policy.may_take_over(actor, found, rows.take_over_until(found, terms), clock.now()),
        reword=policy.may_reword(actor, found),
        align=policy.may_align(actor, found, behind),
        accept=policy.may_accept(actor, found, await rows.master(found), terms),
        object=policy.may_object(actor, found, await rows.objector_ids(found), until, clock.now()),
        merge=policy.may_merge(actor, found, until, clock.now()),
        call=policy.may_call_to_vote(actor, found),
        admit=policy.may_admit(actor, found, await _lack(actor, found)),
        send_back=policy.may_rule(actor, found),
        amend=policy.may_amend_it(actor, found, found.plank),
        put=await _may_put(actor, found),
        translate_ruling=policy.may_translate_ruling(actor, found),
    )


async def _lack(actor: Actor, found: Amendment) -> Sentence | None:
    return await composites.lack(found) if policy.may_rule(actor, found) else None


async def _may_put(actor: Actor, found: Amendment) -> Verdict:
    collides, rivals, first = False, tuple[int, ...](), tuple[int, ...]()
    if found.state == State.ADMITTED and actor.presides:
        collides, rivals = await obstacles(found)
        first = await voted_first(found)
    return policy.may_put(actor, found, collides=collides, rivals=rivals, first=first)


async def broken_one(reader: Actor, number: int) -> Broken | None:
    """What is wrong with an amendment that cannot be shown; None for one that can. Raises `Absent`."""
    found = await rows.row(reader, number)
    fault = await faulty.fault_of(found)
    if not fault and not await translations.readings([found.reason_id], LANGUAGES[0]):
        fault = "wording-gone"
    if not fault:
        return None
    return Broken(number, found.plank.number, found.state, fault, policy.may_set_aside(reader, found))


async def amendment(
    reader: Actor, number: int, language: str, understood: frozenset[str] = frozenset()
) -> AmendmentView:
    """One amendment; a reason in a language `understood` is left as it was written. Raises `Absent`, and `Refused`
    (cannot-be-shown) where something is broken in it."""
    found = await rows.row(reader, number)
    await faulty.require_sound(found)
    terms = await rows.terms()
    others = [each async for each in neighbours(found)]
    shelf = await Shelf.of([found, *others])
    unit = found.text_id if found.text_id is not None else found.reason_id
    shown = (await translations.readings([unit], language))[unit]
    reason = (await machine.readings([found.reason_id], language, understood))[found.reason_id]
    wording = shelf.wording(found, language)
    changes = await comparing.changes(wording.old, wording.new)
    open_ones = [each for each in others if each.state in OPEN]
    cosigners = [each.account_id for each in await Cosigner.filter(amendment_id=found.id).order_by("at", "id")]
    objectors = [each.account_id for each in await Objection.filter(amendment_id=found.id).order_by("at", "id")]
    names = await people_of(reader, language, [found.mover_id, *cosigners, *objectors])
    children = [each.number for each in await Amendment.filter(parent_id=found.id).order_by("number")]
    return AmendmentView(
        number=found.number, plank_id=found.plank_id, plank_number=found.plank.number,
        plank_title=in_language(found.plank.titles, language), block=found.block, kind=found.kind, state=found.state,
        base=found.base, mover=names[found.mover_id], lang=wording.language, text=wording.new,
        old_text=wording.old, changes=changes, summary=diff.summary(changes), origin=shown.origin,
        original_lang=shown.original_language, translator=shown.translator, current=shown.current,
        text_unit=found.text_id, reason_html=reason.html, reason_lang=reason.language, reason_origin=reason.origin,
        reason_original_lang=reason.original_language, reason_translator=reason.translator,
        reason_current=reason.current, reason_unit=found.reason_id, reason_route=reason.route,
        reason_offered=reason.left and language in reason.others,
        reason_wrong=tuple(words for each in reason.flags if (words := flags.sentence(each))),
        cosigners=tuple(names[each] for each in cosigners),
        parent=shelf.parent_number(found), children=tuple(children), returned_for=found.returned_for,
        ruling=in_language(found.ruling, language),
        ruling_lang=next((each for each in (language, *LANGUAGES) if found.ruling.get(each)), language),
        touches=tuple(each.number for each in await shelf.touching(found, open_ones)),
        missing=await missing(found), thread_id=found.thread_id, filed_at=found.filed_at,
        settled_at=found.settled_at, composite=found.composite, floor=found.floor, contested=found.contested,
        objectors=tuple(names[each] for each in objectors), objections_until=rows.objections_until(found, terms),
        take_over_until=rows.take_over_until(found, terms), joined_in=await _joined_in(found),
        life=await life(reader, found, language),
    )  # fmt: skip


async def _joined_in(found: Amendment) -> int | None:
    """The composite that it joined or is asked to join."""
    asked = Member.filter(member_id=found.id, composite__state__in=[each.value for each in (*OPEN, State.CARRIED)])
    member = await asked.select_related("composite").order_by("-id").first()
    return member.composite.number if member else None


async def composite(reader: Actor, number: int, language: str) -> CompositeView | None:
    """What a composite joins; None for an ordinary amendment."""
    found = await rows.row(reader, number)
    if not found.composite:
        return None
    members = await composites.members_of(found)
    movers = await people_of(reader, language, [each.member.mover_id for each in members])
    words = await composites.words(found)
    shown = next((each for each in (language, *LANGUAGES) if each in words), language)
    return CompositeView(
        tuple(
            MemberView(
                each.member.number, movers[each.member.mover_id], each.answer, each.member.state,
                policy.may_answer(reader, found, each.member),
            )
            for each in members
        ),
        words.get(shown, ()),
        shown,
    )  # fmt: skip


async def in_all_languages(reader: Actor, number: int) -> dict[str, tuple[Reading | None, Reading | None]]:
    """The wording and the reason in every language in which somebody has written one of them."""
    found = await rows.row(reader, number)
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
    upper = await rows.row(reader, parent) if parent is not None else None
    now = await passage(plank, plank.version, block, upper)
    read = now if base is None or upper else await passage(plank, min(base, plank.version), block, None)
    old, before = now.get(language, ""), read.get(language, "")
    moved, wanted = "", text
    if kind in (Kind.REPLACE, Kind.SUBSTITUTE) and old != before:
        merged = await comparing.by_size((before, old, text), merge.merge, before, old, text)
        moved = "merged" if isinstance(merged, merge.Merged) else "collides"
        wanted = merged.text if isinstance(merged, merge.Merged) else text
    wording = Wording(language, "" if kind in INSERTS else old, "" if kind == Kind.DELETE else wanted)
    changes = await comparing.changes(wording.old, wording.new)
    return Draft(
        plank_number=plank.number, plank_title=in_language(plank.titles, language), block=block, kind=kind,
        language=language, base=plank.version, parent=parent, old=old, text=wording.new, changes=changes,
        summary=diff.summary(changes), touches=await touched_by(plank, block, kind, upper, wording, now), moved=moved,
        before=before,
    )  # fmt: skip
