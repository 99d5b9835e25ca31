"""Asking an author once, before her words are sent, in which language they are. Her answer is not questioned."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.runtime import markup
from conference.translation.tongues import looking
from conference.translation.tongues.looking import EACH, Question

ANSWER: Final = "tongue"
"""The field that carries the answer: a working language, or that each paragraph is in its own."""


class Unsure(Invalid):
    """The words come back with a question, and with nothing wrong."""

    def __init__(self, question: Question) -> None:
        super().__init__({})
        self.question = question


@dataclass(frozen=True, slots=True)
class Settled:
    """The language of a text by its author's word, and those of its paragraphs."""

    language: str
    tongues: str


async def settled(text: str, declared: str, answer: str = "") -> Settled:
    """Raises `Unsure` where the words look like another language than the declared one and nobody has answered yet."""
    if answer in LANGUAGES:
        return Settled(answer, (await looking.looked(text, answer)).tongues(answer))
    look = await looking.looked(text, declared)
    question = looking.question(look)
    if question is not None and answer != EACH:
        raise Unsure(question)
    return Settled(declared, look.tongues(declared, each=answer == EACH))


def named(text: str, language: str, paragraphs: Sequence[str]) -> str:
    """The languages of a text's paragraphs as a program names them: one for each, or none where all are in one."""
    has = len(markup.paragraphs(text))
    if paragraphs and len(paragraphs) != has:
        told = N_("Name one language for each paragraph. Paragraphs in the text: %(has)s. Languages named: %(named)s.")
        raise Invalid({"paragraphs": Sentence(told, {"has": has, "named": len(paragraphs)})})
    return looking.written(["" if each == language else each for each in paragraphs])


async def tongues(text: str, language: str, answer: str = "") -> str:
    """As `settled`, for a text whose language stands: all that is asked is whether its paragraphs are in others."""
    look = await looking.looked(text, language)
    asked = answer not in ("", EACH)
    question = None if asked else looking.question(look, stands=True)
    if question is not None and answer != EACH:
        raise Unsure(question)
    return look.tongues(language, each=answer == EACH)
