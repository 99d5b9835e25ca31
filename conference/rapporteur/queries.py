"""A note through its reader's eyes: as it stands, in an older version, in all languages, and what changed."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.roles import audiences_of
from conference.debate import rules as debate
from conference.people import queries as people
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.rapporteur import policy, rules
from conference.rapporteur.links import links
from conference.rapporteur.models import Note, NoteDraft, NoteObjection, NotePoint, NotePost, Rapporteur
from conference.rapporteur.rules import Point, Side, Stand
from conference.rapporteur.views import (
    Candidate,
    ChangeView,
    NoteView,
    ObjectionView,
    PersonView,
    PointView,
    Step,
    VersionLine,
)
from conference.runtime import database
from conference.text.diff import Op, diff
from conference.translation import queries as translation
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading

_RUNS = {Op.EQUAL: "same", Op.INSERT: "added", Op.DELETE: "removed"}
_ORDER = {side.value: place for place, side in enumerate(Side)}
_SINCE = (
    "SELECT count(*) FROM post p JOIN thread h ON h.id = p.thread_id WHERE h.plank_id = ? AND p.state = ? "
    "AND p.created_at > ? AND h.audience IN ({audiences})"
)
_CANDIDATES = (
    "SELECT a.id, a.name, n.names, n.code FROM delegate d JOIN account a ON a.id = d.account_id "
    "JOIN delegation n ON n.id = d.delegation_id WHERE d.state = 'accredited' AND EXISTS (SELECT 1 FROM role_grant g "
    "WHERE g.account_id = a.id AND g.role IN ('delegate', 'alternate')) ORDER BY n.position, a.name"
)


async def rapporteurs(plank_id: int) -> frozenset[int]:
    """The accounts of those who report on this plank now."""
    return frozenset(each.account_id for each in await Rapporteur.filter(plank_id=plank_id, released_at=None))


async def note(reader: Actor, number: int, language: str, version: int | None = None) -> NoteView:
    """The note on a plank, in its latest version or an older one. Raises `Absent`."""
    plank = await planks.visible(reader, number)
    found = await Note.filter(plank_id=plank.id).order_by("number")
    shown = next((each for each in found if each.number == version), found[-1] if found and version is None else None)
    if version is not None and shown is None:
        raise Absent
    writing = await Rapporteur.filter(plank_id=plank.id, released_at=None).order_by("named_at", "id")
    raised = await NoteObjection.filter(plank_id=plank.id, state__in=(Stand.STANDING, Stand.ANSWERED)).order_by("id")
    accounts = [each.account_id for each in writing] + [each.account_id for each in raised]
    persons = await _persons(reader, [*accounts, *([shown.presented_by_id] if shown else [])], language)
    own = frozenset(each.account_id for each in writing)
    may_write = policy.may_write(reader, own)
    objecting = any(each.account_id == reader.id and each.state == Stand.STANDING for each in raised)
    return NoteView(
        plank_number=plank.number,
        title=in_language(plank.titles, language),
        audience=plank.audience,
        version=_line(shown, persons) if shown else None,
        latest=found[-1].number if found else 0,
        points=await _points(reader, shown, language) if shown else (),
        since=await _since(reader, plank, shown) if shown else 0,
        rapporteurs=tuple(persons[each.account_id] for each in writing),
        objections=await _objections(reader, raised, own, persons, language),
        may_name=policy.may_name(reader),
        may_write=may_write,
        may_object=policy.may_object(reader, plank.audience, own, presented=bool(found), objecting=objecting),
        own_draft=await NoteDraft.filter(plank_id=plank.id).count() if may_write else None,
    )


def _line(found: Note, persons: Mapping[int, PersonView]) -> VersionLine:
    return VersionLine(found.number, found.presented_at, persons[found.presented_by_id])


async def _persons(reader: Actor, accounts: Sequence[int], language: str) -> dict[int, PersonView]:
    found = await people.people(accounts)
    return {key: _person(reader, each, language) for key, each in found.items()}


def _person(reader: Actor, person: people.Person, language: str) -> PersonView:
    name, seat = people.shown_name(reader, person, language), person.delegation
    # the sentence for somebody who is not named says her delegation itself
    return PersonView(person.id, name, in_language(seat.names, language) if seat and isinstance(name, str) else "")


async def _since(reader: Actor, plank: Plank, shown: Note) -> int:
    """Of the posts that this reader may read; the rooms of delegations count nowhere."""
    audiences = audiences_of(reader.roles)
    sql = _SINCE.format(audiences=database.places(audiences))
    values = (plank.id, debate.State.STANDING.value, shown.presented_at, *audiences)
    return int((await database.rows(sql, *values))[0][0])


async def _rows(shown: Note) -> tuple[list[NotePoint], dict[int, list[int]]]:
    """The points of a version in its order, and the posts of each, by its key."""
    points = await NotePoint.filter(note_id=shown.id)
    posts: dict[int, list[int]] = {}
    for each in await NotePost.filter(point_id__in=[point.id for point in points]) if points else []:
        posts.setdefault(each.point_id, []).append(each.post_id)
    points.sort(key=lambda each: (_ORDER[each.side], each.position, each.key))
    return points, posts


async def _points(reader: Actor, shown: Note, language: str) -> tuple[PointView, ...]:
    points, posts = await _rows(shown)
    units = [each.unit_id for each in points]
    readings, originals = await machine.readings(units, language), await translation.originals(units)
    leading = await links(reader, [post for some in posts.values() for post in some], language)
    return tuple(
        PointView(
            each.key, each.side, each.block, readings[each.unit_id],
            _original(readings[each.unit_id], originals.get(each.unit_id)),
            tuple(link for key, link in leading.items() if key in posts.get(each.id, ())),
        )
        for each in points
    )  # fmt: skip


def _original(reading: Reading, original: Reading | None) -> Reading | None:
    return original if original is not None and original.language != reading.language else None


async def _objections(
    reader: Actor,
    raised: Sequence[NoteObjection],
    rapporteurs: frozenset[int],
    persons: Mapping[int, PersonView],
    language: str,
) -> tuple[ObjectionView, ...]:
    units = [each.reason_id for each in raised] + [each.answer_id for each in raised if each.answer_id is not None]
    readings = await machine.readings(units, language)
    return tuple(
        ObjectionView(
            each.id, each.version, each.kind, persons[each.account_id], readings[each.reason_id], each.raised_at,
            each.state, readings.get(each.answer_id or 0), each.settled_at,
            policy.may_answer(reader, each.state, rapporteurs),
            policy.may_take_back(reader, each.state, each.account_id),
            each.account_id == reader.id,
        )
        for each in raised
        if each.reason_id in readings
    )  # fmt: skip


async def in_all_languages(reader: Actor, number: int) -> dict[int, dict[str, Reading]]:
    """The texts of the latest version's points, by the point's key and by language: only what persons wrote."""
    plank = await planks.visible(reader, number)
    shown = await Note.filter(plank_id=plank.id).order_by("-number").first()
    if shown is None:
        raise Absent
    points, _ = await _rows(shown)
    texts = await translation.in_all_languages([each.unit_id for each in points])
    return {each.key: texts[each.unit_id] for each in points}


async def history(reader: Actor, number: int, language: str) -> list[Step]:
    """Every version, the newest first, each with what it changed. Raises `Absent` where there is none."""
    plank = await planks.visible(reader, number)
    found = await Note.filter(plank_id=plank.id).order_by("number")
    if not found:
        raise Absent
    persons = await _persons(reader, [each.presented_by_id for each in found], language)
    contents = [await _contents(each) for each in found]
    units = sorted({point.unit for each in contents for point in each.values()})
    originals, readings = await translation.originals(units), await machine.readings(units, language)
    steps, before = [], dict[int, Point]()
    for row, after in zip(found, contents, strict=True):
        changed = rules.changes(before, after) if row.number > 1 else ()
        made = await asyncio.to_thread(_changes, changed, originals, readings)
        steps.append(Step(_line(row, persons), len(after), made))
        before = after
    return steps[::-1]


async def _contents(shown: Note) -> dict[int, Point]:
    points, posts = await _rows(shown)
    return {each.key: Point(each.side, each.block, each.unit_id, frozenset(posts.get(each.id, ()))) for each in points}


def _changes(
    changed: Sequence[rules.Changed], originals: Mapping[int, Reading], readings: Mapping[int, Reading]
) -> tuple[ChangeView, ...]:
    """The words compared in the reader's language where both texts have it, else as their authors wrote them."""
    found = []
    for each in changed:
        old, new = each.old, each.new
        stands = new or old
        assert stands is not None, "a change has at least one side"
        old_text, new_text, language = _texts(old, new, originals, readings)
        runs = tuple((_RUNS[run.op], run.text) for run in diff(old_text, new_text))
        if new is None:
            runs = (("removed", old_text),)
        elif old is None:
            runs = (("added", new_text),)
        found.append(ChangeView(each.what, stands.side, old.side if old else "", runs, language))
    return tuple(found)


