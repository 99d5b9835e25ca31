"""Setting the rules that amendments are filed by."""

from conference.amendments import policy
from conference.amendments.models import TermsSet
from conference.amendments.terms import Terms
from conference.core.actor import Actor
from conference.runtime import clock, database, journal


async def set_terms(actor: Actor, terms: Terms) -> None:
    """From now on amendments are filed by these rules; the earlier ones stay on record."""
    async with database.transaction():
        policy.may_set_terms(actor).require()
        values = terms.as_data()
        await TermsSet.create(values=values, set_by_id=actor.id, set_at=clock.now())
        journal.record("amendment-terms-set", topic="amendments", by=actor, decided=values)
