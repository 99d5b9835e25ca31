"""Editions and corrigenda as they are read. A published resolution is everybody's, so its editions are."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.people.queries import Person
from conference.resolutions.editions import laying, policy
from conference.resolutions.editions.models import Correction, Edition, EditionText
from conference.resolutions.editions.rules import State
from conference.resolutions.models import Resolution
from conference.resolutions.rules import State as ResolutionState
from conference.translation import queries as translation
from conference.translation.queries import Reading


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction with who stands behind it, and what this reader may do with it."""

    id: int
    edition: int
    label: str
    language: str
    before: str
    after: str
    nature: str
    state: str
    reason: Reading | None
    proposed_by: str | Sentence
    proposed_at: datetime
    certified_by: tuple[str | Sentence, ...]
    certify: Verdict
    publish: Verdict
    withdraw: Verdict


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One edition in a list."""

    number: int
    digest: str
    published_at: datetime
    corrects: int | None


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition: titles and paragraphs by language as laid down, and the digest of each language's bytes."""

    resolution: int
    number: int
    newest: int
    digest: str
    published_at: datetime
    titles: dict[str, str]
    paragraphs: tuple[dict[str, Any], ...]
    digests: dict[str, str]
    correction: CorrectionView | None


async def editions(number: int) -> tuple[EditionLine, ...]:
    """The editions of a resolution, the newest first; none before it is published."""
    rows = await Edition.filter(resolution__number=number).order_by("-number")
    return tuple(
        EditionLine(each.number, each.digest, each.published_at, each.number - 1 if each.correction_id else None)
        for each in rows
    )


async def edition(reader: Actor, number: int, which: int, language: str) -> EditionView:
    """One edition. Raises `Absent`."""
    found = await _edition(number, which)
    newest = await Edition.filter(resolution_id=found.resolution_id).order_by("-number").first()
    titles, lines = await laying.whole(found)
    made = {each.language: each.digest for each in await EditionText.filter(edition_id=found.id)}
    digests = {each: made[each] for each in LANGUAGES if each in made}
    correction = await Correction.get_or_none(id=found.correction_id) if found.correction_id else None
    shown = await _shown(reader, [correction], language) if correction else ()
    return EditionView(
        number, which, newest.number if newest else which, found.digest, found.published_at, titles, tuple(lines),
        digests, shown[0] if shown else None,
    )  # fmt: skip


async def edition_bytes(number: int, which: int, language: str) -> tuple[bytes, str]:
    """An edition in one language exactly as it was laid down, and its SHA-256. Raises `Absent`."""
    found = await _edition(number, which)
    text = await EditionText.get_or_none(edition_id=found.id, language=language)
    if text is None:
        raise Absent
    return text.content.encode(), text.digest


async def content(number: int, which: int, language: str) -> dict[str, Any]:
    """The same as plain JSON: for other forms of the edition."""
    made, _ = await edition_bytes(number, which, language)
    found: dict[str, Any] = json.loads(made)
    return found


async def corrections(reader: Actor, resolution: Resolution, language: str) -> tuple[CorrectionView, ...]:
    """Corrections that are proposed and not settled: for those who may certify or publish them."""
    rows = await Correction.filter(resolution_id=resolution.id, state=State.PROPOSED).order_by("id")
    return await _shown(reader, rows, language)


async def _shown(reader: Actor, rows: list[Correction], language: str) -> tuple[CorrectionView, ...]:
    readings = await translation.readings([each.reason_id for each in rows], language)
    accounts = {each.proposed_by_id for each in rows} | {one["account"] for each in rows for one in each.certified}
    persons = await people.people(accounts)
    return tuple(_view(reader, each, readings.get(each.reason_id), persons, language) for each in rows)


def _view(
    reader: Actor, row: Correction, reason: Reading | None, persons: dict[int, Person], language: str
) -> CorrectionView:
    certified = tuple(people.shown_name(reader, persons[each["account"]], language) for each in row.certified)
    return CorrectionView(
        row.id, row.edition, row.label, row.language, row.before, row.after, row.nature, row.state, reason,
        people.shown_name(reader, persons[row.proposed_by_id], language), row.proposed_at, certified,
        policy.may_certify(reader, row), policy.may_publish(reader, row), policy.may_withdraw(reader, row),
    )  # fmt: skip


async def _edition(number: int, which: int) -> Edition:
    found = await Edition.get_or_none(
        resolution__number=number, resolution__state=ResolutionState.PUBLISHED, number=which
    )
    if found is None:
        raise Absent
    return found
