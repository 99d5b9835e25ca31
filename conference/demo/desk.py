"""What waits on the translators' desk: posts that were changed after they were translated, and who is at it."""

from functools import partial
from typing import Any

from conference.debate import commands as debate
from conference.demo.files import offset
from conference.demo.story import Story
from conference.translation import commands as translation
from conference.translation.desk import claims
from conference.translation.models import Text

Entry = dict[str, Any]


def tell(story: Story, told: Entry) -> None:
    """The steps of the desk's file."""
    for each in told["edited"]:
        story.step(offset(each["at"]), partial(_edit, story, each))
    for each in told["translated"]:
        story.step(offset(each["at"]), partial(_translate, story, each))
    for each in told["claimed"]:
        story.step(offset(each["at"]), partial(_claim, story, each))


async def _edit(story: Story, edited: Entry) -> None:
    text = await _newest(story.units[edited["key"]], None)
    await debate.edit(await story.actor(edited["by"]), story.posts[edited["key"]], f"{text} {edited['adds']}")


async def _translate(story: Story, done: Entry) -> None:
    unit = story.units[done["key"]]
    text = f"{await _newest(unit, done['language'])} {done['adds']}"
    await translation.translate(await story.actor(done["by"]), unit, done["language"], text)


async def _newest(unit: int, language: str | None) -> str:
    """The newest text of a unit in a language, or its original."""
    wanted = {"origin": "original"} if language is None else {"language": language}
    return (await Text.filter(unit_id=unit, **wanted).order_by("-revision").limit(1))[0].text


async def _claim(story: Story, claimed: Entry) -> None:
    await claims.take(await story.actor(claimed["by"]), story.units[claimed["key"]], claimed["language"])
