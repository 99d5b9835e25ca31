"""A ballot in a real browser: by keyboard and ear alone, on a network that drops answers, in two windows at once."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from conference.runtime.i18n import say
from tests.browser.chromium import Complaints
from tests.browser.conftest import Come
from tests.browser.hall import Hall
from tests.browser.test_accessible import COLOURS, WHOLE, barriers

LEAST_TARGET = 44
MOST_TABS = 60
ARRIVES = 30_000
UNKNOWN = "We do not know yet whether your ballot arrived. Trying again: it counts once."
NOT_SENT = "Not sent yet: no connection. Trying again…"
IN_THE_BOX = "Your ballot is in the box."
FOCUSED = "document.activeElement.getAttribute('name') || document.activeElement.textContent.trim()"


def fill(page: Page, *ranks: str) -> None:
    """Choose a rank for the first options, by the selects alone."""
    names = [select.get_attribute("name") for select in page.locator(".option select").all()]
    for name, rank in zip(names, ranks, strict=False):
        page.locator(f"select[name={name}]").select_option(rank)


def checked(page: Page, hall: Hall, language: str = "en") -> Page:
    """The check page of a ballot that ranks two options."""
    page.goto(f"/{language}{hall.path('ranked')}/ballot")
    fill(page, "1", "2")
    page.locator("form#ballot .button-main").click()
    page.wait_for_url("**/ballot/check")
    return page


def revision(page: Page, hall: Hall) -> str | None:
    """How many ballots of hers the box has taken."""
    page.goto(f"/en{hall.path('ranked')}/ballot")
    return page.locator("input[name=revision]").get_attribute("value")


def tab_to(page: Page, accessible: str) -> None:
    """Press Tab until the element of this role and name has the focus, as somebody does who sees nothing."""
    wanted = re.compile(accessible)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.search(spoken(page)):
            return
    raise AssertionError(f"the keyboard never comes to {accessible}")


def spoken(page: Page) -> str:
    """What a screen reader says of the element with the focus: its role and its name."""
    line = page.locator("*:focus").first.aria_snapshot().split("\n")[0]
    return line.removeprefix("- ").removesuffix(":").strip("'")


def heard(page: Page, sentence: str) -> None:
    expect(page.locator("#status")).to_have_text(sentence, timeout=ARRIVES)


@pytest.mark.parametrize(("handle", "language"), [("marc", "en"), ("anne", "fr"), ("denis", "es")])
def test_the_whole_ballot_by_keyboard_and_ear(come: Come, hall: Hall, handle: str, language: str) -> None:
    page = come(handle, language)
    complaints = Complaints(page)
    page.goto(f"/{language}{hall.path('ranked')}/ballot")

    def words(sentence: str) -> str:
        translated = say(sentence, language)
        assert language == "en" or translated != sentence, f"not translated into {language}: {sentence}"
        return translated

    first, second, third = (
        page.locator(".option").nth(n).locator("[data-name]").text_content() or "" for n in range(3)
    )
    tab_to(page, rf'combobox "{re.escape(first)}"')
    page.keyboard.press("ArrowDown")
    moved = words("{option}, now {place} of {count}.")
    firstly, secondly = words("1st choice"), words("2nd choice")
    heard(page, moved.format(option=first, place=firstly, count=5))
    page.keyboard.press("Tab")
    upwards = words("Move up: {option}").replace("\u00a0", " ")  # a snapshot knows one kind of space
    assert spoken(page) == f'button "{upwards.format(option=first)}" [disabled]'
    tab_to(page, rf'button "{re.escape(upwards.format(option=second))}"')
    page.keyboard.press("Enter")
    heard(page, moved.format(option=second, place=secondly, count=5))
    page.keyboard.press("Enter")
    heard(page, moved.format(option=second, place=firstly, count=5))
    assert second in spoken(page), "the focus stays with the option that moved"
    rows = page.locator(".option [data-name]").all_text_contents()
    assert rows[:3] == [second, first, third]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert words("Read the text") in spoken(page), "the text of the option is read on the ballot itself"
    tab_to(page, rf'button "{words("Check my ballot")}"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/ballot/check")
    listed = page.locator(".checked").aria_snapshot()
    assert listed.index(second) < listed.index(first) < listed.index(third), "the ballot in words, in its order"
    assert words("Not cast yet.") in listed
    tab_to(page, rf'button "{words("Cast my ballot")}"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/*")
    heard(page, words(IN_THE_BOX))
    expect(page.locator("h1")).to_be_focused()
    assert complaints.take() == []


def test_a_cast_whose_answer_is_lost_is_sent_again_and_counts_once(come: Come, hall: Hall) -> None:
    page = checked(come("joan"), hall)
    lost: list[str] = []

    def lose_twice(route: Route) -> None:
        if route.request.method != "POST" or len(lost) == 2:
            return route.continue_()
        lost.append(route.fetch(max_redirects=0).headers["location"])
        return route.abort("connectionreset")

    page.route("**/ballot", lose_twice)
    page.locator("form[data-cast] button").click()
    expect(page.locator("[data-cast-state]")).to_have_text(UNKNOWN)
    expect(page.locator("#alert")).to_have_text(UNKNOWN)
    page.wait_for_url("**/receipt/*", timeout=ARRIVES)
    expect(page.locator("#alert")).to_be_empty()
    assert {link.split("/receipt/")[1] for link in lost} == {page.url.split("/receipt/")[1]}
    page.unroute("**/ballot")
    assert revision(page, hall) == "1", "three times on the way, once in the box"


def test_without_a_connection_the_page_says_that_nothing_was_sent(come: Come, hall: Hall) -> None:
    page = checked(come("walt"), hall)
    page.context.set_offline(True)
    page.locator("form[data-cast] button").click()
    expect(page.locator("[data-cast-state]")).to_have_text(NOT_SENT)
    page.context.set_offline(False)
    page.wait_for_url("**/receipt/*", timeout=ARRIVES)
    heard(page, IN_THE_BOX)
    assert revision(page, hall) == "1"


def test_a_busy_server_leaves_a_doubt_until_it_answers(come: Come, hall: Hall) -> None:
    page = checked(come("walt"), hall)
    page.route("**/ballot", lambda route: route.fulfill(status=503, body="busy"), times=1)
    page.locator("form[data-cast] button").click()
    expect(page.locator("[data-cast-state]")).to_have_text(UNKNOWN)
    page.locator("form[data-cast] button").click()
    page.wait_for_url("**/receipt/*", timeout=ARRIVES)


def test_without_javascript_the_same_form_again_counts_once(come: Come, hall: Hall) -> None:
    page = checked(come("ruth", java_script_enabled=False), hall)
    form = {
        each.get_attribute("name"): each.get_attribute("value") for each in page.locator("form[data-cast] input").all()
    }
    answers = [
        page.request.post(
            f"/en{hall.path('ranked')}/ballot",
            form={str(name): str(value) for name, value in form.items()},
            headers={"Origin": hall.address},
            max_redirects=0,
        ).headers["location"]
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert revision(page, hall) == "1"


@pytest.fixture
def older(come: Come, hall: Hall) -> Page:
    """A ballot that waits on its check page while she casts another one in a second window."""
    page = checked(come("anne"), hall)
    other = page.context.new_page()
    checked(other, hall).locator("form[data-cast] button").click()
    other.wait_for_url("**/receipt/*")
    return page


def test_an_older_ballot_is_not_taken_and_the_newer_one_is_offered(older: Page, hall: Hall) -> None:
    before = revision(older.context.new_page(), hall)
    older.locator("form[data-cast] button").click()
    expect(older.locator("h1")).to_have_text("This ballot was not taken")
    expect(older.get_by_role("link", name="Keep the ballot that is in the box")).to_be_visible()
    assert revision(older.context.new_page(), hall) == before
    older.get_by_role("button", name="Look at the one that was not taken").click()
    assert [select.input_value() for select in older.locator(".option select").all()][:2] == ["1", "2"]
    older.locator("form#ballot .button-main").click()
    older.wait_for_url("**/ballot/check")
    older.locator("form[data-cast] button").click()
    older.wait_for_url("**/receipt/*")
    assert revision(older, hall) == str(int(before or 0) + 1), "put in its place by her own will"


def test_another_language_keeps_what_was_filled_in(come: Come, hall: Hall) -> None:
    page = come("dana")
    page.goto(f"/en{hall.path('ranked')}/ballot")
    fill(page, "2", "1", "0", "3")
    chosen = {each.get_attribute("name"): each.input_value() for each in page.locator(".option select").all()}
    page.locator(".tongues a[hreflang=fr-CA]").click()
    page.wait_for_url("**/fr/**")
    assert page.get_attribute("html", "lang") == "fr-CA"
    assert {each.get_attribute("name"): each.input_value() for each in page.locator(".option select").all()} == chosen
    page.locator("form#ballot .button-main").click()
    page.wait_for_url("**/ballot/check")
    page.locator(".tongues a[hreflang=es-MX]").click()
    page.wait_for_url("**/es/**/ballot/check")
    assert "rank" not in page.url, "no address tells a ranking"
    expect(page.locator(".checked-ranks li")).to_have_count(3)


def test_nothing_refreshes_a_ballot_that_is_being_filled(come: Come, hall: Hall) -> None:
    page = come("dana")
    page.goto(f"/en{hall.path('ranked')}/ballot")
    assert page.locator("#live").count() == 0
    assert page.locator("main [hx-trigger]").count() == 0


def test_marks_for_approval_and_what_can_be_touched(come: Come, hall: Hall) -> None:
    page = come("dana", viewport={"width": 360, "height": 780})
    page.goto(f"/en{hall.path('marks')}/ballot")
    for box in page.locator(".option input[type=radio][value='1']").all()[:2]:
        box.check()
    page.locator("form#ballot .button-main").click()
    page.wait_for_url("**/ballot/check")
    expect(page.locator(".checked > ul > li")).to_have_count(2)
    page.goto(f"/en{hall.path('ranked')}/ballot")
    for each in page.locator("main :is(.option select, .rank-buttons button, .option summary, .actions button)").all():
        size = each.bounding_box()
        assert size is not None
        assert size["height"] >= LEAST_TARGET
        assert size["width"] >= LEAST_TARGET


@pytest.mark.parametrize("name", ["ranked", "asked", "marks"])
def test_ballot_check_and_receipt_have_no_barrier(come: Come, hall: Hall, name: str) -> None:
    page = come("jorge")
    page.goto(f"/en{hall.path(name)}/ballot")
    no_barrier(page)
    page.locator("main :is(input[type=radio], input[type=checkbox])").first.check() if name != "ranked" else fill(
        page, "1"
    )
    page.locator("form#ballot .button-main").click()
    page.wait_for_url("**/ballot/check")
    no_barrier(page)
    page.locator("form[data-cast] button").click()
    page.wait_for_url("**/receipt/*")
    no_barrier(page)


def no_barrier(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    assert barriers(page, WHOLE) == []
    page.emulate_media(color_scheme="dark")
    assert barriers(page, COLOURS) == []
