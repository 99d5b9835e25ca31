"""Threads: the debate on a plank, on a block, in a delegation's own room; more of it, and what is new in it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid
from conference.core.words import N_
from conference.debate import commands, frames, news, queries, rules
from conference.debate.mine import commands as mine
from conference.debate.mine.queries import new_post, reply_to
from conference.debate.moderation.leading import Held
from conference.debate.routes import saying
from conference.planks import queries as planks
from conference.runtime import i18n
from conference.text.words import BadText
from conference.translation.tongues import asking
from conference.web import files, render
from conference.web.routing import get, post

render.notices(
    **{
        "post-made": N_("Your post is in the debate."),
        "draft-kept": N_("Your words are kept as a draft. They wait here for you, on every device."),
    }
)


async def debate(request: Request) -> Response:
    """The thread of a plank, of one of its blocks, or of the reader's delegation on it."""
    actor, language = request.user, i18n.language()
    number, place = request.path_params["number"], _place(request)
    asked = rules.asked(request.query_params)
    if elsewhere := _elsewhere(request, number, place, asked):
        return render.go(request, elsewhere)
    thread = await queries.thread_at(actor, await planks.key_of(actor, number), place)
    page = await (
        queries.page(actor, thread, language, asked) if thread else queries.empty(actor, number, place, language)
    )
    frame = await frames.frame(actor, page, language)
    block = frame.block(place)
    if thread is None and place.startswith("block:") and block is None:
        raise Absent
    return await render.page(
        request,
        "debate/debate.html",
        topics=(page.topic,) if page.topic else (),
        plank=frame.plank,
        block=block,
        page=page,
        spoken=saying.spoken(actor),
        frame=frame,
    )


def _elsewhere(request: Request, number: int, place: str, asked: rules.Asked) -> str:
    """Where the reader is to go who chose another place of the plank in the form above the debate."""
    wanted = request.query_params.get("place", "")
    if not wanted or wanted == place:
        return ""
    rules.require_place(wanted)
    return rules.address(number, wanted) + asked.behind("").query


async def caucuses(request: Request) -> Response:
    """The rooms of the reader's own delegation."""
    rooms = await frames.rooms(request.user, i18n.language())
    return await render.page(request, "debate/caucus.html", rooms=rooms)


async def list_part(request: Request) -> Response:
    """The posts of a thread alone, to be put into a page that shows them."""
    asked = rules.asked(request.query_params)
    page = await queries.page(request.user, request.path_params["id"], i18n.language(), asked)
    return await render.page(request, "debate/posts.html", page=page)


async def more(request: Request) -> Response:
    """Further replies under a first post, to take the place of the link that asked for them."""
    thread, root = request.path_params["id"], request.path_params["root"]
    after = request.query_params.get("after", "")
    page = await queries.replies(request.user, thread, root, i18n.language(), after)
    return await render.page(request, "debate/replies.html", page=page, root=root)


async def fresh(request: Request) -> Response:
    """What happened since the page was written: the posts of it that changed, and how many came, as a button.

    `under`: the page shows one post's own conversation.
    """
    actor, thread, asked, under = request.user, request.path_params["id"], rules.asked(request.query_params), 0
    if "under" in request.query_params:
        asked, under = rules.EVERYTHING, _asked(request, "under")
    found = await news.since(
        actor, thread, i18n.language(), _asked(request, "since"), _asked(request, "seen"), asked, under
    )
    into = "" if under else found.address(thread, asked)
    answer = await render.page(request, "debate/fresh.html", thread=thread, news=found, into=into, under=under)
    if actor.signed_in:
        return answer
    return files.answer(request, bytes(answer.body), "text/html; charset=utf-8")  # nothing of hers is in it


def _asked(request: Request, name: str) -> int:
    given = request.query_params.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0


