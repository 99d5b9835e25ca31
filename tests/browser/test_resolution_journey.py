"""From a plank in three languages to a published resolution whose words can be traced, in browsers that read English,
French and Spanish in turn.

The steps are tests in their order. What people do once is done in Chromium; twelve ballots and a certificate for each
sentence are sent by plain requests.
"""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Complaints
from tests.browser.resolution_story import (
    AT_FULL_WAGE,
    HALF_YEARLY,
    IN_WRITING,
    MILDER,
    MONTHLY,
    TEXT,
    TITLES,
    WITHOUT_THREAT,
    Hands,
    Motion,
    many_hands,
)
from tests.journeys import story
from tests.journeys.server import Demo, serving

Come = Callable[[str, str], Page]
COUNTED = 14_000


@dataclass(slots=True)
class Course:
    """What later steps need to know of earlier ones."""

    plank: int = 0
    codes: dict[str, str] = field(default_factory=dict)
    choice: int = 0
    wage: int = 0
    adoption: int = 0
    resolution: int = 0
    whole: int = 0
    complaints: list[Complaints] = field(default_factory=list)

    def code(self, motion: Motion) -> str:
        return self.codes[motion.reason]


@pytest.fixture(scope="module")
def course() -> Course:
    return Course()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of this journey's own, since it writes."""
    with serving(tmp_path_factory.mktemp("resolution-journey") / "demo") as running:
        yield running


@pytest.fixture(scope="module")
def hands(demo: Demo) -> Iterator[Hands]:
    with many_hands(demo) as many:
        yield many


@pytest.fixture(scope="module")
def come(browser: Browser, demo: Demo, course: Course) -> Iterator[Come]:
    """The page of somebody of the cast in a language, with a browser of her own; "" is a visitor."""
    pages: dict[tuple[str, str], Page] = {}

    def one(handle: str, language: str) -> Page:
        if (handle, language) not in pages:
            context = browser.new_context(base_url=demo.address, reduced_motion="reduce")
            page = pages[handle, language] = context.new_page()
            course.complaints.append(Complaints(page))
            if handle:
                page.goto(f"/{language}/demo")
                page.locator(f"button[value={handle}]").click()
                page.wait_for_url(f"**/{language}/")
        return pages[handle, language]

    yield one
    for page in pages.values():
        page.context.close()


def test_a_drafter_lays_a_plank_in_three_languages(come: Come, course: Course) -> None:
    karen = come("karen-mcleod", "en")
    karen.goto("/en/planks/new")
    for language, title in TITLES.items():
        karen.locator(f"[name=title-{language}]").fill(title)
    karen.locator("form[action$='/planks/new'] .button-main").click()
    karen.wait_for_url("**/editor*")
    course.plank = int(karen.url.split("/planks/")[1].split("/")[0])
    karen.goto(f"/en/planks/{course.plank}/editor/import")
    for language, text in TEXT.items():
        karen.locator(f"[name=text-{language}]").fill(text)
    karen.locator("form[action$='/import'] .button-main").click()
    karen.wait_for_url(f"**/planks/{course.plank}/editor*")
    karen.locator("form[action$='/laying'] button").click()
    expect(karen.locator("form[action$='/laying']")).to_have_count(0)
    reader = come("", "es")
    reader.goto(f"/es/planks/{course.plank}")
    expect(reader.locator("#p2")).to_contain_text("La sección sindical revisa la lista una vez al año.")


@pytest.mark.parametrize(
    "motion", [HALF_YEARLY, MONTHLY, AT_FULL_WAGE, WITHOUT_THREAT, MILDER], ids=lambda each: each.by
)
def test_delegates_file_amendments_each_in_her_language(
    come: Come, hands: Hands, course: Course, motion: Motion
) -> None:
    _file(come, course, motion, f"amend?block={motion.block}")
    hands.translate(motion, course.code(motion))
    hands.co_sign(motion, course.code(motion))


def test_an_amendment_is_amended_in_another_language(come: Come, hands: Hands, course: Course) -> None:
    above = course.code(HALF_YEARLY)
    _file(come, course, IN_WRITING, f"amend?amends={above[1:]}&language=es")
    hands.translate(IN_WRITING, course.code(IN_WRITING))
    hands.co_sign(IN_WRITING, course.code(IN_WRITING))
    below = come("ximena-ortega", "es")
    below.goto(f"/es/amendments/{course.code(IN_WRITING)}")
    expect(below.locator(f"main a[href$='/amendments/{above}']").first).to_be_visible()


