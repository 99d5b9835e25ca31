"""The glossary's pages: all terms, one term with its history, and the form that writes its next revision."""

from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Conflict, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.translation.glossary import Term, termbase
from conference.translation.machine import queries as machine
from conference.translation.terms import commands, queries, tables
from conference.translation.terms import forms as fields
from conference.web import errors, forms, render
from conference.web.routing import get, post

PAGE, EDIT, TABLE = "translation/glossary.html", "translation/term.html", "translation/table.html"
TABLE_AT_MOST = 400_000
render.notices(
    **{
        "term-written": N_("The term is written. The engines obey it within seconds."),
        "table-taken-in": N_("The table is taken in. The engines obey it within seconds."),
        "term-taken-out": N_("The term is taken out. What held it is translated again."),
    }
)


async def glossary(request: Request) -> Response:
    """Every term; for those who write it also the words that the engines did not know."""
    writes = request.user.may("edit-glossary")
    return await render.page(
        request,
        PAGE,
        terms=(await queries.glossary()).terms,
        writes=writes,
        unknown=await machine.unknown_words(request.user) if writes else [],
    )


async def table(_request: Request) -> Response:
    """Every term as a table."""
    text = termbase.write((await queries.glossary()).terms)
    kept = {"Content-Disposition": 'attachment; filename="glossary.csv"'}
    return Response(text, media_type="text/csv", headers=kept)


async def exchange(request: Request) -> Response:
    """The form that takes a table in."""
    return await render.page(request, TABLE, found=None, wrong=(), problems={}, typed={})


async def take_in(request: Request) -> Response:
    """First shown what a table would change, then taken in as it was shown."""
    form = await forms.read(request)
    await _read_file(request, form)
    text = form.text("text", longest=TABLE_AT_MOST)
    try:
        form.done()
        found = await tables.compared(text)
        if found.mark == form.typed.get("seen", "") and form.ticked("confirmed"):
            await commands.take_in(request.user, [(each.term, each.number) for each in found.rows])
            return render.go(request, "/glossary", notice="table-taken-in")
    except tables.BadTable as problem:
        shown = {"found": None, "wrong": problem.sentences, "typed": form.typed}
        return await errors.again(request, problem, TABLE, **shown)
    except Invalid as problem:
        return await errors.again(request, problem, TABLE, found=None, wrong=(), typed=form.typed)
    return await render.page(request, TABLE, found=found, wrong=(), problems={}, typed=form.typed)


async def _read_file(request: Request, form: forms.Form) -> None:
    """An uploaded table takes the place of what stands in the box."""
    uploaded = (await request.form()).get("file")
    if not isinstance(uploaded, UploadFile) or not uploaded.filename:
        return
    try:
        form.typed["text"] = forms.tidy((await uploaded.read()).decode("utf-8-sig"))
    except UnicodeDecodeError:
        form.problem("text", N_("The table is not UTF-8. Save it as UTF-8."))


async def note(request: Request) -> Response:
    """One term as a note beside a text that uses it."""
    found = next((each for each in (await queries.glossary()).terms if each.id == request.path_params["key"]), None)
    if found is None:
        raise Absent
    return await render.page(request, "translation/term-note.html", term=found)


async def new(request: Request) -> Response:
    """An empty form, or one that begins with a word that the engines did not know."""
    given = request.query_params
    language = given.get("language", "")
    word = {language if language in LANGUAGES else LANGUAGES[0]: given.get("word", "")[:80]}
    typed = {**fields.untouched(), **word}
    return await render.page(request, EDIT, key="", number=0, revisions=[], problems={}, typed=typed)


async def edit(request: Request) -> Response:
    """One term, as it stands and as it was."""
    found = await _found(request)
    standing = found["revisions"][0].term
    typed = fields.typed(standing) if standing else dict(fields.untouched())
    return await render.page(request, EDIT, problems={}, typed=typed, **found)


async def add(request: Request) -> Response:
    form = await forms.read(request)
    key = form.text("key", longest=80)
    if key and await queries.revisions(key):
        form.problem("key", N_("There is already a term with this short name."))
    return await _write(request, form, key, None, {"key": "", "number": 0, "revisions": []})


async def write(request: Request) -> Response:
    form = await forms.read(request)
    found = await _found(request)
    return await _write(request, form, found["key"], found["revisions"][0].term, found)


async def _write(request: Request, form: forms.Form, key: str, before: Term | None, shown: dict[str, Any]) -> Response:
    number = form.number("number", least=0, most=1_000_000, default=0)
    written = fields.read(form, key, before)
    try:
        form.done()
        await commands.write(request.user, written, number)
    except (Invalid, Conflict) as problem:
        invalid = problem if isinstance(problem, Invalid) else Invalid({"": problem.sentence})
        return await errors.again(request, invalid, EDIT, typed=form.typed, **shown)
    return render.go(request, f"/glossary/{key}", notice="term-written")


async def take_out(request: Request) -> Response:
    form = await forms.read(request)
    number = form.number("number", least=1, most=1_000_000)
    form.done()
    await commands.take_out(request.user, (await _found(request))["key"], number)
    return render.go(request, "/glossary", notice="term-taken-out")


async def _found(request: Request) -> dict[str, Any]:
    key = request.path_params["key"]
    revisions = await queries.revisions(key)
    if not revisions:
        raise Absent
    return {"key": key, "number": revisions[0].number, "revisions": revisions}


routes: list[BaseRoute] = [
    get("/glossary", glossary, may="read-public"),
    get("/glossary/table.csv", table, may="read-public"),
    get("/glossary/table", exchange, may="edit-glossary"),
    post("/glossary/table", take_in, may="edit-glossary"),
    get("/glossary/new", new, may="edit-glossary"),
    post("/glossary/new", add, may="edit-glossary"),
    get("/glossary/{key}/note", note, may="read-public"),
    get("/glossary/{key}", edit, may="edit-glossary"),
    post("/glossary/{key}", write, may="edit-glossary"),
    post("/glossary/{key}/removal", take_out, may="edit-glossary"),
]
