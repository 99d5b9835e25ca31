"""Forgot your password: asking for a letter, and choosing a new one by its link."""

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.words import N_, Sentence
from conference.people import commands, letters, queries, rules
from conference.people.routes.entry import remember_browser
from conference.web import errors, forms, render
from conference.web.routing import get, post

PAGE = "people/password.html"
render.notices(**{"password-chosen": N_("Your new password is set. Please sign in with it.")})


async def forgotten(request: Request) -> Response:
    return await render.page(request, PAGE, problems={}, typed={})


async def ask(request: Request) -> Response:
    """One answer for every address; the letter goes out after it."""
    form = await forms.read(request)
    email = form.text("email", longest=254)
    problem = rules.email_problem(rules.normal_email(email))
    if problem:
        form.problems.setdefault("email", problem)
    try:
        form.done()
    except Invalid as refusal:
        return await errors.again(request, refusal, PAGE, typed=form.typed)
    link = await commands.ask_reset(email)
    answer = render.go(request, "/password/sent")
    if link is not None:
        answer.background = BackgroundTask(letters.new_password, request.app.state.settings, *link)
    return answer


async def sent(request: Request) -> Response:
    return await render.page(request, "people/password-sent.html")


async def link(request: Request) -> Response:
    """Opening the link changes nothing yet: mail programs open links by themselves."""
    return await _link_page(request)


async def _link_page(request: Request, problem: Invalid | None = None) -> Response:
    token = request.path_params["token"]
    context = {"token": token, "is_open": await queries.opens_password(token), "password_least": rules.PASSWORD_LEAST}
    if problem is not None:
        return await errors.again(request, problem, "people/new-password.html", **context)
    return await render.page(request, "people/new-password.html", problems={}, **context)


async def choose(request: Request) -> Response:
    form = await forms.read(request)
    password = form.typed.get("password", "")
    try:
        if password != form.typed.get("again", ""):
            raise Invalid({"again": Sentence(N_("The two passwords are not the same. Please type both again."))})
        account = await commands.choose_password(request.path_params["token"], password)
    except Invalid as problem:
        return await _link_page(request, problem)
    answer = render.go(request, "/sign-in", notice="password-chosen")
    await remember_browser(request, answer, account.email or "")
    return answer


routes: list[BaseRoute] = [
    get("/password", forgotten, may="sign-in"),
    post("/password", ask, may="sign-in"),
    get("/password/sent", sent, may="sign-in"),
    get("/password/{token}", link, may="sign-in"),
    post("/password/{token}", choose, may="sign-in"),
]
