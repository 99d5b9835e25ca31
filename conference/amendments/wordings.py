"""The words of amendments: before and after in each language, whether they still fit, and what else touches them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from conference.amendments import faults, whole
from conference.amendments.comparing import by_size
from conference.amendments.groups.models import Anchoring
from conference.amendments.models import Amendment
from conference.amendments.rules import INSERTS, OPEN, TITLE, WHOLE, Kind, State, overlap
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.planks import queries as planks
from conference.planks.commands import BlockChange
from conference.planks.models import Plank
from conference.text import merge
from conference.translation import queries as translations
from conference.translation.models import Unit

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """A passage before and after, both in one language; an empty side means there is none."""

    language: str
    old: str
    new: str


async def texts(number: int) -> dict[str, str]:
    """The proposed wording in every language that has a current one; nothing for an amendment that deletes."""
    found = await Amendment.get(number=number)
    return (await unit_texts([found.text_id])).get(found.text_id or 0, {})


async def missing(amendment: Amendment) -> tuple[str, ...]:
    """The working languages in which nobody has written the proposed wording yet, or a whole text with other blocks
    than the original's."""
    if amendment.text_id is None:
        return ()
    if amendment.kind != Kind.SUBSTITUTE:
        return (await translations.missing([amendment.text_id])).get(amendment.text_id, ())
    found = (await unit_texts([amendment.text_id])).get(amendment.text_id, {})
    unit = await Unit.get_or_none(id=amendment.text_id)
    own = whole.shape(found.get(unit.language, "")) if unit else ()
    return tuple(each for each in LANGUAGES if whole.shape(found.get(each, "")) != own or not own)


async def passage(plank: Plank, version: int, block: str, upper: Amendment | None) -> dict[str, str]:
    """The words that an amendment would change: a block, the title, the whole text, or the wording of the amendment
    above it. Raises `Absent` for a block that is not there."""
    if upper is not None:
        return (await unit_texts([upper.text_id])).get(upper.text_id or 0, {})
    if block == TITLE:
        return await planks.titles(plank, version)
    if block == WHOLE:
        return whole_texts(await standing(plank.id, version))
    return await planks.block_texts(plank.id, version, block)


async def standing(plank_id: int, version: int) -> tuple[whole.Standing, ...]:
    """The blocks of a version. Raises `Absent`."""
    return whole.standing(await planks.pieces(plank_id, version), LANGUAGES)


def whole_texts(blocks: Sequence[whole.Standing]) -> dict[str, str]:
    """The whole text in each language that has it."""
    found = {each: whole.written(blocks, each) for each in LANGUAGES}
    return {each: text for each, text in found.items() if text}


def with_change(
    blocks: Sequence[whole.Standing], present: whole.Standing, amendment: Amendment, wanted: str, language: str
) -> list[whole.Standing] | None:
    """A block (`present`), and what has been put beside it, after one more amendment in one language; None where its
    words collide with those of an earlier one."""
    own = next((each for each in blocks if each.id == present.id), None)
    if own is None:
        return None
    at, new = blocks.index(own), whole.Standing("", present.kind, {language: wanted})
    if amendment.kind == Kind.INSERT:
        return [*blocks, new]
    if amendment.kind == Kind.BEFORE:
        return [*blocks[:at], new, *blocks[at:]]
    if amendment.kind == Kind.DELETE:
        return [*blocks[:at], *blocks[at + 1 :]] if own == present else None
    merged = merge.merge(present.texts[language], own.texts[language], wanted)
    if amendment.kind != Kind.REPLACE or isinstance(merged, merge.Conflict):
        return None
    return [replace(each, texts={language: merged.text}) if each is own else each for each in blocks]


