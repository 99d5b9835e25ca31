"""What a reader keeps for herself: marking as read, going on where she stopped, drafts to discard, following."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.words import N_
from conference.debate import queries, rules
from conference.debate.mine import commands, ranges
from conference.debate.mine import queries as mine
from conference.debate.routes import saying
from conference.planks import queries as planks
from conference.runtime import i18n
from conference.web import forms, render
from conference.web.routing import get, post

KINDS = ("plank", "thread", "person")
render.notices(
    **{
        "marked-read": N_("Marked as read."),
        "draft-discarded": N_("The draft is gone."),
        "followed": N_("You follow it from now on."),
        "unfollowed": N_("You no longer follow it."),
    }
)


async def mark_read(request: Request) -> Response:
    """Note posts as read: the numbers given, or all. A page that notes what was on the screen hears only "done"."""
    thread, form = request.path_params["id"], await forms.read(request)
    place = await queries.place_of(request.user, thread)
    given = form.typed.get("ranges", "")
    await commands.note_read(request.user, thread, None if given == "all" else ranges.parsed(given))
    if request.query_params.get("quiet") == "1":
        return Response(status_code=204)
    return render.go(request, rules.address(place.plank_number, place.place), notice="marked-read")


async def first_unread(request: Request) -> Response:
    """Go to the first post that the reader has not read; to the thread when there is none."""
    thread = request.path_params["id"]
    place, found = await queries.place_of(request.user, thread), await queries.first_unread(request.user, thread)
    to = await saying.address(request.user, found) if found else rules.address(place.plank_number, place.place)
    return render.go(request, to)


async def discard_draft(request: Request) -> Response:
    """Forget a draft: of a reply (`parent`), or of a new post at a place."""
    number, form = request.path_params["number"], await forms.read(request)
    plank = await planks.visible(request.user, number)
    parent, place = form.typed.get("parent", ""), form.typed.get("place", "plank")
    if parent.isdecimal() and len(parent) < 10:
        await commands.discard_draft(request.user, mine.reply_to(int(parent)))
        return render.go(request, f"/posts/{parent}/reply", notice="draft-discarded")
    rules.require_place(place)
    await commands.discard_draft(request.user, mine.new_post(plank.id, place))
    return render.go(request, rules.address(number, place), notice="draft-discarded")


async def follow_plank(request: Request) -> Response:
    number = request.path_params["number"]
    await commands.follow_plank(request.user, number)
    return render.go(request, f"/planks/{number}/debate", notice="followed")


async def follow_thread(request: Request) -> Response:
    place = await queries.place_of(request.user, request.path_params["id"])
    await commands.follow_thread(request.user, place.thread_id)
    return render.go(request, rules.address(place.plank_number, place.place), notice="followed")


async def follow_author(request: Request) -> Response:
    number = request.path_params["id"]
    await queries.whereabouts(request.user, number)
    await commands.follow_author(request.user, number)
    return render.go(request, f"/posts/{number}", notice="followed")


async def following(request: Request) -> Response:
    """All that the reader follows."""
    found = await mine.following(request.user, i18n.language())
    return await render.page(request, "debate/following.html", following=found)


async def unfollow(request: Request) -> Response:
    form = await forms.read(request)
    kind, target = form.choice("kind", KINDS), form.number("target", least=1, most=999_999_999)
    form.done()
    await commands.unfollow(request.user, kind, target)
    return render.go(request, "/me/following", notice="unfollowed")


routes: list[BaseRoute] = [
    get("/threads/{id:int}/first-unread", first_unread, may="keep-own-account"),
    post("/threads/{id:int}/read", mark_read, may="keep-own-account"),
    post("/threads/{id:int}/follow", follow_thread, may="keep-own-account"),
    post("/posts/{id:int}/follow", follow_author, may="keep-own-account"),
    post("/planks/{number:int}/follow", follow_plank, may="keep-own-account"),
    post("/planks/{number:int}/draft/discard", discard_draft, may="speak"),
    get("/me/following", following, may="keep-own-account"),
    post("/me/following/end", unfollow, may="keep-own-account"),
]
