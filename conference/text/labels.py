"""Ids of blocks and segments: `p3`, `p3a`, `p3s2`, `p3s2b`. They are labels, not numbers to sort by.

A letter marks what was inserted later; numbers are given once. The letters leave out i, l, o and s, which print
alike with a digit or look like the sign between block and segment.
"""

import re
from collections.abc import Collection
from itertools import count
from typing import Final

from conference.text.words import BadText

_LETTERS: Final = "abcdefghjkmnpqrtuvwxyz"
_BLOCK: Final = re.compile(rf"(?P<stem>p\d+)[{_LETTERS}]*")
_SEGMENT: Final = re.compile(rf"(?P<stem>(?P<block>p\d+[{_LETTERS}]*)s\d+)[{_LETTERS}]*")


def new_block_id(after: str | None, taken: Collection[str]) -> str:
    """The id of a block inserted after another one: `p3a`, then `p3b`, …; `p0a` at the very start (`None`).

    `taken` holds every id that the text ever had, since an id never comes back for another block. Raises
    `BadText` (malformed-id) when `after` is no block's id.
    """
    return _next(_part(_BLOCK, after or "p0", "stem"), {*taken})


def new_segment_id(after: str, taken: Collection[str]) -> str:
    """The id of a segment inserted after another one: `p3s2a`, then `p3s2b`, …

    `after` is `p3s0` for a place before the first segment. Otherwise as `new_block_id`.
    """
    return _next(_part(_SEGMENT, after, "stem"), {*taken})


def block_of(segment_id: str) -> str:
    """The id of the block that a segment stands in. Raises `BadText` (malformed-id)."""
    return _part(_SEGMENT, segment_id, "block")


def is_block_id(label: str) -> bool:
    """Whether a label has the form of a block's id."""
    return _BLOCK.fullmatch(label) is not None


def _part(form: re.Pattern[str], label: str, part: str) -> str:
    if not (found := form.fullmatch(label)):
        raise BadText("malformed-id")
    return found.group(part)


def _next(stem: str, taken: set[str]) -> str:
    return next(label for number in count() if (label := stem + _letters(number)) not in taken)


def _letters(number: int) -> str:
    """a, b, … z, aa, ab, …: counting without a zero."""
    number, last = divmod(number, len(_LETTERS))
    return (_letters(number - 1) if number else "") + _LETTERS[last]
