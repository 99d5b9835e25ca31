"""Resolutions as JSON: texts, sources and figures, exactly what the pages show to the same reader."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.core.words import Sentence
from conference.resolutions import queries
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.certified import queries as certified
from conference.resolutions.editions import queries as editions
from conference.resolutions.outputs import plain
from conference.resolutions.queries import Decision, ParagraphView
from conference.resolutions.traces import queries as traces
from conference.runtime import i18n
from conference.web import api
from conference.web.routing import get


async def listing(request: Request) -> Response:
    limit, after = api.window(request)
    found = await queries.resolutions(request.user, _language(request))
    listed = sorted((each for each in found if each.number > after), key=lambda each: each.number)
    return api.items(
        [
            {
                "number": each.number, "title": each.title, "state": each.state, "outcome": each.outcome or None,
                "vote": each.vote, "compiled_at": each.compiled_at.isoformat(),
                "published_at": each.published_at.isoformat() if each.published_at else None,
            }
            for each in listed[: limit + 1]
        ],
        limit,
        "number",
    )  # fmt: skip


async def resolution(request: Request) -> Response:
    number, language = request.path_params["number"], _language(request)
    found = await queries.resolution(request.user, number, language)
    row = await queries.row(request.user, number)
    referenda = await adopted.referenda(request.user, row, language)
    return JSONResponse(
        {
            "number": found.number, "titles": dict(found.titles), "state": found.state, "digest": found.digest,
            "vote": _decision(found.vote) if found.vote else None, "compiled_at": found.compiled_at.isoformat(),
            "published_at": found.published_at.isoformat() if found.published_at else None,
            "paragraphs": [_paragraph(each) for each in found.paragraphs],
            "uncertified": list(await certified.uncertified(row)),
            "ad_referendum": [
                {"delegation": each.code, "standing": each.standing, "declared_at": each.declared_at.isoformat()}
                for each in referenda
            ],
            "editions": [each.number for each in await editions.editions(number)],
        }
    )  # fmt: skip


async def listed_editions(request: Request) -> Response:
    """The editions of a published resolution, with what each corrects."""
    number = request.path_params["number"]
    await queries.row(request.user, number)
    found = await editions.editions(number)
    return JSONResponse(
        {
            "items": [
                {"number": each.number, "digest": each.digest, "published_at": each.published_at.isoformat(),
                 "corrects": each.corrects}
                for each in found
            ],
            "next": None,
        }
    )  # fmt: skip


async def edition(request: Request) -> Response:
    """An edition in one language: exactly the bytes that were laid down; their SHA-256 is the ETag."""
    number, which = request.path_params["number"], request.path_params["edition"]
    content, digest = await editions.edition_bytes(number, which, _language(request))
    headers = {"ETag": f'"{digest}"', "Cache-Control": "public, max-age=31536000, immutable"}
    return Response(content, media_type="application/json", headers=headers)


async def annexes(request: Request) -> Response:
    """Ratifications, signatures and statements: what delegations have added."""
    language = _language(request)
    row = await queries.row(request.user, request.path_params["number"])
    return JSONResponse(await plain.annexes(request.user, row, language))


async def provenance(request: Request) -> Response:
    """An edition word by word: every source with who wrote it, its amendment, its votes, its debate."""
    number, which, language = request.path_params["number"], request.path_params["edition"], _language(request)
    return JSONResponse(plain.provenance(await traces.trace(request.user, number, which, language), language))


async def listed_commitments(request: Request) -> Response:
    """What delegations undertake, by clause. `?delegation=CA` for one."""
    code = request.query_params.get("delegation", "")[:8]
    number = request.path_params["number"]
    found = await plain.listed_commitments(request.user, number, _language(request), code)
    return JSONResponse({"items": found, "next": None})


def _paragraph(paragraph: ParagraphView) -> dict[str, Any]:
    return {
        "label": paragraph.label, "number": paragraph.number or None, "part": paragraph.part, "key": paragraph.key,
        "kind": paragraph.kind, "texts": dict(paragraph.texts), "plank": paragraph.plank,
        "block": paragraph.block, "version": paragraph.version, "author": _said(paragraph.author),
        "amendments": [
            {
                "number": each.number, "mover": _said(each.mover),
                "amended_by": [{"number": number, "mover": _said(mover)} for number, mover in each.amended_by],
                "votes": [_decision(vote) for vote in each.votes],
            }
            for each in paragraph.amendments
        ],
        "votes": [_decision(each) for each in paragraph.votes],
        "spans": {
            language: [{"text": text, "source": label} for text, label in spans]
            for language, spans in paragraph.spans.items()
        },
        "labels": {
            label: {
                "version": told.version, "mover": _said(told.mover), "language": told.language or None,
                "votes": [each.number for each in told.votes], "thread": told.thread, "amends": told.amends,
                "joined_in": told.joined, "also": list(told.also),
            }
            for label, told in paragraph.labels.items()
        },
    }  # fmt: skip


def _decision(decision: Decision) -> dict[str, Any]:
    return plain.decision(decision, i18n.language())


def _said(words: str | Sentence) -> str:
    """Names as they are, sentences in the reader's language."""
    return plain.said(words, i18n.language())


def _language(request: Request) -> str:
    language = request.query_params.get("language") or str(request.scope["state"]["language"])
    if language not in LANGUAGES:
        raise Absent
    return language


routes: list[BaseRoute] = [
    get("/resolutions", listing),
    get("/resolutions/{number:int}", resolution),
    get("/resolutions/{number:int}/annexes", annexes),
    get("/resolutions/{number:int}/commitments", listed_commitments),
    get("/resolutions/{number:int}/editions", listed_editions),
    get("/resolutions/{number:int}/editions/{edition:int}", edition),
    get("/resolutions/{number:int}/editions/{edition:int}/provenance", provenance),
]
