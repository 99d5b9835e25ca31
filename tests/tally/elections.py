"""Elections for the tests: made by hand, and drawn by hypothesis."""

from typing import Any

from hypothesis import strategies as st

from conference.tally.count import count

Case = dict[str, Any]

BY_ROUNDS = ("irv", "stv-scottish", "stv-wig-exact", "stv-meek")
PAIRWISE = ("schulze", "ranked-pairs")


def election(method: str, papers: str, seats: int = 1, **options: object) -> Case:
    """`"3: a>b=c; 2: b"` as a case; the options are those on the papers, sorted by name."""
    ballots = []
    for paper in papers.split(";"):
        number, _, ranking = paper.partition(":")
        ranks = [[name.strip() for name in rank.split("=")] for rank in ranking.split(">") if ranking.strip()]
        ballots.append({"count": int(number), "ranking": ranks})
    names = sorted({name for ballot in ballots for rank in ballot["ranking"] for name in rank})
    return {"method": method, "seats": seats, "candidates": names, "options": options, "ballots": ballots}


def question(groups: dict[str, tuple[int, int, int]], **options: object) -> Case:
    """A yes/no case from the yes, no and abstain of each group; every group has 10 on its roll."""
    answers = ([["yes"]], [["no"]], [["abstain"]])
    return {
        "method": "yes-no",
        "candidates": ["yes", "no", "abstain"],
        "options": options,
        "groups": [{"name": name, "roll": 10} for name in groups],
        "ballots": [
            {"count": number, "group": name, "ranking": answer}
            for name, votes in groups.items()
            for number, answer in zip(votes, answers, strict=True)
            if number
        ],
    }


def counted(method: str, papers: str, seats: int = 1, **options: object) -> dict[str, Any]:
    """The result of an election written as text."""
    return count(election(method, papers, seats, **options))


@st.composite
def elections(draw: st.DrawFn, most_options: int = 5, ties: bool = True, most_seats: int = 3) -> Case:
    """An election without a method: 1 to 12 kinds of papers, some short, with equal ranks only if `ties`."""
    names = list("abcdef"[: draw(st.integers(2, most_options))])
    ballots = []
    for _ in range(draw(st.integers(1, 12))):
        order = draw(st.permutations(names))[: draw(st.integers(0, len(names)))]
        ranks: list[list[str]] = []
        for name in order:
            if ties and ranks and draw(st.integers(0, 3)) == 0:
                ranks[-1].append(name)
            else:
                ranks.append([name])
        ballots.append({"count": draw(st.integers(1, 40)), "ranking": ranks})
    return {"candidates": names, "options": {}, "seats": draw(st.integers(1, most_seats)), "ballots": ballots}


def by(case: Case, method: str, **options: object) -> dict[str, Any]:
    """Count a drawn election by a method."""
    seats = case["seats"] if method.startswith("stv") else 1
    return count(case | {"method": method, "seats": seats, "options": case["options"] | options})
