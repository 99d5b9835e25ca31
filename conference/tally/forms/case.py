"""The case form (see `formats`), with its rules, rolls and notes: nothing that any other form holds is lost in it."""

import json
from collections.abc import Iterator, Mapping

from conference.tally.ballots import Ranking
from conference.tally.election import Election, Group, usual_method
from conference.tally.formats import CASE_KEYS


def write(election: Election) -> Iterator[str]:
    """The lines of a case, a ballot a line. It names the method, the house's usual one where none was named."""
    head: dict[str, object] = {"method": str(election.method or usual_method(election))}
    if election.title is not None:
        head["name"] = election.title
    head |= {key: note for key, note in election.notes.items() if key not in CASE_KEYS}
    head |= {"options": dict(election.rules), "seats": election.seats, "candidates": list(election.options)}
    if election.withdrawn:
        head["withdrawn"] = [election.options[place] for place in sorted(election.withdrawn)]
    if election.groups:
        head["groups"] = [_group(group) for group in election.groups]
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "ballots": ['
    before = "  "
    for name, box in election.boxes.items():
        for ranking, count in box.items():
            yield before + json.dumps(_ballot(election, name, ranking, count), ensure_ascii=False)
            before = "  ,"
    yield " ]\n}"


def _group(group: Group) -> Mapping[str, object]:
    known = {"name": group.name, "roll": group.roll, "present": group.present}
    return {key: value for key, value in known.items() if value is not None} | (
        {"total_only": True} if group.total_only else {}
    )


def _ballot(election: Election, name: str | None, ranking: Ranking, count: int) -> Mapping[str, object]:
    ranks = [[election.options[option] for option in rank] for rank in ranking]
    return {"count": count} | ({} if name is None else {"group": name}) | {"ranking": ranks}
