"""Votes as JSON: reads for everybody their audience includes; ballots with a token that the delegate made herself."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.runtime import i18n
from conference.voting import commands, queries
from conference.voting.result import queries as results
from conference.voting.rules import ANSWERS
from conference.web import api
from conference.web.routing import get, post


class Ballot(BaseModel):
    """Ranks, best first; each rank lists the options ranked equal. Yes or no: one rank with one answer.

    `revision` is the one that the last answer gave, 0 (or left out) for a first ballot: so that a late retry replaces
    nothing newer. An explicit null replaces whatever lies there.
    """

    model_config = ConfigDict(extra="forbid")

    ranking: list[list[str]] = Field(max_length=50)
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
    found = await queries.vote_page(request.user, int(request.path_params["number"]), _language(request))
    return JSONResponse(
        {
            "number": found.number,
            "kind": found.kind,
            "method": found.method,
            "question": found.question,
            "plank": found.plank_number,
            "phase": found.phase,
            "outcome": found.outcome or None,
            "options": [{"key": each.key, "words": each.words, "text": each.text} for each in found.options],
            "turnout": {"cast": found.turnout, "roll": found.on_the_roll},
            "opening_digest": found.opening_digest,
            "root": found.root,
        }
    )


COUNTED = (
    "winners", "abstain", "approvals", "order_by_levels", "cycle", "skipped", "pairwise_by_group", "quota", "stages",
    "tie", "tie_breaks", "groups",
)  # fmt: skip
"""What a result has by its method, under the names of `conference tally`."""
FIGURES = ("yes", "no", "abstain", "counted", "entitled")


async def result(request: Request) -> Response:
    """The same figures as the page has, and nothing more: none of a delegation whose figures are held back."""
    found = await results.result_page(request.user, int(request.path_params["number"]), _language(request))
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
    """`Idempotency-Key` is the ballot's nonce: the same key again answers the stored receipt."""
    api.require_scope(request, "cast")
    given = await api.body(request, Ballot)
    nonce = request.headers.get("idempotency-key", "")
    ranking = tuple(tuple(rank) for rank in given.ranking)
    receipt = await commands.cast_ballot(
        request.user, int(request.path_params["number"]), ranking, nonce, given.revision
    )
    return JSONResponse({"receipt": receipt.code, "revision": receipt.revision}, 201)


def _language(request: Request) -> str:
    return str(request.scope["state"]["language"])


routes: list[BaseRoute] = [
    get("/votes", votes),
    get("/votes/{number:int}", vote),
    get("/votes/{number:int}/result", result),
    post("/votes/{number:int}/ballots", cast, may="cast"),
]
