"""The declaration from the drafters' desk to what follows at home, as steps of the story.

The vote on it is among the others, in `votes`.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final

from conference.demo.files import after, offset
from conference.demo.story import Story
from conference.people.models import Account
from conference.resolutions.adopted import commands as adopted
from conference.resolutions.annexed import commands as annexed
from conference.resolutions.annexed import joint
from conference.resolutions.commitments import commands as commitments
from conference.resolutions.desk import commands as desk
from conference.resolutions.editions import commands as editions
from conference.resolutions.models import Paragraph
from conference.runtime import clock

Entry = dict[str, Any]
HOUR: Final = timedelta(hours=1)


def tell(story: Story, whole: Mapping[str, Any]) -> None:
    """The steps at the desk, and those that follow the adoption."""
    vote = whole["vote"]
    story.step(offset(whole["at"]), partial(_open_draft, story, whole))
    for schedule in whole["schedule"]:
        story.step(offset(schedule["at"]), partial(_add_schedule, story, vote, schedule))
    for passage in whole["passage"]:
        story.step(offset(passage["at"]), partial(_write, story, vote, passage))
        story.step_translations(offset(passage["at"]), passage, "text", passage["key"])
    for kind, act in FOLLOWING.items():
        for entry in whole[kind]:
            story.step(offset(entry["at"]), partial(act, story, vote, entry))
    for statement in whole["statement"]:
        story.step_translations(offset(statement["at"]), statement, "text", statement["key"])
    for correction in whole["correction"]:
        _tell_correction(story, vote, correction)
    for commitment in whole["commitment"]:
        _tell_commitment(story, vote, commitment)


def _tell_correction(story: Story, vote: str, correction: Entry) -> None:
    """Proposed, certified by others within the hours that follow, and published as an edition."""
    at, key = offset(correction["at"]), f"correction {correction['passage']}"
    story.step(at, partial(_correct, story, vote, correction))
    spoken = correction | {"language": correction["reason_in"]}
    story.step_translations(at, spoken, "reason", key)
    for handle in correction["certifiers"]:
        story.step(after(at, f"{key} {handle}", 60, 150), partial(_certify, story, vote, key, handle))
    story.step(at + 3 * HOUR, partial(_publish, story, vote, key, correction["publisher"]))


def _tell_commitment(story: Story, vote: str, commitment: Entry) -> None:
    at, key = offset(commitment["at"]), commitment["key"]
    story.step(at, partial(_commit, story, vote, commitment))
    story.step_translations(at, commitment, "text", key)
    for place, progress in enumerate(commitment["progress"]):
        report = commitment | progress | {"key": f"{key} {place}"}
        story.step(offset(progress["at"]), partial(_report, story, vote, key, report))
        story.step_translations(offset(progress["at"]), report, "text", report["key"])


async def _open_draft(story: Story, whole: Mapping[str, Any]) -> None:
    made = await desk.open_draft(await story.actor(whole["by"]), whole["title"])
    story.drafts[whole["vote"]] = made.id


async def _add_schedule(story: Story, vote: str, schedule: Entry) -> None:
    actor, draft = await story.actor(schedule["by"]), story.drafts[vote]
    await desk.add_schedule(actor, draft, schedule["title"], schedule["clause"], schedule["delegation"])


async def _write(story: Story, vote: str, passage: Entry) -> None:
    language = passage["language"]
    made = await desk.write_passage(
        await story.actor(passage["by"]), story.drafts[vote], passage["place"], passage["kind"], language,
        passage["text"][language],
    )  # fmt: skip
    story.units[passage["key"]] = made.unit_id
    story.passages[passage["key"]] = made.key


async def _label(story: Story, vote: str, key: str) -> str:
    """The number under which a passage stands in the compiled text: a desk's passage, or a block of a plank."""
    number = story.resolutions[vote]
    found = await Paragraph.get(resolution__number=number, key=story.passages.get(key, key))
    return found.label


async def _name_signer(story: Story, _: str, signer: Entry) -> None:
    account = await Account.get(handle=signer["handle"])
    await adopted.name_signer(await story.actor(signer["by"]), signer["delegation"], account.id)


async def _declare(story: Story, vote: str, entry: Entry) -> None:
    number = story.resolutions[vote]
    await adopted.declare_ad_referendum(await story.actor(entry["by"]), number, entry["delegation"])


async def _record(story: Story, vote: str, entry: Entry) -> None:
    day = (clock.now() - offset(entry["at"]) + offset(entry["decided"])).date()
    await adopted.record_ratification(
        await story.actor(entry["by"]), story.resolutions[vote], entry["delegation"], entry["body"], day,
        entry["result"], entry["note"], "",
    )  # fmt: skip


async def _sign(story: Story, vote: str, entry: Entry) -> None:
    """Nobody in the demo has a password, so she signs with her name."""
    account = await Account.get(handle=entry["by"])
    await adopted.sign(await story.actor(entry["by"]), story.resolutions[vote], entry["edition"], account.name)


async def _annex(story: Story, vote: str, entry: Entry) -> None:
    """Where others stand behind it too, each of them consents before the first author annexes it."""
    language, actor = entry["language"], await story.actor(entry["by"])
    clauses = [await _label(story, vote, each) for each in entry.get("clauses", ())]
    filed = (actor, story.resolutions[vote], entry["kind"], language, entry["text"][language], clauses)
    others = entry.get("coauthors", ())
    if others:
        waits = await joint.prepare(*filed, ", ".join(others))
        for each in others:
            await joint.answer(await story.actor(each), story.resolutions[vote], waits.id, consents=True)
        made = await joint.publish(actor, story.resolutions[vote], waits.id)
    else:
        made = await annexed.file_statement(*filed)
    story.units[entry["key"]] = made.unit_id


async def _correct(story: Story, vote: str, entry: Entry) -> None:
    key, own = f"correction {entry['passage']}", entry["reason_in"]
    made = await editions.propose(
        await story.actor(entry["by"]), story.resolutions[vote], await _label(story, vote, entry["passage"]),
        entry["language"], entry["after"], entry["nature"], entry["reason"][own], own,
    )  # fmt: skip
    story.corrections[key], story.units[key] = made.id, made.reason_id


async def _certify(story: Story, vote: str, key: str, handle: str) -> None:
    await editions.certify(await story.actor(handle), story.resolutions[vote], story.corrections[key])


async def _publish(story: Story, vote: str, key: str, chair: str) -> None:
    await editions.publish(await story.actor(chair), story.resolutions[vote], story.corrections[key])


async def _commit(story: Story, vote: str, entry: Entry) -> None:
    language, due = entry["language"], clock.now() + timedelta(days=entry["due_in_days"])
    made = await commitments.commit(
        await story.actor(entry["by"]), story.resolutions[vote], entry["delegation"],
        await _label(story, vote, entry["clause"]), language, entry["text"][language], entry["office"], due.date(),
        owner=entry["owner"],
    )  # fmt: skip
    story.units[entry["key"]] = made.unit_id
    story.commitments[entry["key"]] = made.id


async def _report(story: Story, vote: str, key: str, report: Entry) -> None:
    language = report["language"]
    made = await commitments.report(
        await story.actor(report["by"]), story.resolutions[vote], story.commitments[key], report["status"], language,
        report["text"][language],
    )  # fmt: skip
    story.units[report["key"]] = made.unit_id


FOLLOWING: Final = {
    "signer": _name_signer, "referendum": _declare, "ratification": _record, "signature": _sign, "statement": _annex,
}  # fmt: skip
"""What is done at one moment by one person, by the name of its table in the file."""
