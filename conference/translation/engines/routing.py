"""Which engine translates which pair, and in which order they are tried. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from conference.translation.engines.provider import Pair

HOUSE: Final = ("apertium",)
"""The engines that nothing leaves the machine by, and that a new conference starts with."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a conference has chosen: engines for each pair, else the default ones, in order; languages to go through;
    whether text may leave the machine."""

    by_pair: Mapping[Pair, tuple[str, ...]] = field(default_factory=dict)
    default: tuple[str, ...] = HOUSE
    pivots: tuple[str, ...] = ("es", "en")
    leaving: bool = False

    def engines(self, pair: Pair) -> tuple[str, ...]:
        return self.by_pair.get(pair, self.default)


@dataclass(frozen=True, slots=True)
class Able:
    """What an engine can do now."""

    pairs: frozenset[Pair]
    leaves_machine: bool


@dataclass(frozen=True, slots=True)
class Leg:
    """One translation by one engine."""

    engine: str
    pair: Pair


Route = tuple[Leg, ...]
"""One leg, or two that meet in a language between."""


def routes(pair: Pair, choices: Choices, able: Mapping[str, Able], *, stays_here: bool = False) -> list[Route]:
    """Every way to translate a pair, in the order to try them: the engines set for it, then through another language.
    None where nobody translates it. With `stays_here` no engine takes part that sends text off the machine."""
    direct: list[Route] = [(leg,) for leg in _legs(pair, choices, able, stays_here)]
    between = [pivot for pivot in choices.pivots if pivot not in pair]
    return direct + [
        (first, second)
        for pivot in between
        for first in _legs((pair[0], pivot), choices, able, stays_here)
        for second in _legs((pivot, pair[1]), choices, able, stays_here)
    ]


def _legs(pair: Pair, choices: Choices, able: Mapping[str, Able], stays_here: bool) -> Iterator[Leg]:
    for name in choices.engines(pair):
        engine = able.get(name)
        if engine and pair in engine.pairs and (not engine.leaves_machine or (choices.leaving and not stays_here)):
            yield Leg(name, pair)
