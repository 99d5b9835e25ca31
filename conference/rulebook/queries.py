"""The conference's rule sets, in their order: its own where it has saved some, else those that the product brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.words import Sentence
from conference.people.models import Delegation
from conference.rulebook import reading, rules, wording, writing
from conference.rulebook.models import StoredRuleSet
from conference.rulebook.rules import Kind, RuleSet


@dataclass(frozen=True, slots=True)
class RuleSetView:
    """A rule set as it is shown: its name and note in the reader's language, its kinds, its rules in plain words,
    the cautions among them, and its table of the file."""

    key: str
    name: str
    note: str
    kinds: tuple[str, ...]
    method: str
    secrecy: str
    paragraph: tuple[Sentence, ...]
    cautions: tuple[Sentence, ...]
    table: str


@cache
def defaults() -> tuple[RuleSet, ...]:
    """The rule sets of `defaults.toml`."""
    text = files("conference.rulebook").joinpath("defaults.toml").read_text(encoding="utf-8")
    return reading.read(text)


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


async def views(language: str) -> tuple[RuleSetView, ...]:
    """Every rule set as a reader sees it."""
    names = await delegation_names(language)
    return tuple(_view(each, language, names) for each in await rule_sets())


async def view(key: str, language: str) -> RuleSetView:
    """One rule set as a reader sees it. Raises `Absent`."""
    return _view(await rule_set(key), language, await delegation_names(language))


async def delegation_names(language: str) -> dict[str, str]:
    """The delegations' names by code, in their order."""
    return {each.code: in_language(each.names, language) for each in await Delegation.all().order_by("position")}


def _view(rule_set: RuleSet, language: str, names: Mapping[str, str]) -> RuleSetView:
    cautions = tuple(wording.cautions(rule_set))
    return RuleSetView(
        key=rule_set.key,
        name=in_language(dict(rule_set.names), language),
        note=in_language(dict(rule_set.notes), language),
        kinds=tuple(str(kind) for kind in rule_set.kinds),
        method=str(rule_set.method),
        secrecy=str(rule_set.secrecy),
        paragraph=tuple(each for each in wording.paragraph(rule_set, names=names) if each not in cautions),
        cautions=cautions,
        table=writing.table(rule_set).strip(),
    )


async def has_changed_since(taken: Mapping[str, Any]) -> bool:
    """Whether the conference's rule set is another one now than the copy that a vote took of it."""
    copy = rules.of_data(taken)
    now = next((each for each in await rule_sets() if each.key == copy.key), None)
    return now is None or now.as_data() != copy.as_data()
