"""The case form of a count: read from JSON, checked, and put into numbers.

    {"method": "schulze", "options": {…}, "seats": 1, "candidates": ["a", "b", "keep"],
     "groups": [{"name": "Canada", "roll": 12, "present": 11, "total_only": false}],
     "ballots": [{"count": 3, "group": "Canada", "ranking": [["a"], ["keep", "b"]]}]}

A ranking is a list of ranks, best first; a rank lists the options ranked equal and is empty where it was left
blank. `roll` is how many are entitled, `present` how many were counted in the room; groups that are `total_only`
are never asked on their own. `withdrawn` names options that no longer stand: the papers are read as if they never
had. `name` is what the vote is called. Other keys (source, notes, expected, …) are left alone.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from conference.tally.ballots import Rank, Ranking, Rankings
from conference.tally.election import MOST_OPTIONS, QUESTIONS, SEVERAL_SEATS, Case, Election, Group, Method, case_by
from conference.tally.expect import BadFile as BadFile
from conference.tally.expect import Fields, distinct, mapping, sequence, text, whole

CASE_KEYS = ("method", "options", "seats", "candidates", "withdrawn", "groups", "ballots", "name")


def read(content: str) -> dict[str, object]:
    """The case in a JSON text, checked as far as `case_of` does. Raises `BadFile`."""
    case = parsed(content)
    case_of(case)
    return case


def parsed(content: str) -> dict[str, object]:
    """The object in a JSON text that repeats no key. Raises `BadFile`."""
    try:
        value = json.loads(content, object_pairs_hook=_every_key_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadFile(f"line {error.lineno}, column {error.colno}", f"JSON ({error.msg})") from error
    except RecursionError as error:
        raise BadFile("file", "JSON that is not nested this deep") from error
    except BadFile:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise BadFile("file", "numbers of a usual length") from error
    return dict(mapping(value, "file"))


def _every_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        raise BadFile("file", "every key of an object once", twice)
    return found


def _no_constant(word: str) -> object:
    raise BadFile("file", "numbers", word)


def case_of(value: Mapping[str, object]) -> Case:
    """The checked case. Raises `BadFile` with the path of the first value that cannot be taken."""
    method = method_of(mapping(value, "file").get("method"))
    return case_by(election_of(value, method), method)


def election_of(value: Mapping[str, object], method: Method) -> Election:
    """The election of a case that is to be counted by a method."""
    fields = mapping(value, "file")
    options = _options(fields.get("candidates"), method)
    groups = _groups(fields.get("groups"))
    return Election(
        options,
        _boxes(fields.get("ballots"), options, groups, method),
        _seats(fields.get("seats", 1), method),
        None if fields.get("name") is None else text(fields["name"], "name"),
        _withdrawn(fields.get("withdrawn"), options),
        groups,
        method,
        mapping(fields.get("options", {}), "options"),
        {key: note for key, note in fields.items() if key not in CASE_KEYS},
    )


def method_of(value: object) -> Method:
    """The method of that name."""
    names = [str(method) for method in Method]
    if not isinstance(value, str) or value not in names:
        raise BadFile("method", "one of " + ", ".join(names), value)
    return Method(value)


def _seats(value: object, method: Method) -> int:
    seats = whole(value, "seats", 1)
    if seats > 1 and method not in SEVERAL_SEATS:
        raise BadFile("seats", f"1, since {method} fills one seat", seats)
    return seats


def _options(value: object, method: Method) -> tuple[str, ...]:
    options = tuple(distinct(value, "candidates"))
    if not 1 <= len(options) <= MOST_OPTIONS:
        raise BadFile("candidates", f"1 to {MOST_OPTIONS} options", value)
    if method in QUESTIONS and not {"yes", "no"} <= set(options) <= {"yes", "no", "abstain"}:
        raise BadFile("candidates", '"yes", "no" and perhaps "abstain"', value)
    return options


def _groups(value: object) -> tuple[Group, ...]:
    if value is None:
        return ()
    groups = tuple(_group(each, f"groups[{place}]") for place, each in enumerate(sequence(value, "groups")))
    names = [group.name for group in groups]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise BadFile(f"groups[{place}].name", "every name once", name)
    return groups


def _group(value: object, where: str) -> Group:
    fields = Fields(value, where)
    name = fields.text("name", None)
    if name is None:
        raise BadFile(f"{where}.name", "the name of the group")
    roll, present = fields.whole("roll", None), fields.whole("present", None)
    group = Group(name, roll, present, fields.flag("total_only", False))
    fields.finish()
    return group


def _withdrawn(value: object, options: tuple[str, ...]) -> frozenset[int]:
    if value is None:
        return frozenset()
    for place, name in enumerate(distinct(value, "withdrawn")):
        if name not in options:
            raise BadFile(f"withdrawn[{place}]", "one of the candidates", name)
    gone = frozenset(options.index(name) for name in distinct(value, "withdrawn"))
    if len(gone) == len(options):
        raise BadFile("withdrawn", "at least one candidate that still stands")
    return gone


def _boxes(
    value: object, options: tuple[str, ...], groups: Sequence[Group], method: Method
) -> dict[str | None, Rankings]:
    """Papers by group, equal rankings counted together."""
    known = {group.name for group in groups}
    rankings = _Rankings(options, method)
    boxes: dict[str | None, dict[Ranking, int]] = {}
    for place, paper in enumerate(sequence(value, "ballots")):
        if type(paper) is not dict:
            paper = mapping(paper, f"ballots[{place}]")
        count, group = paper.get("count", 1), paper.get("group")
        if type(count) is not int or count < 1:
            raise BadFile(f"ballots[{place}].count", "a whole number of at least 1", count)
        if group is not None and (not isinstance(group, str) or not group.strip() or (known and group not in known)):
            raise BadFile(f"ballots[{place}].group", "the name of one of the groups", group)
        ranking = rankings.read(paper.get("ranking"), place)
        box = boxes.setdefault(group, {})
        box[ranking] = box.get(ranking, 0) + count
    return dict(boxes)


class _Rankings:
    """Rankings in numbers. A rank that was seen before is looked up: there may be a million papers."""

    def __init__(self, options: tuple[str, ...], method: Method) -> None:
        self._index = {option: place for place, option in enumerate(options)}
        self._one_answer = method in QUESTIONS
        self._seen: dict[tuple[object, ...], Rank] = {}

    def read(self, value: object, place: int) -> Ranking:
        """The ranking of the paper at a place of the file."""
        ranking = self._looked_up(value)
        if ranking is None:
            ranking = self._checked(value, f"ballots[{place}].ranking")
        if self._one_answer and ranking and (len(ranking) > 1 or len(ranking[0]) != 1):
            where = f"ballots[{place}].ranking"
            raise BadFile(where, "one answer, or [] for a blank paper", value)
        return ranking

    def _looked_up(self, value: object) -> Ranking | None:
        if type(value) is not list or set(map(type, value)) - {list}:
            return None
        try:
            return tuple([self._seen[tuple(rank)] for rank in value])
        except (KeyError, TypeError):  # a rank not seen before, or something that cannot be a name
            return None

    def _checked(self, value: object, where: str) -> Ranking:
        ranks = sequence(value, where)
        return tuple(self._rank(rank, f"{where}[{place}]") for place, rank in enumerate(ranks))

    def _rank(self, value: object, where: str) -> Rank:
        names = sequence(value, where)
        rank = []
        for place, option in enumerate(names):
            if not isinstance(option, str) or option not in self._index:
                raise BadFile(f"{where}[{place}]", "one of the candidates", option)
            rank.append(self._index[option])
        if len(set(rank)) < len(rank):
            raise BadFile(where, "every option once in a rank", value)
        self._seen[tuple(names)] = tuple(sorted(rank))
        return self._seen[tuple(names)]
