"""A plank of 500 blocks with 300 amendments: its first page, with a filter, with three amendments, as it would read."""

from benchmarks import load
from benchmarks.figures import Figure, share
from benchmarks.hello import Hello
from benchmarks.house import CHAIR, House
from benchmarks.load import Outcome
from conference import folder
from conference.amendments import commands as amendments
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES
from conference.core.roles import Audience
from conference.people import queries as persons
from conference.planks import commands as planks
from conference.planks.commands import NewBlock, NewSegment
from conference.runtime import database
from conference.slices import MODELS

NUMBER, BLOCKS, AMENDMENTS = 950, 500, 300
SECONDS = 3.0
BYTES = 400_000
SAID = {
    "en": ("Every plant counts the hours of line {} and posts them at the gate.", "Nobody loses pay for it."),
    "fr": ("Chaque usine compte les heures de la ligne {} et les affiche à l’entrée.", "Personne n’y perd de salaire."),
    "es": (
        "Cada planta cuenta las horas de la línea {} y las publica en la entrada.",
        "Nadie pierde salario.",
    ),
}


async def fill(made: House) -> tuple[int, ...]:
    """Put the plank into a conference that nobody serves yet, everything under one commit; the amendments' numbers."""

    async def together() -> tuple[int, ...]:
        async with database.transaction():
            movers = [await persons.actor_of(f"voter-{number}") for number in range(30)]
            return await add(await persons.actor_of(CHAIR), movers)

    await database.connect(folder.settings_of(made.data, origin="http://127.0.0.1"), MODELS)
    try:
        return await database.shielded(together())
    finally:
        await database.disconnect()


async def add(chair: Actor, movers: list[Actor]) -> tuple[int, ...]:
    """The plank, and its amendments: most change words, some put a paragraph in or take one out; every tenth one meets
    its neighbour in the same words."""
    blocks = [NewBlock(f"p{at}", _kind(at), _segments(at)) for at in range(1, BLOCKS + 1)]
    titles = dict.fromkeys(LANGUAGES, "The hours of the line")
    await planks.file_plank(chair, NUMBER, "plank", "en", titles, titles, blocks, Audience.PUBLIC)
    numbers = []
    for at in range(AMENDMENTS):
        mover = movers[at % len(movers)]
        own = mover.understands[0]
        block = 1 + (at * 5 + (1 if at % 10 else -4)) % BLOCKS
        kind = {3: "insert", 7: "delete"}.get(at % 10, "replace")
        text = "" if kind == "delete" else f"{_text(block, own)} {SAID[own][1]} {at}."
        text = text if kind != "replace" else text.replace("hours", "minutes").replace("heures", "minutes")
        filed = await amendments.propose(mover, NUMBER, f"p{block}", kind, own, text, "Because we counted.")
        numbers.append(filed.number)
    return tuple(numbers)


def _kind(at: int) -> str:
    return "heading" if at % 25 == 1 else "paragraph"


def _segments(at: int) -> tuple[NewSegment, ...]:
    return tuple(
        NewSegment(f"p{at}s{number}", {each: SAID[each][number - 1].format(at) for each in LANGUAGES})
        for number in (1, 2)
    )


def _text(at: int, language: str) -> str:
    return " ".join(SAID[language]).format(at)


PAGES = {
    "first page": "",
    "a filter, the fourth page": "?needs=mine&at=p301",
    "three shown together": "?show=A{0},A{1},A{2}",
    "all shown, as it would read": "?needs=all&show=all&view=clean",
}


async def measure(hello: Hello, made: House, numbers: tuple[int, ...], port: int) -> list[Figure]:
    """Each page by one reader at a time: the median of her waits beside H, and the bytes of the answer."""
    cookie = f"session={made.voters[0].session}"
    return [await _figure(hello, port, name, query.format(*numbers), cookie) for name, query in PAGES.items()]


async def _figure(hello: Hello, port: int, name: str, query: str, cookie: str) -> Figure:
    request = load.get(f"/en/planks/{NUMBER}{query}", cookie=cookie)

    async def page() -> Outcome:
        return await load.repeat(port, request, connections=1, seconds=SECONDS)

    found = await hello.beside(page, 1)
    if set(found.outcome.statuses) != {200}:
        raise RuntimeError(f"{query or 'the first page'} answered {dict(found.outcome.statuses)}")
    _, answer = await load.once(port, request)
    size = len(answer.partition(b"\r\n\r\n")[2])
    measured = f"{found.outcome.percentile(0.5) * 1000:.0f} ms, {size / 1000:.0f} kB"
    goal = f"≤ {BYTES / 1000:.0f} kB"
    return Figure(f"plank of {BLOCKS}/{AMENDMENTS}, {name}", measured, share(found.ratio), goal, size <= BYTES)
