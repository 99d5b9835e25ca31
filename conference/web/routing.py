"""Routes that say who may come: every one names a verb of the table in `core.roles`; and finding them quickly.

A writing route runs whole in one shielded task: a reader who leaves does not leave half a command behind.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import Receive, Scope, Send

from conference.core.errors import NotPermitted, NotSignedIn
from conference.core.roles import VERBS, Role
from conference.core.words import N_
from conference.runtime import database
from conference.web import csrf, once
from conference.web.posted import Posted


class NumberConvertor(Convertor[int]):
    """A number in an address: one that both databases can hold; any other address is not there."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("int", NumberConvertor())

TOO_MUCH: Final = "too_much"
"""What the edge notes in a request's state that announced a longer body than anybody takes."""
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guarded:
    """An endpoint together with the verb that opens it. `one_click`: a mail program ends letters here (RFC 8058); it
    comes from no page of ours and carries no cookie, so that its word in the address is all its right."""

    endpoint: Endpoint
    verb: str
    writes: bool
    one_click: bool = False

    async def __call__(self, request: Request) -> Response:
        if self.writes and request.scope["state"].get(TOO_MUCH):
            raise HTTPException(413)
        require(request, self.verb)
        if not self.writes:
            return await self.endpoint(request)
        request = Posted(request.scope, request.receive, request._send)
        if not (self.one_click and (await request.form()).get("List-Unsubscribe") == "One-Click"):
            await csrf.require(request)
        return await database.shielded(self._answer(request))

    async def _answer(self, request: Request) -> Response:
        if self.verb in once.REPEATABLE:
            return await self.endpoint(request)
        return await once.answered(request, self.endpoint)


def require(request: Request, verb: str) -> None:
    """Raise `NotSignedIn` or `NotPermitted` unless the table opens this verb to whoever asks."""
    actor = request.user
    if actor.may(verb):
        return
    if not actor.signed_in and Role.PUBLIC not in VERBS[verb]:
        raise NotSignedIn("not-signed-in", N_("Please sign in first."))
    raise NotPermitted("not-permitted", N_("Your role at this conference does not include this step."))


def get(path: str, endpoint: Endpoint, *, may: str = "read-public") -> Route:
    """A page. `may` is the verb that opens it."""
    return _route(path, endpoint, may, writes=False)


def post(path: str, endpoint: Endpoint, *, may: str, one_click: bool = False) -> Route:
    """A step that changes something."""
    return _route(path, endpoint, may, writes=True, one_click=one_click)


def _route(path: str, endpoint: Endpoint, verb: str, *, writes: bool, one_click: bool = False) -> Route:
    if verb not in VERBS:
        raise ValueError(f"no such verb in the table of roles: {verb}")
    guarded = Guarded(endpoint, verb, writes, one_click)

    async def answer(request: Request) -> Response:
        return await guarded(request)

    answer.__name__ = getattr(endpoint, "__name__", "answer")
    answer.guarded = guarded  # type: ignore[attr-defined]  # the route table's tests read it
    return Route(path, answer, methods=["POST"] if writes else ["GET"])


class ByFirstWord:
    """The same routes, parted by the first word of their addresses.

    Starlette tries one route after another; so an address is tried only against those that begin as it does.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.routes = list(routes)
        parted: dict[str, list[BaseRoute]] = {}
        for each in self.routes:
            assert isinstance(each, Route | Mount)
            parted.setdefault(_first_word(each.path), []).append(each)
        if any("{" in word for word in parted):
            raise ValueError("an address begins with a word, not with a parameter")
        self._routers = {word: Router(found) for word, found in parted.items()}
        self._nowhere = Router()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"][len(scope["root_path"]) :]
        router = self._routers.get(_first_word(path), self._nowhere)
        await router(scope, receive, send)


def _first_word(path: str) -> str:
    return path[1:].partition("/")[0]
