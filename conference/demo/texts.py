"""Planks with their debate, as steps of the story; `amending` tells what is asked of them."""

from functools import partial
from typing import Any

from conference.debate import commands as debate
from conference.demo import amending
from conference.demo.files import after, offset, others
from conference.demo.story import Story
from conference.planks import commands as planks
from conference.planks.models import Plank, Segment
from conference.runtime import settings

Entry = dict[str, Any]


def tell(story: Story, plank: Entry) -> None:
    """The steps of one plank's file."""
    at = offset(plank["at"])
    story.step(at, partial(_file, story, plank))
    for language in others(plank["language"]):
        moment = after(at, f"plank {plank['number']} {language}", 90, 240)
        story.step(moment, partial(_translate_plank, story, plank, language))
    for post in plank.get("post", ()):
        tell_post(story, plank, post)
    amending.tell(story, plank)


def tell_post(story: Story, plank: Entry, post: Entry) -> None:
    """A post at a place of a plank, and its translations."""
    at = offset(post["at"])
    story.step(at, partial(_post, story, plank, post))
    story.step_translations(at, post, "text", post["key"])


async def _file(story: Story, plank: Entry) -> None:
    """Its titles in every language, its text in its own: the translators follow."""
    own = plank["language"]
    blocks = [
        planks.NewBlock(
            block["id"],
            block["kind"],
            tuple(planks.NewSegment(each["id"], {own: each[own]}) for each in block["segment"]),
        )
        for block in plank["block"]
    ]
    await planks.file_plank(
        await story.actor(plank["filed_by"]),
        plank["number"],
        plank["kind"],
        own,
        plank["title"],
        plank["summary"],
        blocks,
        settings.current().audience,
    )
    for segment in await Segment.filter(version__plank__number=plank["number"]):
        story.units[f"{plank['number']} {segment.label}"] = segment.unit_id


async def _translate_plank(story: Story, plank: Entry, language: str) -> None:
    by = story.translators[frozenset({plank["language"], language})]
    for block in plank["block"]:
        for segment in block["segment"]:
            await story.translate(by, f"{plank['number']} {segment['id']}", language, segment[language])


async def _post(story: Story, plank: Entry, post: Entry) -> None:
    language = post["language"]
    made = await debate.post(
        await story.actor(post["by"]),
        await _thread(story, plank["number"], post["thread"]),
        language,
        post["text"][language],
        story.posts.get(post.get("reply_to", "")),
        tongues=post.get("tongues", ""),
    )
    story.posts[post["key"]] = made.id
    story.units[post["key"]] = made.unit_id


async def _thread(story: Story, plank_number: int, place: str) -> int:
    kind, _, key = place.partition(":")
    if kind == "amendment":
        place = f"amendment:{story.amendments[key]}"
    thread = await debate.open_thread(await Plank.get(number=plank_number), place)
    return thread.id
