"""Routes that say who may come: every one names a verb of the table in `core.roles`.

A writing route runs whole in one shielded task: a reader who leaves does not leave half a command behind.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from conference.core.errors import NotPermitted, NotSignedIn
from conference.core.roles import VERBS, Role
from conference.core.words import N_
from conference.runtime import database
from conference.web import csrf

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Guarded:
    """An endpoint together with the verb that opens it."""

    endpoint: Endpoint
    verb: str
    writes: bool

    async def __call__(self, request: Request) -> Response:
        require(request, self.verb)
        if not self.writes:
            return await self.endpoint(request)
        await csrf.require(request)
        return await database.shielded(self._answer(request))

    async def _answer(self, request: Request) -> Response:
        return await self.endpoint(request)


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


def post(path: str, endpoint: Endpoint, *, may: str) -> Route:
    """A step that changes something."""
    return _route(path, endpoint, may, writes=True)


def _route(path: str, endpoint: Endpoint, verb: str, *, writes: bool) -> Route:
    if verb not in VERBS:
        raise ValueError(f"no such verb in the table of roles: {verb}")
    guarded = Guarded(endpoint, verb, writes)

    async def answer(request: Request) -> Response:
        return await guarded(request)

    answer.__name__ = getattr(endpoint, "__name__", "answer")
    answer.guarded = guarded  # type: ignore[attr-defined]  # the route table's tests read it
    return Route(path, answer, methods=["POST"] if writes else ["GET"])
