"""Resolutions through the reader's eyes: published ones are everybody's, the others whoever may read their planks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.people.models import Delegation
from conference.people.queries import Person
from conference.planks.models import Plank
from conference.resolutions import policy
from conference.resolutions.models import Paragraph, Resolution
from conference.resolutions.rules import Kind, State
from conference.voting.conciliation import queries as conciliations
from conference.voting.models import Vote
from conference.voting.result import queries as results
from conference.voting.result import wording


@dataclass(frozen=True, slots=True)
class ResolutionLine:
    """A resolution in a list. `outcome` is its vote's; empty while there is none."""

    number: int
    title: str
    state: str
    outcome: str
    vote: int | None
    compiled_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A vote behind a paragraph: its question, its outcome and its conditions with their figures."""

    number: int
    question: str
    kind: str
    outcome: str
    declared_at: datetime | None
    conditions: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An amendment behind a paragraph: who moved it, which ones were taken into it, the votes that decided."""

    number: int
    mover: str | Sentence
    amended_by: tuple[tuple[int, str | Sentence], ...]
    votes: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph in several languages. `spans`: by language, runs of words and the label that brought them."""

    label: str
    kind: str
    texts: Mapping[str, str]
    plank: int
    block: str
    version: int
    author: str | Sentence
    amendments: tuple[Source, ...]
    votes: tuple[Decision, ...]
    spans: Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class ResolutionView:
    """A compiled text with all that its page shows."""

    number: int
    titles: Mapping[str, str]
    state: str
    digest: str
    vote: Decision | None
    compiled_at: datetime
    published_at: datetime | None
    paragraphs: tuple[ParagraphView, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """What this person may do with a resolution now, and why not."""

    put: Verdict
    publish: Verdict


async def resolutions(reader: Actor, language: str) -> list[ResolutionLine]:
    """Every resolution that the reader may see, the newest first."""
    rows = await Resolution.all().select_related("vote").order_by("-number")
    hidden = await _hidden(reader, rows)
    return [
        ResolutionLine(
            row.number, in_language(row.titles, language), row.state, row.vote.outcome if row.vote else "",
            row.vote.number if row.vote else None, row.compiled_at, row.published_at,
        )
        for row in rows
        if row.id not in hidden
    ]  # fmt: skip


async def row(reader: Actor, number: int) -> Resolution:
    """The facts of one resolution with its vote. Raises `Absent`."""
    found = await Resolution.get_or_none(number=number).select_related("vote")
    if found is None or await _hidden(reader, [found]):
        raise Absent
    return found


async def resolution(reader: Actor, number: int, language: str) -> ResolutionView:
    """One resolution; names as this reader may see them. Raises `Absent`."""
    found = await row(reader, number)
    paragraphs = await Paragraph.filter(resolution_id=found.id).order_by("position")
    eyes = await _Eyes.of(reader, language, paragraphs, found.vote)
    return ResolutionView(
        number=found.number, titles=found.titles, state=found.state, digest=found.digest,
        vote=eyes.decision(found.vote.number) if found.vote else None, compiled_at=found.compiled_at,
        published_at=found.published_at, paragraphs=tuple(map(eyes.paragraph, paragraphs)),
    )  # fmt: skip


async def steps(actor: Actor, number: int) -> Steps:
    """The verdicts that label the chair's buttons."""
    found = await row(actor, number)
    return Steps(policy.may_put(actor, found, found.vote), policy.may_publish(actor, found, found.vote))


async def compilable(actor: Actor) -> list[Plank]:
    """The adopted planks from which a resolution can be compiled, in their order."""
    found = await Plank.filter(state="adopted").order_by("number")
    return [each for each in found if actor.reads(each.audience)]


async def _hidden(reader: Actor, rows: list[Resolution]) -> set[int]:
    """Those that are not published and hold a plank that is not open to the reader."""
    unpublished = [each.id for each in rows if each.state != State.PUBLISHED]
    if not unpublished:
        return set()
    held = await Paragraph.filter(resolution_id__in=unpublished).select_related("plank")
    return {each.resolution_id for each in held if not reader.reads(each.plank.audience)}


class _Eyes:
    """What all paragraphs of a page need, fetched once: people, votes, delegations."""

    def __init__(
        self, reader: Actor, language: str, persons: dict[int, Person], votes: dict[int, Vote], names: dict[str, str]
    ) -> None:
        self._reader, self._language = reader, language
        self._persons, self._votes, self._names = persons, votes, names

    @classmethod
    async def of(cls, reader: Actor, language: str, paragraphs: list[Paragraph], vote: Vote | None) -> "_Eyes":
        sources = [each.sources for each in paragraphs if each.kind != Kind.TITLE]
        brought = [amendment for each in sources for amendment in each["amendments"]]
        numbers = {number for each in (*sources, *brought) for number in each["votes"]}
        numbers |= {vote.number} if vote else set()
        accounts = {each["author"] for each in sources} | {each["mover"] for each in brought}
        accounts |= {below["mover"] for each in brought for below in each["amended_by"]}
        votes = {each.number: each for each in await Vote.filter(number__in=sorted(numbers))} if numbers else {}
        names = {each.code: in_language(each.names, language) for each in await Delegation.all()}
        return cls(reader, language, await people.people(accounts), votes, names)

    def name(self, account: int) -> str | Sentence:
        return people.shown_name(self._reader, self._persons[account], self._language)

    def decision(self, number: int) -> Decision:
        vote = self._votes[number]
        listed = results.told(vote)["conditions"] if vote.phase == "declared" and vote.result else []
        return Decision(
            vote.number, in_language(vote.questions, self._language), vote.kind, vote.outcome, vote.declared_at,
            tuple(wording.conditions(listed, self._names, {}, results.held_back(vote))),
        )  # fmt: skip

    def paragraph(self, paragraph: Paragraph) -> ParagraphView:
        sources = paragraph.sources
        titled = paragraph.kind == Kind.TITLE
        return ParagraphView(
            label=paragraph.label, kind=paragraph.kind, texts=paragraph.texts, plank=sources["plank"],
            block="" if titled else sources["block"], version=0 if titled else sources["version"],
            author="" if titled else self.name(sources["author"]),
            amendments=() if titled else tuple(map(self._source, sources["amendments"])),
            votes=() if titled else tuple(map(self.decision, sources["votes"])),
            spans={} if titled else {each: tuple((text, label) for text, label in spans)
                                     for each, spans in sources["spans"].items()},
        )  # fmt: skip

    def _source(self, brought: Mapping[str, Any]) -> Source:
        return Source(
            brought["number"],
            self.name(brought["mover"]),
            tuple((each["number"], self.name(each["mover"])) for each in brought["amended_by"]),
            tuple(map(self.decision, brought["votes"])),
        )


async def _compiled() -> list[conciliations.Compiled]:
    """The compiled texts that are not before the conference, for a conciliation on another one."""
    found = await Resolution.filter(state=State.COMPILED.value).order_by("number")
    return [conciliations.Compiled(each.number, each.digest, each.titles) for each in found]


conciliations.compiled_by(_compiled)