def test_the_chair_admits_them_and_shortens_the_time_for_objections(hands: Hands, course: Course) -> None:
    chair = hands.of("claire-beaulieu", "fr")
    chair.open("/amendments/rules").send("/amendments/rules", objection_minutes="0")
    for code in course.codes.values():
        chair.open(f"/amendments/{code}").send("/admission")


def test_the_mover_accepts_what_amends_hers_and_her_words_change(come: Come, hands: Hands, course: Course) -> None:
    louise = come("louise-gagnon", "fr")
    louise.goto(f"/fr/amendments/{course.code(IN_WRITING)}")
    louise.locator("form[action$='/acceptance'] button").click()
    expect(louise.locator("form[action$='/acceptance']")).to_have_count(0)
    _taken_in(hands, course.code(IN_WRITING))
    louise.goto(f"/fr/amendments/{course.code(HALF_YEARLY)}")
    expect(louise.locator("main ins", has_text="tous les six mois et").first).to_be_visible()
    expect(louise.locator("main ins", has_text="écrit").first).to_be_visible()


def test_a_drafter_marks_the_two_that_collide_as_alternatives(come: Come, course: Course) -> None:
    drafter = come("guadalupe-morales", "es")
    drafter.goto(f"/es/planks/{course.plank}/groups")
    rivals = [course.code(HALF_YEARLY), course.code(MONTHLY)]
    group = drafter.locator("article.sheet", has=drafter.locator(f"input[name=amendment][value='{rivals[0][1:]}']"))
    expect(group.locator(f"input[name=amendment][value='{rivals[1][1:]}']")).to_have_count(1)
    expect(group.locator(f"input[name=amendment][value='{course.code(AT_FULL_WAGE)[1:]}']")).to_have_count(0)
    for code in rivals:
        group.locator(f"input[name=amendment][value='{code[1:]}']").check()
    group.locator("[name=reason]").fill("La lista se revisa cada mes o cada seis meses, no las dos cosas.")
    group.locator("form[action*='/rivals'] button").click()
    expect(drafter.locator("form[action*='/ending'] button")).to_be_visible()


def test_the_chair_puts_them_against_each_other_and_she_ranks(come: Come, hands: Hands, course: Course) -> None:
    chair = come("claire-beaulieu", "fr")
    chair.goto(f"/fr/planks/{course.plank}/groups")
    put = chair.locator("form[action$='/votes']", has=chair.locator("input[name=kind][value=choice]")).first
    put.locator("button").click()
    chair.wait_for_url("**/votes/*")
    course.choice = int(chair.url.rsplit("/", 1)[1])
    story.lead(hands.of("claire-beaulieu", "fr"), course.choice, "opening")
    voter = come("maria-elena-ruiz", "es")
    voter.goto(f"/es/votes/{course.choice}/ballot")
    mine, other = (course.code(each).lower() for each in (MONTHLY, HALF_YEARLY))
    expect(voter.locator("[name=rank-keep]")).to_be_visible()
    voter.locator(f"[name=rank-{mine}]").select_option("1")
    voter.locator(f"[name=rank-{other}]").select_option("2")
    _cast(voter)
    hands.vote(course.choice, story.ranking(other, mine, "keep"))
    hands.declare(course.choice, "claire-beaulieu", "fr")
    voter.goto(f"/es/votes/{course.choice}/result")
    expect(voter.locator("#result .lede")).to_contain_text(other.upper())


def test_the_winner_goes_to_yes_or_no_and_the_plank_has_a_new_version(come: Come, hands: Hands, course: Course) -> None:
    _decide(come, hands, course.choice + 1)
    reader = come("", "en")
    reader.goto(f"/en/planks/{course.plank}")
    expect(reader.locator("#p2")).to_contain_text("every six months and in writing")


def test_one_amendment_is_carried_over_to_the_new_version(come: Come, course: Course) -> None:
    tom = come("tom-okafor", "en")
    tom.goto(f"/en/amendments/{course.code(AT_FULL_WAGE)}")
    expect(tom.locator("#life")).to_contain_text("Carried over to a new version")
    expect(tom.locator("main")).to_contain_text("every six months and in writing")
    expect(tom.locator("main ins", has_text="at the full wage").first).to_be_visible()


