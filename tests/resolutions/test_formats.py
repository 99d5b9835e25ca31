"""What a resolution is written as: the same bytes each time, tagged for a screen reader, no word changed on the way."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
import typst
from markdown_it import MarkdownIt

from conference.core.languages import LANGUAGES, TAGS
from conference.resolutions.formats import pdf
from conference.resolutions.formats.document import Annex, Clause, Document, Entry, Sheet
from conference.resolutions.formats.glyphs import drawable
from conference.resolutions.formats.markdown import markdown

HOSTILE = '#import "x" $a$ *b* _c_ [d] <e> `f` \\ @g // h /* i */ 1. j ~ — « k » ¿l? 5 % \' "'
NAMES = {"en": "English", "fr": "Français", "es": "Español"}


def told(sentence: str) -> dict[str, str]:
    return {each: f"{sentence} {each}" for each in LANGUAGES}


@pytest.fixture
def document() -> Document:
    clauses = (
        Clause("a", "preamble", "paragraph", told("Recalling")),
        Clause("", "operative", "title", told("Working time")),
        Clause("", "operative", "heading", told("Overtime")),
        Clause("1", "operative", "paragraph", told(HOSTILE)),
        Clause("1 (a)", "operative", "item", told("- a dash, 2. and a number")),
        Clause("", "schedule", "heading", told("Schedule")),
    )
    annexes = (Annex(told("Statements"), (Entry(told("A reservation"), {"fr": "Nous réservons."}),)),)
    words = {
        each: {"preamble": "P", "operative": "O", "digest": "D", "page": "%(page)s/%(pages)s", "name": NAMES[each]}
        for each in LANGUAGES
    }
    moment = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
    facts = dict.fromkeys(LANGUAGES, ("Adopted.",))
    return Document(LANGUAGES, told("Resolution 1"), told("Title"), facts, clauses, annexes, words, "ab" * 32,
                    "http://127.0.0.1/en/resolutions/1", moment)  # fmt: skip


@pytest.fixture
def sheet() -> Sheet:
    parts = (("Decided", tuple(f"{each}. {HOSTILE}" for each in range(1, 13))),)
    table = (("Clause", "Who", "When"), ("1", "Organizing office", "1 March"))
    moment = datetime(2026, 11, 12, tzinfo=UTC)
    return Sheet("fr", "Conférence", "À rapporter", ("Adoptée.",), parts, "Engagements", table, "Pied", moment)


def opened(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


@pytest.mark.parametrize("languages", [("en",), ("fr",), ("es",), LANGUAGES])
def test_a_pdf_is_tagged_titled_in_its_language_and_says_which_standards_it_keeps(
    document: Document, languages: tuple[str, ...]
) -> None:
    chosen = replace(document, languages=languages)
    with opened(pdf.pdf(chosen)) as found:
        assert str(found.Root.Lang) == TAGS[languages[0]]
        assert found.Root.MarkInfo.Marked
        assert str(found.docinfo["/Title"]) == document.titles[languages[0]]
        assert found.Root.ViewerPreferences.DisplayDocTitle
        with found.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        kinds = tags(found)
    assert kinds[0] == "Document"
    assert kinds.count("H1") == 1
    assert ("TH" in kinds) == (len(languages) > 1)


def tags(found: pikepdf.Pdf) -> list[str]:
    """The kinds of the structure's elements in reading order."""
    kinds, left = [], [found.Root.StructTreeRoot.K]
    while left:
        each = left.pop()
        if isinstance(each, pikepdf.Array):
            left += reversed(list(each))
        elif isinstance(each, pikepdf.Dictionary) and "/S" in each:
            kinds.append(str(each.S)[1:])
            left.append(each.get("/K", pikepdf.Array()))
    return kinds


def test_in_a_pdf_of_three_languages_each_side_says_which_language_it_is(document: Document) -> None:
    with opened(pdf.pdf(document)) as found:
        spoken = {str(each.Lang) for each in found.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each}
    assert {"fr-CA", "es-MX"} <= spoken


def test_the_same_edition_gives_the_same_bytes_at_each_run(document: Document, sheet: Sheet) -> None:
    assert pdf.pdf(document) == pdf.pdf(document)
    assert pdf.sheet_pdf(sheet) == pdf.sheet_pdf(sheet)


def test_typst_sets_every_sheet_without_a_warning(
    document: Document, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compile_strictly(*given: Any, **named: Any) -> Any:
        made, warnings = typst.compile_with_warnings(*given, **named)
        assert warnings == []
        return made

    monkeypatch.setattr("conference.resolutions.formats.pdf.typst.compile", compile_strictly)
    assert pdf.pdf(document)
    assert pdf.pdf(document.only("es"))
    assert pdf.sheet_pdf(sheet)


def test_what_delegates_wrote_is_never_taken_for_markup(document: Document) -> None:
    plain = replace(document, clauses=tuple(replace(each, texts=told("plain")) for each in document.clauses))
    assert len(pdf.pdf(document.only("en"))) > len(pdf.pdf(plain.only("en")))
    assert shown(markdown(document.only("en"))).count(f"{HOSTILE} en") == 1


def shown(source: str) -> str:
    """The words that a reader of Markdown sees."""
    return "\n".join(
        child.content
        for token in MarkdownIt("commonmark").parse(source)
        for child in token.children or ()
        if child.type in ("text", "code_inline", "text_special")
    ).replace("\n", "")


def test_the_sheet_to_take_home_is_one_page_as_long_as_it_can_be_read(sheet: Sheet) -> None:
    with opened(pdf.sheet_pdf(sheet)) as found:
        assert len(found.pages) == 1
    long = replace(sheet, parts=(("Decided", (HOSTILE * 10,) * 40),))
    with opened(pdf.sheet_pdf(long)) as found:
        assert len(found.pages) > 1


def test_a_statement_that_stands_in_one_language_only_is_shown_in_that_one(document: Document) -> None:
    assert "Nous réservons" in markdown(document.only("en"))
    with opened(pdf.pdf(document.only("en"))) as found:
        assert b"/Lang(fr)" in b"".join(each.Contents.read_bytes() for each in found.pages)


@pytest.mark.parametrize(
    "odd", ["\u4e2d\u6587", "\N{GRINNING FACE}", "\x01", "\ue000", "\ufffe", "\u202e\u05d0", "\ufdfa"]
)
def test_a_character_that_no_font_has_takes_the_file_from_nobody(document: Document, odd: str) -> None:
    clauses = (*document.clauses, Clause("2", "operative", "paragraph", told(f"Peace {odd} now")))
    made = pdf.pdf(replace(document, clauses=clauses))
    assert made == pdf.pdf(replace(document, clauses=clauses))
    with opened(made) as found:
        assert found.Root.MarkInfo.Marked


def test_it_is_named_by_its_number_and_all_others_stay() -> None:
    assert drawable({"a": ["Ñandú œuvre \N{GRINNING FACE}", 3]}) == {"a": ["Ñandú œuvre [U+1F600]", 3]}
    assert drawable(["« L’été »", "Ω Ж"]) == ["« L’été »", "Ω Ж"]
