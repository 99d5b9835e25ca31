"""The amendments of a plank as its page needs them: all of them in outline, a few with their words.

The number of statements is fixed, however many amendments, versions and blocks there are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from conference.amendments.models import Amendment, Cosigner
from conference.amendments.rules import OPEN, TITLE, WHOLE, Kind, State, reading_order
from conference.amendments.whole import Standing, standing
from conference.amendments.wordings import Shelf
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES
from conference.pages.margin.asked import Asked, Needs
from conference.people import queries as people
from conference.people.queries import Person
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.planks.rules import Piece
from conference.runtime import database
from conference.translation import queries as translation

_SEGMENTS = (
    "SELECT v.number, s.block, s.kind, s.label, s.unit_id FROM segment s JOIN plank_version v ON v.id = s.version_id "
    "WHERE v.plank_id = ? AND (v.number IN ({versions}) AND s.block IN ({blocks}) OR v.number IN ({wholes})) "
    "ORDER BY v.number, s.position"
)
_STATES = frozenset(each.value for each in State)
_KINDS = frozenset(each.value for each in Kind)
_OPEN = {each.value: at for at, each in enumerate(OPEN)}


@dataclass(frozen=True, slots=True)
class Outline:
    """An amendment without its words. `own`: the reader moved it or stands behind it."""

    id: int
    number: int
    block: str
    kind: str
    state: str
    mover: int
    parent: int | None
    own: bool

    @property
    def odd(self) -> bool:
        """Whether its row is broken in a way that no filter can see through: it is then told of on every page."""
        return self.state not in _STATES or self.kind not in _KINDS

    @property
    def needs_a_vote(self) -> bool:
        return self.state in _OPEN


@dataclass(frozen=True, slots=True)
class Everyone:
    """Every amendment of a plank in outline, in the order of the list, and who moved them."""

    rows: tuple[Outline, ...]
    movers: dict[int, Person]

    def needing(self, reader: Actor, needs: Needs) -> tuple[Outline, ...]:
        """Those that a filter lets through; a visitor has neither own ones nor a delegation."""
        if needs is Needs.MINE:
            return tuple(each for each in self.rows if each.own)
        if needs is Needs.DELEGATION:
            return tuple(each for each in self.rows if reader.delegation and self._of(each) == reader.delegation)
        if needs is Needs.VOTE:
            return tuple(each for each in self.rows if each.needs_a_vote)
        return self.rows

    def chosen(self, reader: Actor, asked: Asked) -> tuple[Outline, ...]:
        found = self.needing(reader, asked.needs)
        return tuple(each for each in found if each.block == asked.block) if asked.block else found

    def _of(self, row: Outline) -> str:
        mover = self.movers.get(row.mover)
        return mover.delegation.code if mover and mover.delegation else ""


async def everyone(reader: Actor, plank: Plank) -> Everyone:
    """All amendments of a plank that the reader may see. Who sees the plank sees its amendments."""
    columns = ("id", "number", "block", "kind", "state", "mover_id", "parent_id")
    found = await Amendment.filter(plank_id=plank.id).order_by("number").values_list(*columns)
    signed: set[int] = set()
    if reader.signed_in and found:
        mine = Cosigner.filter(account_id=reader.id, amendment__plank_id=plank.id)
        signed = {int(str(each)) for each in await mine.values_list("amendment_id", flat=True)}
    rows = [
        Outline(
            key, number, block, kind, state, mover, parent, reader.signed_in and (mover == reader.id or key in signed)
        )
        for key, number, block, kind, state, mover, parent in found
    ]
    movers = await people.people([each.mover for each in rows]) if rows else {}
    return Everyone(tuple(sorted(rows, key=_order)), movers)


def _order(row: Outline) -> tuple[object, ...]:
    """What needs a vote first; an amendment to an amendment before what it amends."""
    return _OPEN.get(row.state, len(_OPEN)), reading_order(row.block), row.parent is None, row.number


@dataclass(frozen=True, slots=True)
class Gathered:
    """Some amendments with their words, and the blocks of the present version that they are about."""

    rows: tuple[Amendment, ...]
    shelf: Shelf
    present: tuple[Standing, ...]
    wholes: dict[int, tuple[Standing, ...]]

    def fault(self, row: Amendment) -> str:
        """A code of `amendments.faults`. Of a version only the passages are here that somebody asked for."""
        found = self.shelf.fault(row)
        return "passage-gone" if found == "version-gone" and 1 <= row.base <= row.plank.version else found


async def gathered(plank: Plank, ids: Collection[int], *, entire: bool = False) -> Gathered:
    """The words of these amendments, of those that they amend, and of their passages: four statements. `entire`: the
    whole present version."""
    rows = list(await Amendment.filter(id__in=sorted(ids)).order_by("number")) if ids else []
    for row in rows:
        row.plank = plank
    uppers = sorted({each.parent_id for each in rows if each.parent_id is not None})
    parents = {each.id: each for each in await Amendment.filter(id__in=uppers)} if uppers else {}
    wholes = {each.base for each in rows if each.block == WHOLE} | ({plank.version} if entire else set())
    pieces = await _pieces(plank, rows, wholes)
    units = [each.text_id for each in (*rows, *parents.values()) if each.text_id is not None]
    texts = await translation.in_all_languages(sorted({*units, *(unit for *_, unit in pieces)}))
    versions: dict[int, tuple[Standing, ...]] = {}
    for version, group in groupby(pieces, key=lambda each: each[0]):
        made = [
            Piece(
                block, kind, label,
                {each: read.text for each, read in texts.get(unit, {}).items() if read.current}, unit,
            )
            for _, block, kind, label, unit in group
        ]  # fmt: skip
        versions[version] = standing(made, LANGUAGES)
    words = {unit: {each: read.text for each, read in texts.get(unit, {}).items() if read.current} for unit in units}
    titled = sorted({each.base for each in rows if each.block == TITLE})
    titles = {(plank.id, version): await planks.titles(plank, version) for version in titled}
    shelf = Shelf({(plank.id, version): blocks for version, blocks in versions.items()}, titles, words, parents)
    entirely = {each: versions.get(each, ()) for each in wholes}
    return Gathered(tuple(rows), shelf, versions.get(plank.version, ()), entirely)


async def _pieces(
    plank: Plank, rows: Sequence[Amendment], wholes: Collection[int]
) -> list[tuple[int, str, str, str, int]]:
    """The segments of the passages that they are about, in their own versions and in the present one."""
    blocks = sorted({each.block for each in rows} - {WHOLE, TITLE})
    versions = sorted({plank.version, *(each.base for each in rows)})
    if not blocks and not wholes:
        return []
    sql = _SEGMENTS.format(
        versions=database.places(versions), blocks=database.places(blocks), wholes=database.places(sorted(wholes))
    )
    found = await database.rows(sql, plank.id, *versions, *blocks, *sorted(wholes))
    return [(version, block, kind, label, unit) for version, block, kind, label, unit in found]
