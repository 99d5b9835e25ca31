"""Who asks: a session cookie or a bearer token becomes an `Actor`, before any route runs.

How tokens are kept is the business of `people`, whose backend `app` hands in.
"""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conference.core.actor import NOBODY, Actor
from conference.web.csrf import VISIT_COOKIE


class Backend(Protocol):
    """What the middleware asks of `people`."""

    async def by_session(self, token: str) -> Actor | None: ...

    async def by_bearer(self, token: str) -> Actor | None: ...


def cookie_name(secure: bool) -> str:
    return "__Host-session" if secure else "session"


class Sessions:
    """ASGI middleware: puts the actor into `scope["user"]`, and sets a visitor's cookie when a form needed one."""

    def __init__(self, app: ASGIApp, backend: Backend, secure: bool) -> None:
        self.app = app
        self.backend = backend
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        scope["user"] = await self._actor(HTTPConnection(scope), state)
        state["secure"] = self.secure

        async def send_with_visit(message: Message) -> None:
            if message["type"] == "http.response.start" and "visit" in state:
                cookie = Response()
                cookie.set_cookie(VISIT_COOKIE, state["visit"], httponly=True, samesite="lax", secure=self.secure)
                message["headers"] = [*message["headers"], *(h for h in cookie.raw_headers if h[0] == b"set-cookie")]
            await send(message)

        await self.app(scope, receive, send_with_visit)

    async def _actor(self, connection: HTTPConnection, state: dict[str, object]) -> Actor:
        scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            # A token is for the JSON addresses alone, where each step asks for its scope; a page takes sessions only.
            if not connection.scope["path"].startswith("/api/"):
                return NOBODY
            state["bearer"] = True
            return await self.backend.by_bearer(bearer.strip()) or NOBODY
        token = connection.cookies.get(cookie_name(self.secure))
        actor = await self.backend.by_session(token) if token else None
        if actor is None:
            return NOBODY
        state["session_token"] = token
        return actor


def network_of(connection: HTTPConnection) -> str:
    """The network address somebody comes from, of IPv6 its /64; "" where the edge cannot see it.

    Behind a proxy on this machine it is what the proxy saw itself, the last one it names: what stands before that
    anybody can write.
    """
    peer = connection.client.host if connection.client else ""
    if peer in ("", "127.0.0.1", "::1"):
        peer = connection.headers.get("x-forwarded-for", "").rsplit(",", 1)[-1].strip()
    try:
        address = ip_address(peer)
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), 64), strict=False))
    return str(address)


def sign_in(response: Response, token: str, *, secure: bool, seconds: int) -> None:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(secure), token, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/"
    )


def sign_out(response: Response, *, secure: bool) -> None:
    response.delete_cookie(cookie_name(secure), httponly=True, samesite="lax", secure=secure, path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
