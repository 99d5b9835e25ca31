"""Long comparisons leave the event loop: whole texts, and passages that are nearly as long.

What was compared once is kept for a while: many people open the same amendment in the same minutes.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final, ParamSpec, TypeVar

from conference.runtime.aside import aside
from conference.text import diff
from conference.text.bounds import is_large
from conference.text.diff import Change, Summary

KEPT: Final = 64
"""Comparisons that are kept."""
FIGURES_KEPT: Final = 4_096
"""Figures of short texts that are kept."""

_kept: OrderedDict[tuple[str, str], tuple[Change, ...]] = OrderedDict()
_figures: OrderedDict[tuple[str, str], Summary] = OrderedDict()
P = ParamSpec("P")
T = TypeVar("T")


async def changes(old: str, new: str) -> tuple[Change, ...]:
    """The difference of two texts, in words."""
    if not is_large(old, new):
        return diff.diff(old, new)
    found = _kept.get((old, new))
    if found is None:
        found = await aside(diff.diff, old, new)
        _kept[old, new] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


async def summaries(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Summary]:
    """What each pair of texts (before, after) amounts to: for lists, which show the figures of hundreds. One that
    breaks the comparison is left out."""
    wanted = {*pairs}
    fresh = [each for each in wanted if each not in _figures]
    found = await by_size((text for each in fresh for text in each), _summed, fresh)
    found |= {each: _figures[each] for each in wanted if each in _figures}
    _figures.update({each: one for each, one in found.items() if not is_large(*each)})
    while len(_figures) > FIGURES_KEPT:
        _figures.popitem(last=False)
    return found


def _summed(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Summary]:
    found = {}
    for old, new in pairs:
        with suppress(Exception):  # one hostile text must not hide all the others
            found[old, new] = diff.summary(diff.diff(old, new))
    return found


async def by_size(texts: Iterable[str], work: Callable[P, T], /, *values: P.args, **named: P.kwargs) -> T:
    """What the work gives, done beside the loop where these texts together are large."""
    return await aside(work, *values, **named) if is_large(*texts) else work(*values, **named)
