"""Pages of amendments: the list, one amendment, and the way from a block to a filed amendment."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import commands, policy, queries, rules, wordings
from conference.amendments.queries import EVERYTHING, NEEDS_A_VOTE
from conference.amendments.rules import Kind, code
from conference.amendments.views import Draft
from conference.core.errors import Absent, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.debate import queries as debate
from conference.planks import queries as planks
from conference.runtime import settings
from conference.translation.rules import LONGEST
from conference.web import errors, forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

render.notices(
    **{
        "amendment-filed": N_("Your amendment has been filed."),
        "amendment-co-signed": N_("You have co-signed this amendment."),
        "amendment-withdrawn": N_("Your amendment has been withdrawn."),
        "amendment-admitted": N_("The amendment is on the table."),
        "amendment-returned": N_("The amendment has been returned to its movers."),
        "ruling-translated": N_("The reason has been saved."),
    }
)


async def listing(request: Request) -> Response:
    """What needs a vote first; `?needs=all` has everything."""
    needs = EVERYTHING if request.query_params.get("needs") == EVERYTHING else NEEDS_A_VOTE
    asked = request.query_params.get("plank", "")
    plank = int(asked) if asked.isdecimal() and len(asked) < 7 else None
    found = await queries.amendments(request.user, _language(request), needs, plank)
    return await render.page(
        request, "amendments/list.html", parts=("list",), topics=("amendments",), amendments=found, needs=needs,
        plank=plank,
    )  # fmt: skip


async def amendment(request: Request) -> Response:
    """One amendment: what it changes, why, who stands behind it, what is said of it."""
    return await _page(request, _number(request), {})


async def _page(request: Request, number: int, typed: dict[str, str], problem: Invalid | None = None) -> Response:
    actor, language = request.user, _language(request)
    wanted = request.query_params.get("languages") == "all"
    original = request.query_params.get("original") == "1"
    view = await queries.amendment(actor, number, language)
    if original and view.original_lang != view.lang:
        view = await queries.amendment(actor, number, view.original_lang)
    context: dict[str, Any] = {
        "amendment": view,
        "in_all": await queries.in_all_languages(actor, number) if wanted else {},
        "original": original,
        "steps": await queries.steps(actor, number),
        "cosigners_needed": settings.current().cosigners_needed,
        "thread": await debate.page(actor, view.thread_id, language, request.query_params.get("after", "")),
        "typed": typed,
        "topics": (f"amendment-{number}", f"thread-{view.thread_id}"),
    }
    if problem is not None:
        return await errors.again(request, problem, "amendments/amendment.html", **context)
    parts = ("status", "cosigners")
    return await render.page(request, "amendments/amendment.html", parts=parts, problems={}, **context)


async def edit(request: Request) -> Response:
    """One block in one box, filled with its words in the author's language."""
    given = request.query_params
    plank = await planks.visible(request.user, request.path_params["number"])
    policy.may_propose(request.user, plank).require()
    parent = rules.number_of(given.get("amends", ""))
    block = given.get("block", "")
    if parent is not None:
        block = (await queries.row(request.user, parent)).block
    own = given.get("language") or next(iter(request.user.understands), _language(request))
    kind = given.get("kind", Kind.REPLACE)
    typed = {"block": block, "amends": str(parent or ""), "kind": kind, "language": own, "base": str(plank.version)}
    return await _editor(request, typed, fresh=True)


async def edit_again(request: Request) -> Response:
    """Back from the check page: nothing is typed twice."""
    return await _editor(request, (await forms.read(request)).typed)


async def _editor(
    request: Request, typed: dict[str, str], problem: Invalid | None = None, *, fresh: bool = False
) -> Response:
    plank = await planks.visible(request.user, request.path_params["number"])
    parent = rules.number_of(typed.get("amends", ""))
    upper = await queries.row(request.user, parent) if parent is not None else None
    language = typed.get("language", "")
    language = language if language in LANGUAGES else _language(request)
    passage = await wordings.passage(plank, plank.version, typed.get("block", ""), upper)
    shown = passage.get(language, "")
    if fresh:
        typed = typed | {"text": "" if typed["kind"] == Kind.INSERT else shown, "language": language}
    context: dict[str, Any] = {
        "plank": plank, "block": typed.get("block", ""), "parent": parent, "old": shown, "language": language,
        "languages": tuple(each for each in LANGUAGES if each in passage), "typed": typed,
    }  # fmt: skip
    if problem is not None:
        return await errors.again(request, problem, "amendments/edit.html", **context)
    return await render.page(request, "amendments/edit.html", problems={}, **context)


