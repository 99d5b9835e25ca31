"""The list of amendments, one amendment, and the rules that they are filed by."""

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import commands, policy, queries
from conference.amendments.queries import EVERYTHING, NEEDS_A_VOTE
from conference.amendments.routes.common import language_of, number_in
from conference.amendments.routes.common import page as amendment_page
from conference.amendments.terms import MOST_MINUTES, MOST_PEOPLE, Counted, Terms
from conference.core.errors import Invalid
from conference.core.words import N_
from conference.runtime import clock
from conference.web import errors, forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

render.notices(**{"amendment-terms-set": N_("The rules of filing are in force.")})


async def listing(request: Request) -> Response:
    """What needs a vote first; `?needs=all` has everything."""
    needs = EVERYTHING if request.query_params.get("needs") == EVERYTHING else NEEDS_A_VOTE
    asked = request.query_params.get("plank", "")
    plank = int(asked) if asked.isdecimal() and len(asked) < 7 else None
    found = await queries.amendments(request.user, language_of(request), needs, plank)
    terms = await queries.terms()
    return await render.page(
        request, "amendments/list.html", parts=("list",), topics=("amendments",), amendments=found, needs=needs,
        plank=plank, broken=await queries.broken(request.user, plank), terms=terms, late=terms.is_late(clock.now()),
    )  # fmt: skip


async def amendment(request: Request) -> Response:
    """One amendment: what it changes, why, who stands behind it, what is said of it."""
    return await amendment_page(request, number_in(request), {})


async def terms(request: Request) -> Response:
    """The rules of filing in sentences, and for the chair and the organizers the form that sets them."""
    return await _terms(request, _typed(await queries.terms()))


async def _terms(request: Request, typed: dict[str, str], problem: Invalid | None = None) -> Response:
    found = await queries.terms()
    context: dict[str, Any] = {
        "terms": found, "late": found.is_late(clock.now()), "may_set": policy.may_set_terms(request.user),
        "typed": typed,
    }  # fmt: skip
    if problem is not None:
        return await errors.again(request, problem, "amendments/rules.html", **context)
    return await render.page(request, "amendments/rules.html", problems={}, **context)


def _typed(found: Terms) -> dict[str, str]:
    values = {name: str(value) for name, value in found.as_data().items()}
    switches = {name: "yes" if getattr(found, name) else "" for name in ("floor", "movers_accept")}
    deadline = found.deadline.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") if found.deadline else ""
    return values | switches | {"deadline": deadline}


async def set_terms(request: Request) -> Response:
    form = await forms.read(request)
    try:
        await commands.set_terms(request.user, _read(form))
    except Invalid as problem:
        return await _terms(request, form.typed, problem)
    return render.go(request, "/amendments/rules", "amendment-terms-set")


def _read(form: Form) -> Terms:
    """The terms that were typed. Raises `Invalid`."""

    def people(name: str, least: int) -> int:
        return form.number(name, least=least, most=MOST_PEOPLE)

    def minutes(name: str) -> int:
        return form.number(name, least=0, most=MOST_MINUTES)

    made = Terms(
        cosigners=people("cosigners", 0), counted=form.choice("counted", tuple(each.value for each in Counted)),
        deadline=_moment(form), translation_minutes=minutes("translation_minutes"), floor=form.ticked("floor"),
        floor_cosigners=people("floor_cosigners", 0), movers_accept=form.ticked("movers_accept"),
        objectors=people("objectors", 1), objection_minutes=minutes("objection_minutes"),
        take_over_minutes=minutes("take_over_minutes"),
    )  # fmt: skip
    form.done()
    return made


def _moment(form: Form) -> datetime | None:
    written = form.typed.get("deadline", "").strip()
    if not written:
        return None
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:
        form.problem("deadline", N_("Please give a day and a time, such as 2027-05-01T18:00."))
        return None


routes: list[BaseRoute] = [
    get("/amendments", listing),
    get("/amendments/", listing),
    get("/amendments/rules", terms),
    post("/amendments/rules", set_terms, may="set-amendment-terms"),
]
one: list[BaseRoute] = [get("/amendments/{code}", amendment)]
