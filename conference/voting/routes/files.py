"""The closed box and the files to check a vote with."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from conference.voting import queries
from conference.voting.models import Vote
from conference.voting.result import files
from conference.voting.routes.asked import language_of, number_of
from conference.web import render
from conference.web.routing import get

TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


async def _vote(request: Request) -> Vote:
    return await queries.find(request.user, number_of(request))


def _file(vote: Vote, name: str, content: bytes, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="vote-{vote.number}-{name}"'}
    return Response(content, media_type=media_type, headers=headers)


async def box(request: Request) -> Response:
    vote = await _vote(request)
    found = await files.box_page(request.user, vote, language_of(request))
    return await render.page(request, "voting/box.html", parts=("box",), topics=(f"vote-{vote.number}",), found=found)


async def leaves(request: Request) -> Response:
    return PlainTextResponse(await files.leaves_file(await _vote(request)))


async def recount(request: Request) -> Response:
    vote = await _vote(request)
    return _file(vote, "recount.json", await files.recount_file(request.user, vote), TYPES["json"])


async def result(request: Request) -> Response:
    vote = await _vote(request)
    return _file(vote, "result.json", await files.result_file(vote), TYPES["json"])


async def ballots(request: Request) -> Response:
    vote, ending = await _vote(request), request.path_params["ending"]
    content = (await files.ballots_file(request.user, vote, ending)).encode()
    return _file(vote, f"ballots.{ending}", content, TYPES.get(ending, "text/plain; charset=utf-8"))


routes: list[BaseRoute] = [
    get("/votes/{number:int}/box", box),
    get("/votes/{number:int}/leaves.txt", leaves),
    get("/votes/{number:int}/recount.json", recount, may="recount"),
    get("/votes/{number:int}/result.json", result),
    get("/votes/{number:int}/ballots.{ending}", ballots),
]
