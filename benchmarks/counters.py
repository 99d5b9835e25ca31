"""One count of a file by one program, in a process of its own: `python -m benchmarks.counters PROGRAM METHOD FOLDER`.

Prints seconds from opening the file to the winners (importing the program is not counted), by the clock and of the
processor, the peak of memory of the whole process, and the winners. `python -m benchmarks.counters make FOLDER` writes
the files: a million ballots as BLT with weights, as BLT with a line for each ballot, and as ABIF.
"""

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

BALLOTS, OPTIONS, SEATS = 1_000_000, 10, 3
NAMES = [f"o{number}" for number in range(OPTIONS)]
Count = Callable[[Path], list[str]]


def make(folder: Path) -> None:
    """Voters who know the order of the field by and large, of whom most rank some options only."""
    draw = Random(2026)
    papers: Counter[tuple[int, ...]] = Counter()
    for _ in range(BALLOTS):
        order = sorted(range(OPTIONS), key=lambda option: draw.gauss(option * 0.35, 0.62))
        papers[tuple(order[: draw.randint(2, OPTIONS)])] += 1
    lines = {" ".join(str(option + 1) for option in paper): count for paper, count in papers.items()}
    head, names = f"{OPTIONS} {SEATS}\n", "0\n" + "".join(f'"{name}"\n' for name in [*NAMES, "A million"])
    (folder / "weighted.blt").write_text(head + "".join(f"{n} {paper} 0\n" for paper, n in lines.items()) + names)
    single = [f"1 {paper} 0\n" for paper, n in lines.items() for _ in range(n)]
    draw.shuffle(single)
    (folder / "single.blt").write_text(head + "".join(single) + names)
    declared = "".join(f"={name}:[{name}]\n" for name in NAMES)
    ranked = (f"{n}:{'>'.join(NAMES[option] for option in paper)}\n" for paper, n in papers.items())
    (folder / "weighted.abif").write_text(declared + "".join(ranked))
    print(json.dumps({"different": len(papers)}))


def conference(method: str, file: str) -> Count:
    from conference.tally.count import count_case
    from conference.tally.election import Method, case_by
    from conference.tally.forms import files

    by = Method({"schulze": "schulze", "irv": "irv", "stv": "stv-scottish"}[method])

    def count(folder: Path) -> list[str]:
        path = folder / file
        content = files.text_of(path.read_bytes())
        form = files.form_of(path.name, content)
        election = files.read(content, form, by, SEATS if method == "stv" else 1)
        return list(count_case(case_by(election, by))["winners"])  # type: ignore[call-overload]  # no ties here

    return count


def pref_voting(method: str) -> Count:
    from pref_voting.io.readers import abif_to_profile_with_ties
    from pref_voting.iterative_methods import instant_runoff_for_truncated_linear_orders
    from pref_voting.margin_based_methods import beat_path
    from pref_voting.proportional_methods import stv_scottish

    def count(folder: Path) -> list[str]:
        profile = abif_to_profile_with_ties(str(folder / "weighted.abif"))
        if method == "schulze":
            profile.use_extended_strict_preference()
            return list(beat_path(profile, strength_function=profile.support))
        if method == "irv":
            return list(instant_runoff_for_truncated_linear_orders(profile))
        return list(stv_scottish(profile, num_seats=SEATS))

    return count


def votelib(method: str) -> Count:
    import votelib.convert
    import votelib.evaluate.condorcet
    import votelib.evaluate.sequential
    import votelib.io.blt

    def count(folder: Path) -> list[str]:
        with (folder / "weighted.blt").open() as lines:
            votes, _, _, _ = votelib.io.blt.load(lines)
        if method == "schulze":
            pairs = votelib.convert.RankedToCondorcetVotes().convert(votes)
            elected = votelib.evaluate.condorcet.Schulze().evaluate(pairs, 1)
        else:
            selector = votelib.evaluate.sequential.TransferableVoteSelector(quota_function="droop")
            elected = selector.evaluate(votes, SEATS if method == "stv" else 1)
        return [person.name for person in elected]

    return count


def main() -> None:
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]))
        return
    program, method, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    ready = {
        "conference": lambda: conference(method, "weighted.blt"),
        "conference-single": lambda: conference(method, "single.blt"),
        "conference-abif": lambda: conference(method, "weighted.abif"),
        "pref_voting": lambda: pref_voting(method),
        "votelib": lambda: votelib(method),
    }[program]()
    began, worked = time.perf_counter(), time.process_time()
    winners = ready(folder)
    took, work = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": took, "work": work, "peak": peak * 1024, "winners": winners}))


if __name__ == "__main__":
    main()
