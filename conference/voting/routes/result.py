"""The result and the files to check it."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from conference.voting import queries, results
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


async def leaves(request: Request) -> Response:
    return PlainTextResponse(await results.leaves_file(request.user, number_of(request)))


async def recount(request: Request) -> Response:
    number = number_of(request)
    file = await results.recount_file(request.user, number)
    headers = {"Content-Disposition": f'attachment; filename="vote-{number}.json"'}
    return Response(file, media_type="application/json", headers=headers)


routes: list[BaseRoute] = [
    get("/votes/{number:int}/result", result),
    get("/votes/{number:int}/leaves.txt", leaves),
    get("/votes/{number:int}/recount.json", recount, may="recount"),
]
