"""What is done at the desk: a draft is opened, arranged, given recitals and schedules, and compiled."""

from collections.abc import Mapping, Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.planks.models import Plank
from conference.resolutions import commands as resolutions
from conference.resolutions import policy
from conference.resolutions.desk import queries
from conference.resolutions.desk.models import Draft, DraftPassage, Schedule
from conference.resolutions.models import Resolution
from conference.resolutions.rules import Kind, Part, Preamble
from conference.runtime import clock, database, journal
from conference.text.words import tidy
from conference.translation import commands as translation
from conference.translation.machine import queue as machine
from conference.translation.machine.rules import Owned, Rank
from conference.voting import urgent

TITLE_AT_MOST = 300
PASSAGE_AT_MOST = 5_000
PASSAGES_AT_MOST = 300
AUDIENCE = "conference"
"""Who reads what lies on the desk and what is to be translated of it, before it is compiled."""


async def open_draft(actor: Actor, titles: Mapping[str, str]) -> Draft:
    """A new draft that holds every adopted plank, in the planks' order."""
    async with database.transaction():
        policy.may_draft(actor).require()
        named = _titles(titles)
        adopted = await Plank.filter(state="adopted").order_by("number")
        draft = await Draft.create(
            titles=named,
            preamble=Preamble.UNNUMBERED,
            planks=[each.number for each in adopted if actor.reads(each.audience)],
            recitals={},
            opened_by_id=actor.id,
            opened_at=clock.now(),
        )
        _note(draft.id, "draft-opened", actor, named)
        return draft


async def arrange(
    actor: Actor,
    draft_id: int,
    titles: Mapping[str, str],
    preamble: str,
    planks: Sequence[int],
    recitals: Sequence[str],
) -> Draft:
    """Titles, how the preamble is numbered, the planks in order, which of their blocks are recitals (`2.p1`)."""
    async with database.transaction():
        draft = await _for_update(actor, draft_id)
        draft.titles = _titles(titles)
        draft.preamble = Preamble(preamble) if preamble in tuple(Preamble) else Preamble.UNNUMBERED
        known = {each.number for each in await Plank.filter(state="adopted")}
        draft.planks = [each for each in dict.fromkeys(planks) if each in known]
        chosen: dict[str, list[str]] = {}
        for each in recitals:
            number, _, block = each.partition(".")
            if block and number.isdecimal() and int(number) in draft.planks:
                chosen.setdefault(number, []).append(block)
        draft.recitals = chosen
        await draft.save(update_fields=["titles", "preamble", "planks", "recitals"])
        _note(draft.id, "draft-arranged", actor, [draft.titles, draft.preamble, draft.planks, draft.recitals])
        return draft


async def write_passage(actor: Actor, draft_id: int, place: str, kind: str, language: str, text: str) -> DraftPassage:
    """A recital (place `preamble`) or a passage of a schedule (place `s1`), in one language; the others follow at the
    translation desk."""
    async with database.transaction():
        draft = await _for_update(actor, draft_id)
        annexed = place != Part.PREAMBLE
        if annexed and not await Schedule.exists(draft_id=draft.id, key=place):
            raise Absent
        kinds = (Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM) if annexed else (Kind.HEADING, Kind.RECITAL)
        _require_text(kind, tuple(kinds), language, text)
        taken = await DraftPassage.filter(draft_id=draft.id).values_list("key", flat=True)
        if len(taken) >= PASSAGES_AT_MOST:
            raise Refused("too-many-passages", N_("The desk holds at most %(most)s passages."), most=PASSAGES_AT_MOST)
        unit = await translation.write_unit(actor, language, text, AUDIENCE)
        stem = f"{place}.c" if annexed else "r"
        passage = await DraftPassage.create(
            draft_id=draft.id, place=place, key=_next_key(stem, [str(each) for each in taken]),
            position=len(taken) + 1, kind=kind, unit_id=unit.id,
        )  # fmt: skip
        _note(draft.id, "draft-passage-written", actor, [passage.key, kind, language, text])
        return passage


async def rewrite_passage(actor: Actor, draft_id: int, key: str, text: str, revision: int | None = None) -> None:
    """New words for a passage, in the language that it was written in. The wordings before stay in its history, and
    each word keeps whoever brought it. `revision`: the wording that she had before her."""
    async with database.transaction():
        draft = await _for_update(actor, draft_id)
        passage = await DraftPassage.get_or_none(draft_id=draft.id, key=key).select_related("unit")
        if passage is None:
            raise Absent
        _require_text(passage.kind, (passage.kind,), passage.unit.language, text)
        await translation.revise(actor, passage.unit_id, text, revision, asked=True)
        _note(draft.id, "draft-passage-rewritten", actor, [key, text])


async def move_passage(actor: Actor, draft_id: int, key: str, up: bool) -> None:
    """Let a passage change places with its neighbour."""
    async with database.transaction():
        draft = await _for_update(actor, draft_id)
        moved = await DraftPassage.get_or_none(draft_id=draft.id, key=key)
        if moved is None:
            raise Absent
        row = await DraftPassage.filter(draft_id=draft.id, place=moved.place).order_by("position", "id")
        at = [each.id for each in row].index(moved.id)
        to = at - 1 if up else at + 1
        if 0 <= to < len(row):
            row[at], row[to] = row[to], row[at]
        for position, each in enumerate(row, 1):
            each.position = position
            await each.save(update_fields=["position"])
        _note(draft.id, "draft-passage-moved", actor, [key, to])


