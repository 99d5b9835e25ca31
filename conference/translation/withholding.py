"""Taking a unit's texts out of sight without destroying them: they lie in a drawer of their own until they are put
back or erased.

Whatever reads, translates, indexes, sends or exports texts finds a withheld unit as empty as an erased one, for the
rows are not there. Only the owner of the unit opens the drawer, for those who may look into it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conference.runtime import database
from conference.translation import commands, rules
from conference.translation.machine.models import MachineText, TranslationJob
from conference.translation.models import Text, Unit, Withheld
from conference.translation.queries import Reading
from conference.translation.rules import Origin


async def withhold(unit_id: int) -> None:
    """Put all texts of a unit aside. Its owner has asked whether this may be. In a transaction."""
    async with database.transaction():
        await Unit.filter(id=unit_id).select_for_update().first()
        texts = await Text.filter(unit_id=unit_id).order_by("id").values()
        made = await MachineText.filter(unit_id=unit_id).order_by("id").values()
        if not texts:
            return
        await commands.erase(unit_id)
        words = json.dumps({"texts": texts, "machine": made}, ensure_ascii=False, default=datetime.isoformat)
        await Withheld.create(unit_id=unit_id, words=words)


async def put_back(unit_id: int) -> bool:
    """The texts of a unit are where they were; whoever hears of new words hears of them. False when there are none."""
    async with database.transaction():
        await Unit.filter(id=unit_id).select_for_update().first()
        kept = await Withheld.get_or_none(unit_id=unit_id)
        if kept is None:
            return False
        words = json.loads(kept.words)
        for row in words["texts"]:
            await Text.create(**row | {"created_at": datetime.fromisoformat(row["created_at"])})
        for row in words["machine"]:
            await MachineText.create(**row | {"made_at": datetime.fromisoformat(row["made_at"])})
        await kept.delete()
        await commands.tell(unit_id)
        return True


@dataclass(frozen=True, slots=True)
class _Kept:
    """A text in the drawer, as far as choosing the best one needs to know it."""

    row: dict[str, Any]
    origin: str
    revision: int


async def readings(
    units: Sequence[int], language: str, *, original: bool = False, understood: frozenset[str] = frozenset()
) -> dict[int, Reading]:
    """What lies in the drawer for these units, in this language or else in the original; for those alone who may look
    into it. One statement."""
    if not units:
        return {}
    places = database.places(units)
    found = await database.rows(
        f"SELECT w.unit_id, w.words, u.language, u.revision FROM withheld_text w "  # noqa: S608 -- only places
        f"JOIN text_unit u ON u.id = w.unit_id WHERE w.unit_id IN ({places})",
        *units,
    )
    return {
        int(unit): _reading(
            int(unit), json.loads(words), source if original or source in understood else language, source, revision
        )
        for unit, words, source, revision in found
    }


def _reading(unit: int, words: dict[str, Any], language: str, source: str, revision: int) -> Reading:
    texts = [row for row in words["texts"] if row["language"] != source or row["revision"] == revision]
    made = [row | {"origin": Origin.MACHINE} for row in words["machine"] if row["revision"] == revision]
    chosen = _best(texts, language) or _best(made, language) or _best(texts, source)
    assert chosen is not None, "what was put aside had an original"
    return Reading(
        unit_id=unit,
        language=chosen["language"],
        text=chosen["text"],
        html=chosen["html"],
        origin=chosen["origin"],
        original_language=source,
        current=chosen["revision"] == revision,
        translator=None,
        others=(),
        text_id=chosen["id"],
        written=str(chosen.get("created_at") or chosen.get("made_at")),
        route=tuple(chosen.get("route", "").split()),
        engine=chosen.get("engine", ""),
        flags=tuple(chosen.get("flags", "").split()),
    )


def _best(rows: Sequence[dict[str, Any]], language: str) -> dict[str, Any] | None:
    kept = [_Kept(row, row["origin"], row["revision"]) for row in rows if row["language"] == language]
    best = rules.best(kept)
    return best.row if best else None


async def anew(unit_id: int) -> None:
    """The words of a unit's rows were changed within their revision: what engines made of the ones before is dropped,
    also what is under way, and made once more. In a transaction."""
    await MachineText.filter(unit_id=unit_id).delete()
    await TranslationJob.filter(unit_id=unit_id).delete()
    await commands.tell(unit_id)


async def _empty(unit_id: int) -> None:
    """What is erased is gone from the drawer, too."""
    await Withheld.filter(unit_id=unit_id).delete()


commands.erased_by(_empty)
