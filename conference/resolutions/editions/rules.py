"""What an edition holds, and which corrections are no change of substance."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from conference.core.errors import Refused
from conference.core.words import N_
from conference.text.words import words

CERTIFIERS: Final = 2
ALIKE: Final = 0.8
"""How much of a misspelt word has to stay, from 0 to 1."""
_FIGURE: Final = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
SUBSTANCE: Final = N_(
    "This changes what the conference has adopted, and no corrigendum does that: it takes an amendment and a vote."
)


class Nature(StrEnum):
    """What a correction puts right: a slip of the pen, or the translation. Whatever is of substance is refused."""

    TYPOGRAPHICAL = "typographical"
    TRANSLATION = "translation"
    SUBSTANCE = "substance"


class State(StrEnum):
    """Where a correction stands."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


def content(
    number: int, edition: int, language: str, title: str, digest: str, paragraphs: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """An edition in one language as plain JSON, from which its bytes are made."""
    return {
        "resolution": number, "edition": edition, "language": language, "title": title, "digest": digest,
        "paragraphs": [dict(each) for each in paragraphs],
    }  # fmt: skip


def require_no_substance(nature: str, before: str, after: str, original: str | None) -> None:
    """Raise `Refused` (substance, nothing-corrected) for what no corrigendum may do.

    A slip of the pen leaves the words as many as they were, each the same or nearly, and every figure as it is. A
    translation can be written anew, but not in the language in which the passage was first written (`original` is
    None there), and its figures have to be those of the original.
    """
    if after == before:
        raise Refused("nothing-corrected", N_("This is the text as it stands already."))
    if nature == Nature.TYPOGRAPHICAL:
        fits = _figures(before) == _figures(after) and _nearly_alike(words(before), words(after))
    else:
        fits = nature == Nature.TRANSLATION and original is not None and _figures(after) == _figures(original)
    if not fits:
        raise Refused("substance", SUBSTANCE)


def _figures(text: str) -> list[str]:
    return sorted(re.sub(r"\D", "", each) for each in _FIGURE.findall(text))


def _nearly_alike(before: Sequence[str], after: Sequence[str]) -> bool:
    """As many words, and each changed one still mostly the same letters; joined or parted words count as one slip."""
    if len(before) != len(after):
        return "".join(before).casefold() == "".join(after).casefold()
    return all(_is_slip(_bare(one), _bare(other)) for one, other in zip(before, after, strict=True))


def _is_slip(one: str, other: str) -> bool:
    """Nearly the same letters, or the same in another order (“teh”); two letters may be another word (“on”, “no”)."""
    swapped = len(one) > 2 and sorted(one) == sorted(other)
    return one == other or swapped or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _bare(word: str) -> str:
    """Without accents and capitals: a forgotten accent is a slip."""
    return "".join(each for each in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(each))
