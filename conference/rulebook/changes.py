"""What a new file of rules changes: rule set by rule set, as sentences that go and come, and as lines of the file."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conference.core.words import Sentence
from conference.rulebook import wording, writing
from conference.rulebook.rules import RuleSet

Line = tuple[str, str]
"""`added`, `removed` or `same`, and the text."""


@dataclass(frozen=True, slots=True)
class Change:
    """One rule set that is `added`, `removed` or `changed`: the sentences that go, those that come, and its lines."""

    kind: str
    key: str
    names: Mapping[str, str]
    going: tuple[Sentence, ...]
    coming: tuple[Sentence, ...]
    lines: tuple[Line, ...]


def changes(before: Sequence[RuleSet], after: Sequence[RuleSet]) -> tuple[Change, ...]:
    """Every rule set that differs: those that stay in the new order, then those that go."""
    return tuple(_changes({each.key: each for each in before}, {each.key: each for each in after}))


def only_moved(before: Sequence[RuleSet], after: Sequence[RuleSet]) -> bool:
    """Whether only the order differs, in which rule sets are offered."""
    return not changes(before, after) and tuple(before) != tuple(after)


def _changes(old: Mapping[str, RuleSet], new: Mapping[str, RuleSet]) -> Iterator[Change]:
    for key, rule_set in new.items():
        if key not in old:
            yield Change("added", key, rule_set.names, (), _sentences(rule_set), _lines(None, rule_set))
        elif old[key] != rule_set:
            before, after = _sentences(old[key]), _sentences(rule_set)
            going = tuple(each for each in before if each not in after)
            coming = tuple(each for each in after if each not in before)
            yield Change("changed", key, rule_set.names, going, coming, _lines(old[key], rule_set))
    for key, rule_set in old.items():
        if key not in new:
            yield Change("removed", key, rule_set.names, _sentences(rule_set), (), _lines(rule_set, None))


def _sentences(rule_set: RuleSet) -> tuple[Sentence, ...]:
    return tuple(wording.paragraph(rule_set))


def _lines(before: RuleSet | None, after: RuleSet | None) -> tuple[Line, ...]:
    """The two tables of the file, merged line by line."""
    old, new = (writing.table(each).strip().split("\n") if each else [] for each in (before, after))
    kinds = {"+ ": "added", "- ": "removed", "  ": "same"}
    return tuple((kinds[line[:2]], line[2:]) for line in difflib.ndiff(old, new) if line[:2] in kinds)
