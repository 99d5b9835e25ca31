"""The search as JSON, with the rights of whoever asks: a visitor's without a token."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.runtime import i18n
from conference.search import queries, rules
from conference.search.results import Result, Told, results
from conference.search.routes import HEADERS
from conference.web.routing import get


async def search(request: Request) -> Response:
    """What is found by `q`, narrowed to a `kind`, a `plank` (its number) or a `language` of origin; `after`: what the
    page before gave as `next`."""
    asked = rules.asked(request.query_params)
    found = await queries.find(request.user, asked)
    shown = await results(request.user, found, i18n.language())
    return JSONResponse(
        {
            "items": [as_json(each) for each in shown],
            "total": found.total,
            "counts": {kind.value: number for kind, number in found.counts.items()},
            "next": str(found.next) if found.next else None,
        },
        headers=HEADERS,
    )


def as_json(result: Result) -> dict[str, Any]:
    hit = result.hit
    return {
        "kind": hit.kind.value,
        "address": result.address,
        "plank": hit.plank,
        "post": hit.post,
        "amendment": hit.amendment,
        "resolution": hit.resolution,
        "place": hit.place or None,
        "author": result.author or None,
        "delegation": result.delegation or None,
        "original_language": hit.source,
        "found_in": list(hit.languages),
        "snippets": [_told(each) for each in result.told],
    }


def _told(told: Told) -> dict[str, Any]:
    """`marks` are the places of the words that were found, in characters of `text`."""
    marks, at = [], 0
    for text, marked in told.snippet.runs:
        if marked:
            marks.append([at, at + len(text)])
        at += len(text)
    return {
        "language": told.snippet.language, "text": told.snippet.text, "marks": marks,
        "origin": "machine" if told.machine else "person",
    }  # fmt: skip


routes: list[BaseRoute] = [get("/search", search)]
