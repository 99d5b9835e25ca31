"""Several new orders of one row of things: what was taken out, moved and put in, and where the orders disagree.

Things are known by keys; the same key in two orders is the same thing. Blocks of a plank and sentences of a block are
ordered by the same rules.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum


class Discord(StrEnum):
    """How orders disagree about a thing, or about a place."""

    DELETED_AND_EDITED = "deleted-and-edited"
    DELETED_AND_MOVED = "deleted-and-moved"
    MOVED_APART = "moved-apart"
    SAME_PLACE = "same-place"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The labels that disagree about a key. For SAME_PLACE it is the key before the place, empty at the start."""

    code: Discord
    key: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """The keys in their new order, who brought a place or an end to each key, and the disagreements.

    What is disputed stays where the base has it; things put into one place by several stand there all.
    """

    keys: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class _Order:
    """One order against the base: what it lacks, and what it has at each place (before the base's thing `n`)."""

    lacks: frozenset[str]
    placed: Mapping[int, tuple[str, ...]]
    moved: Mapping[str, int]


def arrange(base: Sequence[str], orders: Mapping[str, Sequence[str]], edited: Mapping[str, Set[str]]) -> Arranged:
    """Bring several orders of a base together, three ways for any number of sides; the order of labels is no matter.

    A key stands once in an order. `edited` names, for keys of the base, the labels that changed the thing itself: no
    one else may take it out then. Things that keep their order among themselves as long as possible count as staying,
    the others as moved.
    """
    places = {key: at for at, key in enumerate(base)}
    read = {label: _order(places, orders[label]) for label in sorted(orders)}
    found = [each for key in base if (each := _about(key, read, edited.get(key, frozenset())))]
    disputed = {each.key for each in found}
    rows: dict[str, None] = {}
    for at in range(len(base) + 1):
        given = {label: keys for label, order in read.items() if (keys := _undisputed(order, at, disputed))}
        if len(set(given.values())) > 1:
            found.append(Disagreement(Discord.SAME_PLACE, base[at - 1] if at else "", tuple(given)))
        rows |= dict.fromkeys(key for keys in given.values() for key in keys)
        if at < len(base) and (base[at] in disputed or not _leaves(base[at], read)):
            rows[base[at]] = None
    return Arranged(tuple(rows), _credited(read, disputed), tuple(found))


def _undisputed(order: _Order, at: int, disputed: Set[str]) -> tuple[str, ...]:
    return tuple(key for key in order.placed.get(at, ()) if key not in disputed)


def _order(places: Mapping[str, int], keys: Sequence[str]) -> _Order:
    known = [key for key in keys if key in places]
    stays = {known[at] for at in rising([places[key] for key in known])}
    placed: dict[int, list[str]] = {}
    here = 0
    for key in keys:
        if key in stays:
            here = places[key] + 1
        else:
            placed.setdefault(here, []).append(key)
    moved = {key: at for at, each in placed.items() for key in each}
    return _Order(frozenset(places) - frozenset(known), {at: tuple(each) for at, each in placed.items()}, moved)


def rising(numbers: Sequence[int]) -> list[int]:
    """Indices of a longest row of rising numbers, in order; of several as long, always the same one."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        place = bisect_left(tops, number)
        before.append(ends[place - 1] if place else None)
        tops[place : place + 1], ends[place : place + 1] = [number], [at]
    row: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        row.append(last)
        last = before[last]
    return row[::-1]


def _about(key: str, read: Mapping[str, _Order], editors: Set[str]) -> Disagreement | None:
    lacking = {label for label, order in read.items() if key in order.lacks}
    moved = {label: order.moved[key] for label, order in read.items() if key in order.moved}
    if lacking and editors - lacking:
        return Disagreement(Discord.DELETED_AND_EDITED, key, tuple(sorted(lacking | editors)))
    if lacking and moved:
        return Disagreement(Discord.DELETED_AND_MOVED, key, tuple(sorted(lacking | {*moved})))
    if len(set(moved.values())) > 1:
        return Disagreement(Discord.MOVED_APART, key, tuple(sorted(moved)))
    return None


def _leaves(key: str, read: Mapping[str, _Order]) -> bool:
    return any(key in order.lacks or key in order.moved for order in read.values())


def _credited(read: Mapping[str, _Order], disputed: Set[str]) -> dict[str, tuple[str, ...]]:
    brought: dict[str, tuple[str, ...]] = {}
    for label, order in read.items():
        for key in (*order.moved, *order.lacks):
            if key not in disputed:
                brought[key] = (*brought.get(key, ()), label)
    return brought
