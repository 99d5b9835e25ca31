"""The tellers' shares of a box's key: choosing who holds them, taking one in hand, reporting it lost, entering it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid
from conference.core.words import N_, Sentence
from conference.voting import commands, queries
from conference.voting.routes.asked import number_of
from conference.voting.sealed import shares
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "key-made": N_("The key is made. Each teller finds her words on her own page."),
        "share-held": N_("The share is in your hands now. Its words are no longer on this server."),
        "share-lost": N_("The share is reported lost."),
        "share-loss-reported": N_(
            "Your report is noted. The share counts as lost once a second person has confirmed it."
        ),
        "share-kept": N_("It is noted that your share is in your hands."),
        "share-given": N_("Your share is entered. The box can be unsealed when enough of them are."),
        "vote-voiding": N_("The vote is void: its ballots were thrown away unread."),
        "vote-putting-again": N_("The same question has been put again."),
    }
)
Problems = dict[str, Sentence]


async def listed(request: Request) -> Response:
    return await _list(request, (), {})


async def _list(request: Request, chosen: tuple[int, ...], problems: Problems, status: int = 200) -> Response:
    number = number_of(request)
    found = await shares.shares_page(request.user, await queries.find(request.user, number))
    return await render.page(
        request,
        "voting/shares.html",
        status=status,
        parts=("list",),
        topics=(f"vote-{number}",) if not found.candidates else (),
        found=found,
        chosen=chosen,
        problems=problems,
    )


async def making(request: Request) -> Response:
    form = await forms.read(request)
    chosen = tuple(form.keys("teller"))
    try:
        form.done()
        await commands.make_key(request.user, number_of(request), chosen)
    except Invalid as problem:
        return await _list(request, chosen, problem.problems, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/shares", "key-made")


async def loss(request: Request) -> Response:
    share, number = int(request.path_params["share"]), number_of(request)
    await commands.report_lost(request.user, number, share)
    vote = await queries.find(request.user, number)
    back = "shares" if request.user.may("see-shares") else "share"
    return render.go(
        request, f"/votes/{number}/{back}", "share-lost" if await shares.is_lost(vote, share) else "share-loss-reported"
    )


async def keeping(request: Request) -> Response:
    await commands.keep_share(request.user, number_of(request))
    return render.go(request, f"/votes/{number_of(request)}/share", "share-kept")


async def own(request: Request) -> Response:
    return await _own(request, "voting/share.html", {}, {})


async def proof(request: Request) -> Response:
    return await _own(request, "voting/share-proof.html", {}, {})


async def _own(
    request: Request, template: str, typed: dict[str, str], problems: Problems, status: int = 200
) -> Response:
    found = await shares.own_share(request.user, await queries.find(request.user, number_of(request)))
    return await render.page(request, template, status=status, found=found, typed=typed, problems=problems)


async def proving(request: Request) -> Response:
    """Some of the words, typed back from her paper."""
    form = await forms.read(request)
    words = {place: form.typed.get(f"word-{place}", "")[:100] for place in range(1, 34)}
    try:
        await commands.prove_share(request.user, number_of(request), words)
    except Invalid as problem:
        return await _own(request, "voting/share-proof.html", form.typed, problem.problems, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/share", "share-held")


async def giving(request: Request) -> Response:
    """All of the words, after closing."""
    form = await forms.read(request)
    try:
        text = form.text("words", longest=2_000)
        form.done()
        await commands.give_share(request.user, number_of(request), text)
    except Invalid as problem:
        return await _own(request, "voting/share.html", form.typed, problem.problems, problem.status)
    return render.go(request, f"/votes/{number_of(request)}/share", "share-given")


async def voiding(request: Request) -> Response:
    await commands.declare_void(request.user, number_of(request))
    return render.go(request, f"/votes/{number_of(request)}", "vote-voiding")


async def putting_again(request: Request) -> Response:
    made = await commands.put_again(request.user, number_of(request))
    return render.go(request, f"/votes/{made.number}", "vote-putting-again")


routes: list[BaseRoute] = [
    get("/votes/{number:int}/shares", listed, may="see-shares"),
    post("/votes/{number:int}/shares", making, may="open-vote"),
    post("/votes/{number:int}/shares/{share:int}/loss", loss, may="report-share"),
    get("/votes/{number:int}/share", own, may="hold-share"),
    post("/votes/{number:int}/share", giving, may="hold-share"),
    post("/votes/{number:int}/share/kept", keeping, may="hold-share"),
    get("/votes/{number:int}/share/proof", proof, may="hold-share"),
    post("/votes/{number:int}/share/proof", proving, may="hold-share"),
    post("/votes/{number:int}/voiding", voiding, may="declare-vote"),
    post("/votes/{number:int}/putting-again", putting_again, may="put-vote"),
]
