"""The tellers' numbers for the lot: their hashes before opening, the numbers after closing, for everybody to read."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Invalid
from conference.core.words import N_, Sentence
from conference.voting import commands, queries
from conference.voting.routes.asked import language_of, number_of
from conference.voting.sealed import lots
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "hash-published": N_("Your hash is published. Keep the number until the vote has closed."),
        "number-revealed": N_("Your number is revealed."),
        "going-without": N_("Your word is noted, with your name."),
    }
)


async def listed(request: Request) -> Response:
    return await _page(request, {}, {})


async def _page(request: Request, typed: dict[str, str], problems: dict[str, Sentence], status: int = 200) -> Response:
    vote = await queries.find(request.user, number_of(request))
    if not lots.uses_lot(vote.kind, vote.method):
        raise Absent
    return await render.page(
        request,
        "voting/lots.html",
        status=status,
        found=await lots.lots_page(request.user, vote, language_of(request)),
        typed=typed,
        problems=problems,
    )


async def publishing(request: Request) -> Response:
    form = await forms.read(request)
    try:
        commitment = form.text("commitment", longest=100)
        form.done()
        await commands.publish_hash(request.user, number_of(request), commitment)
    except Invalid as problem:
        return await _page(request, form.typed, problem.problems, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/lots", "hash-published")


async def revealing(request: Request) -> Response:
    form = await forms.read(request)
    try:
        secret = form.text("secret", longest=100)
        form.done()
        await commands.reveal_number(request.user, number_of(request), secret)
    except Invalid as problem:
        return await _page(request, form.typed, problem.problems, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/lots", "number-revealed")


async def going_without(request: Request) -> Response:
    await commands.go_without(request.user, number_of(request))
    return render.go(request, f"/votes/{number_of(request)}/lots", "going-without")


routes: list[BaseRoute] = [
    get("/votes/{number:int}/lots", listed),
    post("/votes/{number:int}/lots", publishing, may="publish-number"),
    post("/votes/{number:int}/lots/number", revealing, may="publish-number"),
    post("/votes/{number:int}/lots/without", going_without, may="go-without-number"),
]
