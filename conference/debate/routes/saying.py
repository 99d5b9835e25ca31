"""The form in which something is said: reading it, keeping it as a draft, and showing it again with every word."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from conference.core.actor import Actor
from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.debate import queries, rules
from conference.debate.mine import commands as mine
from conference.debate.moderation.leading import Held
from conference.runtime import i18n
from conference.text.words import BadText
from conference.translation.rules import LONGEST
from conference.translation.tongues import asking
from conference.web import errors, forms, render

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed. `revision` is that of the post to answer as its reader had it; `draft`: to be kept, not said;
    `answer`: to the question in which language it is, once it was asked."""

    form: forms.Form
    language: str
    text: str
    parent: int | None
    revision: int | None
    voice: bool
    draft: bool
    claim: str
    answer: str


async def typed(request: Request) -> Said:
    form = await forms.read(request)
    draft = form.typed.get("step") == DRAFT
    return Said(
        form=form,
        language=form.choice("language", LANGUAGES),
        text=form.text("text", longest=LONGEST, needed=not draft),
        parent=_number(form.typed.get("parent", "")),
        revision=_number(form.typed.get("revision", "")),
        voice=form.ticked("voice"),
        draft=draft,
        claim=rules.claim_of(form.typed.get("mark", "")),
        answer=form.typed.get(asking.ANSWER, ""),
    )


def _number(given: str) -> int | None:
    return int(given) if given.isdecimal() and len(given) < 10 else None


async def keep(request: Request, said: Said, place: str, back: str) -> Response:
    """Keep the words for later; a page that does it by itself (`?quiet=1`) only hears that it was done."""
    await mine.keep_draft(request.user, place, said.language, said.text, voice=said.voice, claim=said.claim)
    if request.query_params.get("quiet") == "1":
        return Response(status_code=204)
    return render.go(request, back, notice="draft-kept")


async def again(
    request: Request, problem: Invalid | BadText | Held, template: str, form: forms.Form, **context: Any
) -> Response:
    """The form once more, with every word that was typed."""
    invalid = problem if isinstance(problem, Invalid) else Invalid({"text": problem.sentence})
    if "answered" not in context and isinstance(page := context.get("page"), queries.ThreadPage):
        context["answered"] = only(page, _number(form.typed.get("parent", "")))
    given = form.typed.get("language", "")
    context["question"] = getattr(problem, "question", None)
    context["spoken"] = given if given in LANGUAGES else spoken(request.user)
    return await errors.again(request, invalid, template, typed=form.typed, **context)


def only(page: queries.ThreadPage, post_id: int | None) -> queries.PostView | None:
    return next((each for each in page.posts if each.id == post_id), None)


def spoken(actor: Actor) -> str:
    """The language that a form proposes: the reader's own, else the page's."""
    return actor.understands[0] if actor.understands else i18n.language()


async def address(actor: Actor, post_id: int) -> str:
    """Where a post is read: in the overview of its thread, or in its own conversation when that leaves it out."""
    where = await queries.whereabouts(actor, post_id)
    if not where.shown:
        return f"/posts/{post_id}#post-{where.number}"
    query = f"?after={where.after}" if where.after else ""
    return f"{rules.address(where.plank, where.place)}{query}#post-{where.number}"


async def back_to(request: Request, post_id: int, notice: str) -> Response:
    return render.go(request, await address(request.user, post_id), notice=notice)
