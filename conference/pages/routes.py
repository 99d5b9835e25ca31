"""The first page, a plank with all that hangs on it, and the chair's place."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import policy
from conference.core.languages import in_language
from conference.pages import console, feeds, news, queries
from conference.pages.margin.asked import asked
from conference.pages.margin.page import plank_page
from conference.planks import queries as planks
from conference.planks.history.queries import gone
from conference.planks.rules import State
from conference.voting import queries as votes
from conference.web import files, render
from conference.web.routing import get


async def home(request: Request) -> Response:
    """Now."""
    found = await queries.home(request.user, _language(request))
    topics = (*votes.topics(request.user), "amendments", "planks", "resolutions")
    return await render.page(request, "pages/home.html", parts=("now", "latest"), topics=topics, home=found)


async def plank(request: Request) -> Response:
    """A plank: its text with the amendments beside it, the votes on it, the debate below."""
    actor, number = request.user, request.path_params["number"]
    row = await planks.visible(actor, number)
    if row.state == State.DRAFT:
        return render.go(request, f"/planks/{number}/editor")
    wanted, after = asked(request.query_params), request.query_params.get("after", "")
    found = await plank_page(actor, row, _language(request), wanted, after)
    topics = [f"plank-{number}"]
    if found.thread.thread_id:
        topics.append(f"thread-{found.thread.thread_id}")
    return await render.page(
        request, "pages/plank.html", parts=("standing", "text", "votes"), topics=tuple(topics), page=found,
        plank=found.text, may_amend=policy.may_propose(actor, row), passages=await gone(row.id, row.version),
    )  # fmt: skip


async def chair(request: Request) -> Response:
    """What the chair can do now, and why not the rest. `?part=changed` only says that something happened."""
    changed = "part" in request.query_params
    found = None if changed else await console.console(request.user, _language(request))
    topics = (*votes.topics(request.user), "amendments", "planks", "resolutions")
    return await render.page(
        request, "pages/chair.html", parts=("changed",), topics=topics, console=found, changed=changed
    )


async def feed_atom(request: Request) -> Response:
    """What happened in public, for programs that read feeds."""
    return files.answer(request, feeds.atom(await _feed(request)), feeds.ATOM)


async def feed_json(request: Request) -> Response:
    """The same as JSON Feed."""
    return files.answer(request, feeds.as_json(await _feed(request)), feeds.JSON)


async def _feed(request: Request) -> feeds.Feed:
    language, settings = _language(request), request.app.state.settings
    title = in_language(settings.name, language)
    return feeds.Feed(title, settings.origin, "/feed", language, await news.public(language))


def _language(request: Request) -> str:
    return str(request.scope["state"]["language"])


routes: list[BaseRoute] = [
    get("/", home),
    get("/planks/{number:int}", plank),
    get("/feed.atom", feed_atom),
    get("/feed.json", feed_json),
    get("/chair", chair, may="rule-on-amendment"),
]
