"""Objecting to a note, answering, and taking an objection away."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.words import N_
from conference.planks import queries as planks
from conference.rapporteur import commands
from conference.rapporteur.routes import common
from conference.text.words import BadText
from conference.web import forms, render
from conference.web.routing import post

render.notices(
    **{
        "note-objected": N_("Your objection stands beside the note until a rapporteur answers it."),
        "note-objection-answered": N_("Your answer stands with the objection."),
        "note-objection-gone": N_("The objection is gone."),
    }
)


async def object_to(request: Request) -> Response:
    """Say what the note lacks or has wrong."""
    form, number = await forms.read(request), request.path_params["number"]
    await planks.visible(request.user, number)
    try:
        made = await commands.object_to(request.user, number, form.typed.get("kind", ""), **common.words(form.typed))
    except (Invalid, BadText) as problem:
        return await common.page(request, common.problems_of(problem), form.typed | {"form": "objection"}, 422)
    return render.go(request, f"/planks/{number}/note#objection-{made.id}", "note-objected")


async def answer(request: Request) -> Response:
    """A rapporteur answers."""
    form, number = await forms.read(request), request.path_params["number"]
    which = request.path_params["objection"]
    await planks.visible(request.user, number)
    try:
        await commands.answer(request.user, number, which, **common.words(form.typed))
    except (Invalid, BadText) as problem:
        typed = form.typed | {"form": f"answer-{which}"}
        return await common.page(request, common.problems_of(problem), typed, 422)
    return render.go(request, f"/planks/{number}/note#objection-{which}", "note-objection-answered")


async def take_back(request: Request) -> Response:
    number = request.path_params["number"]
    await commands.take_back(request.user, number, request.path_params["objection"])
    return render.go(request, f"/planks/{number}/note#objections", "note-objection-gone")


_ALL = "/planks/{number:int}/note/objections"
routes: list[BaseRoute] = [
    post(_ALL, object_to, may="object-to-note"),
    post(f"{_ALL}/{{objection:int}}/answer", answer, may="write-note"),
    post(f"{_ALL}/{{objection:int}}/withdrawal", take_back, may="keep-own-account"),
]
