"""A result as plain text."""

import json
from pathlib import Path

import pytest

from conference.tally.count import count
from conference.tally.show import lines
from tests.tally.elections import election, question

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


def shown(case: dict[str, object]) -> list[str]:
    return list(lines(count(case), case))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_case_prints_its_name_first_and_breaks_no_line(path: Path):
    printed = shown(json.loads(path.read_text(encoding="utf-8")))
    assert printed[0] == json.loads(path.read_text(encoding="utf-8"))["name"]
    assert not any("\n" in line for line in printed)


def test_a_round_table_has_its_exhausted_column():
    printed = shown(election("irv", "4: a; 3: b>c; 2: c"))
    assert "Winner: a" in printed
    assert "exhausted  0  2" in printed
    assert "2: elected: a" in printed


def test_a_matrix_marks_the_winner_of_each_pair():
    printed = shown(election("schulze", "2: a>b; 1: b>a"))
    assert "a      2*" in printed
    assert "Order: a > b" in printed


def test_a_question_prints_its_checklist():
    printed = shown(question({"Canada": (3, 1, 0), "Mexico": (0, 1, 0)}, delegation_majority=True))
    assert "Outcome: conciliation" in printed
    assert "[  met  ] Canada: 3 yes, 1 no, 0 abstain; yes > 1/2 of 4 (valid)" in printed
    assert "[not met] Mexico: 0 yes, 1 no, 0 abstain; yes > 1/2 of 1 (valid)" in printed


def test_a_tie_says_what_must_settle_it():
    printed = shown(election("schulze", "1: a>b; 1: b>a"))
    assert "Tie between a, b; a lot or a new vote must settle it." in printed
