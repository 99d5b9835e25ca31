"""The page for translators who work with a program of their own: texts and memories out, and in again with a report."""

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.runtime import i18n
from conference.translation.desk import exchange, tmx, xliff
from conference.translation.desk.exchange import Result
from conference.translation.desk.xml import LARGEST, BadFile
from conference.web import forms, render
from conference.web.routing import get, post

PAGE = "translation/files.html"
NAME_AT_MOST = 120
render.notices(**{"memory-forgotten": N_("The memory is taken out.")})


async def page(request: Request) -> Response:
    """What goes out and comes in."""
    return await _page(request, {}, {})


async def texts_out(request: Request) -> Response:
    """What waits for a text in this language, as XLIFF; `?all=1`: what has one, to be revised."""
    source, target = _pair(request)
    data = await exchange.xliff_out(request.user, source, target, revise="all" in request.query_params)
    return _file(data, f"{xliff.MEDIA_TYPE}; charset=utf-8", f"conference-{source}-{target}.xlf")


async def memory_out(request: Request) -> Response:
    source, target = _pair(request)
    data = await exchange.tmx_out(request.user, source, target, version("conference"))
    return _file(data, tmx.MEDIA_TYPE, f"conference-{source}-{target}.tmx")


async def texts_in(request: Request) -> Response:
    """A file of texts, with what became of each."""
    form = await forms.read(request)
    data = await _uploaded(request, form, "texts")
    try:
        form.done()
        results = await exchange.xliff_in(request.user, data)
    except BadFile as problem:
        return await _page(request, form.typed, {"texts": problem.sentence}, 422)
    except Invalid as problem:
        return await _page(request, form.typed, problem.problems, 422)
    return await _page(request, form.typed, {}, results=results)


async def memory_in(request: Request) -> Response:
    """A memory, with what became of each unit."""
    form = await forms.read(request)
    data = await _uploaded(request, form, "memory")
    source, target = form.choice("from", LANGUAGES), form.choice("into", LANGUAGES)
    name = form.text("name", longest=NAME_AT_MOST)
    if source == target:
        form.problem("into", N_("Please choose two different languages."))
    try:
        form.done()
        results = await exchange.tmx_in(request.user, data, source, target, name)
    except BadFile as problem:
        return await _page(request, form.typed, {"memory": problem.sentence}, 422)
    except Invalid as problem:
        return await _page(request, form.typed, problem.problems, 422)
    return await _page(request, form.typed, {}, results=results)


async def forget(request: Request) -> Response:
    form = await forms.read(request)
    name, account = form.text("name", longest=NAME_AT_MOST), form.number("account", least=1, most=2**31 - 1)
    try:
        form.done()
    except Invalid as problem:
        return await _page(request, {}, problem.problems, 422)
    await exchange.forget(request.user, name, account)
    return render.go(request, "/translate/files", notice="memory-forgotten")


async def _uploaded(request: Request, form: forms.Form, name: str) -> bytes:
    """The bytes of a file; a problem is noted where there is none."""
    uploaded = (await request.form()).get(name)
    if not isinstance(uploaded, UploadFile) or not uploaded.filename:
        form.problem(name, N_("Please choose a file."))
        return b""
    return await uploaded.read(LARGEST + 1)


def _pair(request: Request) -> tuple[str, str]:
    source, target = request.query_params.get("from", ""), request.query_params.get("into", "")
    if source not in LANGUAGES or target not in LANGUAGES or source == target:
        raise Absent
    return source, target


def _file(data: bytes, media_type: str, name: str) -> Response:
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _page(
    request: Request, typed: dict[str, str], problems: dict[str, Sentence], status: int = 200,
    results: Sequence[Result] | None = None,
) -> Response:  # fmt: skip
    target = request.query_params.get("into", "")
    context: dict[str, Any] = {
        "target": target if target in LANGUAGES else i18n.language(),
        "brought": await exchange.brought(),
        "results": results,
        "counts": Counter(each.fate.value for each in results or ()),
        "into": typed.get("into", ""),
    }
    return await render.page(request, PAGE, status=status, typed=typed, problems=problems, largest=LARGEST, **context)


routes: list[BaseRoute] = [
    get("/translate/files", page, may="translate"),
    get("/translate/files/texts", texts_out, may="translate"),
    get("/translate/files/memory", memory_out, may="translate"),
    post("/translate/files/texts", texts_in, may="translate"),
    post("/translate/files/memory", memory_in, may="translate"),
    post("/translate/files/removal", forget, may="translate"),
]
