"""What authors call their posts, and the rapporteurs' notes, as steps of the story."""

from datetime import timedelta
from functools import partial
from typing import Any, Final

from conference.debate import commands as debate
from conference.demo.files import after, offset, others
from conference.demo.story import Story
from conference.rapporteur import commands as notes
from conference.rapporteur.models import NoteDraft

Entry = dict[str, Any]
_MARKED: Final = timedelta(days=-1)
"""All posts that the file marks are older."""


def tell(story: Story, told: Entry) -> None:
    """The steps of the notes' file."""
    for mark in told["mark"]:
        story.step(_MARKED, partial(_mark, story, mark))
    for note in told["note"]:
        _tell_note(story, note)


def _tell_note(story: Story, note: Entry) -> None:
    plank, moments = note["plank"], [offset(each) for each in note["presented"]]
    for handle in note["rapporteurs"]:
        story.step(offset(note["named"]), partial(_name, story, note["chair"], plank, handle))
    for place, point in enumerate(note["point"]):
        key = f"note {plank} {place}"
        written = moments[point["version"] - 1] if moments else offset(note["drafted"])
        story.step(written - timedelta(hours=1), partial(_add, story, plank, point, key))
        if "later" in point:
            story.step(moments[1] - timedelta(minutes=30), partial(_change, story, plank, point, key))
    for version, moment in enumerate(moments, 1):
        story.step(moment, partial(_present, story, plank, note["rapporteurs"][0]))
        for place, point in enumerate(note["point"]):
            if texts := _new_texts(point, version):
                _tell_translations(story, moment, point["language"], texts, f"note {plank} {place}")
    for place, objection in enumerate(note.get("objection", ())):
        _tell_objection(story, plank, objection, f"objection {plank} {place}")


def _new_texts(point: Entry, version: int) -> Entry | None:
    """The words of a point that are new in this version."""
    if point["version"] == version:
        return dict(point["text"])
    return dict(point["later"]) if version > point["version"] and "later" in point else None


def _tell_translations(story: Story, at: timedelta, own: str, texts: Entry, unit: str) -> None:
    for language in others(own):
        by = story.translators[frozenset({own, language})]
        act = partial(story.translate, by, unit, language, texts[language])
        story.step(after(at, f"{unit} {language}", 5, 40), act)


def _tell_objection(story: Story, plank: int, objection: Entry, key: str) -> None:
    at = offset(objection["at"])
    story.step(at, partial(_object, story, plank, objection, key))
    _tell_translations(story, at, objection["language"], objection["text"], key)
    if "answer" in objection:
        answer, answered = objection["answer"], f"{key} answer"
        story.step(offset(answer["at"]), partial(_answer, story, plank, answer, key))
        _tell_translations(story, offset(answer["at"]), answer["language"], answer, answered)


async def _mark(story: Story, mark: Entry) -> None:
    by = await story.actor(mark["by"])
    await debate.mark(by, story.posts[mark["post"]], mark["claim"])


async def _name(story: Story, chair: str, plank: int, handle: str) -> None:
    await notes.name(await story.actor(chair), plank, (await story.actor(handle)).id or 0)


async def _add(story: Story, plank: int, point: Entry, key: str) -> None:
    by, own = await story.actor(point["by"]), point["language"]
    made = await notes.add_point(by, plank, point["side"], point["block"], own, point["text"][own])
    posts = [story.posts[each] for each in point["posts"]]
    await notes.choose_posts(by, plank, made.key, posts, posts)
    story.points[key] = made.id


async def _change(story: Story, plank: int, point: Entry, key: str) -> None:
    draft, own = await NoteDraft.get(id=story.points[key]), point["language"]
    by, text = await story.actor(point["by"]), point["later"][own]
    await notes.change_point(by, plank, draft.key, draft.side, draft.block, own, text, read=draft.revision)


async def _present(story: Story, plank: int, by: str) -> None:
    """The units that the translators find at their desk are those of the points as they were presented."""
    await notes.present(await story.actor(by), plank)
    keys = {row: key for key, row in story.points.items() if key.startswith("note ")}
    for draft in await NoteDraft.filter(plank__number=plank):
        story.units[keys[draft.id]] = draft.unit_id or 0


async def _object(story: Story, plank: int, objection: Entry, key: str) -> None:
    own = objection["language"]
    by = await story.actor(objection["by"])
    made = await notes.object_to(by, plank, objection["kind"], own, objection["text"][own])
    story.units[key], story.points[key] = made.reason_id, made.id


async def _answer(story: Story, plank: int, answer: Entry, key: str) -> None:
    own = answer["language"]
    unit = await notes.answer(await story.actor(answer["by"]), plank, story.points[key], own, answer[own])
    story.units[f"{key} answer"] = unit
