"""Texts: a megabyte against a megabyte, 16 kB of two words, 300 amendments of a plank of 500 blocks, deep lists.

Every time stands beside the time to cut as many characters into words in the same run: compare that ratio.
"""

import asyncio
import time
from collections.abc import Callable
from random import Random

from benchmarks.figures import Figure
from conference.runtime.aside import aside
from conference.text.blocks import MAX_BLOCKS, Draft, Kind
from conference.text.collisions import Kind as Change
from conference.text.collisions import Proposal, collisions, groups
from conference.text.comparison import compare_blocks
from conference.text.diff import diff
from conference.text.markdown import parse, write
from conference.text.sentences import sentences
from conference.text.versions import first_version, next_version
from conference.text.weave import weave
from conference.text.words import BadText, tokens

VOCABULARY = [
    *("strike", "fund", "local", "plant", "wage", "hour", "member", "vote", "of", "the", "a", "overtime", "mandate"),
    *("grève", "syndicat", "usine", "équipe", "heure", "de", "la", "les", "délégation", "d’abord"),
    *("huelga", "sindicato", "jornada", "planta", "delegación", "y", "en", "que", "reparto"),
]
MEGABYTE = 1_000_000
AMENDMENTS = 300
BEAT = 0.005


def measure() -> list[Figure]:
    draw = Random(2026)
    old = [Draft(Kind.PARAGRAPH, _prose(draw, 19_000)) for _ in range(MEGABYTE // 19_000 + 1)]
    new = [Draft(Kind.PARAGRAPH, _edited(draw, each.text, 50)) for each in old]
    whole = " ".join(each.text for each in old), " ".join(each.text for each in new)
    words = _seconds(lambda: [tokens(sentence) for text in whole for sentence in sentences(text)]) / sum(
        map(len, whole)
    )
    first = first_version(old, "en")
    second = next_version(first, new, "en")
    two = "strike fund " * 1_400, "fund strike " * 1_400 + "now"
    found = [
        ("reading 1 MB of Markdown", len(whole[0]), lambda: parse(write(old))),
        ("1 MB against 1 MB, one text", 2 * len(whole[0]), lambda: diff(*whole)),
        ("1 MB against 1 MB, ids carried", 2 * len(whole[0]), lambda: next_version(first, new, "en")),
        ("1 MB against 1 MB, by blocks", 2 * len(whole[0]), lambda: compare_blocks(first.blocks, second.blocks, "en")),
        ("16 kB of two words in turn", sum(map(len, two)), lambda: diff(*two)),
    ]
    figures = [_figure(name, size, _seconds(work), words) for name, size, work in found]
    return [*figures, *_amendments(draw, words), _deep_list(), asyncio.run(_heartbeat(whole))]


def _figure(name: str, size: int, took: float, words: float) -> Figure:
    ratio = took / (words * size)
    return Figure(name, f"{took * 1000:,.0f} ms, {ratio:.1f} × cutting it into words", "–", "", None)


def _amendments(draw: Random, words: float) -> list[Figure]:
    """A plank of as many blocks as there may be, its amendments spread over it, every tenth on the same block."""
    base = {f"p{number}": {"en": _prose(draw, 600)} for number in range(1, MAX_BLOCKS + 1)}
    blocks = [draw.choice([*base]) if number % 10 else "p7" for number in range(AMENDMENTS)]
    proposals = [
        Proposal(f"A{at}", Change.REPLACE, block, {"en": _edited(draw, base[block]["en"], 20)})
        for at, block in enumerate(blocks)
    ]
    size = sum(len(base[each.block]["en"]) + len(each.texts["en"]) for each in proposals)
    took = _seconds(lambda: collisions(base, proposals))
    hang_together = groups(collisions(base, proposals))
    name = f"{AMENDMENTS} amendments over {MAX_BLOCKS} blocks: {len(hang_together)} groups"
    block = _prose(draw, 19_000)
    texts = {f"A{at}": _edited(draw, block, 2_000) for at in range(AMENDMENTS)}
    woven = _seconds(lambda: weave(block, texts))
    return [
        _figure(name, size, took, words),
        _figure(f"{AMENDMENTS} amendments woven into one block of 19 kB", (AMENDMENTS + 1) * len(block), woven, words),
    ]


def _deep_list() -> Figure:
    began = time.perf_counter()
    try:
        parse("- " * 10_000 + "words")
        told = "taken"
    except BadText as refused:
        told = f"refused ({refused.code})"
    return Figure("a list 10,000 deep", f"{told} in {(time.perf_counter() - began) * 1000:.1f} ms", "–", "", None)


async def _heartbeat(whole: tuple[str, str]) -> Figure:
    late: list[float] = []

    async def beat() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            late.append(time.perf_counter() - began - BEAT)

    heart = asyncio.create_task(beat())
    began = time.perf_counter()
    await aside(diff, *whole)
    took = time.perf_counter() - began
    heart.cancel()
    late.sort()
    worst, usual = late[-1] * 1000, late[len(late) // 2] * 1000
    told = f"{usual:.0f} ms late at the median, {worst:.0f} ms at worst, in {took:.1f} s"
    return Figure("the loop beside 1 MB against 1 MB", told, "–", "", None)


def _prose(draw: Random, size: int) -> str:
    said: list[str] = []
    while size > 0:
        row = [
            f"{draw.choice(VOCABULARY)}{draw.choice(['', '', str(draw.randrange(50))])}"
            for _ in range(draw.randint(6, 20))
        ]
        said.append(" ".join(row).capitalize() + ".")
        size -= len(said[-1]) + 1
    return " ".join(said)


def _edited(draw: Random, text: str, every: int) -> str:
    """The text with about one word in so many replaced."""
    words = text.split(" ")
    for at in range(draw.randrange(min(every, len(words))), len(words), every):
        words[at] = draw.choice(VOCABULARY)
    return " ".join(words)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
