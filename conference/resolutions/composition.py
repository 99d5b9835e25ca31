"""The whole text of a resolution as it would be compiled: passages in order, numbered, with references
as they are read, and every problem that stands against compiling it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from conference.core.errors import Refused
from conference.core.languages import LANGUAGES, OWN_NAMES
from conference.core.words import N_, Sentence
from conference.planks import queries as planks
from conference.planks.models import Plank, Segment, Version
from conference.resolutions import rules
from conference.resolutions.rules import Kind, Part, Passage, Preamble
from conference.resolutions.sources import history
from conference.runtime import database
from conference.text import references
from conference.text.references import Places

MOST_PROBLEMS = 50
_AUTHORS = (
    "SELECT DISTINCT t.language, t.author_id FROM text t JOIN text_unit u ON u.id = t.unit_id "
    "AND t.revision = u.revision WHERE t.language <> u.language AND t.author_id IS NOT NULL AND u.id IN ({})"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the desk adds to planks: recitals and schedules, and which of a plank's blocks are recitals."""

    preamble: str = Preamble.UNNUMBERED
    recitals: Mapping[int, frozenset[str]] = field(default_factory=dict)
    drafted: tuple[Passage, ...] = ()
    schedules: tuple[tuple[str, tuple[Passage, ...]], ...] = ()
    """(key of the clause that it hangs on, its title and its passages)"""
    units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered passage; `number` is its label as readers see it."""

    label: str
    number: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the text cannot be compiled yet."""

    code: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Composition:
    """A text in order. `translators`: by language, who wrote translations in it."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    translators: Mapping[str, tuple[int, ...]]

    def require(self) -> None:
        """Raise `Refused` with the first problem."""
        for each in self.problems:
            raise Refused(each.code, each.sentence.text, **each.sentence.params)


async def composition(chosen: Sequence[Plank], shape: Shape | None = None) -> Composition:
    """Planks in their order under one numbering: first the recitals, then the clauses, then the schedules."""
    shape = shape or Shape()
    problems: list[Problem] = []
    passages: list[Passage] = list(shape.drafted)
    for plank in chosen:
        missing = await _missing(plank)
        problems += [missing] if missing else []
        passages += await _passages(plank, shape, titled=len(chosen) > 1)
    ordered = [each for part in (Part.PREAMBLE, Part.OPERATIVE) for each in passages if each.part == part]
    ordered += [each for _, annexed in shape.schedules for each in annexed]
    labels = rules.labels([(each.part, each.kind) for each in ordered], shape.preamble)
    places = _places(ordered, labels, shape.preamble)
    problems += _untranslated(ordered) + _lost(ordered, labels, places) + _unattached(shape, places)
    lines = [
        Line(label, rules.number(label, each.kind, shape.preamble), _read(each, places))
        for label, each in zip(labels, ordered, strict=True)
    ]
    return Composition(tuple(lines), tuple(problems[:MOST_PROBLEMS]), await _translators(chosen, shape.units))


def _places(ordered: Sequence[Passage], labels: Sequence[str], preamble: str) -> Places:
    pairs = zip(labels, ordered, strict=True)
    return {each.key: rules.place(label, each.kind, preamble) for label, each in pairs if each.key}


async def _missing(plank: Plank) -> Problem | None:
    """The languages in which a plank has no current text."""
    lacking = await planks.missing_languages(plank.id, plank.version)
    texts = await planks.plank_texts(plank.id, plank.version)
    short = lacking or tuple(each for each in LANGUAGES if any(not words.get(each) for words in texts.values()))
    if not short:
        return None
    told = N_("Plank %(number)s is not complete in every language yet. Missing: %(languages)s.")
    values = {"number": plank.number, "languages": [OWN_NAMES[each] for each in short]}
    return Problem("texts-missing", Sentence(told, values))


async def _passages(plank: Plank, shape: Shape, *, titled: bool) -> list[Passage]:
    told = await history(plank)
    kinds = await _kinds(plank)
    recitals = shape.recitals.get(plank.number, frozenset())
    head = [Passage(Kind.TITLE, plank.titles, plank.id, {"plank": plank.number}, key=str(plank.number))]
    found = head if titled else []
    for block, words in (await planks.plank_texts(plank.id, plank.version)).items():
        part = Part.PREAMBLE if block in recitals else Part.OPERATIVE
        kind = Kind.RECITAL if part is Part.PREAMBLE and kinds[block] != Kind.HEADING else kinds[block]
        key = f"{plank.number}.{block}"
        found.append(Passage(kind, words, plank.id, told.sources(block), part, key, plank.number))
    return found


async def _kinds(plank: Plank) -> dict[str, str]:
    version = await Version.get(plank_id=plank.id, number=plank.version)
    return {each.block: each.kind for each in await Segment.filter(version_id=version.id)}


def _untranslated(ordered: Sequence[Passage]) -> list[Problem]:
    """What was drafted at the desk needs its words in every language, as a plank does."""
    found = []
    told = N_("“%(key)s”, written at the desk, has no current text in: %(languages)s.")
    for each in ordered:
        short = [OWN_NAMES[language] for language in LANGUAGES if not each.texts.get(language)]
        if short and each.owner is None and each.kind != Kind.TITLE:
            found.append(Problem("texts-missing", Sentence(told, {"key": each.key, "languages": short})))
    return found


LOST = {
    "dangling": N_("In %(where)s (%(language)s), the reference %(mark)s leads to nothing in this resolution."),
    "malformed": N_("In %(where)s (%(language)s), %(mark)s is not a reference. Write one like {p3}, {2.p3} or {s1}."),
    "unnumbered": N_("In %(where)s (%(language)s), %(mark)s refers to a heading, which has no number."),
}
UNALIKE = N_("The references in %(where)s are not the same in every language.")


def _lost(ordered: Sequence[Passage], labels: Sequence[str], places: Places) -> list[Problem]:
    """References that lead nowhere, and passages whose languages do not refer to the same."""
    found = []
    for label, each in zip(labels, ordered, strict=True):
        where = each.key or label
        for language, text in each.texts.items():
            for lost in references.problems(text, places, each.owner):
                values = {"where": where, "language": OWN_NAMES[language], "mark": lost.mark}
                found.append(Problem(f"reference-{lost.code}", Sentence(LOST[lost.code], values)))
        meant = {
            tuple(sorted(one.key for one in references.references(text, each.owner))) for text in each.texts.values()
        }
        if len(meant) > 1:
            found.append(Problem("references-unalike", Sentence(UNALIKE, {"where": where})))
    return found


def _unattached(shape: Shape, places: Places) -> list[Problem]:
    told = N_("Schedule %(key)s hangs on a clause that is not in this resolution.")
    return [
        Problem("schedule-unattached", Sentence(told, {"key": annexed[0].key}))
        for clause, annexed in shape.schedules
        if clause not in places or places[clause].sort is not references.Sort.CLAUSE
    ]


def _read(passage: Passage, places: Places) -> Passage:
    """The passage with its references as they are read, in its texts and in the spans of its sources."""
    texts = {
        each: references.rendered(text, places, each, passage.owner) for each, text in passage.texts.items()
    }  # fmt: skip
    if texts == passage.texts:
        return passage
    sources: dict[str, Any] = dict(passage.sources)
    if "spans" in sources:
        sources["spans"] = {
            language: [
                [*each]
                for each in references.respanned(
                    [(text, label) for text, label in spans], places, language, passage.owner
                )
            ]
            for language, spans in sources["spans"].items()
        }
    return replace(passage, texts=texts, sources=sources)


async def _translators(chosen: Sequence[Plank], drafted: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Who wrote what stands in each language and was not first written in it."""
    units = [*drafted]
    for plank in chosen:
        units += [piece.unit for piece in await planks.pieces(plank.id, plank.version) if piece.unit is not None]
    if not units:
        return {}
    found = await database.rows(
        _AUTHORS.format(database.places(units)),
        *units,
    )
    return {each: tuple(sorted(by for language, by in found if language == each)) for each in LANGUAGES}
