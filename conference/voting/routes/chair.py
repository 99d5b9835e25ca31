"""The chair's steps: open and close (each after a countdown), unseal, declare, take back."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.words import N_
from conference.runtime import clock
from conference.voting import commands
from conference.voting.commands.countdown import Step
from conference.voting.routes.asked import number_of
from conference.web import forms, render
from conference.web.routing import post

render.notices(
    **{
        "vote-opening": N_("The vote opens in ten seconds. You can still cancel."),
        "vote-closing": N_("The vote closes in ten seconds. You can still cancel."),
        "vote-called-off": N_("Cancelled: nothing has taken effect."),
        "vote-unsealing": N_("The box is unsealed and counted."),
        "vote-declaration": N_("The result is declared."),
        "vote-taking-back": N_("The question has been taken back."),
    }
)


async def opening(request: Request) -> Response:
    form = await forms.read(request)
    minutes = form.number("minutes", least=0, most=10_000, default=0)
    form.done()
    closes_at = clock.now() + timedelta(minutes=minutes) if minutes else None
    await commands.announce(request.user, number_of(request), Step.OPENING, closes_at)
    return render.go(request, f"/votes/{number_of(request)}", "vote-opening")


async def closing(request: Request) -> Response:
    await commands.announce(request.user, number_of(request), Step.CLOSING)
    return render.go(request, f"/votes/{number_of(request)}", "vote-closing")


async def calling_off(request: Request) -> Response:
    await commands.call_off(request.user, number_of(request))
    return render.go(request, f"/votes/{number_of(request)}", "vote-called-off")


async def unsealing(request: Request) -> Response:
    await commands.unseal(request.user, number_of(request))
    return render.go(request, f"/votes/{number_of(request)}", "vote-unsealing")


async def declaration(request: Request) -> Response:
    await commands.declare(request.user, number_of(request))
    return render.go(request, f"/votes/{number_of(request)}/result", "vote-declaration")


async def taking_back(request: Request) -> Response:
    await commands.take_back(request.user, number_of(request))
    return render.go(request, "/votes", "vote-taking-back")


routes: list[BaseRoute] = [
    post("/votes/{number:int}/opening", opening, may="open-vote"),
    post("/votes/{number:int}/closing", closing, may="close-vote"),
    post("/votes/{number:int}/calling-off", calling_off, may="open-vote"),
    post("/votes/{number:int}/unsealing", unsealing, may="close-vote"),
    post("/votes/{number:int}/declaration", declaration, may="declare-vote"),
    post("/votes/{number:int}/taking-back", taking_back, may="put-vote"),
]
