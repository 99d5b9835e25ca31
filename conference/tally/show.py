"""A result as plain text for a terminal: outcome first, then conditions, matrix or round table, ties and a cycle."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Result = Mapping[str, Any]
"""What `count.count` gives."""

STAGES_ABREAST = 6
"""Stages printed side by side before the table goes on below."""


def lines(result: Result, case: Mapping[str, object]) -> Iterator[str]:
    """The lines of a result, without line ends. `case` gives the name of what was counted."""
    yield str(case.get("name") or "Count")
    turnout = f", turnout {result['turnout']}" if result["turnout"] else ""
    yield f"{result['method']}, {result['ballots']} ballots{turnout}"
    yield ""
    yield from _outcome(result)
    for part in (_conditions, _groups, _approvals, _matrix, _cycle, _skipped, _rounds, _ties):
        printed = list(part(result))
        if printed:
            yield ""
            yield from printed


def _outcome(result: Result) -> Iterator[str]:
    if "outcome" in result:
        overall = result["overall"]
        yield f"Outcome: {result['outcome']}"
        yield f"Yes {overall['yes']}, no {overall['no']}, abstain {result['abstain']}"
        return
    winners, tie = result["winners"], result["tie"]
    if result["withdrawn"]:
        yield f"Withdrawn: {_list(result['withdrawn'])}"
    if tie:
        yield f"Tie between {_list(tie['between'])}; a lot or a new vote must settle it."
    elif not winners:
        yield "Nobody is elected: no option meets the threshold."
    elif not result["decided"]:
        yield f"Ahead, but a condition is not met: {_list(winners)}"
    else:
        yield f"{'Elected' if len(winners) > 1 else 'Winner'}: {_list(winners)}"
    if tie and winners and result["seats"] > 1:
        yield f"Elected whatever the lot says: {_list(winners)}"
    if tie and winners is None and result["possible_winners_over_every_lot"]:
        yield f"Possible winners over every lot: {_list(result['possible_winners_over_every_lot'])}"
    if result.get("order"):
        yield f"Order: {' > '.join(result['order'])}"
    elif result.get("order_by_levels"):
        yield f"Order: {' > '.join(' = '.join(level) for level in result['order_by_levels'])}"
    if "quota" in result:
        yield f"Quota: {result['quota']}"


def _conditions(result: Result) -> Iterator[str]:
    for line in result["conditions"]:
        mark = "met" if line["met"] else "not met"
        if line["code"] == "quorum":
            figures = f"{line['counted']} of {line['entitled']} {_sign(line)} {_share(line)}"
        elif line["code"] == "approval":
            figures = f"approved by {line['votes']} {_sign(line)} {_share(line)} of {line['base']} ({line['of']})"
        elif line["code"] == "delegations":
            figures = f"{line['in_favour']} in favour, {line['needed']} needed"
        else:
            votes = f"{line['yes']} yes, {line['no']} no, {line['abstain']} abstain"
            figures = f"{votes}; yes {_sign(line)} {_share(line)} of {line['base']} ({line['of']})"
        yield f"[{mark:^7}] {line.get('delegation', line.get('option', line['code']))}: {figures}"


def _sign(line: Result) -> str:
    return ">" if line["strict"] else ">="


def _share(line: Result) -> str:
    return "/".join(map(str, line["share"]))


def _groups(result: Result) -> Iterator[str]:
    rows = [[group["name"], str(group["cast"]), _known(group["roll"])] for group in result["groups"]]
    if rows:
        yield from _table([["group", "cast", "roll"], *rows])


def _known(number: int | None) -> str:
    return "" if number is None else str(number)


def _approvals(result: Result) -> Iterator[str]:
    if "approvals" not in result:
        return
    groups = result["approvals_by_group"]
    order = [option for level in result["order_by_levels"] for option in level]
    rows = [[each, result["approvals"][each], *(own[each] for own in groups.values())] for each in order]
    yield from _table([["approved by", "all", *groups], *rows])


def _matrix(result: Result) -> Iterator[str]:
    if "pairwise" not in result:
        return
    options = result["candidates"]
    votes = result["pairwise"]
    yield "Ballots that put the row above the column (* the row wins the pair)"
    rows = [
        [option, *("" if one == other else _pair(votes, one, other) for other in range(len(options)))]
        for one, option in enumerate(options)
    ]
    yield from _table([["", *options], *rows])


def _pair(votes: Sequence[Sequence[int]], one: int, other: int) -> str:
    return f"{votes[one][other]}{'*' if votes[one][other] > votes[other][one] else ' '}"


def _cycle(result: Result) -> Iterator[str]:
    steps = result.get("cycle")
    if steps:
        yield "No option beats every other:"
        for step in steps:
            yield f"  {step['option']} beats {step['beats']} {step['votes']} to {step['against']}"


def _skipped(result: Result) -> Iterator[str]:
    for line in result.get("skipped", ()):
        inside = f" {line['delegation']}" if "delegation" in line else ""
        reason = line["reason"].replace("-", " ")
        yield f"Skipped {line['option']}: {reason}{inside}, {line['votes']} to {line['against']}"


def _rounds(result: Result) -> Iterator[str]:
    stages = result.get("stages", [])
    for start in range(0, len(stages), STAGES_ABREAST):
        abreast = stages[start : start + STAGES_ABREAST]
        rows = [[option, *(stage["tally"].get(option, "") for stage in abreast)] for option in result["candidates"]]
        for column in ("exhausted", "lost_by_cutting", "total"):
            if column in abreast[0]:
                rows.append([column.replace("_", " "), *(stage[column] for stage in abreast)])
        yield from _table([["stage", *(str(stage["round"]) for stage in abreast)], *rows])
        yield ""
    for stage in stages:
        yield f"{stage['round']}: {_what_happened(stage)}"


def _what_happened(stage: Result) -> str:
    actions = {"first": "first choices", "iterate": "the parts kept are lowered"}
    action = stage.get("action", "")
    if action in ("surplus", "exclude"):
        happened = [f"{'surplus of' if action == 'surplus' else 'out:'} {stage['option']}"]
    else:
        happened = [actions[action]] if action in actions else []
    if "elected" in stage:
        happened.append(f"elected: {_list(stage['elected'])}")
    if "eliminated" in stage:
        happened.append(f"out: {_list(stage['eliminated'])}")
    return "; ".join(happened) or "nobody is elected, and nobody goes out"


def _ties(result: Result) -> Iterator[str]:
    said = {
        "backward": "an earlier stage",
        "no-votes": "nobody voted for them, so all go out in any order",
        "status-quo": "the text stays as it is",
        "order": "the order drawn beforehand",
        "lot": "the lot from the seed",
    }
    for tie in result.get("tie_breaks", ()):
        yield f"Tie between {_list(tie['between'])}: settled by {said[tie['rule']]}"


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "nobody"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as their widest cell: the first to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *cells in rows:
        aligned = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *aligned)).rstrip()
