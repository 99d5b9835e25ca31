"""What takes two people: the second one must say precisely what the first one said.

Nobody is the second of herself, nor of her own delegation; whoever has none stands for herself. One of the two must
watch the vote, as a teller or scrutineer who does not preside: two chairs agree on nothing.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.roles import Role
from conference.people import queries as people
from conference.voting import policy
from conference.voting.models import Vote
from conference.voting.sealed.models import Assent

SHARE_LOST: Final = "share-lost-"
"""With the number of the share."""
WITHOUT_NUMBERS: Final = "without-numbers"
PAPERS_COUNTED: Final = "papers-counted"


def watches(actor: Actor) -> bool:
    """Whether she looks after the vote for everybody: a teller or scrutineer who does not preside."""
    return bool(actor.roles & {Role.TELLER, Role.SCRUTINEER}) and not actor.presides


def are_two(said: Sequence[Assent], *, one_leads: bool = False, parted: bool = True) -> bool:
    """Whether two of these people are enough. `one_leads`: one of them must lead the vote. `parted`: they must not be
    of one delegation."""
    return any(_enough(*pair, one_leads, parted) for pair in combinations(said, 2))


def _enough(one: Assent, other: Assent, one_leads: bool, parted: bool) -> bool:
    if parted and one.delegation and one.delegation == other.delegation:
        return False
    return (one.watches or other.watches) and (not one_leads or one.leads or other.leads)


async def who_said(vote: Vote, matter: str, what: object) -> list[Assent]:
    """Those who have said precisely this."""
    return await Assent.filter(vote_id=vote.id, matter=matter, said=digest(what)).order_by("id")


async def say(vote: Vote, actor: Actor, matter: str, what: object) -> list[Assent]:
    """Her word, in place of an earlier one of hers on this matter; everybody who says the same, she among them."""
    assert actor.id is not None
    delegation = (await people.people([actor.id]))[actor.id].delegation
    await Assent.filter(vote_id=vote.id, matter=matter, account_id=actor.id).delete()
    await Assent.create(
        vote_id=vote.id, matter=matter, account_id=actor.id, delegation=delegation.code if delegation else "",
        leads=policy.leads(actor, vote), watches=watches(actor), said=digest(what),
    )  # fmt: skip
    return await who_said(vote, matter, what)


async def forget(vote: Vote, matter: str) -> None:
    """Nobody has said anything on this matter."""
    await Assent.filter(vote_id=vote.id, matter=matter).delete()
