"""Files of ballots: what is written is read again as the same election, and what a form cannot hold is refused."""

import json
import re
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import votelib.io.blt
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.tally.ballots import Ranking
from conference.tally.count import count_case
from conference.tally.election import Election, Group, Method, case_by
from conference.tally.expect import BadFile
from conference.tally.forms import files
from conference.tally.forms.files import Form, Left
from conference.tally.forms.written import Unheld, without_tail

NOW = "2026-11-26T12:00:00+00:00"
CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
WITHOUT_ROLLS = [path for path in CASES if '"groups"' not in path.read_text(encoding="utf-8")]
quick = settings(max_examples=100, deadline=None)

letters = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cf", "Co", "Cn"], exclude_characters="\x85")
names = st.one_of(
    st.text(letters, min_size=1, max_size=12).filter(str.strip),
    st.sampled_from(["a", "c1", "c2", "count", "delegation", "=1+1", "0", "-", "1=2", "#", "a>b", "a,b", "[x]",
                     'say "no"', "Montréal, QC", "Ciudad Juárez", "蘇業", " leading", "trailing ", "back\\slash",
                     "\u00a0wide\u3000", "{x: 1}", "3:a"]),
)  # fmt: skip


@st.composite
def elections(draw: st.DrawFn) -> Election:
    """Anything at all that the model can hold, within reason for files with a record a ballot."""
    options = draw(st.lists(names, min_size=1, max_size=6, unique=True))
    delegations = draw(st.lists(names, max_size=2, unique=True))
    boxes: dict[str | None, Counter[Ranking]] = {}
    for _ in range(draw(st.integers(0, 8))):
        rank = st.lists(st.sampled_from(range(len(options))), max_size=3, unique=True).map(sorted).map(tuple)
        ranking = without_tail(tuple(draw(st.lists(rank, max_size=4))))
        name = draw(st.sampled_from([None, *delegations]))
        boxes.setdefault(name, Counter())[ranking] += draw(st.integers(1, 9))
    withdrawn = (
        draw(st.sets(st.sampled_from(range(len(options))), max_size=len(options) - 1)) if draw(st.booleans()) else ()
    )
    rolls = draw(st.booleans())
    groups = tuple(Group(name, 99 if rolls else None, total_only=rolls) for name in delegations)
    return Election(
        tuple(options), boxes, draw(st.integers(1, 3)), draw(st.none() | names), frozenset(withdrawn), groups
    )


def written(election: Election, form: Form) -> str:
    return "".join(line + "\n" for line in files.write(election, form, NOW))


def reread(election: Election, form: Form) -> Election:
    return files.read(written(election, form), form)


def as_held(election: Election, form: Form) -> Election:
    """What may differ between the two: no form but the case names a method that it was not given, and only some have
    a place for the title."""
    held = replace(election, method=None, notes={}, rules={})
    return replace(held, title=None) if form is Form.CSV else held


def holds(election: Election, form: Form) -> bool:
    """Whether a form has a place for everything in an election, said from the forms' own descriptions."""
    rankings = [ranking for box in election.boxes.values() for ranking in box]
    words = [*election.options, election.title or ""]
    repeats = any(n > 1 for r in rankings for n in Counter(o for rank in r for o in rank).values())
    rolls = any(group.roll is not None for group in election.groups)
    delegations = bool(election.groups) or any(name is not None for name in election.boxes)
    match form:
        case Form.CASE:
            return True
        case Form.BLT:
            return not delegations and not any('"' in word for word in words)
        case Form.ABIF:
            return not (delegations or election.withdrawn or repeats or any(not all(r) for r in rankings))
        case Form.CSV:
            empty = any(group.name not in election.boxes for group in election.groups)
            return not (election.withdrawn or repeats or rolls or empty or election.seats > 1)
        case Form.CVR:
            return not (election.withdrawn or rolls)


