"""Cast vote records in the Common Data Format of NIST (SP 1500-103, version 1.0.0), as JSON.

One `CVR.CVR` a ballot, with one snapshot of one contest; every `CVR.CVRContestSelection` has a `SelectionPosition` for
each rank that the ballot gives the option. Equal ranks are equal numbers, and a number that no option has is a rank
left blank. Delegations are `GpUnit`s, to which `BallotStyleUnitId` points.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from conference.tally.ballots import Ranking
from conference.tally.election import MOST_OPTIONS, Election, Group, Method
from conference.tally.expect import BadFile, distinct, mapping, sequence, text, whole
from conference.tally.forms.written import no_rolls, nobody_withdrawn, without_tail

FORM = "A cast vote record"
REPORT = "CVR.CastVoteRecordReport"
MOST_RANKS = 1000
VARIATIONS = {"rcv": None, "approval": Method.APPROVAL}
DELEGATION = "delegation"
Json = dict[str, object]


def read(report: Mapping[str, object]) -> Election:
    """The election in a parsed report. Raises `BadFile` with the path of what cannot be taken."""
    if report.get("@type") != REPORT:
        raise BadFile("@type", f'"{REPORT}"', report.get("@type"))
    return _Reader(report).election()


def write(election: Election, generated: str) -> Iterator[str]:
    """The lines of a report, a ballot a line. Raises `Unheld` before the first. `generated`: the time in ISO 8601."""
    nobody_withdrawn(election, FORM)
    no_rolls(election, FORM)
    units = {name: f"delegation-{number}" for number, name in enumerate(_delegations(election), 1)}
    head = json.dumps(_head(election, units, generated), ensure_ascii=False, indent=1)
    yield head.removesuffix("\n}") + ',\n "CVR": ['
    before, number = " ", 0
    for name, box in election.boxes.items():
        for ranking, count in box.items():
            for _ in range(count):
                number += 1
                yield before + json.dumps(_ballot(number, ranking, units.get(name or "")), separators=(",", ":"))
                before = " ,"
    yield " ]\n}"


def _delegations(election: Election) -> list[str]:
    named = [group.name for group in election.groups]
    return named + [name for name in election.boxes if name is not None and name not in named]


def _head(election: Election, units: Mapping[str, str], generated: str) -> Json:
    return {
        "@type": REPORT,
        "Version": "1.0.0",
        "GeneratedDate": generated,
        "ReportGeneratingDeviceIds": ["conference"],
        "ReportingDevice": [{"@type": "CVR.ReportingDevice", "@id": "conference", "Application": "conference"}],
        "GpUnit": [_unit("whole", "The conference", "conference")]
        + [_unit(unit, name, DELEGATION) for name, unit in units.items()],
        "Election": [_election(election)],
    }


def _unit(identity: str, name: str, kind: str) -> Json:
    return {"@type": "CVR.GpUnit", "@id": identity, "Name": name, "Type": "other", "OtherType": kind}


def _election(election: Election) -> Json:
    numbers = range(1, len(election.options) + 1)
    contest: Json = {
        "@type": "CVR.CandidateContest",
        "@id": "contest",
        "NumberElected": election.seats,
        "VoteVariation": "approval" if election.method is Method.APPROVAL else "rcv",
        "ContestSelection": [
            {"@type": "CVR.CandidateSelection", "@id": f"selection-{number}", "CandidateIds": [f"candidate-{number}"]}
            for number in numbers
        ],
    }
    names = zip(numbers, election.options, strict=True)
    return {
        "@type": "CVR.Election",
        "@id": "election",
        **({} if election.title is None else {"Name": election.title}),
        "ElectionScopeId": "whole",
        "Candidate": [{"@type": "CVR.Candidate", "@id": f"candidate-{number}", "Name": name} for number, name in names],
        "Contest": [contest],
    }


def _ballot(number: int, ranking: Ranking, unit: str | None) -> Json:
    ranks: dict[int, list[int]] = {}
    for place, rank in enumerate(without_tail(ranking), 1):
        for option in rank:
            ranks.setdefault(option, []).append(place)
    contest: Json = {"@type": "CVR.CVRContest", "ContestId": "contest"}
    if ranks:
        contest["CVRContestSelection"] = [
            {
                "@type": "CVR.CVRContestSelection",
                "ContestSelectionId": f"selection-{option + 1}",
                "SelectionPosition": [_position(place) for place in places],
            }
            for option, places in sorted(ranks.items())
        ]
    snapshot = {"@type": "CVR.CVRSnapshot", "@id": f"ballot-{number}", "Type": "original", "CVRContest": [contest]}
    record: Json = {"@type": "CVR.CVR", "ElectionId": "election", "CurrentSnapshotId": f"ballot-{number}"}
    return record | ({} if unit is None else {"BallotStyleUnitId": unit}) | {"CVRSnapshot": [snapshot]}


def _position(rank: int) -> Json:
    marked: Json = {"@type": "CVR.SelectionPosition", "HasIndication": "yes", "IsAllocable": "yes"}
    return marked | {"NumberVotes": 1, "Rank": rank}


class _Reader:
    """One report. What the count would have to guess is refused: several contests, write-ins, open adjudications."""

    def __init__(self, report: Mapping[str, object]) -> None:
        self._records = sequence(report.get("CVR", []), "CVR")
        self._units = _by_id(report, "GpUnit", "")
        self._delegations = {
            text(unit.get("Name"), "GpUnit"): None
            for unit in self._units.values()
            if unit.get("OtherType") == DELEGATION
        }
        elections = sequence(report.get("Election"), "Election")
        if len(elections) != 1:
            raise BadFile("Election", "one election", elections)
        self._election = mapping(elections[0], "Election[0]")
        contests = sequence(self._election.get("Contest"), "Election[0].Contest")
        if len(contests) != 1:
            raise BadFile("Election[0].Contest", "one contest in a file", contests)
        self._contest = mapping(contests[0], "Election[0].Contest[0]")
        self._options: list[str] = []
        self._selections: dict[str, int] = {}
        self._name_options()

    def election(self) -> Election:
        where = "Election[0].Contest[0]"
        variation = self._contest.get("VoteVariation", "rcv")
        if not isinstance(variation, str) or variation not in VARIATIONS:
            expected = "one of " + ", ".join(f'"{word}"' for word in VARIATIONS)
            raise BadFile(f"{where}.VoteVariation", expected, variation)
        boxes: dict[str | None, dict[Ranking, int]] = {}
        for place, record in enumerate(self._records):
            group, ranking = self._ballot(mapping(record, f"CVR[{place}]"), f"CVR[{place}]")
            box = boxes.setdefault(group, {})
            box[ranking] = box.get(ranking, 0) + 1
        title = self._election.get("Name")
        return Election(
            tuple(self._options),
            boxes,
            whole(self._contest.get("NumberElected", 1), f"{where}.NumberElected", 1),
            None if title is None else text(title, "Election[0].Name"),
            groups=tuple(Group(name) for name in self._delegations),
            method=VARIATIONS[variation],
        )

    def _name_options(self) -> None:
        names = _by_id(self._election, "Candidate", "Election[0].")
        where = "Election[0].Contest[0].ContestSelection"
        listed = sequence(self._contest.get("ContestSelection"), where)
        if not 1 <= len(listed) <= MOST_OPTIONS:
            raise BadFile(where, f"1 to {MOST_OPTIONS} options", listed)
        for place, each in enumerate(listed):
            selection = mapping(each, f"{where}[{place}]")
            ids = list(distinct(selection.get("CandidateIds"), f"{where}[{place}].CandidateIds"))
            if len(ids) != 1 or ids[0] not in names or selection.get("IsWriteIn"):
                raise BadFile(f"{where}[{place}].CandidateIds", "one candidate of the election, and no write-in", ids)
            self._options.append(text(names[ids[0]].get("Name"), "Election[0].Candidate"))
            self._selections[text(selection.get("@id"), f"{where}[{place}].@id")] = place
        if len(set(self._options)) < len(listed) or len(self._selections) < len(listed):
            raise BadFile(where, "every option once", self._options)

    def _ballot(self, record: Mapping[str, object], where: str) -> tuple[str | None, Ranking]:
        current = record.get("CurrentSnapshotId")
        snapshots = [mapping(each, where) for each in sequence(record.get("CVRSnapshot"), f"{where}.CVRSnapshot")]
        counting = [place for place, each in enumerate(snapshots) if each.get("@id") == current]
        if len(counting) != 1:
            raise BadFile(f"{where}.CurrentSnapshotId", "the id of one snapshot of the record", current)
        path = f"{where}.CVRSnapshot[{counting[0]}].CVRContest"
        levels: dict[int, list[int]] = {}
        for place, each in enumerate(sequence(snapshots[counting[0]].get("CVRContest", []), path)):
            contest = mapping(each, f"{path}[{place}]")
            if contest.get("ContestId") != self._contest.get("@id"):
                raise BadFile(f"{path}[{place}].ContestId", "the contest of the election", contest.get("ContestId"))
            self._read_selections(contest, f"{path}[{place}].CVRContestSelection", levels)
        ranks = (tuple(sorted(levels.get(place, ()))) for place in range(1, max(levels, default=0) + 1))
        return self._group(record, where), tuple(ranks)

    def _group(self, record: Mapping[str, object], where: str) -> str | None:
        unit = record.get("BallotStyleUnitId")
        if unit is None:
            return None
        if not isinstance(unit, str) or unit not in self._units:
            raise BadFile(f"{where}.BallotStyleUnitId", "one of the report's units", unit)
        name = text(self._units[unit].get("Name"), "GpUnit")
        self._delegations.setdefault(name)
        return name

    def _read_selections(self, contest: Mapping[str, object], path: str, levels: dict[int, list[int]]) -> None:
        for place, each in enumerate(sequence(contest.get("CVRContestSelection", []), path)):
            selection = mapping(each, f"{path}[{place}]")
            identity = selection.get("ContestSelectionId")
            if not isinstance(identity, str) or identity not in self._selections:
                raise BadFile(f"{path}[{place}].ContestSelectionId", "a selection of the contest", identity)
            option = self._selections[identity]
            where = f"{path}[{place}].SelectionPosition"
            for number, position in enumerate(sequence(selection.get("SelectionPosition"), where)):
                rank = _rank(mapping(position, f"{where}[{number}]"), selection, f"{where}[{number}]")
                if rank is None:
                    continue
                if option in levels.setdefault(rank, []):
                    raise BadFile(f"{where}[{number}].Rank", "every option once in a rank", rank)
                levels[rank].append(option)


def _rank(position: Mapping[str, object], selection: Mapping[str, object], where: str) -> int | None:
    """The rank of a mark that counts; None for one that does not. Without a rank a mark is a first choice."""
    for key in ("HasIndication", "IsAllocable"):
        if position.get(key, "yes") not in ("yes", "no"):
            raise BadFile(f"{where}.{key}", '"yes" or "no": adjudicate before counting', position.get(key))
    if "no" in (position.get("HasIndication"), position.get("IsAllocable")):
        return None
    if position.get("CVRWriteIn") is not None:
        raise BadFile(f"{where}.CVRWriteIn", "no write-ins")
    if position.get("NumberVotes") != 1:
        raise BadFile(f"{where}.NumberVotes", "1", position.get("NumberVotes"))
    rank = whole(position.get("Rank", selection.get("Rank", 1)), f"{where}.Rank", 1)
    if rank > MOST_RANKS:
        raise BadFile(f"{where}.Rank", f"at most {MOST_RANKS}", rank)
    return rank


def _by_id(parent: Mapping[str, object], key: str, where: str) -> dict[str, Mapping[str, object]]:
    listed: Sequence[object] = sequence(parent.get(key, []), f"{where}{key}")
    rows = [mapping(each, f"{where}{key}[{place}]") for place, each in enumerate(listed)]
    return {text(row.get("@id"), f"{where}{key}[{place}].@id"): row for place, row in enumerate(rows)}
