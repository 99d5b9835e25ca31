"""Votes over HTTP: list, vote, ballot in three steps (fill, check, cast), receipt, result, the chair's steps."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Invalid, Refused
from conference.core.words import N_, Sentence
from conference.runtime import clock
from conference.voting import ballot_paper, commands, queries, results
from conference.voting.queries import VotePage
from conference.voting.rules import Method, Ranking, from_ranks, has_gaps
from conference.voting.rules import ballot as ballot_as_counted
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

render.notices(
    **{
        "vote-put": N_("The question has been put."),
        "vote-opening": N_("The vote is open."),
        "vote-closing": N_("The vote is closed."),
        "vote-unsealing": N_("The box is unsealed and counted."),
        "vote-declaration": N_("The result is declared."),
        "vote-taking-back": N_("The question has been taken back."),
    }
)


def _number(request: Request) -> int:
    return int(request.path_params["number"])


def _language(request: Request) -> str:
    return str(request.scope["state"]["language"])


async def votes(request: Request) -> Response:
    listed = await queries.votes(request.user, _language(request))
    return await render.page(request, "voting/votes.html", parts=("list",), topics=("votes",), votes=listed)


async def vote(request: Request) -> Response:
    found = await queries.vote_page(request.user, _number(request), _language(request))
    topics = (f"vote-{found.number}", f"turnout-{found.number}")
    return await render.page(request, "voting/vote.html", parts=("state", "turnout"), topics=topics, vote=found)


async def ballot(request: Request) -> Response:
    found = await queries.vote_page(request.user, _number(request), _language(request))
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
    found = await queries.vote_page(request.user, _number(request), _language(request))
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
    number, form = _number(request), await forms.read(request)
    revision = form.number("revision", least=0, most=1_000_000, default=0)
    paper = await ballot_paper.paper(number)
    if paper is None:
        raise Absent
    try:
        form.done()
        ranking = _ranking(form, paper.method, paper.options)
        receipt = await commands.cast_ballot(request.user, number, ranking, form.typed.get("nonce", ""), revision)
    except Refused as problem:
        found = await queries.vote_page(request.user, number, _language(request))
        problems = problem.problems if isinstance(problem, Invalid) else {"answer": problem.sentence}
        return await _ballot_page(request, found, form, problems, problem.status)
    return RedirectResponse(f"/{_language(request)}/votes/{number}/receipt/{receipt.code}", 303)


async def receipt(request: Request) -> Response:
    number, code = _number(request), request.path_params["code"]
    proof = await results.inclusion(request.user, number, code)
    found = await queries.vote_page(request.user, number, _language(request))
    return await render.page(request, "voting/receipt.html", vote=found, code=code, proof=proof)


async def result(request: Request) -> Response:
    number = _number(request)
    counted = await results.result_page(request.user, number, _language(request))
    found = await queries.vote_page(request.user, number, _language(request))
    return await render.page(
        request, "voting/result.html", parts=("result",), topics=(f"vote-{number}",), vote=found, result=counted
    )


async def leaves(request: Request) -> Response:
    return PlainTextResponse(await results.leaves_file(request.user, _number(request)))


async def recount(request: Request) -> Response:
    number = _number(request)
    file = await results.recount_file(request.user, number)
    headers = {"Content-Disposition": f'attachment; filename="vote-{number}.json"'}
    return Response(file, media_type="application/json", headers=headers)


async def put(request: Request) -> Response:
    """The chair puts a question on a plank, or on amendments that she ticked."""
    form = await forms.read(request)
    plank = form.number("plank", least=1, most=10_000)
    kind = form.choice("kind", ("choice", "amendment", "plank"))
    form.done()
    chosen = [int(str(value)) for value in (await request.form()).getlist("amendment") if str(value).isdecimal()]
    method = form.typed.get("method") or None
    made = await commands.put(request.user, kind, plank, chosen, method=method if method in set(Method) else None)
    return render.go(request, f"/votes/{made.number}", "vote-put")


async def opening(request: Request) -> Response:
    form = await forms.read(request)
    minutes = form.number("minutes", least=0, most=10_000, default=0)
    form.done()
    closes_at = clock.now() + timedelta(minutes=minutes) if minutes else None
    await commands.open_vote(request.user, _number(request), closes_at)
    return render.go(request, f"/votes/{_number(request)}", "vote-opening")


async def closing(request: Request) -> Response:
    await commands.close_vote(request.user, _number(request))
    return render.go(request, f"/votes/{_number(request)}", "vote-closing")


async def unsealing(request: Request) -> Response:
    await commands.unseal(request.user, _number(request))
    return render.go(request, f"/votes/{_number(request)}", "vote-unsealing")


async def declaration(request: Request) -> Response:
    await commands.declare(request.user, _number(request))
    return render.go(request, f"/votes/{_number(request)}/result", "vote-declaration")


async def taking_back(request: Request) -> Response:
    await commands.take_back(request.user, _number(request))
    return render.go(request, "/votes", "vote-taking-back")


routes: list[BaseRoute] = [
    get("/votes", votes),
    post("/votes", put, may="put-vote"),
    get("/votes/{number:int}", vote),
    get("/votes/{number:int}/ballot", ballot, may="cast"),
    post("/votes/{number:int}/ballot/check", check, may="cast"),
    post("/votes/{number:int}/ballot", cast, may="cast"),
    get("/votes/{number:int}/receipt/{code}", receipt),
    get("/votes/{number:int}/result", result),
    get("/votes/{number:int}/leaves.txt", leaves),
    get("/votes/{number:int}/recount.json", recount, may="recount"),
    post("/votes/{number:int}/opening", opening, may="open-vote"),
    post("/votes/{number:int}/closing", closing, may="close-vote"),
    post("/votes/{number:int}/unsealing", unsealing, may="close-vote"),
    post("/votes/{number:int}/declaration", declaration, may="declare-vote"),
    post("/votes/{number:int}/taking-back", taking_back, may="put-vote"),
]
