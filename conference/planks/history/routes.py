"""A version of a plank, its languages side by side, all its versions, and two of them compared."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.planks import queries
from conference.planks.drafting import queries as drafting
from conference.planks.history import queries as histories
from conference.planks.history import standing
from conference.planks.history.comparison import compared
from conference.runtime import i18n
from conference.runtime.aside import aside
from conference.text.diff import diff, summary
from conference.translation import queries as translation
from conference.web import render
from conference.web.routing import get


async def versions(request: Request) -> Response:
    """The history of a plank: who, when, why, what changed in words."""
    number, language = request.path_params["number"], i18n.language()
    before = _number(request, "before")
    lines, following = await histories.history(request.user, number, language, before or 0)
    view = await queries.plank(request.user, number, language)
    return await render.page(
        request, "planks/history.html", parts=("lines",), topics=(f"plank-{number}",), plank=view, lines=lines,
        following=following,
    )  # fmt: skip


async def version(request: Request) -> Response:
    """The plank as it stood in version k, for good."""
    number, k = request.path_params["number"], request.path_params["k"]
    view = await queries.plank(request.user, number, i18n.language(), k)
    return await render.page(
        request, "planks/version.html", plank=view, gone=await histories.gone(view.id, k), **await _told(request, k)
    )


async def sides(request: Request) -> Response:
    """The languages of a version side by side: all, or the two of `?with=`, which is said beside the reader's own."""
    number, k, own = request.path_params["number"], request.path_params["k"], i18n.language()
    view = await queries.plank(request.user, number, own, k)
    beside = [each for each in LANGUAGES if each in request.query_params.get("with", "").split(",") and each != own]
    shown = (own, *(beside or [each for each in LANGUAGES if each != own]))
    blocks = await standing.of_version(view.id, k)
    return await render.page(
        request, "planks/sides.html", plank=view, blocks=blocks, shown=shown, gone=await histories.gone(view.id, k),
        behind={each: sum(1 for block in blocks if not block.standings[each].current) for each in shown},
        uncertified={each: sum(1 for block in blocks if not block.standings[each].fit) for each in shown},
        **await _told(request, k),
    )  # fmt: skip


async def compare(request: Request) -> Response:
    """What changed from version a to version b, block by block, in the reader's language or that of `?language=`."""
    number, a, b = (request.path_params[each] for each in ("number", "a", "b"))
    wanted = request.query_params.get("language", "")
    language = wanted if wanted in LANGUAGES else i18n.language()
    old = await queries.plank(request.user, number, language, a)
    new = await queries.plank(request.user, number, language, b)
    blocks = await aside(compared, old.blocks, new.blocks)
    changes = [change for block in blocks if not block.same for change in block.changes]
    heads = ((old.title, new.title), (old.summary, new.summary))
    title, said = (diff(was, now) if was != now else () for was, now in heads)
    return await render.page(
        request, "planks/compare.html", old=old, new=new, blocks=blocks, language=language,
        changed=sum(1 for block in blocks if not block.same), total=summary(changes),
        versions=await queries.versions(request.user, number), title=new.title,
        everything="all" in request.query_params, retitled=title, summed=said,
    )  # fmt: skip


async def choose(request: Request) -> Response:
    """Two versions chosen in a form: their comparison has an address of its own."""
    number, language = request.path_params["number"], request.scope["state"]["language"]
    a, b = _number(request, "a"), _number(request, "b")
    if not a or not b:
        raise Absent
    wanted = request.query_params.get("language", "")
    asked = f"?language={wanted}" if wanted in LANGUAGES else ""
    return RedirectResponse(f"/{language}/planks/{number}/compare/{min(a, b)}...{max(a, b)}{asked}", 303)


async def _told(request: Request, k: int) -> dict[str, Any]:
    """What the pages of one version say of it: who brought it and why, and whether the reader may edit the plank."""
    number = request.path_params["number"]
    line = await histories.line(request.user, number, k)
    reason = None
    if line is not None and line.reason is not None:
        reason = (await translation.readings([line.reason], i18n.language())).get(line.reason)
    plank = await queries.visible(request.user, number)
    return {"line": line, "reason": reason, "may_edit": await drafting.may_edit(request.user, plank)}


def _number(request: Request, name: str) -> int | None:
    given = request.query_params.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 8 else None


routes: list[BaseRoute] = [
    get("/planks/{number:int}/versions", versions),
    get("/planks/{number:int}/versions/{k:int}", version),
    get("/planks/{number:int}/versions/{k:int}/languages", sides),
    get("/planks/{number:int}/compare", choose),
    get("/planks/{number:int}/compare/{a:int}...{b:int}", compare),
]
