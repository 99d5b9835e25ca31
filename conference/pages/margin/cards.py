"""What stands in the margin: one card for each amendment, folded where a passage has many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import structlog

from conference.amendments import policy
from conference.amendments.models import Amendment
from conference.amendments.rules import OPEN, TITLE, WHOLE, State
from conference.amendments.views import Broken, Mover
from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.pages.margin.rows import Gathered, Outline
from conference.people import queries as people
from conference.people.queries import Person
from conference.runtime.aside import aside
from conference.text import diff
from conference.text.bounds import is_large
from conference.text.diff import Summary

log = structlog.get_logger()
FEW: Final = 6
"""Cards beside a passage before the rest is folded into a link."""
MANY: Final = 60
"""Cards of a passage that was asked for alone."""
SHOWABLE: Final = frozenset(each.value for each in (*OPEN, State.JOINED))


@dataclass(frozen=True, slots=True)
class Card:
    """One amendment in the margin. `may_show`: it can be ticked for the text; `shown`: it stands there."""

    number: int
    block: str
    kind: str
    state: str
    mover: Mover
    summary: Summary
    parent: int | None
    composite: bool
    floor: bool
    may_show: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """The cards of one passage. `total` counts those that the filter lets through, shown here or not."""

    cards: tuple[Card, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


EMPTY: Final = Fold((), 0)


@dataclass(frozen=True, slots=True)
class Margin:
    """The cards by passage: of the title, of the whole text, of each block of this page, and of passages that are gone;
    and what cannot be shown. `counts`: how many each filter lets through."""

    title: Fold = EMPTY
    whole: Fold = EMPTY
    blocks: Mapping[str, Fold] = field(default_factory=dict)
    gone: Fold = EMPTY
    broken: tuple[Broken, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    listed: int = 0

    @property
    def ticks(self) -> frozenset[int]:
        """The amendments whose cards on this page can be ticked."""
        folds = (self.title, self.whole, self.gone, *self.blocks.values())
        return frozenset(each.number for fold in folds for each in fold.cards if each.may_show)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Outlines by where they stand on this page, cut to what is told there."""

    places: Mapping[str, tuple[Outline, ...]]
    totals: Mapping[str, int]
    odd: tuple[Outline, ...]

    @property
    def ids(self) -> set[int]:
        return {each.id for rows in (*self.places.values(), self.odd) for each in rows}


GONE: Final = "gone"


def sorted_out(chosen: Sequence[Outline], everything: Sequence[Outline], here: Sequence[str], known: Sequence[str],
               alone: str) -> Sorted:  # fmt: skip
    """Which cards this page has: those of its blocks, of the title, of the whole text, of passages that are gone."""
    places: dict[str, list[Outline]] = {}
    on_page, standing = {*here, TITLE, WHOLE}, {*known, TITLE, WHOLE}
    for each in chosen:
        if each.block in on_page and not each.odd:
            places.setdefault(each.block, []).append(each)
        elif each.block not in standing and not each.odd:
            places.setdefault(GONE, []).append(each)
    return Sorted(
        {place: tuple(rows[: MANY if place == alone else FEW]) for place, rows in places.items()},
        {place: len(rows) for place, rows in places.items()},
        tuple(each for each in everything if each.odd),
    )


async def margin(
    reader: Actor, language: str, found: Sorted, words: Gathered, movers: Mapping[int, Person], shown: frozenset[int],
    counts: Mapping[str, int], listed: int,
) -> Margin:  # fmt: skip
    """The cards with their words. What cannot be read stands by its number alone."""
    summaries = await _summaries(words, language)
    names = {key: _mover(reader, each, language) for key, each in movers.items()}
    made: dict[int, Card] = {}
    broken: list[Broken] = []
    for row in words.rows:
        fault = words.fault(row) or ("" if row.id in summaries and row.mover_id in names else "unforeseen")
        if fault:
            refused = policy.may_set_aside(reader, row)
            broken.append(Broken(row.number, row.plank.number, row.state, fault, refused))
        else:
            made[row.id] = _card(row, summaries[row.id], names[row.mover_id], words, shown)
    folds = {place: _fold(rows, found.totals[place], made) for place, rows in found.places.items()}
    blocks = {place: fold for place, fold in folds.items() if place not in (TITLE, WHOLE, GONE)}
    return Margin(
        folds.get(TITLE, EMPTY), folds.get(WHOLE, EMPTY), blocks, folds.get(GONE, EMPTY), tuple(broken), counts, listed
    )


def _fold(rows: Sequence[Outline], total: int, made: Mapping[int, Card]) -> Fold:
    cards = tuple(made[each.id] for each in rows if each.id in made)
    return Fold(cards, total - len(rows) + len(cards))


def _card(row: Amendment, summary: Summary, mover: Mover, words: Gathered, shown: frozenset[int]) -> Card:
    return Card(
        row.number, row.block, row.kind, row.state, mover, summary, words.shelf.parent_number(row), row.composite,
        row.floor, row.state in SHOWABLE, row.number in shown,
    )  # fmt: skip


def _mover(reader: Actor, person: Person, language: str) -> Mover:
    delegation = in_language(person.delegation.names, language) if person.delegation else ""
    return Mover(people.shown_name(reader, person, language), delegation)


async def _summaries(words: Gathered, language: str) -> dict[int, Summary]:
    """What each amendment amounts to, by its row; the large ones together beside the event loop."""
    pairs: dict[int, tuple[str, str]] = {}
    for row in words.rows:
        if not words.fault(row):
            try:
                wording = words.shelf.wording(row, language)
            except Exception as problem:
                log.error("amendment-cannot-be-shown", number=row.number, kind=type(problem).__name__, exc_info=problem)
                continue
            pairs[row.id] = (wording.old, wording.new)
    large = {key: pair for key, pair in pairs.items() if is_large(*pair)}
    found = {key: _small(*pair) for key, pair in pairs.items() if key not in large}
    return found | (await aside(_all, large) if large else {})


def _all(pairs: Mapping[int, tuple[str, str]]) -> dict[int, Summary]:
    return {key: diff.summary(diff.diff(*pair)) for key, pair in pairs.items()}


@lru_cache(maxsize=4096)
def _small(old: str, new: str) -> Summary:
    """Kept for the next reader: the words of a version never change."""
    return diff.summary(diff.diff(old, new))
