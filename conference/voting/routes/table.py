"""The tellers' table: find a voter on the roll, hand her the device, and the same ballot as everybody's, in its three
steps. Nothing on these pages tells whether she has cast before."""

import secrets
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Conflict, Invalid, NotPermitted, Refused
from conference.core.verdict import YES
from conference.core.words import Sentence
from conference.voting import commands, queries
from conference.voting.queries import VotePage
from conference.voting.routes import alike
from conference.voting.routes.asked import language_of, number_of
from conference.voting.routes.ballot import filled_in, ranking_of, ranks_of
from conference.voting.rules import ballot as ballot_as_counted
from conference.voting.rules import has_gaps
from conference.voting.sealed import policy as teller_policy
from conference.voting.sealed import tables
from conference.voting.sealed.tables import RollName
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post


async def table(request: Request) -> Response:
    """The roll by name."""
    vote = await queries.find(request.user, number_of(request))
    verdict = teller_policy.may_serve_table(request.user, vote)
    wanted = request.query_params.get("q", "")[:100]
    return await render.page(
        request,
        "voting/table.html",
        vote=await queries.vote_page(request.user, vote.number, language_of(request)),
        may_serve=verdict,
        roll=await tables.roll_search(vote, language_of(request), wanted) if verdict else None,
    )


async def seating(request: Request) -> Response:
    await commands.seat_voter(request.user, number_of(request), _account(request))
    return render.go(request, f"/votes/{number_of(request)}/table/{_account(request)}")


def _account(request: Request) -> int:
    return int(request.path_params["account"])


async def _at_table(request: Request) -> tuple[VotePage, RollName]:
    """The vote without anything of the teller's own ballot, and the voter who sits at the table."""
    vote = await queries.find(request.user, number_of(request))
    teller_policy.may_serve_table(request.user, vote).require()
    voter = await tables.roll_name(vote, _account(request), language_of(request))
    found = await queries.vote_page(request.user, vote.number, language_of(request))
    return replace(found, receipt=None, revision=0, channel="", served_by="", may_cast=YES), voter


def _context(found: VotePage, voter: RollName) -> dict[str, Any]:
    """What turns the ballot's pages into those of the table."""
    return {"vote": found, "ballot_at": f"/votes/{found.number}/table/{voter.account_id}", "voter": voter}


async def ballot(request: Request) -> Response:
    found, voter = await _at_table(request)
    return await _ballot_page(request, found, voter, Form({}), {})


async def again(request: Request) -> Response:
    found, voter = await _at_table(request)
    return await _ballot_page(request, found, voter, await forms.read(request), {})


async def _ballot_page(
    request: Request, found: VotePage, voter: RollName, form: Form, problems: dict[str, Sentence], status: int = 200
) -> Response:
    vote = await queries.find(request.user, found.number)
    answer = await render.page(
        request,
        "voting/ballot.html",
        status=status,
        texts=await queries.texts_put(request.user, found.number),
        ranks=ranks_of(form, [option.key for option in found.options]),
        answer=alike.answer_of(form.typed.get("answer", "")),
        wide=alike.widths([option.key for option in found.options]),
        revision=form.typed.get("revision") or await commands.place_seen(vote, voter.account_id),
        problems=problems,
        **_context(found, voter),
    )
    return alike.as_it_stands(answer)


async def check(request: Request) -> Response:
    """What was filled in, in words, before it is cast. Nothing is stored yet."""
    found, voter = await _at_table(request)
    form = await forms.read(request)
    keys = [option.key for option in found.options]
    try:
        paper = ballot_as_counted(found.method, keys, ranking_of(form, found.method, keys))
    except Refused as problem:
        return await _ballot_page(request, found, voter, form, {"answer": problem.sentence}, problem.status)
    words = {option.key: option.words for option in found.options}
    named = {key for rank in paper for key in rank}
    answer = await render.page(
        request,
        "voting/check.html",
        paper=[[words[key] for key in rank] for rank in paper],
        left_out=[words[key] for key in words if key not in named],
        gaps=has_gaps(ranks_of(form, keys)),
        nonce=secrets.token_urlsafe(16),
        typed=filled_in(form, keys),
        fill=partial(alike.filled_up, words=tuple(words.values())),
        **_context(found, voter),
    )
    return alike.as_it_stands(answer)


async def cast(request: Request) -> Response:
    number, account, form = number_of(request), _account(request), await forms.read(request)
    vote = await queries.find(request.user, number)
    keys = [option.key for option in (await queries.vote_page(request.user, number, language_of(request))).options]
    try:
        ranking = ranking_of(form, vote.method, keys)
        receipt = await commands.cast_at_table(
            request.user, number, account, ranking, form.typed.get("nonce", ""), form.typed.get("revision", "")
        )
    except Absent:
        raise
    except Refused as problem:
        return await _refused(request, form, problem)
    return RedirectResponse(f"/{language_of(request)}/votes/{number}/table/{account}/slip/{receipt.code}", 303)


async def _refused(request: Request, form: Form, problem: Refused) -> Response:
    """The form again where it can be mended; else why this ballot was not taken."""
    if isinstance(problem, Conflict | NotPermitted):
        return await _not_taken(request, problem)
    found, voter = await _at_table(request)
    problems = problem.problems if isinstance(problem, Invalid) else {"answer": problem.sentence}
    return await _ballot_page(request, found, voter, form, problems, problem.status)


async def _not_taken(request: Request, problem: Refused) -> Response:
    """Nothing of what was filled in is kept here: the device goes on to the next voter."""
    vote = await queries.find(request.user, number_of(request))
    return await render.page(
        request,
        "voting/table.html",
        status=problem.status,
        vote=await queries.vote_page(request.user, vote.number, language_of(request)),
        may_serve=teller_policy.may_serve_table(request.user, vote),
        roll=await tables.roll_search(vote, language_of(request)),
        problem=problem.sentence,
    )


async def slip(request: Request) -> Response:
    """The voter's slip: the code of her place, the same for every ballot that she casts."""
    found, voter = await _at_table(request)
    vote = await queries.find(request.user, found.number)
    code = request.path_params["code"]
    if not await tables.holds(vote, code):
        raise Absent
    return await render.page(request, "voting/slip.html", code=code, **_context(found, voter))


routes: list[BaseRoute] = [
    get("/votes/{number:int}/table", table, may="serve-table"),
    post("/votes/{number:int}/table/{account:int}/seat", seating, may="serve-table"),
    get("/votes/{number:int}/table/{account:int}", ballot, may="serve-table"),
    post("/votes/{number:int}/table/{account:int}/again", again, may="serve-table"),
    post("/votes/{number:int}/table/{account:int}/check", check, may="serve-table"),
    post("/votes/{number:int}/table/{account:int}", cast, may="serve-table"),
    get("/votes/{number:int}/table/{account:int}/slip/{code}", slip, may="serve-table"),
]
