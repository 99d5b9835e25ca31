"""Commitments by clause and by delegation."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Conflict, Invalid
from conference.core.words import N_, Sentence
from conference.resolutions import queries as resolutions
from conference.resolutions.commitments import commands, queries
from conference.resolutions.commitments.rules import Status
from conference.resolutions.rules import State
from conference.runtime import i18n
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "commitment-made": N_("The commitment is on record. Translators find it at their desk."),
        "commitment-reported": N_("The report is on record."),
    }
)


async def overview(request: Request) -> Response:
    view = await queries.overview(request.user, _number(request), i18n.language())
    return await render.page(request, "resolutions/commitments.html", view=view)


async def of_delegation(request: Request) -> Response:
    return await _of_delegation(request, {}, {})


async def _of_delegation(
    request: Request, problems: dict[str, Any], typed: dict[str, str], status: int = 200
) -> Response:
    number, code = _number(request), request.path_params["code"]
    view = await queries.overview(request.user, number, i18n.language(), code)
    published = (await resolutions.row(request.user, number)).state == State.PUBLISHED
    return await render.page(
        request, "resolutions/commitments-of.html", status=status, view=view, code=code, published=published,
        delegation=dict(view.delegations)[code], statuses=tuple(Status), problems=problems, typed=typed,
    )  # fmt: skip


async def commit(request: Request) -> Response:
    form = await forms.read(request)
    number, code, typed = _number(request), request.path_params["code"], form.typed
    await resolutions.row(request.user, number)
    due, unreadable = _day(typed.get("due_on", ""))
    if unreadable:
        return await _of_delegation(request, {"due_on": unreadable}, typed, 422)
    try:
        made = await commands.commit(
            request.user, number, code, typed.get("clause", ""), typed.get("language", ""), typed.get("text", ""),
            typed.get("office", ""), due, owner=form.ticked("owner"),
        )  # fmt: skip
    except Invalid as problem:
        return await _of_delegation(request, problem.problems, typed, 422)
    return render.go(request, f"/resolutions/{number}/commitments/{code}#c{made.id}", "commitment-made")


async def report(request: Request) -> Response:
    form = await forms.read(request)
    number, code, which = _number(request), request.path_params["code"], request.path_params["commitment"]
    await resolutions.row(request.user, number)
    status, language = form.typed.get("status", ""), form.typed.get("language", "")
    try:
        await commands.report(request.user, number, which, status, language, form.typed.get("text", ""))
    except Invalid as problem:
        named = {f"{name}-{which}": each for name, each in problem.problems.items()}
        return await _of_delegation(request, named, form.typed | {"report": str(which)}, 422)
    except Conflict as problem:
        kept = form.typed | {"report": str(which)}
        return await _of_delegation(request, {f"status-{which}": problem.sentence}, kept, 422)
    return render.go(request, f"/resolutions/{number}/commitments/{code}#c{which}", "commitment-reported")


def _day(typed: str) -> tuple[date | None, Sentence | None]:
    """The day, none when nothing was typed, or the sentence why it cannot be read."""
    if not typed.strip():
        return None, None
    try:
        return date.fromisoformat(typed.strip()), None
    except ValueError:
        return None, Sentence(N_("Please give a day like 2026-05-31."))


def _number(request: Request) -> int:
    return int(request.path_params["number"])


_ALL = "/resolutions/{number:int}/commitments"
routes: list[BaseRoute] = [
    get(_ALL, overview),
    get(f"{_ALL}/{{code}}", of_delegation),
    post(f"{_ALL}/{{code}}", commit, may="commit"),
    post(f"{_ALL}/{{code}}/{{commitment:int}}", report, may="commit"),
]
