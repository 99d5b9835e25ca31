"""What is asked of a plank, as steps of the story: amendments and their fates, composites, alternatives, links."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

from conference.amendments import commands as amendments
from conference.amendments.groups import commands as groups
from conference.amendments.models import Amendment
from conference.core.actor import Actor
from conference.demo.files import after, offset
from conference.demo.story import Story
from conference.planks.links import commands as links
from conference.planks.links.rules import End

Entry = dict[str, Any]
CHAIRS = ("ernesto-fuentes", "claire-beaulieu")
MERGED: Final = timedelta(minutes=75)
"""How long after the movers' consent the chair puts an amendment in: the time for objections is over then."""


def tell(story: Story, plank: Entry) -> None:
    """The steps of everything that one plank's file asks of it."""
    number, chair = plank["number"], CHAIRS[plank["number"] % 2]
    for amendment in plank.get("amendment", ()):
        _tell_amendment(story, plank, amendment, chair)
    for rivals in plank.get("rivals", ()):
        at = offset(rivals["at"])
        story.step(at, partial(_mark, story, number, rivals))
        story.step_translations(at, rivals, "reason", rivals["key"])
    for link in plank.get("link", ()):
        story.step(offset(link["at"]), partial(_link, story, link))
    for draft in plank.get("draft", ()):
        story.step(offset(draft["at"]), partial(_keep_draft, story, number, draft))


def _tell_amendment(story: Story, plank: Entry, amendment: Entry, chair: str) -> None:
    key, at = amendment["key"], offset(amendment["at"])
    make = _compose if "members" in amendment else _propose
    story.step(at, partial(make, story, plank, amendment))
    for part in ("text", "reason"):
        if part in amendment:
            story.step_translations(at, amendment, part, f"{key} {part}")
    for handle in amendment["cosigners"]:
        story.step(after(at, f"{key} {handle}", 45, 240), partial(_step, story, amendments.co_sign, handle, key))
    for member in amendment.get("members", ()):
        story.step(after(at, f"{key} {member}", 45, 240), partial(_join, story, key, member))
    _tell_fate(story, plank, amendment, chair)


def _tell_fate(story: Story, plank: Entry, amendment: Entry, chair: str) -> None:
    """What the chair did, five to seven hours after the filing, or the mover, once the debate on it had ended."""
    key, fate = amendment["key"], amendment["fate"]
    ruled = after(offset(amendment["at"]), key, 300, 420)
    if fate in ("admitted", "voted", "accepted"):
        story.step(ruled, partial(_step, story, amendments.admit, chair, key))
    if fate in ("voted", "accepted"):
        story.step(ruled, partial(_certify, story, amendment))
    if fate == "returned":
        story.step(ruled, partial(_return, story, amendment, chair))
    elif fate == "accepted":
        agreed = after(ruled, f"{key} agreed", 20, 60)
        story.step(agreed, partial(_step, story, amendments.accept, amendment["fate_by"], key))
        story.step(agreed + MERGED, partial(_merge, story, key, chair))
    elif fate in ("withdrawn", "taken-over"):
        spoken = [offset(post["at"]) for post in plank["post"] if post["thread"] == f"amendment:{key}"]
        withdrawn = after(max((*spoken, ruled)), key, 30, 90)
        story.step(withdrawn, partial(_step, story, amendments.withdraw, amendment["by"], key))
        if fate == "taken-over":
            later = after(withdrawn, f"{key} heir", 10, 45)
            story.step(later, partial(_step, story, amendments.take_over, amendment["fate_by"], key))


async def _propose(story: Story, plank: Entry, amendment: Entry) -> None:
    language = amendment["language"]
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
    _keep(story, amendment["key"], made)


async def _compose(story: Story, plank: Entry, composite: Entry) -> None:
    language = composite["language"]
    made = await amendments.compose(
        await story.actor(composite["by"]),
        plank["number"],
        [story.amendments[each] for each in composite["members"]],
        language,
        composite["text"][language],
        composite["reason"][language],
    )
    _keep(story, composite["key"], made)


def _keep(story: Story, key: str, made: Amendment) -> None:
    story.amendments[key] = made.number
    story.units[f"{key} reason"] = made.reason_id
    if made.text_id is not None:
        story.units[f"{key} text"] = made.text_id


async def _step(story: Story, command: Callable[[Actor, int], Awaitable[object]], handle: str, key: str) -> None:
    """One person does one thing to one amendment."""
    await command(await story.actor(handle), story.amendments[key])


async def _join(story: Story, key: str, member: str) -> None:
    """The mover of an amendment lets it be decided with a composite."""
    found = await Amendment.get(number=story.amendments[member]).select_related("mover")
    mover = await story.actor(found.mover.handle)
    await amendments.answer(mover, story.amendments[key], found.number, joins=True)


async def _certify(story: Story, amendment: Entry) -> None:
    await story.certify(story.units[f"{amendment['key']} text"], amendment["language"])


async def _return(story: Story, amendment: Entry, chair: str) -> None:
    number = story.amendments[amendment["key"]]
    await amendments.return_amendment(await story.actor(chair), number, amendment["fate_reason"])


async def _merge(story: Story, key: str, chair: str) -> None:
    await amendments.merge_uncontested(await story.actor(chair), [story.amendments[key]])


async def _mark(story: Story, plank_number: int, rivals: Entry) -> None:
    language = rivals["language"]
    numbers = [story.amendments[each] for each in rivals["amendments"]]
    drafter = await story.actor(rivals["by"])
    made = await groups.mark(drafter, plank_number, numbers, rivals["reason"][language], language)
    story.units[rivals["key"]] = made.reason_id


async def _link(story: Story, link: Entry) -> None:
    await links.link(await story.actor(link["by"]), _end(link["from"]), link["kind"], _end(link["to"]))


def _end(written: str) -> End:
    """`2.p9` as a block of plank 2."""
    number, _, block = written.partition(".")
    return End(int(number), block)


async def _keep_draft(story: Story, plank_number: int, draft: Entry) -> None:
    await amendments.keep_draft(
        await story.actor(draft["by"]), plank_number, draft["block"], draft["kind"], draft["language"], draft["text"],
        draft["reason"],
    )  # fmt: skip
