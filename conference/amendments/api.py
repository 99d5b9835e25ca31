"""Amendments as JSON: the list, one of them, filing one and co-signing it with a token made for writing."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.amendments import commands, queries
from conference.amendments.queries import EVERYTHING, NEEDS_A_VOTE
from conference.amendments.rules import REASON_AT_MOST, code
from conference.amendments.views import AmendmentLine, AmendmentView, Mover
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.core.words import Sentence
from conference.runtime.i18n import say
from conference.translation.rules import LONGEST
from conference.web import api
from conference.web.routing import get, post


class Proposal(BaseModel):
    """A change to one block. `text` is the whole block as it should read, empty to delete it; `amends` is the number
    of the amendment whose wording is changed."""

    model_config = ConfigDict(extra="forbid")

    block: str = Field(max_length=24)
    kind: Literal["replace", "insert", "delete"] = "replace"
    language: Literal["en", "fr", "es"]
    text: str = Field("", max_length=LONGEST)
    reason: str = Field(max_length=REASON_AT_MOST)
    amends: int | None = Field(None, ge=1, le=api.LARGEST)
    base: int | None = Field(None, ge=1, le=api.LARGEST)


async def listing(request: Request) -> Response:
    """`?needs=vote` has those that are still to be decided; `?plank=` those of one plank."""
    limit, after = api.window(request)
    needs = NEEDS_A_VOTE if request.query_params.get("needs") == NEEDS_A_VOTE else EVERYTHING
    asked = request.query_params.get("plank", "")
    plank = int(asked) if asked.isdecimal() and len(asked) < 7 else None
    found = await queries.amendments(request.user, _language(request), needs, plank)
    listed = sorted((each for each in found if each.number > after), key=lambda each: each.number)
    return api.items([_line(each) for each in listed[: limit + 1]], limit, "number")


async def amendment(request: Request) -> Response:
    return await _answer(request, request.path_params["number"])


async def propose(request: Request) -> Response:
    api.require_scope(request, "write")
    given = await api.body(request, Proposal)
    filed = await commands.propose(
        request.user, request.path_params["number"], given.block, given.kind, given.language, given.text,
        given.reason, parent=given.amends, base=given.base,
    )  # fmt: skip
    return await _answer(request, filed.number, 201)


async def co_sign(request: Request) -> Response:
    api.require_scope(request, "write")
    number = request.path_params["number"]
    await commands.co_sign(request.user, number)
    return await _answer(request, number, 201)


async def _answer(request: Request, number: int, status: int = 200) -> Response:
    return JSONResponse(_whole(await queries.amendment(request.user, number, _language(request))), status)


def _line(line: AmendmentLine) -> dict[str, Any]:
    return _common(line) | {"cosigners": line.cosigners, "language": line.lang, "text": line.text}


def _whole(view: AmendmentView) -> dict[str, Any]:
    return _common(view) | {
        "base": view.base, "language": view.lang, "original_language": view.original_lang, "text": view.text,
        "old_text": view.old_text, "changes": [{"op": str(each.op), "text": each.text} for each in view.changes],
        "origin": view.origin, "reason_html": view.reason_html, "reason_language": view.reason_lang,
        "cosigners": [_mover(each) for each in view.cosigners], "ruling": view.ruling,
        "touches": [code(each) for each in view.touches], "missing_languages": list(view.missing),
        "thread": view.thread_id,
    }  # fmt: skip


def _common(found: AmendmentLine | AmendmentView) -> dict[str, Any]:
    return {
        "number": found.number, "code": code(found.number), "plank": found.plank_number, "block": found.block,
        "kind": found.kind, "state": found.state, "mover": _mover(found.mover), "amends": found.parent,
        "filed_at": found.filed_at.isoformat(),
        "settled_at": found.settled_at.isoformat() if found.settled_at else None,
    }  # fmt: skip


def _mover(mover: Mover) -> dict[str, str]:
    name = say(mover.name) if isinstance(mover.name, Sentence) else mover.name
    return {"name": name, "delegation": mover.delegation}


def _language(request: Request) -> str:
    language = request.query_params.get("language") or str(request.scope["state"]["language"])
    if language not in LANGUAGES:
        raise Absent
    return language


routes: list[BaseRoute] = [
    get("/amendments", listing),
    get("/amendments/{number:int}", amendment),
    post("/planks/{number:int}/amendments", propose, may="propose"),
    post("/amendments/{number:int}/cosigners", co_sign, may="co-sign"),
]
