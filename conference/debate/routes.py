"""Pages of a debate: a thread, one post in its conversation, and the forms to post, reply, edit and withdraw."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.debate import commands, queries, rules
from conference.debate import fragments as fragments  # its list of posts is a name that templates use
from conference.planks import queries as planks
from conference.runtime import i18n
from conference.text.words import BadText
from conference.translation.rules import LONGEST
from conference.web import errors, forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "post-made": N_("Your post is in the debate."),
        "post-edited": N_("Your post was changed. Its translations are marked as older than the original."),
        "post-withdrawn": N_("The post is gone. Its place and its replies stay."),
    }
)


async def debate(request: Request) -> Response:
    """The thread of a plank or of one of its blocks."""
    actor, language = request.user, i18n.language()
    number, place = request.path_params["number"], _place(request)
    plank = await planks.plank(actor, number, language)
    block = next((each for each in plank.blocks if f"block:{each.id}" == place), None)
    thread = await queries.thread_at(actor, plank.id, place)
    if thread is None:
        if place != "plank" and block is None:
            raise Absent
        page = await queries.empty(actor, number, place, language)
    else:
        page = await queries.page(actor, thread, language, request.query_params.get("after", ""))
    topics = (f"thread-{page.thread_id}",) if page.thread_id else ()
    return await render.page(
        request, "debate/debate.html", topics=topics, plank=plank, block=block, page=page, spoken=_spoken(actor)
    )


async def list_part(request: Request) -> Response:
    """The posts of a thread alone, to be put into a page that shows them."""
    after = request.query_params.get("after", "")
    page = await queries.page(request.user, request.path_params["id"], i18n.language(), after)
    return await render.page(request, "debate/posts.html", page=page)


async def fresh(request: Request) -> Response:
    """What happened since the page was written: the posts of it that changed, and how many came, as a button.

    `quiet`: the page shows one conversation, and no button.
    """
    actor, thread, known = request.user, request.path_params["id"], _asked(request, "seen")
    since, page_after = _asked(request, "since"), request.query_params.get("after", "")
    renewed = await queries.changed(actor, thread, i18n.language(), since, known, page_after) if since else ()
    count, first = (0, None) if _asked(request, "quiet") else await queries.first_newer(actor, thread, known)
    after = (await queries.whereabouts(first))[2] if first else ""
    return await render.page(
        request,
        "debate/fresh.html",
        thread=thread,
        count=count,
        after=after,
        first=first,
        renewed=renewed,
        speaks=await queries.may_speak_in(actor, thread),
    )


def _asked(request: Request, name: str) -> int:
    given = request.query_params.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


async def say(request: Request) -> Response:
    """A post in a thread that is there; with `parent`, a reply."""
    thread = request.path_params["id"]
    form, language, text = await _typed(request)
    try:
        form.done()
        made = await commands.post(request.user, thread, language, text, _parent(form))
    except (Invalid, BadText) as problem:
        page = await _answered(request, thread, _parent(form))
        return await _again(request, problem, "debate/say.html", form, page=page)
    return await _back_to(request, made.id, "post-made")


async def begin(request: Request) -> Response:
    """A post at a place of a plank, where there may be no thread yet."""
    actor, number, place = request.user, request.path_params["number"], _place(request)
    form, language, text = await _typed(request)
    try:
        form.done()
        made = await commands.speak(actor, number, place, language, text)
    except (Invalid, BadText) as problem:
        page = await queries.empty(actor, number, place, i18n.language())
        return await _again(request, problem, "debate/say.html", form, page=page, answered=None)
    return await _back_to(request, made.id, "post-made")


async def permalink(request: Request) -> Response:
    """A post with what it answers and what was answered to it; `?original=1`: in their authors' own words."""
    original = request.query_params.get("original") == "1"
    page = await queries.conversation(request.user, request.path_params["id"], i18n.language(), original=original)
    return await render.page(
        request,
        "debate/permalink.html",
        page=page,
        topics=(f"thread-{page.thread_id}",),
        post=next(each for each in page.posts if each.id == request.path_params["id"]),
        thread_url=await _address(request.path_params["id"]),
        original=original,
    )


