"""Filled papers as numbers: rankings of option indexes, equal ones together, and how faults are read."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Rank = tuple[int, ...]
"""Options ranked equal, by index; empty where the rank was left blank."""

Ranking = tuple[Rank, ...]
"""Ranks of one paper, best first."""

Rankings = Mapping[Ranking, int]
"""How many papers hold each ranking."""

Line = tuple[int, ...]
"""A paper as transfer methods read it: single options, best first, each once."""


class End(StrEnum):
    """Why a paper gives nothing more after its last readable option, as published tables name it."""

    CHOICES = "exhaustedChoices"
    OVERVOTE = "overvotes"
    REPEAT = "repeatedRankings"
    SKIP = "skippedRankings"


class Fault(StrEnum):
    """What a rank with two names, or a name for the second time, does."""

    IGNORE = "ignore"
    END_PAPER = "end-paper"


def struck(rankings: Rankings, renumbered: Mapping[int, int]) -> Counter[Ranking]:
    """Papers without the options that `renumbered` leaves out. A rank that held nobody else closes up, as if they
    had never stood; a rank left blank by the voter stays blank, and a paper with nobody left is still a paper."""
    left: Counter[Ranking] = Counter()
    for ranking, count in rankings.items():
        ranks = [tuple(renumbered[option] for option in rank if option in renumbered) for rank in ranking]
        left[tuple(rank for rank, before in zip(ranks, ranking, strict=True) if rank or not before)] += count
    return left


@dataclass(frozen=True, slots=True)
class Reading:
    """How transfer methods read a paper. `most_blanks` is the longest run of blank ranks that a paper
    survives (None: any). A rank passed over for its two names is not a blank one."""

    overvote: Fault = Fault.END_PAPER
    repeat: Fault = Fault.IGNORE
    most_blanks: int | None = None


Papers = Counter[tuple[Line, End]]
"""Papers after reading, equal ones counted together."""


def together(*boxes: Rankings) -> Counter[Ranking]:
    """The papers of several boxes in one."""
    total: Counter[Ranking] = Counter()
    for box in boxes:
        total.update(box)
    return total


def read_down(ranking: Ranking, reading: Reading) -> tuple[Line, End]:
    """Read one paper from the top to where it ends. Blank ranks after the last mark are no fault."""
    line: list[int] = []
    seen = blanks = 0
    for rank in _without_tail(ranking):
        blanks = 0 if rank else blanks + 1
        if reading.most_blanks is not None and blanks > reading.most_blanks:
            return tuple(line), End.SKIP
        if len(rank) > 1 and reading.overvote is Fault.END_PAPER:
            return tuple(line), End.OVERVOTE
        if len(rank) != 1:
            continue
        if not seen >> rank[0] & 1:
            seen |= 1 << rank[0]
            line.append(rank[0])
        elif reading.repeat is Fault.END_PAPER:
            return tuple(line), End.REPEAT
    return tuple(line), End.CHOICES


def read_all(rankings: Rankings, reading: Reading) -> Papers:
    """Every paper read down, equal ones counted together."""
    papers: Papers = Counter()
    for ranking, count in rankings.items():
        papers[read_down(ranking, reading)] += count
    return papers


def _without_tail(ranking: Ranking) -> Ranking:
    length = len(ranking)
    while length and not ranking[length - 1]:
        length -= 1
    return ranking[:length]
