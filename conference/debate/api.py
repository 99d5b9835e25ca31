"""Posts as JSON: reading a thread in the order of its posts, and posting."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent
from conference.debate import commands, queries, rules
from conference.debate.moderation.notices import Notice
from conference.runtime import i18n
from conference.translation.rules import LONGEST
from conference.translation.tongues import asking, looking
from conference.web import api
from conference.web.routing import get, post


class Said(BaseModel):
    """A new post. `place`: `plank`, `block:p3`, `amendment:12`, or `caucus:MX` for one's own delegation; `parent`: the
    id of the post it answers, `read`: the revision of it that was read; `voice`: under a pseudonym, where it may be;
    `claim`: what the post is in its author's own word; `paragraphs`: the language of each paragraph (a heading, a list
    and a quotation are one each), for a post in several."""

    model_config = ConfigDict(extra="forbid")

    place: str = "plank"
    language: Literal["en", "fr", "es"]
    text: str = Field(min_length=1, max_length=LONGEST)
    parent: int | None = Field(default=None, ge=1, le=api.LARGEST)
    read: int | None = Field(default=None, ge=1, le=api.LARGEST)
    voice: bool = False
    claim: Literal["", "demand", "constraint", "means"] = ""
    paragraphs: list[Literal["en", "fr", "es", "pt", "de", "it", "ar", "zh"]] = Field(
        default=[], max_length=looking.MOST
    )


class Marked(BaseModel):
    """What a post is, in its author's own word; empty: none of these."""

    model_config = ConfigDict(extra="forbid")

    claim: Literal["", "demand", "constraint", "means"]


async def posts(request: Request) -> Response:
    """The posts at one place of a plank, oldest first; those in one `language`, of one `delegation` (its code), or with
    one `claim`."""
    limit, after = api.window(request)
    place = request.query_params.get("place", "plank")
    thread = await queries.thread_of(request.user, request.path_params["number"], place)
    if thread is None:
        return api.items([], limit, "number")
    asked = rules.asked({name: request.query_params.get(name, "") for name in ("language", "delegation", "claim")})
    found = await queries.by_number(request.user, thread, i18n.language(), after, limit + 1, asked)
    return api.items([as_json(each) for each in found], limit, "number")


async def one(request: Request) -> Response:
    """One post."""
    number = request.path_params["id"]
    page = await queries.conversation(request.user, number, i18n.language())
    found = next((each for each in page.posts if each.id == number), None)
    if found is None:
        raise Absent
    thread = {"plank": page.plank_number, "place": page.place}
    return JSONResponse(as_json(found) | thread)


async def say(request: Request) -> Response:
    """Post at a place of a plank, or reply."""
    api.require_scope(request, "write")
    said = await api.body(request, Said)
    rules.require_place(said.place)
    tongues = asking.named(said.text, said.language, said.paragraphs)
    number = request.path_params["number"]
    made = await commands.speak(
        request.user,
        number,
        said.place,
        said.language,
        said.text,
        said.parent,
        read=said.read,
        under_voice=said.voice,
        claim=said.claim,
        tongues=tongues,
    )
    return JSONResponse({"id": made.id, "number": made.number}, 201, headers={"Location": f"/api/v1/posts/{made.id}"})


async def mark(request: Request) -> Response:
    """Say what one's own post is."""
    api.require_scope(request, "write")
    marked = await api.body(request, Marked)
    made = await commands.mark(request.user, request.path_params["id"], marked.claim)
    return JSONResponse({"id": made.id, "claim": made.claim or None}, 201)


def as_json(view: queries.PostView) -> dict[str, Any]:
    return {
        "id": view.id,
        "number": view.number,
        "author": view.author,
        "voice": view.voice,
        "delegation": view.delegation or None,
        "parent": view.parent,
        "reply_to": view.reply_to,
        "depth": view.depth,
        "state": view.state,
        "hidden": _hidden(view.hidden) if view.hidden else None,
        "claim": view.claim or None,
        "revision": view.revision,
        "answers_older": view.answers_older,
        "html": view.html,
        "language": view.lang,
        "original_language": view.original_lang,
        "origin": view.origin,
        "current": view.current,
        "created_at": view.created_at.isoformat(),
        "edited_at": view.edited_at.isoformat() if view.edited_at else None,
    }


def _hidden(notice: Notice) -> dict[str, Any]:
    """Why a post is hidden; its words are empty for all but its author and the chair."""
    texts = {"reason": notice.reason, "reply": notice.reply, "second_look": notice.answer}
    said = {name: {"html": text.html, "language": text.language} if text else None for name, text in texts.items()}
    return {"at": notice.hidden_at.isoformat(), "ground": notice.ground} | said


routes: list[BaseRoute] = [
    get("/planks/{number:int}/posts", posts),
    post("/planks/{number:int}/posts", say, may="speak"),
    get("/posts/{id:int}", one),
    post("/posts/{id:int}/claim", mark, may="speak"),
]