async def fitted(amendment: Amendment) -> dict[str, str] | None:
    """Its wording in the passage as it stands now, by language, re-anchored by words; None where the two collide, and
    while it waits for a person to say how it should read now.

    A deletion has no wording: it fits while the passage stands as it did.
    """
    if await Anchoring.filter(amendment_id=amendment.id, standing="overlap", answer="").exists():
        return None
    if amendment.parent_id is not None:
        return await _fitted_above(amendment)
    if amendment.kind == Kind.TITLE:
        return await texts(amendment.number)
    if amendment.kind == Kind.SUBSTITUTE:
        return await texts(amendment.number) if await substitution(amendment) is not None else None
    before = await planks.block_texts(amendment.plank_id, amendment.base, amendment.block)
    present = (await planks.plank_texts(amendment.plank_id, amendment.plank.version)).get(amendment.block)
    if present is None:
        return None
    if amendment.kind == Kind.DELETE:
        return {} if present == before else None
    wanted = await texts(amendment.number)
    if amendment.kind in INSERTS:
        return wanted
    return await by_size(wanted.values(), _carried, before, present, wanted)


async def _fitted_above(amendment: Amendment) -> dict[str, str] | None:
    """Its wording of the amendment above as that one reads now."""
    upper = await Amendment.get(id=amendment.parent_id)
    found = await unit_texts([amendment.above_id, upper.text_id, amendment.text_id])
    units = (amendment.above_id, upper.text_id, amendment.text_id)
    before, present, wanted = (found.get(unit or 0, {}) for unit in units)
    if amendment.above_id in (None, upper.text_id) or not before:
        return dict(wanted)
    return await by_size(wanted.values(), _carried, before, present, wanted)


def _carried(before: Texts, present: Texts, wanted: Texts) -> dict[str, str] | None:
    """A wording carried over, word by word, to the passage as it reads now; None where they collide."""
    merged = {
        language: merge.merge(before[language], present[language], text)
        for language, text in wanted.items()
        if language in before and language in present
    }
    if any(isinstance(each, merge.Conflict) for each in merged.values()):
        return None
    return dict(wanted) | {language: each.text for language, each in merged.items() if isinstance(each, merge.Merged)}


async def substitution(amendment: Amendment) -> list[BlockChange] | None:
    """What a substitute changes in the plank as it stands, block by block; None where the two collide."""
    unit = await Unit.get(id=amendment.text_id)
    base = await standing(amendment.plank_id, amendment.base)
    present = await standing(amendment.plank_id, amendment.plank.version)
    wanted = await texts(amendment.number)
    found = await by_size(wanted.values(), whole.changes, base, present, wanted, unit.language)
    return None if found is None else [replace(each, language=unit.language) for each in found]


async def obstacles(amendment: Amendment, beside: Sequence[int] = ()) -> tuple[bool, tuple[int, ...]]:
    """What keeps it from the vote: whether it collides with the present text, and the amendments before the
    conference (but those put `beside` it) that touch the same words, that it amends or that amend it."""
    voted = [each async for each in neighbours(amendment) if each.state == State.ON_VOTE]
    shelf = await Shelf.of([amendment, *voted])
    others = [each for each in voted if each.number not in beside]
    rivals = [each.number for each in await shelf.touching(amendment, others)]
    family = Amendment.filter(Q(parent_id=amendment.id) | Q(id=amendment.parent_id or 0), state=State.ON_VOTE.value)
    return await fitted(amendment) is None, (*rivals, *[each.number for each in await family.order_by("number")])


async def voted_first(amendment: Amendment) -> tuple[int, ...]:
    """The amendments to this amendment that lie on the table: the furthest removed are decided first."""
    below = Amendment.filter(parent_id=amendment.id, state__in=[State.ADMITTED.value, State.ANNOUNCED.value])
    return tuple([each.number for each in await below.order_by("number")])


