"""The chair names the rapporteurs of a plank, and releases them."""

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Invalid
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.people.models import Grant
from conference.rapporteur import policy, rules
from conference.rapporteur.commands.records import locked, note_down
from conference.rapporteur.models import Rapporteur
from conference.rapporteur.queries import rapporteurs
from conference.runtime import clock, database

_ROLES = ("delegate", "alternate")


async def name(actor: Actor, number: int, account: int) -> None:
    """Name a delegate as rapporteur. A second one comes from another delegation."""
    async with database.transaction():
        plank = await locked(actor, number)
        policy.may_name(actor).require()
        now = await people.people(await rapporteurs(plank.id))
        if account in now:
            raise Conflict("is-rapporteur", N_("This delegate is a rapporteur of this plank already."))
        person = (await people.people([account])).get(account)
        seated = await Grant.filter(account_id=account, role__in=_ROLES).exists()
        if person is None or person.delegation is None or not seated:
            raise Invalid({"account": Sentence(N_("Please choose an accredited delegate or alternate."))})
        rules.require_room([each.delegation.code if each.delegation else None for each in now.values()],
                           person.delegation.code)  # fmt: skip
        named = {"named_at": clock.now(), "released_at": None}
        await Rapporteur.update_or_create(plank_id=plank.id, account_id=account, defaults=named)
        note_down("rapporteur-named", plank, actor, [plank.number, account])


async def release(actor: Actor, number: int, account: int) -> None:
    """End it. What she wrote stays in the working copy and in the note."""
    async with database.transaction():
        plank = await locked(actor, number)
        policy.may_name(actor).require()
        found = await Rapporteur.get_or_none(plank_id=plank.id, account_id=account, released_at=None)
        if found is None:
            raise Absent
        found.released_at = clock.now()
        await found.save(update_fields=["released_at"])
        note_down("rapporteur-released", plank, actor, [plank.number, account])
