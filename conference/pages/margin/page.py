"""A plank as it stands, one page of it, with its amendments, votes and debate: a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from conference.amendments.models import Amendment
from conference.amendments.rules import TITLE, WHOLE
from conference.amendments.whole import Standing
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, in_language
from conference.debate import queries as debate
from conference.debate.queries import ThreadPage
from conference.pages.margin import cards, contents, rows
from conference.pages.margin.asked import Asked, Needs, block_in
from conference.pages.margin.cards import Margin
from conference.pages.margin.contents import Heading, Part
from conference.pages.margin.rows import Everyone, Gathered, Outline
from conference.pages.margin.shown import Setting, Shown, shown
from conference.pages.margin.weaving import Passage
from conference.pages.margin.wording import Note, Wanted
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.planks.queries import BlockView, Row
from conference.runtime.aside import aside
from conference.text.bounds import is_large
from conference.translation import queries as translation
from conference.translation.queries import Reading
from conference.voting import queries as voting
from conference.voting.queries import VoteLine


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a language of a plank stands: `original`, `certified`, `translated` or `missing`."""

    language: str
    standing: str


@dataclass(frozen=True, slots=True)
class Text:
    """A plank in one language: what stands above its text, and the blocks of one page of it."""

    id: int
    number: int
    kind: str
    title: str
    summary: str
    state: str
    version: int
    language: str
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class PlankPage:
    """`parts` are the pages of the text, `part` is this one; `counts` are posts by place."""

    asked: Asked
    text: Text
    parts: tuple[Part, ...]
    part: Part
    tongues: tuple[Tongue, ...]
    margin: Margin
    shown: Shown | None
    counts: Mapping[str, int]
    votes: tuple[VoteLine, ...]
    thread: ThreadPage

    @property
    def unticked(self) -> tuple[int, ...]:
        """What is shown in the text and has no card here whose tick would say so."""
        return tuple(each for each in self.asked.show if each not in self.margin.ticks)


async def plank_page(reader: Actor, plank: Plank, language: str, asked: Asked, after: str = "") -> PlankPage:
    """The page of a plank that this reader may see."""
    segments = await planks.segments(plank.id, plank.version)
    everyone = await rows.everyone(reader, plank)
    parts = contents.parts(segments)
    part = _wanted_part(parts, asked, everyone)
    asked = replace(asked, at=part.first) if part.number > 1 and not asked.at else asked
    text, headed = await _text(plank, language, parts, part)
    margin, in_text = await _amended(reader, plank, language, asked, everyone, text, parts)
    thread_id = await debate.thread_of(reader, plank.number, "plank")
    return PlankPage(
        asked=asked,
        text=text,
        parts=headed,
        part=part,
        tongues=await _tongues(plank, segments),
        margin=margin,
        shown=in_text,
        counts=await debate.counts(plank.id),
        votes=tuple(await voting.for_plank(reader, plank.id, language)),
        thread=await debate.page(reader, thread_id, language, after)
        if thread_id
        else await debate.empty(reader, plank.number, "plank", language),
    )


def _wanted_part(parts: Sequence[Part], asked: Asked, everyone: Everyone) -> Part:
    """The page with the passage that is wanted, that is filtered by, or that the first amendment shown is about."""
    first = next((each.block for number in asked.show for each in everyone.rows if each.number == number), "")
    for block in (asked.block, block_in(asked.at), first):
        found = contents.with_block(parts, block)
        if found is not None:
            return found
    return parts[0]


async def _text(plank: Plank, language: str, parts: Sequence[Part], part: Part) -> tuple[Text, tuple[Part, ...]]:
    """One page of the text, and the contents with their headings: one statement."""
    headings = {each.number: contents.heading_units(each) for each in parts} if len(parts) > 1 else {}
    units = [unit for *_, unit in part.rows]
    units += [unit for blocks in headings.values() for found in blocks.values() for unit in found]
    readings = await translation.readings(sorted(set(units)), language)
    text = Text(
        plank.id, plank.number, plank.kind, in_language(plank.titles, language),
        in_language(plank.summaries, language), plank.state, plank.version, plank.language,
        tuple(_blocks(part.rows, readings)),
    )  # fmt: skip
    told = [replace(each, headings=_headings(headings.get(each.number, {}), readings)) for each in parts]
    return text, tuple(told)


def _blocks(found: Sequence[Row], readings: Mapping[int, Reading]) -> list[BlockView]:
    blocks = []
    for (block, kind), group in groupby(found, key=lambda each: (each[0], each[1])):
        segments = tuple(planks.segment_view(label, readings[unit]) for _, _, label, unit in group)
        blocks.append(BlockView(block, kind, segments, " ".join(each.text for each in segments)))
    return blocks


def _headings(blocks: Mapping[str, Sequence[int]], readings: Mapping[int, Reading]) -> tuple[Heading, ...]:
    return tuple(
        Heading(block, " ".join(readings[unit].text for unit in units), readings[units[0]].language)
        for block, units in blocks.items()
    )


