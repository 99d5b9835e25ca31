"""Long arithmetic aside from the event loop: comparing and merging large texts.

One thread does it, one piece of work after the other, so that ten of them at once slow the loop no more than one. Pure
Python hands the interpreter back every few milliseconds; what waits longer than there is patience for is refused.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, ParamSpec, TypeVar

from conference.core.errors import TooMany
from conference.core.words import N_

WAITING: Final = 32
"""Pieces of work that may stand in line."""

_thread = ThreadPoolExecutor(1, "aside")
_line = 0

P = ParamSpec("P")
T = TypeVar("T")


async def aside(work: Callable[P, T], /, *values: P.args, **named: P.kwargs) -> T:
    """What the work gives, done in the thread beside the loop. Raises `TooMany` (busy) when the line is full.

    For work on texts that `text.bounds.is_large` calls large; smaller work is done sooner where it stands.
    """
    global _line
    if _line >= WAITING:
        raise TooMany("busy", N_("Many large texts are being compared just now. Please try again in a moment."))
    _line += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_thread, partial(work, *values, **named))
    finally:
        _line -= 1
