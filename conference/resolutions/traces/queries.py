"""The provenance of an edition through the reader's eyes: sources numbered in the order in which the text has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conference.amendments.rules import code
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.words import Sentence
from conference.people import queries as people
from conference.planks.versions import EDITED
from conference.resolutions import queries as resolutions
from conference.resolutions.editions import queries as editions
from conference.resolutions.editions.models import Correction
from conference.resolutions.editions.rules import State
from conference.resolutions.queries import Decision, LabelView, ParagraphView
from conference.resolutions.sources import DESK, FILED, TOGETHER, is_of_the_desk
from conference.resolutions.traces.rules import Labelled, corrected, placed

CORRIGENDUM = "corrigendum"
LOST = "lost"


@dataclass(frozen=True, slots=True)
class Origin:
    """One source. `kind`: filed, desk, edited, amendment, corrigendum, or lost where it cannot be shown.

    `code` is an amendment's, `amends` that of the amendment it was taken into, `joined` that of the composite it
    joined, `also` those that brought the same words; `amended_by` is what cannot be told apart from it. `plank` and
    `version` where the words came from; `edition` the one that a corrigendum made; `first` the label of the first
    passage that has words of it.
    """

    number: int
    kind: str
    code: str = ""
    plank: int = 0
    version: int = 0
    edition: int = 0
    mover: str | Sentence = ""
    certified_by: tuple[str | Sentence, ...] = ()
    language: str = ""
    amended_by: tuple[tuple[int, str | Sentence], ...] = ()
    votes: tuple[Decision, ...] = ()
    thread: int | None = None
    first: str = ""
    amends: str = ""
    joined: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and the number of their source."""

    text: str
    source: int


@dataclass(frozen=True, slots=True)
class Traced:
    """A passage with its words by language, each with its source. A title or a schedule's name has no pieces: its
    words are the plank's own. `votes` are those on the plank that it came from."""

    label: str
    number: str
    part: str
    kind: str
    texts: Mapping[str, str]
    pieces: Mapping[str, tuple[Piece, ...]]
    plank: int
    block: str
    version: int
    votes: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """An edition word by word. `votes`: every vote behind it once, the one on the whole text last."""

    resolution: int
    edition: int
    newest: int
    titles: Mapping[str, str]
    passages: tuple[Traced, ...]
    origins: tuple[Origin, ...]
    votes: tuple[Decision, ...]
    whole: Decision | None

    def passage(self, label: str) -> Traced:
        """Raises `Absent`."""
        found = next((each for each in self.passages if each.label == label), None)
        if found is None:
            raise Absent
        return found

    def origin(self, number: int) -> Origin:
        return self.origins[number - 1]


async def trace(reader: Actor, number: int, which: int, language: str) -> Trace:
    """The words of an edition with their sources. Raises `Absent`."""
    edition = await editions.edition(reader, number, which, language)
    view = await resolutions.resolution(reader, number, language)
    frozen = {each.label: each for each in view.paragraphs}
    corrigenda = await _corrigenda(reader, number, which, language)
    ledger = _Ledger(corrigenda)
    passages = tuple(ledger.traced(line, frozen.get(line["label"])) for line in edition.paragraphs)
    votes = {vote.number: vote for each in ledger.origins for vote in each.votes}
    votes |= {vote.number: vote for each in passages for vote in each.votes}
    behind = sorted((each for each in votes.values() if each != view.vote), key=lambda each: each.number)
    behind += [view.vote] if view.vote is not None else []
    return Trace(
        number, which, edition.newest, edition.titles, passages, tuple(ledger.origins), tuple(behind), view.vote
    )


@dataclass(frozen=True, slots=True)
class _Corrigendum:
    """A published correction: the edition it made, the passage and language, its text, who stands behind it."""

    edition: int
    label: str
    language: str
    after: str
    by: str | Sentence
    certified_by: tuple[str | Sentence, ...]


