"""Soft marks: the first time a text uses a term of the glossary, the term leads to what the conference has agreed on.

A mark is a link to the glossary's page; a script opens it as a note beside the text. Marks are put into finished pages
only: no stored text, no feed, no program and no ballot has any. Links, code and their insides are left alone.
"""

import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from conference.core.actor import Actor
from conference.translation.glossary import Glossary
from conference.translation.glossary.terms import pattern
from conference.translation.terms.queries import glossary

_WORD: Final = re.compile(r"[^\W\d_]+")
_TOKEN: Final = re.compile(r"<(/?)([a-z]+)([^>]*)>|[^\W\d_]+")
_LANGUAGE: Final = re.compile(r' lang="([a-z]+)')
_UNTOUCHED: Final = frozenset({"a", "code", "pre"})
_VOID: Final = frozenset({"br", "hr"})
Candidate = tuple[re.Pattern[str], str]
"""A form of a term as a pattern, and the term's key."""


@dataclass(frozen=True, eq=False)
class Marks:
    """The terms of one revision of the glossary, to be found quickly: by language and the first word of each form."""

    revision: str
    by_first_word: dict[str, dict[str, list[Candidate]]]

    def words(self, language: str) -> dict[str, list[Candidate]]:
        return self.by_first_word.get(language, {})


class Marker:
    """Marks the terms of one text on a page in one language, whatever pieces the text comes in."""

    def __init__(self, marks: Marks | None, page_language: str) -> None:
        self._marks, self._page = marks, page_language
        self._seen: set[str] = set()

    def again(self) -> "Marker":
        """For another text on the same page."""
        return Marker(self._marks, self._page)

    def text(self, text: str, language: str) -> Markup:
        """Plain words, escaped."""
        words, pieces, at, behind = self._marks.words(language) if self._marks else {}, [], 0, 0
        for word in _WORD.finditer(text) if words else ():
            if word.start() >= behind and (candidates := words.get(word[0].lower())):
                behind, key = self._found(candidates, text, word.start())
                if key:
                    pieces += [escape(text[at : word.start()]), self._link(key, escape(text[word.start() : behind]))]
                    at = behind
        return Markup("".join([*pieces, escape(text[at:])]))  # noqa: S704 -- escaped, with links of ours

    def html(self, html: str, language: str) -> Markup:
        """HTML that `runtime.markup` made: its tags are whole, and each is closed."""
        words, pieces, at, behind = self._marks.words(language) if self._marks else {}, [], 0, 0
        around: list[tuple[str, dict[str, list[Candidate]]]] = []
        for token in _TOKEN.finditer(html) if self._marks else ():
            if token[2]:
                words = self._tag(token, words, around)
            elif token.start() >= behind and (candidates := words.get(token[0].lower())):
                behind, key = self._found(candidates, html, token.start())
                if key:
                    pieces += [html[at : token.start()], self._link(key, html[token.start() : behind])]
                    at = behind
        return Markup("".join([*pieces, html[at:]]))  # noqa: S704 -- the same HTML with links of ours

    def _tag(
        self,
        tag: re.Match[str],
        words: dict[str, list[Candidate]],
        around: list[tuple[str, dict[str, list[Candidate]]]],
    ) -> dict[str, list[Candidate]]:
        """The words to look for behind a tag: none in what is left alone, those of its language where it says one."""
        if tag[1]:
            return around.pop()[1] if around else words
        if tag[2] in _VOID:
            return words
        around.append((tag[2], words))
        if tag[2] in _UNTOUCHED:
            return {}
        own = _LANGUAGE.search(tag[3]) if tag[3] and words else None
        return self._marks.words(own[1]) if own and self._marks else words

    def _found(self, candidates: list[Candidate], text: str, start: int) -> tuple[int, str]:
        """Where the longest form that begins here ends, and the term's key unless it was marked before."""
        for form, key in candidates:
            place = form.match(text, start)
            if place is not None:
                fresh = key not in self._seen
                self._seen.add(key)
                return place.end(), key if fresh else ""
        return start, ""

    def _link(self, key: str, words: str) -> str:
        return f'<a class="term" href="/{self._page}/glossary#term-{escape(key)}">{words}</a>'


_kept: dict[str, Marks] = {}


async def of(wanted: bool) -> Marks | None:
    """The marks of the glossary as it stands; none where they are not wanted or there is nothing to mark."""
    words = await glossary() if wanted else None
    if words is None or not words.terms:
        return None
    if words.revision not in _kept:
        _kept.clear()
        _kept[words.revision] = _indexed(words)
    return _kept[words.revision]


async def marker(reader: Actor, page_language: str) -> Marker:
    """For a page of this reader's; one that marks nothing where she has switched the marks off."""
    return Marker(await of(reader.marks_terms), page_language)


def _indexed(words: Glossary) -> Marks:
    """Every form and every region's variant, the longest first."""
    found: dict[str, dict[str, list[Candidate]]] = {}
    every = [
        (language, word, term.id)
        for term in words.terms
        for language, form in term.forms.items()
        for each in (form, *term.variants.get(language, ()))
        for word in each.words
    ]
    for language, word, key in sorted(every, key=lambda each: -len(each[1])):
        first = _WORD.search(word)
        if first is not None and not word[: first.start()].strip():
            begins = found.setdefault(language, {}).setdefault(first.group().lower(), [])
            begins.append((pattern((word,)), key))
    return Marks(words.revision, found)
