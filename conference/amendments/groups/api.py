"""Groups, alternatives and the order of votes of a plank as JSON."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.amendments.groups import queries
from conference.amendments.groups.views import GroupsPage, GroupView, RivalsView
from conference.runtime import i18n
from conference.web.routing import get


async def groups(request: Request) -> Response:
    """What touches the same words, what is an alternative, in which order it is voted on and why (by codes)."""
    page = await queries.groups(request.user, int(request.path_params["number"]), i18n.language())
    return JSONResponse(as_data(page))


def as_data(page: GroupsPage) -> dict[str, Any]:
    """The page by numbers and codes."""
    return {
        "plank": page.plank_number,
        "version": page.version,
        "groups": [_group(each) for each in page.groups],
        "alternatives": [
            _rivals(each) for each in (*page.rivals, *(one for each in page.groups for one in each.rivals))
        ],
        "order": [
            {"amendments": list(each.numbers), "because": each.because.value, "percent": each.percent}
            for each in page.order
        ],
        "order_changed_by_chair": page.chosen is not None,
        "waiting": [each.number for each in page.waiting],
        "broken": [{"number": each.number, "fault": each.fault} for each in page.broken],
    }


def _group(group: GroupView) -> dict[str, Any]:
    return {
        "block": group.block,
        "amends": group.above,
        "amendments": [each.line.number for each in group.members],
        "reasons": list(group.reasons),
        "languages": list(group.touching),
        "pairs": [list(each) for each in group.pairs],
    }


def _rivals(rivals: RivalsView) -> dict[str, Any]:
    reason = {"text": rivals.reason, "language": rivals.reason_lang}
    return {"amendments": list(rivals.numbers), "reason": reason, "at": rivals.at.isoformat()}


routes: list[BaseRoute] = [get("/planks/{number:int}/groups", groups)]
