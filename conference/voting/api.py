"""Votes as JSON: reads for everybody their audience includes; ballots and open answers with a token that the delegate
made herself for voting."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Refused
from conference.core.words import N_, Sentence
from conference.roll.rules import MOST_VOTES
from conference.runtime import i18n
from conference.voting import commands, queries
from conference.voting.openly import pages as open_pages
from conference.voting.openly.rules import Figures
from conference.voting.result import queries as results
from conference.voting.rules import ANSWERS
from conference.web import api
from conference.web.routing import get, post


class Ballot(BaseModel):
    """Ranks, best first; each rank lists the options ranked equal. Yes or no: one rank with one answer.

    `revision` is the one that the last answer gave, 0 (or left out) for a first ballot: so that a late retry replaces
    nothing newer. An explicit null replaces whatever lies there. `padding` is ignored: whoever sees only how long a
    request is learns nothing of the choice when all requests of a program are filled up to one length.
    """

    model_config = ConfigDict(extra="forbid")

    ranking: list[list[str]] = Field(max_length=50)
    padding: str = Field(default="", max_length=20_000)
    revision: int | None = Field(default=0, ge=0, le=1_000_000)


class Split(BaseModel):
    """The votes of one card, whole or split."""

    model_config = ConfigDict(extra="forbid")

    yes: NonNegativeInt = Field(default=0, le=MOST_VOTES)
    no: NonNegativeInt = Field(default=0, le=MOST_VOTES)
    abstain: NonNegativeInt = Field(default=0, le=MOST_VOTES)


class Answer(BaseModel):
    """An answer by name: `answer` for all votes that she has here, or `votes` to split those of a card.

    `revision` as in a ballot. The same answer again changes nothing and gives the same revision.
    """

    model_config = ConfigDict(extra="forbid")

    answer: Literal["yes", "no", "abstain"] | None = None
    votes: Split | None = None
    revision: int | None = Field(default=0, ge=0, le=1_000_000)


async def votes(request: Request) -> Response:
    limit, after = api.window(request)
    listed = sorted(await queries.votes(request.user, _language(request)), key=lambda line: line.number)
    found = [_line(line) for line in listed if line.number > after]
    return api.items(found[: limit + 1], limit, "number")


def _line(line: queries.VoteLine) -> dict[str, Any]:
    return {
        "number": line.number, "question": line.question, "kind": line.kind, "method": line.method,
        "phase": line.phase, "outcome": line.outcome or None,
    }  # fmt: skip


async def vote(request: Request) -> Response:
    found = await queries.vote_page(request.user, _number(request), _language(request))
    put = await queries.texts_put(request.user, found.number)
    return JSONResponse(
        {
            "number": found.number,
            "kind": found.kind,
            "method": found.method,
            "question": found.question,
            "plank": found.plank_number,
            "phase": found.phase,
            "secrecy": found.secrecy,
            "outcome": found.outcome or None,
            "rules": {"key": found.rule_set, "words": [i18n.say(each) for each in found.rules]},
            "options": [{"key": each.key, "words": each.words, "text": each.text} for each in found.options],
            "texts": [
                {
                    "option": each.key or None, "digest": each.digest,
                    "passages": [
                        {"kind": passage.kind, "label": passage.label or None, "texts": dict(passage.texts)}
                        for passage in each.passages
                    ],
                }
                for each in put.each
            ],
            "texts_digest": put.digest or None,
            "turnout": {"cast": found.turnout, "roll": found.on_the_roll},
            "opening_digest": found.opening_digest,
            "root": found.root,
        }
    )  # fmt: skip


COUNTED = (
    "winners", "abstain", "approvals", "order_by_levels", "cycle", "skipped", "pairwise_by_group", "quota", "stages",
    "tie", "tie_breaks", "groups",
)  # fmt: skip
"""What a result has by its method, under the names of `conference tally`."""
FIGURES = ("yes", "no", "abstain", "counted", "entitled")


async def result(request: Request) -> Response:
    """The same figures as the page has, and nothing more: none of a delegation whose figures are held back."""
    found = await results.result_page(request.user, _number(request), _language(request))
    return JSONResponse(
        {
            "sentence": i18n.say(found.sentence) if found.sentence else None,
            "conditions": [
                {"code": line["code"], "delegation": line["delegation"], "met": line["met"], "figures": _figures(each)}
                for line, each in zip(found.conditions, found.told["conditions"], strict=True)
            ],
            "order": [key for key, _, _ in found.option_names],
            "answers": dict(zip(ANSWERS, (number for _, number, _ in found.answers), strict=False)),
            "pairwise": found.pairwise,
            **{name: found.told[name] for name in COUNTED if name in found.told},
            "ballots": found.ballots,
            "digest": found.digest,
        }
    )


def _figures(condition: Mapping[str, Any]) -> dict[str, Any] | None:
    return {name: condition[name] for name in FIGURES if name in condition} or None


async def cast(request: Request) -> Response:
    """`Idempotency-Key` is the ballot's nonce: the same key again answers the stored receipt, with 200 and `replayed`
    true. `padding`, any text, is ignored: fill every request up to one length, so that its length tells nothing."""
    api.require_scope(request, "cast")
    given = await api.body(request, Ballot)
    nonce = request.headers.get("idempotency-key", "")
    ranking = tuple(tuple(rank) for rank in given.ranking)
    receipt = await commands.cast_ballot(request.user, _number(request), ranking, nonce, given.revision)
    told = {"receipt": receipt.code, "revision": receipt.revision, "replayed": receipt.replayed}
    return JSONResponse(told, 200 if receipt.replayed else 201)


async def own_answer(request: Request) -> Response:
    """Her own answer in a roll call or a card vote, with the revision that the next one follows."""
    api.require_scope(request, "cast")
    found = await open_pages.answer_page(request.user, _number(request), _language(request))
    verdict = found.may_answer
    return JSONResponse(
        {
            "number": found.number,
            "secrecy": found.secrecy,
            "votes": found.votes,
            "organisation": found.organisation or None,
            "answer": _split(found.figures) if found.figures else None,
            "revision": found.revision,
            "may_answer": bool(verdict),
            "why_not": i18n.say(verdict.reason) if verdict.reason else None,
        }
    )


async def answer(request: Request) -> Response:
    """Answers by name, or changes the answer: where the rules have a roll call or a card vote, and with her name."""
    api.require_scope(request, "cast")
    given = await api.body(request, Answer)
    kept = await commands.answer_openly(request.user, _number(request), _said_by(given), given.revision)
    return JSONResponse({"answer": _split(Figures(kept.yes, kept.no, kept.abstain)), "revision": kept.revision}, 201)


def _said_by(given: Answer) -> Figures | str:
    """One answer with all her votes, or a split; raises `Refused` for both and for neither."""
    if given.answer is not None and given.votes is None:
        return given.answer
    if given.votes is None or given.answer is not None:
        raise Refused("one-answer", N_("Please send either “answer” or “votes”."))
    return Figures(**given.votes.model_dump())


async def answers(request: Request) -> Response:
    """Every answer of a roll call or a card vote, by delegation; names as on the page, for the same reader."""
    found = await open_pages.answers_page(request.user, _number(request), _language(request))
    return JSONResponse(
        {
            "number": found.number,
            "phase": found.phase,
            "total": _split(found.total),
            "delegations": [
                {
                    "name": each.name, "total": _split(each.total), "not_answered": each.silent,
                    "answers": [
                        {"name": _said(line.who), "organisation": line.organisation or None, **_split(line.figures)}
                        for line in each.answers
                    ],
                }
                for each in found.delegations
            ],
        }
    )  # fmt: skip


def _split(figures: Figures) -> dict[str, int]:
    return {name: figures.of(name) for name in ANSWERS}


def _said(words: str | Sentence) -> str:
    return i18n.say(words) if isinstance(words, Sentence) else words


def _number(request: Request) -> int:
    return int(request.path_params["number"])


def _language(request: Request) -> str:
    return str(request.scope["state"]["language"])


routes: list[BaseRoute] = [
    get("/votes", votes),
    get("/votes/{number:int}", vote),
    get("/votes/{number:int}/result", result),
    get("/votes/{number:int}/answers", answers),
    get("/votes/{number:int}/answer", own_answer, may="cast"),
    post("/votes/{number:int}/answer", answer, may="cast"),
    post("/votes/{number:int}/ballots", cast, may="cast"),
]