class Shelf:
    """The texts that a page needs, fetched together: versions of planks, and the wordings proposed."""

    def __init__(
        self,
        blocks: Mapping[tuple[int, int], tuple[whole.Standing, ...] | None],
        titles: dict[tuple[int, int], dict[str, str]],
        units: dict[int, dict[str, str]],
        parents: dict[int, Amendment],
    ) -> None:
        self._titles, self._units, self._parents = titles, units, parents
        self._whole = {key: found for key, found in blocks.items() if found is not None}
        self._blocks = {key: {each.id: each.texts for each in found} for key, found in self._whole.items()}

    @classmethod
    async def of(cls, rows: Sequence[Amendment], *, whole_versions: bool = False) -> "Shelf":
        """A few statements, however many amendments, for each version of a plank that was amended.

        Of a version only the passages that are amended are read, unless a whole text stands for it, or all of them are
        wanted for `version`.
        """
        uppers = {each.parent_id for each in rows if each.parent_id is not None}
        parents = {each.id: each for each in await Amendment.filter(id__in=sorted(uppers))} if uppers else {}
        units = await unit_texts([each.text_id for each in (*rows, *parents.values())])
        versions: dict[tuple[int, int], set[str]] = {}
        for each in rows:
            versions.setdefault((each.plank_id, each.base), set()).add(each.block)
        titled = sorted({(each.plank_id, each.base) for each in rows if each.block == TITLE})
        ids = sorted({plank for plank, _ in titled})
        named_planks = {each.id: each for each in await Plank.filter(id__in=ids)} if titled else {}
        named = {key: await planks.titles(named_planks[key[0]], key[1]) for key in titled}
        read = {
            key: await _blocks_of(*key, () if whole_versions or WHOLE in wanted else wanted)
            for key, wanted in sorted(versions.items())
        }
        return cls(read, named, units, parents)

    def parent_number(self, amendment: Amendment) -> int | None:
        upper = self._parents.get(amendment.parent_id or 0)
        return upper.number if upper else None

    def before(self, amendment: Amendment) -> Texts:
        """The passage that an amendment changes, in every language: a block, or the wording of the one above it.

        A carried amendment to an amendment has become the wording above it, so it is shown against the block.
        """
        upper = self._parents.get(amendment.parent_id or 0)
        if upper is not None and upper.text_id != amendment.text_id:
            return self._units.get(upper.text_id or 0, {})
        return self._of_plank(amendment)

    def _of_plank(self, amendment: Amendment) -> Texts:
        if amendment.block == TITLE:
            return self._titles.get((amendment.plank_id, amendment.base), {})
        version = amendment.plank_id, amendment.base
        if amendment.block == WHOLE:
            return whole_texts(self._whole.get(version, ()))
        return self._blocks.get(version, {}).get(amendment.block, {})

    def version(self, amendment: Amendment) -> tuple[whole.Standing, ...]:
        """The version of the plank that it was written for, on a shelf of whole versions."""
        return self._whole.get((amendment.plank_id, amendment.base), ())

    def after(self, amendment: Amendment) -> Texts:
        return self._units.get(amendment.text_id or 0, {})

    def fault(self, amendment: Amendment) -> str:
        """Why this amendment cannot be shown: a code of `faults.FAULTS`, or "" where all is well."""
        return faults.of(
            amendment, version=(amendment.plank_id, amendment.base) in self._whole or amendment.block == TITLE,
            passage=bool(self._of_plank(amendment)), wording=bool(self.after(amendment)),
            parent=amendment.parent_id is None or amendment.parent_id in self._parents,
        )  # fmt: skip

    def wording(self, amendment: Amendment, language: str) -> Wording:
        """Before and after in the reader's language, or in the first one in which both can be read."""
        before, after = self.before(amendment), self.after(amendment)
        kind = Kind(amendment.kind)
        sides = (after,) if kind in INSERTS and amendment.parent_id is None else (before, after)
        sides = (before,) if kind is Kind.DELETE else sides
        shared = next((each for each in (language, *LANGUAGES) if all(side.get(each) for side in sides)), language)
        old = "" if len(sides) == 1 and kind is not Kind.DELETE else before.get(shared, "")
        return Wording(shared, old, after.get(shared, ""))

    def touch(self, one: Amendment, other: Amendment) -> bool:
        """Whether two amendments touch the same words. What cannot be shown touches nothing: it bars no other."""
        if self.fault(one) or self.fault(other):
            return False
        if WHOLE in (one.block, other.block) and one.block != other.block:
            return self._whole_touches(one, other) if one.block == WHOLE else self._whole_touches(other, one)
        return edits_touch(one.kind, other.kind, (self.before(one), self.after(one)),
                            (self.before(other), self.after(other)))  # fmt: skip

    async def touching(self, one: Amendment, others: Sequence[Amendment]) -> list[Amendment]:
        """Those of the others that touch the same words as this one."""
        wholes = [each for each in (one, *others) if each.block == WHOLE]
        texts = [text for each in wholes for text in self.after(each).values()]
        return await by_size(texts, lambda: [each for each in others if self.touch(one, each)])

    def _whole_touches(self, substitute: Amendment, other: Amendment) -> bool:
        """Whether a substitute changes the block that the other amendment is about; another title it leaves alone."""
        if other.block == TITLE:
            return False
        base = self._whole.get((substitute.plank_id, substitute.base), ())
        shared = next(
            (each for each in LANGUAGES if self.after(substitute).get(each) and whole.written(base, each)), ""
        )
        return not shared or other.block in whole.touched(base, self.after(substitute)[shared], shared)


