"""How the texts of a vote stand in each language, who holds them, and whether the gate is open."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from conference.amendments.models import Amendment
from conference.amendments.rules import State
from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.languages import LANGUAGES
from conference.core.verdict import Verdict
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.people.models import Delegation
from conference.planks import queries as plank_texts
from conference.planks.models import Plank
from conference.roll import queries as roll
from conference.rulebook.rules import Kind
from conference.runtime import clock
from conference.translation import queries as translation
from conference.translation.queries import Reading
from conference.voting import ballot_paper, texts
from conference.voting.gate import policy, rules
from conference.voting.gate.models import Consent, Finding, Hold, Waiver
from conference.voting.gate.rules import Standing
from conference.voting.models import Option, Vote
from conference.voting.rules import Phase

WHOLE = (Kind.PLANK, Kind.RESOLUTION)
"""What is voted as a whole text is certified in every language before."""


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A language's time to read. `ended`: its moment has come, or it was given back."""

    language: str
    by: str | Sentence
    reason: Reading
    ends_at: datetime
    ended: bool
    may_end: Verdict


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the text that is put. `because` is why it is not open, in the standing's terms."""

    language: str
    standing: Standing
    waived: bool
    hold: HoldLine | None
    may_hold: Verdict


@dataclass(frozen=True, slots=True)
class Side:
    """A delegation's consent to a waiver."""

    code: str
    seats: int
    consents: int
    asked: bool


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A waiver: for which languages, why, who asked, who consents so far, and whether it stands."""

    lacking: tuple[str, ...]
    by: str | Sentence
    reason: Reading
    sides: tuple[Side, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A passage whose meaning changed in a language."""

    key: int
    amendment: int
    language: str
    by: str | Sentence
    reason: Reading
    settled_how: str
    may_settle: Verdict


@dataclass(frozen=True, slots=True)
class GatePage:
    """All that decides whether the texts of a vote let it open; once an amendment is carried, its concordance.

    `amendment` is the number of one that this vote has carried; `may_find` by language.
    """

    number: int
    phase: str
    tongues: tuple[Tongue, ...]
    waiver: WaiverView | None
    findings: tuple[FindingLine, ...]
    may_ask: Verdict
    may_consent: Verdict
    consents: bool
    amendment: int | None
    may_find: dict[str, Verdict]


async def subject(vote: Vote) -> str:
    """The text that is put, whichever vote it is put in: a plank's version, a compiled text, the amendments."""
    binding = str(vote.rules.get("binding", ""))
    if vote.kind == Kind.RESOLUTION:
        return f"resolution {binding}"
    if vote.kind == Kind.PLANK:
        plank = await Plank.get(id=vote.plank_id)
        return f"plank {plank.number} version {plank.version}"
    return f"amendments {digest(await _amendments(vote))}"


async def standings(vote: Vote) -> dict[str, Standing]:
    """How the text stands in each language; nothing for what has no text, such as an election."""
    if vote.kind == Kind.PLANK:
        plank = await Plank.get(id=vote.plank_id)
        missing = set(await plank_texts.missing_languages(plank.id, plank.version))
        uncertified = set(await plank_texts.uncertified_languages(plank.id, plank.version))
        return {each: _standing(each, missing, uncertified, strict=True) for each in LANGUAGES}
    if vote.kind == Kind.RESOLUTION:
        lacking = set(await texts.uncertified(vote))
        return {each: _standing(each, (), lacking, strict=True) for each in LANGUAGES}
    return await _of_amendments(vote) if vote.kind in (Kind.CHOICE, Kind.AMENDMENT) else {}


def _standing(language: str, missing: Collection[str], uncertified: Collection[str], *, strict: bool) -> Standing:
    if language in missing:
        return Standing.MISSING
    if language not in uncertified:
        return Standing.CERTIFIED
    return Standing.UNCERTIFIED if strict else Standing.CHECKED


async def _of_amendments(vote: Vote) -> dict[str, Standing]:
    """A short one is checked by the person who wrote it in each language; a long one has to be certified."""
    missing = set[str]()
    longest = 0
    for option in await Option.filter(vote_id=vote.id):
        found = await ballot_paper.text_of(vote, option)
        if found is not None:
            missing |= {each for each in LANGUAGES if not found.get(each)}
            longest = max(longest, *(len(text) for text in found.values()), 0)
    moved = await Amendment.filter(id__in=await _amendments(vote))
    units = [each.text_id for each in moved if each.text_id is not None]
    lacking = await translation.uncertified(units)
    uncertified = {each for languages in lacking.values() for each in languages}
    strict = longest > rules.SHORT
    return {each: _standing(each, missing, uncertified, strict=strict) for each in LANGUAGES}


async def _amendments(vote: Vote) -> list[int]:
    named = await Option.filter(vote_id=vote.id, amendment_id__not_isnull=True).values_list("amendment_id", flat=True)
    return sorted({int(str(each)) for each in (*named, vote.amendment_id) if each is not None})


def lacking(found: Mapping[str, Standing]) -> tuple[str, ...]:
    """The languages whose text is not as it should be."""
    return tuple(each for each, standing in found.items() if standing in (Standing.MISSING, Standing.UNCERTIFIED))


async def holding(vote: Vote) -> Hold | None:
    """The hold that ends last of those that run now."""
    now = clock.now()
    return await Hold.filter(subject=await subject(vote), ends_at__gt=now).order_by("-ends_at").first()


