"""The file form of a count: read from JSON, checked, and put into numbers.

    {"method": "schulze", "options": {…}, "seats": 1, "candidates": ["a", "b", "keep"],
     "groups": [{"name": "Canada", "roll": 12, "present": 11, "total_only": false}],
     "ballots": [{"count": 3, "group": "Canada", "ranking": [["a"], ["keep", "b"]]}]}

A ranking is a list of ranks, best first; a rank lists the options ranked equal and is empty where it was left
blank. `roll` is how many are entitled, `present` how many were counted in the room; groups that are `total_only`
are never asked on their own. Other keys (source, notes, expected, …) are left alone.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from conference.tally.ballots import Rank, Ranking, Rankings, together
from conference.tally.expect import BadFile as BadFile
from conference.tally.expect import Fields, distinct, mapping, sequence, whole

MOST_OPTIONS = 50


class Method(StrEnum):
    """The ways to count."""

    SCHULZE = "schulze"
    SCHULZE_STATUS_QUO = "schulze-status-quo"
    RANKED_PAIRS = "ranked-pairs"
    IRV = "irv"
    STV_SCOTTISH = "stv-scottish"
    STV_EXACT = "stv-wig-exact"
    STV_MEEK = "stv-meek"
    YES_NO = "yes-no"
    CONCURRENT_MAJORITY = "concurrent-majority"


SEVERAL_SEATS = frozenset({Method.STV_SCOTTISH, Method.STV_EXACT, Method.STV_MEEK})
QUESTIONS = frozenset({Method.YES_NO, Method.CONCURRENT_MAJORITY})


@dataclass(frozen=True, slots=True)
class Group:
    """A delegation or other part of those entitled."""

    name: str
    roll: int | None = None
    present: int | None = None
    total_only: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A checked case. `boxes`: the rankings of every group; of papers without a group under the name None."""

    method: Method
    seats: int
    options: tuple[str, ...]
    groups: tuple[Group, ...]
    boxes: Mapping[str | None, Rankings]
    rules: Mapping[str, object]

    @property
    def rankings(self) -> Rankings:
        """All papers together."""
        return together(*self.boxes.values())

    @property
    def cast(self) -> int:
        """How many papers there are."""
        return sum(sum(box.values()) for box in self.boxes.values())

    def box(self, group: Group) -> Rankings:
        """The papers of one group."""
        return self.boxes.get(group.name, {})


def read(content: str) -> dict[str, object]:
    """The case in a JSON text, checked as far as `case_of` does. Raises `BadFile`."""
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
    case = dict(mapping(value, "file"))
    case_of(case)
    return case


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
    fields = mapping(value, "file")
    method = _method(fields.get("method"))
    options = _options(fields.get("candidates"), method)
    groups = _groups(fields.get("groups"))
    boxes = _boxes(fields.get("ballots"), options, groups, method)
    _no_more_than_entitled(groups, boxes)
    rules = mapping(fields.get("options", {}), "options")
    return Case(method, _seats(fields.get("seats", 1), method), options, groups, boxes, rules)


def _method(value: object) -> Method:
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


def _no_more_than_entitled(groups: Sequence[Group], boxes: Mapping[str | None, Rankings]) -> None:
    for place, group in enumerate(groups):
        cast = sum(boxes.get(group.name, {}).values())
        if group.roll is not None and cast > group.roll:
            raise BadFile(f"groups[{place}].roll", f"at least the {cast} papers of this group", group.roll)


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
        if group is not None and (not isinstance(group, str) or (known and group not in known)):
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