def test_one_falls_with_its_passage_and_says_so(come: Come, hands: Hands, course: Course) -> None:
    drafter = come("guadalupe-morales", "es")
    drafter.goto(f"/es/amendments/{course.code(WITHOUT_THREAT)}")
    drafter.locator("form[action$='/acceptance'] button").click()
    expect(drafter.locator("form[action$='/acceptance']")).to_have_count(0)
    _taken_in(hands, course.code(WITHOUT_THREAT))
    reader = come("", "fr")
    reader.goto(f"/fr/planks/{course.plank}")
    expect(reader.locator("body")).not_to_contain_text("perd sa place parmi les fournisseurs")
    reader.goto(f"/fr/amendments/{course.code(MILDER)}")
    expect(reader.locator("#status-of-amendment")).to_contain_text("devenu sans objet")
    expect(reader.locator("#life")).to_contain_text(course.code(WITHOUT_THREAT))


def test_the_one_that_was_carried_over_is_voted_into_the_text(come: Come, hands: Hands, course: Course) -> None:
    chair = hands.of("claire-beaulieu", "fr").open(f"/planks/{course.plank}/groups")
    chair.send("/votes", press="")
    course.wage = int(chair.path.rsplit("/", 1)[1])
    story.lead(chair, course.wage, "opening")
    _decide(come, hands, course.wage, opened=True)
    reader = come("", "es")
    reader.goto(f"/es/planks/{course.plank}")
    expect(reader.locator("#p2")).to_contain_text(
        "cada seis meses y por escrito. El patrón paga el tiempo que se necesita, con salario completo."
    )


def test_the_plank_is_not_put_to_the_vote_uncertified_and_then_adopted(
    come: Come, hands: Hands, course: Course
) -> None:
    chair = hands.of("claire-beaulieu", "en").open("/chair")
    form = next(
        form for form in chair.page.forms
        if any(each.value == str(course.plank) for each in form.controls if each.name == "plank")
        and any(each.value == "plank" for each in form.controls if each.name == "kind")
    )  # fmt: skip
    chair.press(form, form.buttons[0])
    course.adoption = int(chair.path.rsplit("/", 1)[1])
    observed = come("claire-beaulieu", "en")
    observed.goto(f"/en/votes/{course.adoption}/texts")
    expect(observed.locator("#standing .status-wait")).to_have_count(3)
    hands.certify_plank(course.plank)
    _decide(come, hands, course.adoption)
    reader = come("", "fr")
    reader.goto(f"/fr/votes/{course.adoption}/result")
    expect(reader.locator("#result")).to_be_visible()


def test_the_resolution_is_compiled_certified_voted_on_and_published(come: Come, hands: Hands, course: Course) -> None:
    chair = come("claire-beaulieu", "fr")
    chair.goto("/fr/resolutions")
    for box in chair.locator("input[name=plank]").all():
        box.set_checked(box.get_attribute("value") == str(course.plank))
    for language, title in TITLES.items():
        chair.locator(f"[name=title-{language}]").fill(title)
    chair.locator("form[action$='/resolutions'] .button-main").click()
    chair.wait_for_url("**/resolutions/*")
    course.resolution = int(chair.url.rsplit("/", 1)[1])
    expect(chair.locator("form[action$='/vote']")).to_have_count(0)
    hands.certify_resolution(course.resolution)
    chair.goto(f"/fr/resolutions/{course.resolution}")
    chair.locator("form[action$='/vote'] button").click()
    chair.wait_for_url("**/votes/*")
    course.whole = int(chair.url.rsplit("/", 1)[1])
    _decide(come, hands, course.whole)
    chair.goto(f"/fr/resolutions/{course.resolution}")
    chair.locator("form[action$='/publication'] button").click()
    expect(chair.locator("form[action$='/publication']")).to_have_count(0)
    reader = come("", "es")
    reader.goto("/es/resolution")
    expect(reader.locator("h1")).to_contain_text(TITLES["es"])
    expect(reader.locator("main")).to_contain_text("con salario completo")


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("fr", "fr-CA"), ("es", "es-MX")])
def test_anybody_takes_it_home_as_a_tagged_pdf_in_her_language(come: Come, language: str, tag: str) -> None:
    answer = come("", language).request.get(f"/{language}/resolution.pdf")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF")
    with pikepdf.open(io.BytesIO(answer.body())) as pdf:
        assert str(pdf.Root.Lang) == tag
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert TITLES[language] in str(pdf.docinfo.get("/Title", "")) or TITLES[language] in str(
            pdf.open_metadata().get("dc:title")
        )


