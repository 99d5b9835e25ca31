"""Opening and closing before everybody's eyes: the countdown, its cancelling, two chairs at once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Complaints
from tests.browser.conftest import Come
from tests.browser.hall import Hall
from tests.browser.test_ballot import no_barrier

SOON = 30_000


@pytest.fixture
def watcher(come: Come, hall: Hall) -> Page:
    """Somebody who watches the vote and never reloads."""
    page = come("omar")
    with page.expect_response(lambda response: "/live?" in response.url):
        page.goto(f"/en{hall.path('put')}")
    page.evaluate("document.body.dataset.mark = 'same page'")
    return page


def announce(chair: Page, hall: Hall, step: str = "opening", name: str = "put") -> None:
    chair.goto(f"/en{hall.path(name)}")
    chair.locator(f"form[action$='/{step}'] button").click()


def test_a_cancelled_countdown_has_no_effect_and_everybody_is_told(come: Come, hall: Hall, watcher: Page) -> None:
    chair = come("claire")
    announce(chair, hall)
    counting = watcher.locator("[data-count]")
    expect(counting).to_contain_text("The vote opens in", timeout=SOON)
    assert watcher.locator(".countdown form").count() == 0, "only those who lead the vote cancel"
    heard = watcher.locator("#status")
    expect(heard).to_contain_text("The vote opens at", timeout=SOON)
    said = heard.text_content()
    first = counting.text_content() or ""
    expect(counting).not_to_have_text(first, timeout=SOON)
    assert heard.text_content() == said, "the seconds are shown, not spoken"
    chair.locator("form[action$='/calling-off'] button").click()
    expect(watcher.locator(".countdown")).to_have_count(0, timeout=SOON)
    expect(heard).to_have_text("The countdown was cancelled: nothing has taken effect.", timeout=SOON)
    expect(watcher.locator("#state .status-wait")).to_be_visible()
    assert watcher.locator("body[data-mark]").count() == 1, "nothing was reloaded"


def test_two_chairs_at_once_one_wins_and_the_other_is_told(come: Come, hall: Hall) -> None:
    one, other = come("claire"), come("claire", java_script_enabled=False)  # which does not see the first in time
    other.goto(f"/en{hall.path('put-too')}")
    announce(one, hall, name="put-too")
    expect(one.locator(".countdown")).to_be_visible()
    with other.expect_response(lambda response: response.request.method == "POST") as answer:
        other.locator("form[action$='/opening'] button").click()
    assert answer.value.status == 409
    told = other.locator("main [role=alert]")
    expect(told).to_contain_text("A countdown runs already: somebody else announced this step.")
    expect(told).to_contain_text("Below is the vote as it stands now.")
    expect(other.locator(".countdown")).to_be_visible()
    one.locator("form[action$='/calling-off'] button").click()
    expect(one.locator(".countdown")).to_have_count(0)
    with other.expect_response(lambda response: response.request.method == "POST") as answer:
        other.locator("form[action$='/calling-off'] button").click()
    assert answer.value.status == 409


def test_without_javascript_the_clock_time_stands_there(come: Come, hall: Hall) -> None:
    chair, plain = come("claire"), come("omar", java_script_enabled=False)
    announce(chair, hall)
    expect(chair.locator(".countdown")).to_be_visible()
    plain.goto(f"/en{hall.path('put')}")
    shown = plain.locator(".countdown").inner_text()
    assert "The vote opens at" in shown
    assert "UTC" in shown
    assert "seconds" not in shown, "a number that stands still would be wrong a second later"
    chair.locator("form[action$='/calling-off'] button").click()


def test_the_vote_opens_and_closes_before_everybodys_eyes(come: Come, hall: Hall, watcher: Page) -> None:
    chair = come("claire")
    complaints = Complaints(watcher)
    announce(chair, hall)
    expect(watcher.locator(".countdown")).to_be_visible(timeout=SOON)
    no_barrier(watcher)
    expect(watcher.locator("#state[data-phase=open]")).to_be_visible(timeout=SOON)
    expect(watcher.locator("#status")).to_have_text("The vote is open.", timeout=SOON)
    announce(chair, hall, "closing")
    expect(watcher.locator("[data-count]")).to_contain_text("The vote closes in", timeout=SOON)
    expect(watcher.locator("#state[data-phase=closed]")).to_be_visible(timeout=SOON)
    assert watcher.locator("body[data-mark]").count() == 1
    assert complaints.take() == []
