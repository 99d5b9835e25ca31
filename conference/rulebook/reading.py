"""Rule sets out of a TOML file that somebody wrote: every problem at once, each as a sentence, or the rule sets.

What is not understood is refused and never passed over, since it might change a result.
"""

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

from conference.core.errors import Refused
from conference.core.words import N_, Sentence
from conference.rulebook import sense
from conference.rulebook.draft import Draft
from conference.rulebook.rules import (
    EACH_DELEGATION,
    KEEP,
    MAY_OPEN,
    OPTIONS,
    Kind,
    Method,
    RuleSet,
    Secrecy,
    of_data,
)

MOST_SETS: Final = 40
MOST_CHARACTERS: Final = 60_000
BASES: Final = ("valid", "cast", "present", "entitled")
STATUS_QUO_RULES: Final = (
    "plain", "must-beat-status-quo-directly-and-rank-above-it", "status-quo-wins-if-it-is-in-the-smith-set",
    EACH_DELEGATION,
)  # fmt: skip
KEYS: Final = (
    "key", "names", "notes", "kinds", "method", "secrecy", "seats", *OPTIONS, "observing_delegations", "opens",
    "shares", "demand", "papers", "releases_ballots", "conciliation_hours", "tellers",
)  # fmt: skip
_KEY = re.compile("[a-z0-9](-?[a-z0-9]){0,39}")
_CODE = re.compile("[A-Z0-9]{1,8}")
_DEEP = re.compile(r"(?:[\w\"'-]{1,60}[ \t]{0,9}\.[ \t]{0,9}){12}")
_STOPPED = re.compile(r"\(at line (\d+), column (\d+)\)$")


class BadRules(Refused):
    """Rule sets that cannot be taken, and the sentence of each problem."""

    def __init__(self, problems: list[Sentence]) -> None:
        super().__init__("bad-rules", N_("These rules cannot be taken yet. Nothing was saved."))
        self.sentences = tuple(problems)


def read(text: str) -> tuple[RuleSet, ...]:
    """The rule sets of a file, in its order. Raises `BadRules`."""
    tables = _tables(text)
    problems: list[Sentence] = []
    found = []
    for place, table in enumerate(tables, 1):
        draft = Draft(str(table.get("key") or place), table, problems)
        found.append(_rule_set(draft))
    keys = [each.key for each in found if each is not None]
    problems += [
        Sentence(N_("Two rule sets have the key “%(rule_set)s”. Each one needs a key of its own."), {"rule_set": key})
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]
    if problems:
        raise BadRules(problems)
    return tuple(each for each in found if each is not None)


def _tables(text: str) -> list[Mapping[str, Any]]:
    if len(text) > MOST_CHARACTERS:
        raise _whole_file(N_("The file is too long: at most %(most)s characters are read."), most=MOST_CHARACTERS)
    if _DEEP.search(text):  # the reader's time grows with the square of such a name's length
        raise _whole_file(N_("The file is nested too deeply to be a file of rules."))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise _not_toml(str(problem)) from None
    except ValueError:
        raise _whole_file(N_("The file holds a number that is too long to be one of a rule set.")) from None
    except RecursionError:
        raise _whole_file(N_("The file is nested too deeply to be a file of rules.")) from None
    tables = data.get("rule_set")
    if not isinstance(tables, list) or not tables or not all(isinstance(each, dict) for each in tables):
        raise _whole_file(N_("The file holds no rule set. Each one begins with a line [[rule_set]]."))
    if len(tables) > MOST_SETS:
        raise _whole_file(N_("A conference has at most %(most)s rule sets."), most=MOST_SETS)
    if set(data) != {"rule_set"}:
        other = sorted(set(data) - {"rule_set"})
        raise _whole_file(N_("Beside [[rule_set]] the file holds what no rule set knows: %(keys)s."), keys=other)
    return tables


def _not_toml(problem: str) -> BadRules:
    place = _STOPPED.search(problem)
    if place is None:
        return _whole_file(N_("This is not TOML: the file ends in the middle of something, such as a quoted text."))
    return _whole_file(
        N_("This is not TOML: it cannot be read from line %(line)s, column %(column)s on."),
        line=int(place[1]), column=int(place[2]),
    )  # fmt: skip


def _whole_file(sentence: str, **params: object) -> BadRules:
    return BadRules([Sentence(sentence, params)])


def _rule_set(draft: Draft) -> RuleSet | None:
    """One table: its values first, then whether they make sense together. None where no value can be trusted."""
    draft.only(KEYS)
    values: dict[str, Any] = {
        "key": draft.matching("key", _KEY, N_(
            "In “%(rule_set)s”, “%(key)s” must be a short name of small letters, digits and hyphens, at most 40.")),
        "names": draft.in_each_language("names", 120),
        "notes": draft.in_each_language("notes", 1_000, needed=False),
        "kinds": draft.several("kinds", tuple(Kind)),
        "method": draft.one_of("method", tuple(Method)),
        "secrecy": draft.one_of("secrecy", tuple(Secrecy), Secrecy.SEALED),
        "seats": draft.whole("seats", 1, 50, 1),
        "opens": draft.several("opens", MAY_OPEN, MAY_OPEN[:1]),
        "shares": draft.shares("shares"),
        "demand": draft.whole("demand", 0, 10_000, 0),
        "papers": draft.flag("papers", True),
        "releases_ballots": draft.flag("releases_ballots", False),
        "conciliation_hours": draft.whole("conciliation_hours", 1, 2_000, 72),
        "tellers": draft.whole("tellers", 1, 20, 2),
        "observing_delegations": draft.codes("observing_delegations", _CODE),
        **_counting(draft),
    }  # fmt: skip
    if draft.bad & {"key", "kinds", "method", "secrecy"}:
        return None
    rule_set = of_data({name: value for name, value in values.items() if name not in draft.bad})
    untrusted = frozenset(draft.bad)  # of these nothing more is said; what follows adds to them
    for problem in sense.problems(rule_set):
        if not untrusted & problem.looks_at:
            draft.problem(problem.key, problem.sentence, **problem.params)
    return rule_set


def _counting(draft: Draft) -> dict[str, Any]:
    """The count's options that the table gives, as they stand there."""
    draft.threshold("threshold", BASES)
    draft.threshold("delegation_threshold", BASES)
    draft.quorum("quorum")
    draft.flag("delegation_majority", False)
    draft.share("delegation_minimum_turnout")
    draft.one_of("delegations_without_voters", ("block", "left-out"), "block")
    draft.whole("groups_needed", 1, 50, 1)
    draft.one_of("strength", ("winning-votes", "margins"), "winning-votes")
    draft.one_of("status_quo", (KEEP,), KEEP)
    draft.one_of("status_quo_rule", STATUS_QUO_RULES, STATUS_QUO_RULES[1])
    return {name: draft.table[name] for name in OPTIONS if name in draft.table}
