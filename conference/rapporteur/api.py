"""Notes as JSON: the note with the debate in figures, and the steps of rapporteurs and of those who object."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.rapporteur import commands, desk, outputs
from conference.rapporteur.rules import POSTS_AT_MOST, TEXT_AT_MOST
from conference.rapporteur.views import DraftView
from conference.runtime import database, i18n
from conference.web import api
from conference.web.routing import get, post

Language = Literal["en", "fr", "es"]


class NewPoint(BaseModel):
    """A point of the working copy: its side, the block that it is about (or none), its words, the ids of its posts."""

    model_config = ConfigDict(extra="forbid")

    side: Literal["for", "against", "open"]
    block: str = Field("", max_length=24)
    language: Language
    text: str = Field(max_length=TEXT_AT_MOST)
    posts: list[int] = Field(default_factory=list, max_length=POSTS_AT_MOST)


class ChangedPoint(NewPoint):
    """The point as it is to be, and the revision of it that was read."""

    revision: int = Field(ge=1, le=api.LARGEST)


class Objected(BaseModel):
    """What the note lacks or has wrong."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["missing", "wrong"]
    language: Language
    text: str = Field(max_length=TEXT_AT_MOST)


async def note(request: Request) -> Response:
    """The note on a plank, in every language in which a person wrote it, and the debate in figures."""
    return JSONResponse(await outputs.plain(request.user, request.path_params["number"], i18n.language()))


async def draft(request: Request) -> Response:
    """The working copy, for its rapporteurs."""
    view = await desk.desk(request.user, request.path_params["number"], i18n.language())
    problem = i18n.say(view.problem) if view.problem else None
    return JSONResponse({"points": [_plain(each) for each in view.points], "problem": problem})


async def add(request: Request) -> Response:
    """A new point."""
    api.require_scope(request, "write")
    given, number = await api.body(request, NewPoint), request.path_params["number"]
    async with database.transaction():
        made = await commands.add_point(request.user, number, given.side, given.block, given.language, given.text)
        if given.posts:
            made = await commands.choose_posts(request.user, number, made.key, given.posts, given.posts)
    return JSONResponse({"key": made.key, "revision": made.revision}, 201)


async def change(request: Request) -> Response:
    """A point as it is to be from now on, its links too."""
    api.require_scope(request, "write")
    given = await api.body(request, ChangedPoint)
    number, key = request.path_params["number"], request.path_params["key"]
    async with database.transaction():
        made = await commands.change_point(
            request.user, number, key, given.side, given.block, given.language, given.text, read=given.revision
        )
        made = await commands.choose_posts(request.user, number, key, given.posts, [*made.posts, *given.posts])
    return JSONResponse({"key": made.key, "revision": made.revision}, 201)


async def present(request: Request) -> Response:
    """Present the working copy."""
    api.require_scope(request, "write")
    made = await commands.present(request.user, request.path_params["number"])
    return JSONResponse({"version": made.number}, 201)


async def object_to(request: Request) -> Response:
    """Object to the note as it stands."""
    api.require_scope(request, "write")
    given = await api.body(request, Objected)
    number = request.path_params["number"]
    made = await commands.object_to(request.user, number, given.kind, given.language, given.text)
    return JSONResponse({"id": made.id, "version": made.version}, 201)


def _plain(point: DraftView) -> dict[str, Any]:
    return {
        "key": point.key,
        "side": point.side,
        "block": point.block or None,
        "language": point.language,
        "text": point.text,
        "posts": [each.id for each in point.posts],
        "revision": point.revision,
        "changed": point.changed,
    }


_NOTE = "/planks/{number:int}/note"
routes: list[BaseRoute] = [
    get(_NOTE, note),
    get(f"{_NOTE}/draft", draft, may="write-note"),
    post(f"{_NOTE}/draft", add, may="write-note"),
    post(f"{_NOTE}/draft/{{key:int}}", change, may="write-note"),
    post(f"{_NOTE}/presentation", present, may="write-note"),
    post(f"{_NOTE}/objections", object_to, may="object-to-note"),
]
