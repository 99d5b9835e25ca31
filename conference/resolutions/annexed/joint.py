"""A statement of several authors: named by the first of them, consented to by each, then annexed."""

from collections.abc import Sequence
from typing import NoReturn

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid
from conference.core.words import N_, Sentence
from conference.people.models import Delegate, Delegation
from conference.resolutions.annexed import policy
from conference.resolutions.annexed.commands import annex, checked, note
from conference.resolutions.annexed.models import CoAuthor, PendingStatement, Statement
from conference.resolutions.annexed.rules import CO_AUTHORS_AT_MOST, JOINT, Answer, Kind, names
from conference.resolutions.models import Resolution
from conference.runtime import clock, database
from conference.translation.commands import taken


async def prepare(
    actor: Actor, number: int, kind: str, language: str, text: str, clauses: Sequence[str], coauthors: str
) -> PendingStatement:
    """Name those who are to stand behind the words too (as typed, parted by commas). Nobody else reads them yet."""
    async with database.transaction():
        asked, resolution, named = await checked(actor, number, kind, language, text, clauses)
        if asked not in JOINT:
            told = N_("A reservation is your delegation’s own: it has no co-authors.")
            raise Invalid({"coauthors": Sentence(told)})
        others = await _delegates(actor, coauthors)
        pending = await PendingStatement.create(
            resolution_id=resolution.id, kind=asked, author_id=actor.id, clauses=named, language=language,
            text=taken(text), filed_at=clock.now(),
            delegation_id=(await Delegation.get(code=actor.delegation or "")).id,
        )  # fmt: skip
        for each in others:
            await CoAuthor.create(
                pending_id=pending.id, account_id=each.account_id, delegation_id=each.delegation_id
            )  # fmt: skip
        note(resolution, "statement-prepared", actor, [pending.id, asked, len(others)])
        return pending


async def answer(actor: Actor, number: int, pending_id: int, *, consents: bool) -> None:
    """She who was named consents to the words as they stand, or declines. Until they are annexed she may change it."""
    async with database.transaction():
        resolution, pending = await _waiting(number, pending_id)
        own = await CoAuthor.get_or_none(pending_id=pending.id, account_id=actor.id) if actor.id else None
        if own is None:
            raise Absent
        own.answer, own.answered_at = Answer.CONSENTS if consents else Answer.DECLINES, clock.now()
        await own.save(update_fields=["answer", "answered_at"])
        note(resolution, "statement-answered", actor, [pending.id, own.answer])


async def take_off(actor: Actor, number: int, pending_id: int, coauthor: int) -> None:
    """The first author goes on without somebody whom she named."""
    async with database.transaction():
        resolution, pending = await _waiting(number, pending_id)
        await _own(actor, pending)
        if not await CoAuthor.filter(id=coauthor, pending_id=pending.id).delete():
            raise Absent
        note(resolution, "statement-name-taken-off", actor, [pending.id, coauthor])


async def publish(actor: Actor, number: int, pending_id: int) -> Statement:
    """Annex it under the names of those who consented."""
    async with database.transaction():
        resolution, pending = await _waiting(number, pending_id)
        named = await _own(actor, pending)
        policy.may_annex(actor, pending, named).require()
        made = await annex(actor, resolution, Kind(pending.kind), pending.language, pending.text, pending.clauses)
        for each in named:
            if each.answer == Answer.CONSENTS:
                each.pending_id, each.statement_id = None, made.id
                await each.save(update_fields=["pending_id", "statement_id"])
        await CoAuthor.filter(pending_id=pending.id).delete()
        await pending.delete()
        return made


async def drop(actor: Actor, number: int, pending_id: int) -> None:
    """The first author gives it up before it is annexed; nothing of its words stays."""
    async with database.transaction():
        resolution, pending = await _waiting(number, pending_id)
        await _own(actor, pending)
        await CoAuthor.filter(pending_id=pending.id).delete()
        await pending.delete()
        note(resolution, "statement-dropped", actor, pending_id)


async def leave(actor: Actor, number: int, statement_id: int) -> None:
    """A co-author takes her own name off what is annexed; it goes on standing under the others'."""
    async with database.transaction():
        found = await Statement.get_or_none(
            id=statement_id, resolution__number=number, withdrawn_at=None
        ).select_related("resolution")
        if found is None or not actor.id:
            raise Absent
        if not await CoAuthor.filter(statement_id=found.id, account_id=actor.id).delete():
            raise Absent
        note(found.resolution, "statement-left", actor, found.id)


async def _waiting(number: int, pending_id: int) -> tuple[Resolution, PendingStatement]:
    resolution = await Resolution.filter(number=number).select_for_update().first()
    pending = await PendingStatement.get_or_none(id=pending_id, resolution__number=number)
    if resolution is None or pending is None:
        raise Absent
    return resolution, pending


async def _own(actor: Actor, pending: PendingStatement) -> list[CoAuthor]:
    """Those whom she named. To others than them and herself it is as if nothing were there."""
    named = await CoAuthor.filter(pending_id=pending.id).order_by("id")
    if actor.id not in {pending.author_id, *(each.account_id for each in named)}:
        raise Absent
    policy.may_undo(actor, pending).require()
    return named


async def _delegates(actor: Actor, typed: str) -> list[Delegate]:
    """The accredited delegates of these names. Raises `Invalid`."""
    asked = names(typed)
    if len(asked) > CO_AUTHORS_AT_MOST:
        _wrong(N_("Please name at most %(most)s co-authors."), most=CO_AUTHORS_AT_MOST)
    rows = await Delegate.filter(state="accredited").select_related("account", "delegation")
    found: dict[int, Delegate] = {}
    for name in asked:
        fitting = [each for each in rows if name.casefold() in _called(each)]
        if len(fitting) > 1:
            told = N_(
                "Several delegates are called %(name)s. Please add the code of the delegation, as in: %(example)s"
            )
            _wrong(told, name=name, example=f"{name} ({fitting[0].delegation.code})")
        if not fitting:
            _wrong(N_("No accredited delegate is called %(name)s."), name=name)
        if fitting[0].account_id == actor.id:
            _wrong(N_("You are the first author already. Please name others."))
        found[fitting[0].account_id] = fitting[0]
    return list(found.values())


def _called(delegate: Delegate) -> tuple[str, ...]:
    """By what she is known: her name, her name with the code of her delegation, the name of her account."""
    name = delegate.account.name
    written = (name, f"{name} ({delegate.delegation.code})", delegate.account.handle)
    return tuple(each.casefold() for each in written)


def _wrong(told: str, **params: object) -> NoReturn:
    raise Invalid({"coauthors": Sentence(told, params)})
