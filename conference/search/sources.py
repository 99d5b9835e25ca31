"""The documents as the index takes them: read from the live rows, in every language that they have words in.

Only texts of the present revision are taken, and a machine's only where no person has written one: what was edited is
not found by its earlier words, in no language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from conference.core.canonical import digest
from conference.core.languages import LANGUAGES
from conference.planks.models import Plank
from conference.planks.rules import State as PlankState
from conference.resolutions.editions import laying
from conference.resolutions.editions.models import Edition
from conference.resolutions.models import Paragraph, Resolution
from conference.resolutions.rules import State as ResolutionState
from conference.runtime import database
from conference.search import stems
from conference.search.rules import Kind
from conference.translation.tongues import looking

_RANK: Final = 10**16
_BACKWARDS: Final = 10**10
_PLACES: Final = 10**6
_KINDS: Final = tuple(Kind)
FEW: Final = 200
"""Rows that one statement names at most."""
MANY: Final = 2_000
"""Texts that one statement names at most."""

_TEXTS = (
    "SELECT t.unit_id, t.language, t.text, t.tongues, 0 FROM text t JOIN text_unit u ON u.id = t.unit_id "
    "AND u.revision = t.revision WHERE t.unit_id IN ({units}) UNION ALL "
    "SELECT m.unit_id, m.language, m.text, '', 1 FROM machine_text m JOIN text_unit u ON u.id = m.unit_id "
    "AND u.revision = m.revision WHERE m.unit_id IN ({units}) AND EXISTS (SELECT 1 FROM text o "
    "WHERE o.unit_id = u.id AND o.revision = u.revision) ORDER BY 5"
)
_POSTS = (
    "SELECT p.id, p.unit_id, u.language, u.revision, h.plank_id FROM post p JOIN thread h ON h.id = p.thread_id "
    "JOIN text_unit u ON u.id = p.unit_id WHERE p.state = 'standing' AND h.audience NOT LIKE 'caucus:%' "
    "AND p.id IN ({ids})"
)
_AMENDMENTS = (
    "SELECT a.id, a.number, a.plank_id, a.text_id, a.reason_id, coalesce(t.language, r.language), "
    "r.revision + coalesce(t.revision, 0) FROM amendment a JOIN text_unit r ON r.id = a.reason_id "
    "LEFT JOIN text_unit t ON t.id = a.text_id WHERE a.id IN ({ids})"
)
_SEGMENTS = (
    "SELECT v.plank_id, s.block, s.unit_id, u.language FROM segment s JOIN plank_version v ON v.id = s.version_id "
    "JOIN plank k ON k.id = v.plank_id AND k.version = v.number JOIN text_unit u ON u.id = s.unit_id "
    "WHERE v.plank_id IN ({ids}) ORDER BY v.plank_id, s.position"
)
UNLAID = [PlankState.DRAFT.value, PlankState.DISCARDED.value]


@dataclass(frozen=True, slots=True)
class Source:
    """One document: by language its words, and in which of them they are a machine's."""

    document: int
    kind: Kind
    language: str
    revision: int
    words: Mapping[str, str]
    machine: frozenset[str] = frozenset()
    place: str = ""
    links: Mapping[str, int] = field(default_factory=dict)

    def tokens(self, language: str) -> list[str]:
        """The stems of one language's words."""
        return stems.tokens(language, self.words[language])

    def digest(self, language: str) -> str:
        """What changes whenever the entry has to be written anew. Of the words, not of their stems: most entries that
        are looked at have not changed, and stems are dear."""
        told = [self.language, language in self.machine, self.place, self.revision, sorted(self.links.items())]
        return digest([*told, self.words[language]])


@dataclass(frozen=True, slots=True)
class Texts:
    """The present texts of one unit by language, and which of them are a machine's."""

    words: dict[str, str] = field(default_factory=dict)
    machine: set[str] = field(default_factory=set)
    mixed: dict[str, str] = field(default_factory=dict)

    def take(self, language: str, text: str, tongues: str, *, machine: bool) -> None:
        """Persons' texts come first. An original in several languages counts in each of them."""
        for each in looking.read(tongues):
            if each in LANGUAGES and each != language:
                self.mixed[each] = text
        if language not in self.words:
            self.words[language] = text
            self.machine.update((language,) if machine else ())

    def in_all(self) -> dict[str, str]:
        """The words of each language, with those of an original that is partly in it."""
        both = self.words.keys() | self.mixed.keys()
        return {each: "\n".join(of[each] for of in (self.words, self.mixed) if each in of) for each in LANGUAGES
                if each in both}  # fmt: skip


async def texts(units: Sequence[int]) -> dict[int, Texts]:
    """By unit; an erased one has none."""
    found: dict[int, Texts] = {unit: Texts() for unit in units}
    for start in range(0, len(units), MANY):
        some = units[start : start + MANY]
        sql = _TEXTS.format(units=database.places(some))
        for unit, language, text, tongues, machine in await database.rows(sql, *some, *some):
            found[unit].take(language, text, tongues, machine=bool(machine))
    return found


