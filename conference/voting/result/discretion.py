"""Whose figures stay untold: those of delegations so small that figures would tell how somebody voted."""

from collections.abc import Mapping
from typing import Final

SMALL: Final = 5
"""A delegation with fewer ballots shows only whether it is in favour."""


def untold(cast: Mapping[str, int]) -> frozenset[str]:
    """The delegations whose figures are held back, from the ballots that each of them cast.

    The whole is published, so one small delegation alone would be what is left after subtracting all others. Hence
    the next smallest is held back with it, until those held back are two or more with `SMALL` ballots together.
    """
    by_size = sorted((number, name) for name, number in cast.items() if number)
    held = [name for number, name in by_size if number < SMALL]
    if not held:
        return frozenset()
    for _, name in by_size[len(held) :]:
        if len(held) > 1 and sum(cast[each] for each in held) >= SMALL:
            break
        held.append(name)
    return frozenset(held)
