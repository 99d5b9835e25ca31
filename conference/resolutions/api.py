"""Resolutions as JSON: texts, sources and figures, exactly what the pages show to the same reader."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.core.words import Sentence
from conference.resolutions import queries
from conference.resolutions.queries import Decision, ParagraphView
from conference.runtime.i18n import say
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
    found = await queries.resolution(request.user, request.path_params["number"], _language(request))
    return JSONResponse(
        {
            "number": found.number, "titles": dict(found.titles), "state": found.state, "digest": found.digest,
            "vote": _decision(found.vote) if found.vote else None, "compiled_at": found.compiled_at.isoformat(),
            "published_at": found.published_at.isoformat() if found.published_at else None,
            "paragraphs": [_paragraph(each) for each in found.paragraphs],
        }
    )  # fmt: skip


def _paragraph(paragraph: ParagraphView) -> dict[str, Any]:
    return {
        "label": paragraph.label, "kind": paragraph.kind, "texts": dict(paragraph.texts), "plank": paragraph.plank,
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
    }  # fmt: skip


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "vote": decision.number, "question": decision.question, "kind": decision.kind, "outcome": decision.outcome,
        "conditions": [
            {
                "met": each["met"], "sentence": _said(each["sentence"]),
                "figure": _said(each["figure"]) if each["figure"] else None,
            }
            for each in decision.conditions
        ],
    }  # fmt: skip


def _said(words: str | Sentence) -> str:
    """Names as they are, sentences in the reader's language."""
    return say(words) if isinstance(words, Sentence) else words


def _language(request: Request) -> str:
    language = request.query_params.get("language") or str(request.scope["state"]["language"])
    if language not in LANGUAGES:
        raise Absent
    return language


routes: list[BaseRoute] = [get("/resolutions", listing), get("/resolutions/{number:int}", resolution)]
