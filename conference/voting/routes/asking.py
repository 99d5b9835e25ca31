"""The chair asks the conference a question of her own: how to proceed, or whom or what to elect."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Refused
from conference.core.languages import LANGUAGES
from conference.core.roles import Audience
from conference.core.words import N_, Sentence
from conference.rulebook import queries as rulebook
from conference.rulebook.rules import Kind
from conference.voting import commands, policy
from conference.voting.commands.asking import MOST_OPTIONS, QUESTION_MOST, Words
from conference.voting.routes.asked import problems_of
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

PAGE: Final = "voting/ask.html"
KINDS: Final = (Kind.PROCEDURE, Kind.ELECTION)
OPTIONS_MOST: Final = 20_000
render.notices(**{"vote-asked": N_("The question has been put. Open the vote when the conference is ready.")})


async def new(request: Request) -> Response:
    policy.may_put(request.user).require()
    wanted = request.query_params.get("kind", "")
    kind = Kind(wanted) if wanted in KINDS else Kind.PROCEDURE
    return await _page(request, kind, Form(dict(request.query_params)), {})


async def _page(request: Request, kind: Kind, form: Form, problems: dict[str, Sentence], status: int = 200) -> Response:
    return await render.page(
        request,
        PAGE,
        status=status,
        kind=str(kind),
        rule_sets=await rulebook.for_kind(kind),
        audiences=[str(each) for each in Audience],
        languages=LANGUAGES,
        most_options=MOST_OPTIONS,
        typed=form.typed,
        problems=problems,
    )


async def ask(request: Request) -> Response:
    form = await forms.read(request)
    wanted = form.typed.get("kind", "")
    kind = Kind(wanted) if wanted in KINDS else Kind.PROCEDURE
    questions = {each: form.text(f"question-{each}", longest=QUESTION_MOST, needed=False) for each in LANGUAGES}
    form.text("options", longest=OPTIONS_MOST, needed=False)
    audience = form.choice("audience", [str(each) for each in Audience])
    rule_set = form.choice("rules", [each.key for each in await rulebook.for_kind(kind)])
    seats = form.number("seats", least=1, most=MOST_OPTIONS, default=0)
    try:
        form.done()
        made = await commands.ask(
            request.user, kind, questions, options_of(form.typed.get("options", "")), rule_set=rule_set, seats=seats,
            audience=audience,
        )  # fmt: skip
    except Refused as problem:
        if problem.status != 422:
            raise
        return await _page(request, kind, form, problems_of(problem, "rules"), problem.status)
    return render.go(request, f"/votes/{made.number}", "vote-asked")


def options_of(typed: str) -> list[Words]:
    """One option a line: one name for all, or `English | Français | Español` in the languages' order.

    A line with another number of names has some language without words, which the command refuses.
    """
    options: list[Words] = []
    for line in typed.splitlines():
        names = [each.strip() for each in line.split("|")]
        if not line.strip():
            continue
        each = names * len(LANGUAGES) if len(names) == 1 else names
        options.append(dict(zip(LANGUAGES, each, strict=False)) if len(each) == len(LANGUAGES) else {})
    return options


routes: list[BaseRoute] = [
    get("/votes/new", new, may="put-vote"),
    post("/votes/new", ask, may="put-vote"),
]
