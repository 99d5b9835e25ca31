"""The page on which drafters say which blocks lean on each other."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Refused
from conference.core.words import N_
from conference.planks import queries as planks
from conference.planks.links import commands, policy, queries
from conference.planks.links.rules import End
from conference.runtime import i18n
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "blocks-linked": N_("The link is set. Whoever amends the one block is told of the other."),
        "blocks-unlinked": N_("The link has been taken away."),
    }
)


async def links(request: Request) -> Response:
    return await _links(request, None, {})


async def _links(request: Request, problem: Refused | None, typed: dict[str, str], status: int = 200) -> Response:
    number, language = int(request.path_params["number"]), i18n.language()
    view = await planks.plank(request.user, number, language)
    others = [await planks.plank(request.user, each.number, language)
              for each in await planks.planks(request.user, language) if each.version]  # fmt: skip
    ends = [(f"{each.number}.{block.id}", f"{each.number}.{block.id.removeprefix('p')} · {block.text[:70]}")
            for each in others for block in each.blocks]  # fmt: skip
    return await render.page(
        request, "planks/links.html", status=status, plank=view, ends=ends, problem=problem, typed=typed,
        links=await queries.of_plank(request.user, view.id, language), may_link=policy.may_link(request.user),
    )  # fmt: skip


async def link(request: Request) -> Response:
    form = await forms.read(request)
    number = int(request.path_params["number"])
    try:
        target = _end(form.typed.get("target", ""))
        leaning = End(number, form.typed.get("block", "")[:24])
        await commands.link(request.user, leaning, form.typed.get("kind", ""), target)
    except Refused as problem:
        if problem.status != 422:
            raise
        return await _links(request, problem, form.typed, 422)
    return render.go(request, f"/planks/{number}/links", "blocks-linked")


async def unlink(request: Request) -> Response:
    await commands.unlink(request.user, request.path_params["link"])
    return render.go(request, f"/planks/{request.path_params['number']}/links", "blocks-unlinked")


def _end(typed: str) -> End:
    number, _, block = typed.partition(".")
    if not number.isdecimal() or len(number) > 9:
        raise Refused("no-such-block", N_("Please choose a block."))
    return End(int(number), block[:24])


routes: list[BaseRoute] = [
    get("/planks/{number:int}/links", links),
    post("/planks/{number:int}/links", link, may="link-blocks"),
    post("/planks/{number:int}/links/{link:int}/removal", unlink, may="link-blocks"),
]
