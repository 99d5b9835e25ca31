"""Meek's single transferable vote: elected options keep just the part of every vote that they need."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from conference.tally.ballots import Line, Papers
from conference.tally.figures import exact
from conference.tally.ties import Aim, TieBreaker, Undrawn
from conference.tally.trace import Code

PLACES = 30
"""Decimals of the fixed-point numbers; whole numbers throughout, so every machine gets the same."""

ONE = 10**PLACES

SAME = 10 ** (PLACES - 15)
"""Votes closer than 1e-15 are equal: a difference that small is left over from the iteration."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The iteration at which somebody was elected, or after which somebody goes out.
    In units of 1e-30 votes; tally and exhausted always sum to the papers cast."""

    action: str
    option: int | None
    tally: Mapping[int, int]
    quota: int
    exhausted: int
    elected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """All stages; `tie` when a tie without a lot stopped the count."""

    stages: tuple[Stage, ...]
    elected: tuple[int, ...]
    excluded: tuple[int, ...]
    tie: Undrawn | None = None


def votes_of(units: int) -> Fraction:
    """Fixed-point units as votes."""
    return Fraction(units, ONE)


@dataclass(slots=True)
class _Count:
    seats: int
    tolerance: int
    names: Sequence[str]
    ties: TieBreaker
    lines: Counter[Line]
    cast: int
    keep: dict[int, int]
    elected: list[int] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    action: tuple[str, int | None] = ("first", None)
    tally: dict[int, int] = field(default_factory=dict)
    quota: int = 0

    @property
    def hopeful(self) -> list[int]:
        return [option for option in self.keep if option not in self.elected and option not in self.excluded]

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.elected)

    def collapse(self) -> Counter[Line]:
        """Papers that differ only below the first hopeful option, which keeps all that it gets, together."""
        settled = frozenset(self.elected)
        short: Counter[Line] = Counter()
        for line, count in self.lines.items():
            depth = 0
            while depth < len(line) and line[depth] in settled:
                depth += 1
            short[line[: depth + 1]] += count
        return short

    def distribute(self, short: Mapping[Line, int]) -> None:
        """Every option on a paper keeps its part of what reaches it; the quota is of what is in play."""
        tally = dict.fromkeys(self.keep, 0)
        for line, count in short.items():
            left = count * ONE
            for option in line:
                kept = left * self.keep[option] // ONE
                tally[option] += kept
                left -= kept
        self.tally = tally
        self.quota = sum(tally.values()) // (self.seats + 1)

    def elect(self) -> list[int]:
        """Those above the quota; and all that are left when there are no more than vacancies."""
        votes = self.tally.__getitem__
        above = [option for option in self.hopeful if votes(option) - self.quota >= SAME]
        above.sort(key=votes, reverse=True)
        self._seat(above, Code.REACHED_QUOTA)
        rest = sorted(self.hopeful, key=votes, reverse=True)
        if not 0 < len(rest) <= self.vacancies:
            return above
        self._seat(rest, Code.FILLS_LAST_SEATS)
        return above + rest

    def _seat(self, options: list[int], why: Code) -> None:
        for option in options:
            self.elected.append(option)
            votes = exact(votes_of(self.tally[option]))
            self.ties.trace.note(why, round=len(self.stages) + 1, option=self.names[option], votes=votes)

    def record(self, elected: Sequence[int]) -> None:
        """Write down the stage that ends here."""
        exhausted = self.cast * ONE - sum(self.tally.values())
        self.stages.append(Stage(*self.action, dict(self.tally), self.quota, exhausted, tuple(elected)))
        self.action = ("iterate", None)

    def surplus(self) -> int:
        """All that elected options have above the quota."""
        return sum(max(self.tally[option] - self.quota, 0) for option in self.elected)

    def lower_keeps(self) -> None:
        """An elected option keeps quota / votes of what it kept, rounded up in the last decimal."""
        for option in self.elected:
            self.keep[option] = -(-self.keep[option] * self.quota // self.tally[option])

    def exclude(self) -> None:
        """The option with fewest votes goes out, and keeps nothing any more."""
        fewest = min(self.tally[option] for option in self.hopeful)
        tied = [option for option in self.hopeful if self.tally[option] - fewest < SAME]
        out = self.ties.pick(tied, [_leveled(stage.tally) for stage in self.stages], Aim.OUT)
        votes = exact(votes_of(self.tally[out]))
        self.ties.trace.note(Code.EXCLUDED, round=len(self.stages), option=self.names[out], votes=votes)
        self.excluded.append(out)
        self.keep[out] = 0
        remaining: Counter[Line] = Counter()
        for line, count in self.lines.items():
            remaining[tuple(option for option in line if option != out)] += count
        self.lines = remaining
        self.action = ("exclude", out)


def _leveled(tally: Mapping[int, int]) -> Mapping[int, int]:
    """Figures in which votes that are the same are equal."""
    return {option: (votes + SAME // 2) // SAME for option, votes in tally.items()}


# Hill, Wichmann and Woodall, "Algorithm 123: Single transferable vote by Meek's method", The Computer Journal
# 30 (1987): iterate the parts kept until the surplus is small enough, elect whoever passes the quota on the way,
# and exclude the lowest only then. The quota shrinks as papers run out.
def meek(papers: Papers, names: Sequence[str], seats: int, tolerance: Fraction, ties: TieBreaker) -> Count:
    """Fill the seats; `tolerance` is the total surplus, in votes, at which an iteration has settled."""
    lines: Counter[Line] = Counter()
    for (line, _), votes in papers.items():
        lines[line] += votes
    keep = dict.fromkeys(range(len(names)), ONE)
    count = _Count(seats, int(tolerance * ONE), names, ties, lines, sum(papers.values()), keep)
    tie = None
    try:
        while count.vacancies > 0 and count.hopeful:
            _until_somebody_moves(count)
    except Undrawn as undrawn:
        tie = undrawn
    return Count(tuple(count.stages), tuple(count.elected), tuple(count.excluded), tie)


def _until_somebody_moves(count: _Count) -> None:
    """Iterate until somebody is elected or goes out."""
    short = count.collapse()
    while True:
        count.distribute(short)
        elected = count.elect()
        if elected:
            count.record(elected)
            count.lower_keeps()
            return
        if count.surplus() < count.tolerance:
            count.record(())
            count.exclude()
            return
        count.lower_keeps()
