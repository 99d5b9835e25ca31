"""Amendments through the reader's eyes: the list, one amendment, and a draft held against the text as it stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from conference.amendments import policy
from conference.amendments.models import Amendment, Cosigner
from conference.amendments.rules import OPEN, Kind, State, overlap, reading_order
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES, in_language
from conference.core.roles import audiences_of
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.runtime import settings
from conference.text import diff, merge
from conference.text.diff import Change, Summary
from conference.translation import queries as translations
from conference.translation.queries import Reading

Texts = Mapping[str, str]
EVERYTHING = "all"
NEEDS_A_VOTE = "vote"


@dataclass(frozen=True, slots=True)
class Mover:
    """A delegate as this reader may see her: a name, or a sentence where she has not consented to be named."""

    name: str | Sentence
    delegation: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A passage before and after, both in one language; an empty side means there is none."""

    language: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One amendment in a list."""

    number: int
    plank_number: int
    plank_title: str
    block: str
    kind: str
    state: str
    mover: Mover
    cosigners: int
    parent: int | None
    filed_at: datetime
    settled_at: datetime | None
    lang: str
    text: str
    summary: Summary


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """One amendment with all that its page shows."""

    number: int
    plank_id: int
    plank_number: int
    plank_title: str
    block: str
    kind: str
    state: str
    base: int
    mover: Mover
    lang: str
    text: str
    old_text: str
    changes: tuple[Change, ...]
    summary: Summary
    origin: str
    original_lang: str
    translator: str | None
    current: bool
    reason_html: str
    reason_lang: str
    reason_origin: str
    reason_original_lang: str
    reason_translator: str | None
    reason_current: bool
    cosigners: tuple[Mover, ...]
    parent: int | None
    children: tuple[int, ...]
    ruling: str
    touches: tuple[int, ...]
    missing: tuple[str, ...]
    thread_id: int
    filed_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An amendment that is not filed yet, held against the plank as it stands now.

    `moved` is empty while the passage stands as the author read it, `merged` when both changes fit together (the
    text is then the merged one), `collides` when a person has to look: `yours` is what she wrote.
    """

    plank_number: int
    plank_title: str
    block: str
    kind: str
    language: str
    base: int
    parent: int | None
    old: str
    text: str
    changes: tuple[Change, ...]
    summary: Summary
    touches: tuple[int, ...]
    moved: str
    before: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What this person may do with an amendment now, and why not."""

    co_sign: Verdict
    withdraw: Verdict
    admit: Verdict
    send_back: Verdict
    amend: Verdict
    put: Verdict


def visible_to(reader: Actor) -> QuerySet[Amendment]:
    """The amendments of the planks that this reader may read."""
    return Amendment.filter(plank__audience__in=audiences_of(reader.roles))


async def row(reader: Actor, number: int) -> Amendment:
    """The facts of one amendment, with its plank. Raises `Absent`."""
    found = await visible_to(reader).select_related("plank").get_or_none(number=number)
    if found is None:
        raise Absent
    return found


async def for_update(reader: Actor, number: int) -> Amendment:
    """The same, locked for the open transaction."""
    found = await row(reader, number)
    locked = await Amendment.filter(id=found.id).select_for_update().first()
    assert locked is not None
    locked.plank = found.plank
    return locked


async def texts(number: int) -> dict[str, str]:
    """The proposed wording in every language that has a current one; nothing for an amendment that deletes."""
    found = await Amendment.get(number=number)
    return (await _unit_texts([found.text_id])).get(found.text_id or 0, {})


async def missing(amendment: Amendment) -> tuple[str, ...]:
    """The working languages in which nobody has written the proposed wording yet."""
    if amendment.text_id is None:
        return ()
    return (await translations.missing([amendment.text_id])).get(amendment.text_id, ())


async def cosigner_ids(amendment: Amendment) -> frozenset[int]:
    """The account keys of those who stand behind it."""
    return frozenset(each.account_id for each in await Cosigner.filter(amendment_id=amendment.id))


async def steps(actor: Actor, number: int) -> Steps:
    """The verdicts that label this person's buttons."""
    found = await row(actor, number)
    behind = await cosigner_ids(found)
    needed = settings.current().cosigners_needed
    collides, rivals = await obstacles(found) if found.state == State.ADMITTED and actor.presides else (False, ())
    return Steps(
        co_sign=policy.may_co_sign(actor, found, behind),
        withdraw=policy.may_withdraw(actor, found),
        admit=policy.may_admit(actor, found, len(behind), needed),
        send_back=policy.may_rule(actor, found),
        amend=policy.may_amend_it(actor, found, found.plank),
        put=policy.may_put(actor, found, collides=collides, rivals=rivals),
    )


