"""The first page, a plank with all that hangs on it, and the chair's place."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import policy
from conference.core.languages import in_language
from conference.pages import console, feeds, news, plank_news, queries
from conference.pages.margin.asked import asked
from conference.pages.margin.page import plank_page
from conference.planks import queries as planks
from conference.planks.history.queries import gone
from conference.planks.queries import BlockView
from conference.planks.rules import State
from conference.translation.machine import rough
from conference.translation.machine.rough import Rough
from conference.translation.terms import marks
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
    language = _language(request)
    found = await plank_page(actor, row, language, wanted, after)
    topics = [f"plank-{number}"]
    if found.thread.thread_id:
        topics.append(f"thread-{found.thread.thread_id}")
    return await render.page(
        request, "pages/plank.html", parts=("standing", "text", "votes"), topics=tuple(topics), page=found,
        plank=found.text, may_amend=policy.may_propose(actor, row), passages=await gone(row.id, row.version),
        mark=await marks.marker(actor, language), rough=await _rough(found.text.blocks, language),
    )  # fmt: skip


async def _rough(blocks: Sequence[BlockView], language: str) -> dict[str, Rough]:
    """What engines make of the blocks that no person has written in this language, to stand under them."""
    lacking = [each for each in blocks if any(segment.lang != language for segment in each.segments)]
    return await rough.of({each.id: [segment.unit for segment in each.segments] for each in lacking}, language)


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


async def plank_atom(request: Request) -> Response:
    """What happened on one plank in public."""
    return files.answer(request, feeds.atom(await _plank_feed(request)), feeds.ATOM)


async def plank_json(request: Request) -> Response:
    return files.answer(request, feeds.as_json(await _plank_feed(request)), feeds.JSON)


async def _plank_feed(request: Request) -> feeds.Feed:
    language, settings, number = _language(request), request.app.state.settings, request.path_params["number"]
    title, entries = await plank_news.of(number, language)
    named = f"{title} · {in_language(settings.name, language)}"
    page = f"/planks/{number}"
    return feeds.Feed(named, settings.origin, f"{page}/feed", language, entries, page)


def _language(request: Request) -> str:
    return str(request.scope["state"]["language"])


routes: list[BaseRoute] = [
    get("/", home),
    get("/planks/{number:int}", plank),
    get("/planks/{number:int}/feed.atom", plank_atom),
    get("/planks/{number:int}/feed.json", plank_json),
    get("/feed.atom", feed_atom),
    get("/feed.json", feed_json),
    get("/chair", chair, may="rule-on-amendment"),
]
