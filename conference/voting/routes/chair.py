"""The chair's steps: open and close (each after a countdown), unseal, declare, take back."""

from collections.abc import Awaitable
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Conflict, Invalid, NotPermitted, Refused
from conference.core.words import N_
from conference.runtime import clock
from conference.voting import commands
from conference.voting.commands.countdown import Step
from conference.voting.models import Vote
from conference.voting.routes.asked import number_of
from conference.voting.routes.votes import vote_in_state
from conference.web import forms, render
from conference.web.routing import post

render.notices(
    **{
        "vote-opening": N_("The countdown runs: the vote opens when it ends. You can still cancel."),
        "vote-closing": N_("The countdown runs: the vote closes when it ends. You can still cancel."),
        "vote-called-off": N_("Cancelled: nothing has taken effect."),
        "vote-unsealing": N_("The ballots are counted. The result takes effect once it is declared."),
        "vote-declaration": N_("The result is declared."),
        "vote-taking-back": N_("The question has been taken back."),
    }
)


async def opening(request: Request) -> Response:
    form = await forms.read(request)
    minutes = form.number("minutes", least=0, most=10_000, default=0)
    if form.problems:
        return await vote_in_state(request, status=Invalid.status, problems=form.problems, typed=form.typed)
    closes_at = clock.now() + timedelta(minutes=minutes) if minutes else None
    announced = commands.announce(request.user, number_of(request), Step.OPENING, closes_at)
    return await _taken(request, announced, "vote-opening")


async def closing(request: Request) -> Response:
    return await _taken(request, commands.announce(request.user, number_of(request), Step.CLOSING), "vote-closing")


async def calling_off(request: Request) -> Response:
    return await _taken(request, commands.call_off(request.user, number_of(request)), "vote-called-off")


async def unsealing(request: Request) -> Response:
    return await _taken(request, commands.unseal(request.user, number_of(request)), "vote-unsealing")


async def declaration(request: Request) -> Response:
    return await _taken(request, commands.declare(request.user, number_of(request)), "vote-declaration", "/result")


async def taking_back(request: Request) -> Response:
    return await _taken(request, commands.take_back(request.user, number_of(request)), "vote-taking-back")


async def _taken(request: Request, step: Awaitable[Vote], notice: str, place: str = "") -> Response:
    """Take a step and see what it did. Where another was faster, or a rule says no, the vote as it stands now, with
    the sentence: nobody is left with a page that only refuses."""
    try:
        await step
    except Refused as problem:
        faster = isinstance(problem, Conflict) or problem.code == "phase"
        if not faster and isinstance(problem, Absent | NotPermitted):
            raise
        return await vote_in_state(request, problem.sentence, Conflict.status if faster else problem.status)
    return render.go(request, f"/votes/{number_of(request)}{place}", notice)


routes: list[BaseRoute] = [
    post("/votes/{number:int}/opening", opening, may="open-vote"),
    post("/votes/{number:int}/closing", closing, may="close-vote"),
    post("/votes/{number:int}/calling-off", calling_off, may="open-vote"),
    post("/votes/{number:int}/unsealing", unsealing, may="close-vote"),
    post("/votes/{number:int}/declaration", declaration, may="declare-vote"),
    post("/votes/{number:int}/taking-back", taking_back, may="put-vote"),
]
