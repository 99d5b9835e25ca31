"""What is said beside a text while it is written: in which language it seems to be, and which of its words the glossary
says to avoid. A suggestion: nothing is kept, and nothing that was typed is touched."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.languages import LANGUAGES
from conference.translation.rules import LONGEST
from conference.translation.terms.queries import glossary
from conference.translation.tongues import looking
from conference.web import forms, render
from conference.web.routing import post

SHOWN: Final = 5


async def said(request: Request) -> Response:
    """A line for the form that asks; empty where there is nothing to say. `settled`: its author has answered."""
    form = await forms.read(request)
    text, language = form.text("text", longest=LONGEST, needed=False), form.choice("language", LANGUAGES)
    form.done()
    look = await looking.looked(text, language)
    question = None if form.ticked("settled") else looking.question(look)
    elsewhere = question is not None and question.kind != "mixed"  # words of another language are not to be judged here
    avoided = [] if elsewhere else (await glossary()).avoided(text, language)[:SHOWN]
    return await render.page(
        request, "translation/words-said.html", question=question, avoided=avoided, language=language,
        stands=form.ticked("stands"),
    )  # fmt: skip


routes: list[BaseRoute] = [post("/words-said", said, may="keep-own-account")]