@pytest.mark.parametrize("form", Form)
@quick
@given(election=elections())
def test_what_a_form_holds_comes_back_whole_and_what_it_cannot_hold_is_refused(form: Form, election: Election):
    if not holds(election, form):
        with pytest.raises(Unheld) as refused:
            next(files.write(election, form, NOW))
        assert str(refused.value).endswith(".")
        return
    again = as_held(reread(election, form), form)
    expected = as_held(election, form)
    if form is Form.CSV:  # a delegation is known by its ballots
        expected = replace(expected, groups=())
    assert again == expected


@pytest.mark.parametrize("form", Form)
@quick
@given(election=elections())
def test_everything_can_be_written_once_what_has_no_place_is_left_out_by_name(form: Form, election: Election):
    for what in Left:
        election = files.without(election, what)
    plain = replace(
        election,
        options=tuple(f"o{number}" for number in range(len(election.options))),
        boxes={None: {(): 1} | {((number,),): 2 for number in range(len(election.options))}},
        title="A title",
    )
    assert as_held(reread(plain, form), form) == as_held(plain, form)


@pytest.mark.parametrize("form", [Form.BLT, Form.CVR, Form.CASE])
@pytest.mark.parametrize("path", WITHOUT_ROLLS, ids=lambda path: path.stem)
def test_a_known_case_counts_the_same_from_another_form(path: Path, form: Form):
    content = path.read_text(encoding="utf-8")
    election = files.read(content, Form.CASE)
    again = replace(reread(election, form), method=election.method, rules=election.rules)
    assert election.method is not None
    counted = count_case(case_by(again, election.method))
    assert counted == count_case(case_by(election, election.method))


def test_a_blt_file_is_read_as_its_authors_describe_it():
    """The annotated example of the form's description at OpaVote, with other names."""
    content = """
    4 2          # Four options are competing for two seats
    -2           # Bo has withdrawn
    1 4 1 3 2 0  # First ballot
    6 4 3 0      # a weight of 6
    1 0          # An empty ballot
    1 2 - 3 0    # no one second
    1 2=3 1 0    # two first
    0            # End of ballots marker
    "Di"
    "Bo"
    Chuck
    "Amy Lou"
    "Gardening Club"
    """
    election = files.read(content, Form.BLT)
    assert election.options == ("Di", "Bo", "Chuck", "Amy Lou")
    assert (election.seats, election.title, election.withdrawn) == (2, "Gardening Club", {1})
    assert election.boxes == {
        None: {((3,), (0,), (2,), (1,)): 1, ((3,), (2,)): 6, (): 1, ((1,), (), (2,)): 1, ((1, 2), (0,)): 1}
    }
    case = case_by(election, Method.STV_SCOTTISH)
    assert case.options == ("Di", "Chuck", "Amy Lou")
    assert case.withdrawn == ("Bo",)
    assert case.cast == 10
    assert case.rankings == {((2,), (0,), (1,)): 1, ((2,), (1,)): 6, (): 1, ((), (1,)): 1, ((1,), (0,)): 1}


def test_another_program_reads_what_is_written_as_blt():
    ballots = {((0,), (2,)): 3, ((1,),): 2, ((2,), (1,), (0,)): 1, (): 4}
    text = written(Election(("Amy", "Bo b", "Zoë"), {None: ballots}, 2, "A title", frozenset({1})), Form.BLT)
    votes, seats, people, title = votelib.io.blt.loads(text)
    assert {tuple(person.name for person in line): number for line, number in votes.items()} == {
        ("Amy", "Zoë"): 3, ("Bo b",): 2, ("Zoë", "Bo b", "Amy"): 1, (): 4,
    }  # fmt: skip
    assert ([person.withdrawn for person in people], seats, title) == ([False, True, False], 2, "A title")


def test_ballots_over_several_lines_are_read_as_in_1987():
    assert files.read('2 1 3\n1\n2 0 1 2\n0\n0 "a" "b" "t"', Form.BLT).boxes == {None: {((0,), (1,)): 3, ((1,),): 1}}


