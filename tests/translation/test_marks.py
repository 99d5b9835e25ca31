"""Soft marks of the glossary's terms: where they stand, where never, and that a reader can do without."""

import re

import pytest

from conference.core.actor import HOUSE
from conference.debate import commands as debate
from conference.planks.models import Plank
from conference.runtime.database import shielded
from conference.translation.glossary import read
from conference.translation.terms import commands as terms
from conference.translation.terms.marks import Marker, Marks, _indexed

TERMS = """id,pos,en,en_plural,fr_CA,fr_CA_plural,es_MX,es_MX_plural,es_ES,avoid_en,machine_from,note,note_es
union,n,union,unions,syndicat,syndicats,sindicato,sindicatos,,,en|fr|es,No marriage.,Ningún matrimonio.
fund,n,strike fund,strike funds,fonds de grève,,fondo de huelga,,caja de resistencia,war chest,en|fr|es,,
strike,n,strike,strikes,grève,grèves,huelga,huelgas,,,en|fr|es,,
"""


@pytest.fixture(scope="module")
def marks() -> Marks:
    return _indexed(read(TERMS))


def test_the_first_place_of_the_longest_term_leads_to_the_glossary(marks):
    shown = Marker(marks, "fr").text("Unions pay the Strike  Fund; the union <strikes>. Reunion.", "en")
    assert shown == (
        '<a class="term" href="/fr/glossary#term-union">Unions</a> pay the '
        '<a class="term" href="/fr/glossary#term-fund">Strike  Fund</a>; the union &lt;'
        '<a class="term" href="/fr/glossary#term-strike">strikes</a>&gt;. Reunion.'
    )


def test_links_code_and_tags_are_left_alone_and_each_paragraph_is_read_in_its_language(marks):
    html = (
        '<p><a href="https://union.example/">union</a> <code>union</code> caja de resistencia<br>\n'
        '&amp; union</p><p lang="es-MX" dir="auto">La caja de resistencia, la grève</p>'
    )
    shown = str(Marker(marks, "en").html(html, "en"))
    assert re.sub(r'<a class="term"[^>]*>([^<]*)</a>', r"\1", shown) == html
    assert re.findall(r"#term-(\w+)\">([^<]*)", shown) == [("union", "union"), ("fund", "caja de resistencia")]
    assert shown.index("term-union") > shown.index("<br>")


def test_pieces_of_one_text_share_what_was_marked_and_another_text_begins_anew(marks):
    marker = Marker(marks, "en")
    assert "term" in marker.text("A union.", "en")
    assert "term" not in marker.text("The union.", "en")
    assert "term" in marker.again().text("The union.", "en")
    assert Marker(None, "en").text("A <union>.", "en") == "A &lt;union&gt;."


def test_a_word_to_avoid_is_named_with_the_agreed_one():
    found = read(TERMS).avoided("Our War chest is no strike fund.", "en")
    assert [(word, term.forms["en"].text) for word, term in found] == [("War chest", "strike fund")]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
async def test_readers_find_the_terms_marked_and_may_switch_that_off(assembly, visit):
    await shielded(terms.take_over(HOUSE, read(TERMS)))
    thread = await shielded(debate.open_thread(await Plank.get(number=1), "plank"))
    post = await shielded(
        debate.post(assembly.marc, thread.id, "en", "Our **union** has a [union](https://u.example).")
    )
    mark = '<strong><a class="term" href="/en/glossary#term-union">union</a></strong>'
    rosa = await visit("rosa")
    assert mark in (await (await visit()).get("/en/planks/1/debate")).text
    assert mark in (await rosa.get("/en/planks/1/debate")).text
    note = (await rosa.get("/en/glossary/union/note")).text
    assert "sindicato" in note
    assert '<p class="muted" lang="en">No marriage.</p>' in note
    for page in ("glossary/union/note", "glossary"):
        assert '<p class="muted" lang="es-MX">Ningún matrimonio.</p>' in (await rosa.get(f"/es/{page}")).text
        assert '<p class="muted" lang="en">No marriage.</p>' in (await rosa.get(f"/fr/{page}")).text
    assert (await rosa.get("/en/glossary/unheard-of/note")).status_code == 404
    assert "term-union" not in (await rosa.get(f"/api/v1/posts/{post.id}")).text

    csrf = re.search(r'name="csrf" value="([^"]+)"', (await rosa.get("/en/me")).text)
    assert csrf is not None
    done = await rosa.post("/en/me", data={"csrf": csrf[1], "language": "es", "languages": ["es"], "named": "yes"})
    assert done.status_code == 303
    assert 'class="term"' not in (await rosa.get("/en/planks/1/debate")).text
    assert mark in (await (await visit("jorge")).get("/en/planks/1/debate")).text
