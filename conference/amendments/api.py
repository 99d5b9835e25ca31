"""Amendments as JSON: the list, one of them with its life, and every step that a token made for writing may take."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.amendments import commands, queries
from conference.amendments.faults import FAULTS
from conference.amendments.models import Amendment
from conference.amendments.queries import EVERYTHING, NEEDS_A_VOTE
from conference.amendments.rules import REASON_AT_MOST, code
from conference.amendments.views import AmendmentLine, AmendmentView, Broken, CompositeView, Mover
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.core.words import Sentence
from conference.runtime.i18n import say
from conference.translation.rules import LONGEST
from conference.web import api
from conference.web.routing import get, post


class Proposal(BaseModel):
    """A change to one passage. `block` is a block's id, `title` or `text` (the whole, a `substitute`); `text` is the
    passage as it should read, empty to delete it; `amends` is the number of the amendment whose wording is changed."""

    model_config = ConfigDict(extra="forbid")

    block: str = Field(max_length=24)
    kind: Literal["replace", "insert", "insert-before", "delete", "substitute", "title"] = "replace"
    language: Literal["en", "fr", "es"]
    text: str = Field("", max_length=LONGEST)
    reason: str = Field(max_length=REASON_AT_MOST)
    amends: int | None = Field(None, ge=1, le=api.LARGEST)
    base: int | None = Field(None, ge=1, le=api.LARGEST)


class Return(BaseModel):
    """Why the chair returns an amendment: a ready reason, words by language, or both."""

    model_config = ConfigDict(extra="forbid")

    reason: Literal["not-germane", "settled", "negation", "too-late", "not-clear", "other"] = "other"
    words: dict[Literal["en", "fr", "es"], str] = Field(default_factory=dict)


class Composition(BaseModel):
    """Amendments by number, and the text that joins them."""

    model_config = ConfigDict(extra="forbid")

    members: list[int] = Field(max_length=50)
    language: Literal["en", "fr", "es"]
    text: str = Field(max_length=LONGEST)
    reason: str = Field(max_length=REASON_AT_MOST)


class Answer(BaseModel):
    """Whether the mover's amendment joins the composite."""

    model_config = ConfigDict(extra="forbid")

    joins: bool


