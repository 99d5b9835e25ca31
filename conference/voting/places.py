"""The places that belong to one vote and are open to this reader: her ballot, the tellers' work, what follows."""

from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.words import Sentence
from conference.voting.conciliation import queries as conciliations
from conference.voting.gate import queries as gate
from conference.voting.models import Vote
from conference.voting.openly import queries as open_votes
from conference.voting.sealed import tables, tellers_work


@dataclass(frozen=True, slots=True)
class Place:
    """A link on the page of a vote: the rest of its address, an icon, its words; `urgent` when it waits for her."""

    path: str
    icon: str
    words: Sentence
    urgent: bool = False


async def places(reader: Actor, vote: Vote) -> tuple[Place, ...]:
    """Every place of this vote that the reader may enter now, the urgent ones first."""
    found = [Place(*link) for link in await open_votes.links(reader, vote)]
    found += [Place(*link) for link in await tellers_work.links(reader, vote)]
    found += [Place(*link) for link in await tables.links(reader, vote)]
    found += [Place(*link) for link in await conciliations.links(reader, vote)]
    found += [Place(*link) for link in await gate.links(reader, vote)]
    return tuple(sorted(found, key=lambda place: not place.urgent))