async def say(request: Request) -> Response:
    """A post in a thread that is there; with `parent`, a reply; or a draft of it."""
    actor, thread, said = request.user, request.path_params["id"], await saying.typed(request)
    try:
        said.form.done()
        if said.draft:
            return await _keep(request, said, thread)
        settled = await asking.settled(said.text, said.language, said.answer)
        made = await commands.post(
            actor,
            thread,
            settled.language,
            said.text,
            said.parent,
            read=said.revision,
            under_voice=said.voice,
            claim=said.claim,
            tongues=settled.tongues,
        )
    except (Invalid, BadText) as problem:
        page = await _answered(request, thread, said.parent)
        return await saying.again(request, problem, "debate/say.html", said.form, page=page)
    except Held as problem:
        return await _held(request, said, problem, thread)
    return await saying.back_to(request, made.id, "post-made")


async def _held(request: Request, said: saying.Said, problem: Held, thread: int) -> Response:
    """It is not her turn, or the thread was closed meanwhile: her words are kept as a draft, and shown again."""
    place = await queries.place_of(request.user, thread)
    at = new_post(place.plank_id, place.place) if said.parent is None else reply_to(said.parent)
    await mine.keep_draft(request.user, at, said.language, said.text, voice=said.voice, claim=said.claim)
    page = await _answered(request, thread, said.parent)
    return await saying.again(request, problem, "debate/say.html", said.form, page=page)


async def _keep(request: Request, said: saying.Said, thread: int) -> Response:
    place = await queries.place_of(request.user, thread)
    if said.parent is None:
        back = f"{rules.address(place.plank_number, place.place)}#say"
        return await saying.keep(request, said, new_post(place.plank_id, place.place), back)
    await queries.whereabouts(request.user, said.parent)
    return await saying.keep(request, said, reply_to(said.parent), f"/posts/{said.parent}/reply")


async def _answered(request: Request, thread: int, parent: int | None) -> queries.ThreadPage:
    if parent is not None:
        return await queries.conversation(request.user, parent, i18n.language())
    return await queries.page(request.user, thread, i18n.language())


async def begin(request: Request) -> Response:
    """A post at a place of a plank, where there may be no thread yet; or a draft of it."""
    actor, number, place = request.user, request.path_params["number"], _place(request)
    said = await saying.typed(request)
    try:
        said.form.done()
        if said.draft:
            plank = await planks.visible(actor, number)
            return await saying.keep(request, said, new_post(plank.id, place), f"{rules.address(number, place)}#say")
        settled = await asking.settled(said.text, said.language, said.answer)
        made = await commands.speak(
            actor,
            number,
            place,
            settled.language,
            said.text,
            under_voice=said.voice,
            claim=said.claim,
            tongues=settled.tongues,
        )
    except (Invalid, BadText) as problem:
        page = await queries.empty(actor, number, place, i18n.language())
        return await saying.again(request, problem, "debate/say.html", said.form, page=page, answered=None)
    except Held as problem:
        opened = await queries.thread_of(actor, number, place)
        assert opened is not None, "only a thread that is there is led"
        return await _held(request, said, problem, opened)
    return await saying.back_to(request, made.id, "post-made")


def _place(request: Request) -> str:
    block, actor = request.path_params.get("block"), request.user
    if request.scope["path"].endswith("/caucus"):
        return _own_room(actor)
    return f"block:{block}" if block else "plank"


def _own_room(actor: Actor) -> str:
    if actor.delegation is None:
        raise Absent
    return f"{rules.CAUCUS}:{actor.delegation}"


routes: list[BaseRoute] = [
    get("/planks/{number:int}/debate", debate),
    post("/planks/{number:int}/debate", begin, may="speak"),
    get("/planks/{number:int}/blocks/{block}/debate", debate),
    post("/planks/{number:int}/blocks/{block}/debate", begin, may="speak"),
    get("/planks/{number:int}/caucus", debate, may="keep-own-account"),
    post("/planks/{number:int}/caucus", begin, may="speak"),
    get("/caucus", caucuses, may="keep-own-account"),
    get("/threads/{id:int}/posts", list_part),
    post("/threads/{id:int}/posts", say, may="speak"),
    get("/threads/{id:int}/posts/{root:int}/replies", more),
    get("/threads/{id:int}/fresh", fresh),
]
