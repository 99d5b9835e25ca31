"""Pages of resolutions. A published one is the same for every visitor and kept for all of them (`visitors`)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.resolutions import commands, policy, queries, visitors
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.certified import queries as certified
from conference.resolutions.commitments import queries as commitments
from conference.resolutions.editions import queries as editions
from conference.resolutions.rules import State
from conference.resolutions.visitors import Moment
from conference.translation.terms import marks
from conference.web import errors, forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "resolution-compiled": N_("The resolution has been compiled. From now on its text does not change."),
        "resolution-put": N_("The resolution has been put to the vote."),
        "resolution-published": N_("The resolution has been published: anybody can read it now."),
    }
)


async def listing(request: Request) -> Response:
    """Published resolutions, and those on their way for whoever may see them."""
    language, moment = _language(request), await Moment.now()
    listed = await queries.resolutions(request.user, language)
    chosen = await queries.compilable(request.user)
    context: dict[str, Any] = {
        "may_draft": policy.may_draft(request.user), "resolutions": listed, "compilable": chosen, "problems": {},
        "may_compile": policy.may_compile(request.user, chosen), "typed": {},
    }  # fmt: skip
    if not request.user.signed_in:
        return await visitors.write(request, moment, "resolutions/list.html", **context)
    return await render.page(request, "resolutions/list.html", parts=("list",), topics=("resolutions",), **context)


async def resolution(request: Request) -> Response:
    """One resolution, in one language or in several side by side."""
    actor, language, number = request.user, _language(request), _number(request)
    kept = await visitors.kept(request)
    if kept is not None:
        return kept
    moment = await Moment.now()
    found = await queries.row(actor, number)
    view = await queries.resolution(actor, number, language)
    context: dict[str, Any] = {
        "resolution": view, "shown": _shown(request), "referenda": await adopted.referenda(actor, found, language),
        "uncertified": await certified.uncertified(found), "editions": await editions.editions(number),
        "delegations": await commitments.delegations(language), "mark": await marks.marker(actor, language),
    }  # fmt: skip
    if found.state == State.PUBLISHED and not actor.signed_in:
        return await visitors.write(request, moment, "resolutions/resolution.html", steps=None, **context)
    topics = (f"resolution-{number}", *((f"vote-{view.vote.number}",) if view.vote else ()))
    steps = await queries.steps(actor, number, language)
    return await render.page(
        request, "resolutions/resolution.html", parts=("standing",), topics=topics, steps=steps, **context
    )


async def compile_resolution(request: Request) -> Response:
    form = await forms.read(request)
    ticked = await request.form()
    numbers = [int(str(each)) for each in ticked.getlist("plank") if str(each).isdecimal() and len(str(each)) < 7]
    titles = {language: form.typed.get(f"title-{language}", "") for language in LANGUAGES}
    try:
        made = await commands.compile_resolution(request.user, titles, numbers)
    except Invalid as problem:
        chosen = await queries.compilable(request.user)
        return await errors.again(
            request, problem, "resolutions/list.html", typed=form.typed, compilable=chosen,
            resolutions=await queries.resolutions(request.user, _language(request)),
            may_compile=policy.may_compile(request.user, chosen), may_draft=policy.may_draft(request.user),
        )  # fmt: skip
    return render.go(request, f"/resolutions/{made.number}", "resolution-compiled")


async def put(request: Request) -> Response:
    form = await forms.read(request)
    rule_set = form.text("rules-resolution" if "rules-resolution" in form.typed else "rules", longest=40, needed=False)
    form.done()
    vote = await commands.put_resolution(request.user, _number(request), rule_set)
    return render.go(request, f"/votes/{vote.number}", "resolution-put")


async def publish(request: Request) -> Response:
    await commands.publish(request.user, _number(request))
    return render.go(request, f"/resolutions/{_number(request)}", "resolution-published")


def _shown(request: Request) -> tuple[str, ...]:
    """The languages side by side: those asked for, in their order, else the reader's."""
    asked = dict.fromkeys(request.query_params.get("languages", "")[:40].split(","))
    return tuple(each for each in asked if each in LANGUAGES) or (_language(request),)


def _number(request: Request) -> int:
    return int(request.path_params["number"])


def _language(request: Request) -> str:
    return str(request.scope["state"]["language"])


routes: list[BaseRoute] = [
    get("/resolutions", listing),
    get("/resolutions/{number:int}", resolution),
    post("/resolutions", compile_resolution, may="compile"),
    post("/resolutions/{number:int}/vote", put, may="put-vote"),
    post("/resolutions/{number:int}/publication", publish, may="publish"),
]
