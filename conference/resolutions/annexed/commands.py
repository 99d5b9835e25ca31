"""Filing a statement, and taking it back."""

from collections.abc import Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid
from conference.core.languages import LANGUAGES
from conference.core.words import N_, Sentence
from conference.people.models import Delegation
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.annexed import policy
from conference.resolutions.annexed.models import PendingStatement, Statement
from conference.resolutions.annexed.rules import EACH_AT_MOST, LONGEST, Kind
from conference.resolutions.models import Paragraph, Resolution
from conference.runtime import clock, database, journal
from conference.translation import commands as translation
from conference.voting.models import Vote


async def file_statement(
    actor: Actor, number: int, kind: str, language: str, text: str, clauses: Sequence[str] = ()
) -> Statement:
    """Annex a statement in the author's language; translators carry it on. A reservation names clauses."""
    async with database.transaction():
        asked, resolution, named = await checked(actor, number, kind, language, text, clauses)
        return await annex(actor, resolution, asked, language, text, named)


async def checked(
    actor: Actor, number: int, kind: str, language: str, text: str, clauses: Sequence[str]
) -> tuple[Kind, Resolution, list[str]]:
    """The kind, the resolution (locked) and the clauses' labels, where this may be filed now."""
    resolution = await Resolution.filter(number=number).select_for_update().first()
    if resolution is None:
        raise Absent
    if kind not in tuple(Kind):
        raise Invalid({"kind": Sentence(N_("Please choose one of the answers offered."))})
    asked = Kind(kind)
    vote = await Vote.get_or_none(id=resolution.vote_id)
    signer, filed = await adopted.signs_for(actor, actor.delegation or ""), await _filed(actor, resolution, asked)
    policy.may_file(actor, vote, asked, signer=signer, filed=filed, most=EACH_AT_MOST[asked]).require()
    named = await _clauses(resolution, clauses)
    _require(asked, language, text, named)
    return asked, resolution, named


async def annex(
    actor: Actor, resolution: Resolution, kind: Kind, language: str, text: str, clauses: Sequence[str]
) -> Statement:
    """The statement as everybody reads it from now on. Whether it may be filed was asked before."""
    unit = await translation.write_unit(actor, language, text, "public")
    delegation = await Delegation.get(code=actor.delegation or "")
    made = await Statement.create(
        resolution_id=resolution.id, kind=kind, author_id=actor.id, clauses=list(clauses), unit_id=unit.id,
        delegation_id=delegation.id, filed_at=clock.now(),
    )  # fmt: skip
    note(resolution, "statement-filed", actor, [made.id, kind, list(clauses), text])
    return made


async def withdraw(actor: Actor, number: int, statement_id: int) -> None:
    """Take a statement back; that there was one stays in the journal."""
    async with database.transaction():
        found = await Statement.get_or_none(
            id=statement_id, resolution__number=number, withdrawn_at=None
        ).select_related("resolution", "delegation")
        if found is None:
            raise Absent
        signer = await adopted.signs_for(actor, found.delegation.code)
        policy.may_withdraw(actor, found, signer=signer).require()
        found.withdrawn_at = clock.now()
        await found.save(update_fields=["withdrawn_at"])
        note(found.resolution, "statement-withdrawn", actor, found.id)


async def _filed(actor: Actor, resolution: Resolution, kind: Kind) -> int:
    standing = Statement.filter(resolution_id=resolution.id, kind=kind, withdrawn_at=None)
    if kind is Kind.RESERVATION:
        return await standing.filter(delegation__code=actor.delegation or "").count()
    waiting = PendingStatement.filter(resolution_id=resolution.id, kind=kind, author_id=actor.id)
    return await standing.filter(author_id=actor.id).count() + await waiting.count()


async def _clauses(resolution: Resolution, named: Sequence[str]) -> list[str]:
    known = [
        each.label
        for each in await Paragraph.filter(resolution_id=resolution.id).order_by("position")
        if each.kind not in ("title", "heading")
    ]
    return [each for each in known if each in set(named)]


def _require(kind: Kind, language: str, text: str, clauses: Sequence[str]) -> None:
    problems = {}
    if language not in LANGUAGES:
        problems["language"] = Sentence(N_("This is not one of the working languages."))
    if not text.strip():
        problems["text"] = Sentence(N_("Please write something."))
    elif len(text) > LONGEST[kind]:
        told = N_("Please use at most %(most)s characters here.")
        problems["text"] = Sentence(told, {"most": LONGEST[kind]})
    if kind is Kind.RESERVATION and not clauses:
        problems["clause"] = Sentence(N_("A reservation names the clauses that it is about."))
    if problems:
        raise Invalid(problems)


def note(resolution: Resolution, verb: str, actor: Actor, decided: object) -> None:
    """What was done, for the journal."""
    journal.record(verb, topic=f"resolution-{resolution.number}", by=actor, decided=decided, also=("resolutions",))
