"""The page of the roll: seats and alternates, who is in the room, cards."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid, Refused
from conference.core.words import N_, Sentence
from conference.roll import commands, policy, queries, rules
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

MOST_ID = 999_999_999
render.notices(
    **{
        "alternate-seated": N_("The alternate now has the seat, for votes that open from now on."),
        "delegate-reseated": N_("The delegate has the seat again, for votes that open from now on."),
        "card-accredited": N_("The votes of the organisation are accredited, for votes that open from now on."),
        "card-withdrawn": N_("The card is withdrawn, for votes that open from now on."),
        "presence-marked": N_("Noted who is in the room."),
    }
)


async def roll(request: Request) -> Response:
    return await _page(request, Form({}), {})


async def _page(request: Request, form: Form, problems: dict[str, Sentence], status: int = 200) -> Response:
    """The whole roll with what was typed. Only its figures are live: a box that is being ticked is never touched."""
    return await render.page(
        request,
        "roll/roll.html",
        parts=("figures",),
        topics=("roll", "credentials"),
        status=status,
        roll=await queries.roll_page(request.user, request.scope["state"]["language"]),
        may_seat=policy.may_seat(request.user),
        may_accredit_card=policy.may_accredit_card(request.user),
        may_mark=policy.may_mark(request.user),
        most_votes=rules.MOST_VOTES,
        typed=form.typed,
        problems=problems,
    )


async def seating(request: Request) -> Response:
    form = await forms.read(request)
    delegate = form.number("delegate", least=1, most=MOST_ID)
    alternate = form.number("alternate", least=1, most=MOST_ID)
    try:
        form.done()
        await commands.seat_alternate(request.user, delegate, alternate)
    except Refused as problem:
        return await _again(request, form, problem, "alternate")
    return render.go(request, "/roll", "alternate-seated")


async def _again(request: Request, form: Form, problem: Refused, field: str) -> Response:
    """The page once more with the refusal beside its field; what is not about the form goes on to the edge."""
    if problem.status not in (409, 422):
        raise problem
    problems = problem.problems if isinstance(problem, Invalid) else {field: problem.sentence}
    return await _page(request, form, problems, problem.status)


async def reseating(request: Request) -> Response:
    await commands.reseat(request.user, int(request.path_params["delegate"]))
    return render.go(request, "/roll", "delegate-reseated")


async def card(request: Request) -> Response:
    form = await forms.read(request)
    organisation = form.text("organisation", longest=rules.ORGANISATION_MOST)
    votes = form.number("votes", least=1, most=rules.MOST_VOTES)
    holder = form.number("holder", least=1, most=MOST_ID)
    try:
        form.done()
        await commands.accredit_card(request.user, organisation, votes, holder)
    except Refused as problem:
        return await _again(request, form, problem, "holder")
    return render.go(request, "/roll#cards", "card-accredited")


async def withdrawal(request: Request) -> Response:
    await commands.withdraw_card(request.user, int(request.path_params["holder"]))
    return render.go(request, "/roll#cards", "card-withdrawn")


async def presence(request: Request) -> Response:
    """The ticks of one delegation; `was` are those that the page showed ticked."""
    typed = await request.form()
    ticked, was = (
        {int(str(value)) for value in typed.getlist(name) if str(value).isdecimal() and len(str(value)) < 10}
        for name in ("present", "was")
    )
    await commands.mark_presence(request.user, ticked - was, was - ticked)
    return render.go(request, "/roll", "presence-marked")


routes: list[BaseRoute] = [
    get("/roll", roll, may="see-roll"),
    post("/roll/stand-ins", seating, may="seat-alternate"),
    post("/roll/stand-ins/{delegate:int}/end", reseating, may="seat-alternate"),
    post("/roll/cards", card, may="accredit-card"),
    post("/roll/cards/{holder:int}/end", withdrawal, may="accredit-card"),
    post("/roll/presence", presence, may="mark-presence"),
]
