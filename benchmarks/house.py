"""The conference that is measured: the demo, and on top of it voters, four long threads and an open vote.

All of it is made by the commands that people use; only the two threads of ten thousand are laid in one go.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from conference import folder
from conference.core.actor import HOUSE, Actor
from conference.core.languages import LANGUAGES
from conference.core.roles import Audience
from conference.debate import commands as debate
from conference.debate.models import Post, Thread
from conference.demo import files, founding, load
from conference.people import commands as people
from conference.people import queries as persons
from conference.people.models import Delegation
from conference.people.rules import Application
from conference.planks import commands as planks
from conference.resolutions.models import Resolution
from conference.runtime import database
from conference.runtime.settings import Settings
from conference.slices import MODELS
from conference.translation import commands as translation
from conference.voting import commands as voting
from conference.voting.models import Option, Vote
from tests.debate.long import put

T = TypeVar("T")
CHAIR = "claire-beaulieu"
VOTERS = 300
LONG, SHORT = 2_000, 100
PLANKS = {901: LONG, 902: SHORT}
DEEP, WIDE, ENDLESS = 903, 904, 10_000
TRANSLATED = 100
WORDS = {
    "en": "The line ran **too fast** again last week. We counted forty-one cars an hour instead of thirty-eight, and "
    "two of us went home with strained wrists.\n\n- Count every hour.\n- Write it down.\n\nThen nobody can deny it.",
    "fr": "La chaîne a encore roulé **trop vite** la semaine passée. Nous avons compté quarante et une voitures à "
    "l’heure, et deux d’entre nous ont eu mal aux poignets.\n\n- Compter chaque heure.\n- Le noter.\n\nC’est tout.",
    "es": "La línea volvió a correr **demasiado rápido** la semana pasada. Contamos cuarenta y un coches por hora, y "
    "dos de nosotros acabaron con las muñecas lastimadas.\n\n- Contar cada hora.\n- Anotarlo.\n\nEso es todo.",
}


@dataclass(frozen=True, slots=True)
class Voter:
    """A delegate on the roll, with a browser's session and a token for programs."""

    session: str
    bearer: str


@dataclass(frozen=True, slots=True)
class House:
    """What the measurements need to know. `vote` and `resolution` are numbers, `vote_id` a key;
    `deepest` and `widest`: the keys of the last post of a chain, and of the one that all others of its debate answer
    (0 where no long debates were made)."""

    data: Path
    voters: tuple[Voter, ...]
    vote: int
    vote_id: int
    options: tuple[str, ...]
    resolution: int
    deepest: int = 0
    widest: int = 0


def build(data: Path) -> House:
    """Fill a new data folder; takes some seconds."""
    with folder.held(data):
        settings = founding.found(data, fresh=False, origin="http://127.0.0.1")
        return asyncio.run(_furnish(settings))


def build_on_postgres(data: Path, address: str) -> House:
    """The same without the long debates, in an empty database; in a process that has opened no other kind."""
    name = files.read("cast")["conference"]["name"]
    folder.make(
        data, {"demo": True, "registration": "open", "audience": "public", "database_url": address, "name": name}
    )
    settings = folder.settings_of(data, origin="http://127.0.0.1")
    asyncio.run(_fill(settings))
    return asyncio.run(_furnish(settings, debates=False))


async def _fill(settings: Settings) -> None:
    await database.migrate(settings, MODELS)
    await database.connect(settings, MODELS)
    try:
        await load.load()
    finally:
        await database.disconnect()


async def _furnish(settings: Settings, *, debates: bool = True) -> House:
    await database.connect(settings, MODELS)
    try:
        voters = await _in_one(_add_voters())
        deepest = widest = 0
        if debates:
            await _in_one(_speak())
            deepest, widest = await _in_one(_endless())
        vote = await database.shielded(_open_vote())
        keys = await Option.filter(vote_id=vote.id).order_by("position").values_list("key", flat=True)
        published = await Resolution.get(state="published")
        return House(
            settings.data, tuple(voters), vote.number, vote.id, tuple(str(key) for key in keys), published.number,
            deepest, widest,
        )  # fmt: skip
    finally:
        await database.disconnect()


async def _in_one(work: Coroutine[Any, Any, T]) -> T:
    """Thousands of commands under one commit."""

    async def together() -> T:
        async with database.transaction():
            return await work

    return await database.shielded(together())


async def _add_voters() -> list[Voter]:
    codes = [each.code for each in await Delegation.all().order_by("position")]
    return [await _add_voter(number, codes[number % len(codes)]) for number in range(VOTERS)]


async def _add_voter(number: int, delegation: str) -> Voter:
    handle, language = f"voter-{number}", LANGUAGES[number % len(LANGUAGES)]
    application = Application(f"Voter {number}", f"{handle}@example.org", delegation, "Local 1", (language,), True)
    account = await people.register(HOUSE, application, handle=handle)
    await people.accredit(HOUSE, account.id)
    actor = await persons.actor_of(handle)
    bearer = await people.make_token(actor, account.id, "count", ["cast"])
    return Voter(await people.sign_in(handle), bearer)


async def _speak() -> None:
    """Two planks with a debate each; every fifth post opens a strand, the next four reply to it."""
    chair = await persons.actor_of(CHAIR)
    speakers = [await persons.actor_of(f"voter-{number}") for number in range(30)]
    for number, posts in PLANKS.items():
        thread = await _debate(chair, number)
        strand: Post | None = None
        for position in range(posts):
            speaker = speakers[position % len(speakers)]
            said = await _say(speaker, thread.id, position, strand.id if strand and position % 5 else None)
            strand = strand if strand and position % 5 else said


async def _debate(chair: Actor, number: int) -> Thread:
    """A plank with an empty debate."""
    block = planks.NewBlock("p1", "paragraph", (planks.NewSegment("p1s1", dict(WORDS)),))
    titles = dict.fromkeys(LANGUAGES, f"Plank {number}")
    plank = await planks.file_plank(chair, number, "plank", "en", titles, {}, [block], Audience.PUBLIC)
    return await debate.open_thread(plank, "plank")


async def _endless() -> tuple[int, int]:
    """A chain of replies to replies, and a post that all others answer."""
    chair, speaker = await persons.actor_of(CHAIR), await persons.actor_of("voter-0")
    deep = await put(await _debate(chair, DEEP), speaker, range(ENDLESS))
    wide = await put(await _debate(chair, WIDE), speaker, [0, *([1] * (ENDLESS - 1))])
    return deep[-1], wide[0]


async def _say(speaker: Actor, thread: int, position: int, parent: int | None) -> Post:
    """A post; those of the first page stand in all three languages."""
    own = speaker.understands[0]
    said = await debate.post(speaker, thread, own, f"{position}. {WORDS[own]}", parent)
    if position < TRANSLATED:
        for language in LANGUAGES:
            if language != own:
                await translation.translate(speaker, said.unit_id, language, f"{position}. {WORDS[language]}")
    return said


async def _open_vote() -> Vote:
    """The demo's ranked vote that is still to come, with everybody on its roll."""
    waiting = await Vote.get(phase="put", kind="choice")
    return await voting.open_vote(await persons.actor_of(CHAIR), waiting.number)
