"""Answering by name in a roll call or a card vote, and the list of every answer."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Refused
from conference.core.words import N_, Sentence
from conference.roll.rules import MOST_VOTES
from conference.voting import commands
from conference.voting.openly import pages as open_pages
from conference.voting.openly import rules as open_rules
from conference.voting.openly.rules import Figures
from conference.voting.routes.asked import language_of, number_of, problems_of
from conference.voting.rules import ANSWERS
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

SPLIT = "split"
render.notices(**{"answered-openly": N_("Your answer is noted, with your name, and counts.")})


async def answer(request: Request) -> Response:
    return await _page(request, Form({}), {})


async def _page(request: Request, form: Form, problems: dict[str, Sentence], status: int = 200) -> Response:
    """The form is never refreshed while somebody fills it, so it has no topics."""
    found = await open_pages.answer_page(request.user, number_of(request), language_of(request))
    return await render.page(
        request, "voting/answer.html", status=status, vote=found, typed=form.typed, problems=problems
    )


async def answering(request: Request) -> Response:
    number, form = number_of(request), await forms.read(request)
    found = await open_pages.answer_page(request.user, number, language_of(request))
    found.may_answer.require()
    revision = form.number("revision", least=0, most=1_000_000, default=0)
    try:
        figures = _figures(form, found.votes)
        form.done()
        await commands.answer_openly(request.user, number, figures, revision)
    except Refused as problem:
        if problem.status not in (409, 422):
            raise
        # Of two pages that answered, the older one is shown what counts now, not what it tried to say.
        shown = Form({}) if problem.status == 409 else form
        return await _page(request, shown, problems_of(problem, "answer"), problem.status)
    return render.go(request, f"/votes/{number}/answers", "answered-openly")


def _figures(form: Form, votes: int) -> Figures:
    """All votes for one answer, or the figures of a split. Raises `Refused` for a split typed beside a whole answer."""
    chosen = form.typed.get("answer", "")
    typed = Figures(**{each: form.number(f"votes-{each}", least=0, most=MOST_VOTES, default=0) for each in ANSWERS})
    if chosen == SPLIT:
        return typed
    if typed.total:
        raise Refused("split-too", N_("You typed figures as well. Choose “Split the votes”, or empty the figures."))
    return open_rules.whole(chosen, votes)


async def answers(request: Request) -> Response:
    number = number_of(request)
    found = await open_pages.answers_page(request.user, number, language_of(request))
    topics = (f"turnout-{number}", f"vote-{number}")
    return await render.page(request, "voting/answers.html", parts=("list",), topics=topics, vote=found)


routes: list[BaseRoute] = [
    get("/votes/{number:int}/answer", answer, may="cast"),
    post("/votes/{number:int}/answer", answering, may="cast"),
    get("/votes/{number:int}/answers", answers),
]
