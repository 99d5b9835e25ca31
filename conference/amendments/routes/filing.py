"""From a passage to a filed amendment: the editor, the check, private drafts, and better words before the ruling."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import commands, policy, queries, rules, wordings
from conference.amendments.routes.common import back, language_of, number_in, page
from conference.amendments.rules import INSERTS, TITLE, WHOLE, Kind, code
from conference.amendments.views import Draft
from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.planks import queries as planks
from conference.planks import referring
from conference.planks.links import queries as links
from conference.runtime import clock
from conference.translation.rules import LONGEST
from conference.translation.tongues import asking
from conference.translation.tongues.asking import Settled
from conference.web import errors, forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

render.notices(
    **{
        "amendment-filed": N_("Your amendment has been filed."),
        "amendment-reworded": N_("The new words are in place. Co-signers are asked again."),
        "draft-kept": N_("Your draft is kept. Only you see it."),
        "draft-discarded": N_("The draft is gone."),
    }
)
REASON_LANGUAGE = "reason_language"
BY_PLACE = {TITLE: Kind.TITLE, WHOLE: Kind.SUBSTITUTE}


async def edit(request: Request) -> Response:
    """One passage in one box, filled with its words in the author's language; `?again=A3` with those of an amendment
    that was returned."""
    given = request.query_params
    plank = await planks.visible(request.user, request.path_params["number"])
    policy.may_propose(request.user, plank).require()
    parent = rules.number_of(given.get("amends", ""))
    block = given.get("block", "")
    if parent is not None:
        block = (await queries.row(request.user, parent)).block
    own = given.get("language") or next(iter(request.user.understands), language_of(request))
    kind = Kind.REPLACE if parent is not None else BY_PLACE.get(block, given.get("kind", Kind.REPLACE))
    typed = {"block": block, "amends": str(parent or ""), "kind": kind, "language": own, "base": str(plank.version)}
    again = rules.number_of(given.get("again", ""))
    if again is not None:
        typed |= await _again(request, again)
    return await _editor(request, typed, fresh="text" not in typed)


async def _again(request: Request, number: int) -> dict[str, str]:
    """The fields of an amendment that is filed once more."""
    view = await queries.amendment(request.user, number, language_of(request))
    own = await queries.amendment(request.user, number, view.original_lang)
    return {
        "block": own.block, "kind": own.kind, "language": own.lang, "text": own.text, "amends": str(own.parent or ""),
    }  # fmt: skip


async def edit_again(request: Request) -> Response:
    """Back from the check page: nothing is typed twice."""
    return await _editor(request, (await forms.read(request)).typed)


async def kept(request: Request) -> Response:
    """A private draft in the editor again."""
    found = await queries.kept_one(request.user, request.path_params["key"])
    typed = {
        "block": found.block, "amends": str(found.parent.number) if found.parent else "", "kind": found.kind,
        "language": found.language, "base": str(found.base), "text": found.text, "reason": found.reason,
        "draft": str(found.id),
    }  # fmt: skip
    return await _editor(request, typed, number=found.plank.number)


async def _editor(
    request: Request, typed: dict[str, str], problem: Invalid | None = None, *, fresh: bool = False, number: int = 0
) -> Response:
    plank = await planks.visible(request.user, number or request.path_params["number"])
    parent = rules.number_of(typed.get("amends", ""))
    upper = await queries.row(request.user, parent) if parent is not None else None
    language = typed.get("language", "")
    language = language if language in LANGUAGES else language_of(request)
    passage = await wordings.passage(plank, plank.version, typed.get("block", ""), upper)
    shown = passage.get(language, "")
    if fresh:
        typed = typed | {"text": "" if typed["kind"] in INSERTS else shown, "language": language}
    terms = await queries.terms()
    context: dict[str, Any] = {
        "plank": plank, "block": typed.get("block", ""), "parent": parent, "old": shown, "language": language,
        "languages": tuple(each for each in LANGUAGES if each in passage), "typed": typed, "terms": terms,
        "late": terms.is_late(clock.now()), "question": getattr(problem, "question", None),
    }  # fmt: skip
    if problem is not None:
        return await errors.again(request, problem, "amendments/edit.html", **context)
    return await render.page(request, "amendments/edit.html", problems={}, **context)


async def check(request: Request) -> Response:
    """What would change, in words and in one sentence, before anything is filed."""
    form = await forms.read(request)
    try:
        draft = await _draft(request, form)
        await _because(form)
    except Invalid as problem:
        return await _editor(request, form.typed, problem)
    return await _checked(request, form, draft)


async def _checked(request: Request, form: Form, draft: Draft) -> Response:
    terms = await queries.terms()
    late = terms.is_late(clock.now())
    needs = draft.kind in (Kind.REPLACE, Kind.DELETE, Kind.SUBSTITUTE)
    leaning = (
        await links.leaning_on(request.user, draft.plank_number, draft.block, language_of(request)) if needs else ()
    )
    return await render.page(
        request, "amendments/check.html", draft=draft, typed=form.typed, terms=terms, late=late, leaning=leaning
    )


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
            draft=_key(form), because=await _because(form),
        )  # fmt: skip
    except Invalid as problem:
        return await _editor(request, form.typed, problem)
    return render.go(request, f"/amendments/{code(filed.number)}", "amendment-filed")


async def _because(form: Form) -> Settled:
    """The language of the reason: that of the wording, unless its author says otherwise. Raises `Unsure`."""
    language, answer = form.typed.get("language", ""), form.typed.get(REASON_LANGUAGE, "")
    return await asking.settled(form.typed.get("reason", ""), language, answer)


async def keep(request: Request) -> Response:
    """Keep what was typed as a private draft, complete or not."""
    form = await forms.read(request)
    typed = form.typed
    base = form.number("base", least=1, most=10**8, default=1)
    try:
        await commands.keep_draft(
            request.user, request.path_params["number"], typed.get("block", ""), typed.get("kind", ""),
            typed.get("language", ""), typed.get("text", ""), typed.get("reason", ""),
            parent=rules.number_of(typed.get("amends", "")), base=base, draft=_key(form),
        )  # fmt: skip
    except Invalid as problem:
        return await _editor(request, typed, problem)
    return render.go(request, "/amendments/drafts", "draft-kept")


async def drafts(request: Request) -> Response:
    """The reader's own drafts."""
    found = await queries.drafts(request.user, language_of(request))
    terms = await queries.terms()
    late = terms.is_late(clock.now())
    return await render.page(request, "amendments/drafts.html", drafts=found, terms=terms, late=late)


