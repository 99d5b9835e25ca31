"""Planks with their debate and their amendments, as steps of the story."""

from datetime import timedelta
from functools import partial
from typing import Any

from conference.amendments import commands as amendments
from conference.debate import commands as debate
from conference.demo.files import after, offset, others
from conference.demo.story import Story
from conference.planks import commands as planks
from conference.planks.models import Plank, Segment
from conference.runtime import settings

Entry = dict[str, Any]
CHAIRS = ("ernesto-fuentes", "claire-beaulieu")


def tell(story: Story, plank: Entry) -> None:
    """The steps of one plank's file."""
    at = offset(plank["at"])
    story.step(at, partial(_file, story, plank))
    for language in others(plank["language"]):
        moment = after(at, f"plank {plank['number']} {language}", 90, 240)
        story.step(moment, partial(_translate_plank, story, plank, language))
    for post in plank.get("post", ()):
        _tell_post(story, plank, post)
    for amendment in plank.get("amendment", ()):
        _tell_amendment(story, plank, amendment)


def _tell_post(story: Story, plank: Entry, post: Entry) -> None:
    at = offset(post["at"])
    story.step(at, partial(_post, story, plank, post))
    _tell_translations(story, at, post, "text", post["key"])


def _tell_translations(story: Story, at: timedelta, entry: Entry, part: str, unit: str) -> None:
    """Each of the other languages, some minutes later."""
    for language in others(entry["language"]):
        by, text = entry["translators"][language], entry[part][language]
        moment = after(at, f"{unit} {language}", 5, 40)
        story.step(moment, partial(story.translate, by, unit, language, text))


def _tell_amendment(story: Story, plank: Entry, amendment: Entry) -> None:
    key, at = amendment["key"], offset(amendment["at"])
    story.step(at, partial(_propose, story, plank, amendment))
    for part in ("text", "reason"):
        if part in amendment:
            _tell_translations(story, at, amendment, part, f"{key} {part}")
    for handle in amendment["cosigners"]:
        story.step(after(at, f"{key} {handle}", 45, 240), partial(_co_sign, story, key, handle))
    _tell_fate(story, plank, amendment)


def _tell_fate(story: Story, plank: Entry, amendment: Entry) -> None:
    """What the chair did, five to seven hours after the filing, or the mover, once the debate on it had ended."""
    key, fate = amendment["key"], amendment["fate"]
    ruled = after(offset(amendment["at"]), key, 300, 420)
    if fate in ("admitted", "voted"):
        story.step(ruled, partial(_admit, story, key, CHAIRS[plank["number"] % 2]))
        if fate == "voted":
            story.step(ruled, partial(_certify, story, amendment))
    elif fate == "returned":
        story.step(ruled, partial(_return, story, amendment, CHAIRS[plank["number"] % 2]))
    elif fate == "withdrawn":
        spoken = [offset(post["at"]) for post in plank["post"] if post["thread"] == f"amendment:{key}"]
        story.step(after(max((*spoken, ruled)), key, 30, 90), partial(_withdraw, story, amendment))


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
    )
    story.posts[post["key"]] = made.id
    story.units[post["key"]] = made.unit_id


async def _thread(story: Story, plank_number: int, place: str) -> int:
    kind, _, key = place.partition(":")
    if kind == "amendment":
        place = f"amendment:{story.amendments[key]}"
    thread = await debate.open_thread(await Plank.get(number=plank_number), place)
    return thread.id


async def _propose(story: Story, plank: Entry, amendment: Entry) -> None:
    key, language = amendment["key"], amendment["language"]
    made = await amendments.propose(
        await story.actor(amendment["by"]),
        plank["number"],
        amendment["block"],
        amendment["kind"],
        language,
        amendment.get("text", {}).get(language, ""),
        amendment["reason"][language],
        parent=story.amendments.get(amendment.get("parent", "")),
    )
    story.amendments[key] = made.number
    story.units[f"{key} reason"] = made.reason_id
    if made.text_id is not None:
        story.units[f"{key} text"] = made.text_id


async def _co_sign(story: Story, key: str, handle: str) -> None:
    await amendments.co_sign(await story.actor(handle), story.amendments[key])


async def _admit(story: Story, key: str, chair: str) -> None:
    await amendments.admit(await story.actor(chair), story.amendments[key])


async def _certify(story: Story, amendment: Entry) -> None:
    await story.certify(story.units[f"{amendment['key']} text"], amendment["language"])


async def _return(story: Story, amendment: Entry, chair: str) -> None:
    number = story.amendments[amendment["key"]]
    await amendments.return_amendment(await story.actor(chair), number, amendment["fate_reason"])


async def _withdraw(story: Story, amendment: Entry) -> None:
    await amendments.withdraw(await story.actor(amendment["by"]), story.amendments[amendment["key"]])
