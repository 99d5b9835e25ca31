"""The editor: a draft begun, its blocks written, taken over from files, its saves, and its laying.

The same pages edit a laid plank where the rules allow it; each edit then asks for a reason.
"""

from collections.abc import Mapping
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Conflict, Invalid, Refused
from conference.core.languages import LANGUAGES, in_language
from conference.core.words import N_, Sentence
from conference.planks.drafting import commands, edits, imports, queries
from conference.planks.drafting.edits import Edit
from conference.planks.drafting.queries import Desk
from conference.planks.drafting.rules import Block, Overtaken
from conference.planks.rules import Kind
from conference.runtime import i18n
from conference.runtime.aside import aside
from conference.text.blocks import Kind as BlockKind
from conference.text.words import BadText
from conference.web import errors, forms, render
from conference.web.forms import Form
from conference.web.routing import get, post

NEW = "new"
FILE_AT_MOST = 1_000_000
SUMMARY_AT_MOST = 1_000
TITLE_AT_MOST = 200
STEPS = ("write", "remove", "join", "split", "up", "down")
render.notices(
    **{
        "draft-saved": N_("Saved. Only the drafting committee sees this draft."),
        "plank-edited": N_("Saved as a new version."),
        "draft-gone": N_("The draft is discarded."),
        "plank-laid": N_("The plank lies before the conference."),
        "draft-restored": N_("The earlier state stands again. What came after it is still among the saves."),
    }
)


async def begin(request: Request) -> Response:
    """The form for a new draft."""
    return await render.page(request, "planks/new.html", typed={}, problems={})


async def create(request: Request) -> Response:
    form = await forms.read(request)
    kind, language = form.choice("kind", tuple(Kind)), form.choice("language", LANGUAGES)
    titles, summaries = _head(form)
    try:
        form.done()
        plank = await commands.begin(request.user, kind, language, titles, summaries)
    except (Invalid, BadText) as problem:
        return await errors.again(request, _invalid(problem, "title-en"), "planks/new.html", typed=form.typed)
    return render.go(request, f"/planks/{plank.number}/editor", notice="draft-saved")


async def editor(request: Request) -> Response:
    """The whole text, its languages side by side, with what can be done."""
    desk = await _desk(request)
    return await render.page(request, "planks/editor.html", **_editing(desk), typed={}, problems={})


async def entitle(request: Request) -> Response:
    form = await forms.read(request)
    titles, summaries = _head(form)
    number = request.path_params["number"]
    try:
        form.done()
        await commands.entitle(request.user, number, form.typed.get("mark", ""), titles, summaries)
    except (Invalid, BadText) as problem:
        desk = await _desk(request)
        invalid = _invalid(problem, f"title-{desk.language}")
        return await errors.again(request, invalid, "planks/editor.html", **_editing(desk), typed=form.typed)
    except Conflict as problem:
        desk = await _desk(request)
        told = {f"title-{desk.language}": problem.sentence}
        return await render.page(
            request, "planks/editor.html", status=409, **_editing(desk), typed=form.typed, problems=told
        )
    return render.go(request, f"/planks/{number}/editor", notice="draft-saved")


async def order(request: Request) -> Response:
    """A block one place up or down, from the whole text of a draft."""
    form = await forms.read(request)
    number, (block, _, step) = request.path_params["number"], form.typed.get("move", "").partition(" ")
    if step not in ("up", "down"):
        raise Absent
    await commands.shift(request.user, number, block, -1 if step == "up" else 1)
    return render.go(request, f"/planks/{number}/editor#{block}")


async def block(request: Request) -> Response:
    """One block in every language, or a new one behind `?after=`."""
    desk, label = await _desk(request), request.path_params["block"]
    found = desk.block(label)
    if label != NEW and found is None:
        raise Absent
    after = request.query_params.get("after", "")
    return await _block_page(request, desk, found, _opened(found, after))


