"""Debian's Chromium, started quietly, and pages that remember what went wrong in them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

MISSING: Final = "Chromium is missing: install it, on Debian with `apt-get install chromium`."
ARGUMENTS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def path() -> str | None:
    """Where this machine's Chromium is, if it has one."""
    return shutil.which("chromium")


@contextmanager
def started() -> Iterator[Browser]:
    """A browser without a window. Raises `FileNotFoundError` where there is none."""
    program = path()
    if program is None:
        raise FileNotFoundError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Complaints:
    """What a page complained of: errors of its scripts, and whatever the content policy kept it from doing."""

    def __init__(self, page: Page) -> None:
        self._found: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda problem: self._found.append(str(problem)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._found.append(message.text)

    def take(self, *, answered: int = 200) -> list[str]:
        """The complaints since the last time. That a page answered with a refusal is one of them, unless expected."""
        found, self._found = self._found, []
        return [each for each in found if not (answered >= 400 and f"status of {answered}" in each)]
