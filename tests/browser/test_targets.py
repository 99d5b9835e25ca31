"""On a phone every control of a vote's pages is at least 44 px each way, but for links that stand within a sentence."""

import pytest

from tests.browser.conftest import Enter

DELEGATE, CHAIR, TELLER = "guadalupe-morales", "claire-beaulieu", "yves-caron"
PAGES = (
    ("", "/rules"), ("", "/rules/choice/rehearsal"), ("", "/votes"), ("", "/votes/3"), ("", "/votes/3/result"),
    ("", "/votes/10/box"), (DELEGATE, "/votes/7/ballot"), (CHAIR, "/votes/8"), (CHAIR, "/votes/new"),
    (TELLER, "/votes/7/table"), (TELLER, "/votes/7/papers"), (TELLER, "/votes/9/hands"),
)  # fmt: skip
SMALL = """() => {
  for (const folded of document.querySelectorAll("main details")) folded.open = true;
  const controls = "main :is(a[href], button, summary, input:not([type=hidden]), select, textarea)";
  const within = (each) => each.matches("a") && getComputedStyle(each).display === "inline" &&
    [...each.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 1);
  const told = [];
  for (const each of document.querySelectorAll(controls)) {
    const place = (each.matches("[type=checkbox], [type=radio]") && each.closest("label")) || each;
    const box = place.getBoundingClientRect();
    if (box.width && !within(each) && (box.height < 43.5 || box.width < 43.5))
      told.push(`${each.tagName} ${box.width}x${box.height} ${each.textContent.trim().slice(0, 40)}`);
  }
  return told;
}"""


@pytest.mark.parametrize(("handle", "path"), PAGES, ids=[path for _, path in PAGES])
def test_a_thumb_hits_every_control(enter: Enter, handle: str, path: str) -> None:
    page = enter(handle)
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/fr{path}")
    told = page.evaluate(SMALL)
    page.set_viewport_size(size)
    assert told == []
