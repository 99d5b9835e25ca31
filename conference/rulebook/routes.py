"""The conference's rules over HTTP: everybody reads them; organizers write, check and save a change."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Conflict
from conference.core.words import N_
from conference.rulebook import changes, commands, policy, queries, reading, wording, writing
from conference.rulebook.reading import BadRules
from conference.rulebook.rules import Kind
from conference.web import forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

render.notices(**{"rules-set": N_("The rules are saved. Votes that were put before keep theirs.")})


async def rules(request: Request) -> Response:
    """Every rule set in plain words, with its table of the file."""
    present = await queries.rule_sets()
    return await render.page(
        request,
        "rulebook/rules.html",
        parts=("list",),
        topics=("rules",),
        rule_sets=await queries.views(request.scope["state"]["language"]),
        kinds=wording.KINDS,
        digest=commands.digest_of(present),
        may_set=policy.may_set_rules(request.user),
    )


async def file(_: Request) -> Response:
    """The rules as the file that `conference rules` prints."""
    text = writing.write(await queries.rule_sets())
    headers = {"Content-Disposition": 'attachment; filename="rules.toml"'}
    return PlainTextResponse(text, media_type="application/toml", headers=headers)


async def edit(request: Request) -> Response:
    """The file in one box, to be changed."""
    return await _edit_page(request, Form({}))


async def edit_again(request: Request) -> Response:
    """The box once more, with what was typed."""
    return await _edit_page(request, await forms.read(request))


async def _edit_page(request: Request, form: Form, problem: BadRules | Conflict | None = None) -> Response:
    """The box, and what keeps its text from being taken; where others were faster, also what they have saved."""
    present = await queries.rule_sets()
    sentences = problem.sentences if isinstance(problem, BadRules) else (problem.sentence,) if problem else ()
    moved_on = isinstance(problem, Conflict)
    return await render.page(
        request,
        "rulebook/edit.html",
        status=problem.status if problem else 200,
        text=form.typed.get("rules") or writing.write(present),
        base=commands.digest_of(present) if moved_on else form.typed.get("base") or commands.digest_of(present),
        problems=sentences,
        present=writing.write(present) if moved_on else "",
    )


async def check(request: Request) -> Response:
    """What would change, in sentences and in lines of the file. Nothing is saved yet."""
    form = await forms.read(request)
    text = form.typed.get("rules", "")
    try:
        wanted = reading.read(text)
    except BadRules as problem:
        return await _edit_page(request, form, problem)
    present = await queries.rule_sets()
    return await render.page(
        request,
        "rulebook/check.html",
        text=text,
        base=form.typed.get("base", ""),
        changes=changes.changes(present, wanted),
        only_moved=changes.only_moved(present, wanted),
        without=[wording.KINDS[kind] for kind in Kind if not any(kind in each.kinds for each in wanted)],
    )


async def save(request: Request) -> Response:
    form = await forms.read(request)
    try:
        await commands.set_rules(request.user, form.typed.get("rules", ""), form.typed.get("base", ""))
    except (BadRules, Conflict) as problem:
        return await _edit_page(request, form, problem)
    return render.go(request, "/rules", "rules-set")


routes: list[BaseRoute] = [
    get("/rules", rules),
    get("/rules/file", file),
    get("/rules/edit", edit, may="set-rules"),
    post("/rules/edit", edit_again, may="set-rules"),
    post("/rules/check", check, may="set-rules"),
    post("/rules", save, may="set-rules"),
]
