"""The counts once more, from their definitions and by other roads than the product's: slow, short, easy to check.

Ballots are lists of (number, ranks), a rank being a tuple of options 0, 1, 2 …; an option left out is below all others.
"""

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

Ballots = list[tuple[int, tuple[tuple[int, ...], ...]]]
Matrix = list[list[int]]


class Tied(Exception):
    """The rule leaves it to a lot, and this counter draws none."""


def random_election(seed: int) -> tuple[int, Ballots]:
    """2 to 8 options and 1 to 14 kinds of ballots, many short, some blank, a third of the elections with equal ranks;
    small numbers, so that ties are common."""
    rng = random.Random(seed)
    size, level, most = rng.randint(2, 8), rng.choice((0, 0, 0.3)), rng.choice((3, 20, 1000))
    ballots: Ballots = []
    for _ in range(rng.randint(1, 14)):
        order = rng.sample(range(size), rng.randint(0, size) if rng.random() < 0.6 else size)
        ranks: list[tuple[int, ...]] = []
        for option in order:
            if ranks and rng.random() < level:
                ranks[-1] = (*ranks[-1], option)
            else:
                ranks.append((option,))
        ballots.append((rng.randint(1, most), tuple(ranks)))
    return size, ballots


def case(size: int, ballots: Ballots, method: str, seats: int = 1, **options: object) -> dict[str, object]:
    """The same election in the case form; the option 3 is called "3"."""
    rows = [{"count": number, "ranking": [[str(each) for each in rank] for rank in ranks]} for number, ranks in ballots]
    names = [str(option) for option in range(size)]
    return {"method": method, "seats": seats, "candidates": names, "options": options, "ballots": rows}


def matrix(size: int, ballots: Ballots) -> Matrix:
    """Row over column, ballot by ballot and pair by pair."""
    votes = [[0] * size for _ in range(size)]
    for number, ranks in ballots:
        place = {option: position for position, rank in enumerate(ranks) for option in rank}
        for one in range(size):
            for other in range(size):
                if place.get(one, size) < place.get(other, size):
                    votes[one][other] += number
    return votes


def condorcet_winner(votes: Matrix) -> int | None:
    size = len(votes)
    return next((a for a in range(size) if all(votes[a][b] > votes[b][a] for b in range(size) if b != a)), None)


def smith(votes: Matrix) -> set[int]:
    """The smallest set in which everybody beats everybody outside. Whoever wins or ties more pairs is in it first, so
    it is the shortest such beginning of the options in that order."""
    size = len(votes)
    score = [sum((votes[a][b] > votes[b][a]) - (votes[a][b] < votes[b][a]) for b in range(size)) for a in range(size)]
    order = sorted(range(size), key=lambda option: -score[option])
    for length in range(1, size + 1):
        inside, outside = order[:length], order[length:]
        if all(votes[a][b] > votes[b][a] for a in inside for b in outside):
            return set(inside)
    raise AssertionError("the whole is always such a set")


def strengths(votes: Matrix, margins: bool) -> Matrix:
    size = len(votes)
    return [
        [(votes[a][b] - (votes[b][a] if margins else 0)) if votes[a][b] > votes[b][a] else 0 for b in range(size)]
        for a in range(size)
    ]


def schulze_paths(links: Matrix) -> Matrix:
    """A path of strength s is one over links of at least s: open the links one strength after the other, strongest
    first, and note when a goal is first reached."""
    size = len(links)
    paths = [[0] * size for _ in range(size)]
    for strength in sorted({link for row in links for link in row if link}, reverse=True):
        for start in range(size):
            reached, edge = {start}, [start]
            for one in edge:
                fresh = [b for b in range(size) if links[one][b] >= strength and b not in reached]
                reached.update(fresh)
                edge += fresh
            for goal in reached - {start}:
                paths[start][goal] = paths[start][goal] or strength
    return paths


def schulze_winners(paths: Matrix) -> set[int]:
    size = len(paths)
    return {a for a in range(size) if all(paths[a][b] >= paths[b][a] for b in range(size))}


