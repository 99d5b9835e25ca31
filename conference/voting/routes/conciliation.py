"""The conciliation that a vote has led to: members, text, consents, and the chair's steps."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Refused
from conference.core.words import N_, Sentence
from conference.voting import commands, queries
from conference.voting.conciliation import queries as conciliations
from conference.voting.routes.asked import language_of, number_of
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "conciliator-recorded": N_("The member is recorded."),
        "conciliation-text": N_("Your text lies before the members; you consent to it."),
        "conciliation-consent": N_("You have consented to this text."),
        "conciliation-put": N_("The one new vote is put."),
        "conciliation-failed": N_("The conciliation has failed. The text falls."),
    }
)


async def conciliation(request: Request) -> Response:
    return await _page(request)


async def _page(request: Request, problem: Sentence | None = None, status: int = 200) -> Response:
    vote = await queries.find(request.user, number_of(request))
    found = await conciliations.page(request.user, vote, language_of(request))
    return await render.page(
        request,
        "voting/conciliation.html",
        parts=("standing",),
        topics=(f"vote-{vote.number}",),
        status=status,
        found=found,
        problem=problem,
    )


async def recording(request: Request) -> Response:
    """One member for each delegation, chosen one at a time."""
    form = await forms.read(request)
    try:
        account = form.number("account", least=1, most=999_999_999)
        form.done()
        await commands.appoint(request.user, number_of(request), request.path_params["code"], account)
    except Refused as problem:
        return await _page(request, problem.sentence, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/conciliation", "conciliator-recorded")


async def laying(request: Request) -> Response:
    form = await forms.read(request)
    try:
        await commands.lay_text(request.user, number_of(request), form.typed.get("text", ""))
    except Refused as problem:
        return await _page(request, problem.sentence, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/conciliation", "conciliation-text")


async def consenting(request: Request) -> Response:
    form = await forms.read(request)
    try:
        await commands.consent(request.user, number_of(request), form.typed.get("text", ""))
    except Refused as problem:
        return await _page(request, problem.sentence, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/conciliation", "conciliation-consent")


async def putting(request: Request) -> Response:
    try:
        made = await commands.put_conciliated(request.user, number_of(request))
    except Refused as problem:
        return await _page(request, problem.sentence, problem.status)
    return render.go(request, f"/votes/{made.number}", "conciliation-put")


async def failing(request: Request) -> Response:
    try:
        await commands.fail_conciliation(request.user, number_of(request))
    except Refused as problem:
        return await _page(request, problem.sentence, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/conciliation", "conciliation-failed")


routes: list[BaseRoute] = [
    get("/votes/{number:int}/conciliation", conciliation),
    post("/votes/{number:int}/conciliation/members/{code}", recording, may="put-vote"),
    post("/votes/{number:int}/conciliation/text", laying, may="conciliate"),
    post("/votes/{number:int}/conciliation/consent", consenting, may="conciliate"),
    post("/votes/{number:int}/conciliation/putting", putting, may="put-vote"),
    post("/votes/{number:int}/conciliation/failing", failing, may="declare-vote"),
]
