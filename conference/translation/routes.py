"""The translation desk: what lacks a current text, and one form for a unit and a language."""

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Conflict, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.runtime import i18n
from conference.text.words import BadText
from conference.translation import commands, queries, successors
from conference.translation.machine import queries as machine
from conference.translation.rules import LONGEST
from conference.web import errors, forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "text-translated": N_("Your translation is in its place."),
        "text-reviewed": N_("You are noted as the second person who has looked at this text."),
        "text-certified": N_("The text is certified."),
        "meaning-contested": N_("The other languages are outdated from now on, until somebody has seen to them."),
    }
)


async def desk(request: Request) -> Response:
    """What waits for a translation into one language, a hundred at a time."""
    target = request.query_params.get("into", "")
    target = target if target in LANGUAGES else i18n.language()
    given = request.query_params.get("after", "")
    after = int(given) if given.isdecimal() and len(given) < 10 else 0
    found = await queries.desk(request.user, target, after)
    shown, more = found[: queries.PAGE], len(found) > queries.PAGE
    return await render.page(
        request,
        "translation/desk.html",
        target=target,
        lacks=shown,
        next=shown[-1].unit_id if more else None,
        asked=[] if after else await machine.asked(request.user, target),
    )


async def job(request: Request) -> Response:
    """The original and the text that stands so far."""
    return await render.page(request, "translation/job.html", problems={}, typed={}, **await _job(request))


async def translate(request: Request) -> Response:
    form = await forms.read(request)
    text = form.text("text", longest=LONGEST)
    revision = form.number("revision", least=1, most=1_000_000)
    unit, target = request.path_params["unit"], request.path_params["target"]
    try:
        form.done()
        await commands.translate(request.user, unit, target, text, revision)
    except (Invalid, BadText, Conflict) as problem:
        invalid = problem if isinstance(problem, Invalid) else Invalid({"text": problem.sentence})
        return await errors.again(request, invalid, "translation/job.html", typed=form.typed, **await _job(request))
    return render.go(request, f"/translate/{unit}/{target}", notice="text-translated")


async def review(request: Request) -> Response:
    unit, target = request.path_params["unit"], request.path_params["target"]
    await commands.review(request.user, unit, target)
    return render.go(request, f"/translate/{unit}/{target}", notice="text-reviewed")


async def object_to(request: Request) -> Response:
    """“This does change the meaning.” The page that asked is shown again."""
    form = await forms.read(request)
    unit = request.path_params["unit"]
    await successors.object_to(request.user, unit)
    back = render.safe_next(request, form.typed.get("next", ""))
    return render.noticed(RedirectResponse(quote(back, safe="/?&=#%:"), 303), "meaning-contested")


async def certify(request: Request) -> Response:
    unit, target = request.path_params["unit"], request.path_params["target"]
    await commands.certify(request.user, unit, target)
    return render.go(request, f"/translate/{unit}/{target}", notice="text-certified")


async def _job(request: Request) -> dict[str, Any]:
    target = request.path_params["target"]
    return {"target": target, "job": await queries.job(request.user, request.path_params["unit"], target)}


routes: list[BaseRoute] = [
    get("/translate", desk, may="translate"),
    get("/translate/{unit:int}/{target}", job, may="translate"),
    post("/translate/{unit:int}/objection", object_to, may="object-to-edit"),
    post("/translate/{unit:int}/{target}", translate, may="translate"),
    post("/translate/{unit:int}/{target}/certificate", certify, may="certify-text"),
    post("/translate/{unit:int}/{target}/review", review, may="review-text"),
]
