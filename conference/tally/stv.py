"""The single transferable vote with whole papers: Scottish (values cut to 5 decimals) and exact fractions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from conference.tally.ballots import Line, Papers
from conference.tally.figures import cut, exact
from conference.tally.ties import Aim, TieBreaker, Undrawn
from conference.tally.trace import Code


@dataclass(frozen=True, slots=True)
class Rules:
    """`places`: decimals to which each transferred value is cut (None: exact). `whole_quota`: the quota
    floor(valid / (seats + 1)) + 1, reached with >=; otherwise valid / (seats + 1) itself, reached with >."""

    seats: int
    places: int | None = None
    whole_quota: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage after its action. Tally, exhausted and lost (by cutting) always sum to the papers cast."""

    action: str
    option: int | None
    tally: Mapping[int, Fraction]
    exhausted: Fraction
    lost: Fraction
    elected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """All stages; `tie` when a tie without a lot stopped the count."""

    quota: Fraction
    valid: int
    stages: tuple[Stage, ...]
    elected: tuple[int, ...]
    tie: Undrawn | None = None


_Papers = list[tuple[Line, int, int]]
"""Equal papers: the line, the place of the option they lie with, and how many."""


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Papers that came to an option with one value."""

    value: Fraction
    papers: _Papers

    @property
    def size(self) -> int:
        return sum(count for _, _, count in self.papers)


@dataclass(slots=True)
class _Table:
    """The counting table: parcels and votes of each option, and what has left the count."""

    rules: Rules
    names: Sequence[str]
    ties: TieBreaker
    parcels: dict[int, list[_Parcel]]
    tally: dict[int, Fraction]
    quota: Fraction = Fraction(0)
    exhausted: Fraction = Fraction(0)
    lost: Fraction = Fraction(0)
    elected: list[int] = field(default_factory=list)
    surpluses: set[int] = field(default_factory=set)
    stages: list[Stage] = field(default_factory=list)
    history: list[Mapping[int, Fraction]] = field(default_factory=list)

    @property
    def standing(self) -> list[int]:
        """Options neither elected nor excluded."""
        return [option for option in self.tally if option not in self.elected]

    @property
    def vacancies(self) -> int:
        return self.rules.seats - len(self.elected)

    def move(self, papers: _Papers, value: Fraction) -> int:
        """Lay papers, at one value, with the next standing option of each. Returns how many had none."""
        takers = frozenset(self.standing)
        received: defaultdict[int, _Papers] = defaultdict(list)
        without = 0
        for line, place, count in papers:
            place += 1
            while place < len(line) and line[place] not in takers:
                place += 1
            if place < len(line):
                received[line[place]].append((line, place, count))
            else:
                without += count
        for option, moved in received.items():
            parcel = _Parcel(value, moved)
            self.parcels[option].append(parcel)
            self.tally[option] += parcel.size * value
        self.exhausted += without * value
        return without

    def close_stage(self, action: str, option: int | None) -> None:
        """Record the stage and who is elected in it."""
        number = len(self.stages) + 1
        self.history.append(dict(self.tally))
        elected = self._elect(number)
        self.stages.append(Stage(action, option, self.history[-1], self.exhausted, self.lost, tuple(elected)))

    # Scottish Local Government Elections Order 2007, rules 46 and 47 (whoever has the quota is elected)
    # and 51 (as many left as vacancies: all are elected, and nothing more is transferred).
    def _elect(self, number: int) -> list[int]:
        reached = [option for option in self.standing if self._reaches(self.tally[option])]
        reached = sorted(reached, key=self.tally.__getitem__, reverse=True)[: self.vacancies]
        self._seat(reached, number, Code.REACHED_QUOTA)
        self.surpluses.update(option for option in reached if self.tally[option] > self.quota)
        rest = sorted(self.standing, key=self.tally.__getitem__, reverse=True)
        if len(rest) > self.vacancies:
            return reached
        self._seat(rest, number, Code.FILLS_LAST_SEATS)
        return reached + rest

    def _reaches(self, votes: Fraction) -> bool:
        return votes >= self.quota if self.rules.whole_quota else votes > self.quota

    def _seat(self, options: list[int], number: int, why: Code) -> None:
        for option in options:
            self.elected.append(option)
            votes = exact(self.tally[option])
            self.ties.trace.note(why, round=number, option=self.names[option], votes=votes)

    # Rules 48 and 49: one surplus at a time, the largest first; every paper of the elected candidate moves on, at
    # surplus * its value / all votes of that candidate, the rest beyond the decimals ignored.
    def transfer_surplus(self) -> None:
        """Move the largest surplus on."""
        largest = max(self.tally[option] for option in self.surpluses)
        tied = sorted(option for option in self.surpluses if self.tally[option] == largest)
        option = self.ties.pick(tied, self.history, Aim.SURPLUS)
        self.surpluses.discard(option)
        surplus = largest - self.quota
        self.ties.trace.note(
            Code.SURPLUS,
            round=len(self.stages) + 1,
            option=self.names[option],
            surplus=exact(surplus),
            votes=exact(largest),
        )
        self.tally[option] = self.quota
        left = surplus
        for parcel in self._by_value(option):
            value = self._cut(parcel.value * surplus / largest)
            self.move(parcel.papers, value)
            left -= value * parcel.size
        self.lost += left
        self.close_stage("surplus", option)

    # Rule 50: the candidate with the fewest votes goes out; the papers move on at the value they have.
    def exclude(self) -> None:
        """Exclude the option with the fewest votes."""
        fewest = min(self.tally[option] for option in self.standing)
        tied = [option for option in self.standing if self.tally[option] == fewest]
        option = self.ties.pick(tied, self.history, Aim.OUT, len(self.standing) - self.vacancies)
        self.ties.trace.note(Code.EXCLUDED, round=len(self.stages) + 1, option=self.names[option], votes=exact(fewest))
        parcels = self._by_value(option)
        del self.tally[option]
        for parcel in parcels:
            self.move(parcel.papers, parcel.value)
        self.close_stage("exclude", option)

    def _by_value(self, option: int) -> list[_Parcel]:
        """The parcels of an option, those of one value laid together."""
        together: dict[Fraction, _Papers] = {}
        for parcel in self.parcels[option]:
            together.setdefault(parcel.value, []).extend(parcel.papers)
        return [_Parcel(value, papers) for value, papers in together.items()]

    def _cut(self, value: Fraction) -> Fraction:
        return value if self.rules.places is None else cut(value, self.rules.places)


def stv(papers: Papers, names: Sequence[str], rules: Rules, ties: TieBreaker) -> Count:
    """Fill the seats from lines of option indexes with their numbers; votes are fractions of ballots.

    Source: Scottish Local Government Elections Order 2007, rules 45 to 52: weighted inclusive Gregory transfers. With
    `places=None` the same rules in exact fractions. A paper without a readable first choice is not valid and stands
    with the exhausted. A tie that needs a lot and has none ends the count (`Count.tie`); nothing is raised.
    """
    everybody = range(len(names))
    table = _Table(rules, names, ties, {option: [] for option in everybody}, dict.fromkeys(everybody, Fraction(0)))
    cast = sum(papers.values())
    blank = table.move([(line, -1, count) for (line, _), count in papers.items()], Fraction(1))
    valid = cast - blank
    table.quota = _quota(valid, rules)
    ties.trace.note(Code.QUOTA, quota=exact(table.quota), valid=valid, seats=rules.seats)
    table.close_stage("first", None)
    tie = None
    try:
        while table.vacancies > 0 and table.standing:
            if table.surpluses:
                table.transfer_surplus()
            else:
                table.exclude()
    except Undrawn as undrawn:
        tie = undrawn
    return Count(table.quota, valid, tuple(table.stages), tuple(table.elected), tie)


def _quota(valid: int, rules: Rules) -> Fraction:
    return Fraction(valid // (rules.seats + 1) + 1) if rules.whole_quota else Fraction(valid, rules.seats + 1)