async def write(request: Request) -> Response:
    """What was typed, saved; with 422 or 409 the form comes back with all of it."""
    form = await forms.read(request)
    desk, label = await _desk(request), request.path_params["block"]
    step = "insert" if label == NEW else form.choice("step", STEPS)
    kind = form.choice("kind", tuple(BlockKind))
    texts = {each: form.text(f"text-{each}", longest=FILE_AT_MOST, needed=False) for each in LANGUAGES}
    reason = form.text("reason", longest=edits.REASON_AT_MOST, needed=False)
    keeps = form.number("keeps", least=0, most=1_000, default=0)
    try:
        form.done()
        wanted = Edit(
            step, form.typed.get("after", "") if label == NEW else label, form.typed.get("mark", ""), kind, texts,
            form.typed.get("meaning", ""), keeps,
        )  # fmt: skip
        notice = await _save(request, desk, wanted, reason)
    except Overtaken as problem:
        return await _overtaken(request, form, problem)
    except (Invalid, BadText) as problem:
        return await _again(request, desk, form, _invalid(problem, f"text-{desk.language}"))
    except Refused as problem:
        if problem.status != 422:
            raise
        return await _again(request, desk, form, Invalid({"": problem.sentence}))
    place = "" if step in ("remove", "insert") else f"#{label}"
    return render.go(request, f"/planks/{desk.number}/editor{place}", notice=notice)


async def _save(request: Request, desk: Desk, wanted: Edit, reason: str) -> str:
    """Save a draft or make a version; gives the notice."""
    actor, number = request.user, desk.number
    if desk.laid:
        await edits.edit(actor, number, wanted, reason, i18n.language())
        return "plank-edited"
    if wanted.step == "insert":
        await commands.insert(actor, number, wanted.block, wanted.kind, wanted.texts)
    elif wanted.step == "write":
        await commands.write(actor, number, wanted.block, wanted.mark, wanted.kind, wanted.texts)
    elif wanted.step == "remove":
        await commands.remove(actor, number, wanted.block, wanted.mark)
    elif wanted.step == "join":
        await commands.join(actor, number, wanted.block, wanted.mark)
    elif wanted.step in ("up", "down"):
        await commands.shift(actor, number, wanted.block, -1 if wanted.step == "up" else 1)
    else:
        raise Refused("cannot-split", N_("In a draft, an empty line in every language splits a block."))
    return "draft-saved"


async def _again(request: Request, desk: Desk, form: Form, problem: Invalid) -> Response:
    found = desk.block(request.path_params["block"])
    return await _block_page(request, desk, found, form.typed, 422, problem.problems)


async def _overtaken(request: Request, form: Form, problem: Overtaken) -> Response:
    """Both texts side by side. Saved again, what was typed takes the place of the other's, knowingly."""
    now = problem.now
    typed = form.typed | {"mark": now.mark if now else "", "after": ""}
    desk = await _desk(request)
    told = {"": problem.sentence if now else Sentence(N_("Somebody else has taken this block out of the text."))}
    return await _block_page(request, desk, now, typed, 409, told, overtaken=True)


async def _block_page(
    request: Request, desk: Desk, found: Block | None, typed: Mapping[str, str], status: int = 200,
    problems: Mapping[str, Sentence] | None = None, overtaken: bool = False,
) -> Response:  # fmt: skip
    return await render.page(
        request, "planks/block.html", status=status, **_editing(desk), block=found, typed=typed,
        problems=problems or {}, overtaken=overtaken,
    )  # fmt: skip


def _opened(found: Block | None, after: str) -> dict[str, str]:
    """The fields of a form that nobody has typed in yet."""
    if found is None:
        return {"after": after, "kind": BlockKind.PARAGRAPH.value}
    texts = {f"text-{each}": text for each, text in found.texts.items()}
    return {"mark": found.mark, "kind": found.kind, **texts}


async def files(request: Request) -> Response:
    """The form for Markdown files."""
    desk = await _desk(request)
    return await _files_page(request, desk, {}, {})


async def take_over(request: Request) -> Response:
    """Files side by side: stored when they fit, or when the drafter confirms what she has seen."""
    desk, form = await _desk(request), await forms.read(request)
    for language in LANGUAGES:
        await _read_file(request, form, language)
        form.text(f"text-{language}", longest=FILE_AT_MOST, needed=False)
    try:
        form.done()
        given = {each: form.typed.get(f"text-{each}", "") for each in LANGUAGES}
        found = await aside(imports.lay_side_by_side, given, desk.language)
    except Invalid as problem:
        return await _files_page(request, desk, form.typed, problem.problems, 422)
    confirmed = form.ticked("confirmed") and form.typed.get("seen", "") == found.mark
    if not found.fits and not confirmed:
        return await _files_page(request, desk, form.typed, {}, 422, found)
    await commands.take_over(request.user, desk.number, imports.to_take_over(found))
    return render.go(request, f"/planks/{desk.number}/editor", notice="draft-saved")


