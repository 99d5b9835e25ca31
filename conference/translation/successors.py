"""A unit that takes the place of others when somebody edits a text: what stays current, what is outdated from then on.

The earlier units stay as they are, so that whatever points to them reads as before. The new one begins at its second
revision: what came along without being touched belongs to the first one, and so is outdated, unless the edit was said
not to change the meaning; then it is carried, and a translator may object.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.errors import Absent, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.runtime import database, journal
from conference.translation import policy, rules
from conference.translation.commands import put_text, tell, topics_of
from conference.translation.models import Text, Unit
from conference.translation.rules import Origin

BEFORE, NOW = 1, 2


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person has written: her own language, the text in each language that she gave, who wrote which, and
    whether it leaves the meaning as it was."""

    language: str
    texts: Mapping[str, str]
    author: int | None
    translators: Mapping[str, int | None]
    same_meaning: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    """A text that was there before and that nobody has touched; a join of several where units are joined."""

    text: str
    origin: Origin
    current: bool
    author: int | None
    voucher: int | None


async def succeed(earlier: Sequence[int], wording: Wording, audience: str) -> Unit:
    """A new unit in the place of one unit, or of several whose texts are joined. Its owner has asked whether it may."""
    async with database.transaction():
        rows = [await _texts(unit) for unit in earlier]
        first = await Unit.get(id=earlier[0])
        source = first.language if wording.same_meaning else wording.language
        unit = await Unit.create(
            language=source,
            revision=NOW,
            audience=audience,
            follows_id=first.id,
            same_in=wording.language if wording.same_meaning else "",
        )
        for language, text in wording.texts.items():
            own = language == wording.language
            by = wording.author if own else wording.translators.get(language, wording.author)
            origin = Origin.ORIGINAL if language == source else Origin.HUMAN
            await put_text(unit, language, origin, text, by, wording.texts.get(source, text))
        for language in LANGUAGES:
            kept = _joined([each.get(language) for each in rows])
            if kept is not None and language not in wording.texts:
                await _keep(unit, language, kept, wording)
        await tell(unit.id)
        return unit


async def _texts(unit_id: int) -> dict[str, _Kept]:
    """The best text of a unit in each language."""
    unit = await Unit.get(id=unit_id)
    found: dict[str, list[Text]] = {}
    for row in await Text.filter(unit_id=unit_id):
        found.setdefault(row.language, []).append(row)
    kept = {}
    for language, rows in found.items():
        if (best := rules.best(rows)) is not None:
            current = best.revision == unit.revision
            kept[language] = _Kept(best.text, Origin(best.origin), current, best.author_id, best.voucher_id)
    return kept


def _joined(parts: Sequence[_Kept | None]) -> _Kept | None:
    whole = [each for each in parts if each is not None]
    if len(whole) < len(parts) or not whole:
        return None
    if len(whole) == 1:
        return whole[0]
    return _Kept(
        " ".join(each.text for each in whole),
        rules.weakest(each.origin for each in whole),
        all(each.current for each in whole),
        whole[0].author,
        whole[0].voucher,
    )


async def _keep(unit: Unit, language: str, kept: _Kept, wording: Wording) -> None:
    carried = wording.same_meaning and kept.current
    origin = kept.origin
    if language == unit.language:
        origin = Origin.ORIGINAL
    elif origin is Origin.ORIGINAL:
        origin = Origin.HUMAN
    row = await put_text(unit, language, origin, kept.text, kept.author, kept.text)
    row.revision, row.carried, row.voucher_id = NOW if carried else BEFORE, carried, kept.voucher
    await row.save(update_fields=["revision", "carried", "voucher_id"])


async def object_to(actor: Actor, unit_id: int) -> None:
    """“This does change the meaning”: what was carried along is outdated, here and in what followed from it."""
    async with database.transaction():
        unit = await Unit.filter(id=unit_id).select_for_update().first()
        if unit is None:
            raise Absent
        policy.may_object(actor, unit).require()
        if not unit.same_in or unit.contested:
            raise Refused("nothing-to-contest", N_("No edit of this text is said to leave its meaning as it was."))
        waiting = [unit]
        while waiting:
            each = waiting.pop()
            await _outdate(each)
            waiting += await Unit.filter(follows_id=each.id, contested=False).exclude(same_in="")
        topics = await topics_of(unit.id)
        journal.record("meaning-contested", topic=f"unit-{unit.id}", by=actor, decided=unit.same_in, also=topics)


async def _outdate(unit: Unit) -> None:
    """What the editor wrote is the newest revision; what was carried stays with the one before it."""
    rows = await Text.filter(unit_id=unit.id, revision=unit.revision)
    unit.revision, unit.language, unit.contested = unit.revision + 1, unit.same_in, True
    await unit.save(update_fields=["revision", "language", "contested"])
    for row in rows:
        row.origin = _origin_after(row, unit.language)
        row.revision = row.revision if row.carried else unit.revision
        await row.save(update_fields=["origin", "revision"])


def _origin_after(row: Text, source: str) -> Origin:
    if row.language == source:
        return Origin.ORIGINAL
    return Origin.HUMAN if row.origin == Origin.ORIGINAL else Origin(row.origin)
