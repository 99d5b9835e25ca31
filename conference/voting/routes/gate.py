"""The texts of a vote before it opens: how they stand in each language, who holds them, what is waived."""

from collections.abc import Awaitable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.voting import commands, queries
from conference.voting.gate import queries as gate
from conference.voting.routes.asked import language_of, number_of
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "text-held": N_("The text is held for 20 minutes, so that it can be read. The vote cannot open before that."),
        "hold-ended": N_("The rest of the time is given back."),
        "waiver-asked": N_("The delegates are asked now whether the vote may open all the same."),
        "waiver-consented": N_("Your consent is noted, with your name."),
        "meaning-changed": N_(
            "Your report is noted: the passage is not put to the vote as a whole until it is settled."
        ),
        "finding-settled": N_("It is noted how this ended."),
    }
)


async def standing(request: Request) -> Response:
    return await _page(request, {}, {})


async def _page(request: Request, typed: dict[str, str], problems: dict[str, Sentence], status: int = 200) -> Response:
    vote = await queries.find(request.user, number_of(request))
    found = await gate.page(request.user, vote, language_of(request))
    if not found.tongues:
        raise Absent
    return await render.page(
        request, "voting/gate.html", parts=("standing",), topics=(f"vote-{vote.number}",), status=status, found=found,
        typed=typed, problems=problems,
    )  # fmt: skip


async def holding(request: Request) -> Response:
    form = await forms.read(request)
    language = form.typed.get("language", "")
    if language not in LANGUAGES:
        raise Absent
    field = f"reason-{language}"
    held = commands.hold_text(request.user, number_of(request), language, form.typed.get(field, ""))
    return await _done(request, held, "text-held", form.typed, field)


async def ending(request: Request) -> Response:
    form = await forms.read(request)
    language = form.typed.get("language", "")
    return await _done(request, commands.end_hold(request.user, number_of(request), language), "hold-ended")


async def asking(request: Request) -> Response:
    form = await forms.read(request)
    asked = commands.ask_waiver(request.user, number_of(request), form.typed.get("reason", ""))
    return await _done(request, asked, "waiver-asked", form.typed)


async def consenting(request: Request) -> Response:
    return await _done(request, commands.consent_waiver(request.user, number_of(request)), "waiver-consented")


async def finding(request: Request) -> Response:
    form = await forms.read(request)
    vote = await queries.find(request.user, number_of(request))
    found = await gate.page(request.user, vote, language_of(request))
    language = form.typed.get("language", "")
    if found.amendment is None:
        raise Absent
    field = f"reason-{language}"
    reported = commands.find_changed(request.user, found.amendment, language, form.typed.get(field, ""))
    return await _done(request, reported, "meaning-changed", form.typed, field)


async def settling(request: Request) -> Response:
    form = await forms.read(request)
    settled = commands.settle_finding(request.user, int(request.path_params["key"]), form.typed.get("how", ""))
    return await _done(request, settled, "finding-settled")


async def _done(
    request: Request, step: Awaitable[object], notice: str, typed: dict[str, str] | None = None, field: str = "reason"
) -> Response:
    """`field` is the one whose words were not taken."""
    try:
        await step
    except Invalid as problem:
        return await _page(request, typed or {}, {field: problem.problems["reason"]}, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/texts", notice)


routes: list[BaseRoute] = [
    get("/votes/{number:int}/texts", standing),
    post("/votes/{number:int}/texts/hold", holding, may="hold-text"),
    post("/votes/{number:int}/texts/hold/end", ending, may="hold-text"),
    post("/votes/{number:int}/texts/waiver", asking, may="put-vote"),
    post("/votes/{number:int}/texts/waiver/consent", consenting, may="consent-waiver"),
    post("/votes/{number:int}/texts/findings", finding, may="certify-text"),
    post("/votes/{number:int}/texts/findings/{key:int}", settling, may="certify-text"),
]
