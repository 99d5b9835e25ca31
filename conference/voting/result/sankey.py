"""Where the ballots went from round to round, as geometry: whole numbers that a template writes as SVG.

Every option has a lane of its own, so that its name and figure always stand in clear space above its bar. What an
option keeps runs on inside the lane; what it gives away bends into the lanes of those who gain. Where several options
give at once nobody can say who gave to whom, so their ribbons first run together and part again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

BAR: Final = 14
PITCH: Final = 168
HEAD: Final = 40
GAP: Final = 14
EDGE: Final = 8
PLOT: Final = 260
MOST_ROUNDS: Final = 40


@dataclass(frozen=True, slots=True)
class Round:
    """Votes by option, the ballots without a further choice, and what became of options in this round."""

    votes: Mapping[str, Fraction]
    rest: Fraction
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """The votes of one option in one round. `option` is empty for ballots without a further choice."""

    option: str
    round: int
    x: int
    y: int
    height: int
    mark: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Votes on their way from one round to the next. `kind`: `stays`, `moves`, or `ends` (no further choice)."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole drawing, in units of one pixel."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]


def picture(order: Sequence[str], rounds: Sequence[Round]) -> Picture | None:
    """The drawing, options in the order given; None where there is nothing to follow, or far too much."""
    if not 2 <= len(rounds) <= MOST_ROUNDS:
        return None
    columns = [_column(order, each) for each in rounds]
    whole = max(sum(column.values(), Fraction(0)) for column in columns)
    if not whole:
        return None
    scale = Fraction(PLOT) / whole
    keys = [key for key in (*order, "") if any(column.get(key) for column in columns)]
    tops, height = _lanes(keys, columns, scale)
    bars = [
        Bar(key, number, _x(number), tops[key], _height(votes, scale), rounds[number].marks.get(key, ""))
        for number, column in enumerate(columns)
        for key, votes in column.items()
        if votes
    ]
    ribbons = [
        ribbon
        for number in range(len(columns) - 1)
        for ribbon in _between(number, columns[number], columns[number + 1], tops, scale)
    ]
    return Picture(_x(len(columns) - 1) + PITCH, height, tuple(bars), tuple(ribbons))


def _column(order: Sequence[str], each: Round) -> dict[str, Fraction]:
    return {key: each.votes[key] for key in order if key in each.votes} | {"": each.rest}


def _lanes(
    keys: Sequence[str], columns: Sequence[Mapping[str, Fraction]], scale: Fraction
) -> tuple[dict[str, int], int]:
    """The top of every lane's bars, and the height of all."""
    tops, y = {}, 0
    for key in keys:
        tops[key] = y + HEAD
        y += HEAD + GAP + max(_height(column.get(key, Fraction(0)), scale) for column in columns)
    return tops, y


def _x(number: int) -> int:
    return EDGE + number * PITCH


def _height(votes: Fraction, scale: Fraction) -> int:
    """Whatever is above nothing can be seen."""
    return max(2, int(votes * scale)) if votes else 0


def _between(
    number: int,
    before: Mapping[str, Fraction],
    after: Mapping[str, Fraction],
    tops: Mapping[str, int],
    scale: Fraction,
) -> list[Ribbon]:
    """The ribbons from one round to the next."""
    change = {key: after.get(key, Fraction(0)) - before.get(key, Fraction(0)) for key in {**before, **after}}
    kept = {key: min(before.get(key, Fraction(0)), after.get(key, Fraction(0))) for key in change}
    givers = [key for key in before if change[key] < 0]
    takers = [key for key in after if change[key] > 0]
    left, right = _x(number) + BAR, _x(number + 1)

    def below(key: str, votes: Fraction) -> int:
        return tops[key] + int(votes * scale)

    ribbons = [
        Ribbon("stays", _path(left, right, tops[key], tops[key], _height(votes, scale)))
        for key, votes in kept.items()
        if votes
    ]
    taken = {key: below(key, kept[key]) for key in takers}
    if len(givers) == 1:
        start = below(givers[0], kept[givers[0]])
        for key in takers:
            thick = _height(change[key], scale)
            kind = "moves" if key else "ends"
            ribbons.append(Ribbon(kind, _path(left, right, start, taken[key], thick)))
            start += int(change[key] * scale)
        return ribbons
    return ribbons + _pooled(left, right, {key: below(key, kept[key]) for key in givers}, taken, change, scale)


def _pooled(
    left: int,
    right: int,
    given: Mapping[str, int],
    taken: Mapping[str, int],
    change: Mapping[str, Fraction],
    scale: Fraction,
) -> list[Ribbon]:
    """Several give at once: all that is given meets half way, and parts again."""
    if not given or not taken:
        return []
    middle = (left + right) // 2
    ends = [*given.values(), *taken.values()]
    start = at = (min(ends) + max(ends)) // 2
    ribbons = []
    for key, y in given.items():
        thick = _height(-change[key], scale)
        ribbons.append(Ribbon("moves", _path(left, middle, y, at, thick)))
        at += int(-change[key] * scale)
    at = start
    for key, y in taken.items():
        thick = _height(change[key], scale)
        ribbons.append(Ribbon("moves" if key else "ends", _path(middle, right, at, y, thick)))
        at += int(change[key] * scale)
    return ribbons


def _path(left: int, right: int, start: int, end: int, thick: int) -> str:
    """A ribbon between two upright edges."""
    half = (left + right) // 2
    return (
        f"M{left} {start}C{half} {start} {half} {end} {right} {end}V{end + thick}"
        f"C{half} {end + thick} {half} {start + thick} {left} {start + thick}Z"
    )
