"""One Chromium and one demo for every test in it.

Fixtures of the whole package, not of the session: Playwright's own loop has to end before other tests use theirs.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium
from tests.browser import hall as halls
from tests.browser.hall import Hall
from tests.journeys.server import Demo, serving

Enter = Callable[[str], Page]
Come = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if chromium.path() is None:
        if os.environ.get("CI"):
            pytest.fail(chromium.MISSING)
        pytest.skip(chromium.MISSING)
    with chromium.started() as running:
        yield running


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that tests only read: what they send is refused, or stays with the person they are."""
    with serving(tmp_path_factory.mktemp("browser") / "demo") as running:
        yield running


@pytest.fixture(scope="package")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """A hall with votes of every kind. Its tests cast: each test takes voters of its own."""
    with halls.serving(tmp_path_factory.mktemp("hall") / "hall", countdown=6) as running:
        yield running


@pytest.fixture(scope="package")
def enter(browser: Browser, demo: Demo) -> Iterator[Enter]:
    """The page of somebody of the cast, by her handle; "" is a visitor. Each has one browser of her own."""
    opened: dict[str, BrowserContext] = {}

    def one(handle: str) -> Page:
        if handle not in opened:
            opened[handle] = browser.new_context(base_url=demo.address, reduced_motion="reduce")
            page = opened[handle].new_page()
            if handle:
                page.goto("/en/demo")
                page.locator(f"button[value={handle}]").click()
                page.wait_for_url("**/en/")
        return opened[handle].pages[0]

    yield one
    for context in opened.values():
        context.close()


@pytest.fixture
def come(browser: Browser, hall: Hall) -> Iterator[Come]:
    """Somebody of the hall comes with a new browser of hers, in one language; further options are Playwright's."""
    opened: list[BrowserContext] = []

    def one(handle: str, language: str = "en", **options: Any) -> Page:
        opened.append(browser.new_context(base_url=hall.address, reduced_motion="reduce", **options))
        page = opened[-1].new_page()
        if handle:
            page.goto(f"/{language}/demo")
            page.locator(f"button[value={handle}]").click()
            page.wait_for_url(f"**/{language}/")
        return page

    yield one
    for context in opened:
        context.close()
