"""What follows for other amendments from one: the room of groups says so, since steps are taken without knowing it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from conference.amendments.models import Amendment
from conference.core.actor import Actor

Reworded = Callable[[Actor, Amendment, Mapping[str, str], str], Awaitable[None]]
"""Who acts, the amendment with its new words, its words before, and what brought them."""
Readmitted = Callable[[Actor, Sequence[int]], Awaitable[None]]
_reworded: list[Reworded] = []
_readmitted: list[Readmitted] = []


def followed_by(reworded: Reworded, readmitted: Readmitted) -> None:
    """What is done when an amendment has other words, and when amendments lie on the table again."""
    _reworded[:], _readmitted[:] = [reworded], [readmitted]


async def reworded(actor: Actor, upper: Amendment, before: Mapping[str, str], cause: str) -> None:
    """The wording of an amendment has changed, and with it the text that others amend."""
    for follows in _reworded:
        await follows(actor, upper, before, cause)


async def readmitted(actor: Actor, numbers: Sequence[int]) -> None:
    """Amendments lie on the table again; the text may have changed meanwhile."""
    for follows in _readmitted:
        await follows(actor, numbers)
