"""Origin and freshness of every block and sentence in every language: what the marks on the pages say, and what the
gate before a vote asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from conference.core.languages import LANGUAGES
from conference.planks import queries
from conference.planks.queries import Row
from conference.runtime import database
from conference.text.diff import Change, diff
from conference.translation import queries as translation
from conference.translation.queries import Descent, Reading
from conference.translation.rules import weakest

MISSING = "missing"
Texts = Mapping[int, Mapping[str, Reading]]


@dataclass(frozen=True, slots=True)
class Moved:
    """The words that changed since an outdated text was right: in the language in which they were changed."""

    label: str
    language: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One text in one language. `origin`: original, human, reviewed, certified, missing (machine later).

    `since` is the version with which it became outdated, None while it is current; `moved` the words that changed.
    `contestable` is the unit of an edit said to leave the meaning as it was, which carried this text along.
    """

    language: str
    origin: str
    current: bool
    since: int | None = None
    moved: tuple[Moved, ...] = ()
    carried: bool = False
    contestable: tuple[int, ...] = ()

    @property
    def fit(self) -> bool:
        """Whether it may be voted on: the original, or certified, and current."""
        return self.current and self.origin in ("original", "certified")


@dataclass(frozen=True, slots=True)
class BlockStanding:
    """A block in all languages: its text and its standing in each, and the same for each sentence."""

    id: str
    kind: str
    texts: Mapping[str, str]
    standings: Mapping[str, Standing]
    sentences: tuple[tuple[str, Mapping[str, str], Mapping[str, Standing]], ...]


async def of_version(plank_id: int, version: int) -> tuple[BlockStanding, ...]:
    """Every block of a version, in order. Six statements, however long the text."""
    rows = await queries.segments(plank_id, version)
    firsts = await _first_versions(plank_id)
    descents = await translation.descents(sorted(firsts))
    here = await translation.in_all_languages([unit for *_, unit in rows])
    behind = await translation.in_all_languages(sorted(_ancestors(here, descents)))
    lineage = _Lineage(firsts, descents, {**behind, **here})
    found = []
    for (block, kind), group in groupby(rows, key=lambda row: (row[0], row[1])):
        found.append(_block(block, kind, list(group), lineage))
    return tuple(found)


async def unfit(plank_id: int, version: int) -> dict[str, tuple[str, ...]]:
    """By language the blocks that the gate before a vote would stop at: missing, outdated, or not certified."""
    blocks = await of_version(plank_id, version)
    return {each: tuple(block.id for block in blocks if not block.standings[each].fit) for each in LANGUAGES}


async def _first_versions(plank_id: int) -> dict[int, int]:
    """The version with which each unit of the plank came."""
    sql = (
        "SELECT s.unit_id, min(v.number) FROM segment s JOIN plank_version v ON v.id = s.version_id "
        "WHERE v.plank_id = ? GROUP BY s.unit_id"
    )
    return {int(unit): int(number) for unit, number in await database.rows(sql, plank_id)}


def _ancestors(here: Texts, descents: Mapping[int, Descent]) -> set[int]:
    """The units that an outdated text of these may have been right for."""
    found: set[int] = set()
    for unit, texts in here.items():
        if all(each.current for each in texts.values()):
            continue
        at = descents[unit].follows
        while at is not None and at not in found:
            found.add(at)
            at = descents[at].follows if at in descents else None
    return found


@dataclass(frozen=True, slots=True)
class _Lineage:
    """The units of a plank: when each came, what it follows, and its texts."""

    firsts: Mapping[int, int]
    descents: Mapping[int, Descent]
    texts: Texts

    def standing(self, label: str, unit: int, language: str) -> Standing:
        reading = self.texts[unit].get(language)
        if reading is None:
            return self._missing(label, unit, language)
        descent = self.descents[unit]
        contestable = (unit,) if descent.same_in and not descent.contested else ()
        if reading.current:
            return Standing(
                language, reading.origin, True, carried=bool(contestable) and reading.carried, contestable=contestable
            )
        breaker, base = self._broken(unit, language)
        moved = self._moved(label, unit, breaker, base)
        return Standing(language, reading.origin, False, self.firsts.get(breaker), moved, contestable=contestable)

    def _missing(self, label: str, unit: int, language: str) -> Standing:
        """Nothing yet; where the sentence came with a later version, its words are what changed."""
        first, original = self.firsts[unit], next(iter(self.texts[unit].values())).original_language
        if first == 1 or original not in self.texts[unit]:
            return Standing(language, MISSING, current=False)
        added = Moved(label, original, diff("", self.texts[unit][original].text))
        return Standing(language, MISSING, False, first, (added,))

    def _broken(self, unit: int, language: str) -> tuple[int, int | None]:
        """The unit with which the language fell behind, and the last one for which it was right."""
        at, before = unit, self.descents[unit].follows
        while before is not None and before in self.descents:
            reading = self.texts.get(before, {}).get(language)
            if reading is not None and reading.current:
                return at, before
            at, before = before, self.descents[before].follows
        return at, None

    def _moved(self, label: str, unit: int, breaker: int, base: int | None) -> tuple[Moved, ...]:
        if base is None:
            return ()
        source = next(iter(self.texts[breaker].values())).original_language if breaker in self.texts else ""
        now, was = self.texts[unit].get(source), self.texts[base].get(source)
        return (Moved(label, source, diff(was.text, now.text)),) if now and was and now.text != was.text else ()


def _block(block: str, kind: str, rows: Sequence[Row], lineage: _Lineage) -> BlockStanding:
    sentences = []
    for _, _, label, unit in rows:
        standings = {each: lineage.standing(label, unit, each) for each in LANGUAGES}
        sentences.append((label, {each: found.text for each, found in lineage.texts[unit].items()}, standings))
    texts = {
        each: " ".join(said[each] for _, said, _ in sentences if each in said)
        for each in LANGUAGES
        if any(each in said for _, said, _ in sentences)
    }
    joint = {each: _joint(each, [standings[each] for _, _, standings in sentences]) for each in LANGUAGES}
    return BlockStanding(block, kind, texts, joint, tuple(sentences))


def _joint(language: str, parts: Iterable[Standing]) -> Standing:
    """The standing of a block: that of its weakest sentence. One that is missing as a whole is not outdated."""
    whole = list(parts)
    origins = [each.origin for each in whole]
    if set(origins) == {MISSING}:
        return Standing(language, MISSING, current=False)
    behind = [each.since for each in whole if each.since is not None]
    return Standing(
        language,
        MISSING if MISSING in origins else weakest(origins).value,
        all(each.current for each in whole),
        min(behind, default=None),
        tuple(moved for each in whole for moved in each.moved),
        any(each.carried for each in whole),
        tuple(unit for each in whole for unit in each.contestable),
    )
