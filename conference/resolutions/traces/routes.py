"""Pages of provenance: the whole text with its sources numbered, and one passage in every language."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.languages import LANGUAGES
from conference.resolutions import visitors
from conference.resolutions.outputs import documents
from conference.resolutions.traces import queries
from conference.resolutions.traces.queries import Trace
from conference.resolutions.visitors import Moment
from conference.runtime import i18n
from conference.web import render
from conference.web.routing import get


async def whole(request: Request) -> Response:
    """The whole text in one language; every run of words has the number of its source."""
    asked = request.query_params.get("languages", "")
    shown = asked if asked in LANGUAGES else i18n.language()
    return await _page(request, "resolutions/provenance.html", lambda _: {"shown": shown})


async def passage(request: Request) -> Response:
    """One passage in every language: each run of words with its author, amendment, votes and debate."""
    return await _page(request, "resolutions/why.html", lambda trace: _around(trace, request.path_params["label"]))


def _around(trace: Trace, label: str) -> dict[str, Any]:
    """A passage, and the labels of its neighbours."""
    found = trace.passage(label)
    labels = [each.label for each in trace.passages if each.pieces]
    at = labels.index(label) if label in labels else -1
    after = labels[at + 1] if 0 <= at < len(labels) - 1 else ""
    return {"passage": found, "before": labels[at - 1] if at > 0 else "", "after": after}


async def _page(request: Request, template: str, more: Callable[[Trace], dict[str, Any]]) -> Response:
    kept = await visitors.kept(request)
    if kept is not None:
        return kept
    moment = await Moment.now()
    trace = await _trace(request)
    context = {"trace": trace} | more(trace)
    if not request.user.signed_in:
        return await visitors.write(request, moment, template, **context)
    return await render.page(request, template, **context)


async def _trace(request: Request) -> Trace:
    given = request.path_params
    found = await documents.stored(given.get("number"), given.get("edition"))
    return await queries.trace(request.user, found.resolution.number, found.number, i18n.language())


_ADDRESSES = ("/resolution", "/resolutions/{number:int}", "/resolutions/{number:int}/editions/{edition:int}")
routes: list[BaseRoute] = [
    *(get(f"{address}/provenance", whole) for address in _ADDRESSES),
    *(get(f"{address}/provenance/{{label}}", passage) for address in _ADDRESSES),
]
