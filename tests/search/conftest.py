"""What the tests of the search share: asking, and posts in three languages about the same things."""

import pytest

from conference.core.actor import Actor
from conference.debate import commands
from conference.debate.models import Post
from conference.runtime.database import shielded
from conference.search import queries, rules
from conference.search.queries import Found
from conference.translation import commands as translation
from tests.cast import Assembly

SAID = {
    "es": "Las **negociaciones** empezaron sin nosotras, y la huelga sigue.",
    "fr": "Les **négociations** ont commencé sans nous, et la grève continue.",
    "en": "The bargaining began without us, and the strike goes on.",
}
on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""For what is the same on both databases."""


async def find(reader: Actor, typed: str, **narrowed: str) -> Found:
    return await queries.find(reader, rules.asked({"q": typed, **narrowed}))


async def found_posts(reader: Actor, typed: str, **narrowed: str) -> list[int]:
    return [hit.post for hit in (await find(reader, typed, **narrowed)).hits if hit.post is not None]


@pytest.fixture
async def post(assembly: Assembly) -> Post:
    """Rosa's post in Spanish on plank 1, which a person has put into French and English."""
    made = await shielded(commands.speak(assembly.rosa, 1, "plank", "es", SAID["es"]))
    for language in ("fr", "en"):
        await shielded(translation.translate(assembly.amelie, made.unit_id, language, SAID[language]))
    return made
