"""Pages that are the same for everybody who has not signed in. Such a page may lie in a cache: nothing of the viewer is
in it, an ETag names it, and whoever asks again with that ETag is told that nothing has changed."""

import asyncio
import gzip
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from conference.runtime import database, journal
from conference.web import render

KEPT_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Moment:
    """The state of the conference that a page was read from. `stamp` tells at once that nothing at all was written."""

    cursor: int
    stamp: tuple[int, int] | None

    @classmethod
    async def now(cls) -> "Moment":
        stamp = database.stamp()  # first: what is written in between makes it old
        return cls(await journal.cursor(), stamp)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page as visitors get it, plain and compressed, true until the journal moves on."""

    moment: Moment
    etag: str
    html: bytes
    packed: bytes


_kept: dict[tuple[str, str], _Kept] = {}


async def kept(request: Request) -> Response | None:
    """The page as it was written for the last visitor, if nothing has happened since."""
    found = None if request.user.signed_in else await _still_true(request)
    return None if found is None else _answer(request, found)


async def write(request: Request, moment: Moment, template: str, **context: Any) -> Response:
    """The page as it is for everybody who has not signed in, kept until something happens at the conference."""
    frame = await render.frame(request) | {"notice": None}
    made = await asyncio.to_thread(_written, moment, template, context | frame)
    if len(_kept) >= KEPT_AT_MOST:
        _kept.clear()
    _kept[_key(request)] = made
    return _answer(request, made)


def _written(moment: Moment, template: str, context: dict[str, Any]) -> _Kept:
    """In a thread: a text of hundreds of paragraphs takes a good part of a second."""
    html = render.write(template, context).encode()
    return _Kept(moment, hashlib.sha256(html).hexdigest()[:32], html, gzip.compress(html, mtime=0))


async def _still_true(request: Request) -> _Kept | None:
    found = _kept.get(_key(request))
    if found is None:
        return None
    if found.moment.stamp is not None and found.moment.stamp == database.stamp():
        return found
    moment = await Moment.now()
    if moment.cursor != found.moment.cursor:
        return None
    found = replace(found, moment=moment)
    _kept[_key(request)] = found
    return found


def _answer(request: Request, found: _Kept) -> Response:
    packed = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{found.etag}-gzip"' if packed else f'"{found.etag}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Cookie, HX-Request, Accept-Encoding"}
    asked = request.headers.get("if-none-match", "")
    if etag in [each.strip().removeprefix("W/") for each in asked.split(",")]:
        return Response(status_code=304, headers=headers)
    if not packed:
        return HTMLResponse(found.html, headers=headers)
    return HTMLResponse(found.packed, headers={**headers, "Content-Encoding": "gzip"})


def _key(request: Request) -> tuple[str, str]:
    """What a visitor's page depends on: its language and its whole address, which its own links repeat."""
    return str(request.scope["state"]["language"]), render.here(request)
