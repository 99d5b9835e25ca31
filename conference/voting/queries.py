"""Reads of votes through the reader's eyes: frozen views, few statements, nothing of a sealed box but its turnout."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conference.amendments.models import Amendment
from conference.amendments.rules import INSERTS
from conference.amendments.rules import Kind as Effect
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.roles import Audience, audiences_of
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.people.models import Delegation
from conference.planks import queries as plank_texts
from conference.planks.models import Plank
from conference.roll import queries as roll
from conference.rulebook import queries as rule_sets
from conference.rulebook import wording as rulebook
from conference.rulebook.rules import EQUAL_RANKS, Method, Secrecy, of_data
from conference.runtime import clock
from conference.text.diff import Change, diff
from conference.voting import places, policy, steps, texts
from conference.voting.gate import rules as gate_rules
from conference.voting.models import Option, Vote, Voter
from conference.voting.openly import queries as open_votes
from conference.voting.places import Place
from conference.voting.result import discretion
from conference.voting.rules import Phase
from conference.voting.sealed import box, papers, shares
from conference.voting.steps import Step
from conference.voting.texts import Texts

TURNOUT_SECONDS = 5.0
TURNOUT_STEP = 5
_turnouts: dict[int, tuple[float, int]] = {}


@dataclass(frozen=True, slots=True)
class VoteLine:
    """A vote in a list. `way` is the last part of the address where the reader casts: `ballot`, or openly `answer`."""

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
    way: str


@dataclass(frozen=True, slots=True)
class OptionView:
    """An answer in the reader's language; `amendment` is the number of the one it stands for; `changes` leads from the
    present text to this one (none where there is nothing to compare)."""

    key: str
    words: str
    text: str
    amendment: int | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class VotePage:
    """One vote with all that its reader may know now.

    `channel` is how her own ballot comes when it is not her own device (see `models.Voter`), `served_by` the teller who
    served her; `revision` is the one that
    her next ballot follows; `papers` tells how many came on paper. `rules_changed`: the conference has changed the rule
    set `rule_set` since the vote took its copy and before it opened.
    `plank_version` is the one that is voted on. `due_in` is how many thousandths of a second are left until `due_at`.
    `small`: for leaders, beforehand, the delegations of which even pass or fail may tell how somebody votes.
    """

    number: int
    kind: str
    method: str
    question: str
    plank_number: int | None
    plank_version: int
    phase: str
    outcome: str
    put_at: datetime
    opened_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    rules: tuple[Sentence, ...]
    rule_set: str
    rules_changed: bool
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
    equal_ranks: bool
    due_step: str
    due_at: datetime | None
    due_in: int
    may_call_off: Verdict
    small: tuple[str, ...]
    channel: str
    served_by: str
    revision: int
    papers: Sentence | None
    shut: Sentence | None


async def votes(reader: Actor, language: str, plank_id: int | None = None) -> list[VoteLine]:
    """Every vote that the reader may see: open ones first, then those to come, then the newest."""
    found = Vote.filter(audience__in=audiences_of(reader.roles)).exclude(phase=Phase.TAKEN_BACK)
    if plank_id is not None:
        found = found.filter(plank_id=plank_id)
    listed = await found.order_by("-number")
    mine = {each.vote_id: each.channel for each in await Voter.filter(account_id=reader.id or 0)}
    places = {Phase.OPEN: 0, Phase.CLOSED: 1, Phase.UNSEALED: 1, Phase.PUT: 2, Phase.DECLARED: 3, Phase.VOID: 3}
    lines = []
    for vote in sorted(listed, key=lambda each: places[Phase(each.phase)]):
        has_ballot = vote.phase == Phase.OPEN and vote.id in mine and vote.secrecy != Secrecy.HANDS
        openly = vote.secrecy != Secrecy.SEALED
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
                has_cast=has_ballot
                and (
                    await open_votes.has_answered(vote, reader)
                    if openly
                    else mine[vote.id] == "paper" or await box.mine(vote.id, reader.id or 0) is not None
                ),
                way="answer" if openly else "ballot",
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


async def audiences(numbers: Sequence[str]) -> dict[str, str]:
    """Whom each of these votes is for."""
    if not numbers:
        return {}
    found = await Vote.filter(number__in=[int(each) for each in numbers]).values_list("number", "audience")
    return {str(number): str(audience) for number, audience in found}


def topics(reader: Actor) -> tuple[str, ...]:
    """What a list of votes listens to: "votes" for those that are public, and what is said of the others to her."""
    return ("votes", *(f"votes-{each}" for each in audiences_of(reader.roles) if each != Audience.PUBLIC))


async def vote_page(reader: Actor, number: int, language: str) -> VotePage:
    vote = await find(reader, number)
    plank = await Plank.get_or_none(id=vote.plank_id)
    options = await Option.filter(vote_id=vote.id).order_by("position")
    names = {each.code: in_language(each.names, language) for each in await Delegation.all().order_by("position")}
    own = await Voter.get_or_none(vote_id=vote.id, account_id=reader.id or 0)
    listed, channel = own is not None, own.channel if own else ""
    may_cast = policy.may_cast(reader, vote, listed=listed, channel=channel)
    sealed = vote.phase in (Phase.OPEN, Phase.CLOSED)
    place = await box.place(vote.id, reader.id or 0) if sealed and listed else None
    return VotePage(
        number=vote.number,
        kind=vote.kind,
        method=vote.method,
        question=in_language(vote.questions, language),
        plank_number=plank.number if plank else None,
        plank_version=vote.rules.get("version") or (plank.version if plank else 0),
        phase=vote.phase,
        outcome=vote.outcome,
        put_at=vote.put_at,
        opened_at=vote.opened_at,
        closes_at=vote.closes_at,
        closed_at=vote.closed_at,
        rules=(*rulebook.paragraph(of_data(vote.rules), vote.kind, names), *gate_rules.told(vote.rules)),
        rule_set=of_data(vote.rules).key,
        rules_changed=vote.phase == Phase.PUT and await rule_sets.has_changed_since(vote.rules),
        options=await _option_views(vote, options, plank, language),
        turnout=await turnout(vote),
        on_the_roll=await Voter.filter(vote_id=vote.id).count(),
        opening_digest=vote.opening_digest,
        public_key=vote.public_key,
        root=vote.root,
        may_cast=may_cast,
        receipt=await box.mine(vote.id, reader.id or 0) if sealed and listed else None,
        sees_result=policy.sees_result(reader, vote),
        may_recount=policy.may_recount(reader, vote),
        steps=await steps.steps(reader, vote),
        places=await places.places(reader, vote),
        secrecy=vote.secrecy,
        equal_ranks=Method(vote.method) in EQUAL_RANKS,
        due_step=vote.due_step,
        due_at=vote.due_at,
        due_in=max(0, int((vote.due_at - clock.now()).total_seconds() * 1000)) if vote.due_at else 0,
        may_call_off=policy.may_call_off(reader, vote),
        small=tuple(names[code] for code in await _small(reader, vote)),
        channel=channel,
        served_by=await _teller_of(own),
        revision=place[1] if place else 0,
        papers=papers.told(vote) if policy.sees_result(reader, vote) else None,
        shut=shares.why_shut(vote),
    )


async def _teller_of(own: Voter | None) -> str:
    """The name of the teller at whose table she cast, or who handed her a paper; "" for everybody else."""
    if own is None or own.served_by_id is None:
        return ""
    return (await people.people([own.served_by_id]))[own.served_by_id].name


async def _option_views(
    vote: Vote, options: list[Option], plank: Plank | None, language: str
) -> tuple[OptionView, ...]:
    """The answers with their texts, and the words in which each differs from the present text while it is decided."""
    ids = [vote.amendment_id or 0, *(each.amendment_id for each in options if each.amendment_id)]
    moved = {each.id: each for each in await Amendment.filter(id__in=ids)}
    present = await _present_text(vote, list(moved.values()), plank, language)

    def view(option: Option) -> OptionView:
        text = in_language(option.texts, language)
        stands_for = moved.get((vote.amendment_id if option.key == "yes" else option.amendment_id) or 0)
        changed = stands_for is not None and (text or stands_for.kind == Effect.DELETE)
        return OptionView(
            key=option.key,
            words=in_language(option.words, language),
            text=text,
            amendment=moved[option.amendment_id].number if option.amendment_id else None,
            changes=diff(present, text) if present and changed else (),
        )

    return tuple(view(each) for each in options)


async def _present_text(vote: Vote, moved: list[Amendment], plank: Plank | None, language: str) -> str:
    """The passage as it stands, as long as the vote may change it; "" where the answers are no wordings of one."""
    settled = vote.phase in (Phase.DECLARED, Phase.TAKEN_BACK, Phase.VOID)
    if plank is None or settled or not moved or moved[0].kind in INSERTS:
        return ""
    texts = await plank_texts.plank_texts(plank.id, plank.version)
    return in_language(texts.get(moved[0].block, {}), language)


async def texts_put(reader: Actor, number: int) -> Texts:
    """The whole texts that a vote is about, with their digests."""
    return await texts.of(reader, await find(reader, number))


async def _small(reader: Actor, vote: Vote) -> list[str]:
    """Delegations so small that even pass or fail may tell, for those who are about to open a sealed vote in which
    each delegation is asked on its own."""
    asked = vote.rules.get("delegation_majority") and vote.secrecy == Secrecy.SEALED
    if not asked or vote.phase != Phase.PUT or not policy.leads(reader, vote):
        return []
    sizes = Counter(seat.delegation for seat in await roll.seats())
    return sorted(code for code, size in sizes.items() if size < discretion.SMALL)


async def turnout(vote: Vote) -> int:
    """Ballots in the box and papers handed out. While the vote is open: in steps of `TURNOUT_STEP`, counted afresh only
    every few seconds. A finer count would tell who has just voted, and a teller who hands out a paper would see by it
    whether that voter had cast before."""
    if vote.secrecy != Secrecy.SEALED:
        return await open_votes.turnout(vote)
    if vote.phase != Phase.OPEN:
        return vote.cast + (await papers.handed_out(vote.id)).total()
    counted_at, number = _turnouts.get(vote.id, (-TURNOUT_SECONDS, 0))
    if time.monotonic() - counted_at >= TURNOUT_SECONDS:
        number = await told_turnout(vote.id)
        keep_turnout(vote.id, number)
    return number


async def told_turnout(vote_id: int) -> int:
    """What anybody is told of the turnout of an open sealed vote: a whole number of steps, however many have cast."""
    return await box.turnout(vote_id) // TURNOUT_STEP * TURNOUT_STEP


def keep_turnout(vote_id: int, number: int) -> None:
    """From now on, for some seconds, this is the turnout that every reader is told."""
    _turnouts[vote_id] = (time.monotonic(), number)
