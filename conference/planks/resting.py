"""When the text of a laid plank rests: later rooms say so, since this one does not know them."""

from collections.abc import Awaitable, Callable

from conference.core.verdict import YES, Verdict

Bars = Callable[[int], Awaitable[Verdict]]
_bars: list[Bars] = []


def barred_by(bars: Bars) -> None:
    """A later room says whether anything keeps the drafting committee from editing a laid plank (given by its key)."""
    _bars.append(bars)


async def rests(plank_id: int) -> Verdict:
    """The first reason why the text rests; yes where it may be edited."""
    for bars in _bars:
        verdict = await bars(plank_id)
        if not verdict:
            return verdict
    return YES
