"""Stems, questions, snippets: what counts as the same word, and what can be asked."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.core.errors import Refused
from conference.core.languages import LANGUAGES
from conference.search import rules, snippets, stems

SAME = {
    "fr": (
        "négociation négociations negociation NÉGOCIATIONS", "heure heures", "grève grèves GREVE",
        "négocié négociée négociés négociées négocier", "employé employée employés employer", "usine usines",
        "supplémentaire supplémentaires", "journée journées", "décidèrent décider", "cheval chevaux", "œuvre oeuvres",
        "solidarité solidarités", "général générale généraux", "industrie industries", "unité unités",
    ),
    "es": (
        "negociación negociaciones NEGOCIACION", "hora horas", "sesión sesiones sesion", "comisión comisiones",
        "trabajador trabajadora trabajadores trabajadoras", "país países pais", "año años ano", "difícil difíciles",
        "compañía compañías compania", "negociar negociaba negociábamos", "hacía hacían hacer", "huelga huelgas",
        "jubilación jubilaciones", "opinión opiniones",
    ),
    "en": ("hour hours Hour’s", "union unions", "worker workers", "strike striking strikes", "bargain bargaining"),
}  # fmt: skip
OTHER = {"fr": ("heure bonheur", "salaire salon"), "es": ("hora honor",), "en": ("hour house", "wage wagon")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_accents_and_inflection_do_not_matter_and_other_words_do(language: str) -> None:
    for group in SAME[language]:
        found = {stems.tokens(language, word)[0] for word in group.split()}
        assert len(found) == 1, (group, found)
    for pair in OTHER[language]:
        assert len(set(stems.tokens(language, pair))) == 2, pair


def test_an_apostrophe_and_a_hyphen_part_words() -> None:
    assert [each.folded for each in stems.words("L’heure d'arrêt, peut-être: 12,5 %")] == [
        "l", "heure", "d", "arret", "peut", "etre", "12", "5",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_question_of_harmless_marks_or_refused(typed: str) -> None:
    try:
        terms = rules.terms(rules.asked({"q": typed}).typed)
    except Refused:
        return
    words = re.sub(r'"[^"\W_]+( [^"\W_]+)*"\*?', "w", rules.for_sqlite(terms))
    assert re.fullmatch(r"[w() ]+", words.replace("AND", "").replace("OR", "")), words
    words = re.sub(r"'[^'\W_]+'(:\*)?", "w", rules.for_postgres(terms))
    assert re.fullmatch(r"(w|[()&| ]|<->)+", words), words


@pytest.mark.parametrize(
    ("typed", "code"),
    [("🙂 🙃", "no-words"), ('"" --', "no-words"), ("x" * 100_000, "too-long"), ("a b " * 20, "too-many-words")],
)
def test_what_cannot_be_asked_gets_its_own_sentence(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.terms(rules.asked({"q": typed}).typed)
    assert refused.value.code == code


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others() -> None:
    asked = rules.terms("les heures de l’usine")
    assert [each.words[0] for each in rules.in_one("fr", asked)] == ["heures", "usine"]
    assert [each.words[0] for each in rules.in_one("fr", rules.terms("de la"))] == ["de", "la"]
    assert rules.terms("«heures de nuit» usine") == (rules.Term(("heures", "de", "nuit")), rules.Term(("usine",), True))


def test_a_snippet_shows_the_words_that_were_found_and_cuts_between_words() -> None:
    text = "mot " * 100 + "Les heures supplémentaires sont payées. " + "fin " * 100
    found = snippets.snippet("fr", text, rules.terms("heure supplementaire"))
    assert [word for word, marked in found.runs if marked] == ["heures", "supplémentaires"]
    assert found.cut == (True, True)
    assert 100 < len(found.text) <= snippets.LENGTH
    assert found.text.split()[0] == "mot"
    assert set(found.text.split()[-2:]) == {"fin"}
    assert not snippets.snippet("fr", text, rules.terms("grève")).marked


def test_the_words_of_a_rendered_text_stand_without_its_marks() -> None:
    html = "<p>Trop <strong>vite</strong>, <a href='x'>dit-on</a> &lt;ici&gt;</p>\n<ul>\n<li>un</li>\n</ul>"
    assert snippets.plain(html) == "Trop vite, dit-on <ici> un"
