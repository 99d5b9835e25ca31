"""Results in a real browser: no barrier in light and dark, legible on a small phone, whole on paper."""

import pytest

from tests.browser.chromium import Complaints
from tests.browser.conftest import Come
from tests.browser.hall import Hall
from tests.browser.test_ballot import no_barrier

RESULTS = ("circle", "refused", "run-off", "elected", "ordered", "approved")
LEAST_LETTER = 12


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_has_no_barrier(come: Come, hall: Hall, name: str) -> None:
    page = come("")
    complaints = Complaints(page)
    page.goto(f"/en{hall.path(name)}/result")
    for details in page.locator("main details").all():
        details.evaluate("each => { each.open = true; }")
    no_barrier(page)
    assert complaints.take() == []


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_fits_a_small_phone(come: Come, hall: Hall, name: str) -> None:
    page = come("", viewport={"width": 360, "height": 740})
    page.goto(f"/fr{hall.path(name)}/result")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for region in page.locator(".table-scroll").all():
        assert region.evaluate("each => getComputedStyle(each).overflowX") == "auto"
        assert region.get_attribute("tabindex") == "0", "whoever has only a keyboard scrolls it too"
        assert region.get_attribute("aria-labelledby")


def test_the_picture_is_read_as_one_image_with_the_table_as_its_twin(come: Come, hall: Hall) -> None:
    page = come("")
    page.goto(f"/en{hall.path('elected')}/result")
    picture = page.get_by_role("img")
    assert "The table above has every figure" in (picture.get_attribute("aria-label") or "")
    sizes = page.locator(".sankey text").evaluate_all(
        "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= LEAST_LETTER
    assert picture.evaluate("each => each.getBoundingClientRect().width / each.viewBox.baseVal.width") == 1
    table = page.get_by_role("table", name="Ballots of each option")
    sums = table.locator("tr.sum td").all_text_contents()
    assert len(set(sums)) == 1, "every round sums to the ballots cast"


def test_the_sentence_comes_first_and_the_circle_is_spelled_out(come: Come, hall: Hall) -> None:
    page = come("")
    page.goto(f"/en{hall.path('circle')}/result")
    told = page.locator("main").aria_snapshot()
    assert told.index("strongest chains of victories") < told.index("Enough delegates took part")
    assert "Amendment A1 beats Amendment A2, 8 to 4." in told
    assert "Amendment A3 beats Amendment A1, 7 to 5." in told
    assert 'cell "8 wins"' in told, "the matrix says in words who wins"


def test_on_paper_there_is_no_navigation_and_every_part_is_open(come: Come, hall: Hall) -> None:
    page = come("")
    page.goto(f"/en{hall.path('run-off')}/result")
    page.emulate_media(media="print")
    for hidden in (".places", ".masthead-side", ".colophon", ".demo-strip"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator("main details li").first.is_visible(), "what is folded on a screen stands on paper"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    width = page.locator(".sankey").evaluate("each => each.getBoundingClientRect().width")
    assert width <= page.locator("main").evaluate("each => each.getBoundingClientRect().width")


def test_with_forced_colours_the_ribbons_are_seen(come: Come, hall: Hall) -> None:
    page = come("", forced_colors="active")
    page.goto(f"/en{hall.path('run-off')}/result")
    colours = {
        name: page.locator(f".flow-{name}").first.evaluate(
            "each => getComputedStyle(each).fill + getComputedStyle(each).stroke"
        )
        for name in ("stays", "moves", "bar")
    }
    assert len(set(colours.values())) == len(colours)
