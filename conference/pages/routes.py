"""The first page, a plank with all that hangs on it, and the chair's place."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import policy
from conference.amendments.rules import number_of
from conference.pages import console, queries
from conference.planks import queries as planks
from conference.web import render
from conference.web.routing import get


async def home(request: Request) -> Response:
    """Now."""
    found = await queries.home(request.user, _language(request))
    topics = ("votes", "amendments", "planks", "resolutions")
    return await render.page(request, "pages/home.html", parts=("now", "latest"), topics=topics, home=found)


async def plank(request: Request) -> Response:
    """A plank: its text with the amendments beside it, the votes on it, the debate below."""
    actor, number = request.user, request.path_params["number"]
    show = number_of(request.query_params.get("show", ""))
    found = await queries.plank_page(
        actor, number, _language(request), after=request.query_params.get("after", ""), show=show
    )
    may_amend = policy.may_propose(actor, await planks.visible(actor, number))
    topics = [f"plank-{number}"]
    if found.thread.thread_id:
        topics.append(f"thread-{found.thread.thread_id}")
    return await render.page(
        request, "pages/plank.html", parts=("standing", "text", "votes"), topics=tuple(topics), page=found,
        plank=found.plank, may_amend=may_amend,
    )  # fmt: skip


async def chair(request: Request) -> Response:
    """What the chair can do now, and why not the rest. `?part=changed` only says that something happened."""
    changed = "part" in request.query_params
    found = None if changed else await console.console(request.user, _language(request))
    topics = ("votes", "amendments", "planks", "resolutions")
    return await render.page(
        request, "pages/chair.html", parts=("changed",), topics=topics, console=found, changed=changed
    )


def _language(request: Request) -> str:
    return str(request.scope["state"]["language"])


routes: list[BaseRoute] = [
    get("/", home),
    get("/planks/{number:int}", plank),
    get("/chair", chair, may="rule-on-amendment"),
]
