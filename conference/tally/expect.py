"""Reading values one does not trust: what was expected, and where in the file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")

_MISSING = object()
_LONGEST_QUOTE = 60


class BadFile(ValueError):
    """A case that cannot be counted. `where`: line and column, or a path such as `ballots[3].ranking[1]`."""

    def __init__(self, where: str, expected: str, found: object = _MISSING) -> None:
        self.where = where
        self.expected = expected
        self._found = found
        seen = "" if found is _MISSING else f", found {_quote(found)}"
        super().__init__(f"{where}: expected {expected}{seen}")

    def at(self, place: str) -> "BadFile":
        """The same fault with its line and column before the path."""
        return BadFile(f"{place} ({self.where})", self.expected, self._found)


def _quote(found: object) -> str:
    """A found value in a few words: small things as they are, large ones by kind."""
    if isinstance(found, str | bool | None) or (isinstance(found, int) and found.bit_length() < 64):
        shown = repr(found)
        return shown if len(shown) <= _LONGEST_QUOTE else shown[:_LONGEST_QUOTE] + "…"
    if isinstance(found, int | float):
        return "a number of another kind"
    if isinstance(found, list | tuple):
        return f"a list of {len(found)}"
    return "an object" if isinstance(found, Mapping) else type(found).__name__


def mapping(value: object, where: str) -> Mapping[str, object]:
    """An object with text keys."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise BadFile(where, "an object", value)
    return value


def sequence(value: object, where: str) -> Sequence[object]:
    """A list."""
    if not isinstance(value, list | tuple):
        raise BadFile(where, "a list", value)
    return value


def text(value: object, where: str) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise BadFile(where, "a text that is not empty", value)
    return value


def whole(value: object, where: str, least: int = 0) -> int:
    """A whole number, never a float, never a truth value."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadFile(where, f"a whole number of at least {least}", value)
    return value


def distinct(value: object, where: str) -> Iterator[str]:
    """The texts of a list in which nothing occurs twice."""
    seen: set[str] = set()
    for place, each in enumerate(sequence(value, where)):
        word = text(each, f"{where}[{place}]")
        if word in seen:
            raise BadFile(f"{where}[{place}]", "every name once", word)
        seen.add(word)
        yield word


class Fields:
    """One object of a file, taken key by key; `finish` refuses the keys that nobody understood.

    An option that is not understood might change the result, so it is never passed over.
    """

    def __init__(self, value: object, where: str) -> None:
        self.where = where
        self._values = mapping(value, where)
        self._taken: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def path(self, key: str) -> str:
        """Where a key of this object stands in the file."""
        return f"{self.where}.{key}"

    def take(self, key: str) -> object:
        """The raw value, or None when the key is absent."""
        self._taken.add(key)
        return self._values.get(key)

    def whole(self, key: str, default: T, least: int = 0) -> int | T:
        """A whole number, or the default when absent."""
        value = self.take(key)
        return default if value is None else whole(value, self.path(key), least)

    def text(self, key: str, default: T) -> str | T:
        """A text, or the default when absent."""
        value = self.take(key)
        return default if value is None else text(value, self.path(key))

    def flag(self, key: str, default: bool) -> bool:
        """True or false, or the default when absent."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise BadFile(self.path(key), "true or false", value)
        return value

    def one_of(self, key: str, allowed: Mapping[str, T], default: T) -> T:
        """The meaning of a word from a fixed list, or the default when absent."""
        value = self.take(key)
        if value is None:
            return default
        if not isinstance(value, str) or value not in allowed:
            raise BadFile(self.path(key), "one of " + ", ".join(f'"{word}"' for word in allowed), value)
        return allowed[value]

    def share(self, key: str, default: T) -> tuple[int, int] | T:
        """A share `[numerator, denominator]`, more than 0 and at most 1, or the default when absent."""
        value = self.take(key)
        if value is None:
            return default
        pair = sequence(value, self.path(key))
        if len(pair) != 2:
            raise BadFile(self.path(key), "a share [numerator, denominator]", value)
        above, below = (whole(part, f"{self.path(key)}[{place}]", 1) for place, part in enumerate(pair))
        if above > below:
            raise BadFile(self.path(key), "a share of at most the whole", f"{above}/{below}")
        return above, below

    def object(self, key: str) -> "Fields | None":
        """An object inside this one, or None when absent."""
        value = self.take(key)
        return None if value is None else Fields(value, self.path(key))

    def finish(self) -> None:
        """Refuse keys that nobody has taken."""
        unknown = [key for key in self._values if key not in self._taken]
        if unknown:
            raise BadFile(self.path(unknown[0]), "only options that this method knows", unknown[0])
