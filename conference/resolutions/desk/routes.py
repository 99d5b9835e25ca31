"""The pages of the compile desk."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Conflict, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.resolutions.desk import commands, queries
from conference.resolutions.rules import Kind, Part
from conference.runtime import i18n
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

render.notices(
    **{
        "draft-opened": N_("The draft lies on the desk."),
        "draft-arranged": N_("The draft has been arranged anew."),
        "draft-passage": N_("The passage has been added. Translators find it at their desk."),
        "draft-rewritten": N_("The passage has new words. Translators find it at their desk."),
        "draft-moved": N_("The passage has been moved."),
        "draft-removed": N_("It has been taken off the desk."),
        "draft-schedule": N_("The schedule has been added."),
    }
)
PLANKS_AT_MOST = 500


async def listing(request: Request) -> Response:
    return await _listing(request, {}, {})


async def _listing(request: Request, problems: dict[str, Any], typed: dict[str, str], status: int = 200) -> Response:
    drafts = await queries.drafts(request.user)
    return await render.page(
        request, "resolutions/desk.html", status=status, drafts=drafts, problems=problems, typed=typed
    )


async def open_draft(request: Request) -> Response:
    form = await forms.read(request)
    try:
        made = await commands.open_draft(request.user, _titles(form))
    except Invalid as problem:
        return await _listing(request, problem.problems, form.typed, 422)
    return render.go(request, f"/resolutions/desk/{made.id}", "draft-opened")


async def draft(request: Request) -> Response:
    return await _draft(request, {}, {})


async def _draft(request: Request, problems: dict[str, Any], typed: dict[str, str], status: int = 200) -> Response:
    view = await queries.draft(request.user, _id(request), i18n.language())
    return await render.page(
        request, "resolutions/draft.html", status=status, draft=view, problems=problems, typed=typed,
        delegations=await queries.delegations(i18n.language()), kinds=Kind,
    )  # fmt: skip


async def arrange(request: Request) -> Response:
    form = await forms.read(request)
    ticked = await request.form()
    places = [(name.removeprefix("place-"), value) for name, value in form.typed.items() if name.startswith("place-")]
    places = [each for each in places if each[0].isdecimal() and each[1].strip().isdecimal() and len(each[1]) < 5]
    order = [int(plank) for plank, place in sorted(places, key=lambda each: int(each[1])) if int(place)]
    recitals = [str(each) for each in ticked.getlist("recital")]
    try:
        await commands.arrange(
            request.user, _id(request), _titles(form), form.typed.get("preamble", ""), order[:PLANKS_AT_MOST], recitals
        )
    except Invalid as problem:
        return await _draft(request, problem.problems, form.typed, 422)
    return render.go(request, f"/resolutions/desk/{_id(request)}", "draft-arranged")


async def write_passage(request: Request) -> Response:
    form = await forms.read(request)
    place = form.typed.get("place", Part.PREAMBLE)
    kind, language = form.typed.get("kind", ""), form.typed.get("language", "")
    try:
        await commands.write_passage(
            request.user, _id(request), place[:24], kind, language, form.typed.get("text", "").strip()
        )
    except Invalid as problem:
        return await _draft(request, problem.problems, form.typed, 422)
    return render.go(request, f"/resolutions/desk/{_id(request)}#written", "draft-passage")


async def passage(request: Request) -> Response:
    return await _passage(request, {}, {})


async def _passage(request: Request, problems: dict[str, Any], typed: dict[str, str], status: int = 200) -> Response:
    key = request.path_params["key"][:24]
    found = await queries.passage_history(request.user, _id(request), key, i18n.language())
    return await render.page(
        request, "resolutions/passage.html", status=status, passage=found, problems=problems, typed=typed
    )


async def rewrite_passage(request: Request) -> Response:
    form = await forms.read(request)
    key = request.path_params["key"][:24]
    revision = form.number("revision", least=1, most=999_999, default=1)
    try:
        await commands.rewrite_passage(request.user, _id(request), key, form.typed.get("text", "").strip(), revision)
    except Invalid as problem:
        return await _passage(request, problem.problems, form.typed, 422)
    except Conflict as problem:
        return await _passage(request, {"text": problem.sentence}, form.typed, 409)
    return render.go(request, f"/resolutions/desk/{_id(request)}/passages/{key}", "draft-rewritten")


async def move_passage(request: Request) -> Response:
    form = await forms.read(request)
    up = form.typed.get("to") == "up"
    await commands.move_passage(request.user, _id(request), request.path_params["key"][:24], up)
    return render.go(request, f"/resolutions/desk/{_id(request)}#written", "draft-moved")


async def remove_passage(request: Request) -> Response:
    await commands.remove_passage(request.user, _id(request), request.path_params["key"][:24])
    return render.go(request, f"/resolutions/desk/{_id(request)}#written", "draft-removed")


async def add_schedule(request: Request) -> Response:
    form = await forms.read(request)
    titles = {each: form.typed.get(f"schedule-{each}", "") for each in LANGUAGES}
    sector = {each: form.typed.get(f"sector-{each}", "") for each in LANGUAGES}
    try:
        await commands.add_schedule(
            request.user, _id(request), titles, form.typed.get("clause", ""), form.typed.get("delegation", ""), sector
        )
    except Invalid as problem:
        named = {name.replace("title-", "schedule-"): each for name, each in problem.problems.items()}
        return await _draft(request, named, form.typed, 422)
    return render.go(request, f"/resolutions/desk/{_id(request)}#schedules", "draft-schedule")


async def remove_schedule(request: Request) -> Response:
    await commands.remove_schedule(request.user, _id(request), request.path_params["key"][:24])
    return render.go(request, f"/resolutions/desk/{_id(request)}#schedules", "draft-removed")


async def preview(request: Request) -> Response:
    return await _preview(request, {})


async def _preview(request: Request, problems: dict[str, Any], status: int = 200) -> Response:
    found, composed, may_compile = await queries.preview(request.user, _id(request))
    asked = [each for each in request.query_params.get("languages", "")[:40].split(",") if each in LANGUAGES]
    return await render.page(
        request, "resolutions/preview.html", status=status, draft=found, composed=composed, may_compile=may_compile,
        shown=tuple(dict.fromkeys(asked)) or (i18n.language(),), problems=problems,
    )  # fmt: skip


async def compile_draft(request: Request) -> Response:
    try:
        made = await commands.compile_draft(request.user, _id(request))
    except Invalid as problem:
        return await _preview(request, problem.problems, 422)
    return render.go(request, f"/resolutions/{made.number}", "resolution-compiled")


def _titles(form: Form) -> dict[str, str]:
    return {language: form.typed.get(f"title-{language}", "") for language in LANGUAGES}


def _id(request: Request) -> int:
    return int(request.path_params["draft"])


_DRAFT = "/resolutions/desk/{draft:int}"
routes: list[BaseRoute] = [
    get("/resolutions/desk", listing, may="compile"),
    post("/resolutions/desk", open_draft, may="compile"),
    get(_DRAFT, draft, may="compile"),
    post(_DRAFT, arrange, may="compile"),
    post(f"{_DRAFT}/passages", write_passage, may="compile"),
    get(f"{_DRAFT}/passages/{{key}}", passage, may="compile"),
    post(f"{_DRAFT}/passages/{{key}}", rewrite_passage, may="compile"),
    post(f"{_DRAFT}/passages/{{key}}/place", move_passage, may="compile"),
    post(f"{_DRAFT}/passages/{{key}}/removal", remove_passage, may="compile"),
    post(f"{_DRAFT}/schedules", add_schedule, may="compile"),
    post(f"{_DRAFT}/schedules/{{key}}/removal", remove_schedule, may="compile"),
    get(f"{_DRAFT}/preview", preview, may="compile"),
    post(f"{_DRAFT}/compilation", compile_draft, may="compile"),
]
