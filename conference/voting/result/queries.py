"""Results through the reader's eyes, and what anybody needs to check them: proofs of inclusion and files to recount."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from conference.core.actor import Actor
from conference.core.errors import Absent, NotSignedIn
from conference.core.languages import in_language
from conference.core.words import N_, Sentence
from conference.people.models import Delegation
from conference.rulebook.rules import Method, Secrecy
from conference.voting import policy
from conference.voting.models import Leaf, Option, Vote, Voter
from conference.voting.queries import find
from conference.voting.result import discretion, published, sankey, telling, wording
from conference.voting.result.sankey import Picture
from conference.voting.result.telling import Told
from conference.voting.rules import Outcome, Phase
from conference.voting.sealed import box, lots, merkle

Number = Decimal | int | str
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the votes of each option that is still in it, what became of some, and the remainder."""

    number: int
    tally: Mapping[str, Number]
    marks: Mapping[str, str]
    exhausted: Number
    lost: Number | None
    total: Number
    told: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Lot:
    """The tellers' numbers (teller, published hash, number or "" where it was not revealed), what they gave, and the
    order of the options that was drawn: the first stays longest. `without`: who decided to count without a number."""

    numbers: tuple[tuple[str | Sentence, str, str], ...]
    seed: str
    order: tuple[str, ...]
    without: tuple[str | Sentence, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A counted vote, ready to be explained. Tables have option keys; `option_names` is in the result's order.

    `levels` is the whole order, options that are level together; `untold` says whose figures are held back.
    `told` is all of this as the count has it, for programs.
    """

    sentence: Sentence | None
    winners: tuple[str, ...]
    empty_seats: int
    levels: tuple[tuple[str, ...], ...]
    conditions: tuple[dict[str, Any], ...]
    untold: Sentence | None
    option_names: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[str, int, bool], ...]
    approvals: tuple[tuple[str, int, bool], ...]
    pairwise: dict[str, dict[str, int]]
    by_delegation: tuple[tuple[str, dict[str, dict[str, int]]], ...]
    cycle: tuple[Sentence, ...]
    skipped: tuple[Sentence, ...]
    quota: Number | None
    rounds: tuple[Round, ...]
    picture: Picture | None
    way: tuple[str, ...]
    trace: tuple[Told, ...]
    lot: Lot | None
    ballots: int
    turnouts: tuple[tuple[str, int | None, int], ...]
    digest: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DelegationFigures:
    """What one delegation gave in a vote; None for what is held back or what the question does not have."""

    code: str
    name: str
    roll: int | None
    cast: int | None
    yes: int | None
    no: int | None
    abstain: int | None


async def result_page(reader: Actor, number: int, language: str) -> ResultPage:
    """The result, if the reader may see it. Raises `NotPermitted` with the reason."""
    vote = await find(reader, number)
    policy.sees_result(reader, vote).require()
    words = {
        each.key: in_language(each.words, language)
        for each in await Option.filter(vote_id=vote.id).order_by("position")
    }
    names = {each.code: in_language(each.names, language) for each in await Delegation.all().order_by("position")}
    return page_of(vote, words, names, await _lot(reader, vote, words, language))


def page_of(vote: Vote, words: Names, names: Names, lot: Lot | None = None) -> ResultPage:
    """A counted vote as its page explains it."""
    counted: dict[str, Any] = vote.result or {}
    result, held = told(vote), held_back(vote)
    trace = telling.trace(counted["trace"], words, names, held) if "groups" in result else ()
    order = _order(result, words)
    rounds = _rounds(result, trace)
    return ResultPage(
        sentence=wording.outcome_sentence(vote.outcome, result, words) if vote.outcome else None,
        winners=tuple(words[key] for key in result.get("winners") or ()),
        empty_seats=result["seats"] - len(result["winners"] or ()) if vote.outcome == Outcome.ELECTED else 0,
        levels=tuple(tuple(words[key] for key in level) for level in result.get("order_by_levels") or ()),
        conditions=tuple(wording.conditions(result["conditions"], names, words, held)),
        untold=_untold(result, names, held),
        option_names=tuple((key, words[key], "") for key in order),
        answers=_answers(result, words),
        approvals=_approvals(result, words),
        pairwise=_table(result["candidates"], result.get("pairwise")),
        by_delegation=_by_delegation(result, names),
        cycle=telling.cycle(result.get("cycle") or (), words),
        skipped=telling.skipped(result.get("skipped") or (), words, names, held),
        quota=telling.figure(result["quota"]) if "quota" in result else None,
        rounds=rounds,
        picture=_picture(result, order, rounds),
        way=telling.WAYS[Method(vote.method)],
        trace=trace,
        lot=lot,
        ballots=result["ballots"],
        turnouts=tuple(
            (names.get(each["name"], each["name"]), None if _of_the_hall(vote) else each.get("cast"), each["roll"])
            for each in result.get("groups", ())
            if each["name"]
        ),
        digest=vote.result_digest,
        told=result,
    )


def delegations(vote: Vote, names: Names) -> tuple[DelegationFigures, ...]:
    """The figures of each delegation as far as they tell on nobody, whether the rules ask for them or not; none where
    the vote did not know delegations, or where so few have voted that nothing but the outcome is told."""
    if _of_the_hall(vote) or not vote.result:
        return ()
    keys = ("roll", "cast", "yes", "no", "abstain")
    return tuple(
        DelegationFigures(each["name"], names.get(each["name"], each["name"]), *(each.get(key) for key in keys))
        for each in told(vote).get("groups", ())
        if each["name"]
    )


def _of_the_hall(vote: Vote) -> bool:
    """Whether hands were counted in the whole hall, so that nobody knows how many of a delegation were raised."""
    return vote.secrecy == Secrecy.HANDS and not vote.rules.get("delegation_majority")


def told(vote: Vote) -> Mapping[str, Any]:
    """What of the count everybody may know. In an open vote all have given their answers aloud."""
    counted: dict[str, Any] = vote.result or {}
    return published.reduced(counted) if vote.secrecy == Secrecy.SEALED else counted


def _untold(result: Mapping[str, Any], names: Names, held: frozenset[str]) -> Sentence | None:
    if "groups" not in result:
        return Sentence(wording.ALL_UNTOLD)
    return Sentence(wording.UNTOLD, {"delegations": sorted(names.get(code, code) for code in held)}) if held else None


def held_back(vote: Vote) -> frozenset[str]:
    """The delegations whose figures nobody is told. In an open vote everybody has said her answer aloud."""
    if vote.secrecy != Secrecy.SEALED or vote.result is None:
        return frozenset()
    return discretion.untold({group["name"]: group["cast"] for group in vote.result["groups"]})


def _order(result: Mapping[str, Any], words: Names) -> list[str]:
    """The winners, then the rest as the method ranks them: whoever stayed longest first."""
    levels = [key for level in result.get("order_by_levels") or () for key in level]
    stages = result.get("stages") or ()
    last: Mapping[str, str] = stages[-1]["tally"] if stages else {}
    gone = [key for stage in stages for key in _out(stage)]
    stayed = sorted((key for key in last if key not in gone), key=lambda key: -Fraction(last[key]))
    ranked = [*(result.get("order") or levels or result.get("winners") or ()), *stayed, *reversed(gone)]
    return list(dict.fromkeys([*(key for key in ranked if key in words), *words]))


def _out(stage: Mapping[str, Any]) -> list[str]:
    """Who goes out at this stage."""
    if stage.get("action") == "exclude":
        return [stage["option"]]
    return list(stage.get("eliminated") or ())


def _answers(result: Mapping[str, Any], words: Names) -> tuple[tuple[str, int, bool], ...]:
    if "overall" not in result:
        return ()
    figures = {**result["overall"], "abstain": result["abstain"]}
    return tuple((words[key], int(figures[key]), key == "yes") for key in ("yes", "no", "abstain"))


def _approvals(result: Mapping[str, Any], words: Names) -> tuple[tuple[str, int, bool], ...]:
    """Most approved first; whether it is chosen."""
    given = {key: int(votes) for key, votes in result.get("approvals", {}).items()}
    chosen = result.get("winners") or ()
    return tuple((words[key], given[key], key in chosen) for key in sorted(given, key=lambda key: -given[key]))


def _table(keys: Sequence[str], rows: Sequence[Sequence[int]] | None) -> dict[str, dict[str, int]]:
    return {a: dict(zip(keys, row, strict=True)) for a, row in zip(keys, rows or (), strict=False)}


def _by_delegation(result: Mapping[str, Any], names: Names) -> tuple[tuple[str, dict[str, dict[str, int]]], ...]:
    cast = {group["name"] for group in result.get("groups", ()) if group.get("cast")}
    tables = result.get("pairwise_by_group") or {}
    return tuple(
        (names.get(code, code), _table(result["candidates"], table)) for code, table in tables.items() if code in cast
    )


async def _lot(reader: Actor, vote: Vote, words: Names, language: str) -> Lot | None:
    """The lot as it was drawn, where somebody published a number for it."""
    found = await lots.lot(vote)
    drawn = any(each["rule"] == "lot" for each in told(vote).get("tie_breaks") or ())
    if found is None or not (found.numbers or drawn):
        return None
    shown = await lots.lots_page(reader, vote, language)
    return Lot(
        tuple((each.teller, each.commitment, each.revealed) for each in shown.lines),
        found.seed,
        tuple(words[key] for key in await lots.order(vote, found)),
        shown.without,
    )


def _rounds(result: Mapping[str, Any], trace: Sequence[Told]) -> tuple[Round, ...]:
    stages = result.get("stages") or ()
    return tuple(
        Round(
            number=number,
            tally={key: telling.figure(votes) for key, votes in stage["tally"].items()},
            marks=_marks(stage, stages[number] if number < len(stages) else {}),
            exhausted=telling.figure(stage["exhausted"]),
            lost=telling.figure(stage["lost_by_cutting"]) if "lost_by_cutting" in stage else None,
            total=telling.figure(stage["total"]),
            told=tuple(each.sentence for each in trace if each.round == number),
        )
        for number, stage in enumerate(stages, 1)
    )


def _marks(stage: Mapping[str, Any], following: Mapping[str, Any]) -> dict[str, str]:
    """What becomes of options: transfer counts name an exclusion with the stage that follows from it."""
    gone = stage.get("eliminated") or (_out(following) if following.get("action") == "exclude" else ())
    return dict.fromkeys(gone, "out") | dict.fromkeys(stage.get("elected") or (), "elected")


def _picture(result: Mapping[str, Any], order: Sequence[str], rounds: Sequence[Round]) -> Picture | None:
    stages = result.get("stages") or ()
    return sankey.picture(
        order,
        [
            sankey.Round(
                votes={key: Fraction(votes) for key, votes in stage["tally"].items()},
                rest=Fraction(stage["exhausted"]),
                marks=each.marks,
            )
            for stage, each in zip(stages, rounds, strict=True)
        ],
    )


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Where a receipt stands in the closed box."""

    number: int
    leaf: str
    root: str
    path: tuple[tuple[str, str], ...]


async def inclusion(reader: Actor, number: int, code: str) -> Inclusion | None:
    """The proof that the reader's own ballot is in the box; None while the vote is open. Raises `Absent`.

    Only the voter sees the path. While her envelope lies in the box her place tells which code is hers; once it is
    emptied nothing links the two any more, so whoever is on the roll and knows the code is taken for her. Others who
    have a slip look its hash up among the published leaves.
    """
    vote = await find(reader, number)
    if reader.id is None:
        raise NotSignedIn("not-signed-in", N_("A receipt is shown to its voter only. Please sign in first."))
    if vote.phase in (Phase.OPEN, Phase.CLOSED):
        own = await box.mine(vote.id, reader.id)
        if own is None or own.code != code:
            raise Absent
        if vote.phase == Phase.OPEN:
            return None
    elif not await Voter.exists(vote_id=vote.id, account_id=reader.id):
        raise Absent
    leaves = await Leaf.filter(vote_id=vote.id).order_by("position")
    fingerprint = hashlib.sha256(code.encode()).hexdigest()
    for position, each in enumerate(leaves):
        if each.code_hash == fingerprint:
            steps = merkle.path([leaf.hash for leaf in leaves], position)
            return Inclusion(vote.number, each.hash, vote.root, tuple(steps))
    raise Absent
