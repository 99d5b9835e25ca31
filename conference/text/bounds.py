"""Sizes and versions of the text engine: what it takes, what it does at once, and what to store beside its results.

The engine knows no event loop. Whoever calls it from one asks `is_large` and then leaves the loop
(`runtime.aside`); whoever takes texts from people checks them first.
"""

from collections.abc import Mapping
from typing import Final

from conference.text import (
    anchoring,
    assembly,
    collisions,
    comparison,
    diff,
    markdown,
    merge,
    parallel,
    provenance,
    sentences,
    versions,
    weave,
    words,
)
from conference.text.blocks import MAX_BLOCK_CHARS
from conference.text.markdown import MAX_SOURCE_CHARS
from conference.text.words import BadText

VERSIONS: Final[Mapping[str, int]] = {
    "words": words.VERSION,
    "sentences": sentences.VERSION,
    "diff": diff.VERSION,
    "merge": merge.VERSION,
    "weave": weave.VERSION,
    "assembly": assembly.VERSION,
    "collisions": collisions.VERSION,
    "anchoring": anchoring.VERSION,
    "comparison": comparison.VERSION,
    "provenance": provenance.VERSION,
    "markdown": markdown.VERSION,
    "parallel": parallel.VERSION,
    "versions": versions.VERSION,
}
"""The version of each algorithm: stored beside what it found, so that a later reader knows whether to find it anew."""

AT_ONCE_CHARS: Final = 2_000
"""Characters that may be compared on an event loop: some 2 ms for prose. Of sixty pairs of texts of very few words,
drawn at random, the slowest took 61 ms."""


def version_mark() -> str:
    """All versions in one short line to store: `words-2 sentences-2 …`; equal marks mean equal results."""
    return " ".join(f"{name}-{number}" for name, number in VERSIONS.items())


def cost(*texts: str) -> int:
    """What working on texts takes, in characters: prose takes some microseconds for each."""
    return sum(map(len, texts))


def is_large(*texts: str) -> bool:
    """Whether texts are worked on away from the event loop."""
    return cost(*texts) > AT_ONCE_CHARS


def check_text(text: str) -> str:
    """The text of one block, given back if it is not too long. Raises `BadText` (block-too-long)."""
    if len(text) > MAX_BLOCK_CHARS:
        raise BadText("block-too-long", limit=MAX_BLOCK_CHARS)
    return text


def check_source(source: str) -> str:
    """A whole file, given back if it is not too long. Raises `BadText` (text-too-long)."""
    if len(source) > MAX_SOURCE_CHARS:
        raise BadText("text-too-long", limit=MAX_SOURCE_CHARS)
    return source
