"""The posts that points lead to, as a reader may see them: never one that is not open to her."""

from collections.abc import Iterable

from conference.core.actor import Actor
from conference.core.languages import in_language
from conference.core.words import N_, Sentence
from conference.debate import rules as debate
from conference.people import queries as people
from conference.rapporteur.views import PostLink
from conference.runtime import database

_POSTS = (
    "SELECT p.id, p.number, h.place, h.audience, p.state, p.claim, p.author_id, v.number, h.plank_id FROM post p "
    "JOIN thread h ON h.id = p.thread_id LEFT JOIN voice v ON v.id = p.voice_id WHERE p.id IN ({marks}) "
    "ORDER BY h.id, p.number"
)
_VOICE = N_("Voice %(number)s")


async def links(reader: Actor, posts: Iterable[int], language: str) -> dict[int, PostLink]:
    """By key, in the order of threads and numbers; without those that are not open to the reader."""
    wanted = sorted(set(posts))
    if not wanted:
        return {}
    rows = await database.rows(_POSTS.format(marks=database.places(wanted)), *wanted)
    rows = [row for row in rows if not debate.is_caucus(row[2]) and reader.reads(row[3])]
    persons = await people.people({row[6] for row in rows if row[6] is not None})
    found = {}
    for key, number, place, _, state, claim, author, voice, _ in rows:
        name: str | Sentence = ""
        delegation, person = "", persons.get(author) if author is not None else None
        if state == debate.State.STANDING and person is not None:
            name = people.shown_name(reader, person, language)
            if person.delegation and isinstance(name, str):
                delegation = in_language(person.delegation.names, language)
        elif state == debate.State.STANDING and voice is not None:
            name = Sentence(_VOICE, {"number": voice})
        shown = claim if state == debate.State.STANDING else ""
        found[int(key)] = PostLink(int(key), int(number), str(place), str(state), name, delegation, str(shown))
    return found


async def of_plank(plank_id: int, posts: Iterable[int]) -> frozenset[int]:
    """Those of these posts that stand in an open debate of this plank: what a point may link to."""
    wanted = sorted(set(posts))
    if not wanted:
        return frozenset()
    rows = await database.rows(_POSTS.format(marks=database.places(wanted)), *wanted)
    return frozenset(
        row[0]
        for row in rows
        if row[8] == plank_id and row[4] == debate.State.STANDING and not debate.is_caucus(row[2])
    )
