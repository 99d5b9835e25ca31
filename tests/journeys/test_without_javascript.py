"""The whole life of a conference by links and forms alone, from a registration to a published resolution.

The steps are tests in their order; each goes on where the one before it left the conference.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.journeys import story
from tests.journeys.server import Demo
from tests.journeys.walker import Button, Walker


@dataclass(slots=True)
class Course:
    """What later steps need to know of earlier ones."""

    code: str = ""
    rival: str = ""
    choice: int = 0
    consent: int = 0
    resolution: int = 0
    whole: int = 0


@pytest.fixture(scope="module")
def course() -> Course:
    return Course()


@pytest.fixture(scope="module")
def maya(demo: Demo) -> Iterator[Walker]:
    with Walker(demo.address, "fr") as walker:
        yield walker


@pytest.fixture(scope="module")
def chair(demo: Demo) -> Iterator[Walker]:
    with Walker(demo.address, "fr") as walker:
        yield walker.be("claire-beaulieu")


def test_a_delegate_registers_and_proves_her_address(demo: Demo, maya: Walker) -> None:
    maya.open("/register").send(
        "/register", name=story.NAME, email=story.EMAIL, delegation="CA", organisation="Usine de sièges, Lanaudière",
        language="fr", languages=["fr"], named=True, password=story.PASSWORD,
    )  # fmt: skip
    assert maya.path == "/fr/register/sent"
    confirm = story.confirmation(demo.letter_to(story.EMAIL))
    maya.open(confirm).send(confirm)
    maya.open("/sign-in").send("/sign-in", email=story.EMAIL, password=story.PASSWORD)
    assert story.NAME in maya.page.text


def test_she_may_not_speak_before_she_is_accepted(maya: Walker) -> None:
    maya.open(f"/planks/{story.PLANK}")
    assert not any(form.action.endswith("/posts") for form in maya.page.forms)


def test_the_credentials_committee_accepts_her(demo: Demo, maya: Walker) -> None:
    with Walker(demo.address, "fr") as nadia:
        nadia.be("nadia-haddad").open("/credentials")
        assert story.NAME in nadia.page.text
        accept = next(form.action for form in nadia.page.forms if _offers(form.buttons, story.NAME))
        nadia.send(accept)
        assert story.NAME not in nadia.open("/credentials").page.text
    assert "/fr/me" in demo.letter_to(story.EMAIL)
    maya.open(f"/planks/{story.PLANK}")
    assert any(form.action.endswith("/posts") for form in maya.page.forms)


def _offers(buttons: list[Button], name: str) -> bool:
    return any(name in button.words for button in buttons)


def test_she_posts_in_french_and_it_is_read_in_spanish(demo: Demo, maya: Walker) -> None:
    maya.open(f"/planks/{story.PLANK}").send("/posts", text=story.POST, language="fr")
    assert story.POST in maya.page.text
    story.translate(demo.address, "fr", "es", story.POST, story.POST_ES)
    with Walker(demo.address, "es") as reader:
        reader.be("maria-elena-ruiz").open(f"/planks/{story.PLANK}/debate")
        assert reader.page.language == "es-MX"
        assert story.POST_ES in reader.page.text
        assert story.POST not in reader.page.text
        reader.open(f"/planks/{story.PLANK}/debate").follow("original=1")
        assert "/es/posts/" in reader.path


def test_she_amends_a_plank(maya: Walker, course: Course) -> None:
    maya.open(f"/planks/{story.PLANK}").follow(f"/amend?block={story.BLOCK}")
    maya.send("/amend/check", text=story.WORDING["fr"], reason=story.REASON)
    assert story.REASON in maya.page.text
    maya.send("/amend")
    typed = {each.name: each.value for each in maya.form("/amend/check").controls}
    assert typed["text"] == story.WORDING["fr"], "going back types nothing twice"
    assert typed["reason"] == story.REASON
    maya.send("/amend/check").send("/amendments")
    course.code = maya.path.rsplit("/", 1)[1]
    assert course.code.startswith("A")


def test_others_co_sign_and_translate_it(demo: Demo, course: Course) -> None:
    for handle in ("louise-gagnon", "maria-elena-ruiz"):
        story.co_sign(demo.address, handle, course.code)
    for target in ("en", "es"):
        story.translate(demo.address, "fr", target, story.WORDING["fr"], story.WORDING[target])
    with Walker(demo.address, "es") as anybody:
        page = anybody.open(f"/amendments/{course.code}").page.text
        assert "Louise Gagnon" in page
        assert "María Elena Ruiz" in page
    course.rival = story.file_rival(demo.address)


def test_the_chair_admits_both_and_puts_them_against_each_other(chair: Walker, course: Course) -> None:
    for code in (course.code, course.rival):
        chair.open(f"/amendments/{code}").send("/admission")
    chair.open("/chair")
    form = next(
        form for form in chair.page.forms
        if any(each.name == "amendment" and each.value == course.code[1:] for each in form.controls)
    )  # fmt: skip
    button = next(each for each in form.buttons if each.value == "choice")
    chair.press(form, button)
    course.choice = _number(chair)
    story.lead(chair, course.choice, "opening")


def test_in_the_open_vote_only_the_roll_votes(demo: Demo, maya: Walker) -> None:
    opened = _open_vote(demo)
    assert not any(href.endswith("/ballot") for href, _ in maya.open(f"/votes/{opened}").page.links)
    with Walker(demo.address, "es") as delegate:
        delegate.be("guadalupe-morales").open(f"/votes/{opened}/ballot")
        ranks = [each.name.removeprefix("rank-") for each in delegate.form("/check").controls if "rank-" in each.name]
        assert len(ranks) == 4
        story.cast(delegate, opened, story.ranking(*ranks[:2]))


def _open_vote(demo: Demo) -> int:
    """The number of the vote that the demo leaves open."""
    with Walker(demo.address) as visitor:
        visitor.open("/votes")
        return min(
            int(number)
            for number in (href.rsplit("/", 1)[1] for href, _ in visitor.page.links if "/en/votes/" in href)
            if number.isdecimal() and _is_open(visitor, number)
        )


def _is_open(visitor: Walker, number: str) -> bool:
    return "status-open" in visitor.source(f"/votes/{number}")


def test_she_votes_ranked_and_can_change_her_ballot(demo: Demo, maya: Walker, course: Course) -> None:
    mine, other = course.code.lower(), course.rival.lower()
    story.cast(maya, course.choice, story.ranking(other, mine))
    receipt = maya.path
    story.cast(maya, course.choice, story.ranking(mine, other, "keep"))
    assert maya.path == receipt, "the receipt stays the same"
    story.others_vote(demo.address, course.choice, story.ranking(mine, "keep"))
    fives = (len(story.VOTERS) + 1) // 5 * 5
    told = _patiently(maya, f"/votes/{course.choice}", f"Au moins {fives} bulletins sur ")
    assert told, "the turnout grows in steps of five"


def test_the_chair_closes_counts_and_declares(chair: Walker, maya: Walker, course: Course) -> None:
    _declare(chair, course.choice)
    result = maya.open(f"/votes/{course.choice}/result").page.text
    assert course.code in result
    assert not any(href.endswith("/ballot") for href, _ in maya.open(f"/votes/{course.choice}").page.links)


def test_the_chosen_text_becomes_part_of_the_plank_by_consent(
    demo: Demo, chair: Walker, maya: Walker, course: Course
) -> None:
    course.consent = course.choice + 1
    story.lead(chair, course.consent, "opening")
    story.cast(maya, course.consent, story.saying("yes"))
    story.others_vote(demo.address, course.consent, story.saying("yes"))
    _declare(chair, course.consent)
    for language, wording in story.WORDING.items():
        with Walker(demo.address, language) as anybody:
            assert wording in anybody.open(f"/planks/{story.PLANK}").page.text


def test_the_conference_votes_on_the_whole_compiled_text(
    demo: Demo, chair: Walker, maya: Walker, course: Course
) -> None:
    titles = {f"title__{language}": title for language, title in story.RESOLUTION.items()}
    chair.open("/resolutions").send("/resolutions", plank=["1"], **titles)
    course.resolution = _number(chair)
    story.certify(demo.address, course.resolution)
    chair.open(f"/resolutions/{course.resolution}").send("/vote")
    course.whole = _number(chair)
    story.lead(chair, course.whole, "opening")
    story.cast(maya, course.whole, story.saying("yes"))
    story.others_vote(demo.address, course.whole, story.saying("yes"))
    _declare(chair, course.whole)


def test_what_is_carried_is_not_yet_called_published(demo: Demo, course: Course) -> None:
    with Walker(demo.address) as observer:
        page = observer.open(f"/resolutions/{course.resolution}").page.text
        assert "carried, not yet published" in page


def test_an_observer_reads_the_published_resolution_without_signing_in(
    demo: Demo, chair: Walker, course: Course
) -> None:
    chair.open(f"/resolutions/{course.resolution}").send("/publication")
    for language, title in story.RESOLUTION.items():
        with Walker(demo.address, language) as observer:
            observer.open("/resolutions").follow(f"/resolutions/{course.resolution}")
            assert title in observer.page.text
            assert f"{len(story.VOTERS) + 1} " in observer.page.text
            observer.follow("?languages=en,fr,es")
            observer.follow(f"/votes/{course.whole}/result")


def _patiently(walker: Walker, path: str, words: str) -> bool:
    """Whether a page that is told on a slow beat says these words within ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if words in walker.open(path).page.text:
            return True
        time.sleep(0.5)
    return False


def _declare(chair: Walker, vote: int) -> None:
    for step in ("closing", "unsealing", "declaration"):
        story.lead(chair, vote, step)
    assert chair.path.endswith(f"/votes/{vote}/result")


def _number(walker: Walker) -> int:
    return int(walker.path.rsplit("/", 1)[1])
