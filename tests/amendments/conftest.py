"""A house with one plank under debate in three languages, delegates of two countries, the chair and a translator."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import httpx2
import pytest

from conference.amendments import commands
from conference.amendments.models import Amendment
from conference.app import create_app
from conference.core.actor import HOUSE, Actor
from conference.core.errors import Refused
from conference.core.roles import Role
from conference.people import commands as people
from conference.people.models import Account, Delegate, Delegation
from conference.people.queries import actor_of
from conference.planks.commands import NewBlock, NewSegment, file_plank
from conference.planks.models import Plank
from conference.runtime import clock, database
from conference.runtime.settings import Settings
from conference.translation import commands as translation

ORIGIN = "http://127.0.0.1:8000"
TEXTS = {
    "p1": {"en": "Time for living", "fr": "Du temps pour vivre", "es": "Tiempo para vivir"},
    "p2": {
        "en": "All overtime stops until everyone on layoff is back.",
        "fr": "Toutes les heures supplémentaires cessent jusqu’au retour des personnes mises à pied.",
        "es": "Todo el tiempo extra se suspende hasta que regrese la gente en despido temporal.",
    },
    "p3": {
        "en": "Weekly hours go down in steps without loss of pay.",
        "fr": "Les heures de travail diminuent par étapes sans perte de salaire.",
        "es": "Las horas semanales bajan por etapas sin pérdida de salario.",
    },
}
WEEK = {
    "en": "Weekly hours go down to thirty-two without loss of pay.",
    "fr": "Les heures de travail diminuent à trente-deux sans perte de salaire.",
    "es": "Las horas semanales bajan a treinta y dos sin pérdida de salario.",
}
YEAR = {
    "en": "Weekly hours go down in steps without loss of yearly pay.",
    "fr": "Les heures de travail diminuent par étapes sans perte de salaire annuel.",
    "es": "Las horas semanales bajan por etapas sin pérdida de salario anual.",
}


@dataclass(frozen=True)
class Cast:
    """Who takes part."""

    ana: Actor
    beto: Actor
    karen: Actor
    tom: Actor
    claire: Actor
    amelie: Actor
    omar: Actor


async def person(handle: str, name: str, *roles: Role, speaks: str = "en", of: Delegation | None = None) -> Actor:
    made = people.add_account(
        HOUSE, handle, name, f"{handle}@example.org", [speaks], handle == "karen", {"en": "Somebody."}
    )
    await database.shielded(made)
    for role in roles:
        await database.shielded(people.grant(HOUSE, handle, role))
    if of is not None:
        account = await Account.get(handle=handle)
        await Delegate.create(
            account_id=account.id, delegation=of, organisation="Local 7", state="accredited", registered_at=clock.now()
        )
    return await actor_of(handle)


@pytest.fixture
async def cast(house: Settings) -> Cast:
    names = [
        ("MX", {"en": "Mexico", "fr": "Mexique", "es": "México"}),
        ("CA", dict.fromkeys(("en", "fr", "es"), "Canada")),
    ]
    mexico, canada = [
        await Delegation.create(code=code, names=each, languages=["en"], position=place)
        for place, (code, each) in enumerate(names)
    ]
    return Cast(
        ana=await person("ana", "Ana Ruiz", Role.DELEGATE, speaks="es", of=mexico),
        beto=await person("beto", "Beto Nava", Role.DELEGATE, speaks="es", of=mexico),
        karen=await person("karen", "Karen McLeod", Role.DELEGATE, of=canada),
        tom=await person("tom", "Tom Okafor", Role.DELEGATE, of=canada),
        claire=await person("claire", "Claire Beaulieu", Role.CHAIR, speaks="fr"),
        amelie=await person("amelie", "Amélie Roy", Role.TRANSLATOR, speaks="fr"),
        omar=await person("omar", "Omar Farouk", Role.OBSERVER),
    )


@pytest.fixture
async def plank(cast: Cast) -> Plank:
    kinds = {"p1": "heading"}
    blocks = [
        NewBlock(each, kinds.get(each, "paragraph"), (NewSegment(f"{each}s1", texts),)) for each, texts in TEXTS.items()
    ]
    titles = {"en": "Sharing work", "fr": "Partager le travail", "es": "Repartir el trabajo"}
    return await database.shielded(file_plank(cast.claire, 1, "plank", "en", titles, titles, blocks, "public"))


async def proposed(
    cast: Cast, mover: Actor, block: str, texts: dict[str, str], kind: str = "replace", **more: int
) -> Amendment:
    """Filed in the mover's language, and translated into the others."""
    own = mover.understands[0]
    filed = await database.shielded(
        commands.propose(mover, 1, block, kind, own, texts.get(own, ""), "Because it is time.", **more)
    )
    for language, text in texts.items():
        if language != own:
            assert filed.text_id is not None
            await database.shielded(translation.translate(cast.amelie, filed.text_id, language, text))
    return filed


async def admitted(
    cast: Cast, mover: Actor, block: str, texts: dict[str, str], kind: str = "replace", **more: int
) -> int:
    """On the table: proposed, co-signed by two, admitted by the chair. Gives its number."""
    number = (await proposed(cast, mover, block, texts, kind, **more)).number
    others = [each for each in (cast.beto, cast.tom, cast.karen) if each.id != mover.id][:2]
    for each in others:
        await database.shielded(commands.co_sign(each, number))
    await database.shielded(commands.admit(cast.claire, number))
    return number


async def carried(cast: Cast, number: int) -> int:
    """Put and carried; gives the plank's version."""
    await database.shielded(commands.put_to_vote(cast.claire, [number]))
    return await database.shielded(commands.carry(cast.claire, number, cause="vote 1"))


def refused(code: str) -> AbstractContextManager[pytest.ExceptionInfo[Refused]]:
    return pytest.raises(Refused, match=f"^{code}:")


Browser = Callable[[], httpx2.AsyncClient]


@pytest.fixture
async def browser(house: Settings) -> AsyncIterator[Browser]:
    """Makes browsers with cookies of their own, all looking at one house."""
    app = create_app(house)
    opened: list[httpx2.AsyncClient] = []

    def open_one() -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(app=app)
        opened.append(httpx2.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}))
        return opened[-1]

    yield open_one
    for client in opened:
        await client.aclose()
