"""Takes the README's pictures from a demo that it starts itself: `make pictures` writes them into docs/pictures/."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.journeys.server import serving

HERE: Final = Path(__file__).parent / "pictures"
SIZES: Final = {"desktop": (1280, 800), "phone": (390, 844)}
DELEGATE: Final = "beatriz-nava"
# name, address, signed in; each language is seen once
PAGES: Final = (
    ("home", "/en/", True),
    ("plank", "/es/planks/2", False),
    ("ballot", "/fr/votes/7/ballot", True),
    ("result", "/en/votes/3/result", False),
    ("resolution", "/en/resolutions/1?languages=en,fr,es", False),
)


def main() -> None:
    try:
        with TemporaryDirectory() as folder, serving(Path(folder) / "demo") as demo, chromium.started() as browser:
            HERE.mkdir(exist_ok=True)
            for size, (width, height) in SIZES.items():
                take_all(browser, demo.address, size, width, height)
    except FileNotFoundError as problem:
        sys.exit(str(problem))


def take_all(browser: Browser, address: str, size: str, width: int, height: int) -> None:
    """Every page in one size; the delegate's pages by the delegate, the others by a visitor."""
    visitor, delegate = (
        browser.new_context(base_url=address, viewport={"width": width, "height": height}).new_page() for _ in range(2)
    )
    delegate.goto("/en/demo")
    delegate.locator(f"button[value={DELEGATE}]").click()
    delegate.wait_for_url("**/en/")
    for name, path, signed_in in PAGES:
        page = delegate if signed_in else visitor
        page.goto(path)
        prepare(page, name)
        page.screenshot(path=HERE / f"{name}-{size}.png")


def prepare(page: Page, name: str) -> None:
    """What a person would have done before looking: scrolled to what matters, and on the ballot ranked two texts."""
    page.evaluate("document.fonts.ready.then(() => true)")
    if name == "ballot":
        page.locator(".option select").nth(2).select_option("1")
        page.locator(".option select").nth(2).select_option("2")
        page.evaluate("document.activeElement.blur()")
    if name == "plank":
        show_from(page, "#p6")
    if name == "ballot" and is_phone(page):
        show_from(page, ".ranking")
    page.wait_for_timeout(300)


def is_phone(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] < 600


def show_from(page: Page, selector: str) -> None:
    """Scroll until this stands at the top, under the places where those stay in view."""
    above = 16 if is_phone(page) else 70
    page.locator(selector).first.evaluate(
        "(place, above) => scrollBy(0, place.getBoundingClientRect().top - above)", above
    )


if __name__ == "__main__":
    main()
