"""Committing a delegation under a clause, and reporting how it goes."""

from datetime import date

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.resolutions.commitments import policy, rules
from conference.resolutions.commitments.models import Commitment, Progress
from conference.resolutions.commitments.rules import OFFICE_AT_MOST, TEXT_AT_MOST, Status
from conference.resolutions.models import Paragraph, Resolution
from conference.resolutions.rules import Kind, Part
from conference.runtime import clock, database, journal
from conference.translation import commands as translation
from conference.voting.models import Vote


async def commit(
    actor: Actor,
    number: int,
    code: str,
    clause: str,
    language: str,
    text: str,
    office: str,
    due_on: date | None = None,
    *,
    owner: bool = False,
) -> Commitment:
    """Say what the delegation undertakes under an operative clause, which office answers for it, and by when.

    With `owner` she who writes it agrees to be named for it: nobody names anybody else.
    """
    async with database.transaction():
        resolution = await Resolution.get_or_none(number=number)
        delegation = await people.delegation(code)
        if resolution is None or delegation is None:
            raise Absent
        policy.may_commit(actor, await Vote.get_or_none(id=resolution.vote_id), code).require()
        known = await Paragraph.exists(
            resolution_id=resolution.id, label=clause, part=Part.OPERATIVE, kind__in=(Kind.PARAGRAPH, Kind.ITEM)
        )
        _require(language, text, office, clause_known=known)
        unit = await translation.write_unit(actor, language, text, "public")
        made = await Commitment.create(
            resolution_id=resolution.id, clause=clause, delegation_id=delegation.id, unit_id=unit.id,
            office=office.strip(), owner_id=actor.id if owner else None, due_on=due_on, status=Status.PLANNED,
            made_by_id=actor.id, made_at=clock.now(),
        )  # fmt: skip
        _note(resolution, "commitment-made", actor, [made.id, code, clause, text, office, str(due_on)])
        return made


async def report(actor: Actor, number: int, commitment_id: int, status: str, language: str, text: str) -> Progress:
    """Where the commitment stands from now on, and in words why."""
    async with database.transaction():
        found = (
            await Commitment.filter(id=commitment_id, resolution__number=number)
            .select_related("delegation", "resolution")
            .first()
        )
        if found is None:
            raise Absent
        policy.may_report(actor, found.delegation.code).require()
        if status not in tuple(Status):
            raise Invalid({"status": Sentence(N_("Please choose one of the answers offered."))})
        _require(language, text, "-", clause_known=True)
        found.status = rules.move(found.status, Status(status))
        await found.save(update_fields=["status"])
        unit = await translation.write_unit(actor, language, text, "public")
        made = await Progress.create(
            commitment_id=found.id, status=found.status, unit_id=unit.id, reported_by_id=actor.id,
            reported_at=clock.now(),
        )  # fmt: skip
        _note(found.resolution, "commitment-reported", actor, [found.id, status, text])
        return made


def _require(language: str, text: str, office: str, *, clause_known: bool) -> None:
    problems = {}
    if not clause_known:
        problems["clause"] = Sentence(N_("Please choose a clause of this resolution."))
    if language not in LANGUAGES:
        problems["language"] = Sentence(N_("This is not one of the working languages."))
    for name, value, most in (("text", text, TEXT_AT_MOST), ("office", office, OFFICE_AT_MOST)):
        if not value.strip():
            problems[name] = Sentence(N_("Please fill in this field."))
        elif len(value) > most:
            problems[name] = Sentence(N_("Please use at most %(most)s characters here."), {"most": most})
    if problems:
        raise Invalid(problems)


def _note(resolution: Resolution, verb: str, actor: Actor, decided: object) -> None:
    journal.record(verb, topic=f"resolution-{resolution.number}", by=actor, decided=decided, also=("resolutions",))