async def remove_passage(actor: Actor, draft_id: int, key: str) -> None:
    """Take a passage off the desk. Its words stay where translators have them; no resolution takes them in."""
    async with database.transaction():
        draft = await _for_update(actor, draft_id)
        if not await DraftPassage.filter(draft_id=draft.id, key=key).delete():
            raise Absent
        _note(draft.id, "draft-passage-removed", actor, key)


async def add_schedule(
    actor: Actor,
    draft_id: int,
    titles: Mapping[str, str],
    clause: str,
    delegation: str = "",
    sector: Mapping[str, str] | None = None,
) -> Schedule:
    """An annex to the clause with this key, for a delegation (by its code), or for a sector named in every language."""
    async with database.transaction():
        draft = await _for_update(actor, draft_id)
        whose = await people.delegation(delegation) if delegation else None
        named = {each: tidy((sector or {}).get(each, "")) for each in LANGUAGES}
        problems = _title_problems(titles, needed=True)
        if whose is None and not all(named.values()):
            told = N_("Please choose a delegation, or name the sector in every language.")
            problems["delegation"] = Sentence(told)
        if not clause:
            problems["clause"] = Sentence(N_("Please choose the clause that this schedule belongs to."))
        if problems:
            raise Invalid(problems)
        taken = await Schedule.filter(draft_id=draft.id).values_list("key", flat=True)
        schedule = await Schedule.create(
            draft_id=draft.id, key=_next_key("s", [str(each) for each in taken]), position=len(taken) + 1,
            titles={each: tidy(titles[each]) for each in LANGUAGES}, clause=clause[:40],
            delegation_id=whose.id if whose else None, sector={} if whose else named,
        )  # fmt: skip
        _note(draft.id, "draft-schedule-added", actor, [schedule.key, schedule.titles, clause, delegation, named])
        return schedule


async def remove_schedule(actor: Actor, draft_id: int, key: str) -> None:
    """Take a schedule off the desk with its passages."""
    async with database.transaction():
        draft = await _for_update(actor, draft_id)
        await DraftPassage.filter(draft_id=draft.id, place=key).delete()
        if not await Schedule.filter(draft_id=draft.id, key=key).delete():
            raise Absent
        _note(draft.id, "draft-schedule-removed", actor, key)


async def compile_draft(actor: Actor, draft_id: int) -> Resolution:
    """Freeze the text of the draft as it stands; the draft may go on, and be compiled again."""
    async with database.transaction():
        draft = await _for_update(actor, draft_id)
        chosen = await queries.chosen_planks(actor, draft)
        shape = await queries.shape(draft, chosen)
        made = await resolutions.compile_resolution(actor, draft.titles, [each.number for each in chosen], shape)
        draft.resolution_id = made.id
        await draft.save(update_fields=["resolution_id"])
        return made


async def _for_update(actor: Actor, draft_id: int) -> Draft:
    policy.may_draft(actor).require()
    draft = await Draft.filter(id=draft_id).select_for_update().first()
    if draft is None:
        raise Absent
    return draft


def _titles(titles: Mapping[str, str]) -> dict[str, str]:
    """What was typed so far; at least one language. Raises `Invalid`."""
    problems = _title_problems(titles, needed=False)
    named = {each: tidy(titles.get(each, "")) for each in LANGUAGES}
    if not any(named.values()):
        problems[f"title-{LANGUAGES[0]}"] = Sentence(N_("Please give the draft a title in at least one language."))
    if problems:
        raise Invalid(problems)
    return named


def _title_problems(titles: Mapping[str, str], *, needed: bool) -> dict[str, Sentence]:
    problems = {}
    for each in LANGUAGES:
        title = tidy(titles.get(each, ""))
        if needed and not title:
            problems[f"title-{each}"] = Sentence(N_("Please fill in this field."))
        elif len(title) > TITLE_AT_MOST:
            told = N_("Please use at most %(most)s characters here.")
            problems[f"title-{each}"] = Sentence(told, {"most": TITLE_AT_MOST})
    return problems


def _require_text(kind: str, kinds: Sequence[str], language: str, text: str) -> None:
    problems = {}
    if kind not in kinds:
        problems["kind"] = Sentence(N_("Please choose one of the answers offered."))
    if language not in LANGUAGES:
        problems["language"] = Sentence(N_("This is not one of the working languages."))
    if not text.strip():
        problems["text"] = Sentence(N_("Please write something."))
    elif len(text) > PASSAGE_AT_MOST:
        told = N_("Please use at most %(most)s characters here.")
        problems["text"] = Sentence(told, {"most": PASSAGE_AT_MOST})
    if problems:
        raise Invalid(problems)


def _next_key(stem: str, taken: Sequence[str]) -> str:
    """One more than the greatest key with this stem: while it is there, no key comes twice."""
    used = [int(each.removeprefix(stem)) for each in taken if each.removeprefix(stem).isdecimal()]
    return f"{stem}{max(used, default=0) + 1}"


def _note(draft_id: int, verb: str, actor: Actor, decided: object) -> None:
    journal.record(verb, topic=f"resolution-draft-{draft_id}", by=actor, decided=decided, also=("resolutions",))


async def _owned(units: Sequence[int]) -> dict[int, Owned]:
    """Which of these units are passages written for a resolution that stands on a vote: they come first. Until then
    only those who draft it read them."""
    live = [each.value for each in urgent.LIVE]
    rows = DraftPassage.filter(unit_id__in=list(units), draft__resolution__vote__phase__in=live)
    found = await rows.values_list("unit_id", "draft__resolution__vote__due_at")
    return {int(str(unit)): Owned(Rank.BALLOT, is_open=True, due=due) for unit, due in found}


machine.owned_by(_owned)
