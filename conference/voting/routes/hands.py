"""A show of hands: what each teller counted, and what delegates demand once it was counted."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Refused
from conference.core.words import N_, Sentence
from conference.voting import commands
from conference.voting.openly import pages as open_pages
from conference.voting.openly.pages import HandsPage
from conference.voting.openly.rules import HALL, WAYS, Figures
from conference.voting.routes.asked import language_of, number_of, problems_of
from conference.voting.rules import ANSWERS
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

MOST_HANDS = 100_000
render.notices(
    **{
        "hands-entered": N_("Your count is in."),
        "hands-discarded": N_("Every count is laid aside. The tellers count afresh."),
        "way-demanded": N_("Your demand is noted."),
        "demand-withdrawn": N_("Your demand is withdrawn."),
        "put-as-demanded": N_("The question is put again as demanded."),
    }
)


async def hands(request: Request) -> Response:
    return await _page(request, Form({}), {})


async def _page(request: Request, form: Form, problems: dict[str, Sentence], status: int = 200) -> Response:
    """Only what others do is live: how far the tellers are, and what is demanded."""
    number = number_of(request)
    return await render.page(
        request,
        "voting/hands.html",
        parts=("standing", "demands"),
        topics=(f"vote-{number}",),
        status=status,
        hands=await open_pages.hands_page(request.user, number, language_of(request)),
        typed=form.typed,
        problems=problems,
    )


async def counting(request: Request) -> Response:
    """What this teller counted; an empty field is no zero, since nobody is to be counted by oversight."""
    number, form = number_of(request), await forms.read(request)
    found = await open_pages.hands_page(request.user, number, language_of(request))
    counted = _counted(found, form)
    try:
        form.done()
        await commands.enter_hands(request.user, number, counted)
    except Refused as problem:
        if problem.status != 422:
            raise
        return await _page(request, form, problems_of(problem, ""), problem.status)
    return render.go(request, f"/votes/{number}/hands", "hands-entered")


def _counted(found: HandsPage, form: Form) -> dict[str, Figures]:
    return {
        HALL if not place.name else place.key: Figures(
            **{each: form.number(f"{place.key}-{each}", least=0, most=MOST_HANDS) for each in ANSWERS}
        )
        for place in found.places
    }


async def discarding(request: Request) -> Response:
    await commands.discard_hands(request.user, number_of(request))
    return render.go(request, f"/votes/{number_of(request)}/hands", "hands-discarded")


async def demand(request: Request) -> Response:
    number, form = number_of(request), await forms.read(request)
    wants = form.choice("wants", [str(each) for each in WAYS])
    form.done()
    await commands.demand(request.user, number, wants)
    return render.go(request, f"/votes/{number}/hands", "way-demanded")


async def withdrawal(request: Request) -> Response:
    await commands.withdraw_demand(request.user, number_of(request))
    return render.go(request, f"/votes/{number_of(request)}/hands", "demand-withdrawn")


async def putting(request: Request) -> Response:
    made = await commands.put_as_demanded(request.user, number_of(request))
    return render.go(request, f"/votes/{made.number}", "put-as-demanded")


routes: list[BaseRoute] = [
    get("/votes/{number:int}/hands", hands),
    post("/votes/{number:int}/hands", counting, may="count-hands"),
    post("/votes/{number:int}/hands/discarding", discarding, may="open-vote"),
    post("/votes/{number:int}/demands", demand, may="demand"),
    post("/votes/{number:int}/demands/end", withdrawal, may="demand"),
    post("/votes/{number:int}/hands/putting-again", putting, may="put-vote"),
]
