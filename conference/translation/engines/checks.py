"""Checks on a translation, whoever made it: each finds a thing that readers have to be warned of. Pure.

None of them proves a translation right. They catch what machines were seen to do: drop figures and negations, answer
in the wrong language, leave half a text out, and use the one word that the conference asked not to use.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from conference.text.sentences import sentences
from conference.translation.engines import flags
from conference.translation.engines.detection import SURE, detect
from conference.translation.glossary import Glossary
from conference.translation.glossary.terms import pattern

_NUMBER: Final = re.compile(r"\d+")
_NEGATIONS: Final = {
    "en": re.compile(
        r"\b(?:not?|non|none|nothing|nobody|never|neither|nor|without|cannot|hardly|barely|den(?:y\w*|ies|ied)|refus\w*"
        r"|reject\w*)\b|n['’]t\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:ne|pas|non|ni|rien|jamais|aucune?s?|sans|sinon|nier|refus\w*|rejet\w*)\b|\bn['’](?=\w)(?!import)"
        r"|(?<!une )(?<!la )(?<!cette )(?<!chaque )\bpersonne\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:no|ni|nada|nadie|nunca|jamás|ning[uú]n\w*|tampoco|sin|rechaz\w*|negativas?|nieg\w+|nega[mr]\w*)\b",
        re.IGNORECASE,
    ),
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
    if _denies_otherwise(before, after, source, target):
        yield flags.NEGATION
    if len(unknown) > max(1, _TOO_MANY * len(before.split())):
        yield flags.UNKNOWN


def _reads_otherwise(text: str, target: str) -> bool:
    guess = detect(text) if len(text) >= _WORDY else None
    return guess is not None and guess.language != target and (guess.probability or 0) >= SURE


def _denies_otherwise(before: str, after: str, source: str, target: str) -> bool:
    """Whether a text denies something that the other does not: sentence by sentence where they have as many. Languages
    that we cannot tell never differ."""
    if source not in _NEGATIONS or target not in _NEGATIONS:
        return False
    one, other = _denials(before, source), _denials(after, target)
    return one != other if len(one) == len(other) else any(one) != any(other)


def _denials(text: str, language: str) -> list[bool]:
    return [_NEGATIONS[language].search(sentence) is not None for sentence in sentences(text, language)]


def _terms(before: str, after: str, source: str, target: str, glossary: Glossary) -> Iterator[str]:
    """Whether each term that the machine has to use came out as agreed, and no avoided word in its place."""
    obeyed = {each.term.id: each.term for each in glossary.found(before, source) if each.term.obeyed(source, target)}
    if any(not pattern(term.forms[target].words).search(after) for term in obeyed.values()):
        yield flags.TERM
    if any(term.id in obeyed for _, term in glossary.avoided(after, target)):
        yield flags.AVOIDED
