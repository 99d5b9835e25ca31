"""What every JSON route shares: bodies, pages of a list, scopes of a token."""

import base64
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from conference.core.errors import Invalid, NotPermitted, NotSignedIn, Refused
from conference.core.words import N_, Sentence

MOST = 200
LARGEST = 2**31 - 1
"""The largest key that both databases can hold."""
Body = TypeVar("Body", bound=BaseModel)
_PROBLEMS = {
    "missing": N_("Please fill in this field."),
    "extra_forbidden": N_("There is no such field here."),
    "string_too_long": N_("This text is too long."),
    "literal_error": N_("Please choose one of the answers offered."),
}


def require_scope(request: Request, scope: str) -> None:
    """Raise unless the bearer token was made for this; a browser's session is no API credential."""
    actor = request.user
    if not actor.signed_in:
        raise NotSignedIn("not-signed-in", N_("This address needs a bearer token."))
    if actor.scopes is None or scope not in actor.scopes:
        raise NotPermitted("scope", N_("This token was not made for this step."))


async def body(request: Request, model: type[Body]) -> Body:
    """The request's JSON as a checked value; every problem is named by its field."""
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Refused("not-json", N_("Please send application/json."))
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as problem:
        raise Invalid(
            {
                ".".join(str(step) for step in each["loc"]) or "body": Sentence(
                    _PROBLEMS.get(each["type"], N_("This value cannot be taken here."))
                )
                for each in problem.errors()
            }
        ) from None


def window(request: Request) -> tuple[int, int]:
    """How many items are asked for (up to 200), and after which key."""
    given = request.query_params.get("limit", "50")
    limit = min(MOST, max(1, int(given))) if given.isdecimal() and len(given) < 6 else 50
    return limit, _key(request.query_params.get("cursor", ""))


def items(found: Sequence[dict[str, Any]], limit: int, key: str) -> Response:
    """A list of at most `limit`, given one more than that when there is a next page."""
    more = len(found) > limit
    shown = list(found[:limit])
    following = _cursor(shown[-1][key]) if more and shown else None
    return JSONResponse({"items": shown, "next": following})


def _cursor(key: int) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _key(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor[:40] + "=" * (-len(cursor) % 4)))
    except ValueError:
        key = None
    if not isinstance(key, int) or isinstance(key, bool) or not 0 <= key <= LARGEST:
        raise Refused("bad-cursor", N_("This cursor is not one of ours."))
    return key
