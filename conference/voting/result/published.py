"""What is published of a counted vote, as bytes, and how anybody checks it again from the recount file alone.

`result.json` keeps what small numbers would tell: a delegation that `discretion.untold` names shows only whether it is
in favour, a vote of fewer than five ballots shows only its outcome, and no ranking of anybody's stands in it. So that
nobody finds the withheld figures by trying them out, the digest of the result is made of what is published.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conference.core.canonical import canonical, digest
from conference.rulebook.rules import counting
from conference.tally.count import count
from conference.voting import rules
from conference.voting.result.discretion import SMALL, untold
from conference.voting.sealed import lots, merkle

RECOUNT: Final = "conference-recount-1"
RESULT: Final = "conference-result-1"
PLAIN: Final = ("method", "candidates", "withdrawn", "seats", "ballots", "decided", "adopted", "outcome", "winners")
"""What tells nothing but what was decided, however few have voted."""
FIGURES: Final = (
    "turnout", "overall", "abstain", "groups_in_favour", "valid", "quota", "pairwise", "path_strengths",
    "condorcet_winner", "condorcet_loser", "smith_set", "cycle", "order", "order_by_levels", "plain_order", "by_rule",
    "status_quo", "status_quo_rule", "stages", "approvals", "shares", "tie", "tie_breaks",
    "possible_winners_over_every_lot",
)  # fmt: skip
"""Figures of all ballots together."""
BY_DELEGATION: Final = ("pairwise_by_group", "approvals_by_group")
VERDICT: Final = ("code", "met", "binding", "delegation", "share", "strict", "of")
"""What a condition says without its figures."""
NAMES: Final = {"delegations": "needed", "approval": "option"}
"""What a condition cannot be said without, though it is no figure of the count: it stands in the rules or the winners.
In other conditions the number needed would tell how many have voted."""


def reduced(result: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a count that everybody may know."""
    if result["ballots"] < SMALL:
        plain = {key: result[key] for key in PLAIN if key in result}
        return plain | {"conditions": [_verdict(each) for each in result["conditions"] if not each.get("delegation")]}
    held = untold({each["name"]: each["cast"] for each in result["groups"]})
    told = {key: result[key] for key in (*PLAIN, *FIGURES) if key in result}
    for key in BY_DELEGATION:
        if result.get(key) is not None:
            told[key] = {name: table for name, table in result[key].items() if name not in held}
    told["groups"] = [
        {"name": each["name"], "roll": each["roll"]} if each["name"] in held else dict(each)
        for each in result["groups"]
    ]
    told["conditions"] = [_verdict(each) if each.get("delegation") in held else each for each in result["conditions"]]
    if result.get("skipped") is not None:
        told["skipped"] = [_skipped(each, held) for each in result["skipped"]]
    return told


def _verdict(condition: Mapping[str, Any]) -> dict[str, Any]:
    return {key: condition[key] for key in (*VERDICT, NAMES.get(condition["code"], "code")) if key in condition}


def _skipped(line: Mapping[str, Any], held: frozenset[str]) -> dict[str, Any]:
    """A text that was passed over; without figures where they are those of a delegation that is held back."""
    if line.get("delegation", line.get("group")) in held:
        return {key: value for key, value in line.items() if isinstance(value, str)}
    return dict(line)


def result_digest(result: Mapping[str, Any]) -> str:
    """The digest that stands on the result."""
    return digest(reduced(result))


