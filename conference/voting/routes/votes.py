"""The list of votes, one vote, and putting a question."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.words import N_
from conference.voting import commands, queries
from conference.voting.routes.asked import language_of, number_of
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(**{"vote-put": N_("The question has been put.")})


async def votes(request: Request) -> Response:
    listed = await queries.votes(request.user, language_of(request))
    return await render.page(request, "voting/votes.html", parts=("list",), topics=("votes",), votes=listed)


async def vote(request: Request) -> Response:
    found = await queries.vote_page(request.user, number_of(request), language_of(request))
    topics = (f"vote-{found.number}", f"turnout-{found.number}")
    return await render.page(request, "voting/vote.html", parts=("state", "turnout"), topics=topics, vote=found)


async def put(request: Request) -> Response:
    """The chair puts a question on a plank, or on amendments that she ticked."""
    form = await forms.read(request)
    plank = form.number("plank", least=1, most=10_000)
    kind = form.choice("kind", ("choice", "amendment", "plank"))
    rule_set = form.text("rules", longest=40, needed=False)
    form.done()
    chosen = [int(str(value)) for value in (await request.form()).getlist("amendment") if str(value).isdecimal()]
    made = await commands.put(request.user, kind, plank, chosen, rule_set=rule_set)
    return render.go(request, f"/votes/{made.number}", "vote-put")


routes: list[BaseRoute] = [
    get("/votes", votes),
    post("/votes", put, may="put-vote"),
    get("/votes/{number:int}", vote),
]
