"""The pages of an open vote through the reader's eyes: counting hands, answering by name, and every answer."""

from collections import defaultdict
from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.people.models import Delegation
from conference.people.queries import Person
from conference.roll import queries as roll
from conference.rulebook.rules import Secrecy, of_data
from conference.voting.models import Vote, Voter
from conference.voting.openly import policy as open_policy
from conference.voting.openly import rules as open_rules
from conference.voting.openly.models import Demand, OpenBallot
from conference.voting.openly.queries import entitled, next_business, sheets, way_demanded
from conference.voting.openly.rules import Figures, Sheet
from conference.voting.queries import find
from conference.voting.rules import Phase


@dataclass(frozen=True, slots=True)
class HandsPlace:
    """A place of the hall: its key in the form, its name ("" is the whole hall), how many may vote there."""

    key: str
    name: str
    entitled: int
    mine: Figures | None


@dataclass(frozen=True, slots=True)
class Differing:
    """A place in which tellers counted differently, and what each of them counted."""

    name: str
    counted: tuple[tuple[str, Figures], ...]


@dataclass(frozen=True, slots=True)
class HandsPage:
    """A show of hands. `entered` tellers have counted of `needed`; `holds` says whether their counts are one."""

    number: int
    question: str
    phase: str
    places: tuple[HandsPlace, ...]
    may_count: Verdict
    may_discard: Verdict
    entered: int
    needed: int
    holds: bool
    differing: tuple[Differing, ...]
    demands: "Demands"


@dataclass(frozen=True, slots=True)
class Demands:
    """The demands after a show of hands: how many for each way, how many are needed, hers, and what came of them."""

    may_demand: Verdict
    needed: int
    roll_call: int
    card: int
    cards_exist: bool
    mine: str
    way: str
    may_put: Verdict
    follow_up: int | None


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What a voter answers by name. `stands_for` is the delegate from whose seat she votes."""

    number: int
    question: str
    secrecy: str
    phase: str
    votes: int
    organisation: str
    stands_for: str
    figures: Figures | None
    revision: int
    may_answer: Verdict


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer: who, as this reader may know her, and what."""

    who: str | Sentence
    organisation: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class DelegationAnswers:
    """The answers of a delegation, with their sum and how many of its voters have not answered."""

    name: str
    answers: tuple[AnswerLine, ...]
    total: Figures
    silent: int


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """Every answer of an open vote by delegation, and all together."""

    number: int
    question: str
    secrecy: str
    phase: str
    outcome: str
    delegations: tuple[DelegationAnswers, ...]
    total: Figures


async def hands_page(reader: Actor, number: int, language: str) -> HandsPage:
    """A show of hands. Figures of others are for tellers whose own are in, and for whoever leads the vote."""
    vote = await find(reader, number)
    if vote.secrecy != Secrecy.HANDS or vote.phase in (Phase.PUT, Phase.TAKEN_BACK):
        raise Absent
    counted, needed = await sheets(vote), of_data(vote.rules).tellers
    mine = counted.get(reader.id or 0, {})
    names = await _delegations(language)
    may_discard = open_policy.may_discard_hands(reader, vote)
    compares = bool(mine) or bool(may_discard)
    return HandsPage(
        number=vote.number,
        question=in_language(vote.questions, language),
        phase=vote.phase,
        places=tuple(
            HandsPlace(place or "hall", names.get(place, ""), many, mine.get(place))
            for place, many in (await entitled(vote)).items()
        ),
        may_count=open_policy.may_count_hands(reader, vote),
        may_discard=may_discard,
        entered=len(counted),
        needed=needed,
        holds=open_rules.agreed(counted, needed) is not None,
        differing=await _differing(counted, names) if compares else (),
        demands=await _demands(reader, vote),
    )


async def _differing(counted: dict[int, Sheet], names: dict[str, str]) -> tuple[Differing, ...]:
    tellers = await people.people(counted)
    return tuple(
        Differing(names.get(each.place, ""), tuple((tellers[who].name, figures) for who, figures in each.counted))
        for each in open_rules.differences(counted)
    )


