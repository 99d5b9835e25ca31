"""The credentials committee's page."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.actor import Actor
from conference.core.errors import Invalid
from conference.core.words import N_
from conference.people import commands, letters, policy, queries, rules
from conference.people.models import Account
from conference.people.rules import State
from conference.web import errors, forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

PAGE = "people/credentials.html"
REASON_MOST = 1_000
Decision = Callable[[Actor, int, str], Awaitable[Account]]
render.notices(
    **{
        "delegate-accredited": N_("The registration is accepted, and the person was told."),
        "registration-queried": N_("Your question was sent to the person."),
        "registration-refused": N_("The registration is refused, and the person was told why."),
    }
)


async def registrations(request: Request) -> Response:
    """The list. Only its counts are live: a reason that is being written is never touched."""
    context = await _around(request, request.query_params.get("state", ""), problem_at=0)
    return await render.page(
        request, PAGE, parts=("counts",), topics=("credentials",), problems={}, typed={}, **context
    )


async def _around(request: Request, wanted: str, problem_at: int) -> dict[str, Any]:
    state = State(wanted) if wanted in rules.STATE_WORDS else State.REGISTERED
    given = request.query_params.get("after", "")
    after = int(given) if given.isdecimal() and len(given) < 10 else 0
    shown, following = await queries.registrations(request.user, state, after)
    return {
        "state": state,
        "state_words": rules.STATE_WORDS,
        "counts": await queries.registration_counts(request.user),
        "registrations": shown,
        "following": following,
        "problem_at": problem_at,
        "may_decide": {each.account_id: policy.may_decide(request.user, each.account_id) for each in shown},
    }


async def accept(request: Request) -> Response:
    return await _decided(request, commands.accredit, State.ACCREDITED, "delegate-accredited")


async def query(request: Request) -> Response:
    return await _decided(request, commands.query_registration, State.QUERIED, "registration-queried")


async def refuse(request: Request) -> Response:
    return await _decided(request, commands.refuse_registration, State.REFUSED, "registration-refused")


async def _decided(request: Request, decide: Decision, state: State, notice: str) -> Response:
    form = await forms.read(request)
    account_id = request.path_params["account"]
    seen_in = form.typed.get("state", "")
    try:
        account, reason = await _decide(request, form, decide)
    except Invalid as problem:
        context = await _around(request, seen_in, problem_at=account_id)
        return await errors.again(request, problem, PAGE, typed=form.typed, **context)
    await letters.decided(request.app.state.settings, account, state, reason)
    back = seen_in if seen_in in rules.STATE_WORDS else State.REGISTERED.value
    return render.go(request, f"/credentials?state={back}", notice=notice)


async def _decide(request: Request, form: Form, decide: Decision) -> tuple[Account, str]:
    reason = form.text("reason", longest=REASON_MOST, needed=False)
    form.done()
    return await decide(request.user, request.path_params["account"], reason), reason


routes: list[BaseRoute] = [
    get("/credentials", registrations, may="decide-credentials"),
    post("/credentials/{account:int}/acceptance", accept, may="decide-credentials"),
    post("/credentials/{account:int}/query", query, may="decide-credentials"),
    post("/credentials/{account:int}/refusal", refuse, may="decide-credentials"),
]
