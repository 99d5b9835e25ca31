"""What is done around every engine: spans, frames, checks, and the order in which engines are tried."""

from collections.abc import Sequence

import pytest

from conference.translation.engines import Capabilities, Choices, Health, Outcome, Router, Segment, Status, flags
from conference.translation.engines.checks import found
from conference.translation.engines.pieces import cut
from conference.translation.engines.protection import restore, shield
from conference.translation.engines.provider import NO_GLOSSARY
from conference.translation.engines.routing import Able, Leg, routes
from conference.translation.glossary import Glossary

HERE = Able(frozenset({("fr", "es"), ("es", "en"), ("en", "es"), ("es", "fr")}), leaves_machine=False)
AWAY = Able(frozenset({("fr", "en"), ("en", "fr"), ("en", "es")}), leaves_machine=True)


@pytest.mark.parametrize(
    "span",
    [
        "@rosa", "https://example.org/es/?a=1", "rosa@example.org", "`let x`", "p3", "p3s2", "#12", "40 %",
        "12,5\u00a0%",
        "3.5 km", "$35", "35 $", "US$ 1,000.50", "1\u202f000 €", "20 °C", "XQ7Q",
    ],
)  # fmt: skip
def test_a_span_travels_as_one_token(span):
    shielded = shield(f"Voir {span}, dit-elle.")
    assert shielded.text == "Voir XQ0Q, dit-elle."
    assert restore(shielded.text.upper(), shielded.spans) == (f"VOIR {span}, DIT-ELLE.", True)


@pytest.mark.parametrize("text", ["40 hours", "the p in plank", "3 things", "rosa at home", "2026", "two hundred"])
def test_what_has_to_be_translated_is_no_span(text):
    assert shield(text).text == text


def test_kept_names_are_spans_only_as_whole_words():
    assert shield("La Casa and Casablanca, Casa Roja", ("Casa Roja", "Casa")).text == "La XQ0Q and Casablanca, XQ1Q"


@pytest.mark.parametrize("back", ["Nothing.", "XQ0Q XQ0Q XQ1Q", "XQ0Q XQ1Q XQ2Q", "XQ1Q"])
def test_a_span_that_is_lost_doubled_or_invented_is_noticed(back):
    assert not restore(back, ("@rosa", "#12"))[1]


@pytest.mark.parametrize(
    "text",
    ["", "one", "one\ntwo\n", "# Head\n\n> - quoted *item*  \n1. first\n",
        "```\ncode here\n```\nafter", "\n\n  indented\r\nx\r\n", "---\n***"],
)  # fmt: skip
def test_a_text_that_is_cut_and_joined_is_the_same(text):
    pieces = cut(text)
    assert pieces.joined(pieces.bodies) == text
    assert "code here" not in pieces.bodies


@pytest.mark.parametrize(
    ("before", "after", "flag"),
    [
        ("The plant employs 400 people.", "La planta emplea 40 personas.", flags.NUMBERS),
        ("We will not work on Sunday.", "Vamos a trabajar el domingo.", flags.NEGATION),
        ("We work on Sunday.", "No trabajamos el domingo.", flags.NEGATION),
        ("Nobody came. We did not wait.", "Alguien vino. No esperamos.", flags.NEGATION),
        ("We want the whole of the fund for all the strikers.", "Queremos.", flags.LENGTH),
        ("The workers of the plant go home.", "The workers of the plant go home.", flags.LANGUAGE),
        ("The union pays.", "La empresa paga.", flags.TERM),
        ("The union pays.", "La unión paga.", flags.AVOIDED),
    ],
)
def test_what_is_wrong_is_found(glossary: Glossary, before, after, flag):
    assert flag in found(before, after, "en", "es", glossary)


