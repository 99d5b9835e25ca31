"""A page on a slow line still listens, whichever of its scripts comes last."""

import time

import pytest
from playwright.sync_api import Browser, Route

from tests.journeys.server import Demo


@pytest.mark.parametrize("late", ["**/htmx.min.js*", "**/hx-sse.min.js*", "**/live.js*"])
def test_the_event_stream_opens_though_a_script_comes_late(browser: Browser, demo: Demo, late: str) -> None:
    def dawdle(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    with browser.new_context(base_url=demo.address) as context:
        page = context.new_page()
        page.route(late, dawdle)
        with page.expect_response("**/live?*", timeout=5_000) as answer:
            page.goto("/en/votes/7")
        assert answer.value.status == 200
