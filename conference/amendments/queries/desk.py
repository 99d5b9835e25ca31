"""The desk of one amendment: its words on their way into another language, sentence beside sentence.

A machine's draft may be offered (`offered_by`): it only fills the fields, and is nobody's text until a person sends it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from conference.amendments import policy, whole, wordings
from conference.amendments.models import Amendment
from conference.amendments.queries import faulty, rows
from conference.amendments.rules import INSERTS, WHOLE
from conference.amendments.views import AlignedRow, Desk
from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES, TAGS, in_language
from conference.text import diff
from conference.text.blocks import Segment, follow, resegment, segment
from conference.text.diff import Change
from conference.text.labels import is_block_id
from conference.translation import queries as translations
from conference.translation.models import Text, Unit

Offer = Callable[[int, str], Awaitable[str]]
"""A unit and a language to a draft of its text, "" where there is none."""
_offers: list[Offer] = []
NO_BLOCK = "p1"


def offered_by(offer: Offer | None) -> None:
    """A later room that has machines gives here what they drafted; None where there are none any more."""
    _offers[:] = [offer] if offer else []


async def desk(reader: Actor, number: int, target: str) -> Desk:
    """What somebody needs to write this amendment in another language. Raises `Absent` and `NotPermitted`."""
    found = await rows.row(reader, number)
    policy.may_align(reader, found, await rows.cosigner_ids(found)).require()
    await faulty.require_sound(found)
    unit = await Unit.get(id=found.text_id)
    if target not in LANGUAGES or target == unit.language:
        raise Absent
    before, upper = await _before(found), found.parent_id is not None
    read = (await translations.in_all_languages([unit.id]))[unit.id]
    own, there = read[unit.language], read.get(target)
    written = there.text if there is not None and there.language == target else ""
    offered = "" if written else await _offered(unit.id, target)
    fresh = found.kind in INSERTS and not upper
    old = {} if fresh else before
    lines = _whole_rows if found.block == WHOLE else _rows
    block = found.block if is_block_id(found.block) else NO_BLOCK
    moved = not upper and found.base != found.plank.version and await _passage_moved(found, before)
    return Desk(
        number=number, plank_number=found.plank.number, plank_title=in_language(found.plank.titles, target),
        block=found.block, kind=found.kind, source=unit.language, target=target, revision=unit.revision,
        rows=lines(block, unit.language, target, old, own.text, written or offered),
        origin=there.origin if there else "",
        translator=there.translator if there else None, current=bool(written and there and there.current),
        outdated=await _outdated(unit, target), offered=bool(offered), passage_moved=moved,
        others=tuple(each for each in LANGUAGES if each not in (unit.language, target)),
    )  # fmt: skip


async def _offered(unit: int, target: str) -> str:
    return await _offers[0](unit, target) if _offers else ""


async def _before(found: Amendment) -> Mapping[str, str]:
    return (await wordings.Shelf.of([found])).before(found)


async def _passage_moved(found: Amendment, before: Mapping[str, str]) -> bool:
    blocks = {each.id: each.texts for each in await wordings.standing(found.plank_id, found.plank.version)}
    return found.block in blocks and dict(blocks[found.block]) != dict(before)


async def _outdated(unit: Unit, target: str) -> tuple[Change, ...]:
    """What changed in the original since the newest text in this language was written; nothing where it is current."""
    newest = await Text.filter(unit_id=unit.id, language=target).order_by("-revision").first()
    if newest is None or newest.revision == unit.revision:
        return ()
    originals = Text.filter(unit_id=unit.id, language=unit.language, revision__in=[newest.revision, unit.revision])
    was, now = [each.text for each in await originals.order_by("revision")]
    return diff.diff(was, now)


def _rows(
    block: str, source: str, target: str, before: Mapping[str, str], after: str, written: str
) -> tuple[AlignedRow, ...]:
    """Sentence beside sentence; those of the new wording carry fields, those that go are only shown."""
    old = segment(block, before.get(source, ""), TAGS[source])
    new = resegment(old, after, TAGS[source]) if old else segment(block, after, TAGS[source])
    there = _there(old, before.get(target, ""), target)
    fields = _fields([each.id for each in new], old, there, written, target)
    was = {each.id: each.text for each in old}
    found_rows = [
        AlignedRow(
            each.id, diff.diff(was.get(each.id, ""), each.text), False, there.get(each.id, ""), fields[each.id],
            was.get(each.id) != each.text,
        )
        for each in new
    ]  # fmt: skip
    kept = {each.id for each in new}
    gone = [
        AlignedRow(each.id, diff.diff(each.text, ""), True, there.get(each.id, ""), "", True)
        for each in old
        if each.id not in kept
    ]
    return (*found_rows, *gone)


def _there(old: Sequence[Segment], text: str, target: str) -> dict[str, str]:
    """The other language's passage under the same sentences."""
    if not text or not old:
        return {}
    return {each.id: each.text for each in follow([each.id for each in old], (), text, TAGS[target])}


def _fields(
    ids: Sequence[str], old: Sequence[Segment], there: Mapping[str, str], written: str, target: str
) -> dict[str, str]:
    """What stands in the fields: what somebody has written already, else the sentence as it stands."""
    if not written or not ids:
        return {each: there.get(each, "") for each in ids}
    before = [Segment(each.id, there.get(each.id, "")) for each in old]
    return {each.id: each.text for each in follow(list(ids), before, written, TAGS[target])}


def _whole_rows(
    _block: str, source: str, target: str, before: Mapping[str, str], after: str, written: str
) -> tuple[AlignedRow, ...]:
    """Block beside block: those that stay are filled with the other language's block as it stands."""
    old, new = whole.read(before.get(source, "")), whole.read(after)
    there = whole.read(before.get(target, ""))
    there = there if len(there) == len(old) else ()
    pairs = whole.answers([text for _, text in old], [text for _, text in new])
    done = whole.read(written)
    made = []
    for at, (kind, text) in enumerate(new):
        index = pairs.get(at)
        was = old[index][1] if index is not None else ""
        here = there[index][1] if index is not None and there else ""
        field = done[at][1] if len(done) == len(new) else here
        mark = whole.mark(kind)
        made.append(
            AlignedRow(str(at), diff.diff(was, text), False, here, mark + field if field else mark, was != text)
        )
    return tuple(made)


def joined(found: Desk, typed: Mapping[str, str]) -> str:
    """The fields of the desk as one text."""
    parts = [typed.get(f"row-{each.key}", "").strip() for each in found.rows if not each.goes]
    return ("\n\n" if found.block == WHOLE else " ").join(part for part in parts if part)
