"""The steps of an amendment after filing: signing, ruling, accepting, objecting, merging, setting aside."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.amendments import commands, rules
from conference.amendments.routes.common import back, number_in, page
from conference.amendments.rules import Returned
from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.web import forms, render
from conference.web.routing import post

render.notices(
    **{
        "amendment-co-signed": N_("You have co-signed this amendment."),
        "amendment-withdrawn": N_("Your amendment has been withdrawn."),
        "amendment-taken-over": N_("You move this amendment now."),
        "amendment-admitted": N_("The amendment is on the table."),
        "amendment-returned": N_("The amendment has been returned to its movers."),
        "ruling-translated": N_("The reason has been saved."),
        "amendment-announced": N_("The conference hears that this amendment is accepted without a vote."),
        "amendment-objected": N_("You have asked for a vote on this amendment."),
        "amendment-contested": N_("This amendment goes to the vote."),
        "amendments-merged": N_("The accepted amendments are in the text."),
        "amendments-left": N_("Some are in the text. Those that collide with them stay here for a vote."),
        "amendment-set-aside": N_("This amendment is no longer on the table."),
    }
)


async def co_sign(request: Request) -> Response:
    await commands.co_sign(request.user, number_in(request))
    return back(request, number_in(request), "amendment-co-signed")


async def withdraw(request: Request) -> Response:
    await commands.withdraw(request.user, number_in(request))
    return back(request, number_in(request), "amendment-withdrawn")


async def take_over(request: Request) -> Response:
    await commands.take_over(request.user, number_in(request))
    return back(request, number_in(request), "amendment-taken-over")


async def admit(request: Request) -> Response:
    await commands.admit(request.user, number_in(request))
    return back(request, number_in(request), "amendment-admitted")


async def send_back(request: Request) -> Response:
    """Return it for a ready reason, in the chair's own words, or both."""
    number, form = number_in(request), await forms.read(request)
    own = next(iter(request.user.understands), LANGUAGES[0])
    words = {each: form.typed.get("ruling" if each == own else f"ruling-{each}", "") for each in LANGUAGES}
    given = {each: text for each, text in words.items() if text.strip() or each == own}
    try:
        await commands.return_amendment(request.user, number, given, form.typed.get("reason", Returned.OTHER))
    except Invalid as problem:
        return await page(request, number, form.typed, problem)
    return back(request, number, "amendment-returned")


async def translate_ruling(request: Request) -> Response:
    number, form = number_in(request), await forms.read(request)
    try:
        language = form.choice("language", LANGUAGES)
        form.done()
        await commands.translate_ruling(request.user, number, language, form.typed.get("ruling", ""))
    except Invalid as problem:
        return await page(request, number, form.typed, problem)
    return back(request, number, "ruling-translated")


async def accept(request: Request) -> Response:
    await commands.accept(request.user, number_in(request))
    return back(request, number_in(request), "amendment-announced")


async def object_to(request: Request) -> Response:
    await commands.object_to(request.user, number_in(request))
    return back(request, number_in(request), "amendment-objected")


async def call(request: Request) -> Response:
    """The chair asks for a vote on what was accepted."""
    await commands.send_to_vote(request.user, number_in(request))
    return back(request, number_in(request), "amendment-contested")


async def merge(request: Request) -> Response:
    """All that were ticked, each a version of its own, in one transaction."""
    ticked = (await request.form()).getlist("amendment")
    numbers = [number for each in ticked if (number := rules.number_of(str(each))) is not None]
    left = await commands.merge_uncontested(request.user, numbers)
    return render.go(request, "/amendments?needs=all", "amendments-left" if left else "amendments-merged")


async def set_aside(request: Request) -> Response:
    await commands.set_aside(request.user, number_in(request))
    return back(request, number_in(request), "amendment-set-aside")


routes: list[BaseRoute] = [
    post("/amendments/merges", merge, may="merge-amendments"),
    post("/amendments/{code}/cosigners", co_sign, may="co-sign"),
    post("/amendments/{code}/withdrawal", withdraw, may="keep-own-account"),
    post("/amendments/{code}/takeover", take_over, may="propose"),
    post("/amendments/{code}/admission", admit, may="rule-on-amendment"),
    post("/amendments/{code}/return", send_back, may="rule-on-amendment"),
    post("/amendments/{code}/ruling", translate_ruling, may="keep-own-account"),
    post("/amendments/{code}/acceptance", accept, may="accept-amendment"),
    post("/amendments/{code}/objections", object_to, may="object"),
    post("/amendments/{code}/vote-call", call, may="merge-amendments"),
    post("/amendments/{code}/setting-aside", set_aside, may="rule-on-amendment"),
]