async def check(request: Request) -> Response:
    """What would change, in words and in one sentence, before anything is filed."""
    form = await forms.read(request)
    try:
        draft = await _draft(request, form)
    except Invalid as problem:
        return await _editor(request, form.typed, problem)
    return await _checked(request, form, draft)


async def _checked(request: Request, form: Form, draft: Draft) -> Response:
    return await render.page(request, "amendments/check.html", draft=draft, typed=form.typed)


async def propose(request: Request) -> Response:
    """File it."""
    form = await forms.read(request)
    try:
        draft = await _draft(request, form)
        if draft.moved:
            return await _checked(request, form, draft)
        filed = await commands.propose(
            request.user, draft.plank_number, draft.block, draft.kind, draft.language, form.typed.get("text", ""),
            form.typed.get("reason", ""), parent=draft.parent, base=form.number("base", least=1, most=10**8),
        )  # fmt: skip
    except Invalid as problem:
        return await _editor(request, form.typed, problem)
    return render.go(request, f"/amendments/{code(filed.number)}", "amendment-filed")


async def _draft(request: Request, form: Form) -> Draft:
    """The typed amendment held against the text. Raises `Invalid` with a sentence for each field."""
    number = request.path_params["number"]
    policy.may_propose(request.user, await planks.visible(request.user, number)).require()
    kind = form.choice("kind", tuple(Kind))
    language = form.choice("language", LANGUAGES)
    base = form.number("base", least=1, most=10**8)
    form.text("reason", longest=rules.REASON_AT_MOST)
    text = form.text("text", longest=LONGEST, needed=kind != Kind.DELETE)
    form.done()
    parent = rules.number_of(form.typed.get("amends", ""))
    draft = await queries.draft(
        request.user, number, form.typed.get("block", ""), kind, language, text, base=base, parent=parent
    )
    if kind == Kind.REPLACE and not draft.summary.places:
        form.problem("text", N_("This is the passage as it stands. Please change at least one word."))
        form.done()
    return draft


async def co_sign(request: Request) -> Response:
    number = _number(request)
    await commands.co_sign(request.user, number)
    return render.go(request, f"/amendments/{code(number)}", "amendment-co-signed")


async def withdraw(request: Request) -> Response:
    number = _number(request)
    await commands.withdraw(request.user, number)
    return render.go(request, f"/amendments/{code(number)}", "amendment-withdrawn")


async def admit(request: Request) -> Response:
    number = _number(request)
    await commands.admit(request.user, number)
    return render.go(request, f"/amendments/{code(number)}", "amendment-admitted")


async def send_back(request: Request) -> Response:
    number, form = _number(request), await forms.read(request)
    try:
        await commands.return_amendment(request.user, number, form.typed.get("ruling", ""))
    except Invalid as problem:
        return await _page(request, number, form.typed, problem)
    return render.go(request, f"/amendments/{code(number)}", "amendment-returned")


async def translate_ruling(request: Request) -> Response:
    number, form = _number(request), await forms.read(request)
    try:
        language = form.choice("language", LANGUAGES)
        form.done()
        await commands.translate_ruling(request.user, number, language, form.typed.get("ruling", ""))
    except Invalid as problem:
        return await _page(request, number, form.typed, problem)
    return render.go(request, f"/amendments/{code(number)}", "ruling-translated")


def _number(request: Request) -> int:
    """The number in `/amendments/A12`. Raises `Absent` for any other name."""
    number = rules.number_of(request.path_params["code"])
    if number is None:
        raise Absent
    return number


def _language(request: Request) -> str:
    return str(request.scope["state"]["language"])


routes: list[BaseRoute] = [
    get("/amendments", listing),
    get("/amendments/", listing),
    get("/amendments/{code}", amendment),
    get("/planks/{number:int}/amend", edit, may="propose"),
    post("/planks/{number:int}/amend", edit_again, may="propose"),
    post("/planks/{number:int}/amend/check", check, may="propose"),
    post("/planks/{number:int}/amendments", propose, may="propose"),
    post("/amendments/{code}/cosigners", co_sign, may="co-sign"),
    post("/amendments/{code}/withdrawal", withdraw, may="propose"),
    post("/amendments/{code}/admission", admit, may="rule-on-amendment"),
    post("/amendments/{code}/return", send_back, may="rule-on-amendment"),
    post("/amendments/{code}/ruling", translate_ruling, may="keep-own-account"),
]
