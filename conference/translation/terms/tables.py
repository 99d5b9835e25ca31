"""A table of terms held against the glossary: what it would change, before it does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from conference.core.canonical import digest
from conference.core.errors import Invalid
from conference.core.words import N_, Sentence
from conference.runtime import database
from conference.translation.glossary import Term
from conference.translation.glossary.termbase import LONGEST, BadTermbase, notes_left_out, read
from conference.translation.terms import forms as fields
from conference.translation.terms import queries

MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a term, as it is and as it would be."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One term of a table. `number` is the revision that stands, 0 for a new term."""

    term: Term
    number: int
    cells: tuple[Cell, ...]

    @property
    def is_new(self) -> bool:
        return self.number == 0


@dataclass(frozen=True, slots=True)
class Table:
    """What a table would do: rows that change something, and how many say what stands already. `mark` names this very
    comparison, for whoever confirms it."""

    rows: tuple[Row, ...]
    same: int
    kept: int
    mark: str


class BadTable(Invalid):
    """A table with its problems, each with its line."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        super().__init__({"text": Sentence(N_("The table cannot be taken yet. Nothing has changed."))})
        self.sentences = tuple(sentences[:MOST_PROBLEMS])


async def compared(text: str) -> Table:
    """A table beside the glossary as it stands. Terms that it does not name stay, and so do the notes in a language
    that it has no column for. Raises `BadTable`."""
    text = text.removeprefix("\ufeff")
    read_terms, left_out = _read(text), notes_left_out(text)
    standing = {each.id: each for each in (await queries.glossary()).terms}
    terms = [_with_notes_of(standing.get(each.id), each, left_out) for each in read_terms]
    numbers = await _numbers()
    rows, same = [], 0
    for term in terms:
        before = standing.get(term.id)
        cells = _cells(fields.typed(before) if before else {}, fields.typed(term))
        if before is not None and (not cells or queries.content(before) == queries.content(term)):
            same += 1
        else:
            rows.append(Row(term, numbers.get(term.id, 0), cells))
    kept = len(standing.keys() - {each.id for each in terms})
    return Table(tuple(rows), same, kept, digest([text, sorted(numbers.items())])[:16])


def _read(text: str) -> tuple[Term, ...]:
    try:
        terms = read(text).terms
    except BadTermbase as problem:
        raise BadTable(problem.sentences) from None
    told = N_("Line %(line)s: a short name has small letters without accents, digits and hyphens: strike-fund.")
    wrong = [
        Sentence(told, {"line": line})
        for line, each in enumerate(terms, start=2)
        if not fields.KEY.fullmatch(each.id) or len(each.id) > LONGEST
    ]
    if wrong:
        raise BadTable(wrong)
    return terms


def _with_notes_of(before: Term | None, after: Term, languages: Collection[str]) -> Term:
    kept = {each: words for each, words in before.notes.items() if each in languages} if before else {}
    return replace(after, notes={**after.notes, **kept})


def _cells(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Cell, ...]:
    changed = [name for name in after if before.get(name, "") != after[name]]
    return tuple(Cell(name, before.get(name, ""), after[name]) for name in changed)


async def _numbers() -> dict[str, int]:
    """The newest revision of every term, also of those that were taken out."""
    found = await database.rows("SELECT key, max(number) FROM term_revision GROUP BY key")
    return {key: int(number) for key, number in found}
