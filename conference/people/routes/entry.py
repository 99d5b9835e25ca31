"""Signing in and out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid, Refused
from conference.core.words import N_
from conference.people import commands, rules
from conference.web import errors, forms, render, sessions
from conference.web.routing import get, post

PAGE = "people/sign-in.html"
KNOWN_COOKIE = "known-browser"
render.notices(**{"signed-out": N_("You are signed out.")})


async def entrance(request: Request) -> Response:
    if request.user.signed_in:
        return render.go(request, "/me")
    wanted = request.query_params.get("next", "")
    return await render.page(request, PAGE, problems={}, typed={"next": wanted})


async def sign_in(request: Request) -> Response:
    """Whatever does not fit gives one answer; nobody learns here who is registered."""
    form = await forms.read(request)
    email = form.typed.get("email", "")
    try:
        token = await commands.sign_in_with_password(
            email,
            form.typed.get("password", ""),
            origin=sessions.network_of(request),
            browser=request.cookies.get(KNOWN_COOKIE, ""),
        )
    except Refused as problem:
        if problem.code != "not-recognised":
            raise
        return await errors.again(request, Invalid({"email": problem.sentence}), PAGE, typed=form.typed)
    answer = await let_in(request, token, render.safe_next(request, form.typed.get("next", "")))
    await remember_browser(request, answer, email)
    return answer


async def remember_browser(request: Request, answer: Response, email: str) -> None:
    """Give the browser in which somebody proved who she is a cookie of its own; it opens nothing by itself."""
    token = await commands.know_browser(email, request.cookies.get(KNOWN_COOKIE, ""))
    if token is not None:
        seconds = int(rules.BROWSER_KNOWN.total_seconds())
        secure = request.app.state.settings.secure
        answer.set_cookie(KNOWN_COOKIE, token, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")


async def let_in(request: Request, token: str, path: str) -> Response:
    """Give the browser its new session, and end the one that it had."""
    if request.user.session is not None:
        await commands.end_session(request.user, request.user.session)
    answer = RedirectResponse(path, 303)
    seconds = int(rules.LONGEST.total_seconds())
    sessions.sign_in(answer, token, secure=request.app.state.settings.secure, seconds=seconds)
    return answer


async def sign_out(request: Request) -> Response:
    if request.user.session is not None:
        await commands.end_session(request.user, request.user.session)
    answer = render.go(request, "/sign-in", notice="signed-out")
    sessions.sign_out(answer, secure=request.app.state.settings.secure)
    return answer


routes: list[BaseRoute] = [
    get("/sign-in", entrance, may="sign-in"),
    post("/sign-in", sign_in, may="sign-in"),
    post("/sign-out", sign_out, may="sign-in"),
]
