"""Statements as they are read beside a resolution."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.people.queries import Person
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.annexed import policy
from conference.resolutions.annexed.models import CoAuthor, PendingStatement, Statement
from conference.resolutions.annexed.rules import EACH_AT_MOST, Kind
from conference.resolutions.models import Resolution
from conference.runtime import markup
from conference.translation import queries as translation
from conference.translation.queries import Reading
from conference.voting.models import Vote


@dataclass(frozen=True, slots=True)
class AuthorView:
    """Another author: her name as the reader may see it, her delegation, and what she answered."""

    id: int
    name: str | Sentence
    delegation: str
    answer: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with its words in the reader's language, or in its own. `leave`: the reader is one of the
    co-authors."""

    id: int
    kind: str
    delegation: str
    author: str | Sentence
    clauses: tuple[str, ...]
    reading: Reading
    filed_at: datetime
    withdraw: Verdict
    coauthors: tuple[AuthorView, ...] = ()
    leave: bool = False

    @property
    def authors(self) -> tuple[tuple[str | Sentence, str], ...]:
        """The name and the delegation of each, the first author first."""
        return ((self.author, self.delegation), *((each.name, each.delegation) for each in self.coauthors))

    @property
    def delegations(self) -> tuple[str, ...]:
        """Those of all its authors, each once."""
        return tuple(dict.fromkeys(delegation for _, delegation in self.authors))


@dataclass(frozen=True, slots=True)
class PendingView:
    """A statement that waits for consent, for its authors. `own`: the reader is the first of them; `answer` is hers
    where she was named."""

    id: int
    kind: str
    author: str | Sentence
    delegation: str
    clauses: tuple[str, ...]
    language: str
    html: str
    filed_at: datetime
    named: tuple[AuthorView, ...]
    own: bool
    annex: Verdict
    answer: str


async def statements(reader: Actor, resolution: Resolution, language: str) -> tuple[StatementView, ...]:
    """What stands, reservations first, then minority reports and explanations, each in the order of filing."""
    rows = await Statement.filter(resolution_id=resolution.id, withdrawn_at=None).select_related("delegation")
    readings = await translation.readings([each.unit_id for each in rows], language)
    others = (
        await CoAuthor.filter(statement_id__in=[each.id for each in rows]).order_by("id").select_related("delegation")
    )
    persons = await people.people({each.author_id for each in rows} | {each.account_id for each in others})
    order = {kind: place for place, kind in enumerate(Kind)}
    rows.sort(key=lambda each: (order[Kind(each.kind)], each.filed_at, each.id))
    own = {reader.delegation} if await adopted.signs_for(reader, reader.delegation or "") else set()
    return tuple(
        StatementView(
            each.id, each.kind, in_language(each.delegation.names, language),
            people.shown_name(reader, persons[each.author_id], language), tuple(each.clauses), readings[each.unit_id],
            each.filed_at, policy.may_withdraw(reader, each, signer=each.delegation.code in own),
            tuple(
                _author(reader, one, persons, language) for one in others if one.statement_id == each.id
            ),
            any(one.statement_id == each.id and one.account_id == reader.id for one in others),
        )
        for each in rows
        if each.unit_id in readings
    )  # fmt: skip


async def pending(reader: Actor, resolution: Resolution, language: str) -> tuple[PendingView, ...]:
    """What waits for consent under this resolution and the reader is an author of, the oldest first."""
    if reader.id is None:
        return ()
    named = CoAuthor.filter(pending__resolution_id=resolution.id, account_id=reader.id)
    asked = [each.pending_id for each in await named]
    rows = await PendingStatement.filter(
        Q(author_id=reader.id) | Q(id__in=asked), resolution_id=resolution.id
    ).order_by("id").select_related("delegation")  # fmt: skip
    others = (
        await CoAuthor.filter(pending_id__in=[each.id for each in rows]).order_by("id").select_related("delegation")
    )
    persons = await people.people({each.author_id for each in rows} | {each.account_id for each in others})
    found = []
    for each in rows:
        mine = [one for one in others if one.pending_id == each.id]
        found.append(
            PendingView(
                each.id,
                each.kind,
                people.shown_name(reader, persons[each.author_id], language),
                in_language(each.delegation.names, language),
                tuple(each.clauses),
                each.language,
                markup.render(each.text),
                each.filed_at,
                tuple(_author(reader, one, persons, language) for one in mine),
                each.author_id == reader.id,
                policy.may_annex(reader, each, mine),
                next((one.answer for one in mine if one.account_id == reader.id), ""),
            )
        )
    return tuple(found)


async def awaited(reader: Actor) -> list[int]:
    """The numbers of the resolutions under which a statement waits for the reader's answer."""
    if reader.id is None:
        return []
    rows = CoAuthor.filter(account_id=reader.id, answer="", pending_id__isnull=False)
    found = await rows.values_list("pending__resolution__number", flat=True)
    return sorted({int(str(each)) for each in found})


def _author(reader: Actor, row: CoAuthor, persons: Mapping[int, Person], language: str) -> AuthorView:
    name = people.shown_name(reader, persons[row.account_id], language)
    return AuthorView(row.id, name, in_language(row.delegation.names, language), row.answer)


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
            waiting = PendingStatement.filter(resolution_id=resolution.id, kind=kind, author_id=reader.id or 0)
            filed = sum(each.author_id == reader.id for each in own) + await waiting.count()
        found[kind] = policy.may_file(reader, vote, kind, signer=signer, filed=filed, most=EACH_AT_MOST[kind])
    return found
