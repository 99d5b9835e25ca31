"""“Your turn” on the first page: whoever has to answer finds it there, nobody else, and not once it is done."""

import re

from conference.amendments import commands
from conference.core.actor import HOUSE, Actor
from conference.core.roles import Role
from conference.pages import queries
from conference.planks.models import Plank
from conference.planks.queries import segments
from conference.runtime import database
from conference.translation import commands as translation
from conference.voting import commands as voting
from tests.amendments.conftest import WEEK, Cast, admitted, carried, person, proposed
from tests.amendments.test_accepting import composed
from tests.cast import Assembly, put
from tests.conftest import Visit

do = database.shielded
THIRTY = {language: re.sub(r"thirty-two|trente-deux|treinta y dos", "32", text) for language, text in WEEK.items()}


async def tasks(reader: Actor) -> dict[str, str]:
    """Where each task leads, and what it says."""
    return {each.url: str(each.sentence) for each in (await queries.home(reader, "en")).tasks}


async def test_amendments_tell_their_movers_what_waits(cast: Cast, plank: Plank) -> None:
    lone = (await proposed(cast, cast.karen, "p2", {"en": "All overtime stops."})).number
    assert (await tasks(cast.karen))[f"/amendments/A{lone}"] == f"Your amendment A{lone} still needs co-signers"
    assert f"/amendments/A{lone}" not in await tasks(cast.tom)
    for each in (cast.ana, cast.tom):
        await do(commands.co_sign(each, lone))
    assert f"/amendments/A{lone}" not in await tasks(cast.karen)

    dana = await person("dana", "Dana Brooks", Role.DRAFTER)
    made, first, _ = await composed(cast, dana)
    address = f"/amendments/A{made}"
    assert f"your amendment A{first} joins" in (await tasks(cast.ana))[address]
    assert address not in await tasks(cast.tom)
    await do(commands.answer(cast.ana, made, first, joins=True))
    assert address not in await tasks(cast.ana)
    assert address in await tasks(cast.karen)


async def test_an_overlap_waits_for_its_mover_and_the_drafters(cast: Cast, plank: Plank) -> None:
    week = await admitted(cast, cast.ana, "p3", WEEK)
    other = await admitted(cast, cast.karen, "p3", THIRTY)
    dana = await person("dana", "Dana Brooks", Role.DRAFTER)
    await carried(cast, week)
    address = f"/amendments/A{other}/overlap"
    assert [address in await tasks(each) for each in (cast.karen, dana, cast.ana, cast.omar)] == [
        True,
        True,
        False,
        False,
    ]


async def test_a_waiver_waits_for_the_delegations_of_its_languages(assembly: Assembly, visit: Visit) -> None:
    vote = await put(assembly, "plank", certified=False)
    plank = await Plank.get(number=1)
    for *_, unit in await segments(plank.id, plank.version):
        await do(translation.certify(HOUSE, unit, "fr"))
    await do(voting.ask_waiver(assembly.chair, vote.number, "The hall closes at six."))
    address = f"/votes/{vote.number}/texts"
    waits = [address in await tasks(assembly.people[handle]) for handle in ("rosa", "dana", "marc", "omar")]
    assert waits == [True, True, False, False], "Spanish is a language of Mexico and of the United States"
    assert f'href="/es{address}"' in (await (await visit("rosa")).get("/es/")).text
    await do(voting.consent_waiver(assembly.rosa, vote.number))
    assert address not in await tasks(assembly.rosa)
