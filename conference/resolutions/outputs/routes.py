"""The latest resolution, editions to take away, and the page for home. Open to all, and the same for everybody."""

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.actor import NOBODY
from conference.core.errors import Absent
from conference.resolutions.editions import routes as editions
from conference.resolutions.formats.markdown import markdown
from conference.resolutions.outputs import documents, kept, plain, sheets
from conference.resolutions.outputs.documents import House
from conference.runtime import i18n
from conference.web import files, render
from conference.web.routing import get

Answer = Callable[[Request], Awaitable[Response]]
PDF = "application/pdf"
MARKDOWN = "text/markdown; charset=utf-8"
JSON = "application/json"


async def latest(request: Request) -> Response:
    """The resolution published last, or a page that says there is none yet."""
    try:
        found = await documents.stored(None)
    except Absent:
        return await render.page(request, "resolutions/none.html", topics=("resolutions",), parts=("none",))
    return await editions.show(request, found.resolution.number, found.number)


async def permanent(request: Request) -> Response:
    """An edition has one permanent address."""
    number, which = request.path_params["number"], request.path_params["edition"]
    await documents.stored(number, which)
    return render.go(request, f"/resolution/{number}/editions/{which}")


async def as_pdf(request: Request) -> Response:
    """`?languages=en,fr,es`: side by side."""
    number, which, languages = await _asked(request)
    document = await kept.document(number, which, languages, _house(request))
    name = f"resolution-{number}-edition-{which}-{'-'.join(languages)}.pdf"
    return files.answer(request, await kept.document_pdf(document), PDF, name)


async def as_markdown(request: Request) -> Response:
    """One language, or one after the other."""
    number, which, languages = await _asked(request)
    document = await kept.document(number, which, languages, _house(request))
    name = f"resolution-{number}-edition-{which}-{'-'.join(languages)}.md"
    return files.answer(request, markdown(document).encode(), MARKDOWN, name)


async def as_json(request: Request) -> Response:
    """Every language; the words that delegations annexed in that of the address."""
    number, which, _ = await _asked(request)
    origin = request.app.state.settings.origin
    told = await plain.edition(NOBODY, number, which, i18n.language(), origin)
    return files.answer(request, json.dumps(told, ensure_ascii=False, indent=1).encode(), JSON)


async def report(request: Request) -> Response:
    """What a delegation reports back, to read and to print."""
    number, code = request.path_params["number"], request.path_params["code"]
    made = await sheets.sheet(number, code, i18n.language(), _house(request))
    return await render.page(request, "resolutions/report.html", sheet=made, number=number, code=code)


async def report_pdf(request: Request) -> Response:
    """The same on one page."""
    number, code, language = request.path_params["number"], request.path_params["code"], i18n.language()
    made = await sheets.sheet(number, code, language, _house(request))
    return files.answer(request, await kept.page_pdf(made), PDF, f"resolution-{number}-report-{code}-{language}.pdf")


async def _asked(request: Request) -> tuple[int, int, tuple[str, ...]]:
    """The number, the edition and the languages that the address means."""
    given = request.path_params
    found = await documents.stored(given.get("number"), given.get("edition"))
    languages = plain.languages_of(request.query_params.get("languages", ""), i18n.language())
    return found.resolution.number, found.number, tuple(languages)


def _house(request: Request) -> House:
    settings = request.app.state.settings
    return House(settings.name, settings.origin)


_FORMS: tuple[tuple[str, Answer], ...] = (("pdf", as_pdf), ("md", as_markdown), ("json", as_json))
_ONE = "/resolutions/{number:int}"
routes: list[BaseRoute] = [
    get("/resolution", latest),
    get(f"{_ONE}/report/{{code}}.pdf", report_pdf),
    get(f"{_ONE}/report/{{code}}", report),
    get(f"{_ONE}/editions/{{edition:int}}", permanent),
    *(
        get(f"{address}.{suffix}", answer)
        for address in ("/resolution", _ONE, f"{_ONE}/editions/{{edition:int}}")
        for suffix, answer in _FORMS
    ),
]
