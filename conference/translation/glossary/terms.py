"""Terms and senses as values: what a word is in each language, and where a text uses it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from conference.core.canonical import digest
from conference.core.languages import LANGUAGES

NAME: Final = "name"
"""The part of speech of what is never translated."""


@dataclass(frozen=True, slots=True)
class Form:
    """A term in one language. No plural means that one speaks of it in the singular only."""

    text: str
    plural: str = ""
    gender: str = ""
    region: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Singular and plural, each once."""
        return tuple(dict.fromkeys(each for each in (self.text, self.plural) if each))


@dataclass(frozen=True, slots=True)
class Term:
    """One notion: its form in each language, what other regions say, what to avoid there, and a note for readers."""

    id: str
    pos: str
    forms: Mapping[str, Form]
    variants: Mapping[str, tuple[Form, ...]] = field(default_factory=dict)
    avoid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    machine_from: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_counted(self) -> bool:
        """Whether every language has a plural for it; overtime has none in English."""
        return all(form.plural for form in self.forms.values())

    def note_in(self, language: str) -> tuple[str, str]:
        """The note for whoever reads in this language: the language it stands in, which may be another, and its words;
        both empty where there is none in any."""
        return next(((each, self.notes[each]) for each in (language, *LANGUAGES) if self.notes.get(each)), ("", ""))

    def obeyed(self, source: str, target: str) -> bool:
        """Whether the machine has to use it between these languages."""
        return source in self.machine_from and source in self.forms and target in self.forms


@dataclass(frozen=True, slots=True)
class Sense:
    """Of the meanings that a dictionary knows for `word`, the conference has `meaning` in mind."""

    source: str
    target: str
    pos: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Found:
    """A term at its place in a text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True)
class Glossary:
    """All terms of a conference."""

    terms: tuple[Term, ...] = ()
    senses: tuple[Sense, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.senses

    @cached_property
    def revision(self) -> str:
        """Twelve hexadecimal digits that change with every word, and not with notes, which no engine reads; none for a
        glossary without a word."""
        if self.is_empty:
            return ""
        obeyed = [{key: value for key, value in asdict(term).items() if key != "notes"} for term in self.terms]
        return digest({"terms": obeyed, "senses": [asdict(sense) for sense in self.senses]})[:12]

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """Names that stay as they are in every language, the longest first."""
        names = {form.text for term in self.terms if term.pos == NAME for form in term.forms.values()}
        return tuple(sorted(names, key=lambda name: (-len(name), name)))

    def found(self, text: str, language: str) -> list[Found]:
        """The terms that a text uses, from left to right; where two overlap, the longer."""
        found: list[Found] = []
        for start, end, term in sorted(self._places(text, language), key=lambda each: (each[0], -each[1])):
            if not found or start >= found[-1].end:
                found.append(Found(term, start, end))
        return found

    def avoided(self, text: str, language: str) -> list[tuple[str, Term]]:
        """The words in a text that the conference asked not to use, each once, and the term that stands in its place.
        "local" is to be avoided, "section locale" is not."""
        found: dict[str, Term] = {}
        for term in self.terms:
            agreed = term.forms[language].words if language in term.forms else ()
            words = tuple(word for word in term.avoid.get(language, ()) if word not in agreed)
            if words:
                rest = pattern(agreed).sub(" ", text) if agreed else text
                found |= {place.group(): term for place in pattern(words).finditer(rest)}
        return list(found.items())

    def _places(self, text: str, language: str) -> Iterator[tuple[int, int, Term]]:
        for term in self.terms:
            form = term.forms.get(language)
            if form:
                for place in pattern(form.words).finditer(text):
                    yield place.start(), place.end(), term


@lru_cache(maxsize=4096)
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these as whole words, whatever their case, apostrophe and the width of their spaces."""
    alternatives = "|".join(_loosely(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def _loosely(word: str) -> str:
    return r"\s+".join(re.escape(part).replace("'", "['’]") for part in word.replace("’", "'").split())
