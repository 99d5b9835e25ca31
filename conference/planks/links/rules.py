"""Kinds of links, which links can be, and which blocks a change reaches."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from conference.core.errors import Refused
from conference.core.words import N_


class Kind(StrEnum):
    """What the leaning block says of the other: it strengthens it, or it cannot stand without it."""

    REINFORCES = "reinforces"
    NEEDS = "needs"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: a plank's number and one of its blocks."""

    plank: int
    block: str


@dataclass(frozen=True, slots=True)
class Link:
    """`leaning` leans on `target`."""

    leaning: End
    kind: Kind
    target: End


def require(link: Link, known: Collection[End]) -> None:
    """Raise `Refused` for a link to nothing or to itself."""
    for each in (link.leaning, link.target):
        if each not in known:
            told = N_("Plank %(number)s has no block %(block)s.")
            raise Refused("no-such-block", told, number=each.plank, block=each.block)
    if link.leaning == link.target:
        raise Refused("leans-on-itself", N_("A block cannot lean on itself."))


def reached(links: Iterable[Link], changed: End) -> tuple[Link, ...]:
    """The links whose block leans on what is changed, what needs it first; in the order of planks and blocks.

    Only direct links: what leans on a leaning block is told when that one changes.
    """
    found = [each for each in links if each.target == changed]
    return tuple(sorted(found, key=lambda each: (each.kind != Kind.NEEDS, each.leaning.plank, each.leaning.block)))
