"""The translation desk: what waits for a text or for a second person, and one text with all that lies beside it."""

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Conflict, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.runtime import i18n
from conference.text.words import BadText
from conference.translation import successors
from conference.translation.desk import claims, commands, queries, segments
from conference.translation.desk.memory import EXACT
from conference.translation.desk.queries import Bench, Wanted
from conference.translation.glossary import Term
from conference.translation.machine import queries as machine
from conference.translation.rules import LONGEST
from conference.translation.terms.queries import glossary
from conference.web import forms, render
from conference.web.routing import get, post

DESK, JOB = "translation/desk.html", "translation/job.html"
render.notices(
    **{
        "text-translated": N_("Your translation is in its place."),
        "text-reviewed": N_("You are noted as the second person who has looked at this text."),
        "text-certified": N_("The text is certified."),
        "text-claimed": N_("The others see that you work on this text."),
        "text-handed-back": N_("The text is free for others."),
        "meaning-contested": N_("The other languages are outdated from now on, until somebody has seen to them."),
    }
)


async def desk(request: Request) -> Response:
    """What waits for a text in one language, or for a second person, the most urgent first."""
    target = request.query_params.get("into", "")
    target = target if target in LANGUAGES else i18n.language()
    wanted = Wanted.SECOND if request.query_params.get("show") == Wanted.SECOND else Wanted.TEXT
    given = request.query_params.get("page", "")
    page = max(int(given), 1) if given.isdecimal() and len(given) < 4 else 1
    return await render.page(
        request, DESK, target=target, wanted=wanted, number=page,
        desk=await queries.desk(request.user, target, wanted, page),
        asked=await machine.asked(request.user, target) if page == 1 and wanted is Wanted.TEXT else [],
    )  # fmt: skip


async def job(request: Request) -> Response:
    """The original and the text that stands so far; `?use=` begins with a text of the memory."""
    return await _page(request, await _bench(request))


async def translate(request: Request) -> Response:
    """Save a text: in one piece, or by segments. With `fill` nothing is saved: the page comes back with what was typed
    and the words of the memory in their paragraph."""
    form, bench = await forms.read(request), await _bench(request)
    if filled := bench.fill(form.typed.get("fill", "")):
        return await _page(request, bench, {**form.typed, filled[0]: filled[1]}, filled=filled[0])
    text = segments.typed(bench.job.original.text, form.typed)
    if text is None:
        text = form.text("text", longest=LONGEST)
    else:
        _read_segments(form)
    revision = form.number("revision", least=1, most=1_000_000)
    unit, target = request.path_params["unit"], request.path_params["target"]
    try:
        form.done()
        await commands.save(request.user, unit, target, text, revision, form.typed.get("seen", ""))
    except Invalid as problem:
        return await _page(request, bench, form.typed, problem.problems, 422)
    except BadText as problem:
        return await _page(request, bench, form.typed, {"text": problem.sentence}, 422)
    except Conflict as problem:
        bench = await _bench(request)
        return await _page(request, bench, {**form.typed, "text": text}, {"text": problem.sentence}, 409, both=True)
    return render.go(request, f"/translate/{unit}/{target}", notice="text-translated")


def _read_segments(form: forms.Form) -> None:
    """Every segment says something."""
    for name in [each for each in form.typed if each.startswith("segment-")]:
        form.text(name, longest=LONGEST)


async def take(request: Request) -> Response:
    unit, target = request.path_params["unit"], request.path_params["target"]
    try:
        await claims.take(request.user, unit, target)
    except Conflict as problem:
        return await _page(request, await _bench(request), {}, {"": problem.sentence}, 409)
    return render.go(request, f"/translate/{unit}/{target}", notice="text-claimed")


async def hand_back(request: Request) -> Response:
    unit, target = request.path_params["unit"], request.path_params["target"]
    await claims.hand_back(request.user, unit, target)
    return render.go(request, f"/translate/{unit}/{target}", notice="text-handed-back")


async def review(request: Request) -> Response:
    return await _vouch(request, "text-reviewed")


async def certify(request: Request) -> Response:
    return await _vouch(request, "text-certified")


async def _vouch(request: Request, notice: str) -> Response:
    """For the text that was on the page; where another one stands by now, that one is shown."""
    form = await forms.read(request)
    unit, target = request.path_params["unit"], request.path_params["target"]
    act = commands.review if notice == "text-reviewed" else commands.certify
    try:
        await act(request.user, unit, target, form.typed.get("seen", ""))
    except Conflict:
        told = N_("Somebody has changed this text since you looked at it. Please read it once more.")
        return await _page(request, await _bench(request), {}, {"": Sentence(told)}, 409)
    return render.go(request, f"/translate/{unit}/{target}", notice=notice)


async def object_to(request: Request) -> Response:
    """“This does change the meaning.” The page that asked is shown again."""
    form = await forms.read(request)
    unit = request.path_params["unit"]
    await successors.object_to(request.user, unit)
    back = render.safe_next(request, form.typed.get("next", ""))
    return render.noticed(RedirectResponse(quote(back, safe="/?&=#%:"), 303), "meaning-contested")


async def _bench(request: Request) -> Bench:
    return await queries.bench(request.user, request.path_params["unit"], request.path_params["target"])


async def _page(
    request: Request, bench: Bench, typed: dict[str, str] | None = None, problems: dict[str, Sentence] | None = None,
    status: int = 200, *, both: bool = False, filled: str = "",
) -> Response:  # fmt: skip
    """`both`: the reader's text and the one that stands by now are two. Then, and on wish, it is one piece. `filled`:
    the field into which words of the memory were just laid."""
    standing = bench.job.target
    used = bench.match(request.query_params.get("use", "")) if standing is None or not standing.current else None
    if used is None and standing is None and bench.matches and bench.matches[0].percent == EXACT:
        used = bench.matches[0]
    used = None if filled else used
    whole = both or used is not None or "whole" in request.query_params or "text" in (typed or {})
    context: dict[str, Any] = {
        "target": request.path_params["target"], "bench": bench, "job": bench.job, "used": used, "whole": whole,
        "both": both, "filled": filled, "typed": typed or {}, "problems": problems or {},
        "avoided": await _avoided(request, (typed or {}).get("text") or (standing.text if standing else "")),
    }  # fmt: skip
    return await render.page(request, JOB, status=status, **context)


async def _avoided(request: Request, text: str) -> list[tuple[str, Term]]:
    """The words of a translation that the glossary says not to use, to be told softly: the translator decides."""
    return (await glossary()).avoided(text, request.path_params["target"])


_JOB = "/translate/{unit:int}/{target}"
routes: list[BaseRoute] = [
    get("/translate", desk, may="translate"),
    get(_JOB, job, may="translate"),
    post("/translate/{unit:int}/objection", object_to, may="object-to-edit"),
    post(_JOB, translate, may="translate"),
    post(f"{_JOB}/claim", take, may="translate"),
    post(f"{_JOB}/return", hand_back, may="translate"),
    post(f"{_JOB}/certificate", certify, may="certify-text"),
    post(f"{_JOB}/review", review, may="review-text"),
]