@pytest.mark.parametrize(
    ("language", "word", "motion", "person"),
    [("fr", "six mois", HALF_YEARLY, "Louise Gagnon"), ("es", "por escrito", IN_WRITING, "Ximena Ortega"),
     ("en", "full wage", AT_FULL_WAGE, "Tom Okafor"),
     ("es", "sustancias", None, "Karen McLeod")],
)  # fmt: skip
def test_every_word_names_its_amendment_its_writer_and_its_vote(
    come: Come, course: Course, language: str, word: str, motion: Motion | None, person: str
) -> None:
    reader = come("", language)
    reader.goto(f"/{language}/resolution/provenance")
    words = reader.locator(".traced .sourced", has_text=word).first
    number = words.locator("xpath=following-sibling::a[1]").get_attribute("href")
    row = reader.locator(f"tr{number}")
    expect(row).to_contain_text(person)
    if motion is None:
        expect(row.locator(f"a[href$='/planks/{course.plank}']")).to_be_visible()
        decided = course.adoption
    else:
        expect(row.locator(f"a[href$='/amendments/{course.code(motion)}']").first).to_be_visible()
        decided = course.wage if motion is AT_FULL_WAGE else course.choice + 1
    if motion is HALF_YEARLY:
        expect(row).not_to_contain_text("Ximena Ortega")
    if motion is not None:
        expect(row.locator(f"a[href='#vote-{decided}']")).to_be_visible()
    expect(reader.locator(f"#vote-{decided}")).to_be_visible()
    expect(reader.locator(f"#vote-{course.whole}")).to_be_visible()


def test_no_script_failed_and_no_policy_was_broken_on_the_way(course: Course) -> None:
    assert [each for complaints in course.complaints for each in complaints.take()] == []


def _file(come: Come, course: Course, motion: Motion, address: str) -> None:
    """Written, checked and filed in the mover's browser."""
    page = come(motion.by, motion.language)
    page.goto(f"/{motion.language}/planks/{course.plank}/{address}")
    if motion.kind != "replace":
        page.locator(f"[name=kind][value={motion.kind}]").check()
    if motion.words:
        page.locator("[name=text]").fill(motion.words[motion.language])
    page.locator("[name=reason]").fill(motion.reason)
    page.locator("form[data-draft] .button-main").click()
    page.wait_for_url("**/amend/check")
    page.locator("form[action$='/amendments'] .button-main").click()
    page.wait_for_url("**/amendments/A*")
    course.codes[motion.reason] = page.url.rsplit("/", 1)[1].split("?")[0]


def _taken_in(hands: Hands, code: str) -> None:
    """The house puts in by itself what the movers accepted, once the time for objections is over."""
    chair = hands.of("claire-beaulieu", "fr")
    for _ in range(120):
        if not any(form.action.endswith("/amendments/merges") for form in chair.open(f"/amendments/{code}").page.forms):
            return
        time.sleep(0.25)
    raise AssertionError(f"{code} was not put into the text")


def _decide(come: Come, hands: Hands, vote: int, *, opened: bool = False) -> None:
    """A vote from its opening to its declaration: one says yes in her browser, the others by plain requests."""
    if not opened:
        story.lead(hands.of("claire-beaulieu", "fr"), vote, "opening")
    voter = come("maria-elena-ruiz", "es")
    voter.goto(f"/es/votes/{vote}/ballot")
    voter.locator("input[value^=yes]").check()
    _cast(voter)
    hands.vote(vote, story.saying("yes"))
    hands.declare(vote, "claire-beaulieu", "fr")


def _cast(page: Page) -> None:
    page.locator("form[action$='/check'] .button-main").click()
    page.wait_for_url("**/ballot/check")
    page.locator("form[action$='/ballot'] .button-main").click()
    page.wait_for_url("**/receipt/*")
    expect(page.locator("main")).to_be_visible(timeout=COUNTED)
