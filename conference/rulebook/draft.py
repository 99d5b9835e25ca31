"""One rule set as somebody wrote it: its values taken one by one, and a sentence for each that is not as expected."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence

LARGEST_PART: Final = 1_000
MOST_SHARES: Final = 16

NOT_A_WORD = N_("In “%(rule_set)s”, “%(key)s” must be one of these: %(words)s.")
NOT_WORDS = N_("In “%(rule_set)s”, “%(key)s” must be a list of one or more of these, each once: %(words)s.")
NOT_A_NUMBER = N_("In “%(rule_set)s”, “%(key)s” must be a whole number from %(least)s to %(most)s.")
NOT_A_FLAG = N_("In “%(rule_set)s”, “%(key)s” must be true or false.")
NOT_A_TABLE = N_("In “%(rule_set)s”, “%(key)s” must be a table with some of these keys: %(words)s.")
NOT_A_SHARE = N_(
    "In “%(rule_set)s”, “%(key)s” must be a share such as [1, 2] for half or [2, 3] for two thirds, of at most "
    "the whole, in numbers up to %(most)s."
)
NOT_SHARES = N_(
    "In “%(rule_set)s”, “%(key)s” must be how many shares open the box and how many are made, such as [2, 3]: at "
    "least 2 open it, at most %(most)s are made; or [0, 0] where tellers hold none."
)
NOT_CODES = N_("In “%(rule_set)s”, “%(key)s” must be a list of the codes of delegations, each once.")
NO_TEXT = N_(
    "In “%(rule_set)s”, “%(key)s” must have a text of at most %(most)s characters in English (en), French (fr) "
    "and Spanish (es), and in no other language."
)
MISSING = N_("In “%(rule_set)s”, “%(key)s” is missing.")
UNKNOWN = N_("In “%(rule_set)s”, nothing is called “%(key)s”. These are known: %(words)s.")
NEVER_MORE = N_(
    "In “%(rule_set)s”, “%(key)s” must be less than the whole where it has to be exceeded (strict): more than all"
    " is never reached."
)


@dataclass(slots=True)
class Draft:
    """A table and the problems found in it. `bad` are the keys whose values cannot be trusted."""

    name: str
    table: Mapping[str, Any]
    problems: list[Sentence]
    bad: set[str] = field(default_factory=set)

    def problem(self, key: str, sentence: str, **params: object) -> None:
        """Note a sentence about one key; a value inside a table is named as `threshold.share`."""
        self.bad.add(key.partition(".")[0])
        self.problems.append(Sentence(sentence, {"rule_set": self.name, "key": key, **params}))

    def only(self, keys: Sequence[str], inside: str = "") -> None:
        """Note every key that is not among these."""
        table = self.table[inside] if inside else self.table
        for key in table:
            if key not in keys:
                self.problem(f"{inside}.{key}" if inside else key, UNKNOWN, words=list(keys))

    def matching(self, key: str, pattern: re.Pattern[str], sentence: str) -> str:
        value = self.table.get(key)
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        self.problem(key, sentence)
        return ""

    def in_each_language(self, key: str, longest: int, *, needed: bool = True) -> Mapping[str, str]:
        """A text in every working language; none at all where it is not needed."""
        texts = self.table.get(key)
        if texts in (None, {}) and not needed:
            return {}
        if (
            isinstance(texts, dict)
            and set(texts) == set(LANGUAGES)
            and all(_text(each, longest) for each in texts.values())
        ):
            return dict(texts)
        self.problem(key, NO_TEXT, most=longest)
        return {}

    def one_of(self, key: str, words: Sequence[str], default: str | None = None) -> str:
        """A word of a list; without a default it must be there."""
        value = self.table.get(key, default)
        if value is None:
            self.problem(key, MISSING)
        elif not isinstance(value, str) or value not in words:
            self.problem(key, NOT_A_WORD, words=[str(word) for word in words])
        return str(value)

    def several(self, key: str, words: Sequence[str], default: Sequence[str] = ()) -> tuple[str, ...]:
        value = self.table.get(key, list(default))
        if isinstance(value, list) and _distinct(value) and value and all(each in words for each in value):
            return tuple(str(each) for each in value)
        self.problem(key, NOT_WORDS, words=[str(word) for word in words])
        return ()

    def codes(self, key: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if isinstance(value, list) and _distinct(value) and all(pattern.fullmatch(each) for each in value):
            return tuple(value)
        self.problem(key, NOT_CODES)
        return ()

    def whole(self, key: str, least: int, most: int, default: int) -> int:
        value = self.table.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.problem(key, NOT_A_NUMBER, least=least, most=most)
        return default

    def flag(self, key: str, default: bool) -> bool:
        value = self.table.get(key, default)
        if isinstance(value, bool):
            return value
        self.problem(key, NOT_A_FLAG)
        return default

    def shares(self, key: str) -> tuple[int, int]:
        """How many shares of the key are needed and made."""
        value = self.table.get(key, [0, 0])
        if _pair(value, 0) and (value == [0, 0] or 2 <= value[0] <= value[1] <= MOST_SHARES):
            return value[0], value[1]
        self.problem(key, NOT_SHARES, most=MOST_SHARES)
        return 0, 0

    def share(self, key: str) -> None:
        """A share where one is given."""
        if key in self.table and not _share(self.table[key]):
            self.problem(key, NOT_A_SHARE, most=LARGEST_PART)

    def quorum(self, key: str) -> None:
        """The table of a quorum, where one is given."""
        self._compared(key, ("ballots", "presence"), "at_least", strict=False)

    def threshold(self, key: str, bases: Sequence[str]) -> None:
        """The table of a threshold, where one is given."""
        self._compared(key, bases, "share", strict=True)

    def _compared(self, key: str, bases: Sequence[str], share: str, *, strict: bool) -> None:
        """A comparison: of what, which share, and whether it has to be exceeded."""
        if key not in self.table:
            return
        table, keys = self.table[key], ("of", share, "strict")
        if not isinstance(table, dict):
            self.problem(key, NOT_A_TABLE, words=list(keys))
            return
        self.only(keys, key)
        exceeded, part = table.get("strict", strict), table.get(share, [1, 2])
        if table.get("of", bases[0]) not in bases:
            self.problem(f"{key}.of", NOT_A_WORD, words=list(bases))
        if not isinstance(exceeded, bool):
            self.problem(f"{key}.strict", NOT_A_FLAG)
        if not _share(part):
            self.problem(f"{key}.{share}", NOT_A_SHARE, most=LARGEST_PART)
        elif exceeded is True and part[0] == part[1]:
            self.problem(f"{key}.{share}", NEVER_MORE)


def _text(value: object, longest: int) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= longest


def _distinct(value: list[Any]) -> bool:
    return all(isinstance(each, str) for each in value) and len(set(value)) == len(value)


def _pair(value: object, least: int) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(part) is int and part >= least for part in value)


def _share(value: Any) -> bool:
    return _pair(value, 1) and value[0] <= value[1] <= LARGEST_PART
