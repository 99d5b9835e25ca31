"""Which language a text is in, as a suggestion: the author's word wins, and where nothing can be said nothing is."""

import asyncio
import re
import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from conference.core.languages import LANGUAGES

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

TOLD_APART: Final = (*LANGUAGES, "pt", "de", "ar", "zh", "it")
"""The working languages and those of many members at home; Italian, so that it is not taken for Spanish. Each further
one costs short texts certainty."""
SURE: Final = 0.8
"""From here on an author is asked “Is this Spanish?”."""
LIKELY: Final = 0.5
"""Below, no language is named at all."""
_ENOUGH: Final = 4000
"""Characters looked at."""
_NOISE: Final = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+\.\w[\w.-]*|[@#][\w-]+|`[^`]*`|\d+")
_FEW: Final = 4
"""Letters below which a Latin text says nothing; one Chinese or Arabic word says a language."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A language and how probable it is, or neither."""

    language: str | None
    probability: float | None


_reading = threading.Lock()
NOTHING: Final = Guess(None, None)


async def prepare() -> None:
    """Read the model beside the running loop, so that the first question keeps nobody waiting."""
    if not _read.cache_info().currsize:
        await asyncio.to_thread(_identifier)


def detect(text: str) -> Guess:
    """The language of a text, out of those told apart. Links, names of people, code and figures do not count."""
    words = " ".join(_NOISE.sub(" ", text[:_ENOUGH]).split())
    letters = [sign for sign in words if sign.isalpha()]
    if len(letters) < _FEW and all(sign < "\u0600" for sign in letters):
        return NOTHING
    language, probability = _identifier().classify(words)
    if probability < LIKELY:
        return NOTHING
    return Guess(language, round(float(probability), 3))


def offered(text: str, declared: str) -> str | None:
    """The working language to offer an author who declared another one, or None."""
    guess = detect(text)
    if guess.probability is None or guess.probability < SURE or guess.language == declared:
        return None
    return guess.language if guess.language in LANGUAGES else None


def _identifier() -> "LanguageIdentifier":
    with _reading:
        return _read()


@cache
def _read() -> "LanguageIdentifier":
    """The model: 4.6 MB, read at the first question in about a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(TOLD_APART))
    return identifier
