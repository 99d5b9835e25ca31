"""The whole life of a conference in a browser with JavaScript: what the pages promise to show appears by itself.

The steps are tests in their order; each goes on where the one before it left the conference. A page that somebody
watches carries a mark, which a reload would wash away.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Complaints
from tests.journeys import story
from tests.journeys.server import Demo, serving

SLOW_BEAT = 14_000
Come = Callable[[str, str], Page]


@dataclass(slots=True)
class Course:
    """What later steps need to know of earlier ones."""

    code: str = ""
    rival: str = ""
    choice: int = 0
    resolution: int = 0
    whole: int = 0
    complaints: list[Complaints] = field(default_factory=list)


@pytest.fixture(scope="module")
def course() -> Course:
    return Course()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of this journey's own, since it writes."""
    with serving(tmp_path_factory.mktemp("browser-journey") / "demo") as running:
        yield running


@pytest.fixture(scope="module")
def come(browser: Browser, demo: Demo, course: Course) -> Iterator[Come]:
    """Somebody comes with a browser of her own: one of the cast by her handle, or "" as a visitor."""
    contexts = []

    def one(handle: str, language: str) -> Page:
        context = browser.new_context(base_url=demo.address, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        course.complaints.append(Complaints(page))
        if handle:
            page.goto(f"/{language}/demo")
            page.locator(f"button[value={handle}]").click()
            page.wait_for_url(f"**/{language}/")
        return page

    yield one
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def maya(come: Come) -> Page:
    return come("", "fr")


@pytest.fixture(scope="module")
def chair(come: Come) -> Page:
    return come("claire-beaulieu", "fr")


def test_a_delegate_registers_and_proves_her_address(demo: Demo, maya: Page) -> None:
    maya.goto("/fr/sign-in")
    maya.locator("main a[href='/fr/register']").click()
    maya.locator("[name=name]").fill(story.NAME)
    maya.locator("[name=email]").fill(story.EMAIL)
    maya.locator("[name=delegation]").select_option("CA")
    maya.locator("[name=organisation]").fill("Usine de sièges, Lanaudière")
    maya.locator("[name=languages][value=fr]").check()
    maya.locator("[name=named]").check()
    maya.locator("[name=password]").fill(story.PASSWORD)
    maya.locator("form[action='/fr/register'] button").click()
    maya.wait_for_url("**/register/sent")
    confirm = story.confirmation(demo.letter_to(story.EMAIL))
    maya.goto(f"/fr{confirm}")
    maya.locator(f"form[action$='{confirm}'] button").click()
    maya.wait_for_url("**/sign-in")
    maya.locator("[name=email]").fill(story.EMAIL)
    maya.locator("[name=password]").fill(story.PASSWORD)
    maya.locator("form[action='/fr/sign-in'] button").click()
    maya.wait_for_url("**/fr/")
    expect(maya.locator(".account bdi")).to_have_text(story.NAME)


def test_the_credentials_committee_accepts_her(come: Come) -> None:
    nadia = come("nadia-haddad", "fr")
    nadia.goto("/fr/credentials")
    person = nadia.locator("li", has=nadia.locator("h2", has_text=story.NAME))
    person.locator("form[action$='/acceptance'] button").click()
    expect(nadia.locator(".notice")).to_be_visible()
    expect(nadia.locator("h2", has_text=story.NAME)).to_have_count(0)


def test_her_french_post_appears_to_a_reader_without_a_reload(demo: Demo, come: Come, maya: Page) -> None:
    reader = come("maria-elena-ruiz", "es")
    reader.goto(f"/es/planks/{story.PLANK}/debate")
    _listening(reader)
    reader.locator("textarea[name=text]").fill("Estoy escribiendo")
    before = reader.locator("article.post").count()
    maya.goto(f"/fr/planks/{story.PLANK}")
    maya.locator("[name=text]").fill(story.POST)
    maya.locator("select[name=language]").select_option("fr")
    maya.locator("form[action$='/posts'] .button-main").click()
    expect(maya.get_by_text(story.POST)).to_be_visible()
    waiting = reader.locator(".new-posts a")
    expect(waiting).to_be_visible(timeout=SLOW_BEAT)
    assert reader.locator("article.post").count() == before, "a new post waits behind a button"
    expect(reader.locator("#status")).not_to_be_empty()
    waiting.click()
    expect(reader.get_by_text(story.POST)).to_be_visible()
    assert reader.locator("textarea[name=text]").input_value() == "Estoy escribiendo", "what is being written stays"
    _not_reloaded(reader)
    story.translate(demo.address, "fr", "es", story.POST, story.POST_ES)
    reader.locator("textarea[name=text]").fill("")
    reader.goto(f"/es/planks/{story.PLANK}/debate")
    post = reader.locator("article.post", has_text=story.POST_ES)
    expect(post).to_be_visible()
    expect(post.locator(".said")).to_have_attribute("lang", "es-MX")
    post.locator("a[href*='original=1']").first.click()
    expect(reader.locator("article.post .said", has_text=story.POST)).to_have_attribute("lang", "fr-CA")


def test_she_amends_a_plank_and_sees_who_co_signs(demo: Demo, come: Come, maya: Page, course: Course) -> None:
    maya.goto(f"/fr/planks/{story.PLANK}")
    maya.locator(f"a[href$='/amend?block={story.BLOCK}']").click()
    maya.locator("[name=text]").fill(story.WORDING["fr"])
    maya.locator("[name=reason]").fill(story.REASON)
    maya.locator("form[data-draft] .button-main").click()
    expect(maya.locator("ins").first).to_be_visible()
    maya.locator("form[action$='/amendments'] .button-main").click()
    maya.wait_for_url("**/amendments/A*")
    course.code = maya.url.rsplit("/", 1)[1]
    _listening(maya)
    louise = come("louise-gagnon", "fr")
    louise.goto(f"/fr/amendments/{course.code}")
    louise.locator("form[action$='/cosigners'] button").click()
    behind = maya.get_by_role("region", name="Cosignataires")
    expect(behind.get_by_text("Louise Gagnon")).to_be_visible(timeout=SLOW_BEAT)
    _not_reloaded(maya)
    story.co_sign(demo.address, "maria-elena-ruiz", course.code)
    for target in ("en", "es"):
        story.translate(demo.address, "fr", target, story.WORDING["fr"], story.WORDING[target])
    course.rival = story.file_rival(demo.address)


def test_the_chair_puts_both_to_the_vote(chair: Page, maya: Page, course: Course) -> None:
    for code in (course.code, course.rival):
        chair.goto(f"/fr/amendments/{code}")
        chair.locator("form[action$='/admission'] button").click()
        expect(chair.locator("form[action$='/admission']")).to_have_count(0)
    expect(maya.locator("#status-of-amendment .status-open")).to_be_visible(timeout=SLOW_BEAT)
    _not_reloaded(maya)
    chair.goto("/fr/chair")
    passage = chair.locator("form.sheet", has=chair.locator(f"input[name=amendment][value='{course.code[1:]}']"))
    passage.locator("button[value=choice]").click()
    chair.wait_for_url("**/votes/*")
    course.choice = int(chair.url.rsplit("/", 1)[1])


def test_the_vote_opens_before_her_eyes(chair: Page, maya: Page, course: Course) -> None:
    maya.goto(f"/fr/votes/{course.choice}")
    expect(maya.locator("#state .status-wait")).to_be_visible()
    _listening(maya)
    chair.locator("form[action$='/opening'] button").click()
    expect(maya.locator("a[href$='/ballot']")).to_be_visible(timeout=SLOW_BEAT)
    _not_reloaded(maya)


def test_she_votes_ranked_in_her_own_vote(demo: Demo, maya: Page, course: Course) -> None:
    mine, other = course.code.lower(), course.rival.lower()
    maya.locator("a[href$='/ballot']").click()
    row = maya.locator("li.option", has=maya.locator(f"[name=rank-{mine}]"))
    maya.locator(f"[name=rank-{other}]").select_option("1")
    maya.locator(f"[name=rank-{mine}]").select_option("2")
    row.locator(".rank-buttons button").first.click()
    expect(maya.locator(f"[name=rank-{mine}]")).to_have_value("1")
    expect(maya.locator(f"[name=rank-{other}]")).to_have_value("2")
    assert maya.locator("li.option select").first.get_attribute("name") == f"rank-{mine}", "the rows follow the ranks"
    _cast(maya)


def test_a_delegate_on_the_roll_votes_in_the_open_demo_vote(come: Come) -> None:
    delegate = come("guadalupe-morales", "es")
    delegate.goto("/es/votes/7")
    delegate.locator("a[href$='/ballot']").click()
    for rank, select in enumerate(delegate.locator("li.option select").all()[:2], 1):
        name = select.get_attribute("name")
        delegate.locator(f"[name={name}]").select_option(str(rank))
    _cast(delegate)


def test_the_turnout_grows_before_her_eyes(demo: Demo, maya: Page, course: Course) -> None:
    maya.goto(f"/fr/votes/{course.choice}")
    _listening(maya)
    mine = course.code.lower()
    story.others_vote(demo.address, course.choice, story.ranking(mine, "keep"))
    fives = (len(story.VOTERS) + 1) // 5 * 5
    expect(maya.locator("#turnout")).to_contain_text(f"{fives} ", timeout=SLOW_BEAT)
    _not_reloaded(maya)


def test_she_sees_the_chair_close_and_declare(chair: Page, maya: Page, course: Course) -> None:
    for step in ("closing", "unsealing"):
        chair.goto(f"/fr/votes/{course.choice}")
        chair.locator(f"form[action$='/{step}'] button").click()
        chair.wait_for_url(f"**/votes/{course.choice}")
        expect(maya.locator("#state .status-closed")).to_be_visible(timeout=SLOW_BEAT)
    assert maya.locator("a[href$='/result']").count() == 0, "nobody but the chair sees what is not declared"
    chair.goto(f"/fr/votes/{course.choice}")
    chair.locator("form[action$='/declaration'] button").click()
    chair.wait_for_url("**/result")
    expect(maya.locator("#state a[href$='/result']")).to_be_visible(timeout=SLOW_BEAT)
    _not_reloaded(maya)
    maya.locator("#state a[href$='/result']").click()
    expect(maya.locator("#result .lede")).to_contain_text(course.code)


def test_the_conference_votes_on_the_whole_compiled_text(demo: Demo, chair: Page, maya: Page, course: Course) -> None:
    chair.goto("/fr/resolutions")
    for box in chair.locator("input[name=plank]").all():
        box.set_checked(box.get_attribute("value") == "1")
    for language, title in story.RESOLUTION.items():
        chair.locator(f"[name=title-{language}]").fill(title)
    chair.locator("form[action$='/resolutions'] .button-main").click()
    chair.wait_for_url("**/resolutions/*")
    course.resolution = int(chair.url.rsplit("/", 1)[1])
    story.certify(demo.address, course.resolution)
    chair.goto(f"/fr/resolutions/{course.resolution}")
    chair.locator("form[action$='/vote'] button").click()
    chair.wait_for_url("**/votes/*")
    course.whole = int(chair.url.rsplit("/", 1)[1])
    chair.locator("form[action$='/opening'] button").click()
    expect(chair.locator("form[action$='/closing']")).to_be_visible(timeout=SLOW_BEAT)
    maya.goto(f"/fr/votes/{course.whole}/ballot")
    maya.locator("input[value^=yes]").check()
    _cast(maya)
    story.others_vote(demo.address, course.whole, story.saying("yes"))
    for step in ("closing", "unsealing", "declaration"):
        chair.goto(f"/fr/votes/{course.whole}")
        chair.locator(f"form[action$='/{step}'] button").click()
        expect(chair.locator(f"form[action$='/{step}']")).to_have_count(0, timeout=SLOW_BEAT)


def test_an_observer_reads_the_published_resolution_without_signing_in(come: Come, chair: Page, course: Course) -> None:
    observer = come("", "es")
    observer.goto(f"/es/resolutions/{course.resolution}")
    chair.goto(f"/fr/resolutions/{course.resolution}")
    chair.locator("form[action$='/publication'] button").click()
    expect(chair.locator("form[action$='/publication']")).to_have_count(0)
    observer.goto("/es/resolutions")
    observer.locator(f"main a[href$='/resolutions/{course.resolution}']").click()
    expect(observer.locator("h1")).to_have_text(story.RESOLUTION["es"])
    expect(observer.locator(".account bdi")).to_have_count(0)
    observer.locator("details.why summary").first.click()
    expect(observer.locator("details.why[open] a").first).to_be_visible()
    observer.locator(f"a[href$='/resolutions/{course.resolution}?languages=en,fr,es']").click()
    expect(observer.locator(".sides").first.locator("[lang=fr-CA]")).to_be_visible()


def test_no_script_failed_and_no_policy_was_broken_on_the_way(course: Course) -> None:
    assert [each for complaints in course.complaints for each in complaints.take()] == []


def _cast(page: Page) -> None:
    page.locator("form[action$='/check'] .button-main").click()
    page.wait_for_url("**/ballot/check")
    page.locator("form[action$='/ballot'] .button-main").click()
    page.wait_for_url("**/receipt/*")


def _listening(page: Page) -> None:
    """Mark the page, whose event stream has been asked for."""
    page.evaluate("document.body.dataset.mark = 'same page'")
    page.wait_for_function("document.querySelector('#live')?._htmx?.sse !== undefined")


def _not_reloaded(page: Page) -> None:
    assert page.locator("body[data-mark]").count() == 1
