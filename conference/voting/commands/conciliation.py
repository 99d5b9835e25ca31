"""Conciliation: opened by a declaration, one member for each delegation, one text, one new vote, or none."""

from datetime import timedelta

from conference.amendments import commands as amendments
from conference.amendments.models import Amendment
from conference.amendments.rules import State as Standing
from conference.amendments.rules import code, is_open
from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Refused
from conference.core.words import N_
from conference.planks import commands as planks
from conference.planks.models import Plank
from conference.rulebook.rules import Kind, of_data
from conference.runtime import clock, database
from conference.voting.commands.putting import put
from conference.voting.commands.records import for_update, note
from conference.voting.conciliation import policy
from conference.voting.conciliation import queries as conciliations
from conference.voting.conciliation.policy import State
from conference.voting.conciliation.queries import SAME
from conference.voting.models import Vote, Voter
from conference.voting.openly.models import Conciliation, Conciliator
from conference.voting.rules import Outcome


async def open_conciliation(actor: Actor, vote: Vote) -> None:
    """What a refusal by one delegation leads to, in the transaction that declares it."""
    if vote.outcome != Outcome.CONCILIATION:
        return
    deadline = clock.now() + timedelta(hours=of_data(vote.rules).conciliation_hours)
    await Conciliation.create(vote_id=vote.id, state=State.OPEN, deadline=deadline)
    await note(vote, "conciliation-opened", actor, [deadline.isoformat()])


async def appoint(actor: Actor, number: int, delegation: str, account_id: int) -> None:
    """The chair records whom a delegation sends: one of its voters. Another member's consent is a new question."""
    async with database.transaction():
        vote, found = await _found(number)
        policy.may_appoint(actor, found).require()
        if not await Voter.exists(vote_id=vote.id, delegation=delegation, account_id=account_id):
            raise Refused("not-of-the-delegation", N_("Please choose a delegate of this delegation."))
        sent = await Conciliator.get_or_none(conciliation_id=found.id, delegation=delegation)
        if sent is not None and sent.account_id == account_id:
            return
        if sent is not None:
            await sent.delete()
        await Conciliator.create(conciliation_id=found.id, delegation=delegation, account_id=account_id)
        await note(vote, "conciliator-recorded", actor, [delegation, account_id])


async def lay_text(actor: Actor, number: int, key: str) -> None:
    """A member lays a text before the others: the same again, her or their amendment, another compiled text.

    She consents to it; whatever the others had consented to before is off.
    """
    async with database.transaction():
        vote, found = await _found(number)
        members = await Conciliator.filter(conciliation_id=found.id)
        policy.may_lay(actor, found, members, clock.now()).require()
        amendment, binding = await _named(vote, members, key)
        found.agreed_id, found.binding, found.laid = amendment.id if amendment else None, binding, True
        await found.save(update_fields=["agreed_id", "binding", "laid"])
        for each in members:
            each.consents = each.account_id == actor.id
            await each.save(update_fields=["consents"])
        await note(vote, "conciliation-text-laid", actor, [key])
        await _settle(actor, vote, found)


async def _named(vote: Vote, members: list[Conciliator], key: str) -> tuple[Amendment | None, str]:
    """The amendment or the compiled text that a key names. Raises `Refused` for one that cannot lie before them."""
    if key == SAME:
        return None, ""
    for each in await conciliations.fitting(vote, members):
        if code(each.number) == key:
            return each, ""
    if vote.kind == Kind.RESOLUTION and any(each.digest == key for each in await conciliations.compiled()):
        return None, key
    raise Refused("no-such-text", N_("Please choose one of the texts offered."))


async def consent(actor: Actor, number: int, key: str) -> None:
    """A member consents to the text named: the one that lies before her now, else `Conflict`."""
    async with database.transaction():
        vote, found = await _found(number)
        members = await Conciliator.filter(conciliation_id=found.id)
        policy.may_consent(actor, found, members, clock.now()).require()
        amendment = await Amendment.get_or_none(id=found.agreed_id)
        if conciliations.laid_key(found, amendment) != key:
            raise Conflict("other-text", N_("Another text lies before the members by now. Please read it first."))
        await Conciliator.filter(conciliation_id=found.id, account_id=actor.id).update(consents=True)
        await note(vote, "conciliation-consent", actor, [key])
        await _settle(actor, vote, found)


async def _settle(actor: Actor, vote: Vote, found: Conciliation) -> None:
    """Agreed, once the members of all delegations of the roll consent."""
    agreeing = {each.delegation for each in await Conciliator.filter(conciliation_id=found.id, consents=True)}
    if set(await conciliations.delegations(vote)) <= agreeing:
        await _move(found, State.AGREED)
        await note(vote, "conciliation-agreed", actor)


async def put_conciliated(actor: Actor, number: int) -> Vote:
    """The one new vote, on the text to which all members consent, under the same rules."""
    async with database.transaction():
        vote, found = await _found(number)
        is_put = await conciliations.new_vote(vote) is not None
        policy.may_put_it(actor, vote, found, is_put=is_put).require()
        await _move(found, State.PUT)
        plank = await Plank.get(id=vote.plank_id)
        moved = await _text_to_put(actor, vote, found)
        await note(vote, "conciliation-put", actor)
        return await put(actor, vote.kind, plank.number, moved, follows=vote.id)


async def _text_to_put(actor: Actor, vote: Vote, found: Conciliation) -> list[int]:
    """Bring the amendments into the state in which they are voted on; the one that the new vote is about.

    Another wording takes the place of the amendment that was refused. Before a new vote on a whole plank it becomes
    part of the text that is put; the plank stays under debate until that vote is declared.
    """
    first = await Amendment.get_or_none(id=vote.amendment_id)
    agreed = await Amendment.get_or_none(id=found.agreed_id) or first
    if first is not None and agreed is not None and first.id != agreed.id and is_open(first.state):
        await amendments.lose(actor, first.number)
    if agreed is not None and agreed.state in (Standing.SUBMITTED, Standing.ADMITTED):
        await amendments.put_to_vote(actor, [agreed.number])
    if vote.kind == Kind.PLANK:
        if agreed is not None and is_open(agreed.state):
            await amendments.carry(actor, agreed.number, cause=f"conciliation after vote {vote.number}")
        return []
    return [agreed.number] if agreed is not None else []


async def fail_conciliation(actor: Actor, number: int) -> None:
    """The deadline has passed without agreement: the text falls, and there is no new vote."""
    async with database.transaction():
        vote, found = await _found(number)
        policy.may_fail(actor, found, clock.now()).require()
        await _move(found, State.FAILED)
        await note(vote, "conciliation-failed", actor)
        first = await Amendment.get_or_none(id=vote.amendment_id)
        if first is not None and is_open(first.state):
            await amendments.lose(actor, first.number)
        if vote.kind == Kind.PLANK and vote.plank_id is not None:
            await planks.lose(actor, vote.plank_id)


async def _move(found: Conciliation, to: State) -> None:
    found.state = to
    found.ended_at = clock.now() if to in (State.PUT, State.FAILED) else None
    await found.save(update_fields=["state", "ended_at"])


async def _found(number: int) -> tuple[Vote, Conciliation]:
    """The vote, under lock, and its conciliation. Raises `Absent`."""
    vote = await for_update(number)
    found = await conciliations.of(vote)
    if found is None:
        raise Absent
    return vote, found