async def _demands(reader: Actor, vote: Vote) -> Demands:
    wants = {each.account_id: each.wants for each in await Demand.filter(vote_id=vote.id)}
    follow_up = await Vote.filter(follows_id=vote.id).order_by("number").first()
    listed = await Voter.exists(vote_id=vote.id, account_id=reader.id or 0)
    return Demands(
        may_demand=open_policy.may_demand(reader, vote, listed=listed, next_business=await next_business(vote)),
        needed=of_data(vote.rules).demand,
        roll_call=sum(each == Secrecy.ROLL_CALL for each in wants.values()),
        card=sum(each == Secrecy.CARD for each in wants.values()),
        cards_exist=bool(await roll.cards()),
        mine=wants.get(reader.id or 0, ""),
        way=await way_demanded(vote) or "",
        may_put=open_policy.may_put_as_demanded(reader, vote, is_put=follow_up is not None),
        follow_up=follow_up.number if follow_up else None,
    )


async def answer_page(reader: Actor, number: int, language: str) -> AnswerPage:
    """The reader's own answer by name. Raises `Absent` where this vote knows none."""
    vote = await _named(reader, number)
    voter = await Voter.get_or_none(vote_id=vote.id, account_id=reader.id or 0)
    held = await OpenBallot.get_or_none(vote_id=vote.id, account_id=reader.id or 0)
    seat = await people.people([voter.stands_for_id]) if voter and voter.stands_for_id else {}
    return AnswerPage(
        number=vote.number,
        question=in_language(vote.questions, language),
        secrecy=vote.secrecy,
        phase=vote.phase,
        votes=voter.votes if voter else 0,
        organisation=voter.organisation if voter else "",
        stands_for=next((each.name for each in seat.values()), ""),
        figures=Figures(held.yes, held.no, held.abstain) if held else None,
        revision=held.revision if held else 0,
        may_answer=open_policy.may_answer(reader, vote, listed=voter is not None, answered=held is not None),
    )


async def answers_page(reader: Actor, number: int, language: str) -> AnswersPage:
    """Every answer, live while the vote is open: an open vote keeps nothing back."""
    vote = await _named(reader, number)
    voters = {each.account_id: each for each in await Voter.filter(vote_id=vote.id)}
    known = await people.people(voters)
    given: dict[str, list[AnswerLine]] = defaultdict(list)
    for each in await OpenBallot.filter(vote_id=vote.id):
        voter, figures = voters[each.account_id], Figures(each.yes, each.no, each.abstain)
        given[voter.delegation].append(_line(reader, known[each.account_id], voter, figures, language))
    delegations = []
    for code, name in (await _delegations(language)).items():
        on_roll = sum(each.delegation == code for each in voters.values())
        lines = tuple(sorted(given[code], key=lambda line: (str(line.organisation), str(line.who))))
        total = sum((line.figures for line in lines), Figures())
        if on_roll:
            delegations.append(DelegationAnswers(name, lines, total, on_roll - len(lines)))
    return AnswersPage(
        number=vote.number,
        question=in_language(vote.questions, language),
        secrecy=vote.secrecy,
        phase=vote.phase,
        outcome=vote.outcome,
        delegations=tuple(delegations),
        total=sum((each.total for each in delegations), Figures()),
    )


def _line(reader: Actor, person: Person, voter: Voter, figures: Figures, language: str) -> AnswerLine:
    return AnswerLine(people.shown_name(reader, person, language), voter.organisation, figures)


async def _named(reader: Actor, number: int) -> Vote:
    vote = await find(reader, number)
    if vote.secrecy not in open_policy.NAMED or vote.phase in (Phase.PUT, Phase.TAKEN_BACK):
        raise Absent
    return vote


async def _delegations(language: str) -> dict[str, str]:
    """The delegations' names by code, in the conference's order."""
    return {each.code: in_language(each.names, language) for each in await Delegation.all().order_by("position")}
