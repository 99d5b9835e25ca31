"""A program that wants to know who cast what. It has all that lies on the disk and the true order of casting, and it
guesses an answer for each voter in as many ways as it can think of.

Whether it knows anything is decided by exact chance: with the counts of each delegation given, as they are published,
mean and variance of the hits of any guess over all ways to deal those ballots out to those voters.
"""

import itertools
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.voting.evidence import Evidence, Row

ANSWERS = ("yes", "no", "abstain")
NEAR = 400
Guess = Mapping[int, str]
"""An answer by account."""
VOTER_COLUMNS = ("account_id", "voter_id", "author_id", "mover_id", "delegate_id", "teller_id", "actor", "opaque")


@dataclass(slots=True)
class Asked:
    """One vote as somebody beside the ballot box saw it: who stepped up, in which order; and, secret, what they cast.

    `marks` are what belongs to a voter in this vote alone: receipt, nonces, envelopes. Her slip leads to one of the
    published leaves too (`leaves`: the hash of its code).
    """

    number: int
    vote_id: int
    delegations: Mapping[int, str]
    opaque: Mapping[str, int]
    steps: list[int] = field(default_factory=list)
    truth: dict[int, str] = field(default_factory=dict)
    marks: dict[int, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    leaves: dict[int, str] = field(default_factory=dict)

    def owner(self, row: Row) -> int | None:
        """The voter whom a row names, or whose mark it holds."""
        for column in VOTER_COLUMNS:
            value = row.values.get(column)
            account = self.opaque.get(value) if isinstance(value, str) else value
            if account in self.truth:
                return account
        return next((voter for voter, code in self.leaves.items() if code in row.values.values()), None)

    def dealt(self) -> dict[str, Counter[str]]:
        """What is published: how often each answer was given in each delegation."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for account, answer in self.truth.items():
            found[self.delegations[account]][answer] += 1
        return found


@dataclass(slots=True)
class Score:
    """How one way of guessing did, over all votes."""

    hits: int = 0
    guesses: int = 0
    mean: float = 0.0
    variance: float = 0.0

    @property
    def sigmas(self) -> float:
        """How far from chance; what is never right is as telling as what is always right."""
        return abs(self.hits - self.mean) / math.sqrt(self.variance) if self.variance else 0.0

    def add(self, asked: Asked, guess: Guess) -> None:
        for delegation in set(asked.delegations.values()):
            voters = [each for each in asked.truth if asked.delegations[each] == delegation]
            self._add([guess.get(each, "") for each in voters], [asked.truth[each] for each in voters])

    def _add(self, guessed: Sequence[str], truth: Sequence[str]) -> None:
        """The mean and the variance of sum A[i, p(i)] over all permutations p, where A[i, j] says whether guess i would
        hit ballot j (Hoeffding 1951, A combinatorial central limit theorem, theorem 2)."""
        n = len(truth)
        self.hits += sum(one == other for one, other in zip(guessed, truth, strict=True))
        self.guesses += sum(map(bool, guessed))
        if n < 2:
            self.mean += sum(one == other for one, other in zip(guessed, truth, strict=True))
            return
        of_guess = [truth.count(each) / n for each in guessed]
        of_ballot = [guessed.count(each) / n for each in truth]
        overall = sum(of_guess) / n
        self.mean += sum(of_guess)
        self.variance += sum(
            ((guessed[i] == truth[j]) - of_guess[i] - of_ballot[j] + overall) ** 2 for i in range(n) for j in range(n)
        ) / (n - 1)


def attack(votes: Iterable[tuple[Asked, Evidence]]) -> dict[str, Score]:
    """Every way of guessing, by its name, over all these votes."""
    scores: dict[str, Score] = defaultdict(Score)
    for asked, found in votes:
        for name, guess in guesses(asked, found):
            scores[name].add(asked, guess)
    return dict(scores)


def guesses(asked: Asked, found: Evidence) -> Iterator[tuple[str, Guess]]:
    """Each order of voters laid beside each order of ballots; then what lies together."""
    ballots = dict(_orders_of_ballots(asked, found))
    for by, voters in _orders_of_voters(asked, found):
        for of, order in ballots.items():
            yield f"voters by {by}, ballots by {of}", _side_by_side(asked, voters, order)
    yield from _same_transaction(asked, found)
    yield "near its voter's marks", _nearest(asked, found)


def _side_by_side(asked: Asked, voters: Sequence[int], order: Sequence[tuple[str, str]]) -> Guess:
    """The first voter of a delegation beside its first ballot, the second beside the second, …"""
    waiting = {code: iter([answer for of, answer in order if of in (code, "")]) for code in asked.dealt()}
    guess = {}
    for voter in dict.fromkeys(voters):
        if voter in asked.truth:
            guess[voter] = next(waiting[asked.delegations[voter]], "")
    return guess


def _orders_of_voters(asked: Asked, found: Evidence) -> Iterator[tuple[str, list[int]]]:
    yield "first step", list(dict.fromkeys(asked.steps))
    yield "last step", list(dict.fromkeys(reversed(asked.steps)))[::-1]
    times = Counter(asked.steps)
    yield "number of steps", sorted(times, key=lambda voter: times[voter])
    yield "account", sorted(asked.truth)
    for table, rows in found.tables.items():
        named = [(voter, row) for row in rows if _is_of(asked, row) and (voter := asked.owner(row)) is not None]
        if len({voter for voter, _ in named}) < 2:
            continue
        yield f"place in {table}", [voter for voter, _ in named]
        for name, key in _keys(rows[0]):
            yield f"{name} in {table}", [voter for voter, _ in sorted(named, key=lambda pair: key(pair[1]))]
    for name, content in found.files.items():
        places = {voter: _first(content, marks) for voter, marks in asked.marks.items()}
        seen = {voter: place for voter, place in places.items() if place is not None}
        if len(seen) > 1:
            yield f"place of marks in {_kind(name)}", sorted(seen, key=lambda voter: seen[voter])


def _keys(row: Row) -> Iterator[tuple[str, Any]]:
    yield "xmin", lambda row: row.xmin
    yield "xmax", lambda row: row.xmax
    for column in row.values:
        yield column, lambda row, column=column: _sortable(row.values[column])
    yield "sizes", lambda row: sum(len(value) for value in row.values.values() if isinstance(value, bytes | str))


def _sortable(value: Any) -> tuple[str, Any]:
    return ("", 0) if value is None else (type(value).__name__, value if not isinstance(value, dict | list) else "")


def _orders_of_ballots(asked: Asked, found: Evidence) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    dealt = asked.dealt()
    for answers in itertools.permutations(ANSWERS):
        yield " ".join(answers), [(code, each) for code in dealt for each in answers for _ in range(dealt[code][each])]
    for table, rows in found.tables.items():
        said = [row for row in rows if _is_of(asked, row) and _said(row)]
        if said and table != "vote_option":
            for name, order in (("place", said), ("xmin", sorted(said, key=lambda row: row.xmin))):
                yield f"{name} in {table}", [ballot for row in order for ballot in _ballots(row)]
                yield f"{name} in {table}, backwards", [ballot for row in reversed(order) for ballot in _ballots(row)]


def _ballots(row: Row) -> list[tuple[str, str]]:
    return [(str(row.values.get("delegation", "")), _said(row))] * int(row.values.get("number") or 1)


def _said(row: Row) -> str:
    """The one answer that a row holds, or ""."""
    texts = [value for value in row.values.values() if isinstance(value, str)]
    found = {answer for answer in ANSWERS for text in texts if text == answer or text == f'[["{answer}"]]'}
    return found.pop() if len(found) == 1 else ""


def _is_of(asked: Asked, row: Row) -> bool:
    """Of this vote, or of none in particular."""
    return row.values.get("vote_id", asked.vote_id) == asked.vote_id


def _same_transaction(asked: Asked, found: Evidence) -> Iterator[tuple[str, Guess]]:
    """The ballot whose transaction is the voter's own, or the next one to it."""
    for table, rows in found.tables.items():
        said = sorted((row.xmin, _said(row)) for row in rows if _is_of(asked, row) and _said(row))
        if not said or table == "vote_option":
            continue
        for other, lines in found.tables.items():
            named = [(row, voter) for row in lines if _is_of(asked, row) and (voter := asked.owner(row)) is not None]
            for mark in ("xmin", "xmax"):
                guess = {voter: _next_to(said, getattr(row, mark)) for row, voter in named}
                if named:
                    yield f"{mark} of {other} beside that of {table}", guess


def _next_to(said: Sequence[tuple[int, str]], xid: int) -> str:
    at = bisect_left(said, (xid, ""))
    return min(said[max(0, at - 1) : at + 1], key=lambda pair: abs(pair[0] - xid))[1]


def _nearest(asked: Asked, found: Evidence) -> Guess:
    """The answer that most often stands next to what belongs to a voter, in the bytes of any file."""
    guess = {}
    for voter, marks in asked.marks.items():
        near = Counter[str]()
        for content in found.files.values():
            for mark in marks:
                for place in _places(content, mark):
                    near.update(_answers_near(content, place, len(mark)))
        guess[voter] = near.most_common(1)[0][0] if near else ""
    return guess


def _answers_near(content: bytes, place: int, length: int) -> list[str]:
    before, after = content[max(0, place - NEAR) : place], content[place + length : place + length + NEAR]
    distances = {
        answer: min(
            (gap for gap in (_gap_before(before, answer), _gap_after(after, answer)) if gap is not None), default=None
        )
        for answer in ANSWERS
    }
    known = {answer: gap for answer, gap in distances.items() if gap is not None}
    return [min(known, key=lambda answer: known[answer])] if known else []


def _gap_before(before: bytes, answer: str) -> int | None:
    at = before.rfind(f'"{answer}"'.encode())
    return None if at < 0 else len(before) - at


def _gap_after(after: bytes, answer: str) -> int | None:
    at = after.find(f'"{answer}"'.encode())
    return None if at < 0 else at


def _first(content: bytes, marks: Iterable[bytes]) -> int | None:
    return min((at for mark in marks if (at := content.find(mark)) >= 0), default=None)


def _places(content: bytes, mark: bytes) -> Iterator[int]:
    at = content.find(mark)
    while at >= 0:
        yield at
        at = content.find(mark, at + 1)


def _kind(name: str) -> str:
    """The name of a file, or "heap" for each of PostgreSQL's numbered ones."""
    return name.split()[0]
