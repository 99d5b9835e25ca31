"""Two people vouch for a compiled text in every language, for tests that go on to its vote."""

from conference.core.actor import Actor
from conference.core.languages import LANGUAGES
from conference.core.roles import Role
from conference.people.models import Account
from conference.resolutions.certified import commands
from conference.resolutions.models import Resolution
from conference.runtime import database


async def certified(number: int) -> None:
    """Two accounts that translated nothing of it, one as a translator, one as a drafter."""
    wrote = {account for each in ((await Resolution.get(number=number)).translators or {}).values() for account in each}
    translator, reader = (await Account.exclude(id__in=list(wrote)).order_by("-id"))[:2]
    for account, role in ((translator, Role.TRANSLATOR), (reader, Role.DRAFTER)):
        actor = Actor(id=account.id, roles=frozenset({Role.MEMBER, role}), understands=LANGUAGES, opaque=account.opaque)
        await database.shielded(commands.certify(actor, number, LANGUAGES))