async def waived(vote: Vote) -> tuple[str, ...]:
    """The languages for which a waiver stands."""
    waiver = await Waiver.get_or_none(vote_id=vote.id)
    if waiver is None or not rules.waived(waiver.lacking, await _sides(waiver)):
        return ()
    return tuple(waiver.lacking)


async def _sides(waiver: Waiver) -> dict[str, rules.Delegation]:
    """Consents count for those only who would be on the roll now."""
    seats = await roll.seats()
    seated = {each.account_id for each in seats}
    said = Counter(each.delegation for each in await Consent.filter(waiver_id=waiver.id) if each.account_id in seated)
    number = Counter(each.delegation for each in seats)
    return {
        each.code: rules.Delegation(each.languages, number[each.code], said[each.code])
        for each in await Delegation.all().order_by("position")
    }


async def findings(vote: Vote) -> list[Finding]:
    """What the concordance found in the plank of this vote and nobody has settled; for votes on whole texts only."""
    if vote.kind not in WHOLE:
        return []
    planks = await texts.planks_of(vote)
    found = Finding.filter(amendment__plank_id__in=planks, settled_at=None)
    return await found.select_related("amendment").order_by("id") if planks else []


async def page(reader: Actor, vote: Vote, language: str) -> GatePage:
    """The page of a vote's texts."""
    found, named = await standings(vote), await subject(vote)
    held = {each.language: each for each in await Hold.filter(subject=named)}
    carried = await _carried(vote)
    waiver = await Waiver.get_or_none(vote_id=vote.id)
    open_findings = await concordance(carried) if carried else await findings(vote)
    units = [each.reason_id for each in (*held.values(), *open_findings, *((waiver,) if waiver else ()))]
    readings = await translation.readings(units, language) if units else {}
    accounts = [each.account_id for each in held.values()] + [each.found_by_id for each in open_findings]
    persons = await people.people([*accounts, *((waiver.asked_by_id,) if waiver else ())])
    names = {key: people.shown_name(reader, each, language) for key, each in persons.items()}
    let_through = await waived(vote)
    mine = waiver is not None and await Consent.exists(waiver_id=waiver.id, account_id=reader.id or 0)
    seated = any(each.account_id == reader.id for each in await roll.seats())
    return GatePage(
        number=vote.number,
        phase=vote.phase,
        tongues=tuple(
            Tongue(
                each, standing, each in let_through, _hold(reader, held.get(each), names, readings),
                policy.may_hold(reader, vote, each, held=each in held),
            )
            for each, standing in found.items()
        ),
        waiver=await _waiver(waiver, names, readings) if waiver else None,
        findings=tuple(
            FindingLine(
                each.id, each.amendment.number, each.language, names[each.found_by_id], readings[each.reason_id],
                each.settled_how,
                policy.may_settle(reader, settled=bool(each.settled_how), own=each.found_by_id == reader.id),
            )
            for each in open_findings
        ),
        may_ask=policy.may_ask_waiver(reader, vote, lacking=bool(lacking(found))),
        may_consent=policy.may_consent(reader, vote, seated=seated, consents=mine),
        consents=mine,
        amendment=carried.number if carried else None,
        may_find={
            each: policy.may_find(
                reader, carried=carried is not None,
                open_already=any(one.language == each and not one.settled_how for one in open_findings),
            )
            for each in found
        },
    )  # fmt: skip


async def _carried(vote: Vote) -> Amendment | None:
    """The amendment that this vote has carried."""
    if vote.kind != Kind.AMENDMENT or vote.phase != Phase.DECLARED or vote.amendment_id is None:
        return None
    return await Amendment.get_or_none(id=vote.amendment_id, state=State.CARRIED)


async def concordance(amendment: Amendment) -> list[Finding]:
    """What was found of a carried amendment, settled or not."""
    return await Finding.filter(amendment_id=amendment.id).select_related("amendment").order_by("id")


def _hold(
    reader: Actor, hold: Hold | None, names: Mapping[int, str | Sentence], readings: Mapping[int, Reading]
) -> HoldLine | None:
    if hold is None:
        return None
    return HoldLine(
        hold.language, names[hold.account_id], readings[hold.reason_id], hold.ends_at, hold.ends_at <= clock.now(),
        policy.may_end_hold(reader, hold.account_id),
    )  # fmt: skip


async def _waiver(waiver: Waiver, names: Mapping[int, str | Sentence], readings: Mapping[int, Reading]) -> WaiverView:
    sides = await _sides(waiver)
    return WaiverView(
        tuple(waiver.lacking), names[waiver.asked_by_id], readings[waiver.reason_id],
        tuple(
            Side(code, each.seats, each.consents, bool(set(each.languages) & set(waiver.lacking)))
            for code, each in sides.items()
        ),
        rules.waived(waiver.lacking, sides),
    )  # fmt: skip


async def links(reader: Actor, vote: Vote) -> list[tuple[str, str, Sentence, bool]]:
    """The link on a vote's page to its texts, urgent while something keeps it from opening that the reader can mend."""
    if await _carried(vote) is not None:
        return [("/texts", "languages", Sentence(N_("Whether it says the same in every language")), False)]
    if vote.phase != Phase.PUT:
        return []
    found = await standings(vote)
    if not found:
        return []
    waits = bool(lacking(found)) and (reader.may("put-vote") or reader.may("certify-text"))
    return [("/texts", "languages", Sentence(N_("How the texts stand in each language")), waits)]
