"""What an author is asked about the language of her words, and what nobody asks her."""

from types import SimpleNamespace

import pytest

from conference.core.languages import LANGUAGES
from conference.runtime import markup
from conference.translation.machine import mixed
from conference.translation.rules import is_mixed, is_understood
from conference.translation.tongues.asking import Unsure, settled
from conference.translation.tongues.looking import EACH, look, question, read
from tests.translation.engines.sentences import SENTENCES

SPANISH = "Pedimos que las horas extra sean voluntarias en todas las plantas del país."
ENGLISH = "We agree with this plank, because it is necessary and fair to everybody."
GERMAN = "Wir fordern kürzere Arbeitszeiten bei vollem Lohnausgleich für alle Beschäftigten."


def asked(text: str, declared: str = "en"):
    found = question(look(text, declared))
    return (found.kind, found.language or [part[::2] for part in found.parts]) if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SPANISH, ("whole", "es")),
        (GERMAN, ("foreign", "de")),
        (f"{ENGLISH}\n\n{SPANISH}", ("mixed", [(2, "es")])),
        (f"{ENGLISH}\n\n{GERMAN}\n\n{SPANISH}", ("mixed", [(2, "de"), (3, "es")])),
        (ENGLISH, None),
        (f"> {SPANISH}\n\n{ENGLISH}", None),
        (f"{ENGLISH}\n\nSí se puede!", None),
        (f"{ENGLISH}\n\n```\n{SPANISH}\n```", None),
        ("OK 👍", None),
    ],
)
def test_the_question_fits_the_words(text, expected):
    assert asked(text) == expected


def test_authors_who_declare_rightly_are_left_in_peace():
    disturbed = [text for each in LANGUAGES for text in SENTENCES[each] if question(look(text, each))]
    assert disturbed == []


async def test_the_word_of_the_author_wins():
    with pytest.raises(Unsure) as caught:
        await settled(SPANISH, "en")
    assert caught.value.question.language == "es"
    assert (await settled(SPANISH, "en", "es")).language == "es"
    kept = await settled(SPANISH, "en", "en")
    assert (kept.language, kept.tongues) == ("en", "")
    both = f"> {GERMAN}\n\n{ENGLISH}\n\n{SPANISH}"
    assert (await settled(both, "en", EACH)).tongues == "de - es"
    assert (await settled(both, "en", "en")).tongues == "de - -", "a quotation is somebody else's"


def test_each_paragraph_says_its_language_and_what_is_typed_never_does():
    typed = 'p lang="de">x <p lang="de">x</p>'
    html = markup.render(f"# {SPANISH}\n\n{typed}\n\n- {ENGLISH}", ["es", "", "fr"])
    assert '<p lang="es-MX" dir="auto"><strong>Pedimos' in html
    assert '<ul lang="fr-CA"' in html
    assert is_mixed(html)
    assert not is_mixed(markup.render(typed))


@pytest.mark.parametrize("text", [f"{ENGLISH}\n\n{SPANISH}", f"\n\n{SPANISH}\n> {ENGLISH}\n\n- a\n\n\n- b\n", "—", ""])
def test_the_parts_of_a_text_are_the_text(text):
    source = SimpleNamespace(unit=1, language="en", text=text, tongues="es - fr")
    assert "".join(part.text for part in mixed.parts(source)) == text
    assert read("") == ()


def test_a_text_in_several_languages_is_understood_when_all_of_them_are():
    mixed = '<p>Bonjour</p><p lang="es-MX" dir="auto">Hola</p>'
    assert is_understood("fr", mixed, frozenset({"fr", "es"}))
    assert not is_understood("fr", mixed, frozenset({"fr", "en"}))
    assert not is_understood("fr", '<p lang="zh">你好</p>', frozenset({"fr", "en", "es"}))