async def reply(request: Request) -> Response:
    """The form for a reply, under what it answers."""
    page = await queries.conversation(request.user, request.path_params["id"], i18n.language())
    page.may_speak.require()
    return await render.page(
        request,
        "debate/say.html",
        page=page,
        answered=_only(page, request.path_params["id"]),
        problems={},
        typed={},
        spoken=_spoken(request.user),
    )


async def edit_form(request: Request) -> Response:
    """One's own words, to be changed or taken back."""
    return await render.page(request, "debate/edit.html", **await _own(request), problems={}, typed={})


async def edit(request: Request) -> Response:
    form = await forms.read(request)
    text = form.text("text", longest=LONGEST)
    try:
        form.done()
        await commands.edit(request.user, request.path_params["id"], text)
    except (Invalid, BadText) as problem:
        return await _again(request, problem, "debate/edit.html", form, **await _own(request))
    return await _back_to(request, request.path_params["id"], "post-edited")


async def withdraw(request: Request) -> Response:
    await commands.withdraw(request.user, request.path_params["id"])
    return await _back_to(request, request.path_params["id"], "post-withdrawn")


async def _typed(request: Request) -> tuple[forms.Form, str, str]:
    form = await forms.read(request)
    return form, form.choice("language", LANGUAGES), form.text("text", longest=LONGEST)


def _parent(form: forms.Form) -> int | None:
    given = form.typed.get("parent", "")
    return int(given) if given.isdecimal() and len(given) < 10 else None


async def _answered(request: Request, thread: int, parent: int | None) -> queries.ThreadPage:
    if parent is not None:
        return await queries.conversation(request.user, parent, i18n.language())
    return await queries.page(request.user, thread, i18n.language())


async def _again(
    request: Request, problem: Invalid | BadText, template: str, form: forms.Form, **context: object
) -> Response:
    """The form once more, with every word that was typed."""
    invalid = problem if isinstance(problem, Invalid) else Invalid({"text": problem.sentence})
    if "answered" not in context and isinstance(page := context.get("page"), queries.ThreadPage):
        context["answered"] = _only(page, _parent(form))
    typed = form.typed.get("language", "")
    context["spoken"] = typed if typed in LANGUAGES else _spoken(request.user)
    return await errors.again(request, invalid, template, typed=form.typed, **context)


async def _own(request: Request) -> dict[str, Any]:
    number = request.path_params["id"]
    page = await queries.conversation(request.user, number, i18n.language(), original=True)
    post = _only(page, number)
    if post is None or not post.may_edit:
        raise Absent
    return {"page": page, "post": post, "words": await queries.words_of(request.user, number)}


def _only(page: queries.ThreadPage, post_id: int | None) -> queries.PostView | None:
    return next((each for each in page.posts if each.id == post_id), None)


def _place(request: Request) -> str:
    block = request.path_params.get("block")
    return f"block:{block}" if block else "plank"


def _spoken(actor: Actor) -> str:
    """The language that a form proposes: the reader's own, else the page's."""
    return actor.understands[0] if actor.understands else i18n.language()


async def _address(post_id: int) -> str:
    plank, place, after, number = await queries.whereabouts(post_id)
    query = f"?after={after}" if after else ""
    return f"{rules.address(plank, place)}{query}#post-{number}"


async def _back_to(request: Request, post_id: int, notice: str) -> Response:
    return render.go(request, await _address(post_id), notice=notice)


routes: list[BaseRoute] = [
    get("/planks/{number:int}/debate", debate),
    post("/planks/{number:int}/debate", begin, may="speak"),
    get("/planks/{number:int}/blocks/{block}/debate", debate),
    post("/planks/{number:int}/blocks/{block}/debate", begin, may="speak"),
    get("/threads/{id:int}/posts", list_part),
    post("/threads/{id:int}/posts", say, may="speak"),
    get("/threads/{id:int}/fresh", fresh),
    get("/posts/{id:int}", permalink),
    get("/posts/{id:int}/reply", reply, may="speak"),
    get("/posts/{id:int}/edit", edit_form, may="keep-own-account"),
    post("/posts/{id:int}/edit", edit, may="keep-own-account"),
    post("/posts/{id:int}/withdraw", withdraw, may="keep-own-account"),
]
