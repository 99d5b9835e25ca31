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


_Pile = Counter[tuple[Line, End, int]]
"""Papers lying with one option: the line, how it ends, and how far it has been read."""


# Instant run-off as RCTab's published round tables show it: a majority is of the votes still continuing, and one
# option goes out at a time.
def irv(papers: Papers, names: Sequence[str], ties: TieBreaker) -> RunOff:
    """Count papers over the options `names`."""
    piles: dict[int, _Pile] = {option: Counter() for option in range(len(names))}
    inactive: Counter[End] = Counter()
    for (line, end), count in papers.items():
        _lay(line, end, 0, count, piles, inactive)
    rounds: list[Round] = []
    history: list[Mapping[int, int]] = []
    while True:
        tally = {option: sum(pile.values()) for option, pile in piles.items()}
        history.append(tally)
        winner = _majority(tally, len(history), names, ties)
        if winner is not None:
            return RunOff((*rounds, Round(tally, dict(inactive), winner=winner)))
        fewest = min(tally.values())
        try:
            out = ties.pick([option for option in tally if tally[option] == fewest], history, Aim.OUT)
        except Undrawn as tie:
            return RunOff((*rounds, Round(tally, dict(inactive))), tie)
        ties.trace.note(Code.ELIMINATED, round=len(history), option=names[out], votes=str(fewest))
        rounds.append(Round(tally, dict(inactive), eliminated=out))
        for (line, end, place), count in piles.pop(out).items():
            _lay(line, end, place + 1, count, piles, inactive)


def _lay(line: Line, end: End, place: int, count: int, piles: Mapping[int, _Pile], inactive: Counter[End]) -> None:
    """Put papers with the next option that still stands, or with those that give nothing more."""
    while place < len(line) and line[place] not in piles:
        place += 1
    if place < len(line):
        piles[line[place]][line, end, place] += count
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
