"""Reads of votes through the reader's eyes: frozen views, few statements, nothing of a sealed box but its turnout."""

import time
from dataclasses import dataclass
from datetime import datetime

from conference.amendments.models import Amendment
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.roles import audiences_of
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.planks.models import Plank
from conference.voting import box, places, policy, steps, wording
from conference.voting.models import Option, Vote, Voter
from conference.voting.places import Place
from conference.voting.rules import Phase
from conference.voting.steps import Step

TURNOUT_SECONDS = 5.0
_turnouts: dict[int, tuple[float, int]] = {}


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote in a list."""

    number: int
    question: str
    kind: str
    method: str
    phase: str
    outcome: str
    put_at: datetime
    closes_at: datetime | None
    has_ballot: bool
    has_cast: bool


@dataclass(frozen=True, slots=True)
class OptionView:
    """An answer in the reader's language; `amendment` is the number of the one it stands for."""

    key: str
    words: str
    text: str
    amendment: int | None


@dataclass(frozen=True, slots=True)
class VotePage:
    """One vote with all that its reader may know now."""

    number: int
    kind: str
    method: str
    question: str
    plank_number: int | None
    phase: str
    outcome: str
    put_at: datetime
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    rules: tuple[Sentence, ...]
    options: tuple[OptionView, ...]
    turnout: int
    on_the_roll: int
    opening_digest: str
    public_key: str
    root: str
    may_cast: Verdict
    receipt: box.Receipt | None
    sees_result: Verdict
    may_recount: Verdict
    steps: tuple[Step, ...]
    places: tuple[Place, ...]
    secrecy: str
    due_step: str
    due_at: datetime | None


async def votes(reader: Actor, language: str, plank_id: int | None = None) -> list[VoteLine]:
    """Every vote that the reader may see: open ones first, then those to come, then the newest."""
    found = Vote.filter(audience__in=audiences_of(reader.roles)).exclude(phase=Phase.TAKEN_BACK)
    if plank_id is not None:
        found = found.filter(plank_id=plank_id)
    listed = await found.order_by("-number")
    mine = {each.vote_id for each in await Voter.filter(account_id=reader.id or 0)}
    places = {Phase.OPEN: 0, Phase.CLOSED: 1, Phase.UNSEALED: 1, Phase.PUT: 2, Phase.DECLARED: 3}
    lines = []
    for vote in sorted(listed, key=lambda each: places[Phase(each.phase)]):
        has_ballot = vote.phase == Phase.OPEN and vote.id in mine
        lines.append(
            VoteLine(
                number=vote.number,
                question=in_language(vote.questions, language),
                kind=vote.kind,
                method=vote.method,
                phase=vote.phase,
                outcome=vote.outcome,
                put_at=vote.put_at,
                closes_at=vote.closes_at,
                has_ballot=has_ballot,
                has_cast=has_ballot and await box.mine(vote.id, reader.id or 0) is not None,
            )
        )
    return lines


async def for_plank(reader: Actor, plank_id: int, language: str) -> list[VoteLine]:
    """The votes on one plank."""
    return await votes(reader, language, plank_id)


async def find(reader: Actor, number: int) -> Vote:
    """The vote, if its audience includes the reader. Raises `Absent`."""
    vote = await Vote.get_or_none(number=number, audience__in=audiences_of(reader.roles))
    if vote is None:
        raise Absent
    return vote


async def vote_page(reader: Actor, number: int, language: str) -> VotePage:
    vote = await find(reader, number)
    plank = await Plank.get_or_none(id=vote.plank_id)
    options = await Option.filter(vote_id=vote.id).order_by("position")
    moved = await Amendment.filter(id__in=[each.amendment_id for each in options if each.amendment_id])
    numbers = {each.id: each.number for each in moved}
    listed = await Voter.exists(vote_id=vote.id, account_id=reader.id or 0)
    may_cast = policy.may_cast(reader, vote, listed=listed)
    sealed = vote.phase in (Phase.OPEN, Phase.CLOSED)
    return VotePage(
        number=vote.number,
        kind=vote.kind,
        method=vote.method,
        question=in_language(vote.questions, language),
        plank_number=plank.number if plank else None,
        phase=vote.phase,
        outcome=vote.outcome,
        put_at=vote.put_at,
        opened_at=vote.opened_at,
        closes_at=vote.closes_at,
        closed_at=vote.closed_at,
        rules=tuple(wording.rules_paragraph(vote.kind, vote.method, vote.rules)),
        options=tuple(_option_view(each, numbers, language) for each in options),
        turnout=await turnout(vote),
        on_the_roll=await Voter.filter(vote_id=vote.id).count(),
        opening_digest=vote.opening_digest,
        public_key=vote.public_key,
        root=vote.root,
        may_cast=may_cast,
        receipt=await box.mine(vote.id, reader.id or 0) if sealed and listed else None,
        sees_result=policy.sees_result(reader, vote),
        may_recount=policy.may_recount(reader, vote),
        steps=steps.steps(reader, vote),
        places=await places.places(reader, vote),
        secrecy=vote.secrecy,
        due_step=vote.due_step,
        due_at=vote.due_at,
    )


def _option_view(option: Option, numbers: dict[int, int], language: str) -> OptionView:
    return OptionView(
        key=option.key,
        words=in_language(option.words, language),
        text=in_language(option.texts, language),
        amendment=numbers.get(option.amendment_id or 0),
    )


async def turnout(vote: Vote) -> int:
    """Ballots in the box, counted afresh only every few seconds: a finer count would tell who has just voted."""
    if vote.phase != Phase.OPEN:
        return vote.cast
    counted_at, number = _turnouts.get(vote.id, (-TURNOUT_SECONDS, 0))
    if time.monotonic() - counted_at >= TURNOUT_SECONDS:
        number = await box.number_in(vote.id)
        keep_turnout(vote.id, number)
    return number


def keep_turnout(vote_id: int, number: int) -> None:
    """From now on, for some seconds, this is the turnout that every reader is told."""
    _turnouts[vote_id] = (time.monotonic(), number)
