"""Markdown files, one a language, laid side by side: what does not fit is told block by block, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.core.canonical import digest
from conference.core.errors import Invalid
from conference.core.languages import LANGUAGES, OWN_NAMES
from conference.core.words import N_, Sentence
from conference.planks.referring import MISTAKES
from conference.text import markdown, parallel
from conference.text.blocks import MAX_BLOCKS, Draft
from conference.text.blocks import Kind as BlockKind
from conference.text.parallel import Code, Mismatch, Parallel
from conference.text.references import Place, Places, Problem, Sort, place_in_plank, problems, references
from conference.text.words import BadText

_KINDS = {
    BlockKind.HEADING: N_("a heading"),
    BlockKind.PARAGRAPH: N_("a paragraph"),
    BlockKind.ITEM: N_("a list item"),
}
_TOLD = {
    Code.MISSING: N_("%(language)s has one block fewer: nothing answers this one after its block %(after)s."),
    Code.EXTRA: N_("%(language)s has one block more: this one, after its block %(after)s."),
    Code.KIND: N_("This block is %(source_is)s in %(source)s and %(here_is)s in %(language)s."),
    Code.DEPTH: N_("This block stands at another level in %(language)s than in %(source)s."),
    Code.NUMBERED: N_("Only one of %(source)s and %(language)s numbers this list."),
    Code.SENTENCES: N_("Sentences in this block: %(source_is)s in %(source)s, %(here_is)s in %(language)s."),
    Code.NUMBERS: N_("These figures stand in only one of %(source)s and %(language)s: %(figures)s."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A block in each language that has one, at its place (1 is the first), and what does not fit in it."""

    place: int
    kind: str
    texts: Mapping[str, str]
    problems: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """The files side by side. `mark` names exactly these files: who confirms it confirms what she has seen."""

    rows: tuple[Row, ...]
    fits: bool
    flattened: bool
    mark: str

    @property
    def odd(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.problems)


def titled(files: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Of each file its title, which is the heading that it begins with, and the rest. Raises `Invalid`."""
    found: dict[str, tuple[str, str]] = {}
    wrong: dict[str, Sentence] = {}
    for language, source in files.items():
        try:
            first, *rest = markdown.parse(source) or (Draft(BlockKind.PARAGRAPH, ""),)
        except BadText as problem:
            wrong[f"text-{language}"] = problem.sentence
            continue
        if first.kind is BlockKind.HEADING and first.depth == 0:
            found[language] = first.text, markdown.write(rest)
        else:
            wrong[f"text-{language}"] = Sentence(
                N_("Please begin the file with the title as a heading, such as “# Working time”.")
            )
    if wrong:
        raise Invalid(wrong)
    return found


def lay_side_by_side(files: Mapping[str, str], own: str) -> Import:
    """The files of a plank in `own` language; an empty one is left out. Raises `Invalid` with a sentence a file."""
    given = {each: files[each] for each in LANGUAGES if files.get(each, "").strip()}
    wrong: dict[str, Sentence] = {}
    drafts: dict[str, Sequence[Draft]] = {}
    for language, source in given.items():
        try:
            drafts[language] = markdown.parse(source)
        except BadText as problem:
            wrong[f"text-{language}"] = problem.sentence
    if not drafts.get(own) and f"text-{own}" not in wrong:
        wrong[f"text-{own}"] = Sentence(N_("Please give the text in the language of the plank."))
    if wrong:
        raise Invalid(wrong)
    found = parallel.align({each: blocks for each, blocks in drafts.items() if blocks}, own)
    if len(found.rows) > MAX_BLOCKS:
        raise Invalid({f"text-{own}": BadText("too-many-blocks", limit=MAX_BLOCKS).sentence})
    flattened = any(each.depth or each.ordered for blocks in drafts.values() for each in blocks)
    rows = _rows(found, own)
    fits = not any(row.problems for row in rows)
    return Import(tuple(rows), fits, flattened, digest([own, given])[:20])


def _rows(found: Parallel, own: str) -> list[Row]:
    seen = dict.fromkeys(LANGUAGES, 0)
    rows = []
    places = _places(found)
    for at, row in enumerate(found.rows):
        here = {each: draft for each, draft in row.items() if draft is not None}
        told = tuple(_told(each, own, seen) for each in found.mismatches if each.row == at)
        astray = {each.mark: each for draft in here.values() for each in _astray(draft.text, places)}
        told += tuple(Sentence(MISTAKES[each.code], {"mark": each.mark}) for each in astray.values())
        for each in here:
            seen[each] += 1
        first = here.get(own) or next(iter(here.values()))
        rows.append(Row(at + 1, first.kind.value, {each: draft.text for each, draft in here.items()}, told))
    return rows


def _places(found: Parallel) -> Places:
    """Where references lead: a block is numbered by its place."""
    first = [next(draft for draft in row.values() if draft is not None) for row in found.rows]
    return {
        f"p{at}": Place(Sort.UNNUMBERED if each.kind is BlockKind.HEADING else Sort.CLAUSE, f"{at}")
        for at, each in enumerate(first, 1)
    }


def _astray(text: str, places: Places) -> tuple[Problem, ...]:
    """References that lead to nothing in these files. Those to other planks are looked at when the plank is laid."""
    elsewhere = {
        each.key: place_in_plank(each.key) for each in references(text) if "." in each.key or each.key[0] in "rs"
    }
    return problems(text, {**places, **elsewhere})


def _told(mismatch: Mismatch, own: str, seen: Mapping[str, int]) -> Sentence:
    sides = {f"{side}_is": _side(mismatch.params.get(side)) for side in ("source", "here")}
    figures = mismatch.params.get("here"), mismatch.params.get("source")
    return Sentence(
        _TOLD[mismatch.code],
        {
            "source": OWN_NAMES[own],
            "language": OWN_NAMES[mismatch.language],
            "after": seen[mismatch.language],
            "figures": tuple(word for words in figures for word in str(words or "").split()),
            **sides,
        },
    )


def _side(value: str | int | None) -> object:
    """A kind as its words; a count stays a number."""
    return Sentence(_KINDS[BlockKind(value)]) if value in tuple(BlockKind) else value


def to_take_over(found: Import) -> list[tuple[str, Mapping[str, str]]]:
    """Kind and texts of every block."""
    return [(row.kind, row.texts) for row in found.rows]
