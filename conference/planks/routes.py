"""The list of planks, a version of one, and two versions compared."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.words import N_
from conference.planks import queries
from conference.planks.queries import BlockView, PlankView
from conference.planks.rules import State
from conference.runtime import i18n
from conference.text.diff import Op, diff
from conference.web import render
from conference.web.routing import get

STATES = {
    State.DRAFT: ("wait", N_("In draft")),
    State.DEBATE: ("open", N_("Under debate")),
    State.ADOPTED: ("ok", N_("Adopted")),
    State.LOST: ("lost", N_("Not adopted")),
}
_RUNS = {Op.EQUAL: "same", Op.INSERT: "added", Op.DELETE: "removed"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A block in two versions: the changes of its words as the template wants them."""

    id: str
    kind: str
    lang: str
    runs: tuple[tuple[str, str], ...]
    same: bool


async def planks(request: Request) -> Response:
    found = await queries.planks(request.user, i18n.language())
    return await render.page(
        request, "planks/list.html", parts=("list",), topics=("planks",), planks=found, states=STATES
    )


async def version(request: Request) -> Response:
    """The plank as it stood in version k."""
    number, k = request.path_params["number"], request.path_params["k"]
    view = await queries.plank(request.user, number, i18n.language(), k)
    versions = await queries.versions(request.user, number)
    return await render.page(request, "planks/versions.html", plank=view, versions=versions, states=STATES)


async def compare(request: Request) -> Response:
    """What changed from version a to version b, block by block."""
    number, language = request.path_params["number"], i18n.language()
    old = await queries.plank(request.user, number, language, request.path_params["a"])
    new = await queries.plank(request.user, number, language, request.path_params["b"])
    blocks = await asyncio.to_thread(compared, old, new)
    return await render.page(
        request,
        "planks/compare.html",
        old=old,
        new=new,
        blocks=blocks,
        changed=sum(1 for block in blocks if not block.same),
        versions=await queries.versions(request.user, number),
    )


def compared(old: PlankView, new: PlankView) -> list[Compared]:
    """The blocks of both versions in reading order; one that is gone stands where it stood."""
    before = {block.id: block for block in old.blocks}
    here = {block.id for block in new.blocks}
    found = [_block(before, block) for block in new.blocks]
    order = [block.id for block in old.blocks]
    for at, block in enumerate(old.blocks):
        if block.id not in here:
            ahead = set(order[:at])
            place = max((index for index, each in enumerate(found, 1) if each.id in ahead), default=0)
            found.insert(place, _gone(block))
    return found


def _block(before: Mapping[str, BlockView], block: BlockView) -> Compared:
    old = before[block.id].text if block.id in before else ""
    runs = tuple((_RUNS[change.op], change.text) for change in diff(old, block.text))
    return Compared(block.id, block.kind, block.lang, runs, old == block.text)


def _gone(block: BlockView) -> Compared:
    return Compared(block.id, block.kind, block.lang, (("removed", block.text),), same=False)


routes: list[BaseRoute] = [
    get("/planks", planks),
    get("/planks/{number:int}/versions/{k:int}", version),
    get("/planks/{number:int}/compare/{a:int}...{b:int}", compare),
]
