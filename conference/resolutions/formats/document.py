"""A resolution ready to be written in any format: every sentence translated, nothing left to look up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

Texts = Mapping[str, str]
"""Language -> text."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A passage of the text. `part`: preamble, operative or schedule; `kind`: title, heading, paragraph or item.

    `label` is its number as people cite it, empty where it has none.
    """

    label: str
    part: str
    kind: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Entry:
    """One annexed thing, such as a signature or a reservation: `facts` in a line, then its words, if it has any.

    Words stand in the languages in which there are any; `Annex.entries` may hold what only one language has.
    """

    facts: Texts
    texts: Texts


@dataclass(frozen=True, slots=True)
class Annex:
    """A part behind the text: how the conference voted, who signed, who reserved what."""

    heading: Texts
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A resolution in `languages`. `moment` stands for its date wherever a file must name one: never the present time,
    so that the same edition gives the same bytes at each run. `words` are the headings that the formats need:
    `preamble`, `operative`, `digest`, `page` (with %(page)s and %(pages)s), by language.
    """

    languages: tuple[str, ...]
    kicker: Texts
    titles: Texts
    facts: Mapping[str, tuple[str, ...]]
    clauses: tuple[Clause, ...]
    annexes: tuple[Annex, ...]
    words: Mapping[str, Mapping[str, str]]
    digest: str
    address: str
    moment: datetime

    def only(self, language: str) -> "Document":
        """The same in one language."""
        return Document(
            (language,), self.kicker, self.titles, self.facts, self.clauses, self.annexes, self.words, self.digest,
            self.address, self.moment,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to take home, in one language: what was decided, how a delegation voted, what it has taken on.

    `parts` are headings with their lines; `table` is a heading row and rows of as many cells, or nothing.
    """

    language: str
    kicker: str
    title: str
    facts: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    table_heading: str
    table: tuple[tuple[str, ...], ...]
    footer: str
    moment: datetime
