"""Every case with a known result gives that result, key by key."""

import json
from pathlib import Path

import pytest

from conference.tally import formats
from conference.tally.count import count

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_known_case_gives_its_known_result(path: Path):
    case = formats.read(path.read_text(encoding="utf-8"))
    result = count(case)
    expected = case["expected"]
    assert isinstance(expected, dict)
    assert {key: result[key] for key in expected} == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_result_is_plain_json_without_floats(path: Path):
    result = count(json.loads(path.read_text(encoding="utf-8")))

    def refuse(number: str) -> object:
        raise AssertionError(f"a float: {number}")

    assert json.loads(json.dumps(result), parse_float=refuse) == result


def test_all_cases_are_here():
    assert len(CASES) == 30
