"""Open votes by links and forms alone: hands, a demand, a roll call with an alternate in a seat; then a card vote.

The steps are tests in their order; each goes on where the one before it left the conference.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.journeys import story
from tests.journeys.server import Demo
from tests.journeys.walker import Walker

QUESTION = {
    "en": "Shall we take the planks in another order?",
    "fr": "Prenons-nous les volets dans un autre ordre?",
    "es": "¿Tratamos los puntos en otro orden?",
}
TELLERS = ("jose-luis-hernandez", "carla-jimenez")
DEMANDING = ("karen-mcleod", "isabelle-fortin", "maria-elena-ruiz", "ximena-ortega", "denise-walker")
ABSENT, ALTERNATE = "Louise Gagnon", "Yves Caron"
CARDS = {"Karen McLeod": ("Unifor", "1200"), "James Whitfield": ("UAW", "1500")}


@dataclass(slots=True)
class Course:
    """The votes that later steps go on with."""

    hands: int = 0
    roll_call: int = 0
    card: int = 0


@pytest.fixture(scope="module")
def course() -> Course:
    return Course()


@pytest.fixture(scope="module")
def chair(demo: Demo) -> Iterator[Walker]:
    with Walker(demo.address, "fr") as walker:
        yield walker.be("claire-beaulieu")


@pytest.fixture(scope="module")
def committee(demo: Demo) -> Iterator[Walker]:
    with Walker(demo.address, "en") as walker:
        yield walker.be("nadia-haddad")


def _ask(chair: Walker, rules: str) -> int:
    chair.open("/chair").follow("/votes/new")
    words = {f"question__{language}": text for language, text in QUESTION.items()}
    chair.send("/votes/new", rules=rules, audience="public", **words)
    return int(chair.path.rsplit("/", 1)[1])


def _account(walker: Walker, form: str, field: str, name: str) -> str:
    """The value of the choice with this person's name."""
    control = next(each for each in walker.form(form).controls if each.name == field)
    assert control.choices is not None
    source = walker.source("/roll")
    return next(value for value in control.choices if f'<option value="{value}">{name}' in source)


def test_the_chair_asks_in_three_languages_and_opens(chair: Walker, course: Course) -> None:
    course.hands = _ask(chair, "procedure")
    story.lead(chair, course.hands, "opening")
    assert QUESTION["fr"] in chair.page.text


def test_two_tellers_count_and_count_again(demo: Demo, course: Course) -> None:
    for handle, yes in ((TELLERS[0], "12"), (TELLERS[1], "11"), (TELLERS[1], "12")):
        with Walker(demo.address, "es") as teller:
            teller.be(handle).open(f"/votes/{course.hands}").follow("/hands")
            teller.send("/hands", hall__yes=yes, hall__no="7", hall__abstain="0")
            differ = "José Luis" in teller.page.text and "Carla" in teller.page.text
            assert differ is (yes == "11"), "who has counted sees where the counts differ"


def test_the_chair_counts_and_declares_the_hands(chair: Walker, course: Course) -> None:
    story.lead(chair, course.hands, "closing")
    for step in ("unsealing", "declaration"):
        story.lead(chair, course.hands, step)
    assert "12" in chair.page.text


def test_five_delegates_demand_a_roll_call(demo: Demo, course: Course) -> None:
    for handle in DEMANDING:
        with Walker(demo.address, "en") as delegate:
            delegate.be(handle).open(f"/votes/{course.hands}").follow("/hands").send("/demands")
    with Walker(demo.address, "en") as anybody:
        anybody.open(f"/votes/{course.hands}/result")
        assert "no longer stands" in anybody.page.text


def test_the_committee_seats_an_alternate(committee: Walker) -> None:
    committee.open("/").follow("/roll")
    form = "/roll/stand-ins"
    delegate = _account(committee, form, "delegate", ABSENT)
    committee.send(form, delegate=delegate, alternate=_account(committee, form, "alternate", ALTERNATE))
    assert f"{ALTERNATE} votes from this seat" in committee.page.text


def test_the_question_is_put_again_by_roll_call(chair: Walker, course: Course) -> None:
    chair.open(f"/votes/{course.hands}").follow("/hands").send("/putting-again")
    course.roll_call = int(chair.path.rsplit("/", 1)[1])
    story.lead(chair, course.roll_call, "opening")


def test_the_alternate_answers_and_the_delegate_in_whose_seat_she_sits_does_not(demo: Demo, course: Course) -> None:
    at = f"/votes/{course.roll_call}"
    with Walker(demo.address, "fr") as yves:
        yves.be("yves-caron").open("/").follow(f"{at}/answer")
        assert ABSENT in yves.page.text
        yves.send(f"{at}/answer", answer="yes")
        assert ALTERNATE in yves.page.text
    with Walker(demo.address, "en") as louise:
        louise.be("louise-gagnon").open(at)
        assert not any(href.endswith("/answer") for href, _ in louise.page.links)


def test_answers_have_names_and_can_change(demo: Demo, course: Course) -> None:
    at = f"/votes/{course.roll_call}"
    for handle, answers in (("karen-mcleod", ("yes", "no")), ("denise-walker", ("no",)), ("frank-kowalski", ("no",)),
                            ("guadalupe-morales", ("yes",)), ("isabelle-fortin", ("no",))):  # fmt: skip
        with Walker(demo.address, "en") as delegate:
            delegate.be(handle)
            for answer in answers:
                delegate.open(at).follow("/answer").send("/answer", answer=answer)
    with Walker(demo.address, "en") as anybody:
        anybody.open(at).follow("/answers")
        assert "2 yes, 4 no, 0 abstentions" in anybody.page.text
        assert "Karen McLeod" in anybody.page.text


def test_the_roll_call_decides(demo: Demo, chair: Walker, course: Course) -> None:
    for step in ("closing", "unsealing", "declaration"):
        story.lead(chair, course.roll_call, step)
    assert chair.path.endswith("/result")
    with Walker(demo.address, "en") as anybody:
        assert "Lost: there is no majority for it." in anybody.open(f"/votes/{course.roll_call}/result").page.text
    chair.open(f"/votes/{course.hands}").follow("/hands").follow(f"/votes/{course.roll_call}")


def test_the_delegate_is_back(committee: Walker) -> None:
    committee.open("/roll").send("/end")
    assert "votes from this seat" not in committee.page.text


def test_the_committee_gives_two_organisations_their_cards(committee: Walker) -> None:
    for holder, (organisation, votes) in CARDS.items():
        value = _account(committee.open("/roll"), "/roll/cards", "holder", holder)
        committee.send("/roll/cards", organisation=organisation, votes=votes, holder=value)
    assert "2,700 votes on cards" in committee.page.text


def test_cards_are_cast_whole_and_split(demo: Demo, chair: Walker, course: Course) -> None:
    course.card = _ask(chair, "card-vote")
    story.lead(chair, course.card, "opening")
    with Walker(demo.address, "en") as karen:
        karen.be("karen-mcleod").open("/").follow(f"/votes/{course.card}/answer").send("/answer", answer="yes")
    with Walker(demo.address, "en") as james:
        james.be("james-whitfield").open(f"/votes/{course.card}").follow("/answer")
        james.send("/answer", answer="split", votes__yes="700", votes__no="800")
        assert "1,900 yes, 800 no, 0 abstentions" in james.page.text
    for step in ("closing", "unsealing", "declaration"):
        story.lead(chair, course.card, step)
    with Walker(demo.address, "en") as anybody:
        page = anybody.open(f"/votes/{course.card}/result").page.text
        assert "1,900" in page
        assert "800" in page