async def _corrigenda(reader: Actor, number: int, which: int, language: str) -> list[_Corrigendum]:
    """The corrections that led to this edition, in their order."""
    rows = await Correction.filter(
        resolution__number=number, state=State.PUBLISHED, edition__lt=which
    ).order_by("edition")  # fmt: skip
    accounts = {each.proposed_by_id for each in rows} | {one["account"] for each in rows for one in each.certified}
    persons = await people.people(accounts)

    def name(account: int) -> str | Sentence:
        person = persons.get(account)
        return people.shown_name(reader, person, language) if person else resolutions.UNKNOWN

    return [
        _Corrigendum(
            each.edition + 1, each.label, each.language, each.after, name(each.proposed_by_id),
            tuple(name(one["account"]) for one in each.certified),
        )
        for each in rows
    ]  # fmt: skip


class _Ledger:
    """Gives each source the next number when the text first meets it."""

    def __init__(self, corrigenda: Sequence[_Corrigendum]) -> None:
        self._corrigenda = corrigenda
        self._numbers: dict[tuple[object, ...], int] = {}
        self.origins: list[Origin] = []

    def traced(self, line: Mapping[str, Any], frozen: ParagraphView | None) -> Traced:
        """A passage of the edition with what is known of the paragraph that it was laid down from."""
        titled = line["kind"] in ("title", "schedule")
        pieces = {} if titled else {
            language: self._pieces(language, text, line["label"], frozen) for language, text in line["texts"].items()
        }  # fmt: skip
        return Traced(
            line["label"], line["number"], line["part"], line["kind"], line["texts"], pieces,
            frozen.plank if frozen else 0, frozen.block if frozen else "", frozen.version if frozen else 0,
            frozen.votes if frozen else (),
        )  # fmt: skip

    def _pieces(self, language: str, text: str, label: str, frozen: ParagraphView | None) -> tuple[Piece, ...]:
        told: Labelled = ()
        if frozen is not None:
            told = placed(frozen.spans.get(language, ()), frozen.texts.get(language, ""))
        for each in self._corrigenda:
            if (each.label, each.language) == (label, language):
                told = corrected(told, each.after, f"{CORRIGENDUM}-{each.edition}")
        return tuple(Piece(words, self._number(source, label, frozen)) for words, source in placed(told, text))

    def _number(self, source: str, label: str, frozen: ParagraphView | None) -> int:
        key, origin = self._origin(source, frozen)
        if key not in self._numbers:
            self._numbers[key] = len(self.origins) + 1
            self.origins.append(replace(origin, number=len(self.origins) + 1, first=label))
        return self._numbers[key]

    def _origin(self, source: str, frozen: ParagraphView | None) -> tuple[tuple[object, ...], Origin]:
        """What tells this source from the others, and what is known of it."""
        made = next((each for each in self._corrigenda if f"{CORRIGENDUM}-{each.edition}" == source), None)
        if made is not None:
            origin = Origin(
                0, CORRIGENDUM, edition=made.edition, mover=made.by, certified_by=made.certified_by,
                language=made.language,
            )  # fmt: skip
            return (source,), origin
        told = frozen.labels.get(source) if frozen is not None else None
        if frozen is None or told is None:
            return (LOST,), Origin(0, LOST)
        if source == FILED or is_of_the_desk(source) or source.startswith(EDITED):
            kind = DESK if is_of_the_desk(source) else EDITED if source.startswith(EDITED) else source
            origin = Origin(
                0, kind, plank=frozen.plank, version=told.version, mover=told.mover, language=told.language,
                votes=told.votes,
            )  # fmt: skip
            return (source, frozen.plank, str(told.mover), told.language), origin
        return (source,), _of_amendment(source, told, frozen)


def _of_amendment(source: str, told: LabelView, frozen: ParagraphView) -> Origin:
    name, *also = source.split(TOGETHER)
    return Origin(
        0, "amendment", name, frozen.plank, told.version, 0, told.mover, (), told.language, told.amended_by, told.votes,
        told.thread, "", code(told.amends) if told.amends else "", code(told.joined) if told.joined else "",
        tuple(also),
    )  # fmt: skip
