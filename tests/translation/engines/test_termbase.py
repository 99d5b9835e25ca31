"""A termbase: read as it is, or refused with the line that is wrong."""

import pytest

from conference.translation.glossary import BadTermbase, read
from conference.translation.glossary.overlay import Analysis, overlay
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


@pytest.mark.parametrize("text", ["", "nothing", "a,b\n1,2\n", 'id,pos,en\n"open,n,x\n'])
def test_what_is_no_termbase_is_refused(text):
    with pytest.raises(BadTermbase):
        read(text)


def test_the_revision_changes_with_every_word_and_not_with_notes(glossary):
    table = TERMBASE.read_text()
    assert read(table).revision == glossary.revision
    assert read(table.replace("The workers' organization.", "")).revision == glossary.revision
    assert read(table.replace("tiempos extra", "tiempos extras")).revision != glossary.revision


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
