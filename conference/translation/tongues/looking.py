"""What the words of a text look like, held against the language that its author declared. Pure but for the model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from conference.core.languages import LANGUAGES
from conference.runtime import markup
from conference.translation.engines.detection import SURE, detect, prepare
from conference.translation.engines.pieces import cut

EACH: Final = "each"
"""The answer that each paragraph is in a language of its own."""
LETTERS: Final = 40
"""Letters below which a paragraph's language is not looked at, nor one named that nobody here reads by machine."""
MOST: Final = 130
"""Paragraphs looked at, as many as a row holds the languages of."""
_QUOTED: Final = re.compile(r"\s{0,3}>")
_NONE: Final = "-"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph and the language that it surely is in, or "". `quoted`: somebody else's words."""

    text: str
    language: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A text as it looks. `whole`: the language that all of it seems to be in, other than the declared one."""

    declared: str
    whole: str
    paragraphs: tuple[Paragraph, ...]

    def tongues(self, language: str, *, each: bool = False) -> str:
        """The languages to keep for a text that its author says is in this one: those of quotations; of every
        paragraph where she says `each`."""
        found = [
            part.language if part.language != language and (each or part.quoted) else "" for part in self.paragraphs
        ]
        return written(found)


@dataclass(frozen=True, slots=True)
class Question:
    """What the author is asked. `kind`: `whole` ("Is this Spanish?"), `foreign` (a language that nobody here reads by
    machine), `mixed` (paragraphs in several; `parts` are number, first words and language of those that differ)."""

    kind: str
    declared: str
    language: str
    parts: tuple[tuple[int, str, str], ...] = ()


async def looked(text: str, declared: str) -> Look:
    """A look that keeps nobody waiting while the model is read."""
    await prepare()
    return look(text, declared)


def look(text: str, declared: str) -> Look:
    """A millisecond for each thousand letters or so."""
    lines = text.split("\n")
    found = tuple(_paragraph("\n".join(lines[first:end])) for first, end in markup.paragraphs(text)[:MOST])
    own = "\n\n".join(part.text for part in found if not part.quoted)
    guess = detect(own)
    sure = {part.language for part in found if part.language and not part.quoted}
    whole = guess.language if guess.language and (guess.probability or 0) >= SURE else ""
    if whole == declared or not sure <= {whole} or (whole not in LANGUAGES and _letters(own) < LETTERS):
        whole = ""
    return Look(declared, whole, found)


def question(look: Look, *, stands: bool = False) -> Question | None:
    """What to ask about a text, if anything. `stands`: its language cannot be changed any more, that of its paragraphs
    can."""
    if look.whole and not stands:
        return Question("whole" if look.whole in LANGUAGES else "foreign", look.declared, look.whole)
    parts = tuple(
        (number, _first_words(part.text), part.language)
        for number, part in enumerate(look.paragraphs, start=1)
        if not part.quoted and part.language not in ("", look.declared)
    )
    return Question("mixed", look.declared, "", parts) if parts else None


def read(tongues: str) -> tuple[str, ...]:
    """The language of each paragraph as it is kept, "" where it is that of the whole."""
    return tuple("" if each == _NONE else each for each in tongues.split())


def written(tongues: Sequence[str]) -> str:
    """As it is kept; empty where no paragraph has a language of its own."""
    return " ".join(each or _NONE for each in tongues) if any(tongues) else ""


def _paragraph(text: str) -> Paragraph:
    quoted = _QUOTED.match(text) is not None
    words = "\n".join(cut(text).bodies)  # without marks, and without code
    guess = detect(words) if _letters(words) >= LETTERS else None
    sure = guess is not None and (guess.probability or 0) >= SURE
    return Paragraph(words, (guess.language or "") if guess and sure else "", quoted)


def _letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:60].rsplit(' ', 1)[0]} …"
