"""Commitments by clause, by delegation, and what a delegation reports back at home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.people.models import Delegation
from conference.resolutions import queries as resolutions
from conference.resolutions import rules as numbering
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.adopted.queries import Referendum, SignatureView
from conference.resolutions.annexed import queries as annexed
from conference.resolutions.annexed.queries import StatementView
from conference.resolutions.commitments import policy
from conference.resolutions.commitments.models import Commitment, Progress
from conference.resolutions.models import Paragraph, Resolution
from conference.resolutions.rules import Kind, Part
from conference.translation import queries as translation
from conference.translation.queries import Reading


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report on a commitment."""

    status: str
    reading: Reading
    by: str | Sentence
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """A commitment with its reports, the newest first. `owner` is empty where nobody has agreed to be named."""

    id: int
    clause: str
    code: str
    delegation: str
    reading: Reading
    office: str
    owner: str | Sentence
    due_on: date | None
    status: str
    reports: tuple[ReportView, ...]
    report: Verdict


@dataclass(frozen=True, slots=True)
class Clause:
    """An operative clause: label, number as readers see it, words."""

    label: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Overview:
    """A resolution's commitments. `may_commit`: the reader's verdict, for the delegation asked or her own."""

    resolution: int
    title: str
    clauses: tuple[Clause, ...]
    delegations: tuple[tuple[str, str], ...]
    commitments: tuple[CommitmentView, ...]
    may_commit: Verdict

    def of(self, clause: str, code: str) -> tuple[CommitmentView, ...]:
        """What one delegation undertakes under one clause."""
        return tuple(each for each in self.commitments if each.clause == clause and each.code == code)


@dataclass(frozen=True, slots=True)
class ReportBack:
    """What a delegation takes home: the resolution, what it committed to, signed, reserved, and has to ratify."""

    resolution: int
    titles: dict[str, str]
    digest: str
    delegation: str
    clauses: tuple[Clause, ...]
    commitments: tuple[CommitmentView, ...]
    signatures: tuple[SignatureView, ...]
    statements: tuple[StatementView, ...]
    referendum: Referendum | None


async def overview(reader: Actor, number: int, language: str, code: str = "") -> Overview:
    """All commitments under a resolution, or one delegation's. Raises `Absent`."""
    resolution = await resolutions.row(reader, number)
    delegations = await Delegation.all().order_by("position")
    if code and code not in {each.code for each in delegations}:
        raise Absent
    asked = code or reader.delegation or ""
    return Overview(
        number, in_language(resolution.titles, language), await clauses(resolution, language),
        tuple((each.code, in_language(each.names, language)) for each in delegations),
        await _commitments(reader, resolution, language, code),
        policy.may_commit(reader, resolution.vote, asked),
    )  # fmt: skip


async def delegations(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each delegation, in their order."""
    return tuple((each.code, in_language(each.names, language)) for each in await Delegation.all().order_by("position"))


async def report_back(reader: Actor, number: int, code: str, language: str) -> ReportBack:
    """Everything for a delegation's sheet. Raises `Absent`."""
    resolution = await resolutions.row(reader, number)
    delegation = await people.delegation(code)
    if delegation is None:
        raise Absent
    name = in_language(delegation.names, language)
    referenda = await adopted.referenda(reader, resolution, language)
    return ReportBack(
        number, resolution.titles, resolution.digest, name, await clauses(resolution, language),
        await _commitments(reader, resolution, language, code),
        tuple(each for each in await adopted.signatures(reader, resolution, language) if each.delegation == name),
        tuple(each for each in await annexed.statements(reader, resolution, language) if name in each.delegations),
        next((each for each in referenda if each.code == code), None),
    )  # fmt: skip


async def clauses(resolution: Resolution, language: str) -> tuple[Clause, ...]:
    """The operative clauses and their items."""
    rows = await Paragraph.filter(
        resolution_id=resolution.id, part=Part.OPERATIVE, kind__in=(Kind.PARAGRAPH, Kind.ITEM)
    ).order_by("position")
    return tuple(
        Clause(each.label, numbering.number(each.label, each.kind), in_language(each.texts, language)) for each in rows
    )


async def _commitments(reader: Actor, resolution: Resolution, language: str, code: str) -> tuple[CommitmentView, ...]:
    rows = await Commitment.filter(resolution_id=resolution.id).order_by("id").select_related("delegation")
    rows = [each for each in rows if code in ("", each.delegation.code)]
    reports = await Progress.filter(commitment_id__in=[each.id for each in rows]).order_by("-id") if rows else []
    units = [each.unit_id for each in rows] + [each.unit_id for each in reports]
    readings = await translation.readings(units, language)
    owners = {each.owner_id for each in rows if each.owner_id is not None}
    persons = await people.people(owners | {each.reported_by_id for each in reports})

    def told(commitment: Commitment) -> tuple[ReportView, ...]:
        return tuple(
            ReportView(
                each.status, readings[each.unit_id], people.shown_name(reader, persons[each.reported_by_id], language),
                each.reported_at,
            )
            for each in reports
            if each.commitment_id == commitment.id and each.unit_id in readings
        )  # fmt: skip

    order = await _order(resolution)
    rows.sort(key=lambda each: (order.get(each.clause, 0), each.delegation.position, each.id))
    return tuple(
        CommitmentView(
            each.id, each.clause, each.delegation.code, in_language(each.delegation.names, language),
            readings[each.unit_id], each.office, persons[each.owner_id].name if each.owner_id is not None else "",
            each.due_on, each.status, told(each), policy.may_report(reader, each.delegation.code),
        )
        for each in rows
        if each.unit_id in readings
    )  # fmt: skip


async def _order(resolution: Resolution) -> dict[str, int]:
    rows: Sequence[Paragraph] = await Paragraph.filter(resolution_id=resolution.id)
    return {each.label: each.position for each in rows}