@pytest.mark.parametrize(
    "ballot",
    ["3:a>b=c", "3: a > b = c", "3*a>b=c", "3:[a]>\"b\"=c", "3:a/5,b/2,c/2", "3:a/5>b/2=c/2", "3:b/2,a/5,c/2 # so"],
)  # fmt: skip
def test_abif_says_one_ballot_in_many_ways(ballot: str):
    content = f'# a comment\n{{"title": "T"}}\n=a:[a]\n=b:[b]\n=c:[c]\n\n{ballot}\n'
    election = files.read(content, Form.ABIF)
    assert election.boxes == {None: {((0,), (1, 2)): 3}}
    assert election.title == "T"


def test_abif_names_options_by_token_by_name_and_without_any_declaration():
    declared = files.read(
        "=d:[Doña García]\n=s:[Sue Ye (蘇業)]\n27:d>s\n2:[Sue Ye (蘇業)]\n1:[New one]\n4:\n", Form.ABIF
    )
    assert declared.options == ("Doña García", "Sue Ye (蘇業)", "New one")
    assert declared.boxes == {None: {((0,), (1,)): 27, ((1,),): 2, ((2,),): 1, (): 4}}
    bare = files.read("2:A>B\n1:[C c]=B", Form.ABIF)
    assert bare.options == ("A", "B", "C c")


def test_abif_says_how_approval_and_run_off_are_counted():
    election = files.read('{tally_method: "IRV"}\n{version: "0.1"}\n1:a>b', Form.ABIF)
    assert election.method is Method.IRV
    assert election.notes == {"metadata": {"version": "0.1"}}
    assert '{tally_method: "approval"}' in written(replace(election, method=Method.APPROVAL), Form.ABIF)


def test_a_table_of_ranks_is_read_with_commas_or_semicolons():
    for mark in ",;":
        content = "count,delegation,Montréal,Detroit,Puebla\n12,CA,1,2,\n3,MX,,2,2\n".replace(",", mark)
        assert files.read(content, Form.CSV).boxes == {"CA": {((0,), (1,)): 12}, "MX": {((), (1, 2)): 3}}


# The field names and the required ones are those of the JSON schema that NIST publishes with SP 1500-103 1.0.0.
REQUIRED = {
    "CVR.CastVoteRecordReport": "Election GeneratedDate GpUnit ReportGeneratingDeviceIds ReportingDevice Version",
    "CVR.ReportingDevice": "@id",
    "CVR.GpUnit": "@id Type",
    "CVR.Election": "@id Contest ElectionScopeId",
    "CVR.Candidate": "@id",
    "CVR.CandidateContest": "@id ContestSelection",
    "CVR.CandidateSelection": "@id",
    "CVR.CVR": "CVRSnapshot CurrentSnapshotId ElectionId",
    "CVR.CVRSnapshot": "@id Type",
    "CVR.CVRContest": "ContestId",
    "CVR.CVRContestSelection": "SelectionPosition",
    "CVR.SelectionPosition": "HasIndication NumberVotes",
}
ALLOWED = {
    "CVR.CastVoteRecordReport": "CVR Notes OtherReportType Party ReportType",
    "CVR.ReportingDevice": "Application Code Manufacturer MarkMetricType Model Notes SerialNumber",
    "CVR.GpUnit": "Code Name OtherType ReportingDeviceIds",
    "CVR.Election": "Candidate Code Name",
    "CVR.Candidate": "Code Name PartyId",
    "CVR.CandidateContest": "Abbreviation Code Name NumberElected OtherVoteVariation PrimaryPartyId VoteVariation "
    "VotesAllowed",
    "CVR.CandidateSelection": "CandidateIds Code IsWriteIn",
    "CVR.CVR": "BallotStyleUnitId BatchId UniqueId",
    "CVR.CVRSnapshot": "Annotation CVRContest OtherStatus Status",
    "CVR.CVRContest": "CVRContestSelection OtherStatus Overvotes Selections Status Undervotes WriteIns",
    "CVR.CVRContestSelection": "ContestSelectionId OptionPosition OtherStatus Rank Status TotalNumberVotes",
    "CVR.SelectionPosition": "CVRWriteIn Code IsAllocable IsGenerated MarkMetricValue OtherStatus Position Rank Status",
}  # fmt: skip


