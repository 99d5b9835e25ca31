"""Resolutions through the reader's eyes: published ones are everybody's, the others whoever may read their planks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.people.models import Delegation
from conference.people.queries import Person
from conference.planks.models import Plank
from conference.resolutions import policy, rules
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.certified import queries as certified
from conference.resolutions.models import Paragraph, Resolution
from conference.resolutions.rules import Kind, State
from conference.resolutions.sound import sound
from conference.rulebook import queries as rulebook
from conference.rulebook.rules import Kind as RulesKind
from conference.voting import texts
from conference.voting.conciliation import policy as conciliation_policy
from conference.voting.conciliation import queries as conciliations
from conference.voting.models import Vote
from conference.voting.result import queries as results
from conference.voting.result import wording
from conference.voting.result.queries import DelegationFigures


@dataclass(frozen=True, slots=True)
class ResolutionLine:
    """A resolution in a list. `outcome` is its vote's; empty while there is none. `awaited`: who has yet to ratify."""

    number: int
    title: str
    state: str
    outcome: str
    vote: int | None
    compiled_at: datetime
    published_at: datetime | None
    awaited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A vote behind a paragraph: its question, its outcome, its conditions with their figures, and what each delegation
    gave, as far as that tells on nobody."""

    number: int
    question: str
    kind: str
    outcome: str
    declared_at: datetime | None
    conditions: tuple[dict[str, Any], ...]
    delegations: tuple[DelegationFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """An amendment behind a paragraph: who moved it, which ones were taken into it, the votes that decided."""

    number: int
    mover: str | Sentence
    amended_by: tuple[tuple[int, str | Sentence], ...]
    votes: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph in several languages. `number` is its label as readers see it, "" for an anchor only.

    `spans`: by language, runs of words and the label that brought them; `labels`: what is known of each label.
    """

    label: str
    number: str
    part: str
    key: str
    kind: str
    texts: Mapping[str, str]
    plank: int
    block: str
    version: int
    author: str | Sentence
    amendments: tuple[Source, ...]
    votes: tuple[Decision, ...]
    spans: Mapping[str, tuple[tuple[str, str], ...]]
    labels: Mapping[str, "LabelView"]


@dataclass(frozen=True, slots=True)
class LabelView:
    """What brought some words: `filed`, `desk`, `edited-3` (in version 3) or an amendment's code; `A3+A5` where both
    brought the same. `thread` is the debate's, None without one. `amends`: the amendment that it was taken into;
    `joined`: the composite; `also`: who else brought the same words; `amended_by`: what cannot be told apart."""

    label: str
    version: int
    mover: str | Sentence
    language: str
    votes: tuple[Decision, ...]
    thread: int | None
    amends: int | None = None
    joined: int | None = None
    also: tuple[int, ...] = ()
    amended_by: tuple[tuple[int, str | Sentence], ...] = ()


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
    """What this person may do with a resolution now, and why not; `rule_sets` (key, name) are those that the chair
    chooses from when she puts it, none after a conciliation: its new vote keeps the rules of the first."""

    put: Verdict
    publish: Verdict
    rule_sets: tuple[tuple[str, str], ...]


UNKNOWN = Sentence(N_("somebody whom the records no longer name"))


