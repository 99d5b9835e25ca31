"""What people do at the gate: hold a text, waive a certificate, report that a meaning changed; and the gate itself."""

from conference.amendments import queries as amendments
from conference.amendments.rules import State, code
from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid, Refused
from conference.core.languages import LANGUAGES, OWN_NAMES
from conference.core.words import N_, Sentence
from conference.roll import queries as roll
from conference.runtime import clock, database, journal
from conference.text.words import tidy
from conference.translation import commands as translation
from conference.voting.commands.records import for_update, note
from conference.voting.gate import policy, queries, rules
from conference.voting.gate.models import Consent, Finding, Hold, Waiver
from conference.voting.models import Vote

REASON_AT_MOST = 1_000
HOW = ("mended", "unfounded")


async def require_gate(vote: Vote) -> dict[str, object]:
    """Refuse while a language's text is missing, uncertified, held, or found to say something else.

    Gives what was waived, for the vote's frozen rules, so that the result says it; nothing where nothing was.
    """
    hold = await queries.holding(vote)
    if hold is not None:
        told = N_("The text is held in %(language)s until %(until)s, so that it can be read.")
        raise Refused("text-held", told, language=OWN_NAMES[hold.language], until=hold.ends_at)
    found = await queries.standings(vote)
    let_through = await queries.waived(vote)
    lacking = [each for each in queries.lacking(found) if each not in let_through]
    missing = [each for each in lacking if found[each] is rules.Standing.MISSING]
    if missing:
        told = N_("The text is not complete in every language yet. Missing: %(languages)s.")
        raise Refused("texts-missing", told, languages=tuple(OWN_NAMES[each] for each in missing))
    if lacking:
        told = N_("Two people have to certify the text first in: %(languages)s.")
        raise Refused("not-certified", told, languages=tuple(OWN_NAMES[each] for each in lacking))
    if changed := await queries.findings(vote):
        told = N_("A translator found that amendment %(amendment)s does not say the same in every language.")
        raise Refused("meaning-changed", told, amendment=code(changed[0].amendment.number))
    used = [each for each in queries.lacking(found) if each in let_through]
    return {"waived": used} if used else {}


async def hold_text(actor: Actor, number: int, language: str, reason: str) -> Vote:
    """Ask for time to read the text in a language; a countdown to the opening stops."""
    async with database.transaction():
        vote = await _seen(actor, number)
        named = await queries.subject(vote)
        held = await Hold.exists(subject=named, language=language)
        if language not in await queries.standings(vote):
            raise Absent
        policy.may_hold(actor, vote, language, held=held).require()
        unit = await translation.write_unit(actor, language, _reason(reason), vote.audience)
        now = clock.now()
        await Hold.create(
            subject=named, language=language, vote_id=vote.id, account_id=actor.id, reason_id=unit.id, begun_at=now,
            ends_at=now + rules.HOLD,
        )  # fmt: skip
        vote.due_step, vote.due_at = "", None
        await vote.save(update_fields=["due_step", "due_at"])
        await note(vote, "text-held", actor, [named, language])
        return vote


async def end_hold(actor: Actor, number: int, language: str) -> Vote:
    """Give the rest of the time back."""
    async with database.transaction():
        vote = await _seen(actor, number)
        hold = await Hold.get_or_none(subject=await queries.subject(vote), language=language)
        if hold is None:
            raise Absent
        policy.may_end_hold(actor, hold.account_id).require()
        if hold.ends_at > clock.now():
            hold.ends_at = clock.now()
            await hold.save(update_fields=["ends_at"])
            await note(vote, "hold-ended", actor, [hold.subject, language])
        return vote


async def ask_waiver(actor: Actor, number: int, reason: str) -> Vote:
    """Ask the conference to open although some languages lack a certified text. Asked again it begins anew: consent
    given to other languages, or for another reason, says nothing."""
    async with database.transaction():
        vote = await _seen(actor, number)
        lacking = queries.lacking(await queries.standings(vote))
        policy.may_ask_waiver(actor, vote, lacking=bool(lacking)).require()
        language = actor.understands[0] if actor.understands else LANGUAGES[0]
        unit = await translation.write_unit(actor, language, _reason(reason), vote.audience)
        await Waiver.filter(vote_id=vote.id).delete()
        await Waiver.create(
            vote_id=vote.id, lacking=list(lacking), reason_id=unit.id, asked_by_id=actor.id, asked_at=clock.now()
        )
        await note(vote, "waiver-asked", actor, list(lacking))
        return vote


async def consent_waiver(actor: Actor, number: int) -> Vote:
    """Consent that the vote opens all the same."""
    async with database.transaction():
        vote = await _seen(actor, number)
        waiver = await Waiver.get_or_none(vote_id=vote.id)
        if waiver is None:
            raise Absent
        seat = next((each for each in await roll.seats() if each.account_id == actor.id), None)
        consents = await Consent.exists(waiver_id=waiver.id, account_id=actor.id or 0)
        policy.may_consent(actor, vote, seated=seat is not None, consents=consents).require()
        assert seat is not None
        await Consent.create(waiver_id=waiver.id, account_id=actor.id, delegation=seat.delegation, at=clock.now())
        await note(vote, "waiver-consented", actor, list(waiver.lacking))
        return vote


async def find_changed(actor: Actor, amendment: int, language: str, reason: str) -> Finding:
    """Report that a carried amendment says something else in a language. Until it is settled, nothing that holds the
    passage is put to the vote as a whole."""
    async with database.transaction():
        found = await amendments.for_update(actor, amendment)
        if language not in LANGUAGES:
            raise Absent
        carried = found.state == State.CARRIED
        reported = await Finding.exists(amendment_id=found.id, language=language, settled_at=None)
        policy.may_find(actor, carried=carried, open_already=reported).require()
        own = actor.understands[0] if actor.understands else LANGUAGES[0]
        unit = await translation.write_unit(actor, own, _reason(reason), found.plank.audience)
        made = await Finding.create(
            amendment_id=found.id, language=language, reason_id=unit.id, found_by_id=actor.id, found_at=clock.now()
        )
        topic = f"amendment-{found.number}"
        journal.record("meaning-changed", topic=topic, by=actor, decided=[language], also=("amendments", "votes"))
        return made


async def settle_finding(actor: Actor, key: int, how: str) -> Finding:
    """Say how it ended: the text was `mended`, or the report was `unfounded`."""
    async with database.transaction():
        finding = await Finding.filter(id=key).select_for_update().first()
        if finding is None or how not in HOW:
            raise Absent
        await finding.fetch_related("amendment")
        own = finding.found_by_id == actor.id
        policy.may_settle(actor, settled=finding.settled_at is not None, own=own).require()
        finding.settled_by_id, finding.settled_at, finding.settled_how = actor.id, clock.now(), how
        await finding.save(update_fields=["settled_by_id", "settled_at", "settled_how"])
        topic = f"amendment-{finding.amendment.number}"
        decided = [finding.language, how]
        journal.record("finding-settled", topic=topic, by=actor, decided=decided, also=("amendments", "votes"))
        return finding


async def _seen(actor: Actor, number: int) -> Vote:
    vote = await for_update(number)
    if not actor.reads(vote.audience):
        raise Absent
    return vote


def _reason(text: str) -> str:
    reason = tidy(text)
    if not reason:
        raise Invalid({"reason": Sentence(N_("Please say why, in a sentence or two."))})
    if len(reason) > REASON_AT_MOST:
        raise Invalid(
            {"reason": Sentence(N_("Please use at most %(most)s characters here."), {"most": REASON_AT_MOST})}
        )
    return reason