async def posts(ids: Sequence[int]) -> list[Source]:
    """Posts that stand where others than one delegation read them."""
    rows = await database.rows(_POSTS.format(ids=database.places(ids)), *ids) if ids else []
    said = await texts([unit for _, unit, *_ in rows])
    return [
        Source(
            _document(Kind.POST, _BACKWARDS - key), Kind.POST, language, revision, said[unit].in_all(),
            frozenset(said[unit].machine), links={"post": key, "plank": plank},
        )
        for key, unit, language, revision, plank in rows
    ]  # fmt: skip


async def amendments(ids: Sequence[int]) -> list[Source]:
    """Amendments: their name, the wording that they propose, and why."""
    rows = await database.rows(_AMENDMENTS.format(ids=database.places(ids)), *ids) if ids else []
    said = await texts([unit for row in rows for unit in row[3:5] if unit is not None])
    return [_amendment(row, said) for row in rows]


def _amendment(row: tuple[Any, ...], said: Mapping[int, Texts]) -> Source:
    key, number, plank, text, reason, language, revision = row
    parts = [said[unit] for unit in (text, reason) if unit is not None]
    words = {
        each: "\n".join((f"A{number}", *(part.words[each] for part in parts if each in part.words)))
        for each in LANGUAGES
        if any(each in part.words for part in parts)
    }
    made = frozenset(each for each in words if all(each in part.machine for part in parts if each in part.words))
    return Source(
        _document(Kind.AMENDMENT, _BACKWARDS - number), Kind.AMENDMENT, language, revision, words, made,
        links={"amendment": key, "plank": plank},
    )  # fmt: skip


async def planks(ids: Sequence[int]) -> list[Source]:
    """Planks that are laid: the head of each, and its passages as they stand now."""
    laid = {each.id: each for each in await Plank.filter(id__in=list(ids)).exclude(state__in=UNLAID)}
    if not laid:
        return []
    passages: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for plank, block, unit, language in await database.rows(_SEGMENTS.format(ids=database.places(list(laid))), *laid):
        passages.setdefault((plank, block), []).append((unit, language))
    said = await texts([unit for sentences in passages.values() for unit, _ in sentences])
    found = [_head(each) for each in laid.values()]
    for at, ((plank, block), sentences) in enumerate(passages.items()):
        found.append(_passage(laid[plank], block, at, sentences, said))
    return found


def _head(plank: Plank) -> Source:
    words = {each: "\n".join(filter(None, (plank.titles.get(each), plank.summaries.get(each)))) for each in LANGUAGES}
    return Source(
        _document(Kind.PLANK, plank.number), Kind.PLANK, plank.language, plank.version,
        {each: text for each, text in words.items() if text}, links={"plank": plank.id},
    )  # fmt: skip


def _passage(
    plank: Plank, block: str, at: int, sentences: Sequence[tuple[int, str]], said: Mapping[int, Texts]
) -> Source:
    parts = [said[unit] for unit, _ in sentences]
    words = {
        each: " ".join(part.words[each] for part in parts if each in part.words)
        for each in LANGUAGES
        if any(each in part.words for part in parts)
    }
    made = frozenset(each for each in words if any(each in part.machine for part in parts))
    return Source(
        _document(Kind.BLOCK, plank.number * _PLACES + at), Kind.BLOCK, sentences[0][1], plank.version, words, made,
        block, {"plank": plank.id},
    )  # fmt: skip


async def resolutions(ids: Sequence[int]) -> list[Source]:
    """Published resolutions: their titles, and each clause as it reads in the newest edition."""
    found: list[Source] = []
    for row in await Resolution.filter(id__in=list(ids), state=ResolutionState.PUBLISHED.value):
        edition = await Edition.filter(resolution_id=row.id).order_by("-number").first()
        if edition is not None:
            found += await _published(row, edition)
    return found


async def _published(row: Resolution, edition: Edition) -> list[Source]:
    titles, lines = await laying.whole(edition)
    came = {each.label: each for each in await Paragraph.filter(resolution_id=row.id)}
    original = next(iter(titles))
    back, links = _BACKWARDS // 10**4 - row.number, {"resolution": row.id}
    found = [Source(_document(Kind.RESOLUTION, back), Kind.RESOLUTION, original, edition.number, titles, links=links)]
    for at, line in enumerate(lines):
        paragraph = came.get(line["label"])
        language = str(paragraph.sources.get("language")) if paragraph else original
        language = language if language in LANGUAGES else original
        plank = {"plank": paragraph.plank_id} if paragraph else {}
        found.append(
            Source(
                _document(Kind.CLAUSE, back * _PLACES + at), Kind.CLAUSE, language, edition.number,
                {each: text for each, text in line["texts"].items() if text}, place=line["label"],
                links=links | plank,
            )
        )  # fmt: skip
    return found


def _document(kind: Kind, within: int) -> int:
    """The number of a document: documents are shown in its order, kind after kind, what is newest first."""
    return (_KINDS.index(kind) + 1) * _RANK + within