def _texts(
    old: Point | None, new: Point | None, originals: Mapping[int, Reading], readings: Mapping[int, Reading]
) -> tuple[str, str, str]:
    shown = [readings[each.unit] for each in (old, new) if each is not None]
    if len({each.language for each in shown}) > 1:
        shown = [originals[each.unit] for each in (old, new) if each is not None]
    texts = [each.text for each in shown]
    return texts[0] if old else "", texts[-1] if new else "", shown[-1].language


async def waiting(reader: Actor) -> list[tuple[int, bool]]:
    """The planks that the reader reports on where something waits for her: an objection to answer (True), or the first
    version of the note (False)."""
    if not reader.may("write-note"):
        return []
    mine = await Rapporteur.filter(account_id=reader.id or 0, released_at=None).select_related("plank")
    planks_of = {each.plank_id: each.plank.number for each in mine}
    if not planks_of:
        return []
    objected = {each.plank_id for each in await NoteObjection.filter(plank_id__in=planks_of, state=Stand.STANDING)}
    presented = {each.plank_id for each in await Note.filter(plank_id__in=planks_of)}
    found = ((number, plank in objected, plank not in presented) for plank, number in planks_of.items())
    return [(number, answers) for number, answers, first in sorted(found) if answers or first]


async def candidates(reader: Actor, number: int, language: str) -> list[Candidate]:
    """Whom the chair can name beside those who report already: accredited delegates and alternates, by delegation."""
    plank = await planks.visible(reader, number)
    persons = await people.people(await rapporteurs(plank.id))
    if len(persons) >= rules.RAPPORTEURS_AT_MOST:
        return []
    taken = {each.delegation.code for each in persons.values() if each.delegation}
    return [
        Candidate(int(key), str(name), in_language(_mapping(names), language))
        for key, name, names, code in await database.rows(_CANDIDATES)
        if key not in persons and code not in taken
    ]


def _mapping(stored: Any) -> dict[str, str]:
    """A JSON object, which SQLite gives as text."""
    return dict(json.loads(stored) if isinstance(stored, str) else stored)
