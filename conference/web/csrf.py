"""Nobody else's page may post in a reader's name: the browser's own word first, then a token in the form.

A signed-in reader's token is made from her session; a visitor's from a random cookie that only pages with a form set.
"""

import hashlib
import hmac

from starlette.requests import Request

from conference.core.errors import NotPermitted
from conference.core.words import N_
from conference.runtime import secrets

VISIT_COOKIE = "visit"
FIELD = "csrf"
HEADER = "x-csrf-token"
_REFUSAL = N_("This form came from another page, or it is too old. Please open the page again and send it once more.")


class Token:
    """The form's token, made only when a template writes it: a page without a form sets no cookie."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def __str__(self) -> str:
        return token_of(self._request)

    @property
    def once(self) -> str:
        """A word for one form alone, by which `web.once` knows it again."""
        return secrets.token()

    def __html__(self) -> str:
        return str(self)


def token_of(request: Request) -> str:
    """The token that this reader's forms carry."""
    return hashlib.sha256(f"csrf {_seed(request)}".encode()).hexdigest()


def _seed(request: Request) -> str:
    state = request.scope["state"]
    known = state.get("session_token") or state.get("visit") or request.cookies.get(VISIT_COOKIE)
    if known:
        return str(known)
    state["visit"] = secrets.token()
    return str(state["visit"])


async def require(request: Request) -> None:
    """Raise `NotPermitted` unless this POST comes from our own page. A bearer token needs no proof: no browser
    sends it by itself."""
    if request.scope["state"].get("bearer"):
        return
    if not _from_here(request):
        raise NotPermitted("foreign-form", _REFUSAL)
    given = request.headers.get(HEADER) or str((await request.form()).get(FIELD, ""))
    if not hmac.compare_digest(given.encode(), token_of(request).encode()):
        raise NotPermitted("foreign-form", _REFUSAL)


def _from_here(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and origin in request.app.state.origins
