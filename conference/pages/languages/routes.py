"""The language panel: for the chair, who sees to it that no language waits longest, and for the desk."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.pages.languages import queries, rules
from conference.web import render
from conference.web.routing import get


async def languages(request: Request) -> Response:
    """How the languages fare: sentences, then a table."""
    found = await queries.panel(request.user)
    return await render.page(
        request, "pages/languages.html", fares=found, shares=rules.shares(found), told=rules.sentences(found),
        time=rules.time, few=rules.FEW,
    )  # fmt: skip


routes: list[BaseRoute] = [get("/languages", languages, may="see-queue")]
