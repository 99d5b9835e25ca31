"""The demonstration's cast: sign in as anybody by one button. Nothing here exists outside a demonstration."""

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent
from conference.core.roles import Role
from conference.people import commands, queries, rules
from conference.people.queries import CastMember
from conference.people.routes.entry import let_in
from conference.web import forms, render
from conference.web.routing import get, post

OFFICES = (Role.CHAIR, Role.CREDENTIALS, Role.TRANSLATOR, Role.ORGANIZER, Role.OBSERVER)


async def cast(request: Request) -> Response:
    _require_demo(request)
    language = request.scope["state"]["language"]
    names = {each.code: each.names for each in await queries.delegations()}
    people = sorted(await queries.cast(language), key=lambda each: _place(each, tuple(names)))
    groups = [(kind, list(members)) for kind, members in groupby(people, key=_kind)]
    return await render.page(
        request, "people/demo.html", groups=groups, delegation_names=names, role_words=rules.ROLE_WORDS
    )


def _kind(member: CastMember) -> tuple[str, str]:
    """The group under which somebody stands: her office, else her delegation."""
    office = next((role for role in OFFICES if role in member.roles), None)
    if office is not None:
        return "role", office.value
    return ("delegation", member.delegation) if member.delegation else ("role", Role.OBSERVER.value)


def _place(member: CastMember, codes: tuple[str, ...]) -> tuple[int, int]:
    kind, name = _kind(member)
    if kind == "delegation":
        return 1, codes.index(name)
    return (2, 0) if name == Role.OBSERVER else (0, OFFICES.index(Role(name)))


async def sign_in(request: Request) -> Response:
    _require_demo(request)
    form = await forms.read(request)
    token = await commands.sign_in(form.typed.get("as", ""))
    return await let_in(request, token, f"/{request.scope['state']['language']}/")


def _require_demo(request: Request) -> None:
    if not request.app.state.settings.demo:
        raise Absent


routes: list[BaseRoute] = [
    get("/demo", cast, may="sign-in"),
    post("/demo/sign-in", sign_in, may="sign-in"),
]
