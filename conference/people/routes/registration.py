"""Registering, and the link that proves an address."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Conflict, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.people import commands, letters, queries, rules
from conference.people.models import Account
from conference.people.rules import Application
from conference.runtime import database
from conference.runtime.settings import Settings
from conference.web import errors, forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

PAGE = "people/register.html"
Letter = Callable[[Settings, Account], Awaitable[None]]
render.notices(**{"address-confirmed": N_("Your e-mail address is confirmed. You can sign in.")})


async def registration(request: Request) -> Response:
    """The form, or the sentence why it is closed."""
    if request.user.signed_in:
        return render.go(request, "/me")
    code = request.query_params.get("invitation", "")
    return await render.page(request, PAGE, problems={}, typed={}, chosen=(), **await _around(request, code))


async def _around(request: Request, code: str) -> dict[str, Any]:
    invited = await queries.invitation(code) if code else None
    return {
        "delegations": await queries.delegations(),
        "invitation": code,
        "invited": invited,
        "seated": invited is None or invited.role in rules.VOTING_ROLES,
        "is_open": _settings(request).registration == "open" or invited is not None,
        "password_least": rules.PASSWORD_LEAST,
    }


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def register(request: Request) -> Response:
    """The answer is the same whether the address was known; only the letter differs, and it goes out afterwards."""
    form = await forms.read(request)
    settings = _settings(request)
    code = form.typed.get("invitation", "")
    try:
        application = _application(form)
        form.done()
        account = await commands.register(
            request.user,
            application,
            password=form.typed.get("password", ""),
            open_to_all=settings.registration == "open",
            invitation=code,
        )
    except Invalid as problem:
        chosen = form.several("languages", LANGUAGES)
        return await errors.again(
            request, problem, PAGE, typed=form.typed, chosen=chosen, **await _around(request, code)
        )
    except Conflict:
        account = await Account.get(email=application.email)
        letter: Letter | None = letters.known_already
    else:
        letter = _confirmation_letter if account.email_confirmed_at is None else None
    answer = render.go(request, "/register/sent")
    if letter is not None and await commands.may_write_to(application.email):
        answer.background = BackgroundTask(letter, settings, account)
    return answer


async def _confirmation_letter(settings: Settings, account: Account) -> None:
    token = await database.shielded(commands.ask_confirmation(account))
    await letters.confirm_address(settings, account, token)


def _application(form: Form) -> Application:
    own = form.choice("language", LANGUAGES)
    return rules.tidied(
        Application(
            name=form.text("name", longest=rules.NAME_MOST),
            email=form.text("email", longest=254),
            delegation=form.text("delegation", longest=8, needed=False),
            organisation=form.text("organisation", longest=rules.ORGANISATION_MOST, needed=False),
            languages=(own, *form.several("languages", LANGUAGES)),
            named=form.ticked("named"),
            alternate=form.ticked("alternate"),
        )
    )


async def sent(request: Request) -> Response:
    return await render.page(request, "people/sent.html")


async def confirmation(request: Request) -> Response:
    """Opening the link changes nothing yet: mail programs open links by themselves."""
    return await _confirmation_page(request)


async def _confirmation_page(request: Request, problem: Invalid | None = None) -> Response:
    token = request.path_params["token"]
    context = {"token": token, "asks_password": await queries.needs_password(token)}
    context["password_least"] = rules.PASSWORD_LEAST
    if problem is not None:
        return await errors.again(request, problem, "people/confirm.html", **context)
    return await render.page(request, "people/confirm.html", problems={}, **context)


async def confirm(request: Request) -> Response:
    form = await forms.read(request)
    try:
        await commands.confirm_address(request.path_params["token"], form.typed.get("password"))
    except Invalid as problem:
        return await _confirmation_page(request, problem)
    return render.go(request, "/me" if request.user.signed_in else "/sign-in", notice="address-confirmed")


routes: list[BaseRoute] = [
    get("/register", registration, may="register"),
    post("/register", register, may="register"),
    get("/register/sent", sent, may="register"),
    get("/confirm/{token}", confirmation, may="register"),
    post("/confirm/{token}", confirm, may="register"),
]