async def _read_file(request: Request, form: Form, language: str) -> None:
    """An uploaded file takes the place of what stands in its box."""
    uploaded = (await request.form()).get(f"file-{language}")
    if not isinstance(uploaded, UploadFile) or not uploaded.filename:
        return
    try:
        form.typed[f"text-{language}"] = forms.tidy((await uploaded.read()).decode("utf-8-sig"))
    except UnicodeDecodeError:
        form.problem(f"text-{language}", N_("This file is no text in UTF-8. Please save it as plain text."))


async def _files_page(
    request: Request, desk: Desk, typed: Mapping[str, str], problems: Mapping[str, Sentence], status: int = 200,
    found: imports.Import | None = None,
) -> Response:  # fmt: skip
    return await render.page(
        request, "planks/import.html", status=status, **_editing(desk), typed=typed, problems=problems, found=found
    )


async def saves(request: Request) -> Response:
    """The saves of a draft, newest first; `?save=` shows the text of one."""
    number, wanted = request.path_params["number"], request.query_params.get("save", "")
    lines = await queries.saves(request.user, number)
    save = int(wanted) if wanted.isdecimal() and len(wanted) < 8 else None
    blocks = await queries.save_of(request.user, number, save) if save is not None else ()
    return await render.page(
        request, "planks/saves.html", **_editing(await _desk(request)), lines=lines, save=save, blocks=blocks
    )


async def restore(request: Request) -> Response:
    number = request.path_params["number"]
    await commands.restore(request.user, number, request.path_params["save"])
    return render.go(request, f"/planks/{number}/editor", notice="draft-restored")


async def discard(request: Request) -> Response:
    """Throw a draft away, once the drafter has said that she means it."""
    form = await forms.read(request)
    if not form.ticked("confirmed"):
        told = Sentence(N_("Please confirm that the draft goes."))
        desk = await _desk(request)
        return await errors.again(
            request, Invalid({"confirmed": told}), "planks/editor.html", **_editing(desk), typed={}
        )
    await commands.discard(request.user, request.path_params["number"])
    return render.go(request, "/planks", notice="draft-gone")


async def lay(request: Request) -> Response:
    number = request.path_params["number"]
    await commands.lay(request.user, number)
    return render.go(request, f"/planks/{number}", notice="plank-laid")


async def _desk(request: Request) -> Desk:
    return await queries.desk(request.user, request.path_params["number"])


def _editing(desk: Desk) -> dict[str, Any]:
    """What every page of the editor shows of the plank."""
    return {
        "desk": desk, "languages": (desk.language, *(each for each in LANGUAGES if each != desk.language)),
        "head_mark": commands.head_mark(desk.titles, desk.summaries),
        "title": in_language(dict(desk.titles), i18n.language()),
    }  # fmt: skip


def _head(form: Form) -> tuple[dict[str, str], dict[str, str]]:
    titles = {each: form.text(f"title-{each}", longest=TITLE_AT_MOST, needed=False) for each in LANGUAGES}
    summaries = {each: form.text(f"summary-{each}", longest=SUMMARY_AT_MOST, needed=False) for each in LANGUAGES}
    return titles, summaries


def _invalid(problem: Invalid | BadText, field: str) -> Invalid:
    return problem if isinstance(problem, Invalid) else Invalid({field: problem.sentence})


routes: list[BaseRoute] = [
    get("/planks/new", begin, may="draft-plank"),
    post("/planks/new", create, may="draft-plank"),
    get("/planks/{number:int}/editor", editor, may="draft-plank"),
    post("/planks/{number:int}/editor", entitle, may="draft-plank"),
    post("/planks/{number:int}/editor/order", order, may="draft-plank"),
    get("/planks/{number:int}/editor/import", files, may="draft-plank"),
    post("/planks/{number:int}/editor/import", take_over, may="draft-plank"),
    get("/planks/{number:int}/editor/saves", saves, may="draft-plank"),
    post("/planks/{number:int}/editor/saves/{save:int}", restore, may="draft-plank"),
    get("/planks/{number:int}/editor/{block}", block, may="draft-plank"),
    post("/planks/{number:int}/editor/{block}", write, may="edit-plank"),
    post("/planks/{number:int}/removal", discard, may="draft-plank"),
    post("/planks/{number:int}/laying", lay, may="file-plank"),
]