def result_bytes(
    *,
    opening: Mapping[str, Any],
    root: str,
    lot: Mapping[str, Any] | None,
    outcome: str,
    result: Mapping[str, Any],
) -> bytes:
    """The published result. The same envelopes and the same key give the same bytes, on whatever database."""
    return canonical(
        {
            "form": RESULT,
            "number": opening["number"],
            "kind": opening["kind"],
            "method": opening["method"],
            "questions": opening["questions"],
            "opening_digest": digest(opening),
            "root": root,
            "lot": lot,
            "outcome": outcome,
            "result": reduced(result),
            "result_digest": result_digest(result),
        }
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what it is, whether it holds, and what was found."""

    name: str
    holds: bool
    found: str


@dataclass(frozen=True, slots=True)
class Recounted:
    """A recount file checked: every check, and the published result that it gives."""

    checks: tuple[Check, ...]
    result: bytes
    outcome: str

    @property
    def holds(self) -> bool:
        return all(each.holds for each in self.checks)


def recounted(file: Mapping[str, Any]) -> Recounted:
    """Check a recount file without asking anybody. Raises `KeyError`, `TypeError` or `ValueError` where it is none."""
    if file["form"] != RECOUNT:
        raise ValueError(f"its form is {file['form']!r}, not {RECOUNT!r}")
    opening, case = file["opening"], file["case"]
    result = count(case)
    outcome = str(rules.outcome(opening["kind"], result, second_try=file["second_try"]))
    outcome = str(rules.Outcome.OVERTAKEN) if file["overtaken"] else outcome
    checks = (
        _equal("opening digest", digest(opening), file["opening_digest"]),
        *_box(file),
        *_frozen(opening, case),
        *_lot(file),
        _equal("result digest", result_digest(result), file["result_digest"]),
    )
    given = result_bytes(opening=opening, root=file["root"], lot=file["lot"], outcome=outcome, result=result)
    return Recounted(checks, given, outcome)


def _equal(name: str, found: str, printed: str) -> Check:
    return Check(name, found == printed, found if found == printed else f"{found}, but {printed} is printed")


def _box(file: Mapping[str, Any]) -> Iterator[Check]:
    """The leaves of a sealed box, their root, and that every ballot counted is one of them or was cast on paper."""
    leaves, ballots = [leaf for leaf, _ in file["leaves"]], sum(each["count"] for each in file["case"]["ballots"])
    if not file["public_key"]:
        return
    yield _equal("root of the leaves", merkle.root(leaves), file["root"])
    yield Check("order of the leaves", leaves == sorted(set(leaves)), f"{len(leaves)} leaves")
    found = f"{ballots} ballots counted: {len(leaves)} in the box, {file['papers']} on paper"
    yield Check("number of ballots", ballots == len(leaves) + file["papers"], found)


def _frozen(opening: Mapping[str, Any], case: Mapping[str, Any]) -> Iterator[Check]:
    """The case is counted by what was frozen at the opening: method, options, rules, roll."""
    agreed = opening["rules"]
    options = {key: value for key, value in case["options"].items() if key != "lot_seed"}
    yield Check("method", case["method"] == opening["method"], case["method"])
    yield Check(
        "options", case["candidates"] == [key for key, _, _ in opening["options"]], ", ".join(case["candidates"])
    )
    same = options == counting(agreed) and case["seats"] == agreed.get("seats", 1)
    yield Check("rules", same, "as frozen at the opening" if same else "not those frozen at the opening")
    roll = Counter[str]()
    for _, delegation, votes in opening["roll"]:
        roll[delegation] += votes
    counted = {each["name"]: each["roll"] for each in case["groups"]}
    same = counted == dict(roll) or counted == {"": sum(roll.values())}
    yield Check("roll", same, f"{sum(roll.values())} votes in {len(roll)} delegations")


def _lot(file: Mapping[str, Any]) -> Iterator[Check]:
    """The numbers have the hashes published before the opening, and the seed is made of them."""
    published: Sequence[str] = file["opening"]["lot"]
    if file["lot"] is None:
        yield Check("lot", not published and "lot_seed" not in file["case"]["options"], "this vote uses none")
        return
    lot = lots.of_data(file["lot"])
    hashes = sorted(each.commitment for each in lot.numbers)
    fits = all(lots.hash_of(each.revealed) == each.commitment for each in lot.numbers if each.revealed)
    missing = sum(not each.revealed for each in lot.numbers)
    yield Check("numbers of the lot", fits and hashes == sorted(published), f"{len(hashes)}, not revealed: {missing}")
    yield _equal("seed of the lot", lots.seed_of(lot.numbers, file["opening"]["number"], file["root"]), lot.seed)
    counted = file["case"]["options"].get("lot_seed", "")
    yield Check("lot of the count", counted == lot.seed, "the same seed" if counted == lot.seed else "another seed")
