"""Statements as they are read beside a resolution."""

from dataclasses import dataclass
from datetime import datetime

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.annexed import policy
from conference.resolutions.annexed.models import Statement
from conference.resolutions.annexed.rules import EACH_AT_MOST, Kind
from conference.resolutions.models import Resolution
from conference.translation import queries as translation
from conference.translation.queries import Reading
from conference.voting.models import Vote


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with its words in the reader's language, or in its own."""

    id: int
    kind: str
    delegation: str
    author: str | Sentence
    clauses: tuple[str, ...]
    reading: Reading
    filed_at: datetime
    withdraw: Verdict


async def statements(reader: Actor, resolution: Resolution, language: str) -> tuple[StatementView, ...]:
    """What stands, reservations first, then minority reports and explanations, each in the order of filing."""
    rows = await Statement.filter(resolution_id=resolution.id, withdrawn_at=None).select_related("delegation")
    readings = await translation.readings([each.unit_id for each in rows], language)
    persons = await people.people({each.author_id for each in rows})
    order = {kind: place for place, kind in enumerate(Kind)}
    rows.sort(key=lambda each: (order[Kind(each.kind)], each.filed_at, each.id))
    own = {reader.delegation} if await adopted.signs_for(reader, reader.delegation or "") else set()
    return tuple(
        StatementView(
            each.id, each.kind, in_language(each.delegation.names, language),
            people.shown_name(reader, persons[each.author_id], language), tuple(each.clauses), readings[each.unit_id],
            each.filed_at, policy.may_withdraw(reader, each, signer=each.delegation.code in own),
        )
        for each in rows
        if each.unit_id in readings
    )  # fmt: skip


async def may_file(reader: Actor, resolution: Resolution, vote: Vote | None) -> dict[Kind, Verdict]:
    """For each kind whether this reader may file one, and why not."""
    standing = await Statement.filter(resolution_id=resolution.id, withdrawn_at=None).select_related("delegation")
    signer = await adopted.signs_for(reader, reader.delegation or "")
    found = {}
    for kind in Kind:
        own = [each for each in standing if each.kind == kind]
        if kind is Kind.RESERVATION:
            filed = sum(each.delegation.code == reader.delegation for each in own)
        else:
            filed = sum(each.author_id == reader.id for each in own)
        found[kind] = policy.may_file(reader, vote, kind, signer=signer, filed=filed, most=EACH_AT_MOST[kind])
    return found
