"""The credentials committee decides, and those who were asked something answer."""

from conference.core.actor import Actor
from conference.core.errors import Absent, Invalid
from conference.core.roles import Role
from conference.core.words import N_, Sentence
from conference.people import policy, rules
from conference.people.models import Account, Delegate, Grant
from conference.people.rules import State
from conference.runtime import clock, database, journal


async def accredit(actor: Actor, account_id: int, reason: str = "") -> Account:
    """Accept a registration: she is a delegate, or an alternate, from now on."""
    return await _decide(actor, account_id, State.ACCREDITED, reason, "delegate-accredited")


async def query_registration(actor: Actor, account_id: int, reason: str) -> Account:
    """Ask her something before deciding. An accepted delegate loses her seat until it is answered."""
    return await _decide(actor, account_id, State.QUERIED, reason, "registration-queried")


async def refuse_registration(actor: Actor, account_id: int, reason: str) -> Account:
    """Refuse a registration, or take an acceptance back."""
    return await _decide(actor, account_id, State.REFUSED, reason, "registration-refused")


async def _decide(actor: Actor, account_id: int, state: State, reason: str, verb: str) -> Account:
    async with database.transaction():
        policy.may_decide(actor, account_id).require()
        seat = await _seat(account_id)
        said = reason.strip()
        if state is not State.ACCREDITED and not said:
            raise Invalid({"reason": Sentence(N_("Please write the reason; the person will read it."))})
        seat.state = rules.move(seat.state, state)
        seat.reason = said
        seat.decided_at = clock.now()
        await seat.save(update_fields=["state", "reason", "decided_at"])
        await Grant.filter(account_id=account_id, role__in=list(rules.VOTING_ROLES)).delete()
        if state is State.ACCREDITED:
            await Grant.create(account_id=account_id, role=Role.ALTERNATE if seat.alternate else Role.DELEGATE)
        account = await Account.get(id=account_id)
        decided = [account.opaque, state.value, said]
        journal.record(verb, topic="credentials", by=actor, decided=decided, also=(f"account-{account_id}",))
        return account


async def answer_query(actor: Actor, organisation: str) -> None:
    """Mend one's registration after the committee's question, and put it before the committee again."""
    async with database.transaction():
        account_id = actor.id or 0
        policy.may_keep(actor, account_id).require()
        seat = await _seat(account_id)
        text = " ".join(organisation.split())
        problem = rules.text_problem(text, rules.ORGANISATION_MOST)
        if problem:
            raise Invalid({"organisation": problem})
        seat.state = rules.move(seat.state, State.REGISTERED)
        seat.organisation = text
        await seat.save(update_fields=["state", "organisation"])
        journal.record("query-answered", topic="credentials", by=actor, decided=[text])


async def _seat(account_id: int) -> Delegate:
    seat = await Delegate.filter(account_id=account_id).select_for_update().get_or_none()
    if seat is None:
        raise Absent
    return seat