def objects(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        return [value, *(inner for each in value.values() for inner in objects(each))]
    return [inner for each in value for inner in objects(each)] if isinstance(value, list) else []


def test_cast_vote_records_have_the_fields_of_the_standard():
    boxes = {"Canada": {((0,), (), (1,)): 2, (): 1}, "Mexico": {((0, 1),): 1}}
    election = Election(("a", "b"), boxes, 2, "T", groups=(Group("Canada"), Group("Mexico")))
    report = json.loads(written(election, Form.CVR))
    found = objects(report)
    assert {each["@type"] for each in found} == set(REQUIRED)
    for each in found:
        kind = str(each["@type"])
        required, allowed = REQUIRED[kind].split(), ALLOWED[kind].split()
        assert set(required) <= set(each) <= {"@type", *required, *allowed}
    assert len(report["CVR"]) == 4
    assert report["Election"][0]["Contest"][0]["VoteVariation"] == "rcv"
    ranks = [position["Rank"] for position in objects(report["CVR"][0]) if position["@type"] == "CVR.SelectionPosition"]
    assert ranks == [1, 3]


def test_of_several_snapshots_the_current_one_counts_and_marks_that_were_taken_back_do_not():
    report = json.loads(written(Election(("a", "b"), {None: {((0,),): 1}}), Form.CVR))
    (record,) = report["CVR"]
    later = json.loads(json.dumps(record["CVRSnapshot"][0]).replace("selection-1", "selection-2"))
    record["CVRSnapshot"].append(later | {"@id": "later", "Type": "modified"})
    record["CurrentSnapshotId"] = "later"
    assert files.read(json.dumps(report), Form.CVR).boxes == {None: {((1,),): 1}}
    text = json.dumps(report).replace('"IsAllocable": "yes"', '"IsAllocable": "no"')
    assert files.read(text, Form.CVR).boxes == {None: {(): 1}}


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("x.json", '{"method": "irv"}', Form.CASE),
        ("x.json", '{\n "@type": "CVR.CastVoteRecordReport"}', Form.CVR),
        ("x.BLT", "", Form.BLT),
        ("x.abif", "", Form.ABIF),
        ("x.csv", "", Form.CSV),
        ("x", '{"method": "irv", "seats": 1}', Form.CASE),
        ("x.txt", "# by hand\n4 2\n-2\n", Form.BLT),
        ("<stdin>", '{title: "T"}\n3:a>b\n', Form.ABIF),
        ("x.txt", "# by hand\n\n3: a>b\n", Form.ABIF),
        ("x.txt", "count,a,b\n", Form.CSV),
    ],
)
def test_the_form_is_known_by_the_name_or_by_what_stands_in_the_file(name: str, content: str, form: Form):
    assert files.form_of(name, content) is form


def test_numbers_written_are_read_by_eyes_too():
    text = written(
        Election(("Amy", "Bo"), {None: {((0, 1),): 3, ((1,), (), (0,)): 1}}, 2, "T", frozenset({1})), Form.BLT
    )
    assert re.sub(r"\s+", " ", text) == '2 2 -2 3 1=2 0 1 2 - 1 0 0 "Amy" "Bo" "T" '


noise = st.text(st.sampled_from(list('0123-=>,;:*/#"[]{}() \n\tab@\\é')), max_size=40)


@pytest.mark.parametrize("form", Form)
@settings(max_examples=120, deadline=None)
@given(election=elections(), cut=st.integers(0, 400), put=noise)
def test_whatever_stands_in_a_file_it_is_read_or_refused_with_a_place(
    form: Form, election: Election, cut: int, put: str
):
    for what in Left:
        election = files.without(election, what)
    content = put
    with suppress(Unheld):
        whole = written(election, form)
        content = whole[:cut] + put + whole[cut + len(put) // 2 :]
    found, refused = None, None
    try:
        with files.located(content, form):
            found = files.read(content, form)
    except BadFile as fault:
        refused = fault.where
    if found is None:
        assert refused is not None
        assert refused.startswith(("line ", "file"))
        return
    places = range(len(found.options))
    assert all(
        option in places for box in found.boxes.values() for ranking in box for rank in ranking for option in rank
    )
    assert all(count > 0 for box in found.boxes.values() for count in box.values())
