"""Counting: 10,000 ballots by every method; where asked for, a million from a file, beside two libraries.

Every count of the million runs in a process of its own (`benchmarks.counters`), files are read in each program's own
way, and the library's figure stands beside ours from the same run.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from random import Random

from benchmarks.counters import BALLOTS, SEATS
from benchmarks.figures import Figure
from conference.tally.count import count
from conference.tally.election import QUESTIONS, SEVERAL_SEATS, Method

FEW = 10_000
GOAL = 0.050
OPTIONS = 10
GROUPS = ("CA", "US", "MX")
PATIENCE = 100
"""Seconds after which a library's count is given up."""


def measure(*, large: bool) -> list[Figure]:
    return [_few(method) for method in Method] + (_million() if large else [])


def _few(method: Method) -> Figure:
    """From the parsed file to the result; the best of seven, as other work on the machine only adds."""
    case = _case(method)
    took = min(_time(case) for _ in range(7))
    papers = len(case["ballots"])  # type: ignore[arg-type]  # a list, made below
    measured = f"{took * 1000:,.0f} ms ({papers:,} different papers)"
    return Figure(f"tally of {FEW:,}, {method}", measured, "–", f"≤ {GOAL * 1000:,.0f} ms", took <= GOAL)


def _time(case: dict[str, object]) -> float:
    began = time.perf_counter()
    count(case)
    return time.perf_counter() - began


def _case(method: Method) -> dict[str, object]:
    """Voters on a line: nearer options first, some not ranked; papers that say the same are one line, as stored."""
    draw = Random(2026)
    candidates = ["yes", "no", "abstain"] if method in QUESTIONS else [f"o{number}" for number in range(OPTIONS)]
    places = {each: draw.random() for each in candidates}
    papers: Counter[tuple[str, str]] = Counter()
    for number in range(FEW):
        here = draw.gauss(0.5, 0.25)
        order = sorted(candidates, key=lambda each: abs(places[each] - here))
        ranked = order[:1] if method in QUESTIONS else order[: draw.randint(3, len(order))]
        ranks = [sorted(ranked)] if method is Method.APPROVAL else [[each] for each in ranked]
        papers[GROUPS[number % len(GROUPS)], json.dumps(ranks)] += 1
    status_quo = {"status_quo": candidates[0]} if method is Method.SCHULZE_STATUS_QUO else {}
    return {
        "method": str(method),
        "seats": 3 if method in SEVERAL_SEATS else 1,
        "candidates": candidates,
        "groups": [{"name": name, "roll": FEW} for name in GROUPS],
        "options": {} if method in QUESTIONS else {"lot_seed": "benchmark"} | status_quo,
        "ballots": [{"count": n, "group": group, "ranking": json.loads(text)} for (group, text), n in papers.items()],
    }


@dataclass(frozen=True, slots=True)
class Run:
    """One count of the million: seconds with loading, by the clock and of the processor (other work on the machine
    lengthens the first), and the peak of the process's memory in bytes."""

    seconds: float
    work: float
    peak: int
    winners: tuple[str, ...]

    def told(self) -> str:
        return f"{self.seconds:.2f} s (processor {self.work:.2f} s), {self.peak / 2**20:.0f} MiB"


def _million() -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        made = json.loads(_child("make", folder))
        for method in ("schulze", "irv", "stv"):
            name = f"{method.upper()} of {BALLOTS:,} from a file ({made['different']:,} rankings)"
            ours = _run("conference", method, folder)
            libraries = {library: _run(library, method, folder) for library in ("votelib", "pref_voting")}
            figures.append(_beside(name, ours, libraries, ("votelib",) if method == "stv" else tuple(libraries)))
            for library, run in libraries.items():
                figures.append(Figure(f"  by {library}", _told(library, run), "–", "", None))
        for program, words in (("conference-single", "a line a ballot"), ("conference-abif", "from ABIF")):
            single = _run(program, "schulze", folder)
            figures.append(Figure(f"SCHULZE of {BALLOTS:,}, {words}", _told(program, single), "–", "", None))
    return figures


def _beside(name: str, ours: Run | None, libraries: dict[str, Run | None], rivals: tuple[str, ...]) -> Figure:
    """Our count beside the fastest rival. Other winners than a library's are no result."""
    if ours is None:
        return Figure(name, "failed", "–", "", False)
    ran = {library: run for library, run in libraries.items() if run is not None}
    disagree = [library for library, run in ran.items() if set(run.winners) != set(ours.winners)]
    if disagree:
        return Figure(name, f"other winners than {', '.join(disagree)}", "–", "", False)
    times = [ran[rival].seconds for rival in rivals if rival in ran]
    goal = f"≤ {min(times):.2f} s, the faster library" if times else "no library ran"
    return Figure(name, ours.told(), "–", goal, ours.seconds <= min(times) if times else None)


def _told(program: str, run: Run | None) -> str:
    if run is not None:
        return run.told()
    installed = program.startswith("conference") or importlib.util.find_spec(program)
    return f"gave no result within {PATIENCE} s" if installed else "not installed (make oracles)"


def _run(program: str, method: str, folder: str) -> Run | None:
    try:
        found = json.loads(_child(program, method, folder))
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return Run(found["seconds"], found["work"], found["peak"], tuple(found["winners"][:SEATS]))


def _child(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.counters", *arguments]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout
    return printed.splitlines()[-1]
