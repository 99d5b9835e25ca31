"""The desk as drafters see it: drafts, one draft with its passages, and the shape that it gives a resolution."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.people.models import Delegation
from conference.planks import queries as planks
from conference.planks.links import queries as links
from conference.planks.links.queries import Leaning
from conference.planks.models import Plank
from conference.resolutions import composition, policy
from conference.resolutions.composition import Composition, Shape
from conference.resolutions.desk.models import Draft, DraftPassage, Schedule
from conference.resolutions.queries import UNKNOWN
from conference.resolutions.rules import Kind, Part, Passage
from conference.resolutions.sources import Wording, drafted
from conference.translation import queries as translation
from conference.translation.models import Text

BLOCKS_SHOWN = 120
"""Characters of a block by which somebody recognises it in a list."""


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage that was written at the desk. `missing`: languages without a current text."""

    key: str
    kind: str
    unit: int
    text: str
    lang: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """A schedule: for whom, to which clause, and its passages."""

    key: str
    title: str
    for_whom: str
    clause: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An adopted plank: its place in the text (0: not in it), and its blocks with whether each is a recital."""

    number: int
    title: str
    place: int
    blocks: tuple[tuple[str, str, str, bool], ...]
    """(key, kind, first words, is a recital)"""


@dataclass(frozen=True, slots=True)
class DraftView:
    """One draft with all that its page shows. `leaning`: links of which only one end is in the text."""

    id: int
    titles: dict[str, str]
    preamble: str
    candidates: tuple[Candidate, ...]
    recitals: tuple[PassageView, ...]
    schedules: tuple[ScheduleView, ...]
    clauses: tuple[tuple[str, str], ...]
    leaning: tuple[Leaning, ...]
    resolution: int | None


async def drafts(reader: Actor) -> list[Draft]:
    """The drafts on the desk, the newest first. Raises `NotPermitted` for who does not compile."""
    policy.may_draft(reader).require()
    return await Draft.all().select_related("resolution").order_by("-id")


async def row(reader: Actor, draft_id: int) -> Draft:
    """Raises `Absent`; `NotPermitted` for who does not compile."""
    policy.may_draft(reader).require()
    found = await Draft.get_or_none(id=draft_id).select_related("resolution")
    if found is None:
        raise Absent
    return found


async def draft(reader: Actor, draft_id: int, language: str) -> DraftView:
    """One draft in the reader's language."""
    found = await row(reader, draft_id)
    adopted = [each for each in await Plank.filter(state="adopted").order_by("number") if reader.reads(each.audience)]
    candidates = [await _candidate(reader, each, found, language) for each in adopted]
    candidates.sort(key=lambda each: (each.place == 0, each.place, each.number))
    chosen = await chosen_planks(reader, found)
    composed = await composition.composition(chosen, await shape(found, chosen))
    return DraftView(
        id=found.id, titles=found.titles, preamble=found.preamble, candidates=tuple(candidates),
        recitals=await _passages(found.id, Part.PREAMBLE, language), schedules=await _schedules(found.id, language),
        clauses=_clauses(composed, language),
        leaning=await links.leaving(reader, [each.id for each in chosen], language),
        resolution=found.resolution.number if found.resolution else None,
    )  # fmt: skip


async def preview(reader: Actor, draft_id: int) -> tuple[Draft, Composition, Verdict]:
    """The whole text as it would be compiled now, and whether this person may compile it."""
    found = await row(reader, draft_id)
    chosen = await chosen_planks(reader, found)
    composed = await composition.composition(chosen, await shape(found, chosen))
    return found, composed, policy.may_compile(reader, chosen)


async def chosen_planks(reader: Actor, draft: Draft) -> list[Plank]:
    """The draft's planks in its order; one that is no longer there for the reader is left out."""
    found = {each.number: each for each in await Plank.filter(number__in=draft.planks)} if draft.planks else {}
    return [found[each] for each in draft.planks if each in found and reader.reads(found[each].audience)]


async def shape(draft: Draft, chosen: Sequence[Plank]) -> Shape:
    """What the desk adds, as passages. They lie with the first plank, whose audience they share."""
    home = chosen[0].id if chosen else 0
    rows = await DraftPassage.filter(draft_id=draft.id).order_by("position", "id")
    texts = await translation.in_all_languages([each.unit_id for each in rows])
    authors = await _authors([each.unit_id for each in rows])
    wordings = await _wordings([each.unit_id for each in rows])

    def passage(row: DraftPassage, part: Part) -> Passage:
        current = {each: reading.text for each, reading in texts.get(row.unit_id, {}).items() if reading.current}
        author, language = authors.get(row.unit_id, (draft.opened_by_id, "en"))
        earlier = wordings.get(row.unit_id, [])
        told = [*earlier[:-1], replace(earlier[-1], texts=current)] if earlier else []
        return Passage(row.kind, current, home, drafted(row.key, author, language, current, told), part, row.key)

    schedules = []
    for each in await Schedule.filter(draft_id=draft.id).order_by("position", "id"):
        own = drafted(each.key, draft.opened_by_id, "", each.titles)
        head = Passage(Kind.SCHEDULE, each.titles, home, own, Part.SCHEDULE, each.key)
        annexed = [passage(row, Part.SCHEDULE) for row in rows if row.place == each.key]
        schedules.append((each.clause, (head, *annexed)))
    recitals = {int(number): frozenset(blocks) for number, blocks in draft.recitals.items()}
    preamble = tuple(passage(row, Part.PREAMBLE) for row in rows if row.place == Part.PREAMBLE)
    return Shape(draft.preamble, recitals, preamble, tuple(schedules), tuple(each.unit_id for each in rows))


