"""The conference's rule sets, in their order: its own where it has saved some, else those that the product brings."""

import tomllib
from functools import cache
from importlib.resources import files

from conference.core.errors import Absent
from conference.rulebook import rules
from conference.rulebook.models import StoredRuleSet
from conference.rulebook.rules import Kind, RuleSet


@cache
def defaults() -> tuple[RuleSet, ...]:
    """The rule sets of `defaults.toml`."""
    text = files("conference.rulebook").joinpath("defaults.toml").read_text(encoding="utf-8")
    return tuple(rules.of_data(each) for each in tomllib.loads(text)["rule_set"])


async def rule_sets() -> tuple[RuleSet, ...]:
    """Every rule set, in the order in which they are offered."""
    stored = await StoredRuleSet.all().order_by("position")
    return tuple(rules.of_data(each.content) for each in stored) or defaults()


async def rule_set(key: str) -> RuleSet:
    """One rule set by its key. Raises `Absent`."""
    found = next((each for each in await rule_sets() if each.key == key), None)
    if found is None:
        raise Absent
    return found


async def for_kind(kind: str) -> tuple[RuleSet, ...]:
    """The rule sets that a question of this kind may be put under; the first is the usual one."""
    return tuple(each for each in await rule_sets() if Kind(kind) in each.kinds)
