"""Where the words of a block came from: who filed it, the amendments that changed it, and the votes behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conference.amendments.models import Amendment
from conference.amendments.rules import State, cause_number
from conference.core.languages import LANGUAGES
from conference.planks import queries as planks
from conference.planks.models import Plank, Version
from conference.text.provenance import provenance
from conference.voting.models import Vote

FILED = "filed"
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class History:
    """A plank's versions, oldest first: what brought each (`filed`, `A12`) and its blocks' texts by language."""

    plank: Plank
    versions: tuple[tuple[str, Texts], ...]
    amendments: Mapping[str, Mapping[str, Any]]
    votes: tuple[int, ...]

    def sources(self, block: str) -> dict[str, Any]:
        """What is frozen beside a paragraph; plain JSON. `spans` are runs of words with the label that brought them."""
        told = self._told(block)
        first = told[0][0] if told else FILED
        return {
            "plank": self.plank.number,
            "version": self.plank.version,
            "block": block,
            "author": self.amendments[first]["mover"] if first in self.amendments else self.plank.filed_by_id,
            "amendments": [dict(self.amendments[cause]) for cause, _ in told if cause in self.amendments],
            "votes": list(self.votes),
            "spans": {language: _spans(told, language) for language in LANGUAGES},
        }

    def _told(self, block: str) -> list[tuple[str, Mapping[str, str]]]:
        """The versions in which this block changed, each with its texts."""
        told: list[tuple[str, Mapping[str, str]]] = []
        for cause, blocks in self.versions:
            texts = blocks.get(block)
            if texts is not None and (not told or texts != told[-1][1]):
                told.append((cause, texts))
        return told


def _spans(told: Sequence[tuple[str, Mapping[str, str]]], language: str) -> list[list[str]]:
    found = provenance([(cause, texts[language]) for cause, texts in told if language in texts])
    return [[span.text, span.label] for span in found]


async def history(plank: Plank) -> History:
    """Everything about a plank that its paragraphs' sources draw on."""
    versions = await Version.filter(plank_id=plank.id).order_by("number")
    texts = [(each.cause, await planks.plank_texts(plank.id, each.number)) for each in versions]
    numbers = [number for each in versions if (number := cause_number(each.cause)) is not None]
    brought = await Amendment.filter(number__in=numbers) if numbers else []
    carried = await Vote.filter(plank_id=plank.id, kind="plank", outcome="carried").order_by("number")
    return History(
        plank=plank,
        versions=tuple(texts),
        amendments={f"A{each.number}": await _amendment(each) for each in brought},
        votes=tuple(each.number for each in carried),
    )


async def _amendment(amendment: Amendment) -> dict[str, Any]:
    """An amendment with those that were taken into it, and the votes that decided, the choice before the consent."""
    below = await Amendment.filter(parent_id=amendment.id, state=State.CARRIED).order_by("number")
    votes: list[Vote] = []
    for each in (*below, amendment):
        votes += await Vote.filter(amendment_id=each.id, outcome="carried").select_related("follows").order_by("number")
    earlier = [each.follows for each in votes if each.follows is not None]
    return {
        "number": amendment.number,
        "mover": amendment.mover_id,
        "amended_by": [{"number": each.number, "mover": each.mover_id} for each in below],
        "votes": sorted({each.number for each in (*earlier, *votes)}),
    }
