"""Who a token belongs to, and the delegations."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import NotSignedIn
from conference.core.words import N_
from conference.people import queries
from conference.web.routing import get


async def me(request: Request) -> Response:
    """The bearer: handle, name, languages, roles, delegation, and what the token may do."""
    actor = request.user
    if actor.scopes is None:
        raise NotSignedIn("not-signed-in", N_("This address needs a bearer token."))
    return JSONResponse(
        {
            "handle": actor.handle,
            "name": actor.name,
            "languages": list(actor.understands),
            "roles": sorted(actor.roles),
            "delegation": actor.delegation,
            "scopes": sorted(actor.scopes),
        }
    )


async def delegations(request: Request) -> Response:
    """Every delegation: code, names by language, working languages. There are few, so there is one page."""
    del request
    found = [
        {"code": each.code, "names": each.names, "languages": list(each.languages)}
        for each in await queries.delegations()
    ]
    return JSONResponse({"items": found, "next": None})


routes: list[BaseRoute] = [
    get("/me", me),
    get("/delegations", delegations),
]
