"""Editions under their permanent addresses, and corrigenda."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Invalid, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.resolutions import queries as resolutions
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.annexed import queries as annexed
from conference.resolutions.commitments import queries as commitments
from conference.resolutions.editions import commands, policy, queries
from conference.runtime import i18n
from conference.translation.terms import marks
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "correction-proposed": N_("The correction is proposed. Two others have to certify it."),
        "correction-certified": N_("You have certified the correction."),
        "correction-published": N_("The new edition is published, with its corrigendum."),
        "correction-withdrawn": N_("The correction has been taken back."),
    }
)


async def edition(request: Request) -> Response:
    return await show(request, _number(request), request.path_params["edition"])


async def show(request: Request, number: int, which: int) -> Response:
    """One edition as it was laid down, and what was annexed to the resolution since."""
    actor, language = request.user, i18n.language()
    view = await queries.edition(actor, number, which, language)
    found = await resolutions.row(actor, number)
    asked = dict.fromkeys(request.query_params.get("languages", "")[:40].split(","))
    return await render.page(
        request, "resolutions/edition.html", edition=view, resolution=found,
        shown=tuple(each for each in asked if each in LANGUAGES) or (language,),
        vote=await resolutions.decision(actor, found, language), editions=await queries.editions(number),
        referenda=await adopted.referenda(actor, found, language),
        signatures=await adopted.signatures(actor, found, language),
        statements=await annexed.statements(actor, found, language),
        delegations=await commitments.delegations(language), mark=await marks.marker(actor, language),
    )  # fmt: skip


async def newest(request: Request) -> Response:
    """The newest edition: its address says which one that is."""
    number = _number(request)
    lying = await queries.editions(number)
    if not lying:
        raise Absent
    return render.go(request, f"/resolution/{number}/editions/{lying[0].number}")


async def corrections(request: Request) -> Response:
    return await _corrections(request, {}, {})


async def _corrections(
    request: Request, problems: dict[str, Any], typed: dict[str, str], status: int = 200
) -> Response:
    actor, language, number = request.user, i18n.language(), _number(request)
    found = await resolutions.row(actor, number)
    lying = await queries.editions(number)
    view = await queries.edition(actor, number, lying[0].number, language) if lying else None
    asked = {name: request.query_params.get(name, "")[:24] for name in ("label", "language")}
    return await render.page(
        request, "resolutions/corrections.html", status=status, resolution=found, edition=view, editions=lying,
        corrections=await queries.corrections(actor, found, language), may_propose=policy.may_propose(actor, found),
        problems=problems, typed={name: value for name, value in asked.items() if value} | typed,
    )  # fmt: skip


async def propose(request: Request) -> Response:
    form = await forms.read(request)
    number = _number(request)
    await resolutions.row(request.user, number)
    typed = form.typed
    try:
        await commands.propose(
            request.user, number, typed.get("label", "")[:24], typed.get("language", ""), typed.get("after", ""),
            typed.get("nature", ""), typed.get("reason", ""), i18n.language(),
        )  # fmt: skip
    except Invalid as problem:
        return await _corrections(request, problem.problems, typed, 422)
    except Refused as problem:
        if problem.status != 422:
            raise
        return await _corrections(request, {"after": problem.sentence}, typed, 422)
    return render.go(request, f"/resolutions/{number}/corrections", "correction-proposed")


async def certify(request: Request) -> Response:
    number = _number(request)
    await resolutions.row(request.user, number)
    await commands.certify(request.user, number, request.path_params["correction"])
    return render.go(request, f"/resolutions/{number}/corrections", "correction-certified")


async def publish(request: Request) -> Response:
    number = _number(request)
    made = await commands.publish(request.user, number, request.path_params["correction"])
    return render.go(request, f"/resolution/{number}/editions/{made.number}", "correction-published")


async def withdraw(request: Request) -> Response:
    number = _number(request)
    await commands.withdraw(request.user, number, request.path_params["correction"])
    return render.go(request, f"/resolutions/{number}/corrections", "correction-withdrawn")


def _number(request: Request) -> int:
    return int(request.path_params["number"])


_ONE = "/resolutions/{number:int}/corrections"
routes: list[BaseRoute] = [
    get("/resolution/{number:int}", newest),
    get("/resolution/{number:int}/editions/{edition:int}", edition),
    get(_ONE, corrections),
    post(_ONE, propose, may="correct"),
    post(f"{_ONE}/{{correction:int}}/certificates", certify, may="certify-resolution"),
    post(f"{_ONE}/{{correction:int}}/publication", publish, may="publish"),
    post(f"{_ONE}/{{correction:int}}/withdrawal", withdraw, may="correct"),
]
