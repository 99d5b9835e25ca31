"""The outermost ASGI layers: the reader's language from the address, headers on every answer, a limit on bodies."""

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conference.core.languages import DEFAULT, LANGUAGES, language_of
from conference.runtime import i18n

BODY_AT_MOST = 1_000_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "manifest-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
MACHINES = ("/api/", "/static/", "/healthz", "/readyz", "/favicon.ico")


class Edge:
    """Language, security headers, size limit."""

    def __init__(self, app: ASGIApp, secure: bool, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts
        self.headers = [
            (b"content-security-policy", POLICY.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cache-control", b"private, no-store"),
        ]
        if secure:
            self.headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                names = {name.lower() for name, _ in given}
                message["headers"] = [*given, *(each for each in self.headers if each[0] not in names)]
            await send(message)

        answer = self._answer_here(scope)
        if answer is not None:
            await answer(scope, receive, send_with_headers)
            return
        await self.app(scope, _limited(receive), send_with_headers)

    def _answer_here(self, scope: Scope) -> ASGIApp | None:
        """An answer that needs no route: a wrong host, a body too long, an address without its language."""
        headers = Headers(scope=scope)
        if self.hosts and headers.get("host", "").rsplit(":", 1)[0] not in self.hosts:
            return PlainTextResponse("This address is not served here.\n", 400)
        announced = headers.get("content-length") or "0"
        if not (announced.isascii() and announced.isdecimal()):
            return PlainTextResponse("This length is no number.\n", 400)
        if len(announced) > 9 or int(announced) > BODY_AT_MOST:
            return PlainTextResponse("Too much at once.\n", 413)
        path = scope["path"]
        if "\0" in path or b"%00" in scope["query_string"]:
            return PlainTextResponse("This address cannot be read.\n", 400)  # no database holds this character
        first = path[1:].split("/", 1)[0]
        if first in LANGUAGES:
            i18n.use(first)
            scope.setdefault("state", {})["language"] = first
            return RedirectResponse(f"/{first}/") if path == f"/{first}" else None
        language = preferred(HTTPConnection(scope))
        i18n.use(language)
        scope.setdefault("state", {})["language"] = language
        if path.startswith(MACHINES) or scope["method"] not in ("GET", "HEAD"):
            return None
        query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        answer = RedirectResponse(f"/{language}/{path.lstrip('/')}{query}", 307)
        answer.headers["Vary"] = "Accept-Language, Cookie"
        return answer


def preferred(connection: HTTPConnection) -> str:
    """The reader's language: her cookie, else the first that her browser names and we speak."""
    chosen = language_of(connection.cookies.get("language", ""))
    if chosen:
        return chosen
    wanted = connection.headers.get("accept-language", "")[:500]
    for part in sorted(wanted.split(","), key=_weight, reverse=True):
        spoken = language_of(part.split(";")[0])
        if spoken:
            return spoken
    return DEFAULT


def _weight(part: str) -> float:
    _, _, quality = part.partition(";q=")
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0


def _limited(receive: Receive) -> Receive:
    """The same messages, cut off when more arrives than was announced."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > BODY_AT_MOST:
            return {"type": "http.disconnect"}
        return message

    return counted
