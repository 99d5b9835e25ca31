"""What is too large is refused in a sentence, what is large leaves the event loop free, and versions are told."""

import asyncio
import time

import pytest

from conference.core.errors import TooMany
from conference.runtime import aside as aside_room
from conference.runtime.aside import aside
from conference.text import bounds
from conference.text.blocks import MAX_BLOCK_CHARS, Draft, Kind
from conference.text.comparison import compare_blocks
from conference.text.diff import after, diff
from conference.text.markdown import MAX_SOURCE_CHARS, parse, write
from conference.text.versions import first_version, next_version
from conference.text.words import BadText

PARAGRAPH = "In plant {0} the steward of shift {1} asks members about overtime, as the mandate says. "
BEAT = 0.01


async def beats(late):
    """A heartbeat on the loop: how late each beat came, in seconds."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(BEAT)
        late.append(time.perf_counter() - began - BEAT)


async def beside(work, *values):
    """What the work gives when done aside, how long it took, and how late the loop's beats came meanwhile."""
    late: list[float] = []
    heart = asyncio.create_task(beats(late))
    await asyncio.sleep(BEAT)
    began = time.perf_counter()
    try:
        result = await aside(work, *values)
    finally:
        took = time.perf_counter() - began
        heart.cancel()
    return result, took, late


def paragraphs(size):
    count = 0
    while size > 0:
        text = "".join(PARAGRAPH.format(count, each) for each in range(200))[:18_000].rsplit(". ", 1)[0] + "."
        yield text
        count, size = count + 1, size - len(text)


async def test_a_megabyte_against_a_megabyte_leaves_the_loop_free():
    old = [Draft(Kind.PARAGRAPH, text) for text in paragraphs(1_000_000)]
    new = [Draft(Kind.PARAGRAPH, each.text.replace("shift 7 ", "shift seven ")) for each in old]
    assert sum(len(each.text) for each in old) >= 1_000_000

    def compared():
        first = first_version(parse(write(old)), "en")
        second = next_version(first, parse(write(new)), "en")
        return compare_blocks(first.blocks, second.blocks, "en")

    found, took, late = await beside(compared)
    assert {each.comparison.figures.sentences_changed for each in found} == {1}
    # On the loop itself one beat would be late by all of the time that it took. A thread of pure Python hands the
    # interpreter back every 5 ms; the rest allows for its longest steps in C and for a machine with other work.
    assert max(late) < took / 3
    assert len(late) > 20


async def test_a_megabyte_in_one_text_is_compared_within_the_bound_of_steps():
    old = " ".join(paragraphs(1_000_000))
    new = old.replace("shift 7 ", "shift seven ")
    found, took, late = await beside(diff, old, new)
    assert after(found) == new
    assert max(late) < took / 3


@pytest.mark.parametrize(
    ("work", "text", "code"),
    [
        (bounds.check_text, "x" * 1_000_000, "block-too-long"),
        (bounds.check_source, "x" * (MAX_SOURCE_CHARS + 1), "text-too-long"),
        (parse, "x" * 1_000_000, "block-too-long"),
        (parse, "x\n" * 500_000, "block-too-long"),
        (parse, "- " * 10_000 + "x", "list-too-deep"),
        (parse, "\n".join(" " * depth + "- x" for depth in range(0, 1_900, 2)), "list-too-deep"),
    ],
)
async def test_what_is_too_large_is_refused_politely(work, text, code):
    with pytest.raises(BadText) as refused:
        await aside(work, text)
    assert refused.value.code == code
    assert refused.value.status == 422


def test_sixteen_kilobytes_of_two_words_are_answered():
    old, new = "strike fund " * 1_400, "fund strike " * 1_400 + "now"
    assert after(diff(old, new)) == new
    assert bounds.is_large(old, new)


async def test_the_line_aside_has_an_end(monkeypatch):
    monkeypatch.setattr(aside_room, "WAITING", 2)
    first = [asyncio.create_task(aside(time.sleep, 0.05)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(TooMany, match="busy"):
        await aside(time.sleep, 0)
    await asyncio.gather(*first)
    assert await aside(len, "abc") == 3


async def test_a_problem_aside_is_the_callers_and_frees_its_place():
    for _ in range(aside_room.WAITING + 1):
        with pytest.raises(BadText, match="block-too-long"):
            await aside(bounds.check_text, "x" * (MAX_BLOCK_CHARS + 1))


def test_sizes_and_versions_are_told():
    assert bounds.cost("abc", "de") == 5
    assert not bounds.is_large("x" * bounds.AT_ONCE_CHARS)
    assert bounds.is_large("x" * bounds.AT_ONCE_CHARS, "x")
    assert bounds.check_text("x" * MAX_BLOCK_CHARS)
    mark = bounds.version_mark()
    assert "words-3" in mark.split()
    assert len(mark.split()) == len(bounds.VERSIONS)
