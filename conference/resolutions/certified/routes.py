"""The page on which a compiled text is certified."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.resolutions import queries as resolutions
from conference.resolutions.certified import commands, queries
from conference.runtime import i18n
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(**{"resolution-certified": N_("You have certified the text in the languages that you chose.")})


async def certification(request: Request) -> Response:
    number = request.path_params["number"]
    found = await resolutions.row(request.user, number)
    standing = await queries.standing(request.user, found, i18n.language())
    return await render.page(
        request, "resolutions/certification.html", topics=(f"resolution-{number}",), resolution=found,
        standing=standing,
    )  # fmt: skip


async def certify(request: Request) -> Response:
    form = await forms.read(request)
    number = request.path_params["number"]
    await resolutions.row(request.user, number)
    await commands.certify(request.user, number, form.several("language", LANGUAGES))
    return render.go(request, f"/resolutions/{number}/certification", "resolution-certified")


routes: list[BaseRoute] = [
    get("/resolutions/{number:int}/certification", certification),
    post("/resolutions/{number:int}/certification", certify, may="certify-resolution"),
]
