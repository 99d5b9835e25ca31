"""The outermost ASGI layers: the reader's language from the address, headers on every answer, a limit on bodies."""

from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conference.core.languages import DEFAULT, LANGUAGES, language_of
from conference.core.words import N_
from conference.runtime import i18n
from conference.web import errors
from conference.web.routing import TOO_MUCH

BODY_AT_MOST = 1_000_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "manifest-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_NOT_HERE: Final = N_(
    "The conference is not served under this name. Open it at the address that you were given for it."
)
_NO_LENGTH: Final = N_("Your browser did not say how much it sends. Load the page again, and send it once more.")
_NO_ADDRESS: Final = N_("This address holds characters that no page has. Go back, or begin at the first page.")
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
        await self.app(scope, _limited(scope, receive), send_with_headers)

    def _answer_here(self, scope: Scope) -> ASGIApp | None:
        """An answer that needs no route: a wrong host, what cannot be read, an address without its language."""
        path = scope["path"]
        first = path[1:].split("/", 1)[0]
        language = first if first in LANGUAGES else preferred(HTTPConnection(scope))
        i18n.use(language)
        scope.setdefault("state", {})["language"] = language
        if self.hosts and Headers(scope=scope).get("host", "").rsplit(":", 1)[0] not in self.hosts:
            return errors.bare(scope, _NOT_HERE, home=False)
        announced = _announced(scope)
        if announced is None:
            return errors.bare(scope, _NO_LENGTH)
        scope["state"][TOO_MUCH] = (
            announced > BODY_AT_MOST
        )  # said on a page like any other, when it is known who sent it
        if "\0" in path or b"%00" in scope["query_string"]:
            return errors.bare(scope, _NO_ADDRESS)  # no database holds this character
        if first in LANGUAGES:
            return RedirectResponse(f"/{first}/") if path == f"/{first}" else None
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


def _announced(scope: Scope) -> int | None:
    """The length of the body by its header; None for what is no number."""
    given = Headers(scope=scope).get("content-length") or "0"
    if not (given.isascii() and given.isdecimal()):
        return None
    return int(given) if len(given) <= 9 else BODY_AT_MOST + 1


def _limited(scope: Scope, receive: Receive) -> Receive:
    """The same messages, until more came than anybody takes. A step that asks for more is refused; a page, which needs
    none, sees whoever sends so much as gone."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        if read > BODY_AT_MOST and scope["method"] in ("GET", "HEAD"):
            return {"type": "http.disconnect"}
        if read > BODY_AT_MOST:
            raise HTTPException(413)
        message = await receive()
        read += len(message.get("body", b""))
        return {"type": "http.request", "body": b"", "more_body": True} if read > BODY_AT_MOST else message

    return counted
