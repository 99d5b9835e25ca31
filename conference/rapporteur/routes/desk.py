"""The working copy of a note: for its rapporteurs alone, and absent for everybody else."""

from collections.abc import Collection
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Refused
from conference.core.words import N_, Sentence
from conference.debate import rules as debate
from conference.debate.routes import saying
from conference.rapporteur import commands, queries, rules
from conference.rapporteur import desk as copies
from conference.rapporteur.routes import common
from conference.runtime import i18n
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "note-point-added": N_("The point is in the working copy. Now choose the posts that it reports."),
        "note-point-changed": N_("The point is changed in the working copy."),
        "note-point-removed": N_("The point is out of the working copy."),
        "note-posts-chosen": N_("The links are saved."),
        "note-presented": N_("The note is presented. Translators find it at their desk."),
    }
)


async def desk(request: Request) -> Response:
    """All points of the working copy, and a form for one more."""
    return await _desk(request, {}, {})


async def _desk(request: Request, problems: dict[str, Sentence], typed: dict[str, str], status: int = 200) -> Response:
    view = await copies.desk(request.user, request.path_params["number"], i18n.language())
    return await render.page(
        request, "rapporteur/draft.html", status=status, view=view, problems=problems, typed=typed,
        spoken=saying.spoken(request.user),
    )  # fmt: skip


def _given(form: forms.Form) -> dict[str, Any]:
    typed = form.typed
    return {"side": typed.get("side", ""), "block": typed.get("block", "")} | common.words(typed)


async def add(request: Request) -> Response:
    form, number = await forms.read(request), request.path_params["number"]
    await _require_own(request)
    try:
        made = await commands.add_point(request.user, number, **_given(form))
    except Refused as problem:
        return await _desk(request, _problems(problem), form.typed, 422)
    return render.go(request, f"/planks/{number}/note/draft/{made.key}/posts", "note-point-added")


async def point(request: Request) -> Response:
    """One point, to be changed."""
    return await _point(request, {}, {})


async def _point(request: Request, problems: dict[str, Sentence], typed: dict[str, str], status: int = 200) -> Response:
    view = await copies.desk(request.user, request.path_params["number"], i18n.language())
    found = next((each for each in view.points if each.key == request.path_params["key"]), None)
    if found is None:
        raise Absent
    return await render.page(
        request, "rapporteur/point.html", status=status, view=view, point=found, problems=problems, typed=typed
    )


async def change(request: Request) -> Response:
    form, number, key = await forms.read(request), request.path_params["number"], request.path_params["key"]
    await _require_own(request)
    read = form.number("revision", least=1, most=1_000_000)
    try:
        form.done()
        await commands.change_point(request.user, number, key, read=read, **_given(form))
    except Refused as problem:
        return await _point(request, _problems(problem), form.typed, 422)
    return render.go(request, f"/planks/{number}/note/draft#point-{key}", "note-point-changed")


async def posts(request: Request) -> Response:
    """The posts of one place of the debate, to choose from."""
    return await _posts(request, {}, {})


async def _posts(
    request: Request,
    problems: dict[str, Sentence],
    typed: dict[str, str],
    status: int = 200,
    ticked: Collection[int] | None = None,
) -> Response:
    number, key, asked = request.path_params["number"], request.path_params["key"], request.query_params
    given = asked.get("after", "")
    after = int(given) if given.isdecimal() and given.isascii() and len(given) < 10 else 0
    place, claim = typed.get("place") or asked.get("place", ""), debate.claim_of(asked.get("claim", ""))
    view = await copies.picker(request.user, number, key, place, claim, after, i18n.language())
    shown = await queries.note(request.user, number, i18n.language())
    return await render.page(
        request, "rapporteur/posts.html", status=status, view=view, title=shown.title, number=number,
        problems=problems, typed=typed, ticked=ticked,
    )  # fmt: skip


async def choose(request: Request) -> Response:
    """What was ticked among the posts that were shown, and those given by their numbers at this place."""
    form, number, key = await forms.read(request), request.path_params["number"], request.path_params["key"]
    await _require_own(request)
    chosen, shown, place = form.keys("post"), form.keys("shown"), form.typed.get("place", "")
    try:
        form.done()
        typed = rules.numbers(form.typed.get("numbers", ""))
        chosen += await copies.by_numbers(request.user, number, place, typed) if typed else ()
        await commands.choose_posts(request.user, number, key, chosen, shown)
    except Absent:
        await copies.point(request.user, number, key, i18n.language())
        missing = Sentence(N_("There is no post with this number in this debate."))
        return await _posts(request, {"numbers": missing}, form.typed, 422, form.keys("post"))
    except Refused as problem:
        return await _posts(request, _problems(problem, "numbers"), form.typed, 422, form.keys("post"))
    return render.go(request, f"/planks/{number}/note/draft#point-{key}", "note-posts-chosen")


async def up(request: Request) -> Response:
    number, key = request.path_params["number"], request.path_params["key"]
    await commands.move_up(request.user, number, key)
    return render.go(request, f"/planks/{number}/note/draft#point-{key}")


async def remove(request: Request) -> Response:
    number = request.path_params["number"]
    await commands.remove_point(request.user, number, request.path_params["key"])
    return render.go(request, f"/planks/{number}/note/draft", "note-point-removed")


async def present(request: Request) -> Response:
    number = request.path_params["number"]
    await commands.present(request.user, number)
    return render.go(request, f"/planks/{number}/note", "note-presented")


async def _require_own(request: Request) -> None:
    await copies.desk(request.user, request.path_params["number"], i18n.language())


def _problems(problem: Refused, field: str = "text") -> dict[str, Sentence]:
    if problem.status not in (409, 422):
        raise problem
    return common.problems_of(problem, field)


_DRAFT = "/planks/{number:int}/note/draft"
routes: list[BaseRoute] = [
    get(_DRAFT, desk, may="write-note"),
    post(_DRAFT, add, may="write-note"),
    post("/planks/{number:int}/note/presentation", present, may="write-note"),
    get(f"{_DRAFT}/{{key:int}}", point, may="write-note"),
    post(f"{_DRAFT}/{{key:int}}", change, may="write-note"),
    get(f"{_DRAFT}/{{key:int}}/posts", posts, may="write-note"),
    post(f"{_DRAFT}/{{key:int}}/posts", choose, may="write-note"),
    post(f"{_DRAFT}/{{key:int}}/up", up, may="write-note"),
    post(f"{_DRAFT}/{{key:int}}/removal", remove, may="write-note"),
]
