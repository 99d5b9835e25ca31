"""An open debate follows what happens to its posts: translated, changed, withdrawn; what is being written stays."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Complaints
from tests.journeys import story
from tests.journeys.server import Demo, serving
from tests.journeys.walker import Walker

SLOW_BEAT = 14_000
AUTHOR = "louise-gagnon"
WORDS = "Le quart de nuit use, et personne ne le choisit deux fois."
MENDED = "Le quart de nuit use, et personne ne le choisit trois fois."
WORDS_ES = "El turno de noche desgasta, y nadie lo elige dos veces."
DRAFT = "Estoy escribiendo"
Come = Callable[[str], Page]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of this file's own, since it writes."""
    with serving(tmp_path_factory.mktemp("renewed") / "demo") as running:
        yield running


@pytest.fixture(scope="module")
def post(demo: Demo) -> int:
    """The key of a post of hers."""
    with Walker(demo.address, "fr") as louise:
        louise.be(AUTHOR).open(f"/planks/{story.PLANK}/debate").send("/posts", text=WORDS, language="fr")
        edits = [href for href, _ in louise.page.links if href.endswith("/edit")]
        return max(int(href.split("/")[-2]) for href in edits)


@pytest.fixture
def reader(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(base_url=demo.address, reduced_motion="reduce")
    page = context.new_page()
    complaints = Complaints(page)
    page.goto("/es/demo")
    page.locator("button[value=maria-elena-ruiz]").click()
    page.wait_for_url("**/es/")
    yield page
    assert complaints.take() == []
    context.close()


def watching(page: Page, path: str) -> None:
    """The page is open, listens, and somebody has begun to write on it."""
    with page.expect_response(lambda response: "/live?" in response.url):
        page.goto(path)
    page.evaluate("document.body.dataset.mark = 'here'")


def unmoved(page: Page) -> None:
    assert page.evaluate("document.body.dataset.mark") == "here", "the page was loaded anew"


def test_a_translation_takes_its_place(demo: Demo, reader: Page, post: int) -> None:
    watching(reader, f"/es/planks/{story.PLANK}/debate")
    reader.locator("textarea[name=text]").fill(DRAFT)
    shown = reader.locator("article.post", has=reader.locator(f"a[href='/es/posts/{post}']"))
    expect(shown.locator(".said")).to_have_attribute("lang", "fr-CA")
    count = reader.locator("article.post").count()
    story.translate(demo.address, "fr", "es", WORDS, WORDS_ES)
    expect(shown.locator(".said")).to_have_text(WORDS_ES, timeout=SLOW_BEAT)
    expect(shown.locator(".said")).to_have_attribute("lang", "es-MX")
    assert reader.locator("article.post").count() == count
    assert reader.locator("textarea[name=text]").input_value() == DRAFT
    unmoved(reader)


def test_a_changed_and_a_withdrawn_post_follow(demo: Demo, reader: Page, post: int) -> None:
    watching(reader, f"/es/posts/{post}")
    shown = reader.locator("article.post", has=reader.locator(f"a[href='/es/posts/{post}']"))
    reader.locator(f"a[href='/es/posts/{post}/reply']").focus()
    with Walker(demo.address, "fr") as louise:
        louise.be(AUTHOR).open(f"/posts/{post}/edit").send(f"/posts/{post}/edit", text=MENDED)
    expect(shown.locator(".origin .status-warn")).to_be_visible(timeout=SLOW_BEAT)
    focused = "document.activeElement.getAttribute('href')"
    assert reader.evaluate(focused) == f"/es/posts/{post}/reply", "the reader keeps her place"
    with Walker(demo.address, "fr") as louise:
        louise.be(AUTHOR).open(f"/posts/{post}/edit").send(f"/posts/{post}/withdraw")
    expect(shown.locator(".post-gone")).to_be_visible(timeout=SLOW_BEAT)
    expect(reader.get_by_text(WORDS_ES)).to_have_count(0)
    unmoved(reader)
