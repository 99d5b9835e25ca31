"""Inviting people: delegates by the committee, every other role by the organizers."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.roles import Role
from conference.core.words import N_
from conference.people import commands, letters, policy, queries, rules
from conference.web import errors, forms, render
from conference.web.routing import get, post

PAGE = "people/invitations.html"
render.notices(**{"person-invited": N_("The invitation is on its way.")})


async def invitations(request: Request) -> Response:
    policy.may_invite(request.user).require()
    return await render.page(request, PAGE, problems={}, typed={}, **await _around(request))


async def _around(request: Request) -> dict[str, Any]:
    offered = [role for role in Role if role in rules.ROLE_WORDS and policy.may_invite(request.user, role)]
    return {
        "delegations": await queries.delegations(),
        "roles": [(role.value, rules.ROLE_WORDS[role]) for role in offered],
    }


async def invite(request: Request) -> Response:
    form = await forms.read(request)
    try:
        email = form.text("email", longest=254)
        role = form.choice("role", tuple(rules.ROLE_WORDS))
        language = form.choice("language", LANGUAGES)
        form.done()
        code = await commands.invite(request.user, email, role, form.typed.get("delegation") or None)
    except Invalid as problem:
        return await errors.again(request, problem, PAGE, typed=form.typed, **await _around(request))
    await letters.invitation(request.app.state.settings, rules.normal_email(email), language, code)
    return render.go(request, "/invitations", notice="person-invited")


routes: list[BaseRoute] = [
    get("/invitations", invitations, may="keep-own-account"),
    post("/invitations", invite, may="keep-own-account"),
]
