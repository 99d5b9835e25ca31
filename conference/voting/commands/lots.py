"""A teller's secret number for the lot: its hash before opening, the number itself after closing."""

import re

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Invalid
from conference.core.words import N_, Sentence
from conference.runtime import database
from conference.voting import policy
from conference.voting.commands.records import for_update, note
from conference.voting.models import Vote
from conference.voting.sealed import assents, lots
from conference.voting.sealed.models import LotNumber


async def publish_hash(actor: Actor, number: int, commitment: str) -> Vote:
    """Publish the hash of her secret number; again, in place of the earlier one, until the vote opens."""
    async with database.transaction():
        vote = await _with_lot(number)
        policy.may_publish_number(actor, vote).require()
        found = commitment.strip().lower()
        if not re.fullmatch(r"[0-9a-f]{64}", found):
            told = N_("This is no SHA-256 hash: it has 64 characters, each a digit or a letter from a to f.")
            raise Invalid({"commitment": Sentence(told)})
        if await LotNumber.filter(vote_id=vote.id, commitment=found).exclude(teller_id=actor.id).exists():
            told = N_("Another teller has published this hash. Please choose a number of your own.")
            raise Invalid({"commitment": Sentence(told)})
        await LotNumber.filter(vote_id=vote.id, teller_id=actor.id).delete()
        await LotNumber.create(vote_id=vote.id, teller_id=actor.id, commitment=found)
        await note(vote, "lot-hash-published", actor, found)
        return vote


async def reveal_number(actor: Actor, number: int, secret: str) -> Vote:
    """Reveal the number; only the one whose hash she published is taken."""
    async with database.transaction():
        vote = await _with_lot(number)
        policy.may_reveal_number(actor, vote).require()
        own = await LotNumber.get_or_none(vote_id=vote.id, teller_id=actor.id)
        if own is None:
            raise Conflict(
                "no-hash", N_("You published no hash before the vote opened, so no number is awaited from you.")
            )
        revealed = secret.strip()
        if lots.hash_of(revealed) != own.commitment:
            told = N_("The hash of this number is not the one that you published. Please check every character.")
            raise Invalid({"secret": Sentence(told)})
        own.revealed = revealed
        await own.save(update_fields=["revealed"])
        await note(vote, "lot-number-revealed", actor, revealed)
        return vote


async def go_without(actor: Actor, number: int) -> Vote:
    """She is for counting without the numbers that are missing now. It is decided once two have said so: one who leads
    the vote, and a teller or scrutineer of another delegation."""
    async with database.transaction():
        vote = await _with_lot(number)
        lacking = await lots.missing(vote)
        policy.may_go_without(actor, vote, hers=any(each.teller_id == actor.id for each in lacking)).require()
        if not lacking:
            raise Conflict("no-number-missing", N_("Every number is revealed by now."))
        what = [each.commitment for each in lacking]
        said = await assents.say(vote, actor, assents.WITHOUT_NUMBERS, what)
        decided = assents.are_two(said, one_leads=True)
        await note(vote, "lot-without-numbers" if decided else "lot-without-numbers-proposed", actor, what)
        return vote


async def _with_lot(number: int) -> Vote:
    vote = await for_update(number)
    if not lots.uses_lot(vote.kind, vote.method):
        raise Absent
    return vote
