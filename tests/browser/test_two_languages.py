"""One debate open in two browsers and two languages: what one says comes to the other in her language, while nothing
that is being written is touched; drafts keep themselves; a lost connection is said with its time."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import Complaints
from tests.journeys import story
from tests.journeys.server import Demo, serving
from tests.journeys.walker import Walker

SLOW_BEAT = 14_000
DEBATE = f"/planks/{story.PLANK}/debate"
WORDS = "Chez nous, la chaîne ne ralentit que quand une machine brise."
WORDS_ES = "En nuestra planta, la línea solo frena cuando se descompone una máquina."
HALF = "Estoy de acuerdo, pero"
Come = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo of this file's own, since it writes."""
    with serving(tmp_path_factory.mktemp("two") / "demo") as running:
        yield running


@pytest.fixture
def come(browser: Browser, demo: Demo) -> Iterator[Come]:
    opened: list[tuple[BrowserContext, Complaints]] = []

    def one(handle: str, language: str) -> Page:
        context = browser.new_context(base_url=demo.address, reduced_motion="reduce", timezone_id="America/Mexico_City")
        page = context.new_page()
        opened.append((context, Complaints(page)))
        page.goto(f"/{language}/demo")
        page.locator(f"button[value={handle}]").click()
        page.wait_for_url(f"**/{language}/")
        with page.expect_response(lambda response: "/live?" in response.url):
            page.goto(f"/{language}{DEBATE}")
        page.evaluate("document.body.dataset.mark = 'here'")
        return page

    yield one
    for context, complaints in opened:
        heard = [each for each in complaints.take() if not re.search("DISCONNECTED|Failed to fetch", each)]
        context.close()
        assert heard == []


def say(demo: Demo, words: str) -> None:
    with Walker(demo.address, "fr") as louise:
        louise.be("louise-gagnon").open(DEBATE).send("/posts", text=words, language="fr")


def test_a_post_comes_to_the_other_in_her_language_and_leaves_her_reply_alone(demo: Demo, come: Come) -> None:
    maria, isabelle = come("maria-elena-ruiz", "es"), come("isabelle-fortin", "fr")
    field = maria.locator("textarea[name=text]")
    field.fill(HALF)
    field.evaluate("each => each.setSelectionRange(5, 9)")
    say(demo, WORDS)
    for page in (maria, isabelle):
        expect(page.locator(".new-posts a")).to_be_visible(timeout=SLOW_BEAT)
        expect(page.locator("#status")).to_have_text(re.compile("1 "), timeout=SLOW_BEAT)
        assert page.locator("#status").get_attribute("role") == "status", "said politely, once, as a count"
        expect(page.get_by_text(WORDS)).to_have_count(0)
    state = "each => [each.value, each.selectionStart, each.selectionEnd, document.activeElement === each]"
    assert field.evaluate(state) == [HALF, 5, 9, True]
    maria.locator(".new-posts a").press("Enter")
    shown = maria.locator("article.post", has_text=WORDS)
    expect(shown.locator(".said")).to_have_attribute("lang", "fr-CA", timeout=SLOW_BEAT)
    expect(shown).to_be_focused(timeout=SLOW_BEAT)
    number = shown.get_attribute("id")
    story.translate(demo.address, "fr", "es", WORDS, WORDS_ES)
    expect(maria.locator(f"#{number} .said")).to_have_text(WORDS_ES, timeout=SLOW_BEAT)
    isabelle.locator(".new-posts a").click()
    expect(isabelle.locator(f"#{number} .said")).to_have_text(WORDS, timeout=SLOW_BEAT)
    maria.evaluate("document.getElementById('status').textContent = ''")
    say(demo, "Encore un mot.")
    expect(maria.locator("#status")).to_have_text(re.compile("1 "), timeout=SLOW_BEAT)  # the same count, and news again
    assert field.input_value() == HALF
    assert [page.evaluate("document.body.dataset.mark") for page in (maria, isabelle)] == ["here", "here"]


def test_a_draft_keeps_itself_and_waits_in_another_browser(demo: Demo, come: Come) -> None:
    one = come("ximena-ortega", "es")
    with one.expect_response(lambda response: "quiet=1" in response.url and response.request.method == "POST") as kept:
        one.locator("textarea[name=text]").fill(HALF)
    assert kept.value.status == 204
    other = come("ximena-ortega", "fr")
    assert other.locator("textarea[name=text]").input_value() == HALF


def test_what_stood_on_the_screen_counts_as_read(demo: Demo, come: Come) -> None:
    page = come("rogelio-castaneda", "en")
    before = int(re.findall(r"\d+", page.locator(".unread").inner_text())[0])
    with page.expect_response(lambda response: response.url.endswith("/read?quiet=1")) as noted:
        page.locator("article.post").nth(2).scroll_into_view_if_needed()
    assert noted.value.status == 204
    page.reload()
    assert int(re.findall(r"\d+", page.locator(".unread").inner_text())[0]) < before


def test_a_lost_connection_is_said_with_its_time_and_what_was_missed_comes_after_it(demo: Demo, come: Come) -> None:
    page = come("guadalupe-morales", "es")
    page.context.set_offline(True)
    line = page.locator("#connection")
    expect(line).to_be_visible(timeout=SLOW_BEAT)
    there = page.evaluate("new Intl.DateTimeFormat('es-MX', {hour: 'numeric', minute: '2-digit'}).format(new Date())")
    assert re.search(r"\d{1,2}:\d\d", line.inner_text()), "the time at which it was lost"
    assert line.inner_text().count(there.split(":")[0] + ":") >= 1, "by her own clock"
    say(demo, "Pendant la coupure.")
    page.context.set_offline(False)
    expect(page.locator(".new-posts a")).to_be_visible(timeout=SLOW_BEAT)
    expect(line).not_to_have_text(re.compile("lost|perdi"), timeout=SLOW_BEAT)


def test_while_posts_pour_in_a_page_never_stands_still(demo: Demo, come: Come) -> None:
    """Forty posts as fast as the server takes them: the page is never away for seconds, and what is typed stays."""
    page = come("jose-luis-hernandez", "es")
    page.locator("textarea[name=text]").fill(HALF)
    page.evaluate(
        """() => { let last = performance.now(); window.longest = 0;
        const beat = () => { const now = performance.now(); window.longest = Math.max(window.longest, now - last);
        last = now; setTimeout(beat, 20); }; beat(); }"""
    )
    with Walker(demo.address, "fr") as louise:
        louise.be("louise-gagnon")
        for number in range(40):
            louise.open(DEBATE).send("/posts", text=f"Message {number} de la soirée.", language="fr")
    expect(page.locator(".new-posts a")).to_have_text(re.compile("40"), timeout=SLOW_BEAT)
    assert page.evaluate("window.longest") < 5_000
    assert page.locator("textarea[name=text]").input_value() == HALF
