"""Votes, their ballots, and the resolution, as steps of the story."""

import zlib
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final

from conference.core.languages import DEFAULT, LANGUAGES
from conference.core.roles import Audience, Role
from conference.demo import files
from conference.demo.files import after, offset
from conference.demo.story import Story
from conference.planks.models import Plank, Segment
from conference.resolutions import commands as resolutions
from conference.resolutions.certified import commands as certified
from conference.resolutions.desk import commands as desk
from conference.runtime import clock
from conference.voting import commands as voting
from conference.voting.models import Option, Vote
from conference.voting.openly.rules import HALL, Figures

Entry = dict[str, Any]
Ranks = str | list[list[str]]


def tell(story: Story, every: Mapping[str, Any]) -> None:
    """The steps of all votes. What has no moment in the file is still to come."""
    for vote in every["vote"]:
        put = PUTTING.get(vote["kind"], _put)
        story.step(offset(vote["at"]), partial(put, story, vote), alone=True)
        if vote["kind"] == "plank":
            story.step(after(offset(vote["at"]), vote["key"], 10, 40), partial(_certify, story, vote))
        if "opens" in vote:
            story.step(offset(vote["opens"]), partial(_open, story, vote), alone=True)
            _tell_ballots(story, vote)
        if "closes" in vote:
            _tell_end(story, vote)


def _tell_ballots(story: Story, vote: Entry) -> None:
    """Each voter at some moment while the vote is open, in an order of no meaning."""
    opens, closes = offset(vote["opens"]), offset(vote.get("closes", "-2m"))
    for handle, ranks in vote.get("ballots", {}).items():
        share = (zlib.crc32(f"{vote['key']} {handle}".encode()) % 900 + 50) / 1000
        story.step(opens + (closes - opens) * share, partial(_cast, story, vote["key"], handle, ranks), alone=True)


def _tell_end(story: Story, vote: Entry) -> None:
    """Closed, unsealed half-way to the declaration, declared; then an adopted resolution is published."""
    closes, declared = offset(vote["closes"]), offset(vote["declared"])
    for place, teller in enumerate(vote.get("tellers", ()), 1):
        story.step(closes - timedelta(seconds=20 * place), partial(_count_hands, story, vote, teller), alone=True)
    story.step(closes, partial(_close, story, vote), alone=True)
    story.step(closes + (declared - closes) / 2, partial(_unseal, story, vote), alone=True)
    story.step(declared, partial(_declare, story, vote), alone=True)
    if vote["kind"] == "resolution":
        story.step(declared + timedelta(minutes=40), partial(_publish, story, vote), alone=True)


async def _put(story: Story, vote: Entry) -> None:
    amendments = [story.amendments[key] for key in vote.get("amendments", ())]
    follows = await _put_by_a_choice(amendments) if vote["kind"] == "amendment" else None
    made = follows or await voting.put(
        await story.actor(vote["by"]), vote["kind"], vote["plank"], amendments, vote["question"]
    )
    story.votes[vote["key"]] = made.number


async def _ask(story: Story, vote: Entry) -> None:
    """A question of the chair's own; an option that is a name is the same in every language."""
    options = [dict.fromkeys(LANGUAGES, name) for name in vote.get("options", ())]
    chair = await story.actor(vote["by"])
    made = await voting.ask(
        chair, vote["kind"], vote["question"], options, rule_set=vote["rules"], audience=Audience.PUBLIC
    )
    story.votes[vote["key"]] = made.number
    printed = await Option.filter(vote_id=made.id)
    story.names[vote["key"]] = {each.words[DEFAULT]: each.key for each in printed}


async def _count_hands(story: Story, vote: Entry, teller: str) -> None:
    counted = {HALL: Figures(**vote["hands"])}
    await voting.enter_hands(await story.actor(teller), story.votes[vote["key"]], counted)


async def _certify(story: Story, vote: Entry) -> None:
    """Nobody votes on a text that no translator vouches for."""
    plank = await Plank.get(number=vote["plank"])
    segments = await Segment.filter(version__plank_id=plank.id, version__number=plank.version).select_related("unit")
    for segment in segments:
        await story.certify(segment.unit_id, segment.unit.language)


async def _put_by_a_choice(amendments: list[int]) -> Vote | None:
    """The vote of consent that declaring a choice has put already on the wording that won."""
    return await Vote.filter(amendment__number__in=amendments, follows_id__not_isnull=True, phase="put").first()


async def _certify_resolution(story: Story, number: int, translators: Mapping[str, list[int]]) -> None:
    """In every language a translator vouches, and a delegate or drafter who reads it and did not translate it."""
    people = [await story.actor(each["handle"]) for each in files.read("cast")["person"]]
    for language in LANGUAGES:
        able = [each for each in people if language in each.understands]
        one = next(each for each in able if Role.TRANSLATOR in each.roles)
        other = next(
            each
            for each in able
            if each.roles & {Role.DELEGATE, Role.DRAFTER} and each.id not in translators.get(language, ())
        )
        for each in (one, other):
            await certified.certify(each, number, [language])


async def _put_resolution(story: Story, vote: Entry) -> None:
    chair = await story.actor(vote["by"])
    compiled = await desk.compile_draft(chair, story.drafts[vote["key"]])
    await _certify_resolution(story, compiled.number, compiled.translators or {})
    made = await resolutions.put_resolution(chair, compiled.number)
    story.votes[vote["key"]] = made.number
    story.resolutions[vote["key"]] = compiled.number


PUTTING: Final = {"resolution": _put_resolution, "procedure": _ask, "election": _ask}
"""How the questions that are not put on a plank come about."""


async def _open(story: Story, vote: Entry) -> None:
    closes_at = clock.now() + offset(vote["closes"]) - offset(vote["opens"]) if "closes" in vote else None
    await voting.open_vote(await story.actor(vote["by"]), story.votes[vote["key"]], closes_at)


async def _cast(story: Story, key: str, handle: str, ranks: Ranks) -> None:
    nonce = f"{key} {handle}"
    await voting.cast_ballot(await story.actor(handle), story.votes[key], _ranking(story, key, ranks), nonce)


def _ranking(story: Story, key: str, ranks: Ranks) -> tuple[tuple[str, ...], ...]:
    """The file's words as the ballot's keys: `p1-a2` is `a7` where that amendment is number 7, and a name `o3`."""
    if isinstance(ranks, str):
        return ((ranks,),)
    return tuple(
        tuple(
            f"a{story.amendments[option]}"
            if option in story.amendments
            else story.names.get(key, {}).get(option, option)
            for option in rank
        )
        for rank in ranks
    )


async def _close(story: Story, vote: Entry) -> None:
    await voting.close_vote(await story.actor(vote["by"]), story.votes[vote["key"]])


async def _unseal(story: Story, vote: Entry) -> None:
    await voting.unseal(await story.actor(vote["by"]), story.votes[vote["key"]])


async def _declare(story: Story, vote: Entry) -> None:
    await voting.declare(await story.actor(vote["by"]), story.votes[vote["key"]])


async def _publish(story: Story, vote: Entry) -> None:
    await resolutions.publish(await story.actor(vote["by"]), story.resolutions[vote["key"]])
