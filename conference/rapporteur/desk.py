"""The working copy of a note as its rapporteurs see it, and the posts that they choose from. Not there for others."""

from collections.abc import Sequence
from typing import Final

from conference.core.actor import Actor
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.words import N_, Sentence
from conference.debate import queries as debate
from conference.debate import rules as threads
from conference.debate.rules import Asked
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.rapporteur import policy
from conference.rapporteur.links import links
from conference.rapporteur.models import Note, NoteDraft, NotePoint, NotePost
from conference.rapporteur.queries import rapporteurs
from conference.rapporteur.rules import Side
from conference.rapporteur.views import Choice, DeskView, DraftView, Picker
from conference.runtime import database
from conference.translation import queries as translation
from conference.translation.machine import texts as machine

PAGE: Final = 100
WORDS_SHOWN: Final = 240
"""Characters of a post from which a rapporteur chooses."""
_PLACES = (
    "SELECT h.place, h.audience, count(*) FROM thread h JOIN post p ON p.thread_id = h.id WHERE h.plank_id = ? "
    "AND p.state = 'standing' GROUP BY h.id, h.place, h.audience ORDER BY h.id"
)
_ORDER: Final = {side.value: place for place, side in enumerate(Side)}


async def desk(reader: Actor, number: int, language: str) -> DeskView:
    """All points of the working copy. Raises `Absent` for everybody but the rapporteurs."""
    plank = await _own(reader, number)
    points = await NoteDraft.filter(plank_id=plank.id).order_by("position", "key")
    view = await planks.plank(reader, number, language)
    return DeskView(
        plank.number,
        plank.id,
        in_language(plank.titles, language),
        plank.audience,
        tuple((each.id, each.text) for each in view.blocks),
        await _drafts(reader, plank.id, points, language),
        await Note.filter(plank_id=plank.id).count(),
        await problem(plank.id, points),
    )


async def point(reader: Actor, number: int, key: int, language: str) -> DraftView:
    """One point of the working copy. Raises `Absent`."""
    found = next((each for each in (await desk(reader, number, language)).points if each.key == key), None)
    if found is None:
        raise Absent
    return found


async def _own(reader: Actor, number: int) -> Plank:
    plank = await planks.visible(reader, number)
    if not policy.may_write(reader, await rapporteurs(plank.id)):
        raise Absent
    return plank


async def _drafts(reader: Actor, plank_id: int, points: Sequence[NoteDraft], language: str) -> tuple[DraftView, ...]:
    leading = await links(reader, [post for each in points for post in each.posts], language)
    changed = await _changed(plank_id, points)
    found = [
        DraftView(
            each.key, each.side, each.block, each.language, each.text,
            tuple(link for key, link in leading.items() if key in each.posts), each.revision, each.key in changed,
        )
        for each in points
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: _ORDER[each.side]))


async def _changed(plank_id: int, points: Sequence[NoteDraft]) -> frozenset[int]:
    """The keys of points that are not as the latest version has them; of one that was taken out, its own."""
    latest = await Note.filter(plank_id=plank_id).order_by("-number").first()
    presented = {each.key: each for each in await NotePoint.filter(note_id=latest.id)} if latest else {}
    posts: dict[int, set[int]] = {}
    for link in await NotePost.filter(point_id__in=[each.id for each in presented.values()]) if presented else []:
        posts.setdefault(link.point_id, set()).add(link.post_id)
    originals = await translation.originals([each.unit_id for each in presented.values()])

    def stands(draft: NoteDraft) -> bool:
        row = presented.get(draft.key)
        if row is None or row.unit_id != draft.unit_id or row.unit_id not in originals:
            return False
        words = originals[row.unit_id]
        return (draft.side, draft.block, draft.position, draft.language, draft.text, {*draft.posts}) == (
            row.side, row.block, row.position, words.language, words.text, posts.get(row.id, set()),
        )  # fmt: skip

    return frozenset(each.key for each in points if not stands(each)) | (presented.keys() - {p.key for p in points})


async def problem(plank_id: int, points: Sequence[NoteDraft]) -> Sentence | None:
    """Why these points cannot be presented, or None."""
    if not points:
        return Sentence(N_("There is no point to present yet."))
    bare = next((each for each in points if not each.posts), None)
    if bare is not None:
        return Sentence(N_("A point links to no post yet: “%(words)s”"), {"words": _short(bare.text, 80)})
    if not await _changed(plank_id, points):
        return Sentence(N_("Nothing has changed since the note was presented."))
    return None


async def picker(reader: Actor, number: int, key: int, place: str, claim: str, after: int, language: str) -> Picker:
    """A hundred posts at one place, oldest first; those with one claim where it is given. Raises `Absent`."""
    plank = await _own(reader, number)
    chosen = await point(reader, number, key, language)
    rows = await database.rows(_PLACES, plank.id)
    places = tuple((row[0], row[2]) for row in rows if not threads.is_caucus(row[0]) and reader.reads(row[1]))
    at = place if place in dict(places) else next((each for each, _ in places), "plank")
    thread = await debate.thread_of(reader, number, at)
    asked = Asked(claim=claim)
    found = await debate.by_number(reader, thread, language, after, PAGE + 1, asked) if thread else ()
    shown = [each for each in found[:PAGE] if each.standing]
    words = await machine.readings([each.unit for each in shown], language)
    linked = {each.id for each in chosen.posts}
    choices = tuple(
        Choice(
            each.id, each.number, each.author, each.delegation, each.claim, _short(words[each.unit].text, WORDS_SHOWN),
            words[each.unit].language, each.id in linked,
        )
        for each in shown
        if each.unit in words
    )  # fmt: skip
    return Picker(chosen, at, places, claim, choices, found[PAGE - 1].number if len(found) > PAGE else None)


def _short(text: str, most: int) -> str:
    """The first words, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]}…"


async def by_numbers(reader: Actor, number: int, place: str, numbers: Sequence[int]) -> tuple[int, ...]:
    """The keys of the posts with these numbers at a place. Raises `Absent` for one that is not there."""
    thread = await debate.thread_of(reader, number, place)
    if thread is None:
        raise Absent
    return tuple([await debate.by_number_of(reader, thread, each) for each in numbers])
