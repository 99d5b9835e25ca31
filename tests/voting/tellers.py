"""Tellers with shares of a key, made through the commands that they use themselves."""

from conference.core.actor import HOUSE, Actor
from conference.core.roles import Role
from conference.people import commands as people
from conference.people.queries import actor_of
from conference.runtime import database, keys
from conference.voting import commands as voting
from conference.voting.models import Vote
from conference.voting.sealed import words
from conference.voting.sealed.models import Share
from tests.cast import Assembly, put

TELLERS = ("tomas", "marc", "rosa")


async def tellers(assembly: Assembly, *handles: str) -> list[Actor]:
    """These people, as tellers."""
    for handle in handles:
        if Role.TELLER not in assembly.people[handle].roles:
            await database.shielded(people.grant(HOUSE, handle, Role.TELLER))
    return [await actor_of(handle) for handle in handles]


async def key_made(assembly: Assembly) -> tuple[Vote, list[Actor]]:
    """A vote put under rules that want two of three shares, and its key made for three tellers."""
    chosen = await tellers(assembly, *TELLERS)
    vote = await put(assembly, "plank", rule_set="sealed-by-tellers")
    ids = [each.id for each in chosen if each.id is not None]
    return await database.shielded(voting.make_key(assembly.chair, vote.number, ids)), chosen


async def words_of(vote: Vote, teller: Actor) -> list[str]:
    """The words that wait for a teller."""
    share = await Share.get(vote_id=vote.id, teller_id=teller.id)
    lying = keys.lying(f"vote-{vote.number}-share-{share.number}")
    assert lying is not None
    return lying.decode().split()


async def take_in_hand(vote: Vote, teller: Actor) -> str:
    """She writes her words down and types some of them back; her paper is returned."""
    paper = await words_of(vote, teller)
    share = await Share.get(vote_id=vote.id, teller_id=teller.id)
    typed = {place: paper[place - 1] for place in words.places(share.fingerprint)}
    await database.shielded(voting.prove_share(teller, vote.number, typed))
    return " ".join(paper)


async def opened_with_shares(assembly: Assembly) -> tuple[Vote, dict[Actor, str]]:
    """An open vote whose key three tellers hold on paper."""
    vote, chosen = await key_made(assembly)
    papers = {teller: await take_in_hand(vote, teller) for teller in chosen}
    return await database.shielded(voting.open_vote(assembly.chair, vote.number)), papers
