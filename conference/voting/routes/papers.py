"""Paper ballots for tellers: printing, handing out, giving back, entering what each paper says."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.voting import commands, queries
from conference.voting.models import Vote
from conference.voting.routes.asked import language_of, number_of
from conference.voting.routes.ballot import ranking_of, ranks_of
from conference.voting.rules import Ranking
from conference.voting.sealed import policy as teller_policy
from conference.voting.sealed import tables
from conference.voting.sealed.papers import HIGHEST, Reads
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

MOST_PRINTED = 500
render.notices(
    **{
        "paper-handed-out": N_("The paper is handed out. The voter now votes on paper only."),
        "paper-given-back": N_("The paper was given back unused. The voter can cast on a device again."),
        "paper-entered": N_("Your entry is sealed. Enter the next paper."),
        "paper-entry-out": N_("Your entry is taken out."),
        "paper-taken-out": N_("All entries of this paper are taken out."),
        "papers-counted": N_("Your count is noted. A second teller counts the papers too, and then the box is closed."),
        "papers-accounted-for": N_("Recorded: the paper box holds no more papers."),
    }
)


async def papers(request: Request) -> Response:
    """The papers of a vote: who holds one while it is open, which numbers were entered after it has closed."""
    return await _papers(request, {}, {})


async def _papers(
    request: Request, typed: dict[str, str], problems: dict[str, Sentence], status: int = 200
) -> Response:
    vote = await queries.find(request.user, number_of(request))
    found = await tables.papers_page(request.user, vote, language_of(request))
    wanted = request.query_params.get("q", "")[:100]
    return await render.page(
        request,
        "voting/papers.html",
        status=status,
        typed=typed,
        problems=problems,
        vote=await queries.vote_page(request.user, vote.number, language_of(request)),
        papers=found,
        roll=await tables.roll_search(vote, language_of(request), wanted),
        holders=await tables.roll_search(vote, language_of(request), holders=True),
        print_counts=await tables.print_counts(vote, language_of(request)),
    )


async def handing_out(request: Request) -> Response:
    await commands.hand_out(request.user, number_of(request), int(request.path_params["account"]))
    return render.go(request, f"/votes/{number_of(request)}/papers", "paper-handed-out")


async def giving_back(request: Request) -> Response:
    await commands.give_back(request.user, number_of(request), int(request.path_params["account"]))
    return render.go(request, f"/votes/{number_of(request)}/papers", "paper-given-back")


async def paper(request: Request) -> Response:
    """The form for one paper."""
    vote = await queries.find(request.user, number_of(request))
    teller_policy.may_enter_papers(request.user, vote).require()
    return await _paper_page(request, vote, Form(dict(request.query_params)), {})


async def _paper_page(
    request: Request, vote: Vote, form: Form, problems: dict[str, Sentence], status: int = 200
) -> Response:
    found = await queries.vote_page(request.user, vote.number, language_of(request))
    names = await tables.delegation_names(language_of(request))
    return await render.page(
        request,
        "voting/paper.html",
        status=status,
        vote=found,
        papers=await tables.papers_page(request.user, vote, language_of(request)),
        delegations=list(names.items()),
        typed=form.typed,
        ranks=ranks_of(form, [option.key for option in found.options]),
        problems=problems,
    )


async def entering(request: Request) -> Response:
    vote = await queries.find(request.user, number_of(request))
    form = await forms.read(request)
    number = form.number("paper", least=1, most=HIGHEST)
    delegation = form.choice("delegation", list(await tables.delegation_names(language_of(request))))
    reads = form.choice("reads", [each.value for each in Reads])
    found = await queries.vote_page(request.user, vote.number, language_of(request))
    try:
        form.done()
        ranking: Ranking = ranking_of(form, found.method, [option.key for option in found.options])
        await commands.enter_paper(request.user, vote.number, number, delegation, Reads(reads), ranking)
    except Refused as problem:
        problems = problem.problems if isinstance(problem, Invalid) else {"": problem.sentence}
        return await _paper_page(request, vote, form, problems, problem.status)
    return render.go(request, f"/votes/{vote.number}/papers/enter?delegation={delegation}", "paper-entered")


async def taking_out(request: Request) -> Response:
    await commands.take_out_entry(request.user, number_of(request), int(request.path_params["paper"]))
    return render.go(request, f"/votes/{number_of(request)}/papers", "paper-entry-out")


async def taking_all_out(request: Request) -> Response:
    await commands.take_out_paper(request.user, number_of(request), int(request.path_params["paper"]))
    return render.go(request, f"/votes/{number_of(request)}/papers", "paper-taken-out")


async def accounting(request: Request) -> Response:
    """This teller's count of the papers in the box; the second one that agrees closes it."""
    form = await forms.read(request)
    try:
        counted = form.number("counted", least=0, most=HIGHEST)
        form.done()
        closed = await commands.account_for_rest(request.user, number_of(request), counted)
    except Invalid as problem:
        return await _papers(request, form.typed, problem.problems, problem.status)
    return render.go(
        request, f"/votes/{number_of(request)}/papers", "papers-accounted-for" if closed else "papers-counted"
    )


async def printing(request: Request) -> Response:
    """Numbered papers to be printed, some for each delegation; one for each voter where nothing else is asked for."""
    vote = await queries.find(request.user, number_of(request))
    teller_policy.may_print_papers(request.user, vote).require()
    form = Form(dict(request.query_params))
    names = await tables.delegation_names(language_of(request))
    first = form.number("first", least=1, most=HIGHEST - MOST_PRINTED, default=1)
    usual = {code: n for code, _, n in await tables.print_counts(vote, language_of(request)) if not form.typed}
    counts = {
        code: form.number(f"count-{code}", least=0, most=MOST_PRINTED, default=usual.get(code, 0)) for code in names
    }
    if sum(counts.values()) > MOST_PRINTED:
        form.problem("first", N_("Please print at most %(most)s papers at once."), most=MOST_PRINTED)
    if form.problems or not sum(counts.values()):
        return RedirectResponse(f"/{language_of(request)}/votes/{vote.number}/papers#print", 303)
    language = form.typed.get("in", "")
    return await render.page(
        request,
        "voting/paper_print.html",
        papers=await tables.printed(vote, first, counts, (language,) if language in LANGUAGES else LANGUAGES),
        vote=await queries.vote_page(request.user, vote.number, language_of(request)),
        texts=await queries.texts_put(request.user, vote.number),
    )


routes: list[BaseRoute] = [
    get("/votes/{number:int}/papers", papers, may="close-vote"),
    get("/votes/{number:int}/papers/print", printing, may="print-papers"),
    get("/votes/{number:int}/papers/enter", paper, may="handle-papers"),
    post("/votes/{number:int}/papers/enter", entering, may="handle-papers"),
    post("/votes/{number:int}/papers/rest", accounting, may="handle-papers"),
    post("/votes/{number:int}/papers/{paper:int}/out", taking_out, may="handle-papers"),
    post("/votes/{number:int}/papers/{paper:int}/all-out", taking_all_out, may="close-vote"),
    post("/votes/{number:int}/papers/holders/{account:int}", handing_out, may="handle-papers"),
    post("/votes/{number:int}/papers/holders/{account:int}/back", giving_back, may="handle-papers"),
]
