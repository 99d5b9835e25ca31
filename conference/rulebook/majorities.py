"""Majorities and quorums in whole sentences: one for each base and each share, since no sentence is glued from pieces.

Half, two thirds and all have words of their own; every other share is spoken as so many of every so many.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from conference.core.words import N_, Sentence

Key = tuple[str, str]
"""The base, and how the share is spoken."""
IN_FIGURES: Final = ("more-than", "at-least")

OVERALL: Final[Mapping[Key, str]] = {
    ("valid", "more-than-half"): N_(
        "To be adopted, more than half of the yes and no together must be yes; whoever abstains weighs neither way."
    ),
    ("valid", "at-least-half"): N_(
        "To be adopted, at least half of the yes and no together must be yes; whoever abstains weighs neither way."
    ),
    ("valid", "more-than-two-thirds"): N_(
        "To be adopted, more than two thirds of the yes and no together must be yes; whoever abstains weighs neither "
        "way."
    ),
    ("valid", "at-least-two-thirds"): N_(
        "To be adopted, at least two thirds of the yes and no together must be yes; whoever abstains weighs neither "
        "way."
    ),
    ("valid", "all"): N_(
        "To be adopted, all of the yes and no together must be yes; whoever abstains weighs neither way."
    ),
    ("valid", "more-than"): N_(
        "To be adopted, it needs more than %(part)s yes for every %(whole)s yes and no together; whoever abstains "
        "weighs neither way."
    ),
    ("valid", "at-least"): N_(
        "To be adopted, it needs at least %(part)s yes for every %(whole)s yes and no together; whoever abstains "
        "weighs neither way."
    ),
    ("cast", "more-than-half"): N_(
        "To be adopted, it needs a yes on more than half of the ballots cast, so that abstaining weighs like a no."
    ),
    ("cast", "at-least-half"): N_(
        "To be adopted, it needs a yes on at least half of the ballots cast, so that abstaining weighs like a no."
    ),
    ("cast", "more-than-two-thirds"): N_(
        "To be adopted, it needs a yes on more than two thirds of the ballots cast, so that abstaining weighs like a "
        "no."
    ),
    ("cast", "at-least-two-thirds"): N_(
        "To be adopted, it needs a yes on at least two thirds of the ballots cast, so that abstaining weighs like a no."
    ),
    ("cast", "all"): N_(
        "To be adopted, it needs a yes on all of the ballots cast, so that abstaining weighs like a no."
    ),
    ("cast", "more-than"): N_(
        "To be adopted, it needs a yes on more than %(part)s of every %(whole)s ballots cast, so that abstaining "
        "weighs like a no."
    ),
    ("cast", "at-least"): N_(
        "To be adopted, it needs a yes on at least %(part)s of every %(whole)s ballots cast, so that abstaining "
        "weighs like a no."
    ),
    ("present", "more-than-half"): N_(
        "To be adopted, it needs a yes from more than half of those present, so that whoever is in the room and does "
        "not say yes weighs like a no."
    ),
    ("present", "at-least-half"): N_(
        "To be adopted, it needs a yes from at least half of those present, so that whoever is in the room and does "
        "not say yes weighs like a no."
    ),
    ("present", "more-than-two-thirds"): N_(
        "To be adopted, it needs a yes from more than two thirds of those present, so that whoever is in the room and"
        " does not say yes weighs like a no."
    ),
    ("present", "at-least-two-thirds"): N_(
        "To be adopted, it needs a yes from at least two thirds of those present, so that whoever is in the room and "
        "does not say yes weighs like a no."
    ),
    ("present", "all"): N_(
        "To be adopted, it needs a yes from all of those present, so that whoever is in the room and does not say yes"
        " weighs like a no."
    ),
    ("present", "more-than"): N_(
        "To be adopted, it needs a yes from more than %(part)s of every %(whole)s people present, so that whoever is "
        "in the room and does not say yes weighs like a no."
    ),
    ("present", "at-least"): N_(
        "To be adopted, it needs a yes from at least %(part)s of every %(whole)s people present, so that whoever is "
        "in the room and does not say yes weighs like a no."
    ),
    ("entitled", "more-than-half"): N_(
        "To be adopted, it needs a yes from more than half of those on the roll, so that abstaining or staying away "
        "weighs like a no."
    ),
    ("entitled", "at-least-half"): N_(
        "To be adopted, it needs a yes from at least half of those on the roll, so that abstaining or staying away "
        "weighs like a no."
    ),
    ("entitled", "more-than-two-thirds"): N_(
        "To be adopted, it needs a yes from more than two thirds of those on the roll, so that abstaining or staying "
        "away weighs like a no."
    ),
    ("entitled", "at-least-two-thirds"): N_(
        "To be adopted, it needs a yes from at least two thirds of those on the roll, so that abstaining or staying "
        "away weighs like a no."
    ),
    ("entitled", "all"): N_(
        "To be adopted, it needs a yes from all of those on the roll, so that abstaining or staying away weighs like "
        "a no."
    ),
    ("entitled", "more-than"): N_(
        "To be adopted, it needs a yes from more than %(part)s of every %(whole)s people on the roll, so that "
        "abstaining or staying away weighs like a no."
    ),
    ("entitled", "at-least"): N_(
        "To be adopted, it needs a yes from at least %(part)s of every %(whole)s people on the roll, so that "
        "abstaining or staying away weighs like a no."
    ),
}
"""What a yes or no needs in the whole conference."""

INSIDE: Final[Mapping[Key, str]] = {
    ("valid", "more-than-half"): N_(
        "A delegation is in favour if more than half of its yes and no are yes; whoever abstains weighs neither way "
        "there."
    ),
    ("valid", "at-least-half"): N_(
        "A delegation is in favour if at least half of its yes and no are yes; whoever abstains weighs neither way "
        "there."
    ),
    ("valid", "more-than-two-thirds"): N_(
        "A delegation is in favour if more than two thirds of its yes and no are yes; whoever abstains weighs neither"
        " way there."
    ),
    ("valid", "at-least-two-thirds"): N_(
        "A delegation is in favour if at least two thirds of its yes and no are yes; whoever abstains weighs neither "
        "way there."
    ),
    ("valid", "all"): N_(
        "A delegation is in favour if all of its yes and no are yes; whoever abstains weighs neither way there."
    ),
    ("valid", "more-than"): N_(
        "A delegation is in favour if it has more than %(part)s yes for every %(whole)s yes and no together; whoever "
        "abstains weighs neither way there."
    ),
    ("valid", "at-least"): N_(
        "A delegation is in favour if it has at least %(part)s yes for every %(whole)s yes and no together; whoever "
        "abstains weighs neither way there."
    ),
    ("cast", "more-than-half"): N_(
        "A delegation is in favour if more than half of its ballots say yes, so that abstaining weighs like a no there."
    ),
    ("cast", "at-least-half"): N_(
        "A delegation is in favour if at least half of its ballots say yes, so that abstaining weighs like a no there."
    ),
    ("cast", "more-than-two-thirds"): N_(
        "A delegation is in favour if more than two thirds of its ballots say yes, so that abstaining weighs like a "
        "no there."
    ),
    ("cast", "at-least-two-thirds"): N_(
        "A delegation is in favour if at least two thirds of its ballots say yes, so that abstaining weighs like a no"
        " there."
    ),
    ("cast", "all"): N_(
        "A delegation is in favour if all of its ballots say yes, so that abstaining weighs like a no there."
    ),
    ("cast", "more-than"): N_(
        "A delegation is in favour if more than %(part)s of every %(whole)s of its ballots say yes, so that "
        "abstaining weighs like a no there."
    ),
    ("cast", "at-least"): N_(
        "A delegation is in favour if at least %(part)s of every %(whole)s of its ballots say yes, so that abstaining"
        " weighs like a no there."
    ),
    ("present", "more-than-half"): N_(
        "A delegation is in favour if more than half of its members in the room say yes, so that every other member "
        "in the room weighs like a no there."
    ),
    ("present", "at-least-half"): N_(
        "A delegation is in favour if at least half of its members in the room say yes, so that every other member in"
        " the room weighs like a no there."
    ),
    ("present", "more-than-two-thirds"): N_(
        "A delegation is in favour if more than two thirds of its members in the room say yes, so that every other "
        "member in the room weighs like a no there."
    ),
    ("present", "at-least-two-thirds"): N_(
        "A delegation is in favour if at least two thirds of its members in the room say yes, so that every other "
        "member in the room weighs like a no there."
    ),
    ("present", "all"): N_(
        "A delegation is in favour if all of its members in the room say yes, so that every other member in the room "
        "weighs like a no there."
    ),
    ("present", "more-than"): N_(
        "A delegation is in favour if more than %(part)s of every %(whole)s of its members in the room say yes, so "
        "that every other member in the room weighs like a no there."
    ),
    ("present", "at-least"): N_(
        "A delegation is in favour if at least %(part)s of every %(whole)s of its members in the room say yes, so "
        "that every other member in the room weighs like a no there."
    ),
    ("entitled", "more-than-half"): N_(
        "A delegation is in favour if more than half of its members on the roll say yes, so that abstaining or "
        "staying away weighs like a no there."
    ),
    ("entitled", "at-least-half"): N_(
        "A delegation is in favour if at least half of its members on the roll say yes, so that abstaining or staying"
        " away weighs like a no there."
    ),
    ("entitled", "more-than-two-thirds"): N_(
        "A delegation is in favour if more than two thirds of its members on the roll say yes, so that abstaining or "
        "staying away weighs like a no there."
    ),
    ("entitled", "at-least-two-thirds"): N_(
        "A delegation is in favour if at least two thirds of its members on the roll say yes, so that abstaining or "
        "staying away weighs like a no there."
    ),
    ("entitled", "all"): N_(
        "A delegation is in favour if all of its members on the roll say yes, so that abstaining or staying away "
        "weighs like a no there."
    ),
    ("entitled", "more-than"): N_(
        "A delegation is in favour if more than %(part)s of every %(whole)s of its members on the roll say yes, so "
        "that abstaining or staying away weighs like a no there."
    ),
    ("entitled", "at-least"): N_(
        "A delegation is in favour if at least %(part)s of every %(whole)s of its members on the roll say yes, so "
        "that abstaining or staying away weighs like a no there."
    ),
}
"""When a delegation is in favour."""

APPROVED: Final[Mapping[Key, str]] = {
    ("valid", "more-than-half"): N_(
        "To be chosen, an option must be approved on more than half of the ballots that approve of anything."
    ),
    ("valid", "at-least-half"): N_(
        "To be chosen, an option must be approved on at least half of the ballots that approve of anything."
    ),
    ("valid", "all"): N_("To be chosen, an option must be approved on all of the ballots that approve of anything."),
    ("valid", "more-than"): N_(
        "To be chosen, an option must be approved on more than %(part)s of every %(whole)s ballots that approve of "
        "anything."
    ),
    ("valid", "at-least"): N_(
        "To be chosen, an option must be approved on at least %(part)s of every %(whole)s ballots that approve of "
        "anything."
    ),
    ("cast", "more-than-half"): N_(
        "To be chosen, an option must be approved on more than half of the ballots cast, blank ones included."
    ),
    ("cast", "at-least-half"): N_(
        "To be chosen, an option must be approved on at least half of the ballots cast, blank ones included."
    ),
    ("cast", "all"): N_("To be chosen, an option must be approved on all of the ballots cast, blank ones included."),
    ("cast", "more-than"): N_(
        "To be chosen, an option must be approved on more than %(part)s of every %(whole)s ballots cast, blank ones "
        "included."
    ),
    ("cast", "at-least"): N_(
        "To be chosen, an option must be approved on at least %(part)s of every %(whole)s ballots cast, blank ones "
        "included."
    ),
    ("present", "more-than-half"): N_("To be chosen, an option must be approved by more than half of those present."),
    ("present", "at-least-half"): N_("To be chosen, an option must be approved by at least half of those present."),
    ("present", "all"): N_("To be chosen, an option must be approved by all of those present."),
    ("present", "more-than"): N_(
        "To be chosen, an option must be approved by more than %(part)s of every %(whole)s people present."
    ),
    ("present", "at-least"): N_(
        "To be chosen, an option must be approved by at least %(part)s of every %(whole)s people present."
    ),
    ("entitled", "more-than-half"): N_(
        "To be chosen, an option must be approved by more than half of those on the roll."
    ),
    ("entitled", "at-least-half"): N_(
        "To be chosen, an option must be approved by at least half of those on the roll."
    ),
    ("entitled", "all"): N_("To be chosen, an option must be approved by all of those on the roll."),
    ("entitled", "more-than"): N_(
        "To be chosen, an option must be approved by more than %(part)s of every %(whole)s people on the roll."
    ),
    ("entitled", "at-least"): N_(
        "To be chosen, an option must be approved by at least %(part)s of every %(whole)s people on the roll."
    ),
}
"""What an option needs to be chosen by approval."""

QUORUM: Final[Mapping[Key, str]] = {
    ("ballots", "more-than-half"): N_(
        "Nothing is decided unless more than half of those on the roll cast a ballot; whoever abstains takes part as "
        "well."
    ),
    ("ballots", "at-least-half"): N_(
        "Nothing is decided unless at least half of those on the roll cast a ballot; whoever abstains takes part as "
        "well."
    ),
    ("ballots", "all"): N_(
        "Nothing is decided unless all of those on the roll cast a ballot; whoever abstains takes part as well."
    ),
    ("ballots", "more-than"): N_(
        "Nothing is decided unless more than %(part)s of every %(whole)s people on the roll cast a ballot; whoever "
        "abstains takes part as well."
    ),
    ("ballots", "at-least"): N_(
        "Nothing is decided unless at least %(part)s of every %(whole)s people on the roll cast a ballot; whoever "
        "abstains takes part as well."
    ),
    ("presence", "more-than-half"): N_("Nothing is decided unless more than half of those on the roll are present."),
    ("presence", "at-least-half"): N_("Nothing is decided unless at least half of those on the roll are present."),
    ("presence", "all"): N_("Nothing is decided unless all of those on the roll are present."),
    ("presence", "more-than"): N_(
        "Nothing is decided unless more than %(part)s of every %(whole)s people on the roll are present."
    ),
    ("presence", "at-least"): N_(
        "Nothing is decided unless at least %(part)s of every %(whole)s people on the roll are present."
    ),
}
"""How many must take part."""


def majority(
    sentences: Mapping[Key, str], comparison: Mapping[str, Any], share: str, usual: str, strict: bool
) -> Sentence:
    """The sentence of a threshold or quorum; `share` names its share; `usual` is its base and `strict` whether
    it has to be exceeded, where it does not say so."""
    part = Fraction(*comparison.get(share, (1, 2)))
    base, how = comparison.get("of", usual), spoken(part, comparison.get("strict", strict))
    if how in IN_FIGURES or (base, how) not in sentences:
        plain = "more-than" if how.startswith("more-than") else "at-least"
        return Sentence(sentences[base, plain], {"part": part.numerator, "whole": part.denominator})
    return Sentence(sentences[base, how])


def lowest_terms(share: Sequence[int]) -> tuple[int, int]:
    """The same share in the smallest numbers: [2, 4] is spoken as 1 of every 2."""
    return Fraction(*share).as_integer_ratio()


def spoken(part: Fraction, strict: bool) -> str:
    """How a share is spoken: in words of its own, or in figures."""
    words = {Fraction(1, 2): "-half", Fraction(2, 3): "-two-thirds"}.get(part, "")
    return "all" if part == 1 else ("more-than" if strict else "at-least") + words
