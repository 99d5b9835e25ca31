"""The page of the search. What is asked stands in its address, so that it can be sent on; nobody writes it down."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Refused
from conference.core.words import Sentence
from conference.runtime import i18n
from conference.search import queries, rules
from conference.search.queries import Found
from conference.search.results import Result, results
from conference.web import render
from conference.web.routing import get

HEADERS: Final = {"X-Robots-Tag": "noindex, nofollow"}
_NOTHING: Final = Found((), (), {}, 0, None)


async def search(request: Request) -> Response:
    """The form; with a question in the address, what this reader finds."""
    asked = rules.asked(request.query_params)
    found, shown, problem = _NOTHING, list[Result](), None
    if asked.typed:
        try:
            found = await queries.find(request.user, asked)
            shown = await results(request.user, found, i18n.language())
        except Refused as refused:
            problem = refused.sentence
    return await _page(request, asked, found, shown, problem)


async def _page(
    request: Request, asked: rules.Asked, found: Found, shown: list[Result], problem: Sentence | None
) -> Response:
    answer = await render.page(
        request, "search/search.html", status=422 if problem else 200, asked=asked, found=found, results=shown,
        problem=problem, planks=await queries.choices(request.user, i18n.language()), kinds=tuple(rules.Kind),
        longest=rules.LONGEST,
    )  # fmt: skip
    answer.headers.update(HEADERS)
    return answer


routes: list[BaseRoute] = [get("/search", search)]
