"""Declaring ad referendum, the ledger of ratifications, naming signers, signing."""

from datetime import date
from typing import Final

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Invalid, Refused, TooMany
from conference.core.words import N_, Sentence
from conference.people import rules as people
from conference.people import throttle
from conference.people.models import Account, Delegate, Delegation
from conference.people.queries import delegation
from conference.people.throttle import Bucket
from conference.resolutions.adopted import policy, queries, rules
from conference.resolutions.adopted.models import AdReferendum, Ratification, Signature, Signer
from conference.resolutions.adopted.rules import Result
from conference.resolutions.editions.models import Edition
from conference.resolutions.models import Resolution
from conference.runtime import clock, database, journal, secrets
from conference.voting.models import Vote

BODY_AT_MOST: Final = 300
NOTE_AT_MOST: Final = 2_000
EVIDENCE_AT_MOST: Final = 500
_TRIES: Final = Bucket("sign-resolution", most=6, seconds=600)


async def declare_ad_referendum(actor: Actor, number: int, code: str) -> AdReferendum:
    """A delegation adopts subject to ratification at home. Said twice, it is said once."""
    async with database.transaction():
        resolution, delegation = await _resolution(number), await _delegation(code)
        vote = await Vote.get_or_none(id=resolution.vote_id)
        signer = await queries.signs_for(actor, code)
        policy.may_declare(actor, resolution, vote, code, signer=signer).require()
        made, _ = await AdReferendum.get_or_create(
            resolution_id=resolution.id, delegation_id=delegation.id,
            defaults={"declared_by_id": actor.id, "declared_at": clock.now()},
        )  # fmt: skip
        _note(resolution, "ad-referendum-declared", actor, code)
        return made


async def record_ratification(
    actor: Actor, number: int, code: str, body: str, decided_on: date | None, result: str, note: str, evidence: str
) -> Ratification:
    """One more line of the ledger; none is ever changed. Raises `Invalid` for what is missing or cannot be."""
    async with database.transaction():
        resolution, delegation = await _resolution(number), await _delegation(code)
        policy.may_record(actor, code, signer=await queries.signs_for(actor, code)).require()
        referendum = await AdReferendum.get_or_none(resolution_id=resolution.id, delegation_id=delegation.id)
        if referendum is None:
            raise Absent
        _require(body, decided_on, result, note, evidence)
        made = await Ratification.create(
            referendum_id=referendum.id, body=body.strip(), decided_on=decided_on, result=result, note=note.strip(),
            evidence=evidence.strip(), recorded_by_id=actor.id, recorded_at=clock.now(),
        )  # fmt: skip
        decided = [code, body, str(decided_on), result, note, evidence]
        _note(resolution, "ratification-recorded", actor, decided)
        return made


async def name_signer(actor: Actor, code: str, account_id: int) -> Signer:
    """Name a delegate who signs for her delegation."""
    async with database.transaction():
        policy.may_name(actor).require()
        delegation = await _delegation(code)
        seat = Delegate.filter(account_id=account_id, delegation_id=delegation.id, state="accredited")
        if not await seat.exists():
            raise Refused("not-of-the-delegation", N_("Only an accredited delegate of the delegation signs for it."))
        made, _ = await Signer.get_or_create(
            delegation_id=delegation.id, account_id=account_id,
            defaults={"named_by_id": actor.id, "named_at": clock.now()},
        )  # fmt: skip
        journal.record("signer-named", topic=f"account-{account_id}", by=actor, decided=code, also=("resolutions",))
        return made


async def end_signer(actor: Actor, signer_id: int) -> None:
    """She no longer signs for the delegation; what she signed stays."""
    async with database.transaction():
        policy.may_name(actor).require()
        found = await Signer.get_or_none(id=signer_id)
        if found is None:
            raise Absent
        await found.delete()
        topic = f"account-{found.account_id}"
        journal.record("signer-ended", topic=topic, by=actor, decided=found.delegation_id, also=("resolutions",))


async def sign(actor: Actor, number: int, edition: int, proof: str) -> Signature:
    """Sign the digest of an edition for one's delegation. `proof` is her password once more; an account that has none
    (it comes in by a link) signs with its name, letter by letter.

    Raises `Invalid` (proof), `Conflict` (signed-already), `TooMany`.
    """
    resolution = await _resolution(number)
    code = actor.delegation or ""
    policy.may_sign(actor, resolution, signer=await queries.signs_for(actor, code)).require()
    await _prove(actor, proof)
    async with database.transaction():
        found = await Edition.get_or_none(resolution_id=resolution.id, number=edition)
        if found is None:
            raise Absent
        delegation = await _delegation(code)
        policy.may_sign(actor, resolution, signer=await queries.signs_for(actor, code)).require()
        if await Signature.exists(edition_id=found.id, delegation_id=delegation.id):
            raise Conflict("signed-already", N_("Your delegation has signed this edition."))
        made = await Signature.create(
            edition_id=found.id, delegation_id=delegation.id, account_id=actor.id, digest=found.digest,
            signed_at=clock.now(),
        )  # fmt: skip
        _note(resolution, "resolution-signed", actor, [code, edition, found.digest])
        return made


async def _prove(actor: Actor, proof: str) -> None:
    """Who signs is who she says: hashing happens outside of any transaction."""
    account = await Account.get(id=actor.id)
    async with database.transaction():
        if not await throttle.take(_TRIES, actor.opaque):
            raise TooMany("too-many-tries", N_("There were many tries to sign. Please wait ten minutes and try again."))
    if account.password_hash is None:
        if " ".join(proof.split()).casefold() != account.name.casefold():
            told = N_("Please type your name as it stands in your account: %(name)s.")
            raise Invalid({"proof": Sentence(told, {"name": account.name})})
    elif not await secrets.password_fits(account.password_hash, people.normal_password(proof[: people.PASSWORD_MOST])):
        raise Invalid({"proof": Sentence(N_("This is not your password."))})
    async with database.transaction():
        await throttle.forget(_TRIES, actor.opaque)


def _require(body: str, decided_on: date | None, result: str, note: str, evidence: str) -> None:
    problems = {}
    if not body.strip():
        problems["body"] = Sentence(N_("Please say which body has decided."))
    for name, text, most in (("body", body, BODY_AT_MOST), ("note", note, NOTE_AT_MOST)):
        if len(text.strip()) > most:
            problems[name] = Sentence(N_("Please use at most %(most)s characters here."), {"most": most})
    if decided_on is None or decided_on > clock.now().date():
        problems["decided_on"] = Sentence(N_("Please give the day of the decision; it cannot lie in the future."))
    if result not in tuple(Result):
        problems["result"] = Sentence(N_("Please choose one of the answers offered."))
    if evidence.strip() and (len(evidence) > EVIDENCE_AT_MOST or not rules.is_link(evidence.strip())):
        problems["evidence"] = Sentence(N_("Please give the address of a document, beginning with https://."))
    if problems:
        raise Invalid(problems)


async def _resolution(number: int) -> Resolution:
    found = await Resolution.get_or_none(number=number)
    if found is None:
        raise Absent
    return found


async def _delegation(code: str) -> Delegation:
    found = await delegation(code)
    if found is None:
        raise Absent
    return found


def _note(resolution: Resolution, verb: str, actor: Actor, decided: object) -> None:
    journal.record(verb, topic=f"resolution-{resolution.number}", by=actor, decided=decided, also=("resolutions",))