def is_stack(order: Sequence[int], links: Matrix) -> bool:
    """Zavist and Tideman (1989): ranked pairs gives the orders in which every defeat that the order goes against is
    answered by a chain, down the order, of defeats at least as strong."""
    place = {option: position for position, option in enumerate(order)}
    for winner in order:
        for loser in order:
            if links[winner][loser] and place[loser] < place[winner]:
                reached = [loser]
                for one in reached:
                    reached += [
                        b
                        for b in order
                        if place[b] > place[one] and links[one][b] >= links[winner][loser] and b not in reached
                    ]
                if winner not in reached:
                    return False
    return True


def strict_line(ranks: Sequence[Sequence[int]]) -> list[int]:
    """A ballot as transfers read it: it ends at the first rank that two options share."""
    line: list[int] = []
    for rank in ranks:
        if len(rank) > 1:
            break
        line += rank
    return line


def run_off(size: int, ballots: Ballots) -> Iterator[tuple[dict[int, int], int | None]]:
    """Every round: the votes of those who stand, and who goes out (None where somebody has won)."""
    standing = set(range(size))
    while True:
        tally = dict.fromkeys(sorted(standing), 0)
        for number, ranks in ballots:
            choice = next((option for option in strict_line(ranks) if option in standing), None)
            if choice is not None:
                tally[choice] += number
        if len(standing) == 1 or any(2 * votes > sum(tally.values()) for votes in tally.values()):
            yield tally, None
            return
        out = [option for option in standing if tally[option] == min(tally.values())]
        if len(out) > 1:
            raise Tied
        yield tally, out[0]
        standing.remove(out[0])


def transferable(
    size: int, ballots: Ballots, seats: int, places: int | None
) -> tuple[set[int], list[dict[int, Fraction]]]:
    """Weighted inclusive Gregory, as the Scottish order of 2007 has it, over single piles of ballots that each carry a
    value; with `places` every value handed on is cut. Who is elected, and the votes after every stage."""
    piles = [[strict_line(ranks), Fraction(1), number] for number, ranks in ballots]
    quota = sum(number for line, _, number in piles if line) // (seats + 1) + 1
    holder: list[int | None] = [line[0] if line else None for line, _, _ in piles]
    hopeful, elected, waiting = set(range(size)), set[int](), set[int]()
    kept: dict[int, Fraction] = {}
    stages: list[dict[int, Fraction]] = []

    def votes(option: int) -> Fraction:
        if option in kept:
            return kept[option]
        return sum((pile[1] * pile[2] for pile, at in zip(piles, holder, strict=True) if at == option), Fraction(0))

    def settle() -> None:
        stages.append({option: votes(option) for option in sorted(hopeful | elected)})
        over = sorted((o for o in hopeful if votes(o) >= quota), key=votes, reverse=True)[: seats - len(elected)]
        elected.update(over)
        hopeful.difference_update(over)
        waiting.update(option for option in over if votes(option) > quota)
        if len(hopeful) <= seats - len(elected):
            elected.update(hopeful)
            hopeful.clear()

    def hand_on(option: int, factor: Fraction) -> None:
        for number, pile in enumerate(piles):
            if holder[number] == option:
                value = pile[1] * factor
                pile[1] = value if places is None else Fraction(floor(value * 10**places), 10**places)
                line = pile[0]
                later = line[line.index(option) + 1 :]
                holder[number] = next((each for each in later if each in hopeful), None)

    settle()
    while len(elected) < seats and hopeful:
        group = waiting or hopeful
        chosen = [o for o in group if votes(o) == (max if waiting else min)(votes(each) for each in group)]
        if len(chosen) > 1:
            raise Tied
        (option,) = chosen
        if waiting:
            waiting.remove(option)
            factor = (votes(option) - quota) / votes(option)
            kept[option] = Fraction(quota)
            hand_on(option, factor)
        else:
            hopeful.remove(option)
            hand_on(option, Fraction(1))
        settle()
    return elected, stages
