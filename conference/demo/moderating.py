"""What the chair had to do in the debates, as steps of the story."""

from functools import partial
from typing import Any

from conference.debate.moderation import commands as moderation
from conference.debate.moderation.models import Hiding
from conference.demo import texts
from conference.demo.files import offset
from conference.demo.story import Story

Entry = dict[str, Any]


def tell(story: Story, told: Entry) -> None:
    """The steps of the file of moderation."""
    for hidden in told["hidden"]:
        post, reason, reply = hidden["post"], hidden["reason"], hidden["reply"]
        texts.tell_post(story, {"number": hidden["plank"]}, post)
        for entry, name, act in ((reason, "reason", _hide), (reply, "reply", _reply)):
            key, at = f"{post['key']} {name}", offset(entry["at"])
            story.step(at, partial(act, story, post, entry, key))
            story.step_translations(at, entry, "text", key)
    for report in told["report"]:
        story.step(offset(report["at"]), partial(_report, story, report))


async def _hide(story: Story, post: Entry, reason: Entry, key: str) -> None:
    by, own = await story.actor(reason["by"]), reason["language"]
    made = await moderation.hide(by, story.posts[post["key"]], reason["ground"], own, reason["text"][own])
    story.units[key] = made.reason_id


async def _reply(story: Story, post: Entry, reply: Entry, key: str) -> None:
    number, own = story.posts[post["key"]], reply["language"]
    await moderation.answer(await story.actor(post["by"]), number, own, reply["text"][own])
    story.units[key] = (await Hiding.get(post_id=number)).reply_id or 0


async def _report(story: Story, report: Entry) -> None:
    number, by = story.posts[report["post"]], await story.actor(report["by"])
    await moderation.report(by, number, report["ground"], report["language"], report["words"])
