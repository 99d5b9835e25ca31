"""Checks on a translation, whoever made it: each finds a thing that readers have to be warned of. Pure.

None of them proves a translation right. They catch what machines were seen to do: drop figures and negations, answer
in the wrong language, leave half a text out, and use the one word that the conference asked not to use.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from conference.translation.engines import flags
from conference.translation.engines.detection import SURE, detect
from conference.translation.glossary import Glossary
from conference.translation.glossary.terms import pattern

_NUMBER: Final = re.compile(r"\d+")
_NEGATIONS: Final = {
    "en": re.compile(
        r"\b(?:not?|none|nothing|nobody|never|neither|nor|without|cannot|refuse\w*)\b|n['’]t\b", re.IGNORECASE
    ),
    "fr": re.compile(r"\b(?:ne|pas|non|ni|rien|jamais|aucune?s?|sans|refus\w*)\b|\bn['’](?=\w)", re.IGNORECASE),
    "es": re.compile(r"\b(?:no|ni|nada|nadie|nunca|jamás|ning[uú]n\w*|tampoco|sin|rechaz\w*)\b", re.IGNORECASE),
}
_SHORT: Final = 20
"""Characters below which a length says nothing."""
_SHORTEST, _LONGEST = 0.45, 2.2
_WORDY: Final = 25
"""Characters below which the language of an answer is not judged."""
_TOO_MANY: Final = 0.3
"""Share of unknown words from which on readers are warned."""


def found(
    before: str, after: str, source: str, target: str, glossary: Glossary, unknown: Sequence[str] = ()
) -> Iterator[str]:
    """The flags that a translation earns; `before` and `after` are whole texts, with everything put back."""
    if sorted(_NUMBER.findall(before)) != sorted(_NUMBER.findall(after)):
        yield flags.NUMBERS
    if len(before) >= _SHORT and not _SHORTEST <= len(after) / len(before) <= _LONGEST:
        yield flags.LENGTH
    if _reads_otherwise(after, target):
        yield flags.LANGUAGE
    yield from _terms(before, after, source, target, glossary)
    if _negates(before, source) != _negates(after, target):
        yield flags.NEGATION
    if len(unknown) > max(1, _TOO_MANY * len(before.split())):
        yield flags.UNKNOWN


def _reads_otherwise(text: str, target: str) -> bool:
    guess = detect(text) if len(text) >= _WORDY else None
    return guess is not None and guess.language != target and (guess.probability or 0) >= SURE


def _negates(text: str, language: str) -> bool | None:
    """Whether a text denies something; None in languages that we cannot tell."""
    negations = _NEGATIONS.get(language)
    return None if negations is None else negations.search(text) is not None


def _terms(before: str, after: str, source: str, target: str, glossary: Glossary) -> Iterator[str]:
    """Whether each term that the machine has to use came out as agreed, and no avoided word in its place."""
    missing = avoided = False
    for place in glossary.found(before, source):
        term = place.term
        if not term.obeyed(source, target):
            continue
        missing |= not pattern(term.forms[target].words).search(after)
        words = tuple(word for word in term.avoid.get(target, ()) if word not in term.forms[target].words)
        avoided |= bool(words) and pattern(words).search(_without(after, term.forms[target].words)) is not None
    if missing:
        yield flags.TERM
    if avoided:
        yield flags.AVOIDED


def _without(text: str, words: tuple[str, ...]) -> str:
    """The text without the agreed words: “local” is to be avoided, “section locale” is not."""
    return pattern(words).sub(" ", text)
