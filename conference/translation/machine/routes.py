"""Pages about one machine's text, and about the engines: which of them does what, how far to trust it, what waits."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.words import N_
from conference.runtime import settings
from conference.translation.engines import flags
from conference.translation.machine import pleas, queries
from conference.web import errors, forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "translation-asked": N_("The translators see that you ask for a human translation of this text."),
        "translation-reported": N_("Thank you. The translators see your report."),
    }
)


async def about(request: Request) -> Response:
    """A machine's text beside its original, and what a reader can do about it."""
    found = await queries.about(request.user, request.path_params["unit"], request.path_params["target"])
    shown = await _shown(request, found)
    return await render.page(request, "translation/about.html", problems={}, typed={}, **shown)


async def ask(request: Request) -> Response:
    unit, target = request.path_params["unit"], request.path_params["target"]
    found = await queries.about(request.user, unit, target)
    await pleas.plead(request.user, found, pleas.ASK)
    return render.go(request, f"/texts/{unit}/{target}", notice="translation-asked")


async def report(request: Request) -> Response:
    unit, target = request.path_params["unit"], request.path_params["target"]
    form = await forms.read(request)
    found = await queries.about(request.user, unit, target)
    reason = form.text("reason", longest=pleas.LONGEST)
    try:
        form.done()
    except Invalid as invalid:
        template = "translation/about.html"
        return await errors.again(request, invalid, template, typed=form.typed, **await _shown(request, found))
    await pleas.plead(request.user, found, pleas.REPORT, reason)
    return render.go(request, f"/texts/{unit}/{target}", notice="translation-reported")


async def _shown(request: Request, about: queries.About) -> dict[str, Any]:
    reasons = await queries.reasons(request.user, about.machine.unit_id, about.machine.language)
    return {"about": about, "wrong": _wrong(about), "reasons": reasons}


def _wrong(about: queries.About) -> list[str]:
    return [words for each in about.machine.flags if (words := flags.sentence(each))]


async def engines(request: Request) -> Response:
    """Which engine translates which pair, for everybody; health, budgets and the queue for those who run the house."""
    sees = request.user.may("see-queue")
    return await render.page(
        request,
        "translation/engines.html",
        parts=("now",),
        on=settings.current().machine_translation,
        ways=await queries.ways(),
        sees=sees,
        engines=await queries.engines(asyncio.get_running_loop().time()) if sees else [],
        progress=await queries.progress() if sees else [],
    )


routes: list[BaseRoute] = [
    get("/engines", engines, may="read-public"),
    get("/texts/{unit:int}/{target}", about, may="read-public"),
    post("/texts/{unit:int}/{target}/ask", ask, may="ask-translation"),
    post("/texts/{unit:int}/{target}/report", report, may="ask-translation"),
]
