"""A ballot in three steps (fill, check, cast), and its receipt.

What was filled in never stands in an address: every step is a POST. The nonce is made with the check page, so it
belongs to one content: the same ballot sent again counts once, and a changed one is another ballot.
"""

import secrets
from collections.abc import Mapping, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Conflict, Invalid, NotPermitted, Refused
from conference.core.words import Sentence
from conference.rulebook.rules import Method
from conference.voting import ballot_paper, commands, queries
from conference.voting.queries import VotePage
from conference.voting.result import queries as results
from conference.voting.routes import alike
from conference.voting.routes.asked import language_of, number_of
from conference.voting.rules import Ranking, from_ranks, has_gaps
from conference.voting.rules import ballot as ballot_as_counted
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post


async def ballot(request: Request) -> Response:
    found = await queries.vote_page(request.user, number_of(request), language_of(request))
    found.may_cast.require()
    return await _ballot_page(request, found, Form({}), {})


async def again(request: Request) -> Response:
    """The form with what was filled in: to change it, or to go on in another language. Nothing is stored."""
    found = await queries.vote_page(request.user, number_of(request), language_of(request))
    found.may_cast.require()
    return await _ballot_page(request, found, await forms.read(request), {})


async def _ballot_page(
    request: Request, found: VotePage, form: Form, problems: dict[str, Sentence], status: int = 200
) -> Response:
    """The form with what was typed; never refreshed while somebody fills it, so it has no topics."""
    answer = await render.page(
        request,
        "voting/ballot.html",
        status=status,
        vote=found,
        texts=await queries.texts_put(request.user, found.number),
        ranks=ranks_of(form, [option.key for option in found.options]),
        answer=alike.answer_of(form.typed.get("answer", "")),
        wide=alike.widths([option.key for option in found.options]),
        revision=form.typed.get("revision") or _standing(found),
        problems=problems,
    )
    return alike.as_it_stands(answer)


def _standing(found: VotePage) -> str:
    """The revision that now lies in the box: a ballot that knows an older one is a late retry."""
    return str(found.revision)


def ranks_of(form: Form, options: Sequence[str]) -> dict[str, int]:
    """The rank chosen for each option; whatever is no number from 1 up is no rank."""
    typed = {key: form.typed.get(f"rank-{key}", "") for key in options}
    return {key: int(value) if value.isdecimal() and len(value) < 3 else 0 for key, value in typed.items()}


def ranking_of(form: Form, method: str, options: Sequence[str]) -> Ranking:
    if method == Method.YES_NO:
        answer = alike.answer_of(form.typed.get("answer", ""))
        return ((answer,),) if answer else ()
    return from_ranks(ranks_of(form, options))


def filled_in(form: Form, options: Sequence[str]) -> dict[str, str]:
    """What a later step needs of this one."""
    return alike.values(form.typed, ranks_of(form, options), options)


async def check(request: Request) -> Response:
    """What was filled in, in words, before it is cast. Nothing is stored yet."""
    found = await queries.vote_page(request.user, number_of(request), language_of(request))
    form = await forms.read(request)
    keys = [option.key for option in found.options]
    if not found.may_cast:
        assert found.may_cast.reason is not None
        return await _not_taken(request, found, form, found.may_cast.reason, NotPermitted.status)
    try:
        paper = ballot_as_counted(found.method, keys, ranking_of(form, found.method, keys))
    except Refused as problem:
        return await _ballot_page(request, found, form, {"answer": problem.sentence}, problem.status)
    words = {option.key: option.words for option in found.options}
    answer = await render.page(
        request,
        "voting/check.html",
        vote=found,
        paper=[[words[key] for key in rank] for rank in paper],
        left_out=[words[key] for key in words if key not in {key for rank in paper for key in rank}],
        gaps=has_gaps(ranks_of(form, keys)),
        nonce=secrets.token_urlsafe(16),
        typed=filled_in(form, keys),
        fill=partial(alike.filled_up, words=tuple(words.values())),
    )
    return alike.as_it_stands(answer)


async def cast(request: Request) -> Response:
    number, form = number_of(request), await forms.read(request)
    revision = form.number("revision", least=0, most=1_000_000, default=0)
    paper = await ballot_paper.paper(number)
    if paper is None:
        raise Absent
    try:
        form.done()
        ranking = ranking_of(form, paper.method, paper.options)
        receipt = await commands.cast_ballot(request.user, number, ranking, form.typed.get("nonce", ""), revision)
    except Absent:
        raise
    except Refused as problem:
        return await _refused(request, form, problem)
    return RedirectResponse(f"/{language_of(request)}/votes/{number}/receipt/{receipt.code}", 303)


async def _refused(request: Request, form: Form, problem: Refused) -> Response:
    """The form again where she can mend it; else what stands, and what she can do."""
    found = await queries.vote_page(request.user, number_of(request), language_of(request))
    if isinstance(problem, Conflict | NotPermitted):
        return await _not_taken(request, found, form, problem.sentence, problem.status)
    problems = problem.problems if isinstance(problem, Invalid) else {"answer": problem.sentence}
    return await _ballot_page(request, found, form, problems, problem.status)


async def _not_taken(request: Request, found: VotePage, form: Form, problem: Sentence, status: int) -> Response:
    """Voting has ended, or a newer ballot lies in the box: the older one may still replace it, if she says so."""
    typed: Mapping[str, str] = filled_in(form, [option.key for option in found.options])
    typed = {**typed, "revision": _standing(found)}
    answer = await render.page(
        request, "voting/not-taken.html", status=status, vote=found, problem=problem, typed=typed
    )
    return alike.as_it_stands(answer)


async def receipt(request: Request) -> Response:
    number, code = number_of(request), request.path_params["code"]
    proof = await results.inclusion(request.user, number, code)
    found = await queries.vote_page(request.user, number, language_of(request))
    return await render.page(request, "voting/receipt.html", vote=found, code=code, proof=proof)


routes: list[BaseRoute] = [
    get("/votes/{number:int}/ballot", ballot, may="cast"),
    post("/votes/{number:int}/ballot/again", again, may="cast"),
    post("/votes/{number:int}/ballot/check", check, may="cast"),
    post("/votes/{number:int}/ballot", cast, may="cast"),
    get("/votes/{number:int}/receipt/{code}", receipt),
]
