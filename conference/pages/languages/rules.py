"""From figures to sentences: shares, medians, who waits longest. Arithmetic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from conference.core.words import N_, Sentence

FEW: Final = 5
"""Readers of a language below which nobody is told what they have read."""
NAMES: Final[Mapping[str, str]] = {"en": N_("English"), "fr": N_("French"), "es": N_("Spanish")}
ALIKE: Final = timedelta(minutes=1)
"""Waits that differ by less are told as the same."""


@dataclass(frozen=True, slots=True)
class Fare:
    """One language. `posts` and `words` were said in it. Of what was said in the other languages, `translated` texts
    are there from people, after `lag` in the middle; `waiting` are not, the oldest since `longest`, and a machine helps
    meanwhile with `by_machine` of them. `readers` delegates read first in it; `unread` posts in the middle."""

    language: str
    posts: int
    words: int
    translated: int
    waiting: int
    by_machine: int
    lag: timedelta | None
    longest: timedelta | None
    readers: int
    unread: int | None


def middle(values: Sequence[timedelta]) -> timedelta | None:
    """The median; none of nothing."""
    return timedelta(seconds=round(median(each.total_seconds() for each in values))) if values else None


def middle_count(values: Sequence[int]) -> int | None:
    """The median of what several people have not read, rounded up; none where they are too few to be a group."""
    return -int(-median(values) // 1) if len(values) >= FEW else None


def shares(fares: Sequence[Fare]) -> dict[str, int]:
    """The share of each language in all words that were said, in whole percent; none where nothing was said."""
    total = sum(each.words for each in fares)
    return {each.language: round(100 * each.words / total) for each in fares} if total else {}


def time(value: timedelta) -> str:
    """Hours and minutes, the same in every language: 3 h 05 min."""
    minutes = int(value.total_seconds()) // 60
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def sentences(fares: Sequence[Fare]) -> list[Sentence]:
    """What the figures say, in whole sentences."""
    told = []
    share = shares(fares)
    if share:
        part = N_("%(language)s %(percent)s%%")
        parts = [Sentence(part, {"language": _name(each), "percent": share[each.language]}) for each in fares]
        said = N_("The words of the debate were said in these languages: %(shares)s.")
        told.append(Sentence(said, {"shares": parts}))
    told.append(_longest(fares))
    slow = [each for each in fares if each.lag is not None]
    if slow:
        last = max(slow, key=lambda each: each.lag or timedelta())
        said = N_("Translations into %(language)s take longest: half of them were there within %(time)s.")
        told.append(Sentence(said, {"language": _name(last), "time": time(last.lag or timedelta())}))
    return told


def _longest(fares: Sequence[Fare]) -> Sentence:
    """Which language waits longest now, or that none waits longer than the others."""
    waits = {each.language: each.longest for each in fares if each.longest is not None}
    if not waits:
        return Sentence(N_("Nothing that was said waits for a person’s translation."))
    longest = max(waits.values())
    last = [each for each in fares if each.language in waits and longest - waits[each.language] < ALIKE]
    if len(last) == len(fares):
        return Sentence(
            N_("No language waits longer than another: the oldest text has waited for %(time)s in each."),
            {"time": time(longest)},
        )
    said = N_("Whoever reads %(languages)s waits longest: the oldest text has waited for %(time)s.")
    return Sentence(said, {"languages": [_name(each) for each in last], "time": time(longest)})


def _name(fare: Fare) -> Sentence:
    return Sentence(NAMES[fare.language])
