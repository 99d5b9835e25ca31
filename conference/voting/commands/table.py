"""The tellers' table: a voter without a working phone casts on the tellers' device, into her own envelope.

A teller seats a voter; the page that she then fills in looks alike whether she has cast before or not. No journal row,
no time.
"""

import hashlib
import hmac
import secrets

from conference.core.actor import Actor
from conference.core.errors import Absent, Conflict, Refused
from conference.core.words import N_
from conference.runtime import database
from conference.voting import ballot_paper, rules
from conference.voting.commands.records import open_for_share
from conference.voting.models import Vote, Voter
from conference.voting.rules import Ranking
from conference.voting.sealed import box
from conference.voting.sealed import policy as teller_policy

SALT_BYTES = 8
HAS_PAPER = N_("This voter holds a paper ballot. She can cast here once she has given it back unused.")


async def seat_voter(actor: Actor, number: int, account_id: int) -> None:
    """Make the place of a voter of the roll ready for her. Raises `Conflict` while she holds a paper."""
    async with database.transaction():
        vote = await open_for_share(number)
        teller_policy.may_serve_table(actor, vote).require()
        voter = await Voter.get_or_none(vote_id=vote.id, account_id=account_id)
        if voter is None:
            raise Absent
        if voter.channel == "paper":
            raise Conflict("on-paper", HAS_PAPER)
        await box.keep_place(vote.id, account_id)


async def place_seen(vote: Vote, account_id: int) -> str:
    """What the form at the table carries instead of a revision: a late retry of it replaces nothing newer.

    It is salted anew each time, and made of chance for a voter who has no place yet. So it tells the teller nothing:
    not whether she has cast, and not, by looking twice, that she did meanwhile.
    """
    place = await box.place(vote.id, account_id)
    nonce_hash, _, digest = place or (secrets.token_hex(32), 0, "")
    return _seen(nonce_hash, digest, secrets.token_hex(SALT_BYTES))


def _seen(nonce_hash: str, digest: str, salt: str) -> str:
    """The envelope's own digest is in it: a teller knows the nonce of the form that she filled in, but not what lies
    sealed, so she cannot work out whether it still lies there."""
    return salt + hashlib.sha256(f"table {salt} {nonce_hash} {digest}".encode()).hexdigest()


async def cast_at_table(
    actor: Actor, number: int, account_id: int, ranking: Ranking, nonce: str, seen: str
) -> box.Receipt:
    """Seal the voter's ballot and put it into her own envelope; the slip has the code of her place."""
    vote = await Vote.get_or_none(number=number)
    paper = await ballot_paper.paper(number)
    if vote is None or paper is None or not actor.reads(vote.audience):
        raise Absent
    if not actor.may("serve-table"):
        teller_policy.may_serve_table(actor, vote).require()
    if not 8 <= len(nonce) <= 200:
        raise Refused("nonce", N_("This form is damaged. Please open the ballot again."))
    if not paper.public_key:
        raise Conflict("vote-closed", box.CLOSED)
    ranked = rules.ballot(paper.method, paper.options, ranking)
    sealed = box.seal(paper.public_key, paper.opening_digest, ranked, len(paper.options))
    revision = await _revision(vote, account_id, seen)
    return await box.put_in(vote.id, account_id, sealed, nonce, revision, served_by=actor.id)


async def _revision(vote: Vote, account_id: int, seen: str) -> int:
    """The revision that the form was made from: 0 where nothing lies yet; one that no place has where something came
    between."""
    place = await box.place(vote.id, account_id)
    if place is None:
        return 0
    nonce_hash, revision, digest = place
    fits = hmac.compare_digest(_seen(nonce_hash, digest, seen[: 2 * SALT_BYTES]).encode(), seen.encode())
    return revision if fits else -1
