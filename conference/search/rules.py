"""What a reader asks of the search, as a value: words and phrases, and what she narrows it to; and how both databases
are asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from conference.core.errors import Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.search import stems

LONGEST: Final = 200
MOST: Final = 20
"""Words of one question."""
BEGINNING: Final = 4
"""Letters from which on the last word also finds words that begin with it."""
PAGE: Final = 20
_QUOTED: Final = re.compile(r"[\"“”«»„]([^\"“”«»„]*)[\"“”«»„]")
_DOCUMENT: Final = re.compile(r"[0-9]{1,18}")


class Kind(StrEnum):
    """What can be found, in the order in which it is shown."""

    PLANK = "plank"
    RESOLUTION = "resolution"
    CLAUSE = "clause"
    BLOCK = "block"
    AMENDMENT = "amendment"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together: one word, or a phrase in quotation marks. `beginning`: it may go on."""

    words: tuple[str, ...]
    beginning: bool = False

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the words as typed, a kind, a plank (its number), a language that the text was first written in, and
    the document behind which the page begins."""

    typed: str = ""
    kind: str = ""
    plank: int = 0
    language: str = ""
    after: int = 0

    @property
    def query(self) -> str:
        """As it stands in an address, "?" included."""
        given = {
            "q": self.typed,
            "kind": self.kind,
            "plank": self.plank,
            "language": self.language,
            "after": self.after,
        }
        return "?" + urlencode({name: value for name, value in given.items() if value})

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.plank or self.language)

    def of_kind(self, kind: str) -> "Asked":
        return replace(self, kind=kind, after=0)

    def behind(self, document: int) -> "Asked":
        return replace(self, after=document)

    @property
    def everywhere(self) -> "Asked":
        return Asked(self.typed)


def asked(given: Mapping[str, str]) -> Asked:
    """From an address; what is no answer to one of its questions counts as not asked."""
    plank, after = given.get("plank", ""), given.get("after", "")
    return Asked(
        typed=" ".join(given.get("q", "").split()),
        kind=kind if (kind := given.get("kind", "")) in tuple(Kind) else "",
        plank=int(plank) if plank.isascii() and plank.isdecimal() and len(plank) <= 9 else 0,
        language=language if (language := given.get("language", "")) in LANGUAGES else "",
        after=int(after) if after.isascii() and _DOCUMENT.fullmatch(after) else 0,
    )


def terms(typed: str) -> tuple[Term, ...]:
    """The words and phrases of a question. Raises `Refused` (too-long, no-words) for one that cannot be asked."""
    if len(typed) > LONGEST:
        raise Refused("too-long", N_("Please search with fewer words: at most %(most)s characters."), most=LONGEST)
    found: list[Term] = []
    for at, piece in enumerate(_QUOTED.split(typed)):
        said = tuple(each.folded for each in stems.words(piece))
        found += [Term(said)] if at % 2 and said else [Term((each,)) for each in said]
    if not found:
        raise Refused(
            "no-words", N_("Please type at least one word: letters or figures are what the search looks for.")
        )
    if sum(len(each.words) for each in found) > MOST:
        raise Refused("too-many-words", N_("Please search with at most %(most)s words."), most=MOST)
    last = found[-1]
    if not last.is_phrase and len(last.words[0]) >= BEGINNING and typed[-1:].isalnum():
        found[-1] = replace(last, beginning=True)
    return tuple(found)


def in_one(language: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms that count in a language: those that say nothing by themselves are left out, unless there are no
    others."""
    telling = tuple(each for each in terms if each.is_phrase or not stems.is_bare(language, each.words[0]))
    return telling or terms


def for_sqlite(terms: tuple[Term, ...]) -> str:
    """The question for FTS5. Every stem stands in quotation marks: nothing that was typed is an operator."""
    return " OR ".join(
        f"({' AND '.join(_sqlite(language, each) for each in in_one(language, terms))})" for language in LANGUAGES
    )


def _sqlite(language: str, term: Term) -> str:
    whole = f'"{" ".join(stems.token(language, each) for each in term.words)}"'
    return f'({whole} OR "{language}{term.words[0]}"*)' if term.beginning else whole


def for_postgres(terms: tuple[Term, ...]) -> str:
    """The same question as a `tsquery`."""
    return " | ".join(
        f"({' & '.join(_postgres(language, each) for each in in_one(language, terms))})" for language in LANGUAGES
    )


def _postgres(language: str, term: Term) -> str:
    whole = " <-> ".join(f"'{stems.token(language, each)}'" for each in term.words)
    return f"({whole} | '{language}{term.words[0]}':*)" if term.beginning else f"({whole})"


def vector(tokens: list[str]) -> str:
    """Tokens as a `tsvector` with their places, as far as it can hold them."""
    places: dict[str, list[int]] = {}
    for at, each in enumerate(tokens, 1):
        places.setdefault(each, []).append(min(at, 16_383))
    return " ".join(f"'{each}':{','.join(map(str, at[:255]))}" for each, at in places.items())
