"""Spans that no engine may touch: each travels as a token like a word, and is put back where the token arrives."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_SPACE: Final = "[ \u00a0\u202f]?"
_UNITS: Final = r"%|‰|°C?|\$|€|£|¢|(?:k[mg]|[cm]m|mg|ha|MW|kW|h|km/h|t|CAD|USD|MXN|CA\$|US\$)(?!\w)"
_NUMBER: Final = r"\d+(?:[.,\u00a0\u202f]\d+)*"
SPANS: Final = re.compile(
    rf"""
      `[^`\n]+`                                                   # code
    | (?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\]}}»”"']            # addresses
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                                # mail
    | (?<!\w)@\w(?:[\w-]*\w)?                                     # mentions
    | (?<=\])\([^()\s]+\)                                         # where a link of Markdown leads
    | (?<!\w)\#\w[\w-]*                                           # numbers of things, and their names
    | (?<!\w)p\d+[a-z]?(?:s\d+[a-z]?)?(?!\w)                      # places in a plank
    | (?<!\w)(?:CA|US|MX)?[$€£]{_SPACE}{_NUMBER}                  # sums of money
    | (?<![\w.,]){_NUMBER}{_SPACE}(?:{_UNITS})                    # numbers with units
    """,
    re.VERBOSE,
)
TOKEN: Final = re.compile(r"XQ(\d+)Q", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shielded:
    """A text with tokens, and what each stands for, by its number."""

    text: str
    spans: tuple[str, ...]


def shield(text: str, kept: Sequence[str] = ()) -> Shielded:
    """Put tokens for the spans that stay, among them the names in `kept`; and for what already looks like a token."""
    spans: list[str] = []

    def token(found: re.Match[str]) -> str:
        spans.append(found[0])
        return f"XQ{len(spans) - 1}Q"

    return Shielded(_pattern(tuple(kept)).sub(token, text), tuple(spans))


def restore(text: str, spans: Sequence[str]) -> tuple[str, bool]:
    """Put the spans back. Whether each came back exactly once, and nothing that was never sent."""
    numbers = [int(found[1]) for found in TOKEN.finditer(text)]

    def span(found: re.Match[str]) -> str:
        number = int(found[1])
        return spans[number] if number < len(spans) else ""

    return TOKEN.sub(span, text), sorted(numbers) == list(range(len(spans)))


def _pattern(kept: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in kept)
    return re.compile("|".join(filter(None, (SPANS.pattern, names, TOKEN.pattern))), re.VERBOSE)