async def _tongues(plank: Plank, segments: Sequence[Row]) -> tuple[Tongue, ...]:
    units = [unit for *_, unit in segments]
    missing = {each for languages in (await translation.missing(units)).values() for each in languages}
    uncertified = {each for languages in (await translation.uncertified(units)).values() for each in languages}

    def standing(language: str) -> str:
        if language == plank.language:
            return "original"
        if language in missing:
            return "missing"
        return "translated" if language in uncertified else "certified"

    return tuple(Tongue(each, standing(each)) for each in LANGUAGES)


async def _amended(
    reader: Actor, plank: Plank, language: str, asked: Asked, everyone: Everyone, text: Text, parts: Sequence[Part]
) -> tuple[Margin, Shown | None]:
    """The margin, and what is shown in the text; both from one reading of the words that they need."""
    chosen = everyone.chosen(reader, asked)
    here = [each.id for each in text.blocks]
    found = cards.sorted_out(chosen, everyone.rows, here, [each for part in parts for each in part.blocks], asked.block)
    wanted, notes = _asked_for(asked, [each for each in chosen if each.block in {*here, TITLE, WHOLE}], everyone)
    ids = found.ids | {each.id for each in wanted}
    words = await rows.gathered(plank, ids, entire=any(each.block == WHOLE for each in wanted))
    counts = {each.value: len(everyone.needing(reader, each)) for each in Needs}
    numbers = frozenset(each.number for each in wanted)
    margin = await cards.margin(reader, language, found, words, everyone.movers, numbers, counts, len(chosen))
    if not asked.shows:
        return margin, None
    return margin, await _in_text(plank, language, asked, text, parts, words, numbers, notes)


def _asked_for(asked: Asked, chosen: Sequence[Outline], everyone: Everyone) -> tuple[list[Outline], list[Note]]:
    """The amendments to show, with those that they amend; and what is not there. `chosen`: those of this page."""
    by_number = {each.number: each for each in everyone.rows}
    by_id = {each.id: each for each in everyone.rows}
    named = [each for each in chosen if each.state in cards.SHOWABLE] if asked.every else []
    named += [by_number[each] for each in asked.show if each in by_number]
    found = {each.id: each for each in named}
    above = [each.parent for each in named]
    while above:
        key = above.pop()
        if key is not None and key in by_id and key not in found:
            found[key] = by_id[key]
            above.append(by_id[key].parent)
    absent = [Note(each, "absent") for each in asked.show if each not in by_number]
    return list(found.values()), absent


async def _in_text(
    plank: Plank, language: str, asked: Asked, text: Text, parts: Sequence[Part], words: Gathered,
    numbers: frozenset[int], notes: Sequence[Note],
) -> Shown:  # fmt: skip
    sound = [each for each in words.rows if each.number in numbers and not words.fault(each)]
    broken = [Note(each.number, "broken") for each in words.rows if each.number in numbers and words.fault(each)]
    wanted = [_wanted(each, words) for each in sound]
    read = {each.id: each for each in words.present}
    kinds = {block: kind for part in parts for block, kind, *_ in part.rows}
    present = [read.get(block) or Standing(block, kind, {}) for block, kind in kinds.items()]
    passages = {each.id: _passage(each, read[each.id]) for each in text.blocks if each.id in read}
    passages |= {each.id: _passage(each, None) for each in text.blocks if each.id not in read}
    setting = Setting(present, passages, plank.titles, (language, *(each for each in LANGUAGES if each != language)))
    work = [text for each in wanted for text in (*each.before.values(), *each.after.values())]
    work += [text for each in wanted for block in each.base for text in block.texts.values()]
    told = [*notes, *broken]
    if is_large(*work):
        return await aside(shown, wanted, setting, told, clean=asked.clean)
    return shown(wanted, setting, told, clean=asked.clean)


def _wanted(row: Amendment, words: Gathered) -> Wanted:
    parents = {each.id: each.number for each in words.rows}
    return Wanted(
        number=row.number, kind=row.kind, block=row.block, state=row.state, version=row.base,
        before=dict(words.shelf.before(row)), after=dict(words.shelf.after(row)),
        parent=parents.get(row.parent_id or 0), base=words.wholes.get(row.base, ()) if row.block == WHOLE else (),
    )  # fmt: skip


def _passage(block: BlockView, standing: Standing | None) -> Passage:
    """A block as amendments are woven into it; its sentences keep their names in every language."""
    own = {each.lang for each in block.segments}
    texts = dict(standing.texts) if standing else {}
    if len(own) == 1:
        texts.setdefault(block.lang, block.text)
    starts = {each: [(0, one.label) for one in block.segments] for each in texts}
    if len(own) == 1 and texts[block.lang] == block.text:
        at, places = 0, []
        for one in block.segments:
            places.append((at, one.label))
            at += len(one.text) + 1
        starts[block.lang] = places
    return Passage(block.id, texts, starts)
