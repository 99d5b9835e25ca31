"""Planks as JSON: the text, its versions, two of them compared, and every language with its origin and freshness."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.planks import queries
from conference.planks.history import standing
from conference.planks.history.comparison import Compared, compared
from conference.runtime import i18n
from conference.runtime.aside import aside
from conference.text import diff
from conference.translation import queries as translation
from conference.translation.queries import Reading
from conference.web import api
from conference.web.routing import get


async def planks(request: Request) -> Response:
    """Every plank that is open to whoever asks, by number."""
    limit, after = api.window(request)
    found = [line for line in await queries.planks(request.user, _language(request)) if line.number > after]
    return api.items([_line(line) for line in found[: limit + 1]], limit, "number")


async def plank(request: Request) -> Response:
    """One plank: its blocks and sentences in one language, each with its origin. `?version=`, `?language=`."""
    view = await queries.plank(request.user, request.path_params["number"], _language(request), _wanted(request))
    return JSONResponse(_whole(view))


async def versions(request: Request) -> Response:
    """The versions of a plank, oldest first: what brought each, whose edit it was, and its reason."""
    limit, after = api.window(request)
    number = request.path_params["number"]
    found = [each for each in reversed(await queries.versions(request.user, number)) if each.number > after]
    shown = found[: limit + 1]
    reasons = await translation.readings([each.reason for each in shown if each.reason], _language(request))
    return api.items([_version(each, reasons.get(each.reason or 0)) for each in shown], limit, "number")


async def texts(request: Request) -> Response:
    """Every block and sentence of a version (`?version=`, else the present one) in all languages, each with origin,
    freshness, and for an outdated one the version and the words that made it so."""
    view = await queries.plank(request.user, request.path_params["number"], _language(request), _wanted(request))
    blocks = await standing.of_version(view.id, view.version)
    return JSONResponse(
        {
            "number": view.number,
            "version": view.version,
            "digest": await queries.texts_digest(view.id, view.version),
            "missing_languages": list(await queries.missing_languages(view.id, view.version)),
            "uncertified_languages": list(await queries.uncertified_languages(view.id, view.version)),
            "blocks": [_standing(block) for block in blocks],
        }
    )


async def compare(request: Request) -> Response:
    """What changed between two versions in one language (`?language=`), block by block."""
    number, language = request.path_params["number"], _language(request)
    old = await queries.plank(request.user, number, language, request.path_params["a"])
    new = await queries.plank(request.user, number, language, request.path_params["b"])
    blocks = await aside(compared, old.blocks, new.blocks)
    return JSONResponse(
        {
            "number": number,
            "old": old.version,
            "new": new.version,
            "language": language,
            "diff": diff.VERSION,
            "blocks": [_compared(each) for each in blocks if not each.same],
        }
    )


def _version(line: queries.VersionLine, reason: Reading | None) -> dict[str, Any]:
    return {
        "number": line.number, "cause": line.cause, "created_at": line.created_at.isoformat(), "editor": line.editor,
        "reason": reason.text if reason else None, "reason_language": reason.language if reason else None,
        "same_meaning": line.same_meaning,
    }  # fmt: skip


def _standing(block: standing.BlockStanding) -> dict[str, Any]:
    return {
        "id": block.id,
        "kind": block.kind,
        "languages": {each: _told(block.texts.get(each), found) for each, found in block.standings.items()},
        "sentences": [
            {"id": label, "languages": {each: _told(said.get(each), found) for each, found in standings.items()}}
            for label, said, standings in block.sentences
        ],
    }


def _told(text: str | None, found: standing.Standing) -> dict[str, Any]:
    return {
        "text": text, "origin": found.origin, "current": found.current, "outdated_since": found.since,
        "changed": [
            {
                "sentence": each.label,
                "language": each.language,
                "changes": [{"op": str(change.op), "text": change.text} for change in each.changes],
            }
            for each in found.moved
        ],
    }  # fmt: skip


def _compared(block: Compared) -> dict[str, Any]:
    return {
        "id": block.id, "kind": block.kind, "language": block.lang, "fate": block.fate,
        "sentences": list(block.sentences), "summary": asdict(block.summary),
        "changes": [{"op": str(each.op), "text": each.text} for each in block.changes],
    }  # fmt: skip


def _wanted(request: Request) -> int | None:
    wanted = request.query_params.get("version", "")
    return int(wanted) if wanted.isdecimal() and len(wanted) < 8 else None


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
    get("/planks/{number:int}/versions", versions),
    get("/planks/{number:int}/texts", texts),
    get("/planks/{number:int}/compare/{a:int}...{b:int}", compare),
]