async def _blocks_of(plank_id: int, version: int, among: Collection[str]) -> tuple[whole.Standing, ...] | None:
    """The blocks of a version, those `among` where some are; None where there is no such version."""
    try:
        return whole.standing(await planks.pieces(plank_id, version, among=among), LANGUAGES)
    except Absent:
        return None


def edits_touch(one: str, other: str, of_one: tuple[Texts, Texts], of_other: tuple[Texts, Texts]) -> bool:
    """Whether two edits of one block touch the same words; when no language can tell, a person should look."""
    if one in INSERTS or other in INSERTS:
        return one == other
    if Kind.DELETE in (one, other):
        return True
    for language in LANGUAGES:
        before, after = of_one[0].get(language), of_one[1].get(language)
        base, wanted = of_other[0].get(language), of_other[1].get(language)
        if before and after and base and wanted and before == base:
            return overlap(merge.touched(before, after), merge.touched(before, wanted))
    return True


async def touched_by(
    plank: Plank, block: str, kind: str, upper: Amendment | None, wording: Wording, now: Texts
) -> tuple[int, ...]:
    """The open amendments that touch the words of a draft."""
    parent = upper.id if upper else None
    others = await Amendment.filter(
        plank_id=plank.id, block=block, parent_id=parent, state__in=[each.value for each in OPEN]
    ).order_by("number")
    shelf = await Shelf.of(others)
    mine = (now, {wording.language: wording.new})

    def touching() -> tuple[int, ...]:
        return tuple(
            each.number
            for each in others
            if not shelf.fault(each) and edits_touch(kind, each.kind, mine, (shelf.before(each), shelf.after(each)))
        )

    return await by_size((wording.old, wording.new) if block == WHOLE else (), touching)


def neighbours(amendment: Amendment) -> QuerySet[Amendment]:
    """The other amendments of the same passage; those to the whole text are neighbours of all."""
    beside = Amendment.filter(plank_id=amendment.plank_id, parent_id=amendment.parent_id).exclude(id=amendment.id)
    if amendment.block != WHOLE:
        beside = beside.filter(block__in=[amendment.block, WHOLE])
    return beside.order_by("number")


async def unit_texts(units: Iterable[int | None]) -> dict[int, dict[str, str]]:
    wanted = sorted({each for each in units if each is not None})
    if not wanted:
        return {}
    found = await translations.in_all_languages(wanted)
    return {
        unit: {language: each.text for language, each in read.items() if each.language == language and each.current}
        for unit, read in found.items()
    }
