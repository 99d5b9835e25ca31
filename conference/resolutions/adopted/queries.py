"""Adoption as it is shown: who awaits what from home, who has signed which edition, who signs for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.core.verdict import Verdict
from conference.core.words import Sentence
from conference.people import queries as people
from conference.people.models import Delegate, Delegation
from conference.resolutions.adopted import policy, rules
from conference.resolutions.adopted.models import AdReferendum, Ratification, Signature, Signer
from conference.resolutions.adopted.rules import Decided, Standing
from conference.resolutions.models import Resolution
from conference.voting.models import Vote


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One decision at home, with who wrote it down."""

    body: str
    decided_on: date
    result: str
    note: str
    evidence: str
    recorded_by: str | Sentence
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Referendum:
    """A delegation that adopts ad referendum."""

    code: str
    name: str
    declared_at: datetime
    standing: Standing
    ledger: tuple[LedgerLine, ...]
    record: Verdict


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A delegation's signature under an edition."""

    delegation: str
    by: str | Sentence
    edition: int
    digest: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class SignerView:
    """Somebody who signs for a delegation."""

    id: int
    delegation: str
    name: str | Sentence


@dataclass(frozen=True, slots=True)
class Choice:
    """A delegation that may still declare ad referendum, by this reader."""

    code: str
    name: str


async def referenda(reader: Actor, resolution: Resolution, language: str) -> tuple[Referendum, ...]:
    """The delegations that adopt ad referendum, each with its ledger."""
    rows = await AdReferendum.filter(resolution_id=resolution.id).order_by("delegation__position").select_related(
        "delegation"
    )  # fmt: skip
    ledger = await Ratification.filter(referendum_id__in=[each.id for each in rows]).order_by("id")
    persons = await people.people({each.recorded_by_id for each in ledger})
    own = await _codes_of(reader)
    found = []
    for row in rows:
        lines = [each for each in ledger if each.referendum_id == row.id]
        code = row.delegation.code
        shown = tuple(
            LedgerLine(
                each.body, each.decided_on, each.result, each.note, each.evidence,
                people.shown_name(reader, persons[each.recorded_by_id], language), each.recorded_at,
            )
            for each in lines
        )  # fmt: skip
        standing = rules.standing([Decided(each.decided_on, each.id, each.result) for each in lines])
        record = policy.may_record(reader, code, signer=code in own)
        name = in_language(row.delegation.names, language)
        found.append(Referendum(code, name, row.declared_at, standing, shown, record))
    return tuple(found)


async def awaited(resolutions: Iterable[int], language: str) -> dict[int, tuple[str, ...]]:
    """Resolution id -> the delegations whose ratification is awaited, for lists."""
    rows = (
        await AdReferendum.filter(resolution_id__in=list(resolutions))
        .order_by("delegation__position")
        .select_related("delegation")
    )
    ledger = await Ratification.filter(referendum_id__in=[each.id for each in rows])
    settled = {each.referendum_id for each in ledger}
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        if row.id not in settled:
            name = in_language(row.delegation.names, language)
            found[row.resolution_id] = (*found.get(row.resolution_id, ()), name)
    return found


async def declarable(reader: Actor, resolution: Resolution, vote: Vote | None, language: str) -> tuple[Choice, ...]:
    """The delegations for which this reader may still declare adoption ad referendum."""
    said = {each.delegation_id for each in await AdReferendum.filter(resolution_id=resolution.id)}
    own = await _codes_of(reader)
    return tuple(
        Choice(each.code, in_language(each.names, language))
        for each in await Delegation.all().order_by("position")
        if each.id not in said and policy.may_declare(reader, resolution, vote, each.code, signer=each.code in own)
    )


async def signatures(reader: Actor, resolution: Resolution, language: str) -> tuple[SignatureView, ...]:
    """Every signature under any edition, the newest edition first."""
    rows = await Signature.filter(edition__resolution_id=resolution.id).select_related("edition", "delegation")
    persons = await people.people({each.account_id for each in rows})
    rows.sort(key=lambda each: (-each.edition.number, each.delegation.position))
    return tuple(
        SignatureView(
            in_language(each.delegation.names, language),
            people.shown_name(reader, persons[each.account_id], language),
            each.edition.number, each.digest, each.signed_at,
        )
        for each in rows
    )  # fmt: skip


async def may_sign(reader: Actor, resolution: Resolution) -> Verdict:
    signer = await signs_for(reader, reader.delegation or "")
    return policy.may_sign(reader, resolution, signer=signer)


async def signs_for(actor: Actor, code: str) -> bool:
    """Whether the credentials committee has named her to sign for this delegation."""
    return code in await _codes_of(actor)


async def signers(reader: Actor, language: str) -> tuple[SignerView, ...]:
    """Who signs for which delegation."""
    rows = await Signer.all().order_by("delegation__position", "id").select_related("delegation")
    persons = await people.people({each.account_id for each in rows})
    return tuple(
        SignerView(
            each.id, in_language(each.delegation.names, language),
            people.shown_name(reader, persons[each.account_id], language),
        )
        for each in rows
    )  # fmt: skip


async def possible_signers(language: str) -> list[tuple[str, str]]:
    """Accredited delegates as answers of a form: `CA 17`, and name with delegation. For the committee only."""
    rows = await Delegate.filter(state="accredited", alternate=False).order_by("delegation__position").select_related(
        "delegation", "account"
    )  # fmt: skip
    return [
        (f"{each.delegation.code} {each.account_id}",
         f"{in_language(each.delegation.names, language)} · {each.account.name}")
        for each in rows
    ]  # fmt: skip


async def _codes_of(actor: Actor) -> set[str]:
    """The delegations for which somebody signs: her own, as long as she is a delegate of it."""
    if actor.id is None or actor.delegation is None:
        return set()
    rows = await Signer.filter(account_id=actor.id).select_related("delegation")
    return {each.delegation.code for each in rows if each.delegation.code == actor.delegation}
