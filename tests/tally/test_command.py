"""`conference tally` and `conference convert`, as somebody types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conference.cli import main

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
BLT = '3 1\n4 1 2 0\n3 2=3 0\n2 3 1 0\n1 0\n0\n"Montréal" "Detroit" "Ciudad Juárez"\n"Where to meet"\n'


def run(*arguments: object, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], input=given, catch_exceptions=False)


@pytest.fixture
def blt(tmp_path: Path) -> Path:
    path = tmp_path / "meeting.blt"
    path.write_text(BLT, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_command_gives_what_is_known_of_every_case(path: Path):
    printed = run("tally", path, "--json")
    assert printed.exit_code == 0, printed.output
    result, expected = json.loads(printed.stdout), json.loads(path.read_text(encoding="utf-8"))["expected"]
    assert {key: result[key] for key in expected} == expected


def test_a_blt_file_is_counted_by_the_house_s_rule_or_by_the_one_asked_for(blt: Path):
    texts = json.loads(run("tally", blt, "--json").stdout)
    assert (texts["method"], texts["ballots"]) == ("schulze", 10)
    assert texts["pairwise"] == [[0, 6, 4], [3, 0, 4], [5, 2, 0]]
    assert json.loads(run("tally", blt, "--seats", 2, "--json").stdout)["method"] == "stv-scottish"
    assert json.loads(run("tally", blt, "--method", "irv", "--json").stdout)["rounds"][0]["exhausted"] == "4"


def test_without_json_a_table_is_printed(blt: Path):
    printed = run("tally", blt, "--method", "irv").stdout.splitlines()
    assert printed[0] == "Where to meet"
    assert printed[1] == "irv, 10 ballots"
    assert "Winner: Montréal" in printed
    assert [line.split() for line in printed if line.startswith("exhausted")] == [["exhausted", "4"]]


def test_a_case_may_be_counted_by_another_method_without_the_options_of_its_own():
    case = next(path for path in CASES if path.stem == "tennessee-schulze")
    result = json.loads(run("tally", case, "--method", "irv", "--json").stdout)
    assert (result["method"], result["winners"]) == ("irv", ["Knoxville"])


def test_the_form_is_known_from_standard_input_or_forced(blt: Path):
    raw = BLT.encode()
    assert run("tally", "-", given=raw).stdout == run("tally", blt).stdout
    assert run("tally", "-", "--format", "blt", given=raw).exit_code == 0
    assert run("tally", "-", "--format", "abif", given=raw).exit_code == 1


@pytest.mark.parametrize("ending", ["json", "abif", "csv", "cvr.json", "blt"])
def test_ballots_go_from_one_form_into_another_and_back(ending: str, blt: Path, tmp_path: Path):
    there, back = tmp_path / f"there.{ending}", tmp_path / "back.blt"
    assert run("convert", blt, there).exit_code == 0
    assert run("convert", there, back).exit_code == 0
    first, again = (json.loads(run("tally", path, "--json").stdout) for path in (blt, back))
    assert first == again
    assert json.loads(run("tally", there, "--method", "irv", "--json").stdout)["winners"] == ["Montréal"]


def test_what_a_form_cannot_hold_is_refused_and_nothing_is_written(tmp_path: Path):
    source, target = tmp_path / "in.blt", tmp_path / "out.abif"
    source.write_text('3 2\n-2\n2 1 - 3 0\n1 2 0\n0\n"a" "b" "c"\n"T"\n', encoding="utf-8")
    refused = run("convert", source, target)
    assert refused.exit_code == 1
    assert "ABIF cannot say that an option has withdrawn: b." in refused.output
    assert "was not written" in refused.output
    blank = run("convert", source, target, "--leave-out", "withdrawn")
    assert "ABIF cannot hold a ballot with a rank left blank before a later one." in blank.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.blt"]
    assert (
        run("convert", source, tmp_path / "out.csv", "--leave-out", "withdrawn", "--leave-out", "seats").exit_code == 0
    )
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "count,delegation,a,c\n2,,1,3\n1,,,\n"


def test_a_failing_convert_leaves_the_file_that_was_there(tmp_path: Path):
    source, target = tmp_path / "in.blt", tmp_path / "out.abif"
    source.write_text('1 1\n1 1 0\n0\n"a"\n', encoding="utf-8")
    assert run("convert", source, target).exit_code == 0
    before = target.read_bytes()
    source.write_text('1 1\n1 2 0\n0\n"a"\n', encoding="utf-8")
    assert run("convert", source, target).exit_code == 1
    assert target.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


def test_rules_and_remarks_are_left_out_by_name(tmp_path: Path):
    case = next(path for path in CASES if path.stem == "tennessee-schulze")
    said = run("convert", case, tmp_path / "out.blt")
    assert said.exit_code == 0
    assert said.stderr.startswith("BLT holds the ballots alone; left out: method schulze, option strength")
    kept = run("convert", case, tmp_path / "out.json")
    assert kept.stderr == ""
    expected = json.loads(case.read_text(encoding="utf-8"))["expected"]
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["expected"] == expected


def test_a_new_file_has_the_usual_permissions_and_an_unknown_ending_is_asked_about(blt: Path, tmp_path: Path):
    assert run("convert", blt, tmp_path / "out.abif").exit_code == 0
    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "out.abif").stat().st_mode == plain.stat().st_mode
    assert "name the form by --to" in run("convert", blt, tmp_path / "out.txt").output
    assert run("convert", blt, tmp_path / "out.txt", "--to", "csv").exit_code == 0
    assert "is no folder" in run("convert", blt, tmp_path / "none" / "out.blt").output


GOOD_CVR = {
    "@type": "CVR.CastVoteRecordReport",
    "Election": [
        {
            "Candidate": [{"@id": "c1", "Name": "a"}],
            "Contest": [{"@id": "x", "ContestSelection": [{"@id": "s1", "CandidateIds": ["c1"]}]}],
        }
    ],
    "CVR": [{"CurrentSnapshotId": "b", "CVRSnapshot": [{"@id": "b", "CVRContest": [{"ContestId": "y"}]}]}],
}


@pytest.mark.parametrize(
    ("name", "content", "where", "expected"),
    [
        ("x.json", '{"method": "irv",\n "seats": 1,,}', "line 2, column 13", "JSON"),
        ("x.json", '{"method": "irv",\n "candidates": ["a", "b"],\n "ballots": [\n  {"ranking": [["a"], ["z"]]}]}',
         "line 4, column 24 (ballots[0].ranking[1][0])", 'one of the candidates, found \'z\''),
        ("x.json", '{"method": "irv", "candidates": ["a"],\n "withdrawn": ["a", "b"], "ballots": []}',
         "line 2, column 21 (withdrawn[1])", "one of the candidates"),
        ("x.json", '{"method": "irv"}', "line 1, column 1 (candidates)", "a list"),
        ("x.json", json.dumps(GOOD_CVR, indent=1), "(CVR[0].CVRSnapshot[0].CVRContest[0].ContestId)",
         "the contest of the election, found 'y'"),
        ("x.blt", "3\n", "line 2, column 1", "the number of seats"),
        ("x.blt", "51 1\n", "line 1, column 1", "the number of options (a whole number from 1 to 50)"),
        ("x.blt", "2 1\n-3\n", "line 2, column 1", "each withdrawn option once, -1 to -2"),
        ("x.blt", "2 1\n-1 -2\n", "line 2, column 4", "at least one option that still stands"),
        ("x.blt", "2 1\n1 1 3 0\n0\n", "line 2, column 5", "options from 1 to 2, found '3'"),
        ("x.blt", "2 1\n1 1=1 0\n0\n", "line 2, column 3", "every option once in a rank"),
        ("x.blt", "2 1\n1.5 1 0\n0\n", "line 2, column 1", "a ballot's weight"),
        ("x.blt", "2 1\n1 (7) 1 0\n0\n", "line 2, column 3", "an option from 1 to 2"),
        ("x.blt", "2 1\n1 1 2\n", "line 3, column 1", "found 'the end of the file'"),
        ("x.blt", '2 1\n1 1 0\n0\n"a"\n"a"\n', "line 5, column 1", "a name for every option, each once"),
        ("x.blt", '2 1\n1 1 0\n0\n"a"\n"b\n', "line 5, column 1", "the name of option 2 in double quotes"),
        ("x.abif", "3:a>b\n2:a>>b\n", "line 2, column 5", "an option"),
        ("x.abif", "3:a>b>a\n", "line 1, column 7", "every option once on a ballot"),
        ("x.abif", "=a:[A]\n3:a>b\n", "line 2, column 5", "one of the declared options, found 'b'"),
        ("x.abif", "=a:[A]\n=a:[B]\n", "line 2, column 3", "every option declared once"),
        ("x.abif", "0:a\n", "line 1, column 1", "a number of ballots of at least 1"),
        ("x.abif", "3:a/5,b\n", "line 1, column 1", "a score for every option of a ballot"),
        ("x.abif", "3:a/1>b/5\n", "line 1, column 1", 'scores that agree with ">"'),
        ("x.abif", "3:a b\n", "line 1, column 5", '">", "=", ","'),
        ("x.abif", "{seats}\n3:a\n", "line 1, column 1", "one piece of metadata"),
        ("x.abif", "a>b\n", "line 1, column 2", '":" after the token'),
        ("x.abif", "# nothing\n", "file", "at least one option"),
        ("x.csv", "number,a\n1,1\n", "line 1, column 1", '"count" as the first column'),
        ("x.csv", "count,a,a\n", "line 1, column 3", "a name for every option, each once"),
        ("x.csv", "count,a,b\n1,1\n", "line 2, column 3", "3 cells as in the header"),
        ("x.csv", "count,a,b\n1,1,2\n2,x,1\n", "line 3, column 2", "a whole number from 1 to 1000, found 'x'"),
        ("x.csv", 'count,a\n1,"1\n', "line 2, column 1", "cells as spreadsheets write them"),
        ("x.txt", "good day\n", "line 1, column 1", "name the form"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_line_column_and_what_was_expected(
    name: str, content: str, where: str, expected: str, tmp_path: Path
):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    for command in (("tally", path), ("convert", path, tmp_path / "out.blt")):
        refused = run(*command)
        assert refused.exit_code == 1
        assert where in refused.output, refused.output
        assert f"expected {expected}" in refused.output or expected in refused.output, refused.output
        assert not (tmp_path / "out.blt").exists()


def test_an_option_of_the_rules_that_nobody_understands_is_named_by_its_place(tmp_path: Path):
    path = tmp_path / "x.json"
    path.write_text('{"method": "irv", "candidates": ["a"],\n "options": {"overvoet": 1}, "ballots": []}')
    refused = run("tally", path).output
    assert "line 2, column 26 (options.overvoet): expected only options that this method knows" in refused


def test_text_that_is_not_utf_8_is_named_by_its_first_byte(tmp_path: Path):
    path = tmp_path / "x.blt"
    path.write_bytes('1 1\n1 1 0\n0\n"Montréal"\n'.encode("latin-1"))
    assert "line 4, column 7: expected text in UTF-8, found 'byte 0xe9'" in run("tally", path).output
