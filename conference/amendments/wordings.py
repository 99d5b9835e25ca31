"""The words of amendments: before and after in each language, whether they still fit, and what else touches them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from conference.amendments.models import Amendment
from conference.amendments.rules import OPEN, Kind, State, overlap
from conference.core.languages import LANGUAGES
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.text import merge
from conference.translation import queries as translations

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
    """The working languages in which nobody has written the proposed wording yet."""
    if amendment.text_id is None:
        return ()
    return (await translations.missing([amendment.text_id])).get(amendment.text_id, ())


async def passage(plank: Plank, version: int, block: str, upper: Amendment | None) -> dict[str, str]:
    """The words that an amendment would change: a block, or the wording of the amendment above it."""
    if upper is not None:
        return (await unit_texts([upper.text_id])).get(upper.text_id or 0, {})
    return await planks.block_texts(plank.id, version, block)


async def fitted(amendment: Amendment) -> dict[str, str] | None:
    """Its wording in the passage as it stands now, by language, re-anchored by words; None where the two collide.

    A deletion has no wording: it fits while the passage stands as it did.
    """
    if amendment.parent_id is not None:
        return await texts(amendment.number)
    before = await planks.block_texts(amendment.plank_id, amendment.base, amendment.block)
    present = (await planks.plank_texts(amendment.plank_id, amendment.plank.version)).get(amendment.block)
    if present is None:
        return None
    if amendment.kind == Kind.DELETE:
        return {} if present == before else None
    wanted = await texts(amendment.number)
    if amendment.kind == Kind.INSERT:
        return wanted
    merged = {
        language: merge.merge(before[language], present[language], text)
        for language, text in wanted.items()
        if language in before and language in present
    }
    if any(isinstance(each, merge.Conflict) for each in merged.values()):
        return None
    return wanted | {language: each.text for language, each in merged.items() if isinstance(each, merge.Merged)}


async def obstacles(amendment: Amendment, beside: Sequence[int] = ()) -> tuple[bool, tuple[int, ...]]:
    """What keeps it from the vote: whether it collides with the present text, and the amendments before the
    conference (but those put `beside` it) that touch the same words, that it amends or that amend it."""
    voted = [each async for each in neighbours(amendment) if each.state == State.ON_VOTE]
    shelf = await Shelf.of([amendment, *voted])
    rivals = [each.number for each in voted if each.number not in beside and shelf.touch(amendment, each)]
    family = Amendment.filter(Q(parent_id=amendment.id) | Q(id=amendment.parent_id or 0), state=State.ON_VOTE.value)
    return await fitted(amendment) is None, (*rivals, *[each.number for each in await family.order_by("number")])


class Shelf:
    """The texts that a page needs, fetched together: versions of planks, and the wordings proposed."""

    def __init__(
        self,
        blocks: dict[tuple[int, int], dict[str, dict[str, str]]],
        units: dict[int, dict[str, str]],
        parents: dict[int, Amendment],
    ) -> None:
        self._blocks, self._units, self._parents = blocks, units, parents

    @classmethod
    async def of(cls, rows: Sequence[Amendment]) -> "Shelf":
        """A few statements, however many amendments: one for each version of a plank that was amended."""
        uppers = {each.parent_id for each in rows if each.parent_id is not None}
        parents = {each.id: each for each in await Amendment.filter(id__in=sorted(uppers))} if uppers else {}
        units = await unit_texts([each.text_id for each in (*rows, *parents.values())])
        versions = sorted({(each.plank_id, each.base) for each in rows})
        return cls({key: await planks.plank_texts(*key) for key in versions}, units, parents)

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
        return self._blocks.get((amendment.plank_id, amendment.base), {}).get(amendment.block, {})

    def after(self, amendment: Amendment) -> Texts:
        return self._units.get(amendment.text_id or 0, {})

    def wording(self, amendment: Amendment, language: str) -> Wording:
        """Before and after in the reader's language, or in the first one in which both can be read."""
        before, after = self.before(amendment), self.after(amendment)
        sides = {Kind.REPLACE: (before, after), Kind.INSERT: (after,), Kind.DELETE: (before,)}[Kind(amendment.kind)]
        shared = next((each for each in (language, *LANGUAGES) if all(side.get(each) for side in sides)), language)
        old = "" if amendment.kind == Kind.INSERT else before.get(shared, "")
        return Wording(shared, old, after.get(shared, ""))

    def touch(self, one: Amendment, other: Amendment) -> bool:
        return edits_touch(one.kind, other.kind, (self.before(one), self.after(one)),
                            (self.before(other), self.after(other)))  # fmt: skip


def edits_touch(one: str, other: str, of_one: tuple[Texts, Texts], of_other: tuple[Texts, Texts]) -> bool:
    """Whether two edits of one block touch the same words; when no language can tell, a person should look."""
    if Kind.INSERT in (one, other):
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
    return tuple(
        each.number for each in others if edits_touch(kind, each.kind, mine, (shelf.before(each), shelf.after(each)))
    )


def neighbours(amendment: Amendment) -> QuerySet[Amendment]:
    """The other amendments of the same passage."""
    return (
        Amendment.filter(plank_id=amendment.plank_id, block=amendment.block, parent_id=amendment.parent_id)
        .exclude(id=amendment.id)
        .order_by("number")
    )


async def unit_texts(units: Iterable[int | None]) -> dict[int, dict[str, str]]:
    wanted = sorted({each for each in units if each is not None})
    if not wanted:
        return {}
    found = await translations.in_all_languages(wanted)
    return {
        unit: {language: each.text for language, each in read.items() if each.language == language and each.current}
        for unit, read in found.items()
    }
