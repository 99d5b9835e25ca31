"""The note as it stands, its versions, all languages side by side, and as Markdown and JSON."""

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Refused
from conference.core.words import N_
from conference.planks import queries as planks
from conference.rapporteur import commands, figures, outputs, queries
from conference.rapporteur.routes import common
from conference.runtime import i18n
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "rapporteur-named": N_("The rapporteur is named, and writes the note from this page."),
        "rapporteur-released": N_("The rapporteur is released. What was written stays."),
    }
)


async def note(request: Request) -> Response:
    """The note in its latest version, with the debate in figures."""
    return await common.page(request)


async def version(request: Request) -> Response:
    """The note as one version had it."""
    return await common.page(request, version=request.path_params["version"])


async def versions(request: Request) -> Response:
    """Every version, and what each changed."""
    number, language = request.path_params["number"], i18n.language()
    steps = await queries.history(request.user, number, language)
    plank = await planks.visible(request.user, number)
    return await render.page(request, "rapporteur/versions.html", steps=steps, plank=plank)


async def languages(request: Request) -> Response:
    """The points of the latest version, each in every language side by side."""
    number = request.path_params["number"]
    texts = await queries.in_all_languages(request.user, number)
    view = await queries.note(request.user, number, i18n.language())
    return await render.page(request, "rapporteur/languages.html", view=view, texts=texts)


async def as_markdown(request: Request) -> Response:
    """In the language of the address."""
    number, language = request.path_params["number"], i18n.language()
    view = await queries.note(request.user, number, language)
    frame = await figures.frame(request.user, await planks.visible(request.user, number), language)
    text = outputs.markdown(view, frame, language, request.app.state.settings.origin)
    return Response(text, media_type="text/markdown; charset=utf-8")


async def as_json(request: Request) -> Response:
    """The points in every language that a person wrote them in."""
    told = await outputs.plain(request.user, request.path_params["number"], i18n.language())
    return Response(json.dumps(told, ensure_ascii=False, indent=1), media_type="application/json")


async def name(request: Request) -> Response:
    """The chair names a rapporteur."""
    form, number = await forms.read(request), request.path_params["number"]
    account = form.number("account", least=1, most=999_999_999)
    try:
        form.done()
        await commands.name(request.user, number, account)
    except Refused as problem:
        if problem.status not in (409, 422):
            raise
        typed = form.typed | {"form": "account"}
        return await common.page(request, common.problems_of(problem, "account"), typed, 422)
    return render.go(request, f"/planks/{number}/note#rapporteurs", "rapporteur-named")


async def release(request: Request) -> Response:
    number = request.path_params["number"]
    await commands.release(request.user, number, request.path_params["account"])
    return render.go(request, f"/planks/{number}/note#rapporteurs", "rapporteur-released")


_NOTE = "/planks/{number:int}/note"
routes: list[BaseRoute] = [
    get(_NOTE, note),
    get(f"{_NOTE}.md", as_markdown),
    get(f"{_NOTE}.json", as_json),
    get(f"{_NOTE}/versions", versions),
    get(f"{_NOTE}/versions/{{version:int}}", version),
    get(f"{_NOTE}/languages", languages),
    post(f"{_NOTE}/rapporteurs", name, may="name-rapporteur"),
    post(f"{_NOTE}/rapporteurs/{{account:int}}/release", release, may="name-rapporteur"),
]
