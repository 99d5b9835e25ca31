"""Pages of moderation: reporting, the chair's list, hiding and all that follows, leading a thread."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.debate import queries as debate
from conference.debate.moderation import commands, lead, policy, queries, rules
from conference.debate.routes import saying
from conference.runtime import i18n
from conference.text.words import BadText
from conference.web import errors, forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "post-reported": N_("Thank you. The chair looks at it. What became of it stands on the page of your reports."),
        "reports-answered": N_("The post stays. Those who reported it read your answer."),
        "post-hidden": N_("The post is hidden, in every language. Its place and its replies stay."),
        "post-shown": N_("The post is shown again."),
        "hiding-upheld": N_("The post stays hidden."),
        "hiding-answered": N_("Your reply stands beside the reason."),
        "second-look-asked": N_("Somebody else will look at it."),
        "thread-slowed": N_("It is done. Everybody in the debate sees it."),
        "floor-given": N_("The author can post once more in this debate."),
    }
)


async def report_form(request: Request) -> Response:
    """Why a post is reported."""
    return await render.page(request, "debate/report.html", typed={}, problems={}, **await _reporting(request))


async def report(request: Request) -> Response:
    form, number = await forms.read(request), request.path_params["id"]
    ground, language = form.choice("ground", tuple(rules.GROUNDS)), form.choice("language", LANGUAGES)
    words = form.text("words", longest=rules.LONGEST, needed=ground == rules.Ground.OTHER)
    try:
        form.done()
    except Invalid as problem:
        context = await _reporting(request)
        return await errors.again(request, problem, "debate/report.html", typed=form.typed, **context)
    await commands.report(request.user, number, ground, language, words)
    return render.go(request, "/me/reports", notice="post-reported")


async def _reporting(request: Request) -> dict[str, Any]:
    case = await _case(request)
    reported = await queries.reported(request.user, case.post.id)
    may = policy.may_report(request.user, case.page.place, case.post.state, own=case.own, reported=reported)
    return {"case": case, "may": may, "grounds": _grounds(), "spoken": saying.spoken(request.user)}


async def my_reports(request: Request) -> Response:
    """What became of the reader's reports."""
    found = await queries.mine(request.user)
    return await render.page(request, "debate/my-reports.html", reports=found, grounds=rules.GROUNDS)


async def waiting(request: Request) -> Response:
    """What waits for a decision, the oldest first."""
    found = await queries.waiting(request.user)
    return await render.page(request, "debate/reports.html", topics=(commands.TOPIC,), waiting=found)


async def hide_form(request: Request) -> Response:
    """One post, what was reported of it, and the two decisions."""
    return await _decide(request)


async def _decide(request: Request, problem: Invalid | BadText | None = None, typed: Any = None) -> Response:
    case = await _case(request)
    policy.may_judge(request.user, own=case.own).require()
    if case.hiding is not None:
        return render.go(request, f"/posts/{case.post.id}/hiding")
    context = {
        "case": case,
        "grounds": _grounds(),
        "ground_words": rules.GROUNDS,
        "spoken": saying.spoken(request.user),
    }
    return await _page(request, "debate/hide.html", problem, typed, context)


async def hide(request: Request) -> Response:
    form, number = await forms.read(request), request.path_params["id"]
    ground, language = form.choice("ground", tuple(rules.GROUNDS)), form.choice("language", LANGUAGES)
    reason = form.text("reason", longest=rules.LONGEST)
    try:
        form.done()
        await commands.hide(request.user, number, ground, language, reason)
    except (Invalid, BadText) as problem:
        return await _decide(request, problem, form.typed)
    return render.go(request, f"/posts/{number}/hiding", notice="post-hidden")


async def leave_standing(request: Request) -> Response:
    form, number = await forms.read(request), request.path_params["id"]
    language, answer = form.choice("answer_language", LANGUAGES), form.text("answer", longest=rules.LONGEST)
    try:
        form.done()
        await commands.leave_standing(request.user, number, language, answer)
    except (Invalid, BadText) as problem:
        return await _decide(request, problem, form.typed)
    return render.go(request, "/reports", notice="reports-answered")


async def hiding(request: Request) -> Response:
    """Why a post is hidden; its author's reply; for those who decide, what they can do. Once it is shown again: why."""
    case = await _case(request)
    over = await queries.ended(case.post.id, i18n.language()) if case.post.standing else []
    if over:
        return await render.page(request, "debate/shown.html", case=case, ended=over, ground_words=rules.GROUNDS)
    return await _hiding(request)


async def _hiding(request: Request, problem: Invalid | BadText | None = None, typed: Any = None) -> Response:
    case = await _case(request)
    if case.hiding is None:
        raise Absent
    context = {
        "case": case,
        "ground_words": rules.GROUNDS,
        "spoken": saying.spoken(request.user),
        "may_answer": policy.may_answer(case.hiding, own=case.own),
        "may_appeal": policy.may_appeal(case.hiding, own=case.own),
        "may_look_again": policy.may_look_again(request.user, case.hiding, own=case.own),
        "topics": (case.page.topic,),
    }
    return await _page(request, "debate/hiding.html", problem, typed, context)


