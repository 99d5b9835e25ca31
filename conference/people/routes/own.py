"""`/me`: everybody's own page."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.people import commands, exporting, policy, queries, rules
from conference.web import errors, forms, render
from conference.web.routing import get, post

PAGE = "people/me.html"
render.notices(
    **{
        "account-kept": N_("Your choices are saved."),
        "session-ended": N_("That browser is signed out."),
        "token-ended": N_("The token no longer opens anything."),
        "query-answered": N_("Your answer is with the credentials committee."),
    }
)


async def own_page(request: Request) -> Response:
    return await render.page(request, PAGE, problems={}, **await _around(request))


async def _around(request: Request, typed: dict[str, str] | None = None, token: str = "") -> dict[str, Any]:
    offered = [scope for scope in rules.SCOPES if scope != "cast" or request.user.may("cast")]
    return {
        "own": await queries.own(request.user),
        "state_words": rules.STATE_WORDS,
        "role_words": rules.ROLE_WORDS,
        "scopes": offered,
        "typed": typed or {},
        "new_token": token,
    }


async def keep_account(request: Request) -> Response:
    form = await forms.read(request)
    languages = (form.choice("language", LANGUAGES), *form.several("languages", LANGUAGES))
    try:
        form.done()
        await commands.keep_account(
            request.user, languages, form.ticked("named"), marks_terms=form.ticked("marks_terms"),
            as_written=form.ticked("as_written"),
        )  # fmt: skip
    except Invalid as problem:
        return await errors.again(request, problem, PAGE, **await _around(request, form.typed))
    return render.go(request, "/me", notice="account-kept")


async def answer_query(request: Request) -> Response:
    form = await forms.read(request)
    try:
        await commands.answer_query(request.user, form.typed.get("organisation", ""))
    except Invalid as problem:
        return await errors.again(request, problem, PAGE, **await _around(request, form.typed))
    return render.go(request, "/me", notice="query-answered")


async def end_session(request: Request) -> Response:
    await commands.end_session(request.user, request.path_params["session"])
    return render.go(request, "/me", notice="session-ended")


async def make_token(request: Request) -> Response:
    """The one page that shows the token: it is not kept, so it cannot be shown again."""
    form = await forms.read(request)
    scopes = form.several("scopes", rules.SCOPES)
    try:
        token = await commands.make_token(request.user, request.user.id, form.text("label", longest=100), scopes)
    except Invalid as problem:
        return await errors.again(request, problem, PAGE, **await _around(request, form.typed))
    return await render.page(request, PAGE, problems={}, **await _around(request, token=token))


async def end_token(request: Request) -> Response:
    await commands.end_token(request.user, request.path_params["token"])
    return render.go(request, "/me", notice="token-ended")


async def export(request: Request) -> Response:
    """Everything that this room keeps about her, and her settings in the others, as a file."""
    policy.in_person(request.user).require()
    own = queries.exported(await queries.own(request.user))
    answer = JSONResponse(own | await exporting.kept_elsewhere(request.user))
    answer.headers["Content-Disposition"] = 'attachment; filename="my-account.json"'
    return answer


routes: list[BaseRoute] = [
    get("/me", own_page, may="keep-own-account"),
    post("/me", keep_account, may="keep-own-account"),
    post("/me/registration", answer_query, may="keep-own-account"),
    post("/me/sessions/{session:int}/end", end_session, may="keep-own-account"),
    post("/me/tokens", make_token, may="keep-own-account"),
    post("/me/tokens/{token:int}/end", end_token, may="keep-own-account"),
    get("/me/export", export, may="keep-own-account"),
]
