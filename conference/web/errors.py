"""Refusals as pages, parts or problem+json: a whole sentence in the reader's language, never a trace."""

from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from conference.core.errors import Absent, Invalid, NotSignedIn, Refused
from conference.core.languages import TAGS
from conference.core.words import N_, Sentence
from conference.runtime import away, i18n
from conference.web import render

log = structlog.get_logger()

TITLES = {
    400: N_("That could not be read"),
    401: N_("Please sign in"),
    403: N_("Not open to you"),
    404: N_("Nothing here"),
    405: N_("This address does not accept that request"),
    409: N_("Somebody was faster"),
    413: N_("Too much at once"),
    422: N_("Not yet"),
    429: N_("A moment, please"),
    500: N_("Our mistake"),
    503: N_("A moment, please"),
}
STARLETTES = {
    400: ("not-readable", N_("What was sent arrived broken, or in more pieces than any form here has.")),
    405: ("wrong-method", N_("This step is not taken at this address. Open the page, and use the form on it.")),
    413: (
        "too-large",
        N_(
            "One form carries at most one megabyte, files included. Send less at once: a shorter text, a file in parts."
        ),
    ),
}
"""What the server itself refuses, by status; of anything else it says that nothing is there."""
BROKEN = N_("Something broke on our side. Nothing you sent was half done. Please try again.")
AWAY = N_(
    "The server cannot reach its database at this moment, or there is no room left on its disk. What you sent has not "
    "been confirmed. Please send it again in a few minutes."
)


async def refused(request: Request, problem: Exception) -> Response:
    """A rule said no."""
    assert isinstance(problem, Refused)
    if for_machines(request):
        return problem_json(problem.status, problem.code, problem.sentence, getattr(problem, "problems", {}))
    if isinstance(problem, NotSignedIn) and request.method == "GET":
        language = request.scope["state"]["language"]
        return RedirectResponse(f"/{language}/sign-in?next={request.scope['path']}", 303)
    return await _page(request, problem.status, problem.sentence)


async def http_problem(request: Request, problem: Exception) -> Response:
    """Starlette's own refusals: no such route, a method that is not offered."""
    assert isinstance(problem, HTTPException)
    code, words = STARLETTES.get(problem.status_code, ("not-found", ""))
    sentence = Sentence(words) if words else Absent().sentence
    if for_machines(request):
        answer = problem_json(problem.status_code, code, sentence)
    else:
        answer = await _page(request, problem.status_code, sentence)
    answer.headers.update(problem.headers or {})
    return answer


def bare(scope: Scope, sentence: str, *, home: bool = True) -> Response:
    """What the edge refuses (400) before anybody is asked who she is: a page without the frame of the house."""
    if scope["path"].startswith("/api/"):
        return problem_json(400, "not-readable", Sentence(sentence))
    language = i18n.language()
    context = {"lang_tag": TAGS[language], "home": f"/{language}/" if home else ""}
    context |= {"title": i18n.say(TITLES[400]), "sentence": i18n.say(sentence)}
    return HTMLResponse(render.write("refused.html", context), 400)


async def broken(request: Request, problem: Exception) -> Response:
    """What nobody foresaw: logged with its kind, shown without it."""
    if away.is_away(problem):
        return await database_away(request, problem)
    log.error("broken", path=request.scope["path"], kind=type(problem).__name__, exc_info=problem)
    if for_machines(request):
        return problem_json(500, "broken", Sentence(BROKEN))
    return await _page(request, 500, Sentence(BROKEN))


async def database_away(request: Request, problem: Exception) -> Response:
    """The database cannot write now, or is not there: nobody's mistake, and it passes. The log does not say where it
    happened: it may have been a ballot."""
    log.error("database-away", kind=type(problem).__name__)
    sentence = Sentence(AWAY)
    answer = problem_json(503, "away", sentence) if for_machines(request) else await _page(request, 503, sentence)
    answer.headers["Retry-After"] = "60"
    return answer


def for_machines(request: Request) -> bool:
    return bool(request.scope["path"].startswith("/api/"))


def problem_json(status: int, code: str, sentence: Sentence, problems: dict[str, Sentence] | None = None) -> Response:
    """RFC 9457: what happened as a code, a sentence, and one sentence for each field."""
    body: dict[str, Any] = {
        "type": f"urn:conference:problem:{code}",
        "title": i18n.say(TITLES.get(status, TITLES[500])),
        "status": status,
        "code": code,
        "detail": i18n.say(sentence),
    }
    if problems:
        body["errors"] = {name: i18n.say(each) for name, each in problems.items()}
    return JSONResponse(body, status, media_type="application/problem+json")


async def _page(request: Request, status: int, sentence: Sentence) -> Response:
    scope = request.scope
    scope.setdefault("state", {}).setdefault("language", i18n.language())
    if "user" not in scope:
        return HTMLResponse(i18n.say(sentence), status)
    title = i18n.say(TITLES.get(status, TITLES[500]))
    context = await render.frame(request)
    text = render.write("errors.html", context | {"code": status, "title": title, "sentence": i18n.say(sentence)})
    return HTMLResponse(text, status)


async def again(request: Request, problem: Invalid, template: str, **context: Any) -> Response:
    """The form once more, with what was typed and a sentence beside each problem (422)."""
    return await render.page(request, template, status=422, problems=problem.problems, **context)


HANDLERS = {Refused: refused, HTTPException: http_problem, Exception: broken} | dict.fromkeys(away.KINDS, broken)
