"""The list of planks; the pages of its history and of the drafting committee have rooms of their own."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.words import N_
from conference.planks import policy, queries
from conference.planks.drafting import routes as drafting
from conference.planks.history import routes as history
from conference.planks.rules import State
from conference.runtime import i18n
from conference.web import render
from conference.web.routing import get

STATES = {
    State.DRAFT: ("wait", N_("In draft")),
    State.DEBATE: ("open", N_("Under debate")),
    State.ADOPTED: ("ok", N_("Adopted")),
    State.LOST: ("lost", N_("Not adopted")),
}


async def planks(request: Request) -> Response:
    found = await queries.planks(request.user, i18n.language())
    return await render.page(
        request, "planks/list.html", parts=("list",), topics=("planks",), planks=found, states=STATES,
        may_draft=policy.may_draft(request.user),
    )  # fmt: skip


routes: list[BaseRoute] = [
    get("/planks", planks),
    *history.routes,
    *drafting.routes,
]
