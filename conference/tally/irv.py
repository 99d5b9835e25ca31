"""Instant run-off: whoever has fewest votes goes out, one at a time, until one option has more than half."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.tally.ballots import End, Line, Papers
from conference.tally.ties import Aim, TieBreaker, Undrawn
from conference.tally.trace import Code


@dataclass(frozen=True, slots=True)
class Round:
    """One count: votes of every option that stands, and papers that give nothing more, by reason.
    Votes and inactive papers always sum to the papers cast."""

    tally: Mapping[int, int]
    inactive: Mapping[End, int]
    eliminated: int | None = None
    winner: int | None = None

    @property
    def exhausted(self) -> int:
        """All papers that give nothing more."""
        return sum(self.inactive.values())


@dataclass(frozen=True, slots=True)
class RunOff:
    """All rounds; `elected` is empty when a tie without a lot stopped the count."""

    rounds: tuple[Round, ...]
    tie: Undrawn | None = None

    @property
    def elected(self) -> tuple[int, ...]:
        """The winner alone, or nobody."""
        winner = self.rounds[-1].winner
        return () if winner is None else (winner,)


_Pile = list[tuple[Line, End, int, int]]
"""Papers lying with one option: the line, how it ends, how far it has been read, and how many they are."""


def irv(papers: Papers, names: Sequence[str], ties: TieBreaker) -> RunOff:
    """Count papers over the options `names`: lines of option indexes, with their numbers, into rounds of whole votes.

    Source: Robert's Rules of Order, "preferential voting", as RCTab's published round tables show it: a majority is of
    the votes still continuing, and one option goes out at a time. A tie that needs a lot and has none ends the count
    (`RunOff.tie`); nothing is raised.
    """
    piles: dict[int, _Pile] = {option: [] for option in range(len(names))}
    tally = dict.fromkeys(piles, 0)
    inactive: Counter[End] = Counter()
    _lay([(line, end, -1, count) for (line, end), count in papers.items()], piles, tally, inactive)
    rounds: list[Round] = []
    history: list[Mapping[int, int]] = []
    while True:
        history.append(dict(tally))
        winner = _majority(tally, len(history), names, ties)
        if winner is not None:
            return RunOff((*rounds, Round(history[-1], dict(inactive), winner=winner)))
        fewest = min(tally.values())
        try:
            out = ties.pick([option for option in tally if tally[option] == fewest], history, Aim.OUT, len(tally) - 1)
        except Undrawn as tie:
            return RunOff((*rounds, Round(history[-1], dict(inactive))), tie)
        ties.trace.note(Code.ELIMINATED, round=len(history), option=names[out], votes=str(fewest))
        rounds.append(Round(history[-1], dict(inactive), eliminated=out))
        del tally[out]
        _lay(piles.pop(out), piles, tally, inactive)


def _lay(papers: _Pile, piles: Mapping[int, _Pile], tally: dict[int, int], inactive: Counter[End]) -> None:
    """Put papers with their next option that still stands, or with those that give nothing more."""
    for line, end, place, count in papers:
        place += 1
        while place < len(line) and line[place] not in piles:
            place += 1
        if place < len(line):
            piles[line[place]].append((line, end, place, count))
            tally[line[place]] += count
        else:
            inactive[end] += count


def _majority(tally: Mapping[int, int], number: int, names: Sequence[str], ties: TieBreaker) -> int | None:
    continuing = sum(tally.values())
    for option, votes in tally.items():
        if 2 * votes > continuing:
            ties.trace.note(
                Code.MAJORITY,
                round=number,
                option=names[option],
                votes=str(votes),
                continuing=str(continuing),
            )
            return option
    if len(tally) > 1:
        return None
    (last,) = tally
    ties.trace.note(Code.LAST_STANDING, round=number, option=names[last])
    return last
