"""Composites: the committee chooses what to join and writes the text; each mover answers."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import commands, policy, queries, rules
from conference.amendments.routes.common import back, language_of, number_in
from conference.amendments.rules import State, code
from conference.core.errors import Invalid, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.planks import queries as planks
from conference.web import errors, forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "amendment-composed": N_("The composite is there. Its movers are asked now."),
        "composite-answered": N_("Your answer is noted."),
    }
)


async def choose(request: Request) -> Response:
    """The amendments on the table, and once some are ticked a first text of them joined."""
    given = request.query_params
    numbers = [number for each in given.getlist("amendment") if (number := rules.number_of(each)) is not None]
    language = given.get("language", "")
    typed = {"language": language if language in LANGUAGES else language_of(request)}
    return await _page(request, numbers, typed)


async def compose(request: Request) -> Response:
    form = await forms.read(request)
    numbers = [each for part in form.typed.get("members", "").split() if (each := rules.number_of(part)) is not None]
    try:
        made = await commands.compose(
            request.user, request.path_params["number"], numbers, form.typed.get("language", ""),
            form.typed.get("text", ""), form.typed.get("reason", ""),
        )  # fmt: skip
    except Invalid as problem:
        return await _page(request, numbers, form.typed, problem)
    return render.go(request, f"/amendments/{code(made.number)}", "amendment-composed")


async def _page(
    request: Request, numbers: list[int], typed: dict[str, str], problem: Invalid | None = None
) -> Response:
    policy.may_compose(request.user).require()
    plank = await planks.visible(request.user, request.path_params["number"])
    language = language_of(request)
    lines = await queries.amendments(request.user, language, plank=plank.number)
    offered = [each for each in lines if each.state == State.ADMITTED and each.parent is None and not each.composite]
    chosen = [await queries.row(request.user, each) for each in numbers if each in {line.number for line in offered}]
    first, why_not = None, Sentence("")
    if numbers:
        try:
            first = await queries.prefill(plank, chosen, typed["language"])
        except Refused as refusal:
            why_not = refusal.sentence
    context: dict[str, Any] = {
        "plank": plank, "offered": offered, "chosen": [each.number for each in chosen], "first": first, "typed": typed,
        "why_not": why_not, "wordings": [each for each in offered if each.number in numbers],
    }  # fmt: skip
    if problem is not None:
        return await errors.again(request, problem, "amendments/compose.html", **context)
    return await render.page(request, "amendments/compose.html", problems={}, **context)


async def answer(request: Request) -> Response:
    """A mover joins, or stands alone."""
    number, member, form = number_in(request), number_in(request, "member"), await forms.read(request)
    joins = form.choice("answer", ("joins", "alone")) == "joins"
    form.done()
    await commands.answer(request.user, number, member, joins=joins)
    return back(request, number, "composite-answered")


routes: list[BaseRoute] = [
    get("/planks/{number:int}/composites", choose, may="compose-amendment"),
    post("/planks/{number:int}/composites", compose, may="compose-amendment"),
    post("/amendments/{code}/members/{member}", answer, may="propose"),
]
