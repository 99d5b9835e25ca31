"""A termbase: read as it is, or refused with the line that is wrong."""

import csv

import pytest

from conference.core.languages import LANGUAGES
from conference.translation.glossary import BadTermbase, read
from conference.translation.glossary.overlay import Analysis, overlay
from conference.translation.glossary.termbase import write
from tests.translation.engines.conftest import TERMBASE

HEAD = "id,pos,en,en_plural,fr_CA,fr_CA_gender,es_MX,avoid_es,machine_from\n"


def test_a_term_has_its_forms_its_variants_and_what_to_avoid(glossary):
    overtime = next(term for term in glossary.terms if term.id == "overtime")
    assert overtime.forms["fr"].words == ("heures supplémentaires",)
    assert (overtime.forms["es"].region, overtime.variants["es"][0].text) == ("MX", "horas extra")
    assert not overtime.is_counted
    assert next(term for term in glossary.terms if term.id == "union").avoid == {"es": ("union", "unión")}
    assert glossary.kept == ("Solidarity House",)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,n,union,,,,,,de", "machine_from"),
        ("a,verb,union,,,,,,", "part of speech"),
        (",n,union,,,,,,", "id of its own"),
        ("a,n,,,,,,,", "no word"),
        ("a,n,<b>,,,,,,", "letters"),
        ("a,n,x,,syndicat,masc,,,", "gender"),
        ("a,n,x", "cells"),
        (f"a,n,{'x' * 81},,,,,,", "characters"),
    ],
)
def test_a_wrong_line_is_named(row, said):
    with pytest.raises(BadTermbase) as refused:
        read(f"{HEAD}ok,n,plank,planks,,,,,\n{row}\n")
    assert said in str(refused.value)
    assert "Line 3" in str(refused.value)


def test_a_spreadsheet_computes_no_cell_of_a_table_and_reading_gives_every_word_back():
    table = 'id,pos,en,en_plural,avoid_es,note\na,n,-1,-2,"=HYPERLINK(""//e.example"")|@x",+1\n'
    terms = read(table).terms
    written = write(terms)
    assert not [
        cell for row in csv.reader(written.splitlines()) for cell in row if cell.startswith(("=", "+", "-", "@"))
    ]
    assert read(written).terms == terms


@pytest.mark.parametrize("text", ["", "nothing", "a,b\n1,2\n", 'id,pos,en\n"open,n,x\n'])
def test_what_is_no_termbase_is_refused(text):
    with pytest.raises(BadTermbase):
        read(text)


def test_the_revision_changes_with_every_word_and_not_with_notes(glossary):
    table = TERMBASE.read_text()
    assert read(table).revision == glossary.revision
    assert read(table.replace("The workers' organization.", "")).revision == glossary.revision
    assert read(table.replace(",note\n", ",note_es\n", 1)).revision == glossary.revision
    assert read(table.replace("tiempos extra", "tiempos extras")).revision != glossary.revision


def test_a_note_is_read_in_ones_own_language_or_else_in_another_that_is_named():
    table = "id,pos,en,note,note_fr,note_es\na,n,x,,De fr.,De es.\nb,n,y,Of en.,,\nc,n,z,,,\n"
    notes = [[term.note_in(each) for each in LANGUAGES] for term in read(table).terms]
    assert notes == [
        [("fr", "De fr."), ("fr", "De fr."), ("es", "De es.")],
        [("en", "Of en.")] * 3,
        [("", "")] * 3,
    ]
    assert [each.notes for each in read("id,pos,en,note\na,n,x,Of en.\n").terms] == [{"en": "Of en."}]


def test_terms_are_found_in_a_text_the_longer_first(glossary):
    text = "Les Syndicats d’une usine  de montage et un syndicaliste."
    assert [(each.term.id, text[each.start : each.end]) for each in glossary.found(text, "fr")] == [
        ("union", "Syndicats"),
        ("assembly-plant", "usine  de montage"),
    ]


def test_an_overlay_builds_on_what_the_dictionary_knows_and_has_no_hyphen_in_its_alphabet():
    small = read(f"{HEAD}u,n,union,unions,,,sindicato,,en\nj,n,just-in-time work,,,,trabajo justo,,en\n")
    made = overlay(small, "en", "es", {"union": [Analysis("union", ("n", "sg"))]})
    assert "<l>union</l>" not in made.analysis
    assert "<l>unions</l>" in made.analysis
    assert "-" not in made.analysis.partition("<alphabet>")[2].partition("</alphabet>")[0]
