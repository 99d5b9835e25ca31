"""Planks as JSON."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.planks import queries
from conference.runtime import i18n
from conference.web import api
from conference.web.routing import get


async def planks(request: Request) -> Response:
    """Every plank that is open to whoever asks, by number."""
    limit, after = api.window(request)
    found = [line for line in await queries.planks(request.user, _language(request)) if line.number > after]
    return api.items([_line(line) for line in found[: limit + 1]], limit, "number")


async def plank(request: Request) -> Response:
    """One plank: its blocks and sentences in one language, each with its origin. `?version=`, `?language=`."""
    wanted = request.query_params.get("version", "")
    version = int(wanted) if wanted.isdecimal() and len(wanted) < 8 else None
    view = await queries.plank(request.user, request.path_params["number"], _language(request), version)
    return JSONResponse(_whole(view))


def _language(request: Request) -> str:
    language = request.query_params.get("language") or i18n.language()
    if language not in LANGUAGES:
        raise Invalid({"language": Sentence(N_("This is not one of the working languages."))})
    return language


def _line(line: queries.PlankLine) -> dict[str, Any]:
    found = asdict(line)
    del found["id"]
    return found


def _whole(view: queries.PlankView) -> dict[str, Any]:
    found = asdict(view)
    del found["id"]
    return found


routes: list[BaseRoute] = [
    get("/planks", planks),
    get("/planks/{number:int}", plank),
]