async def amendments(
    reader: Actor, language: str, needs: str = NEEDS_A_VOTE, plank: int | None = None
) -> list[AmendmentLine]:
    """The list: what needs a vote first, in the order of the text; `needs="all"` has the settled ones after it."""
    chosen = visible_to(reader)
    if needs != EVERYTHING:
        chosen = chosen.filter(state__in=[each.value for each in OPEN])
    if plank is not None:
        chosen = chosen.filter(plank__number=plank)
    rows = await chosen.select_related("plank").order_by("number")
    shelf = await _Shelf.of(rows)
    movers = await _movers(reader, language, [each.mover_id for each in rows])
    behind = await _cosigner_counts(rows)
    return sorted((_line(each, language, shelf, movers, behind) for each in rows), key=_list_order)


async def amendment(reader: Actor, number: int, language: str) -> AmendmentView:
    """One amendment. Raises `Absent`."""
    found = await row(reader, number)
    others = [each async for each in _neighbours(found)]
    shelf = await _Shelf.of([found, *others])
    unit = found.text_id if found.text_id is not None else found.reason_id
    read = await translations.readings([unit, found.reason_id], language)
    shown, reason = read[unit], read[found.reason_id]
    wording = shelf.wording(found, language)
    changes = diff.diff(wording.old, wording.new)
    cosigners = [each.account_id for each in await Cosigner.filter(amendment_id=found.id).order_by("at", "id")]
    names = await _movers(reader, language, [found.mover_id, *cosigners])
    children = [each.number for each in await Amendment.filter(parent_id=found.id).order_by("number")]
    return AmendmentView(
        number=found.number, plank_id=found.plank_id, plank_number=found.plank.number,
        plank_title=in_language(found.plank.titles, language), block=found.block, kind=found.kind, state=found.state,
        base=found.base, mover=names[found.mover_id], lang=wording.language, text=wording.new,
        old_text=wording.old, changes=changes, summary=diff.summary(changes), origin=shown.origin,
        original_lang=shown.original_language, translator=shown.translator, current=shown.current,
        reason_html=reason.html, reason_lang=reason.language, reason_origin=reason.origin,
        reason_original_lang=reason.original_language, reason_translator=reason.translator,
        reason_current=reason.current, cosigners=tuple(names[each] for each in cosigners),
        parent=shelf.parent_number(found), children=tuple(children), ruling=in_language(found.ruling, language),
        touches=tuple(each.number for each in others if each.state in OPEN and shelf.touch(found, each)),
        missing=await missing(found), thread_id=found.thread_id, filed_at=found.filed_at,
        settled_at=found.settled_at,
    )  # fmt: skip


async def in_all_languages(reader: Actor, number: int) -> dict[str, tuple[Reading | None, Reading | None]]:
    """The wording and the reason in every language in which somebody has written one of them."""
    found = await row(reader, number)
    units = [unit for unit in (found.text_id, found.reason_id) if unit is not None]
    read = await translations.in_all_languages(units)
    wordings, reasons = read.get(found.text_id or 0, {}), read.get(found.reason_id, {})
    return {each: (wordings.get(each), reasons.get(each)) for each in LANGUAGES if each in wordings or each in reasons}


async def draft(
    reader: Actor, plank_number: int, block: str, kind: str, language: str, text: str, *,
    base: int | None = None, parent: int | None = None,
) -> Draft:  # fmt: skip
    """What the check page shows. Raises `Absent` for a plank, block or parent that is not there."""
    plank = await planks.visible(reader, plank_number)
    upper = await row(reader, parent) if parent is not None else None
    now = await passage(plank, plank.version, block, upper)
    read = now if base is None or upper else await passage(plank, min(base, plank.version), block, None)
    old, before = now.get(language, ""), read.get(language, "")
    moved, wanted = "", text
    if kind == Kind.REPLACE and old != before:
        merged = merge.merge(before, old, text)
        moved = "merged" if isinstance(merged, merge.Merged) else "collides"
        wanted = merged.text if isinstance(merged, merge.Merged) else text
    wording = Wording(language, "" if kind == Kind.INSERT else old, "" if kind == Kind.DELETE else wanted)
    changes = diff.diff(wording.old, wording.new)
    return Draft(
        plank_number=plank.number, plank_title=in_language(plank.titles, language), block=block, kind=kind,
        language=language, base=plank.version, parent=parent, old=old, text=wording.new, changes=changes,
        summary=diff.summary(changes), touches=await _touched_by(plank, block, kind, upper, wording, now), moved=moved,
        before=before,
    )  # fmt: skip