@pytest.mark.parametrize(
    ("before", "after", "source", "target"),
    [
        ("The union won't pay 3.5 % more.", "El sindicato no va a pagar 3.5 % más.", "en", "es"),
        ("Les syndicats négocient.", "Los sindicatos negocian.", "fr", "es"),
        ("Sans le syndicat, rien.", "Without the union, nothing.", "fr", "en"),
        ("Une personne paie.", "Una persona paga.", "fr", "es"),
        ("La négociation avance bien.", "La negociación va bien.", "fr", "es"),
        ("Delegates came.", "Vinieron delegados.", "en", "es"),
    ],
)
def test_a_right_translation_earns_no_flag(glossary: Glossary, before, after, source, target):
    assert list(found(before, after, source, target, glossary)) == []


def test_engines_are_tried_in_the_order_chosen_then_through_another_language():
    choices = Choices({("fr", "en"): ("deepl", "apertium")}, pivots=("es",), leaving=True)
    assert routes(("fr", "en"), choices, {"apertium": HERE, "deepl": AWAY}) == [
        (Leg("deepl", ("fr", "en")),),
        (Leg("apertium", ("fr", "es")), Leg("apertium", ("es", "en"))),
    ]
    assert routes(("fr", "en"), Choices(pivots=()), {"apertium": HERE}) == []
    assert routes(("fr", "de"), choices, {"apertium": HERE, "deepl": AWAY}) == []


def test_text_leaves_the_machine_only_by_choice_and_never_from_a_closed_room():
    able = {"apertium": HERE, "deepl": AWAY}
    here = [(Leg("apertium", ("en", "es")),)]
    assert routes(("en", "es"), Choices(default=("deepl", "apertium")), able) == here
    chosen = Choices(default=("deepl", "apertium"), leaving=True)
    assert routes(("en", "es"), chosen, able)[0] == (Leg("deepl", ("en", "es")),)
    assert routes(("en", "es"), chosen, able, stays_here=True) == here


class Scripted:
    """An engine that says what it is told to, by the text it gets."""

    version = "1"
    leaves_machine = False

    def __init__(self, name: str, answers: dict[str, str]) -> None:
        self.name = name
        self.answers = answers
        self.got: list[list[str]] = []

    async def capabilities(self) -> Capabilities:
        return Capabilities(frozenset({("en", "es")}), max_batch=2)

    async def translate(self, segments: Sequence[Segment], source, target, *, glossary=NO_GLOSSARY, deadline=None):
        self.got.append([each.text for each in segments])
        told = ((each, self.answers.get(each.text)) for each in segments)
        return [Outcome(each.id, text, Status.OK if text else Status.FAILED, self.name) for each, text in told]

    async def health(self) -> Health:
        return Health(True)

    async def aclose(self) -> None:
        return


async def test_what_one_engine_fails_at_goes_whole_to_the_next():
    first = Scripted("first", {"One.": "Uno.", "Two.": "Dos."})
    second = Scripted("second", {"Two.": "dos", "Three.": "tres"})
    router = Router([first, second], Choices(default=("first", "second")))
    outcomes = await router.translate(
        [Segment("a", "One."), Segment("b", "Two.\nThree."), Segment("c", "Four.")], "en", "es"
    )
    assert [(each.id, each.text, each.engine, each.status) for each in outcomes] == [
        ("a", "Uno.", "first", Status.OK),
        ("b", "dos\ntres", "second", Status.OK),
        ("c", None, "first", Status.FAILED),
    ]
    assert first.got == [["One.", "Two."], ["Three.", "Four."]]


async def test_a_lost_span_makes_a_partial_translation_with_its_flag():
    router = Router([Scripted("first", {"See XQ0Q.": "Ver."})], Choices(default=("first",)))
    (outcome,) = await router.translate([Segment("a", "See @rosa.")], "en", "es")
    assert (outcome.text, outcome.status, outcome.flags) == ("Ver.", Status.PARTIAL, (flags.PROTECTED,))
    assert flags.sentence(flags.PROTECTED)
