"""Pages of groups, of the order of votes, and of amendments that wait for a person."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import rules
from conference.amendments.groups import commands, queries
from conference.amendments.groups.rules import FOLLOWED, Followed
from conference.amendments.routes.common import language_of, number_in
from conference.core.errors import Absent, Conflict, Invalid, NotPermitted, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

render.notices(
    **{
        "rivals-marked": N_("The conference hears that these are alternatives."),
        "rivals-ended": N_("They are no longer alternatives."),
        "votes-ordered": N_("The votes come in this order from now on."),
        "amendment-confirmed": N_("The amendment stands with its new words. The other languages are to be done again."),
    }
)


async def groups(request: Request) -> Response:
    """What touches, what is an alternative, and in which order it is voted on."""
    return await _groups(request)


async def _groups(request: Request, typed: Form | None = None, problem: Refused | None = None) -> Response:
    number = int(request.path_params["number"])
    page = await queries.groups(request.user, number, language_of(request))
    problems = dict(problem.problems) if isinstance(problem, Invalid) else {}
    return await render.page(
        request, "amendments/groups.html", page=page, problems=problems, typed=typed.typed if typed else {},
        ticked=frozenset(typed.keys("amendment")) if typed else frozenset(),
        form=typed.typed.get("form", "") if typed else "",
        refused=problem.sentence if problem and not problems else Sentence(""),
        status=problem.status if problem else 200, topics=(f"plank-{number}", "amendments"),
    )  # fmt: skip


async def mark(request: Request) -> Response:
    """A member of the drafting committee, or the chair, says that these are alternatives."""
    number, form = int(request.path_params["number"]), await forms.read(request)
    try:
        chosen = form.keys("amendment")
        form.done()
        await commands.mark(request.user, number, chosen, form.typed.get("reason", ""), language_of(request))
    except Refused as problem:
        return await _again(request, form, problem)
    return render.go(request, f"/planks/{number}/groups", "rivals-marked")


async def end(request: Request) -> Response:
    """They are no alternatives any more."""
    number, form = int(request.path_params["number"]), await forms.read(request)
    try:
        await commands.end(request.user, number, request.path_params["key"])
    except Refused as problem:
        return await _again(request, form, problem)
    return render.go(request, f"/planks/{number}/groups", "rivals-ended")


async def order(request: Request) -> Response:
    """The chair gives each vote a place; equal places keep the order in which they stood. Alternatives follow their
    first (`lead-…`)."""
    number, form = int(request.path_params["number"]), await forms.read(request)
    try:
        standing = form.keys("amendment")
        leads = {each: form.typed.get(f"lead-{each}") or str(each) for each in standing}
        place = {each: form.number(f"place-{lead}", least=1, most=999) for each, lead in leads.items()}
        form.done()
        wanted = sorted(standing, key=lambda each: place[each])
        await commands.choose_order(request.user, number, wanted, form.typed.get("reason", ""), language_of(request))
    except Refused as problem:
        return await _again(request, form, problem)
    return render.go(request, f"/planks/{number}/groups#order", "votes-ordered")


async def _again(request: Request, form: Form, problem: Refused) -> Response:
    """The page as it stands now, with the sentence and with what was typed."""
    if isinstance(problem, Absent | NotPermitted) and problem.status != 422:
        raise problem
    return await _groups(request, form, problem)


async def overlap(request: Request) -> Response:
    """An amendment that waits: base, theirs and now side by side, and the form of whoever decides."""
    return await _overlap(request, {})


async def _overlap(request: Request, typed: dict[str, str], problem: Refused | None = None) -> Response:
    number, language = number_in(request), language_of(request)
    view = await queries.overlap(request.user, number, language)
    asked = typed.get("language") or request.query_params.get("language", "")
    own = next(iter(request.user.understands), language)
    writes = asked if asked in LANGUAGES else own
    context: dict[str, Any] = {
        "overlap": view, "typed": typed, "writes": writes, "why": Sentence(FOLLOWED[Followed.OVERLAP]),
        "start": next((each.start for each in view.sides if each.lang == writes), ""),
        "problems": dict(problem.problems) if isinstance(problem, Invalid) else {},
        "refused": problem.sentence if problem and not isinstance(problem, Invalid) else Sentence(""),
    }  # fmt: skip
    return await render.page(
        request, "amendments/groups_overlap.html", status=problem.status if problem else 200,
        topics=(f"amendment-{number}",), **context,
    )  # fmt: skip


async def confirm(request: Request) -> Response:
    """She says how it should read now."""
    number, form = number_in(request), await forms.read(request)
    try:
        key = form.number("overlap", least=1, most=999_999_999)
        language = form.choice("language", LANGUAGES)
        form.done()
        await commands.confirm(request.user, number, key, language, form.typed.get("text", ""))
    except (Invalid, Conflict) as problem:
        return await _overlap(request, form.typed, problem)
    return render.go(request, f"/amendments/{rules.code(number)}", "amendment-confirmed")


routes: list[BaseRoute] = [
    get("/planks/{number:int}/groups", groups),
    post("/planks/{number:int}/rivals", mark, may="mark-rivals"),
    post("/planks/{number:int}/rivals/{key:int}/ending", end, may="mark-rivals"),
    post("/planks/{number:int}/order", order, may="order-votes"),
    get("/amendments/{code}/overlap", overlap),
    post("/amendments/{code}/overlap", confirm, may="settle-overlap"),
]