class Aligned(BaseModel):
    """The same passage in another language; `revision` of the original that it answers."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=LONGEST)
    revision: int | None = Field(None, ge=1, le=api.LARGEST)


class Merge(BaseModel):
    """The accepted amendments to put into the text, by number."""

    model_config = ConfigDict(extra="forbid")

    amendments: list[int] = Field(max_length=300)


async def listing(request: Request) -> Response:
    """`?needs=vote` has those that are still to be decided; `?plank=` those of one plank."""
    limit, after = api.window(request)
    needs = NEEDS_A_VOTE if request.query_params.get("needs") == NEEDS_A_VOTE else EVERYTHING
    asked = request.query_params.get("plank", "")
    plank = int(asked) if asked.isdecimal() and len(asked) < 7 else None
    found = [_line(each) for each in await queries.amendments(request.user, _language(request), needs, plank)]
    found += [_broken(each) for each in await queries.broken(request.user, plank)]
    listed = sorted((each for each in found if each["number"] > after), key=lambda each: int(each["number"]))
    return api.items(listed[: limit + 1], limit, "number")


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


Step = Callable[[Actor, int], Awaitable[Amendment]]


def step(command: Step) -> Callable[[Request], Awaitable[Response]]:
    """A step that needs nothing but the amendment."""

    async def take(request: Request) -> Response:
        api.require_scope(request, "write")
        number = request.path_params["number"]
        await command(request.user, number)
        return await _answer(request, number, 201)

    take.__name__, take.__doc__ = command.__name__, command.__doc__
    return take


async def send_back(request: Request) -> Response:
    api.require_scope(request, "write")
    given, number = await api.body(request, Return), request.path_params["number"]
    words = {str(each): text for each, text in given.words.items()}
    await commands.return_amendment(request.user, number, words, given.reason)
    return await _answer(request, number, 201)


async def carry_over(request: Request) -> Response:
    api.require_scope(request, "write")
    given, number = await api.body(request, Aligned), request.path_params["number"]
    await commands.carry_over(request.user, number, _target(request), given.text, given.revision)
    return await _answer(request, number, 201)


def _target(request: Request) -> str:
    target: str = request.path_params["target"]
    if target not in LANGUAGES:
        raise Absent
    return target


async def compose(request: Request) -> Response:
    api.require_scope(request, "write")
    given = await api.body(request, Composition)
    made = await commands.compose(
        request.user, request.path_params["number"], given.members, given.language, given.text, given.reason
    )
    return await _answer(request, made.number, 201)


async def answer(request: Request) -> Response:
    api.require_scope(request, "write")
    given, number = await api.body(request, Answer), request.path_params["number"]
    await commands.answer(request.user, number, request.path_params["member"], joins=given.joins)
    return await _answer(request, number, 201)


async def merge(request: Request) -> Response:
    """`left`: those that collided with what went in before them."""
    api.require_scope(request, "write")
    given = await api.body(request, Merge)
    left = await commands.merge_uncontested(request.user, given.amendments)
    return JSONResponse({"left": [code(each) for each in left]})


async def terms(_request: Request) -> Response:
    """The rules that amendments are filed by; `closes` is when filing closes."""
    found = await queries.terms()
    return JSONResponse(found.as_data() | {"closes": found.closes.isoformat() if found.closes else None})


async def _answer(request: Request, number: int, status: int = 200) -> Response:
    broken = await queries.broken_one(request.user, number)
    if broken is not None:
        return JSONResponse(_broken(broken), status)
    language = _language(request)
    composite = await queries.composite(request.user, number, language)
    joined = {"composite": _composite(composite) if composite else None}
    return JSONResponse(_whole(await queries.amendment(request.user, number, language)) | joined, status)


def _broken(found: Broken) -> dict[str, Any]:
    return {
        "number": found.number, "code": code(found.number), "plank": found.plank_number, "state": found.state,
        "fault": found.fault, "detail": say(Sentence(FAULTS[found.fault])),
    }  # fmt: skip


def _composite(found: CompositeView) -> dict[str, Any]:
    return {
        "members": [
            {"number": each.number, "code": code(each.number), "answer": each.answer or None, "state": each.state}
            for each in found.members
        ],
        "language": found.lang,
        "words": [{"text": each.text, "of": list(each.labels), "old": each.old} for each in found.words],
    }


def _line(line: AmendmentLine) -> dict[str, Any]:
    return _common(line) | {"cosigners": line.cosigners, "language": line.lang, "text": line.text}


def _whole(view: AmendmentView) -> dict[str, Any]:
    return _common(view) | {
        "base": view.base, "language": view.lang, "original_language": view.original_lang, "text": view.text,
        "old_text": view.old_text, "changes": [{"op": str(each.op), "text": each.text} for each in view.changes],
        "origin": view.origin, "reason_html": view.reason_html, "reason_language": view.reason_lang,
        "cosigners": [_mover(each) for each in view.cosigners], "ruling": view.ruling,
        "touches": [code(each) for each in view.touches], "missing_languages": list(view.missing),
        "thread": view.thread_id, "returned_for": view.returned_for or None,
        "objections_until": view.objections_until.isoformat() if view.objections_until else None,
        "take_over_until": view.take_over_until.isoformat() if view.take_over_until else None,
        "life": [
            {"step": each.verb, "state": each.now, "at": each.at.isoformat(),
             "by": _mover(each.by) if each.by else None, "cause": each.cause or None, "words": each.words or None}
            for each in view.life
        ],
    }  # fmt: skip


def _common(found: AmendmentLine | AmendmentView) -> dict[str, Any]:
    return {
        "number": found.number, "code": code(found.number), "plank": found.plank_number, "block": found.block,
        "kind": found.kind, "state": found.state, "floor": found.floor,
        "contested": found.contested, "mover": _mover(found.mover), "amends": found.parent,
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
    get("/amendments/terms", terms),
    get("/amendments/{number:int}", amendment),
    post("/planks/{number:int}/amendments", propose, may="propose"),
    post("/amendments/{number:int}/cosigners", step(commands.co_sign), may="co-sign"),
    post("/amendments/{number:int}/withdrawal", step(commands.withdraw), may="keep-own-account"),
    post("/amendments/{number:int}/takeover", step(commands.take_over), may="propose"),
    post("/amendments/{number:int}/admission", step(commands.admit), may="rule-on-amendment"),
    post("/amendments/{number:int}/return", send_back, may="rule-on-amendment"),
    post("/amendments/{number:int}/acceptance", step(commands.accept), may="accept-amendment"),
    post("/amendments/{number:int}/objections", step(commands.object_to), may="object"),
    post("/amendments/{number:int}/languages/{target}", carry_over, may="align-amendment"),
    post("/amendments/{number:int}/members/{member:int}", answer, may="propose"),
    post("/amendments/merges", merge, may="merge-amendments"),
    post("/planks/{number:int}/composites", compose, may="compose-amendment"),
]
