"""Where a sentence ends in English, French and Spanish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.text.sentences import pieces, sentences

from .prose import NBSP, TEXTS, anything, calm


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Dr. Hall moved it.", "She asked for 2.5 hours."]),
        ("en", ["See art. 12 of the pact.", "We say no.", "Then we vote."]),
        ("en", ["Plants in the U.S. Midwest, e.g. Ohio, struck.", "Others followed."]),
        ("en", ["Ana R. Soto called it “a trick!”", "It stopped…", "Then (late.)", "Nobody spoke."]),
        ("en", ["1. Members come first.", "2.1. So do their families."]),
        ("en", ["They left in 1965.", "They came back."]),
        ("fr-CA", ["M. Roy et MM. Hébert et Côté, p. ex., appuient.", "Mme Gagnon aussi."]),
        ("fr-CA", [f"«{NBSP}Assez{NBSP}!{NBSP}»", "La salle se lève.", "Elle vote, etc.", "Fin."]),
        ("fr-CA", [f"« Qui paie{NBSP}? »", f"Personne{NBSP}!", "L’art. 5 le dit : 12,5 % au plus."]),
        ("fr-CA", ["Le fonds (c.-à-d. l’argent) suffit.", "Il dure."]),
        ("es-MX", ["¿Quién paga?", "¡Nadie!", "La Lic. Soto lo dijo."]),
        ("es-MX", ["En EE. UU. y México, p. ej. en Puebla, hay paro.", "Falta la Sra. Ruiz."]),
        ("es-MX", ["«Ya basta.»", "Así lo dice el núm. 7 y el 2.5 % lo apoya.", "¿Y después?"]),
    ],
)
def test_each_sentence_stands_alone(language, expected):
    assert list(sentences(" ".join(expected), language)) == expected


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_a_paragraph_loses_nothing(language, text):
    assert " ".join(sentences(text, language)) == text
    assert len(sentences(text, language)) in (3, 4)


def test_a_question_that_goes_on_in_small_letters_is_one_sentence():
    assert len(sentences("¿Quién paga? preguntó ella.", "es")) == 1


def test_an_abbreviation_of_one_language_is_a_word_of_another():
    assert len(sentences("Cuesta mucho, dijo el lic. Nadie habló.", "es")) == 1
    assert len(sentences("The word is lic. Nobody spoke.", "en")) == 2


def test_blank_text_has_no_sentences():
    assert sentences("  \n ", "en") == ()


@calm
@given(anything | st.text(alphabet=".!?… »«¿AaBb\u00a02", max_size=60), st.sampled_from(["en", "fr", "es", "", "ht"]))
def test_pieces_lose_nothing(text, language):
    assert "".join(pieces(text, language)) == text
    assert "".join("".join(sentences(text, language)).split()) == "".join(text.split())


@pytest.mark.parametrize("text", ["." * 400_000, ". « " * 100_000, "A. " * 100_000, ".»" * 200_000])
def test_endless_marks_are_cut_in_one_pass(text):
    # Looking at each mark from each mark before it would keep this test busy for an hour.
    assert "".join(pieces(text, "fr")) == text
