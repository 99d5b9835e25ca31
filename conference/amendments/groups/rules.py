"""In which order amendments are voted on, and why each stands where it stands: values in, values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from conference.amendments.rules import INSERTS, Kind, reading_order
from conference.core.errors import Refused
from conference.core.words import N_


class Because(StrEnum):
    """Why something is voted on where it is: the codes of the reasons, in the order of voting."""

    AMENDS = "amends-amendment"
    DELETES = "deletes"
    REPLACES = "replaces"
    INSERTS = "inserts"
    WHOLE = "whole-text"
    AS_AMENDED = "as-amended"


class Followed(StrEnum):
    """What a new text did to an amendment that was written for an earlier one."""

    MOVED = "anchored-moved"
    OVERLAP = "anchored-overlap"
    PRESENT = "anchored-present"
    GONE = "anchored-gone"
    FITS_AGAIN = "anchored-again"
    CONFIRMED = "anchored-confirmed"


FOLLOWED: Final[dict[str, str]] = {
    Followed.MOVED: N_("The text changed beside its words, so it was carried over to the new version as it is."),
    Followed.OVERLAP: N_(
        "The text changed at the same words. Its mover or the drafting committee says how it should read now."
    ),
    Followed.PRESENT: N_("The text now says already what it asked for."),
    Followed.GONE: N_("Its passage is no longer in the text."),
    Followed.FITS_AGAIN: N_(
        "It was not chosen, but its words still fit into the new text, so it lies on the table again."
    ),
    Followed.CONFIRMED: N_("A person has said how it should read in the new version."),
}

_PARENT_FIRST: Final = N_("%(below)s amends %(above)s, so it is voted on before it. Please give it an earlier place.")


@dataclass(frozen=True, slots=True)
class Motion:
    """An amendment as the order sees it. `parent`: the number of what it amends. `share`: of the words of its passage,
    before and after together, those that it changes, in the language in which it changes most."""

    number: int
    kind: str
    block: str
    parent: int | None = None
    degree: int = 1
    share: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Place:
    """One vote: on an amendment, on alternatives together (several numbers), or on the plank as amended (none)."""

    numbers: tuple[int, ...]
    because: Because
    share: Fraction = Fraction(0)

    @property
    def percent(self) -> int:
        return round(self.share * 100)


def reason(motion: Motion) -> Because:
    """To which rank of the order it belongs."""
    if motion.parent is not None:
        return Because.AMENDS
    if motion.kind == Kind.DELETE:
        return Because.DELETES
    if motion.kind in INSERTS:
        return Because.INSERTS
    return Because.WHOLE if motion.kind == Kind.SUBSTITUTE else Because.REPLACES


def order(
    motions: Sequence[Motion], rivals: Sequence[Sequence[int]] = (), chosen: Sequence[int] = ()
) -> tuple[Place, ...]:
    """The order of votes, whatever order the motions come in.

    Amendments to amendments first, those of the highest degree before the others; then what deletes a passage; then
    other wordings, the furthest removed from the text (the largest share of its words) first; then insertions;
    another whole text; and at last the plank as amended. Equals follow the order of the text and their numbers.
    Alternatives stand together where the first of them would stand. `chosen`: numbers in the order that the chair
    has given; what is not among them keeps its place behind the one that it would follow.
    """
    ranks = {each: at for at, each in enumerate(Because)}
    in_rank = sorted(motions, key=lambda each: _by_rule(each, ranks))
    sets = {number: tuple(each) for each in rivals for number in each}
    places: list[Place] = []
    seen: set[int] = set()
    open_ones = {each.number for each in in_rank}
    for each in in_rank:
        if each.number not in seen:
            numbers = tuple(other for other in sets.get(each.number, (each.number,)) if other in open_ones)
            places.append(Place(numbers, reason(each), each.share))
            seen.update(numbers)
    return (*_chosen(places, chosen), Place((), Because.AS_AMENDED))


def _by_rule(motion: Motion, ranks: Mapping[Because, int]) -> tuple[object, ...]:
    return ranks[reason(motion)], -motion.degree, -motion.share, reading_order(motion.block), motion.number


def _chosen(places: Sequence[Place], chosen: Sequence[int]) -> list[Place]:
    """The places in the chair's order; what she did not name stays behind what stood before it by the rule."""
    wanted = {number: at for at, number in enumerate(chosen)}
    keyed: list[tuple[int, int, Place]] = []
    last = -1
    for at, place in enumerate(places):
        named = [wanted[each] for each in place.numbers if each in wanted]
        last = min(named) if named else last
        keyed.append((last, at, place))
    return [place for _, _, place in sorted(keyed, key=lambda each: each[:2])]


def require_lawful(chosen: Sequence[int], motions: Sequence[Motion]) -> None:
    """Raise `Refused` (parent-first) for an order in which something is voted on before what amends it."""
    at = {number: place for place, number in enumerate(chosen)}
    for each in motions:
        if each.parent in at and each.number in at and at[each.number] > at[each.parent]:
            raise Refused("parent-first", _PARENT_FIRST, below=f"A{each.number}", above=f"A{each.parent}")
