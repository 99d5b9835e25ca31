"""Meek's single transferable vote: elected options keep just the part of every vote that they need."""

from collections.abc import Iterable, Mapping, Sequence
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
class _Bundle:
    """Papers on which the same elected options come, in the same order, before the same hopeful one."""

    count: int = 0
    papers: list[tuple[Line, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Count:
    """The state of a count. `bundles`: by the hopeful option that keeps what reaches it (None: there is none
    left on the paper), then by the elected options before it."""

    seats: int
    tolerance: int
    names: Sequence[str]
    ties: TieBreaker
    cast: int
    keep: dict[int, int]
    bundles: dict[int | None, dict[Line, _Bundle]] = field(default_factory=dict)
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

    def lay(self, before: Line, papers: Iterable[tuple[Line, int, int]]) -> None:
        """Bundle papers (line, place read so far, how many) that have passed the elected options `before`."""
        hopeful, elected = frozenset(self.hopeful), frozenset(self.elected)
        for line, place, count in papers:
            passed, place = before, place + 1
            while place < len(line) and line[place] not in hopeful:
                if line[place] in elected:
                    passed = (*passed, line[place])
                place += 1
            keeper = line[place] if place < len(line) else None
            bundle = self.bundles.setdefault(keeper, {}).setdefault(passed, _Bundle())
            bundle.count += count
            bundle.papers.append((line, place, count))

    def open_bundles(self, options: Iterable[int]) -> None:
        """Bundle anew the papers of options that are hopeful no more."""
        for option in options:
            now_before = (option,) if option in self.elected else ()
            for passed, bundle in self.bundles.pop(option, {}).items():
                self.lay((*passed, *now_before), bundle.papers)

    def distribute(self) -> None:
        """Every option on a paper keeps its part of what reaches it; the quota is of what is in play."""
        tally = dict.fromkeys(self.keep, 0)
        for keeper, bundles in self.bundles.items():
            for passed, bundle in bundles.items():
                left = bundle.count * ONE
                for option in passed:
                    kept = left * self.keep[option] // ONE
                    tally[option] += kept
                    left -= kept
                if keeper is not None:
                    tally[keeper] += left
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
        """An elected option with a surplus keeps quota / votes of what it kept, rounded up at the end."""
        for option in self.elected:
            if self.tally[option] > self.quota:
                self.keep[option] = -(-self.keep[option] * self.quota // self.tally[option])

    def exclude(self) -> None:
        """The option with fewest votes goes out, and keeps nothing any more."""
        fewest = min(self.tally[option] for option in self.hopeful)
        tied = [option for option in self.hopeful if self.tally[option] - fewest < SAME]
        history = [_leveled(stage.tally) for stage in self.stages]
        out = self.ties.pick(tied, history, Aim.OUT, len(self.hopeful) - self.vacancies)
        votes = exact(votes_of(self.tally[out]))
        self.ties.trace.note(Code.EXCLUDED, round=len(self.stages), option=self.names[out], votes=votes)
        self.excluded.append(out)
        self.keep[out] = 0
        self.open_bundles([out])
        self.action = ("exclude", out)


def _leveled(tally: Mapping[int, int]) -> Mapping[int, int]:
    """Figures in which votes that are the same are equal."""
    return {option: (votes + SAME // 2) // SAME for option, votes in tally.items()}


def meek(papers: Papers, names: Sequence[str], seats: int, tolerance: Fraction, ties: TieBreaker) -> Count:
    """Fill the seats; `tolerance` is the total surplus, in votes, at which an iteration has settled.

    Source: Hill, Wichmann and Woodall, "Algorithm 123: Single transferable vote by Meek's method", The Computer Journal
    30 (1987): iterate the parts kept until the surplus is small enough, elect whoever passes the quota on the way, and
    exclude the lowest only then. The quota shrinks as papers run out. Figures are in units of 1e-30 votes. A tie that
    needs a lot and has none ends the count (`Count.tie`); nothing is raised.
    """
    keep = dict.fromkeys(range(len(names)), ONE)
    count = _Count(seats, int(tolerance * ONE), names, ties, sum(papers.values()), keep)
    count.lay((), [(line, -1, votes) for (line, _), votes in papers.items()])
    tie = None
    try:
        while count.vacancies > 0 and count.hopeful:
            _until_somebody_moves(count)
    except Undrawn as undrawn:
        tie = undrawn
    return Count(tuple(count.stages), tuple(count.elected), tuple(count.excluded), tie)


def _until_somebody_moves(count: _Count) -> None:
    """Iterate until somebody is elected or goes out."""
    while True:
        count.distribute()
        elected = count.elect()
        if elected:
            count.record(elected)
            count.open_bundles(elected)
            count.lower_keeps()
            return
        if count.surplus() < count.tolerance:
            count.record(())
            count.exclude()
            return
        count.lower_keeps()
