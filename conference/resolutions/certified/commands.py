"""Certifying."""

from collections.abc import Sequence

from conference.core.actor import Actor
from conference.core.errors import Absent, Refused
from conference.core.roles import Role
from conference.core.words import N_
from conference.resolutions.certified import policy
from conference.resolutions.certified.models import Certificate
from conference.resolutions.certified.rules import Capacity
from conference.resolutions.models import Resolution
from conference.runtime import clock, database, journal


async def certify(actor: Actor, number: int, languages: Sequence[str]) -> None:
    """Vouch for the compiled text in these languages; said twice, it counts once."""
    async with database.transaction():
        resolution = await Resolution.filter(number=number).select_for_update().first()
        if resolution is None:
            raise Absent
        if not languages:
            raise Refused("no-language", N_("Please choose at least one language."))
        for language in languages:
            policy.may_certify(actor, resolution, language).require()
            await Certificate.get_or_create(
                resolution_id=resolution.id, language=language, account_id=actor.id,
                defaults={
                    "capacity": Capacity.TRANSLATOR if Role.TRANSLATOR in actor.roles else Capacity.READER,
                    "wrote": policy.wrote(actor, resolution, language), "digest": resolution.digest, "at": clock.now(),
                },
            )  # fmt: skip
        decided, topic = [list(languages), resolution.digest], f"resolution-{number}"
        journal.record("resolution-certified", topic=topic, by=actor, decided=decided, also=("resolutions",))
