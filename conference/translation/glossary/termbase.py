"""A termbase as a table: CSV with one row for each term, read into a glossary or refused line by line.

Columns: `id`, `pos` (n, v, adj, or name for what is never translated), and for each language a column such as `en` or
`fr_CA`, with `…_plural` and `…_gender` beside it where they apply. Further regions of a language (`es_ES` after
`es_MX`) are variants: known, not chosen. `avoid_en` … list words to avoid, `machine_from` the languages from which
the machine obeys, both with | between. `note` is for readers in English, `note_fr` and `note_es` for the others.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.translation.glossary.terms import NAME, Form, Glossary, Sense, Term

_LANGUAGE: Final = re.compile(rf"({'|'.join(LANGUAGES)})(?:_([A-Z]{{2}}))?")
_PARTS: Final = frozenset({"n", "v", "adj", NAME})
_GENDERS: Final = frozenset({"", "m", "f"})
_NOTES: Final = {"note" if each == LANGUAGES[0] else f"note_{each}": each for each in LANGUAGES}
"""The columns of the notes and their languages. Tables from before there were several have `note` alone."""
_SENSES: Final = Path(__file__).with_name("senses.csv")
LONGEST: Final = 80
MOST: Final = 5_000


class BadTermbase(Exception):
    """A table that cannot be taken: one sentence for each problem."""

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__("; ".join(map(str, sentences)))
        self.sentences = sentences


def read_file(path: Path) -> Glossary:
    """The glossary of a file. Raises `BadTermbase`, also where the file is not UTF-8."""
    try:
        return read(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise BadTermbase(Sentence(N_("The table is not UTF-8. Save it as UTF-8."))) from None


def read(text: str) -> Glossary:
    """The glossary that a table holds, with the senses that come with the house. Raises `BadTermbase`."""
    table = csv.DictReader(io.StringIO(text), strict=True)
    try:
        rows = list(table)
    except csv.Error:
        raise BadTermbase(Sentence(N_("Line %(line)s is no row of a table."), {"line": table.line_num})) from None
    names = table.fieldnames or ()
    if "id" not in names or not _columns(names):
        raise BadTermbase(Sentence(N_("The first line has to name the columns: id, pos, en, fr_CA, es_MX and so on.")))
    if len(rows) > MOST:
        raise BadTermbase(Sentence(N_("A termbase may hold at most %(most)s terms."), {"most": MOST}))
    problems = list(_problems(rows, _columns(names)))
    if problems:
        raise BadTermbase(*problems)
    return Glossary(tuple(_term(row, _columns(names)) for row in rows), senses())


def notes_left_out(text: str) -> tuple[str, ...]:
    """The languages whose notes a table has no column for."""
    names = next(csv.reader(io.StringIO(text)), [])
    return tuple(language for column, language in _NOTES.items() if column not in names)


def write(terms: Sequence[Term]) -> str:
    """A table that reads back as these terms. A region has one column: of two words in one region the first stays."""
    columns = _written_columns(terms)
    names = ["id", "pos", *(f"{column}{end}" for column in columns for end in ("", "_gender", "_plural"))]
    names += [*(f"avoid_{each}" for each in LANGUAGES), "machine_from", *_NOTES]
    sheet = io.StringIO()
    table = csv.DictWriter(sheet, names, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(_row(term, columns) for term in terms)
    return sheet.getvalue()


def _written_columns(terms: Sequence[Term]) -> tuple[str, ...]:
    """The columns of all regions: in each language first those that are spoken of as the conference's own."""
    found: dict[str, None] = {}
    for language in LANGUAGES:
        own = [term.forms[language].region for term in terms if language in term.forms]
        others = [form.region for term in terms for form in term.variants.get(language, ())]
        for region in (*sorted(set(own), key=lambda each: (-own.count(each), each)), *sorted(set(others))):
            found[f"{language}_{region}" if region else language] = None
    return tuple(found)


def _row(term: Term, columns: Iterable[str]) -> dict[str, str]:
    row = {"id": term.id, "pos": term.pos, "machine_from": "|".join(term.machine_from)}
    row |= {column: term.notes.get(language, "") for column, language in _NOTES.items()}
    row |= {f"avoid_{each}": "|".join(words) for each, words in term.avoid.items()}
    for column in columns:
        language, region = column[:2], column[3:]
        spoken = [*filter(None, [term.forms.get(language)]), *term.variants.get(language, ())]
        form = next((each for each in spoken if each.region == region), None)
        if form is not None:
            row |= {column: form.text, f"{column}_gender": form.gender, f"{column}_plural": form.plural}
    return {name: _no_formula(cell) for name, cell in row.items()}


def _no_formula(cell: str) -> str:
    """A space keeps a spreadsheet from computing what somebody wrote; reading takes it away again."""
    return f" {cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def _columns(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name and _LANGUAGE.fullmatch(name))


def _problems(rows: list[dict[str, str]], columns: tuple[str, ...]) -> Iterator[Sentence]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        at = {"line": number}
        if None in row or None in row.values():
            yield Sentence(N_("Line %(line)s has another number of cells than the first line."), at)
            continue
        if not row["id"].strip() or row["id"] in seen:
            yield Sentence(N_("Line %(line)s needs an id of its own."), at)
        seen.add(row["id"])
        if row.get("pos", "n") not in _PARTS:
            yield Sentence(N_("Line %(line)s: the part of speech is n, v, adj or name."), at)
        if not any(row[column].strip() for column in columns):
            yield Sentence(N_("Line %(line)s holds no word."), at)
        if any(not is_word(row.get(each, "")) for column in columns for each in (column, f"{column}_plural")):
            yield Sentence(
                N_("Line %(line)s: a term holds letters, and at most %(most)s characters."), at | {"most": LONGEST}
            )
        if any(row.get(f"{column}_gender", "").strip() not in _GENDERS for column in columns):
            yield Sentence(N_("Line %(line)s: a gender is m or f."), at)
        if not set(_listed(row.get("machine_from", ""))) <= set(LANGUAGES):
            yield Sentence(N_("Line %(line)s: machine_from lists working languages."), at)


def is_word(cell: str) -> bool:
    """Empty, or something that a dictionary can hold: no signs but those inside words."""
    return not cell.strip() or (len(cell) <= LONGEST and re.fullmatch(r"[\w’'&./ -]+", cell) is not None)


def _term(row: Mapping[str, str], columns: tuple[str, ...]) -> Term:
    forms: dict[str, Form] = {}
    variants: dict[str, tuple[Form, ...]] = {}
    for column in columns:
        form = _form(row, column)
        language = column[:2]
        if form and language in forms:
            variants[language] = (*variants.get(language, ()), form)
        elif form:
            forms[language] = form
    return Term(
        id=row["id"].strip(),
        pos=row.get("pos", "n"),
        forms=forms,
        variants=variants,
        avoid={each: words for each in LANGUAGES if (words := _listed(row.get(f"avoid_{each}", "")))},
        machine_from=_listed(row.get("machine_from", "")),
        notes={each: note for column, each in _NOTES.items() if (note := row.get(column, "").strip())},
    )


def _form(row: Mapping[str, str], column: str) -> Form | None:
    text, plural, gender = (row.get(column + end, "").strip().replace("’", "'") for end in ("", "_plural", "_gender"))
    return Form(text, plural, gender, column[3:]) if text else None


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(word for part in cell.split("|") if (word := part.strip()))


@cache
def senses() -> tuple[Sense, ...]:
    """What common words mean in a house of unions; a goal here is no football."""
    with _SENSES.open(encoding="utf-8", newline="") as file:
        return tuple(Sense(**row) for row in csv.DictReader(file))
