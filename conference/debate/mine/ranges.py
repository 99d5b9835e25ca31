"""Exact ranges of numbers that were read: "1-40 43 50-60", in order, never touching each other."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

Range = tuple[int, int]
"""The first and the last number, both read."""
LARGEST: Final = 999_999
MOST: Final = 2_000
"""Ranges that one request may bring."""
_RANGE: Final = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")


def parsed(text: str) -> tuple[Range, ...]:
    """The ranges of a text; what is none is left out."""
    found = (_RANGE.fullmatch(word) for word in re.split(r"[ ,]+", text.strip())[:MOST])
    pairs = ((int(each[1]), int(each[2] or each[1])) for each in found if each)
    return joined(pair for pair in pairs if 1 <= pair[0] <= pair[1])


def written(ranges: Iterable[Range]) -> str:
    return " ".join(f"{first}-{last}" if last > first else str(first) for first, last in ranges)


def joined(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same numbers in as few ranges as there can be."""
    found: list[Range] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def of_numbers(numbers: Iterable[int]) -> tuple[Range, ...]:
    return joined((number, number) for number in numbers)


def until(ranges: Iterable[Range], newest: int) -> tuple[Range, ...]:
    """Only numbers that there are."""
    return tuple((first, min(last, newest)) for first, last in ranges if first <= newest)


def gaps(ranges: Iterable[Range], newest: int) -> Iterator[Range]:
    """What lies between, from 1 to `newest`."""
    expected = 1
    for first, last in ranges:
        if first > newest:
            break
        if first > expected:
            yield expected, first - 1
        expected = last + 1
    if expected <= newest:
        yield expected, newest


def unread(ranges: Iterable[Range], newest: int, gone: Iterable[int] = ()) -> tuple[int, int | None]:
    """How many numbers were not read, and the first of them; numbers of posts that are gone do not count."""
    missing, count, first = set(gone), 0, None
    for begin, end in gaps(ranges, newest):
        within = sum(1 for number in missing if begin <= number <= end)
        count += end - begin + 1 - within
        if first is None and end - begin + 1 > within:
            first = next(number for number in range(begin, end + 1) if number not in missing)
    return count, first
