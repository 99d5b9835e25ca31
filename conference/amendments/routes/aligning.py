"""The desk of one amendment in one language: the same edit, sentence beside sentence."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import commands, queries
from conference.amendments.queries.desk import joined
from conference.amendments.routes.common import back, number_in
from conference.core.errors import Conflict, Invalid
from conference.core.words import N_
from conference.text.words import BadText
from conference.web import errors, forms, render
from conference.web.routing import get, post

render.notices(**{"amendment-aligned": N_("The words are in their place.")})


async def desk(request: Request) -> Response:
    found = await queries.desk(request.user, number_in(request), request.path_params["target"])
    return await render.page(request, "amendments/desk.html", desk=found, typed={}, problems={})


async def carry_over(request: Request) -> Response:
    form = await forms.read(request)
    number, target = number_in(request), request.path_params["target"]
    found = await queries.desk(request.user, number, target)
    try:
        revision = form.number("revision", least=1, most=1_000_000)
        form.done()
        await commands.carry_over(request.user, number, target, joined(found, form.typed), revision)
    except (Invalid, BadText, Conflict) as problem:
        invalid = problem if isinstance(problem, Invalid) else Invalid({"text": problem.sentence})
        return await errors.again(request, invalid, "amendments/desk.html", desk=found, typed=form.typed)
    return back(request, number, "amendment-aligned")


routes: list[BaseRoute] = [
    get("/amendments/{code}/languages/{target}", desk, may="align-amendment"),
    post("/amendments/{code}/languages/{target}", carry_over, may="align-amendment"),
]
