"""A ballot in three steps (fill, check, cast), and its receipt."""

import secrets
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Invalid, Refused
from conference.core.words import Sentence
from conference.rulebook.rules import Method
from conference.voting import ballot_paper, commands, queries, results
from conference.voting.queries import VotePage
from conference.voting.routes.asked import language_of, number_of
from conference.voting.rules import Ranking, from_ranks, has_gaps
from conference.voting.rules import ballot as ballot_as_counted
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post


async def ballot(request: Request) -> Response:
    found = await queries.vote_page(request.user, number_of(request), language_of(request))
    found.may_cast.require()
    return await _ballot_page(request, found, Form(dict(request.query_params)), {})


async def _ballot_page(
    request: Request, found: VotePage, form: Form, problems: dict[str, Sentence], status: int = 200
) -> Response:
    """The form with what was typed; never refreshed while somebody fills it, so it has no topics."""
    return await render.page(
        request,
        "voting/ballot.html",
        status=status,
        vote=found,
        ranks=_ranks(form, [option.key for option in found.options]),
        answer=form.typed.get("answer", ""),
        nonce=form.typed.get("nonce") or secrets.token_urlsafe(16),
        revision=form.typed.get("revision") or str(found.receipt.revision if found.receipt else 0),
        problems=problems,
    )


def _ranks(form: Form, options: Sequence[str]) -> dict[str, int]:
    """The rank chosen for each option; whatever is no number from 1 up is no rank."""
    typed = {key: form.typed.get(f"rank-{key}", "") for key in options}
    return {key: int(value) if value.isdecimal() and len(value) < 3 else 0 for key, value in typed.items()}


def _ranking(form: Form, method: str, options: Sequence[str]) -> Ranking:
    if method == Method.YES_NO:
        answer = form.typed.get("answer", "")
        return ((answer,),) if answer else ()
    return from_ranks(_ranks(form, options))


async def check(request: Request) -> Response:
    """What was filled in, in words, before it is cast. Nothing is stored yet."""
    found = await queries.vote_page(request.user, number_of(request), language_of(request))
    form = await forms.read(request)
    keys = [option.key for option in found.options]
    try:
        paper = ballot_as_counted(found.method, keys, _ranking(form, found.method, keys))
        found.may_cast.require()
    except Refused as problem:
        return await _ballot_page(request, found, form, {"answer": problem.sentence}, problem.status)
    words = {option.key: option.words for option in found.options}
    return await render.page(
        request,
        "voting/check.html",
        vote=found,
        paper=[[words[key] for key in rank] for rank in paper],
        left_out=[words[key] for key in words if key not in {key for rank in paper for key in rank}],
        gaps=has_gaps(_ranks(form, keys)),
        typed={name: value for name, value in form.typed.items() if name != "csrf"},
    )


async def cast(request: Request) -> Response:
    number, form = number_of(request), await forms.read(request)
    revision = form.number("revision", least=0, most=1_000_000, default=0)
    paper = await ballot_paper.paper(number)
    if paper is None:
        raise Absent
    try:
        form.done()
        ranking = _ranking(form, paper.method, paper.options)
        receipt = await commands.cast_ballot(request.user, number, ranking, form.typed.get("nonce", ""), revision)
    except Refused as problem:
        found = await queries.vote_page(request.user, number, language_of(request))
        problems = problem.problems if isinstance(problem, Invalid) else {"answer": problem.sentence}
        return await _ballot_page(request, found, form, problems, problem.status)
    return RedirectResponse(f"/{language_of(request)}/votes/{number}/receipt/{receipt.code}", 303)


async def receipt(request: Request) -> Response:
    number, code = number_of(request), request.path_params["code"]
    proof = await results.inclusion(request.user, number, code)
    found = await queries.vote_page(request.user, number, language_of(request))
    return await render.page(request, "voting/receipt.html", vote=found, code=code, proof=proof)


routes: list[BaseRoute] = [
    get("/votes/{number:int}/ballot", ballot, may="cast"),
    post("/votes/{number:int}/ballot/check", check, may="cast"),
    post("/votes/{number:int}/ballot", cast, may="cast"),
    get("/votes/{number:int}/receipt/{code}", receipt),
]
