"""Pages of resolutions. A published one is the same for every visitor, so it may lie in a cache: nothing of the
viewer is in it, an ETag names it, and whoever asks again with that ETag is told that nothing has changed."""

import gzip
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.resolutions import commands, policy, queries
from conference.resolutions.rules import State
from conference.runtime import database, journal
from conference.web import errors, forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "resolution-compiled": N_("The resolution has been compiled. From now on its text does not change."),
        "resolution-put": N_("The resolution has been put to the vote."),
        "resolution-published": N_("The resolution has been published: anybody can read it now."),
    }
)
KEPT_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class _Moment:
    """The state of the conference that a page was read from. `stamp` tells at once that nothing at all was written."""

    cursor: int
    stamp: tuple[int, int] | None

    @classmethod
    async def now(cls) -> "_Moment":
        stamp = database.stamp()  # first: what is written in between makes it old
        return cls(await journal.cursor(), stamp)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page as visitors get it, plain and compressed, true until the journal moves on."""

    moment: _Moment
    etag: str
    html: bytes
    packed: bytes


_kept: dict[tuple[str, str], _Kept] = {}


async def listing(request: Request) -> Response:
    """Published resolutions, and those on their way for whoever may see them."""
    language, moment = _language(request), await _Moment.now()
    listed = await queries.resolutions(request.user, language)
    chosen = await queries.compilable(request.user)
    context: dict[str, Any] = {
        "resolutions": listed, "compilable": chosen, "may_compile": policy.may_compile(request.user, chosen),
        "problems": {}, "typed": {},
    }  # fmt: skip
    if not request.user.signed_in:
        return await _for_visitors(request, moment, "resolutions/list.html", **context)
    return await render.page(request, "resolutions/list.html", parts=("list",), topics=("resolutions",), **context)


async def resolution(request: Request) -> Response:
    """One resolution, in one language or in several side by side."""
    actor, language, number = request.user, _language(request), _number(request)
    kept = None if actor.signed_in else await _still_true(request)
    if kept is not None:
        return _answer(request, kept)
    moment = await _Moment.now()
    found = await queries.row(actor, number)
    view = await queries.resolution(actor, number, language)
    context: dict[str, Any] = {"resolution": view, "shown": _shown(request)}
    if found.state == State.PUBLISHED and not actor.signed_in:
        return await _for_visitors(request, moment, "resolutions/resolution.html", steps=None, **context)
    topics = (f"resolution-{number}", *((f"vote-{view.vote.number}",) if view.vote else ()))
    steps = await queries.steps(actor, number)
    return await render.page(
        request, "resolutions/resolution.html", parts=("standing",), topics=topics, steps=steps, **context
    )


async def compile_resolution(request: Request) -> Response:
    form = await forms.read(request)
    ticked = await request.form()
    numbers = [int(str(each)) for each in ticked.getlist("plank") if str(each).isdecimal() and len(str(each)) < 7]
    titles = {language: form.typed.get(f"title-{language}", "") for language in LANGUAGES}
    try:
        made = await commands.compile_resolution(request.user, titles, numbers)
    except Invalid as problem:
        chosen = await queries.compilable(request.user)
        return await errors.again(
            request, problem, "resolutions/list.html", typed=form.typed, compilable=chosen,
            resolutions=await queries.resolutions(request.user, _language(request)),
            may_compile=policy.may_compile(request.user, chosen),
        )  # fmt: skip
    return render.go(request, f"/resolutions/{made.number}", "resolution-compiled")


async def put(request: Request) -> Response:
    vote = await commands.put_resolution(request.user, _number(request))
    return render.go(request, f"/votes/{vote.number}", "resolution-put")


async def publish(request: Request) -> Response:
    await commands.publish(request.user, _number(request))
    return render.go(request, f"/resolutions/{_number(request)}", "resolution-published")


async def _for_visitors(request: Request, moment: _Moment, template: str, **context: Any) -> Response:
    """The page as it is for everybody who has not signed in, kept until something happens at the conference."""
    frame = await render.frame(request) | {"notice": None}
    html = render.write(template, context | frame).encode()
    kept = _Kept(moment, hashlib.sha256(html).hexdigest()[:32], html, gzip.compress(html, mtime=0))
    if len(_kept) >= KEPT_AT_MOST:
        _kept.clear()
    _kept[_key(request)] = kept
    return _answer(request, kept)


async def _still_true(request: Request) -> _Kept | None:
    kept = _kept.get(_key(request))
    if kept is None:
        return None
    if kept.moment.stamp is not None and kept.moment.stamp == database.stamp():
        return kept
    moment = await _Moment.now()
    if moment.cursor != kept.moment.cursor:
        return None
    kept = replace(kept, moment=moment)
    _kept[_key(request)] = kept
    return kept


def _answer(request: Request, kept: _Kept) -> Response:
    packed = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{kept.etag}-gzip"' if packed else f'"{kept.etag}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Cookie, HX-Request, Accept-Encoding"}
    asked = request.headers.get("if-none-match", "")
    if etag in [each.strip().removeprefix("W/") for each in asked.split(",")]:
        return Response(status_code=304, headers=headers)
    if not packed:
        return HTMLResponse(kept.html, headers=headers)
    return HTMLResponse(kept.packed, headers={**headers, "Content-Encoding": "gzip"})


def _key(request: Request) -> tuple[str, str]:
    """What a visitor's page depends on: its language and its whole address, which its own links repeat."""
    return _language(request), render.here(request)


def _shown(request: Request) -> tuple[str, ...]:
    """The languages side by side: those asked for, in their order, else the reader's."""
    asked = dict.fromkeys(request.query_params.get("languages", "")[:40].split(","))
    return tuple(each for each in asked if each in LANGUAGES) or (_language(request),)


def _number(request: Request) -> int:
    return int(request.path_params["number"])


def _language(request: Request) -> str:
    return str(request.scope["state"]["language"])


routes: list[BaseRoute] = [
    get("/resolutions", listing),
    get("/resolutions/{number:int}", resolution),
    post("/resolutions", compile_resolution, may="compile"),
    post("/resolutions/{number:int}/vote", put, may="put-vote"),
    post("/resolutions/{number:int}/publication", publish, may="publish"),
]
