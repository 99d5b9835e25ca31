"""Rule sets as a TOML file: what differs from the usual, one value a line, so that differences are easy to see."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from conference.core.languages import LANGUAGES
from conference.rulebook.rules import Kind, Method, RuleSet

HEAD: Final = "# The rule sets of the conference. Names of options are those of `conference tally`.\n"
_USUAL: Final = RuleSet("", {}, (Kind.CHOICE,), Method.SCHULZE).as_data()


def write(rule_sets: Iterable[RuleSet]) -> str:
    """The file that `reading.read` takes back to the same rule sets."""
    return HEAD + "".join(table(each) for each in rule_sets)


def table(rule_set: RuleSet) -> str:
    """One rule set as its table of the file."""
    lines = [line for key, value in rule_set.as_data().items() for line in _lines(key, value)]
    return "\n".join(("", "[[rule_set]]", *lines, ""))


def _lines(key: str, value: Any) -> list[str]:
    if key in ("names", "notes"):
        return [f"{key}.{language} = {_text(value[language])}" for language in LANGUAGES if language in value]
    if key not in ("key", "kinds", "method") and key in _USUAL and value == _USUAL[key]:
        return []
    return [f"{key} = {_value(value)}"]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return _text(value)


def _text(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for the one control character that JSON leaves alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