async def resolutions(reader: Actor, language: str) -> list[ResolutionLine]:
    """Every resolution that the reader may see, the newest first."""
    rows = await Resolution.all().select_related("vote").order_by("-number")
    hidden, awaited = await _hidden(reader, rows), await adopted.awaited([each.id for each in rows], language)
    return [
        ResolutionLine(
            row.number, in_language(row.titles, language), row.state, row.vote.outcome if row.vote else "",
            row.vote.number if row.vote else None, row.compiled_at, row.published_at, awaited.get(row.id, ()),
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
        published_at=found.published_at, paragraphs=tuple(eyes.paragraph(each, found) for each in paragraphs),
    )  # fmt: skip


async def decision(reader: Actor, resolution: Resolution, language: str) -> Decision | None:
    """The vote on the whole text, None before there is one."""
    if resolution.vote is None:
        return None
    eyes = await _Eyes.of(reader, language, [], resolution.vote)
    return eyes.decision(resolution.vote.number)


async def steps(actor: Actor, number: int, language: str) -> Steps:
    """The verdicts that label the chair's buttons."""
    found = await row(actor, number)
    conciliation = await conciliations.of(found.vote) if found.vote else None
    may_put = policy.may_put(actor, found, found.vote, await certified.uncertified(found))
    if may_put and found.vote and conciliation:
        following = await conciliations.new_vote(found.vote)
        may_put = conciliation_policy.may_follow(found.vote, conciliation, following, found.digest)
    chooses = may_put and not conciliation and not await conciliations.settles(found.digest)
    offered = await rulebook.for_kind(RulesKind.RESOLUTION) if chooses else ()
    return Steps(
        put=may_put,
        publish=policy.may_publish(actor, found, found.vote),
        rule_sets=tuple((each.key, in_language(dict(each.names), language)) for each in offered),
    )


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
        sources = [sound(each.sources) for each in paragraphs]
        brought = [each for source in sources for each in source.get("amendments", ())]
        labels = [each for source in sources for each in source.get("labels", {}).values()]
        numbers = {number for each in (*sources, *brought, *labels) for number in each.get("votes", ())}
        numbers |= {vote.number} if vote else set()
        accounts = {each.get("author") for each in sources} | {each.get("mover") for each in (*brought, *labels)}
        accounts |= {below["mover"] for each in (*brought, *labels) for below in each.get("amended_by", ())}
        votes = {each.number: each for each in await Vote.filter(number__in=sorted(numbers))} if numbers else {}
        names = {each.code: in_language(each.names, language) for each in await Delegation.all()}
        known = await people.people(each for each in accounts if each is not None)
        return cls(reader, language, known, votes, names)

    def name(self, account: int | None) -> str | Sentence:
        """A name; somebody who is no longer in the records breaks no page."""
        person = self._persons.get(account) if account is not None else None
        return people.shown_name(self._reader, person, self._language) if person else UNKNOWN

    def decisions(self, numbers: Iterable[int]) -> tuple[Decision, ...]:
        """The votes with these numbers, as far as they are there."""
        return tuple(self.decision(each) for each in numbers if each in self._votes)

    def decision(self, number: int) -> Decision:
        vote = self._votes[number]
        declared = vote.phase == "declared" and vote.result
        listed = results.told(vote)["conditions"] if declared else []
        return Decision(
            vote.number, in_language(vote.questions, self._language), vote.kind, vote.outcome, vote.declared_at,
            tuple(wording.conditions(listed, self._names, {}, results.held_back(vote))),
            results.delegations(vote, self._names) if declared else (),
        )  # fmt: skip

    def paragraph(self, paragraph: Paragraph, resolution: Resolution) -> ParagraphView:
        sources = sound(paragraph.sources)
        titled = paragraph.kind in (Kind.TITLE, Kind.SCHEDULE)
        spans = {} if titled else sources.get("spans", {})
        return ParagraphView(
            label=paragraph.label, number=rules.number(paragraph.label, paragraph.kind, resolution.preamble),
            part=paragraph.part, key=paragraph.key, kind=paragraph.kind, texts=paragraph.texts,
            plank=sources.get("plank", 0), block="" if titled else sources.get("block", ""),
            version=0 if titled else sources.get("version", 0),
            author="" if titled else self.name(sources.get("author")),
            amendments=tuple(map(self._source, sources.get("amendments", ()))),
            votes=self.decisions(sources.get("votes", ())),
            spans={each: tuple((text, label) for text, label in told) for each, told in spans.items()},
            labels={} if titled else {
                label: self._label(label, told) for label, told in sources.get("labels", {}).items()
            },
        )  # fmt: skip

    def _label(self, label: str, told: Mapping[str, Any]) -> LabelView:
        votes = self.decisions(told.get("votes", ()))
        mover, language = self.name(told.get("mover")), told.get("language") or ""
        below = tuple((each["number"], self.name(each["mover"])) for each in told.get("amended_by", ()))
        return LabelView(
            label, told.get("version", 0), mover, language, votes, told.get("thread"), told.get("amends"),
            told.get("joined"), tuple(told.get("also", ())), below,
        )  # fmt: skip

    def _source(self, brought: Mapping[str, Any]) -> Source:
        below = tuple((each["number"], self.name(each["mover"])) for each in brought.get("amended_by", ()))
        return Source(brought["number"], self.name(brought.get("mover")), below, self.decisions(brought["votes"]))


async def _compiled() -> list[conciliations.Compiled]:
    """The compiled texts that are not before the conference, for a conciliation on another one."""
    found = await Resolution.filter(state=State.COMPILED.value).order_by("number")
    return [conciliations.Compiled(each.number, each.digest, each.titles) for each in found]


async def _passages(reader: Actor, binding: str) -> list[texts.Passage]:
    """The whole compiled text with this digest, if it is open to the reader: for the ballots of its vote."""
    found = await Resolution.filter(digest=binding).order_by("number").first()
    if found is None or await _hidden(reader, [found]):
        return []
    return [
        texts.Passage(each.kind, rules.number(each.label, each.kind, found.preamble), each.texts)
        for each in await Paragraph.filter(resolution_id=found.id).order_by("position")
    ]


conciliations.compiled_by(_compiled)
texts.compiled_by(_passages)