async def _authors(units: Sequence[int]) -> dict[int, tuple[int | None, str]]:
    """Who first wrote each passage, and in which language."""
    rows = await Text.filter(unit_id__in=list(units), origin="original").select_related("unit").order_by("-revision")
    return {each.unit_id: (each.author_id, each.language) for each in rows}


async def _wordings(units: Sequence[int]) -> dict[int, list[Wording]]:
    """The wordings of each passage, oldest first, with what stood for them in the other languages."""
    rows = await Text.filter(unit_id__in=list(units)).order_by("unit_id", "revision", "id")
    texts: dict[tuple[int, int], dict[str, str]] = {}
    for each in rows:
        texts.setdefault((each.unit_id, each.revision), {})[each.language] = each.text
    found: dict[int, list[Wording]] = {}
    for each in rows:
        if each.origin == "original":
            told = Wording(each.revision, each.author_id, texts[each.unit_id, each.revision])
            found.setdefault(each.unit_id, []).append(told)
    return found


@dataclass(frozen=True, slots=True)
class Revised:
    """One wording as its page shows it."""

    number: int
    author: str | Sentence
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PassageHistory:
    """A passage of the desk with every wording in the language that it was written in, the newest first."""

    draft: int
    titles: dict[str, str]
    key: str
    language: str
    wordings: tuple[Revised, ...]


async def passage_history(reader: Actor, draft_id: int, key: str, language: str) -> PassageHistory:
    """Raises `Absent`; `NotPermitted` for who does not compile."""
    found = await row(reader, draft_id)
    passage = await DraftPassage.get_or_none(draft_id=found.id, key=key)
    if passage is None:
        raise Absent
    texts = await Text.filter(unit_id=passage.unit_id, origin="original").order_by("-revision")
    if not texts:
        raise Absent
    persons = await people.people({each.author_id for each in texts if each.author_id is not None})

    def name(account: int | None) -> str | Sentence:
        person = persons.get(account) if account is not None else None
        return people.shown_name(reader, person, language) if person else UNKNOWN

    wordings = tuple(Revised(each.revision, name(each.author_id), each.text, each.created_at) for each in texts)
    return PassageHistory(found.id, found.titles, key, texts[0].language, wordings)


async def _candidate(reader: Actor, plank: Plank, draft: Draft, language: str) -> Candidate:
    view = await planks.plank(reader, plank.number, language)
    recitals = set(draft.recitals.get(str(plank.number), ()))
    blocks = [(f"{plank.number}.{each.id}", each.kind, each.text[:BLOCKS_SHOWN], each.id in recitals)
              for each in view.blocks]  # fmt: skip
    place = draft.planks.index(plank.number) + 1 if plank.number in draft.planks else 0
    return Candidate(plank.number, in_language(plank.titles, language), place, tuple(blocks))


async def _passages(draft_id: int, place: str, language: str) -> tuple[PassageView, ...]:
    rows = await DraftPassage.filter(draft_id=draft_id, place=place).order_by("position", "id")
    units = [each.unit_id for each in rows]
    readings, missing = await translation.readings(units, language), await translation.missing(units)
    return tuple(
        PassageView(
            each.key, each.kind, each.unit_id, readings[each.unit_id].text, readings[each.unit_id].language,
            missing[each.unit_id],
        )
        for each in rows
        if each.unit_id in readings
    )  # fmt: skip


async def _schedules(draft_id: int, language: str) -> tuple[ScheduleView, ...]:
    found = []
    for each in await Schedule.filter(draft_id=draft_id).order_by("position", "id").select_related("delegation"):
        names = each.delegation.names if each.delegation else each.sector
        passages = await _passages(draft_id, each.key, language)
        found.append(
            ScheduleView(
                each.key, in_language(each.titles, language), in_language(names, language), each.clause, passages
            )
        )
    return tuple(found)


def _clauses(composed: Composition, language: str) -> tuple[tuple[str, str], ...]:
    """The clauses on which a schedule can hang: key, number and first words."""
    return tuple(
        (each.passage.key, f"{each.number}. {in_language(dict(each.passage.texts), language)[:60]}")
        for each in composed.lines
        if each.passage.part == Part.OPERATIVE and each.passage.kind == Kind.PARAGRAPH
    )


async def delegations(language: str) -> list[tuple[str, str]]:
    """Codes and names, for a form."""
    return [(each.code, in_language(each.names, language)) for each in await Delegation.all().order_by("position")]
