"""Results through the reader's eyes, and what anybody needs to check them: proofs of inclusion and files to recount."""

import hashlib
from dataclasses import dataclass
from typing import Any

from conference.core.actor import Actor
from conference.core.canonical import canonical
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.words import N_, Sentence
from conference.people.models import Delegation
from conference.voting import ballot_paper, box, merkle, policy, wording
from conference.voting.models import Leaf, Option
from conference.voting.queries import find
from conference.voting.rules import Phase


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A counted vote, ready to be explained. Tables have option keys; `option_names` is in the result's order."""

    sentence: Sentence | None
    conditions: tuple[dict[str, Any], ...]
    option_names: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[str, int, bool], ...]
    pairwise: dict[str, dict[str, int]]
    by_delegation: tuple[tuple[str, dict[str, dict[str, int]]], ...]
    cycle: tuple[Sentence, ...]
    skipped: tuple[Sentence, ...]
    rounds: tuple[dict[str, Any], ...]
    ballots: int
    turnouts: tuple[tuple[str, int, int], ...]
    digest: str


async def result_page(reader: Actor, number: int, language: str) -> ResultPage:
    """The result, if the reader may see it. Raises `NotPermitted` with the reason."""
    vote = await find(reader, number)
    policy.sees_result(reader, vote).require()
    result: dict[str, Any] = vote.result or {}
    words = {
        each.key: in_language(each.words, language)
        for each in await Option.filter(vote_id=vote.id).order_by("position")
    }
    names = {each.code: in_language(each.names, language) for each in await Delegation.all().order_by("position")}
    order = result.get("order") or [key for level in result.get("order_by_levels", []) for key in level] or list(words)
    winners = result.get("winners") or []
    return ResultPage(
        sentence=wording.outcome_sentence(vote.outcome, words.get(winners[0], "") if winners else "")
        if vote.outcome
        else None,
        conditions=tuple(wording.conditions(result["conditions"], names)),
        option_names=tuple((key, words[key], language) for key in order),
        answers=_answers(result, words),
        pairwise=_table(result["candidates"], result.get("pairwise")),
        by_delegation=_by_delegation(result, names),
        cycle=_cycle(result, words),
        skipped=_skipped(result, words),
        rounds=_rounds(result),
        ballots=result["ballots"],
        turnouts=tuple((names.get(g["name"], g["name"]), g["cast"], g["roll"]) for g in result["groups"]),
        digest=vote.result_digest,
    )


def _answers(result: dict[str, Any], words: dict[str, str]) -> tuple[tuple[str, int, bool], ...]:
    if "overall" not in result:
        return ()
    figures = {**result["overall"], "abstain": result["abstain"]}
    return tuple((words[key], int(figures[key]), key == "yes") for key in ("yes", "no", "abstain"))


def _table(keys: list[str], rows: list[list[int]] | None) -> dict[str, dict[str, int]]:
    return {a: dict(zip(keys, row, strict=True)) for a, row in zip(keys, rows or [], strict=False)}


def _by_delegation(result: dict[str, Any], names: dict[str, str]) -> tuple[tuple[str, dict[str, dict[str, int]]], ...]:
    large = {group["name"] for group in result["groups"] if group["cast"] >= wording.SMALL}
    tables = result.get("pairwise_by_group") or {}
    return tuple(
        (names.get(code, code), _table(result["candidates"], table)) for code, table in tables.items() if code in large
    )


def _cycle(result: dict[str, Any], words: dict[str, str]) -> tuple[Sentence, ...]:
    told = N_("%(winner)s beats %(loser)s, %(more)s to %(fewer)s.")
    return tuple(
        Sentence(
            told,
            {
                "winner": words[step["option"]],
                "loser": words[step["beats"]],
                "more": step["votes"],
                "fewer": step["against"],
            },
        )
        for step in result.get("cycle") or []
    )


def _skipped(result: dict[str, Any], words: dict[str, str]) -> tuple[Sentence, ...]:
    told = N_("%(option)s was passed over: against the text as it is it has %(votes)s to %(against)s.")
    return tuple(
        Sentence(told, {"option": words[line["option"]], "votes": line["votes"], "against": line["against"]})
        for line in result.get("skipped") or []
    )


def _rounds(result: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "number": number,
            "tally": stage["tally"],
            "exhausted": stage.get("exhausted", "0"),
            "elected": stage.get("elected", []),
            "eliminated": stage.get("eliminated", []),
        }
        for number, stage in enumerate(result.get("stages") or [], 1)
    )


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Where a receipt stands in the closed box."""

    number: int
    leaf: str
    root: str
    path: tuple[tuple[str, str], ...]


async def inclusion(reader: Actor, number: int, code: str) -> Inclusion | None:
    """The proof that a receipt's ballot is in the box; None while the vote is open. Raises `Absent`."""
    vote = await find(reader, number)
    if vote.phase == Phase.OPEN:
        own = await box.mine(vote.id, reader.id or 0)
        if own is None or own.code != code:
            raise Absent
        return None
    leaves = await Leaf.filter(vote_id=vote.id).order_by("position")
    fingerprint = hashlib.sha256(code.encode()).hexdigest()
    for position, each in enumerate(leaves):
        if each.code_hash == fingerprint:
            steps = merkle.path([leaf.hash for leaf in leaves], position)
            return Inclusion(vote.number, each.hash, vote.root, tuple(steps))
    raise Absent


async def leaves_file(reader: Actor, number: int) -> str:
    """The sorted leaves with their root: published at closing."""
    vote = await find(reader, number)
    if vote.phase in (Phase.PUT, Phase.OPEN):
        raise Absent
    leaves = await Leaf.filter(vote_id=vote.id).order_by("position")
    return "".join(f"{each.hash} {each.code_hash}\n" for each in leaves) + f"root {vote.root}\n"


async def recount_file(reader: Actor, number: int) -> bytes:
    """The ballots as counts, in the form of `conference tally`: for the chair, tellers and scrutineers."""
    vote = await find(reader, number)
    policy.may_recount(reader, vote).require()
    return canonical(await ballot_paper.case_of(vote))
