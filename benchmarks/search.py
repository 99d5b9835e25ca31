"""Searching ten thousand posts that stand in three languages: for a word that few of them hold, and for one of all.

The posts are laid in one go, as in `tests.debate.long`, and the index is made from them as after an update.
"""

import time
from statistics import median

from benchmarks import load
from benchmarks.figures import Figure, share, speed
from benchmarks.hello import Hello
from benchmarks.house import CHAIR, WORDS, House
from benchmarks.load import Outcome
from conference import folder
from conference.core.languages import LANGUAGES
from conference.debate import commands as debate
from conference.debate.models import Post
from conference.people import queries as persons
from conference.planks import commands as planks
from conference.runtime import clock, database
from conference.search import making
from conference.slices import MODELS
from conference.translation.models import Text
from tests.debate.long import put

PLANK, POSTS, KINDS = 905, 10_000, 500
SECONDS, TIMES = 2.0, 5
WITHIN = 2.0
"""Seconds in which the security goals want any search answered."""


async def fill(house: House) -> Figure:
    """Lay the posts and make the index of everything."""
    await database.connect(folder.settings_of(house.data), MODELS)
    try:
        await database.shielded(_lay())
        began = time.monotonic()
        entries = await database.shielded(making.make())
        took = time.monotonic() - began
    finally:
        await database.disconnect()
    return Figure("making the search's index", f"{entries:,} entries in {took:.0f} s", "–", "", None)


async def _lay() -> None:
    async with database.transaction():
        chair, speaker = await persons.actor_of(CHAIR), await persons.actor_of("voter-0")
        block = planks.NewBlock("p1", "paragraph", (planks.NewSegment("p1s1", dict(WORDS)),))
        titles = dict.fromkeys(LANGUAGES, f"Plank {PLANK}")
        plank = await planks.file_plank(chair, PLANK, "plank", "en", titles, {}, [block], "public")
        thread = await debate.open_thread(plank, "plank")
        keys = await put(thread, speaker, [0] * POSTS)
        now, texts = clock.now(), []
        first = (await Post.get(id=keys[0])).unit_id
        for number in range(POSTS):
            for language in LANGUAGES:
                words = f"{WORDS[language]} {language}{number % KINDS}"
                origin = "original" if language == "es" else "human"
                texts.append(
                    Text(
                        unit_id=first + number, revision=1, language=language, origin=origin, text=words,
                        html=f"<p>{words}</p>", source_hash="0" * 64, author_id=speaker.id, created_at=now,
                    )
                )  # fmt: skip
        await Text.filter(unit_id__gte=first, unit_id__lt=first + POSTS).delete()
        await Text.bulk_create(texts, batch_size=500)


async def measure(hello: Hello, port: int) -> list[Figure]:
    """Over HTTP, as a visitor."""

    rare = load.get(f"/fr/search?q=en{KINDS // 2}")

    async def search() -> Outcome:
        return await load.repeat(port, rare, connections=8, seconds=SECONDS)

    await load.once(port, rare)  # the first one takes the stems of the words that it shows
    found = await hello.beside(search)
    if set(found.outcome.statuses) != {200}:
        raise RuntimeError(f"expected 200, got {dict(found.outcome.statuses)}")
    few = speed(found.outcome.rate, found.outcome.percentile(0.99))
    times = [(await load.once(port, load.get("/fr/search?q=poignets")))[0] for _ in range(TIMES)]
    return [
        Figure(f"search, {POSTS // KINDS} of {POSTS:,} posts found", few, share(found.ratio), "", None),
        Figure(
            f"search, all {POSTS:,} posts found", f"median {median(times) * 1000:.0f} ms", "–", f"≤ {WITHIN:.0f} s",
            max(times) <= WITHIN,
        ),
    ]  # fmt: skip
