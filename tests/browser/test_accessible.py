"""Every page before axe-core, in every language by turns, light and dark; and none of them breaks on a narrow phone."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import Complaints
from tests.browser.conftest import Enter

AXE = Path(__file__).parent / "axe-core"
# All rules of its own choice, and the size of targets, which it leaves out unless asked.
RUN = "options => axe.run(document, options).then(found => found.violations)"
WHOLE: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
COLOURS: dict[str, Any] = {"runOnly": ["cat.color"], "resultTypes": ["violations"]}
LANGUAGES = {"en": "en", "fr": "fr-CA", "es": "es-MX"}

VISITOR, DELEGATE, CHAIR, COMMITTEE, TRANSLATOR, ORGANIZER, TELLER, SCRUTINEER = (
    "", "guadalupe-morales", "claire-beaulieu", "nadia-haddad", "lucia-fernandez", "pat-lindqvist", "yves-caron",
    "ruth-ansah",
)  # fmt: skip
PAGES = [
    (VISITOR, "/"),
    (VISITOR, "/planks"),
    (VISITOR, "/planks/1"),
    (VISITOR, "/planks/2?show=A15"),
    (VISITOR, "/planks/1/versions/1"),
    (VISITOR, "/planks/1/compare/1...3"),
    (VISITOR, "/planks/2/debate"),
    (DELEGATE, "/planks/1/note"),
    (VISITOR, "/posts/1"),
    (VISITOR, "/amendments"),
    (VISITOR, "/amendments?needs=all"),
    (VISITOR, "/amendments/A11"),
    (VISITOR, "/votes"),
    (VISITOR, "/votes/7"),
    (VISITOR, "/votes/3/result"),
    (VISITOR, "/votes/6/result"),
    (VISITOR, "/votes/9"),
    (VISITOR, "/votes/9/result"),
    (VISITOR, "/votes/10/result"),
    (VISITOR, "/votes/10/box"),
    (VISITOR, "/votes/10/lots"),
    (VISITOR, "/rules"),
    (VISITOR, "/rules/adoption/rehearsal"),
    (VISITOR, "/rules/choice/rehearsal"),
    (VISITOR, "/rules/election/rehearsal"),
    (VISITOR, "/rules/choice/rehearsal?ballots=A"),
    (VISITOR, "/resolutions"),
    (VISITOR, "/resolutions/1"),
    (VISITOR, "/resolutions/1?languages=en,fr,es"),
    (VISITOR, "/resolution"),
    (VISITOR, "/resolution/provenance"),
    (VISITOR, "/resolution/provenance/2"),
    (VISITOR, "/resolutions/1/report/CA"),
    (VISITOR, "/demo"),
    (VISITOR, "/register"),
    (VISITOR, "/register/sent"),
    (VISITOR, "/sign-in"),
    (VISITOR, "/password"),
    (VISITOR, "/planks/99"),
    (DELEGATE, "/"),
    (DELEGATE, "/planks/2"),
    (DELEGATE, "/planks/2/amend?block=p3"),
    (DELEGATE, "/posts/1/reply"),
    (DELEGATE, "/posts/1/reply?quote=1"),
    (DELEGATE, "/posts/1"),
    (DELEGATE, "/posts/1/history"),
    (DELEGATE, "/planks/2/debate?sort=newest"),
    (DELEGATE, "/planks/2/caucus"),
    (DELEGATE, "/caucus"),
    (DELEGATE, "/me/following"),
    (DELEGATE, "/amendments/A17"),
    (DELEGATE, "/votes/7"),
    (DELEGATE, "/votes/7/ballot"),
    (DELEGATE, "/me"),
    (COMMITTEE, "/credentials"),
    (COMMITTEE, "/credentials?state=accredited"),
    (COMMITTEE, "/invitations"),
    (COMMITTEE, "/roll"),
    (ORGANIZER, "/rules/edit"),
    (CHAIR, "/chair"),
    (CHAIR, "/votes/8"),
    (CHAIR, "/votes/new"),
    (CHAIR, "/roll"),
    (TELLER, "/votes/7"),
    (TELLER, "/votes/7/table"),
    (TELLER, "/votes/7/papers"),
    (TELLER, "/votes/9/hands"),
    (SCRUTINEER, "/votes/10/result"),
    (CHAIR, "/amendments/A17"),
    (CHAIR, "/resolutions"),
    (TRANSLATOR, "/translate"),
    (TRANSLATOR, "/translate/1/es"),
]
# Pages that refuse: what is not there, and ballots that say too little, with the form to mend them.
REFUSED = {"/planks/99": 404, "/rules/choice/rehearsal?ballots=A": 422}
NARROW = 320
# Every page in French, whose words are the longest, and some in each of the others: the templates are the same.
VISITS = [
    pytest.param(language, handle, path, id=f"{language}-{handle or 'visitor'}:{path}")
    for turn, (handle, path) in enumerate(PAGES)
    for language in (("fr",), ("fr", "en"), ("fr",), ("fr", "es"))[turn % 4]
]


@pytest.fixture(scope="module")
def complaints() -> dict[int, Complaints]:
    return {}


@pytest.mark.parametrize(("language", "handle", "path"), VISITS)
def test_no_page_has_a_barrier(
    enter: Enter, complaints: dict[int, Complaints], language: str, handle: str, path: str
) -> None:
    page = enter(handle)
    heard = complaints.setdefault(id(page), Complaints(page))
    heard.take()
    page.emulate_media(color_scheme="light")
    answer = page.goto(f"/{language}{path}", wait_until="load")
    assert answer is not None
    assert answer.status == REFUSED.get(path, 200)
    assert page.get_attribute("html", "lang") == LANGUAGES[language]
    assert barriers(page, WHOLE) == []
    page.emulate_media(color_scheme="dark")
    assert barriers(page, COLOURS) == []
    assert widest_on_a_narrow_phone(page) <= NARROW
    assert heard.take(answered=answer.status) == []


def widest_on_a_narrow_phone(page: Page) -> int:
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": NARROW, "height": 640})
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(size)
    return wide


def test_the_check_pages_have_no_barrier_either(enter: Enter) -> None:
    page = enter(DELEGATE)
    page.emulate_media(color_scheme="light")
    page.goto("/en/votes/7/ballot")
    page.locator("select").first.select_option("1")
    page.locator("form[data-ballot] .button-main").click()
    page.wait_for_url("**/ballot/check")
    assert barriers(page, WHOLE) == []
    page.goto("/es/planks/2/amend?block=p3")
    page.locator("textarea[name=text]").fill("Otro texto, más corto.")
    page.locator("textarea[name=reason]").fill("Es más claro.")
    page.locator("form[data-draft] .button-main").click()
    page.wait_for_url("**/amend/check")
    assert barriers(page, WHOLE) == []


def test_a_form_with_errors_has_no_barrier(enter: Enter) -> None:
    page = enter(VISITOR)
    page.emulate_media(color_scheme="light")
    page.goto("/fr/register")
    page.locator("form[action='/fr/register'] button").click()
    page.wait_for_selector("[aria-invalid=true]")
    assert barriers(page, WHOLE) == []


def test_the_engine_is_the_one_that_its_authors_shipped() -> None:
    for package in tomllib.loads((AXE / "VENDOR.toml").read_text())["package"]:
        for file in package["file"]:
            assert hashlib.sha256((AXE.parent / file["path"]).read_bytes()).hexdigest() == file["sha256"]


def barriers(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe-core finds wrong, each as a rule, the element and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
    return [
        f"{found['id']}: {' '.join(node['target'])}: {node['failureSummary']}"
        for found in page.evaluate(RUN, options)
        for node in found["nodes"]
    ]
