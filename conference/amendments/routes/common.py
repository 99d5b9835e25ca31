"""What the pages of amendments share: the number in an address, the reader's language, one amendment's whole page."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from conference.amendments import queries, rules
from conference.amendments.groups import queries as groups
from conference.amendments.rules import READY, code
from conference.amendments.views import AmendmentView
from conference.core.errors import Absent, Invalid
from conference.debate import frames
from conference.debate import queries as debate
from conference.debate.rules import asked
from conference.planks.links import queries as links
from conference.translation.machine import rough
from conference.translation.machine.rough import Rough
from conference.translation.terms import marks
from conference.web import errors, render


def number_in(request: Request, name: str = "code") -> int:
    """The number in `/amendments/A12`. Raises `Absent` for any other name."""
    number = rules.number_of(request.path_params[name])
    if number is None:
        raise Absent
    return number


def language_of(request: Request) -> str:
    return str(request.scope["state"]["language"])


def back(request: Request, number: int, notice: str) -> Response:
    """To the amendment's page, with a short confirmation."""
    return render.go(request, f"/amendments/{code(number)}", notice)


async def _rough(view: AmendmentView, language: str) -> Rough | None:
    """What engines make of a wording that no person has written in this language; its difference shows the original."""
    if not view.text or view.lang == language or view.text_unit is None:
        return None
    return (await rough.of({"": [view.text_unit]}, language)).get("")


async def page(request: Request, number: int, typed: dict[str, str], problem: Invalid | None = None) -> Response:
    """One amendment; its number and how to report it where it cannot be shown."""
    actor, language = request.user, language_of(request)
    broken = await queries.broken_one(actor, number)
    if broken is not None:
        return await render.page(request, "amendments/broken.html", broken=broken, topics=(f"amendment-{number}",))
    wanted = request.query_params.get("languages") == "all"
    original = request.query_params.get("original") == "1"
    translated = request.query_params.get("translated") == "1"
    view = await queries.amendment(actor, number, language, frozenset() if translated else actor.left_in(language))
    if original and view.original_lang != view.lang:
        view = await queries.amendment(actor, number, view.original_lang)
    thread = await debate.page(actor, view.thread_id, language, asked(request.query_params))
    context: dict[str, Any] = {
        "amendment": view,
        "in_all": await queries.in_all_languages(actor, number) if wanted else {},
        "original": original,
        "steps": await queries.steps(actor, number),
        "leaning": await links.leaning_on(actor, view.plank_number, view.block, language),
        "terms": await queries.terms(),
        "ready": READY,
        "waits": await groups.waits_for_words(actor, number),
        "composite": await queries.composite(actor, number, language),
        "own_words": await queries.amendment(actor, number, view.original_lang),
        "thread": thread,
        "frame": await frames.frame(actor, thread, language),
        "typed": typed,
        "mark": await marks.marker(actor, language),
        "rough": await _rough(view, language),
        "topics": (f"amendment-{number}", f"thread-{view.thread_id}"),
    }
    if problem is not None:
        return await errors.again(request, problem, "amendments/amendment.html", **context)
    parts = ("status", "cosigners", "life")
    return await render.page(request, "amendments/amendment.html", parts=parts, problems={}, **context)
