"""The house of the amendments' tests, and the way from there to an adopted plank."""

from amendments.conftest import Cast, admitted, browser, cast, plank, refused

from conference.core.actor import Actor
from conference.planks.models import Plank
from conference.resolutions import commands as resolutions
from conference.resolutions.models import Resolution
from conference.runtime import database
from conference.voting import commands as voting
from conference.voting.models import Vote
from tests.cast import certify_plank
from tests.certifying import certified

__all__ = ["Cast", "adopted", "browser", "cast", "compiled", "decide", "plank", "refused"]
TITLES = {"en": "Joint resolution", "fr": "Résolution commune", "es": "Resolución conjunta"}
WEEK = {
    "en": "Weekly hours go down to thirty-two without loss of pay.",
    "fr": "Les heures de travail diminuent à trente-deux sans perte de salaire.",
    "es": "Las horas semanales bajan a treinta y dos sin pérdida de salario.",
}
do = database.shielded


async def decide(cast: Cast, number: int, against: tuple[Actor, ...] = ()) -> Vote:
    """Open a vote, have every delegate answer, close, unseal, declare."""
    if await Vote.exists(number=number, kind="plank"):
        await certify_plank(1)
    await do(voting.open_vote(cast.claire, number))
    for each in (cast.ana, cast.beto, cast.karen, cast.tom):
        answer = "no" if each in against else "yes"
        await do(voting.cast_ballot(each, number, ((answer,),), f"nonce of {each.handle} for {number}"))
    await do(voting.close_vote(cast.claire, number))
    await do(voting.unseal(cast.claire, number))
    return await do(voting.declare(cast.claire, number))


async def adopted(cast: Cast, plank: Plank) -> None:
    """An amendment of Ana's is carried by vote 1, then the plank by vote 2."""
    amendment = await admitted(cast, cast.ana, "p3", WEEK)
    await decide(cast, (await do(voting.put(cast.claire, "amendment", 1, [amendment]))).number)
    await decide(cast, (await do(voting.put(cast.claire, "plank", 1))).number)


async def compiled(cast: Cast, plank: Plank) -> Resolution:
    """Compiled, and certified in every language."""
    await adopted(cast, plank)
    made = await do(resolutions.compile_resolution(cast.claire, TITLES, [1]))
    await certified(made.number)
    return made