async def answer(request: Request) -> Response:
    return await _said(request, "reply", "hiding-answered", commands.answer)


async def show(request: Request) -> Response:
    return await _said(request, "why", "post-shown", commands.show)


async def uphold(request: Request) -> Response:
    return await _said(request, "still", "hiding-upheld", commands.uphold)


async def _said(request: Request, name: str, notice: str, command: Callable[..., Awaitable[None]]) -> Response:
    """A form of one text and its language, on the page of a hiding."""
    form, number = await forms.read(request), request.path_params["id"]
    text, language = form.text(name, longest=rules.LONGEST), form.choice(f"{name}_language", LANGUAGES)
    try:
        form.done()
        await command(request.user, number, language, text)
    except (Invalid, BadText) as problem:
        return await _hiding(request, problem, form.typed)
    if notice == "post-shown":
        return await saying.back_to(request, number, notice)
    return render.go(request, f"/posts/{number}/hiding", notice=notice)


async def appeal(request: Request) -> Response:
    number = request.path_params["id"]
    await commands.appeal(request.user, number)
    return render.go(request, f"/posts/{number}/hiding", notice="second-look-asked")


async def give_floor(request: Request) -> Response:
    number = request.path_params["id"]
    await lead.give_floor(request.user, number)
    return render.go(request, f"/posts/{number}", notice="floor-given")


async def lead_form(request: Request) -> Response:
    """How a thread is led."""
    return await _leading(request)


async def _leading(request: Request, problem: Invalid | BadText | None = None, typed: Any = None) -> Response:
    page = await debate.page(request.user, request.path_params["id"], i18n.language())
    context = {"page": page, "spoken": saying.spoken(request.user)}
    return await _page(request, "debate/leading.html", problem, typed, context)


async def slow(request: Request) -> Response:
    form = await forms.read(request)
    minutes = form.number("minutes", least=0, most=rules.SLOWEST)
    try:
        form.done()
    except Invalid as problem:
        return await _leading(request, problem, form.typed)
    await lead.slow(request.user, request.path_params["id"], minutes)
    return await _led(request)


async def close(request: Request) -> Response:
    form = await forms.read(request)
    reason, language = form.text("reason", longest=rules.LONGEST), form.choice("language", LANGUAGES)
    try:
        form.done()
        await lead.close(request.user, request.path_params["id"], language, reason)
    except (Invalid, BadText) as problem:
        return await _leading(request, problem, form.typed)
    return await _led(request)


async def reopen(request: Request) -> Response:
    await lead.reopen(request.user, request.path_params["id"])
    return await _led(request)


async def _led(request: Request) -> Response:
    page = await debate.page(request.user, request.path_params["id"], i18n.language())
    return render.go(request, page.address, notice="thread-slowed")


async def _case(request: Request) -> queries.Case:
    return await queries.case(request.user, request.path_params["id"], i18n.language())


async def _page(
    request: Request, template: str, problem: Invalid | BadText | None, typed: Any, context: dict[str, Any]
) -> Response:
    """A page with forms: as it is asked for, or with what was typed and why it cannot be taken."""
    if problem is None:
        return await render.page(request, template, typed={}, problems={}, **context)
    field = next((name for name in ("reason", "reply", "why", "still", "answer") if name in typed), "")
    invalid = problem if isinstance(problem, Invalid) else Invalid({field: problem.sentence})
    return await errors.again(request, invalid, template, typed=typed, **context)


def _grounds() -> list[tuple[str, str]]:
    return [(ground, i18n.say(words)) for ground, words in rules.GROUNDS.items()]


routes: list[BaseRoute] = [
    get("/reports", waiting, may="judge-report"),
    get("/me/reports", my_reports, may="report-post"),
    get("/posts/{id:int}/report", report_form, may="report-post"),
    post("/posts/{id:int}/report", report, may="report-post"),
    get("/posts/{id:int}/hide", hide_form, may="judge-report"),
    post("/posts/{id:int}/hide", hide, may="judge-report"),
    post("/posts/{id:int}/stands", leave_standing, may="judge-report"),
    get("/posts/{id:int}/hiding", hiding),
    post("/posts/{id:int}/hiding/reply", answer, may="keep-own-account"),
    post("/posts/{id:int}/hiding/second-look", appeal, may="keep-own-account"),
    post("/posts/{id:int}/hiding/end", show, may="judge-report"),
    post("/posts/{id:int}/hiding/upheld", uphold, may="judge-report"),
    post("/posts/{id:int}/floor", give_floor, may="moderate"),
    get("/threads/{id:int}/lead", lead_form, may="moderate"),
    post("/threads/{id:int}/slow", slow, may="moderate"),
    post("/threads/{id:int}/close", close, may="moderate"),
    post("/threads/{id:int}/reopen", reopen, may="moderate"),
]