async def discard(request: Request) -> Response:
    await commands.discard_draft(request.user, request.path_params["key"])
    return render.go(request, "/amendments/drafts", "draft-discarded")


async def reword(request: Request) -> Response:
    number, form = number_in(request), await forms.read(request)
    try:
        await commands.reword(request.user, number, form.typed.get("text", ""))
    except Invalid as problem:
        return await page(request, number, form.typed, problem)
    return back(request, number, "amendment-reworded")


def _key(form: Form) -> int | None:
    """The key of the draft that the form came from."""
    written = form.typed.get("draft", "")
    return int(written) if written.isdecimal() and len(written) < 10 else None


async def _draft(request: Request, form: Form) -> Draft:
    """The typed amendment held against the text. Raises `Invalid` with a sentence for each field."""
    number = request.path_params["number"]
    plank = await planks.visible(request.user, number)
    policy.may_propose(request.user, plank).require()
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
    if kind not in (*INSERTS, Kind.DELETE) and not draft.summary.places:
        form.problem("text", N_("This is the passage as it stands. Please change at least one word."))
        form.done()
    await referring.require(request.user, plank, {"text": draft.text})
    return draft


routes: list[BaseRoute] = [
    get("/amendments/drafts", drafts, may="propose"),
    get("/amendments/drafts/{key:int}", kept, may="propose"),
    post("/amendments/drafts/{key:int}/removal", discard, may="propose"),
    get("/planks/{number:int}/amend", edit, may="propose"),
    post("/planks/{number:int}/amend", edit_again, may="propose"),
    post("/planks/{number:int}/amend/check", check, may="propose"),
    post("/planks/{number:int}/amend/drafts", keep, may="propose"),
    post("/planks/{number:int}/amendments", propose, may="propose"),
    post("/amendments/{code}/wording", reword, may="align-amendment"),
]
