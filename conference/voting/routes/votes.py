"""The list of votes, one vote, and putting a question."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.words import N_, Sentence
from conference.voting import commands, queries
from conference.voting.routes.asked import language_of, number_of
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(**{"vote-put": N_("The question has been put.")})


async def votes(request: Request) -> Response:
    listed = await queries.votes(request.user, language_of(request))
    topics = queries.topics(request.user)
    return await render.page(request, "voting/votes.html", parts=("list",), topics=topics, votes=listed)


async def vote(request: Request) -> Response:
    return await vote_in_state(request)


async def vote_in_state(
    request: Request,
    problem: Sentence | None = None,
    status: int = 200,
    problems: Mapping[str, Sentence] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """The page of a vote as it stands now; with a sentence where a step was just refused."""
    found = await queries.vote_page(request.user, number_of(request), language_of(request))
    return await render.page(
        request,
        "voting/vote.html",
        parts=("state", "turnout"),
        topics=(f"vote-{found.number}", f"turnout-{found.number}"),
        status=status,
        vote=found,
        texts=None if "part" in request.query_params else await queries.texts_put(request.user, found.number),
        problem=problem,
        problems=problems or {},
        typed=typed or {},
    )


async def put(request: Request) -> Response:
    """The chair puts a question on a plank, or on amendments that she ticked."""
    form = await forms.read(request)
    plank = form.number("plank", least=1, most=10_000)
    kind = form.choice("kind", ("choice", "amendment", "plank"))
    rule_set = form.text(f"rules-{kind}" if f"rules-{kind}" in form.typed else "rules", longest=40, needed=False)
    chosen = form.keys("amendment")
    form.done()
    made = await commands.put(request.user, kind, plank, chosen, rule_set=rule_set)
    return render.go(request, f"/votes/{made.number}", "vote-put")


routes: list[BaseRoute] = [
    get("/votes", votes),
    post("/votes", put, may="put-vote"),
    get("/votes/{number:int}", vote),
]