async def passage(plank: Plank, version: int, block: str, upper: Amendment | None) -> dict[str, str]:
    """The words that an amendment would change: a block, or the wording of the amendment above it."""
    if upper is not None:
        return (await _unit_texts([upper.text_id])).get(upper.text_id or 0, {})
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
    voted = [each async for each in _neighbours(amendment) if each.state == State.ON_VOTE]
    shelf = await _Shelf.of([amendment, *voted])
    rivals = [each.number for each in voted if each.number not in beside and shelf.touch(amendment, each)]
    family = Amendment.filter(Q(parent_id=amendment.id) | Q(id=amendment.parent_id or 0), state=State.ON_VOTE.value)
    return await fitted(amendment) is None, (*rivals, *[each.number for each in await family.order_by("number")])


class _Shelf:
    """The texts that a page needs, fetched together: versions of planks, and the wordings proposed."""

    def __init__(
        self,
        blocks: dict[tuple[int, int], dict[str, dict[str, str]]],
        units: dict[int, dict[str, str]],
        parents: dict[int, Amendment],
    ) -> None:
        self._blocks, self._units, self._parents = blocks, units, parents

    @classmethod
    async def of(cls, rows: Sequence[Amendment]) -> "_Shelf":
        """A few statements, however many amendments: one for each version of a plank that was amended."""
        uppers = {each.parent_id for each in rows if each.parent_id is not None}
        parents = {each.id: each for each in await Amendment.filter(id__in=sorted(uppers))} if uppers else {}
        units = await _unit_texts([each.text_id for each in (*rows, *parents.values())])
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
        return _edits_touch(one.kind, other.kind, (self.before(one), self.after(one)),
                            (self.before(other), self.after(other)))  # fmt: skip


def _edits_touch(one: str, other: str, of_one: tuple[Texts, Texts], of_other: tuple[Texts, Texts]) -> bool:
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


async def _touched_by(
    plank: Plank, block: str, kind: str, upper: Amendment | None, wording: Wording, now: Texts
) -> tuple[int, ...]:
    """The open amendments that touch the words of a draft."""
    parent = upper.id if upper else None
    others = await Amendment.filter(
        plank_id=plank.id, block=block, parent_id=parent, state__in=[each.value for each in OPEN]
    ).order_by("number")
    shelf = await _Shelf.of(others)
    mine = (now, {wording.language: wording.new})
    return tuple(
        each.number for each in others if _edits_touch(kind, each.kind, mine, (shelf.before(each), shelf.after(each)))
    )


def _neighbours(amendment: Amendment) -> QuerySet[Amendment]:
    """The other amendments of the same passage."""
    return (
        Amendment.filter(plank_id=amendment.plank_id, block=amendment.block, parent_id=amendment.parent_id)
        .exclude(id=amendment.id)
        .order_by("number")
    )


async def _unit_texts(units: Iterable[int | None]) -> dict[int, dict[str, str]]:
    wanted = sorted({each for each in units if each is not None})
    if not wanted:
        return {}
    found = await translations.in_all_languages(wanted)
    return {
        unit: {language: each.text for language, each in read.items() if each.language == language and each.current}
        for unit, read in found.items()
    }


async def _movers(reader: Actor, language: str, accounts: Iterable[int]) -> dict[int, Mover]:
    """Names as this reader may see them: everybody's inside the conference, outside only with consent."""
    return {
        key: Mover(
            people.shown_name(reader, each, language),
            in_language(each.delegation.names, language) if each.delegation else "",
        )
        for key, each in (await people.people(accounts)).items()
    }


async def _cosigner_counts(rows: Sequence[Amendment]) -> Counter[int]:
    found = await Cosigner.filter(amendment_id__in=[each.id for each in rows]) if rows else []
    return Counter(each.amendment_id for each in found)


def _line(
    row: Amendment, language: str, shelf: _Shelf, movers: dict[int, Mover], behind: Counter[int]
) -> AmendmentLine:
    wording = shelf.wording(row, language)
    return AmendmentLine(
        number=row.number, plank_number=row.plank.number, plank_title=in_language(row.plank.titles, language),
        block=row.block, kind=row.kind, state=row.state, mover=movers[row.mover_id],
        cosigners=behind[row.id], parent=shelf.parent_number(row), filed_at=row.filed_at,
        settled_at=row.settled_at, lang=wording.language, text=wording.new,
        summary=diff.summary(diff.diff(wording.old, wording.new)),
    )  # fmt: skip


def _list_order(line: AmendmentLine) -> tuple[object, ...]:
    """What needs a vote first; then by plank and place; an amendment to an amendment before what it amends."""
    state = State(line.state)
    rank = OPEN.index(state) if state in OPEN else len(OPEN)
    return rank, line.plank_number, reading_order(line.block), line.parent is None, line.number
