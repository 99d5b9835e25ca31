"""Corrigenda: proposed, certified by two others, published as a new edition, or withdrawn."""

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid, Refused
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.resolutions.editions import laying, policy, rules
from conference.resolutions.editions.models import Correction, Edition
from conference.resolutions.editions.rules import Nature, State
from conference.resolutions.models import Paragraph, Resolution
from conference.runtime import clock, database, journal
from conference.text.blocks import MAX_BLOCK_CHARS
from conference.text.words import tidy
from conference.translation import commands as translation

REASON_AT_MOST = 2_000


async def propose(
    actor: Actor, number: int, label: str, language: str, after: str, nature: str, reason: str, reason_in: str
) -> Correction:
    """Propose another wording of one passage in one language, and say why, in the proposer's language.

    Raises `Refused` (substance) for whatever would change what was adopted.
    """
    async with database.transaction():
        resolution = await _for_update(number)
        policy.may_propose(actor, resolution).require()
        _require(language, nature, after, reason)
        newest = await _newest(resolution)
        _, lines = await laying.whole(newest)
        line = next((each for each in lines if each["label"] == label), None)
        paragraph = await Paragraph.get_or_none(resolution_id=resolution.id, label=label)
        if line is None or paragraph is None:
            raise Refused("no-such-passage", N_("This resolution has no such passage."))
        before, corrected = line["texts"][language], tidy(after)
        first = _first_language(paragraph)
        original = line["texts"].get(first) if first != language else None
        rules.require_no_substance(nature, before, corrected, original)
        unit = await translation.write_unit(actor, reason_in, reason, "public")
        made = await Correction.create(
            resolution_id=resolution.id, edition=newest.number, label=label, language=language, before=before,
            after=corrected, nature=nature, reason_id=unit.id, proposed_by_id=actor.id, proposed_at=clock.now(),
            certified=[], state=State.PROPOSED,
        )  # fmt: skip
        _note(resolution, "correction-proposed", actor, [made.id, label, language, before, corrected, nature])
        return made


async def certify(actor: Actor, number: int, correction_id: int) -> Correction:
    """Vouch that the correction changes nothing of substance."""
    async with database.transaction():
        resolution, correction = await _both(number, correction_id)
        policy.may_certify(actor, correction).require()
        at = clock.now().isoformat(timespec="seconds")
        correction.certified = [*correction.certified, {"account": actor.id, "at": at}]
        await correction.save(update_fields=["certified"])
        _note(resolution, "correction-certified", actor, [correction.id, correction.after])
        return correction


async def publish(actor: Actor, number: int, correction_id: int) -> Edition:
    """The next edition, with its corrigendum. The editions before it stay as they are."""
    async with database.transaction():
        resolution, correction = await _both(number, correction_id)
        policy.may_publish(actor, correction).require()
        _, lines = await laying.whole(await _newest(resolution))
        now = next(each["texts"][correction.language] for each in lines if each["label"] == correction.label)
        if now != correction.before:
            told = N_("This passage was corrected meanwhile. Please propose the correction again on the new edition.")
            raise Refused("corrected-meanwhile", told)
        correction.state = State.PUBLISHED
        await correction.save(update_fields=["state"])
        _note(resolution, "correction-published", actor, [correction.id, correction.after])
        return await laying.lay_corrected(actor, resolution, correction)


async def withdraw(actor: Actor, number: int, correction_id: int) -> None:
    """Take a proposed correction back."""
    async with database.transaction():
        resolution, correction = await _both(number, correction_id)
        policy.may_withdraw(actor, correction).require()
        correction.state = State.WITHDRAWN
        await correction.save(update_fields=["state"])
        _note(resolution, "correction-withdrawn", actor, correction.id)


def _first_language(paragraph: Paragraph) -> str | None:
    """The language in which the passage was first written; None for titles, which every language has of its own."""
    language: str | None = paragraph.sources.get("language") or None
    return language


def _require(language: str, nature: str, after: str, reason: str) -> None:
    problems = {}
    if language not in LANGUAGES:
        problems["language"] = Sentence(N_("This is not one of the working languages."))
    if nature not in tuple(Nature):
        problems["nature"] = Sentence(N_("Please choose one of the answers offered."))
    for name, text, most in (("after", after, MAX_BLOCK_CHARS), ("reason", reason, REASON_AT_MOST)):
        if not text.strip():
            problems[name] = Sentence(N_("Please fill in this field."))
        elif len(text) > most:
            problems[name] = Sentence(N_("Please use at most %(most)s characters here."), {"most": most})
    if problems:
        raise Invalid(problems)


async def _newest(resolution: Resolution) -> Edition:
    found = await Edition.filter(resolution_id=resolution.id).order_by("-number").first()
    if found is None:
        raise Absent
    return found


async def _both(number: int, correction_id: int) -> tuple[Resolution, Correction]:
    resolution = await _for_update(number)
    correction = await Correction.get_or_none(id=correction_id, resolution_id=resolution.id)
    if correction is None:
        raise Absent
    return resolution, correction


async def _for_update(number: int) -> Resolution:
    resolution = await Resolution.filter(number=number).select_for_update().first()
    if resolution is None:
        raise Absent
    return resolution


def _note(resolution: Resolution, verb: str, actor: Actor, decided: object) -> None:
    journal.record(verb, topic=f"resolution-{resolution.number}", by=actor, decided=decided, also=("resolutions",))
