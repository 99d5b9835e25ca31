"""What follows when a laid plank's text has changed: later rooms say so, since this one does not know them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from conference.core.actor import Actor
from conference.planks.models import Plank
from conference.planks.rules import BlockChange, ChangeKind


@dataclass(frozen=True, slots=True)
class Changed:
    """A new version of a plank (its row says which), and what made it: an amendment such as `A12`, or `edited`.

    `went_to` leads from a block that is gone to the one that took its words in. `titles` are those before, where they
    have changed.
    """

    plank: Plank
    cause: str
    went_to: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] | None = None


Follows = Callable[[Actor, Changed], Awaitable[None]]
_follows: list[Follows] = []


def followed_by(follows: Follows) -> None:
    """A later room does what follows from a new version, in the transaction that makes it."""
    _follows.append(follows)


async def tell(actor: Actor, changed: Changed) -> None:
    """A new version stands."""
    for follows in _follows:
        await follows(actor, changed)


def joined(order: Sequence[str], changes: Sequence[BlockChange]) -> dict[str, str]:
    """Where the words of blocks went that were joined to the one before them. `order`: the block ids before."""
    return {
        order[order.index(each.block) + 1]: each.block
        for each in changes
        if each.kind == ChangeKind.JOIN and each.block in order[:-1]
    }
