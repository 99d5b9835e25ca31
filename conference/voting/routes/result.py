"""The result."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.voting import queries
from conference.voting.result import queries as results
from conference.voting.routes.asked import language_of, number_of
from conference.web import render
from conference.web.routing import get


async def result(request: Request) -> Response:
    number = number_of(request)
    counted = await results.result_page(request.user, number, language_of(request))
    found = await queries.vote_page(request.user, number, language_of(request))
    return await render.page(
        request, "voting/result.html", parts=("result",), topics=(f"vote-{number}",), vote=found, result=counted
    )


routes: list[BaseRoute] = [
    get("/votes/{number:int}/result", result),
]
