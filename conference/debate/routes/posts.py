"""One post: in its conversation, answered, quoted, changed, withdrawn, and what was changed in it."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent, Invalid
from conference.core.roles import Audience
from conference.core.words import N_, Sentence
from conference.debate import commands, history, queries, quoting, rules
from conference.debate.moderation.leading import Held
from conference.debate.routes import saying
from conference.runtime import i18n
from conference.text.words import BadText
from conference.translation.rules import LONGEST
from conference.translation.tongues import asking
from conference.web import errors, forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "post-edited": N_("Your post was changed. Its translations are marked as older than the original."),
        "post-marked": N_("What your post is marked as has been changed."),
        "post-withdrawn": N_("The post is gone. Its place and its replies stay."),
    }
)


async def permalink(request: Request) -> Response:
    """A post with what it answers and what was answered to it; `?original=1`: in their authors' own words;
    `?translated=1`: what she understands in the page's language, too."""
    number = request.path_params["id"]
    original, translated = (request.query_params.get(name) == "1" for name in ("original", "translated"))
    given = request.query_params.get("after", "")
    after = int(given) if given.isdecimal() and len(given) < 10 else 0
    page = await queries.conversation(
        request.user, number, i18n.language(), original=original, translated=translated, after=after
    )
    return await render.page(
        request,
        "debate/permalink.html",
        page=page,
        topics=(page.topic,),
        post=saying.only(page, number),
        thread_url=await _in_the_debate(request, page),
        original=original,
        translated=translated and bool(request.user.left_in(i18n.language())),
    )


async def _in_the_debate(request: Request, page: queries.ThreadPage) -> str:
    """The thread's page that shows this post, or the first post of its strand."""
    where = await queries.whereabouts(request.user, request.path_params["id"])
    query = f"?after={where.after}" if where.after else ""
    return f"{page.address}{query}{f'#post-{where.number}' if where.shown else ''}"


async def reply(request: Request) -> Response:
    """The form for a reply, under what it answers; `?quote=1`: with its words quoted."""
    page = await queries.conversation(request.user, request.path_params["id"], i18n.language())
    page.may_speak.require()
    answered = saying.only(page, request.path_params["id"])
    assert answered is not None, "a conversation holds the post it is about"
    quotes = request.query_params.get("quote") == "1" and answered.standing
    quoted = await _quoted(answered, page.audience) if quotes else ""
    if page.draft and quoted.strip() in page.draft.text:
        quoted = ""  # it stands in the draft already
    kept = f"{page.draft.text}\n\n" if page.draft and quoted else ""
    return await render.page(
        request, "debate/say.html", page=page, answered=answered, problems={},
        typed={"text": kept + quoted} if quoted else {}, spoken=saying.spoken(request.user),
    )  # fmt: skip


async def _quoted(answered: queries.PostView, audience: str) -> str:
    """A quotation becomes the words of whoever quotes, and stays. So where people outside the conference read it, it
    names nobody: the link leads to the post, which names its author as far as she consents."""
    said = Sentence(N_("Post %(number)s"), {"number": answered.number})
    if answered.voice or audience not in (Audience.PUBLIC, Audience.OBSERVERS):
        said = Sentence(N_("%(person)s, post %(number)s"), {"person": answered.author, "number": answered.number})
    return quoting.quoted(await queries.text_of(answered), i18n.say(said), answered.id)


async def changes(request: Request) -> Response:
    """Every revision of a post, and what each changed in words."""
    number, actor = request.path_params["id"], request.user
    page = await queries.conversation(actor, number, i18n.language())
    revisions = await history.revisions(actor, number)
    steps = await asyncio.to_thread(history.steps, revisions)
    return await render.page(request, "debate/history.html", page=page, post=saying.only(page, number), steps=steps)


async def edit_form(request: Request) -> Response:
    """One's own words, to be changed or taken back."""
    return await render.page(request, "debate/edit.html", **await _own(request), problems={}, typed={})


async def edit(request: Request) -> Response:
    form, number = await forms.read(request), request.path_params["id"]
    text = form.text("text", longest=LONGEST)
    try:
        form.done()
        language = await queries.language_of(number)
        tongues = await asking.tongues(text, language, form.typed.get(asking.ANSWER, ""))
        await commands.edit(request.user, number, text, tongues)
    except (Invalid, BadText, Held) as problem:
        return await saying.again(request, problem, "debate/edit.html", form, **await _own(request))
    return await saying.back_to(request, number, "post-edited")


async def claim(request: Request) -> Response:
    """Say what one's own post is: a demand, a constraint, a means, or none of these."""
    form = await forms.read(request)
    chosen = form.choice("mark", ("", *rules.Claim))
    try:
        form.done()
        await commands.mark(request.user, request.path_params["id"], chosen)
    except (Invalid, Held) as problem:
        invalid = problem if isinstance(problem, Invalid) else Invalid({"mark": problem.sentence})
        return await errors.again(request, invalid, "debate/edit.html", typed=form.typed, **await _own(request))
    return await saying.back_to(request, request.path_params["id"], "post-marked")


async def withdraw(request: Request) -> Response:
    await commands.withdraw(request.user, request.path_params["id"])
    return await saying.back_to(request, request.path_params["id"], "post-withdrawn")


async def _own(request: Request) -> dict[str, Any]:
    number = request.path_params["id"]
    page = await queries.conversation(request.user, number, i18n.language(), original=True)
    post = saying.only(page, number)
    if post is None or not post.may_edit:
        raise Absent
    return {"page": page, "post": post, "words": await queries.words_of(request.user, number)}


routes: list[BaseRoute] = [
    get("/posts/{id:int}", permalink),
    get("/posts/{id:int}/history", changes),
    get("/posts/{id:int}/reply", reply, may="speak"),
    get("/posts/{id:int}/edit", edit_form, may="keep-own-account"),
    post("/posts/{id:int}/edit", edit, may="keep-own-account"),
    post("/posts/{id:int}/claim", claim, may="speak"),
    post("/posts/{id:int}/withdraw", withdraw, may="keep-own-account"),
]
