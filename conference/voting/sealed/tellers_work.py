"""The places of a sealed vote that have to do with its key, its lot and its box."""

from conference.core.actor import Actor
from conference.core.words import N_, Sentence
from conference.rulebook.rules import Secrecy
from conference.voting import policy
from conference.voting.models import Vote
from conference.voting.rules import Phase
from conference.voting.sealed import lots, shares
from conference.voting.sealed.models import LotNumber, Share

Link = tuple[str, str, Sentence, bool]
"""The rest of an address, an icon, words, whether it waits for this reader."""


async def links(reader: Actor, vote: Vote) -> list[Link]:
    """The places that this reader may enter now."""
    found = [*await _shares(reader, vote), *await _lots(reader, vote)]
    if vote.secrecy == Secrecy.SEALED and vote.phase in (Phase.CLOSED, Phase.UNSEALED, Phase.DECLARED):
        found.append(("/box", "lock", Sentence(N_("The closed box: turnout, leaves, files")), False))
    return found


async def _shares(reader: Actor, vote: Vote) -> list[Link]:
    if vote.secrecy != Secrecy.SEALED or not (vote.rules.get("shares") or (0, 0))[0] or vote.phase == Phase.TAKEN_BACK:
        return []
    found: list[Link] = []
    own = await Share.get_or_none(vote_id=vote.id, teller_id=reader.id or 0)
    if own is not None and own.state == shares.MADE:
        found.append(("/share", "eye", Sentence(N_("Take your share of the key in hand")), True))
    elif own is not None and own.state != shares.GIVEN and policy.may_give_share(vote):
        found.append(("/share", "pen-line", Sentence(N_("Enter your share of the key")), True))
    elif own is not None:
        found.append(("/share", "lock", Sentence(N_("Your share of the key")), False))
    if reader.may("see-shares"):
        waits = vote.phase == Phase.PUT and policy.leads(reader, vote) and not vote.public_key
        words = N_("Choose the tellers who hold the key") if waits else N_("The tellers’ shares of the key")
        found.append(("/shares", "users", Sentence(words), waits))
    return found


async def _lots(reader: Actor, vote: Vote) -> list[Link]:
    if not lots.uses_lot(vote.kind, vote.method) or vote.phase == Phase.TAKEN_BACK:
        return []
    own = await LotNumber.get_or_none(vote_id=vote.id, teller_id=reader.id or 0)
    if policy.may_publish_number(reader, vote) and own is None:
        return [("/lots", "pen-line", Sentence(N_("Publish the hash of your number for the lot")), True)]
    if policy.may_reveal_number(reader, vote) and own is not None and not own.revealed:
        return [("/lots", "eye", Sentence(N_("Reveal your number for the lot")), True)]
    return [("/lots", "scale", Sentence(N_("The numbers for the lot")), False)]
