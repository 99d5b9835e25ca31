"""Where the words of a block came from: who filed it, the amendments that changed it, the votes and debates behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conference.amendments import queries as amendments
from conference.amendments.models import Amendment
from conference.amendments.rules import State, cause_number, code, number_of
from conference.core.languages import LANGUAGES
from conference.debate.models import Thread
from conference.planks import queries as planks
from conference.planks.models import Plank, Version
from conference.runtime import database
from conference.text.provenance import Step, credited
from conference.voting.models import Vote

FILED = "filed"
DESK = "desk"
"""The label of words that were written at the compile desk."""
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A version in which a block changed: what brought it (`filed`, `A12`), its number, the block's texts."""

    cause: str
    version: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class History:
    """A plank's versions, oldest first, with what is known of each cause and the votes on the plank itself."""

    plank: Plank
    versions: tuple[tuple[str, int, Texts], ...]
    amendments: Mapping[str, Mapping[str, Any]]
    votes: tuple[int, ...]
    languages: Mapping[tuple[int, str], str]
    """(version, block) -> the language in which the block's words were first written"""
    threads: Mapping[str, int]
    joined: Mapping[str, Mapping[str, Mapping[str, str]]]
    """composite's code -> language -> code of an amendment that joined it -> its wording"""

    def sources(self, block: str) -> dict[str, Any]:
        """What is frozen beside a paragraph; plain JSON.

        `spans`: by language, runs of words with the label that brought them; `labels`: for each label the plank's
        version, who moved it and in which language, the amendments in it, the votes, the debate.
        """
        told = self._told(block)
        first = told[0].cause if told else FILED
        return {
            "plank": self.plank.number,
            "version": self.plank.version,
            "block": block,
            "language": self.languages.get((self.plank.version, block), self.plank.language),
            "author": self.amendments[first]["author"] if first in self.amendments else self.plank.filed_by_id,
            "amendments": [dict(self.amendments[each.cause]) for each in told if each.cause in self.amendments],
            "votes": list(self.votes),
            "spans": {language: self._spans(told, language) for language in LANGUAGES},
            "labels": {label: self._label(each, label, block) for each in told for label in self._labels(each)},
        }

    def _labels(self, told: Told) -> list[str]:
        """What brought a version; for a composite also each amendment that joined it."""
        return [told.cause, *sorted({code for each in self.joined.get(told.cause, {}).values() for code in each})]

    def _spans(self, told: Sequence[Told], language: str) -> list[list[str]]:
        """Runs of words; those of a composite belong to the first amendment that proposed them."""
        steps = [
            Step(each.cause, each.texts[language], self.joined.get(each.cause, {}).get(language, {}))
            for each in told
            if language in each.texts
        ]
        return [[each.text, each.labels[0]] for each in credited(steps)]

    def _label(self, told: Told, label: str, block: str) -> dict[str, Any]:
        brought = self.amendments.get(label, {})
        return {
            "plank": self.plank.number,
            "version": told.version,
            "mover": brought.get("author", self.plank.filed_by_id),
            "language": brought.get("language") or self.languages.get((told.version, block)) or self.plank.language,
            "amended_by": list(brought.get("amended_by", ())),
            "votes": list(brought.get("votes", () if told.cause != FILED else self.votes)),
            "thread": brought.get("thread", self.threads.get(block)),
        }

    def _told(self, block: str) -> list[Told]:
        """The versions in which this block changed, each with its texts."""
        told: list[Told] = []
        for cause, number, blocks in self.versions:
            texts = blocks.get(block)
            if texts is not None and (not told or texts != told[-1].texts):
                told.append(Told(cause, number, texts))
        return told


def drafted(key: str, author: int | None, language: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The sources of words that were written at the desk: the whole conference votes on them with the rest."""
    return {
        "plank": 0,
        "version": 0,
        "block": key,
        "language": language,
        "author": author,
        "amendments": [],
        "votes": [],
        "spans": {each: [[text, DESK]] for each, text in texts.items()},
        "labels": {
            DESK: {"plank": 0, "version": 0, "mover": author, "language": language, "amended_by": [], "votes": [],
                   "thread": None},
        },
    }  # fmt: skip


async def history(plank: Plank) -> History:
    """Everything about a plank that its paragraphs' sources draw on."""
    versions = await Version.filter(plank_id=plank.id).order_by("number")
    texts = [(each.cause, each.number, await planks.plank_texts(plank.id, each.number)) for each in versions]
    numbers = [number for each in versions if (number := cause_number(each.cause)) is not None]
    brought = await Amendment.filter(number__in=numbers) if numbers else []
    joined = {code(each.number): await amendments.sources(each.number) for each in brought if each.composite}
    members = {number_of(each) for wordings in joined.values() for texts in wordings.values() for each in texts}
    brought += await Amendment.filter(number__in=[each for each in members if each]) if members else []
    carried = await Vote.filter(plank_id=plank.id, kind="plank", outcome="carried").order_by("number")
    return History(
        plank=plank,
        versions=tuple(texts),
        amendments={code(each.number): await _amendment(each) for each in brought},
        votes=tuple(each.number for each in carried),
        languages=await _languages(plank),
        joined=joined,
        threads={each.place: each.id for each in await Thread.filter(plank_id=plank.id)},
    )


async def _amendment(amendment: Amendment) -> dict[str, Any]:
    """An amendment with those that were taken into it, and the votes that decided, the choice before the consent."""
    taken_in = [State.CARRIED.value, State.ACCEPTED.value]
    below = await Amendment.filter(parent_id=amendment.id, state__in=taken_in).order_by("number")
    votes: list[Vote] = []
    for each in (*below, amendment):
        votes += await Vote.filter(amendment_id=each.id, outcome="carried").select_related("follows").order_by("number")
    earlier = [each.follows for each in votes if each.follows is not None]
    author, language = await _original(amendment, amended=bool(below))
    return {
        "number": amendment.number,
        "mover": amendment.mover_id,
        "author": author,
        "language": language,
        "amended_by": [{"number": each.number, "mover": each.mover_id} for each in below],
        "votes": sorted({each.number for each in (*earlier, *votes)}),
        "thread": amendment.thread_id,
    }


async def _original(amendment: Amendment, *, amended: bool) -> tuple[int, str]:
    """Who wrote an amendment's words, and in which language: another mover may have taken it over since.

    What was amended stands in the words of the amendment to it; who first wrote it gave its reason too.
    """
    found = await database.rows(
        "SELECT t.author_id, u.language FROM text_unit u JOIN text t ON t.unit_id = u.id AND t.language = u.language "
        "WHERE u.id = ? ORDER BY t.revision DESC LIMIT 1",
        amendment.reason_id if amended or amendment.text_id is None else amendment.text_id,
    )
    return (found[0][0] or amendment.mover_id, found[0][1]) if found else (amendment.mover_id, "")


async def _languages(plank: Plank) -> dict[tuple[int, str], str]:
    found = await database.rows(
        "SELECT v.number, s.block, u.language FROM segment s JOIN plank_version v ON v.id = s.version_id "
        "JOIN text_unit u ON u.id = s.unit_id WHERE v.plank_id = ? ORDER BY s.position DESC",
        plank.id,
    )
    return {(int(number), str(block)): str(language) for number, block, language in found}
