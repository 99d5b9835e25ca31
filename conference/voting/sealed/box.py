"""The sealed box: one row for each voter, an envelope that only the vote's private key opens.

No ORM model and no journal row: a hidden row number, a transaction id or a time would link the order of casting to
the voters. Marked as voted and stored are the same fact, so there is no gap between them to crash in.
"""

import hashlib
import json
import secrets
import sqlite3
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from conference.core.canonical import canonical
from conference.core.errors import Conflict, NotPermitted, Refused
from conference.core.words import N_
from conference.runtime import database
from conference.voting.rules import Paper, Phase, Ranking, ballot
from conference.voting.sealed import merkle

SLIP_BYTES = 10
TABLE = "table"
DOES_NOT_CHECK_OUT = "box-does-not-check-out"
CLOSED = N_("Voting is not open. Your ballot was not taken; a ballot that you cast before still stands.")
STALE = N_("You have cast a newer ballot meanwhile, perhaps in another window. This older one was not taken.")
ON_PAPER = N_(
    "You took a paper ballot, so a ballot that is cast here does not count. Give the paper back unused at the tellers' "
    "table if you want to cast here."
)
RETURNED = N_(
    "You took a paper ballot and gave it back, so a ballot from before no longer counts. Please open the ballot again."
)
NOT_ON_THE_ROLL = N_("Only those on the roll of this vote can cast a ballot.")

_SQLITE_CAST = """
INSERT INTO envelope (vote_id, voter_id, sealed, nonce_hash, revision, receipt) VALUES (?, ?, ?, ?, 1, ?)
ON CONFLICT (vote_id, voter_id) DO UPDATE
SET sealed = excluded.sealed, nonce_hash = excluded.nonce_hash, revision = envelope.revision + 1
RETURNING receipt, revision"""

# An empty envelope keeps a voter's place: her code and the revision that a late retry must not fall behind.
_TAKE_OUT = """
INSERT INTO envelope (vote_id, voter_id, sealed, nonce_hash, revision, receipt) VALUES (?, ?, ?, ?, 1, ?)
ON CONFLICT (vote_id, voter_id) DO UPDATE
SET sealed = excluded.sealed, nonce_hash = excluded.nonce_hash, revision = envelope.revision + 1"""
_KEEP_PLACE = """
INSERT INTO envelope (vote_id, voter_id, sealed, nonce_hash, revision, receipt) VALUES (?, ?, ?, ?, 0, ?)
ON CONFLICT (vote_id, voter_id) DO NOTHING"""
_TURNOUT = """
SELECT (SELECT count(*) FROM envelope WHERE vote_id = ? AND length(sealed) > 0)
     + (SELECT count(*) FROM voter WHERE vote_id = ? AND channel = 'paper')"""

_STANDING = """
SELECT v.phase, r.account_id, r.channel, e.nonce_hash, e.revision, e.receipt, length(e.sealed), r.served_by_id
FROM vote v
LEFT JOIN voter r ON r.vote_id = v.id AND r.account_id = ?
LEFT JOIN envelope e ON e.vote_id = v.id AND e.voter_id = ? WHERE v.id = ?"""

# FOR SHARE waits for a closing in progress and then sees its phase; without it a cast could commit after the count.
# The voter's own row is locked after it: a cast and the handing out of a paper wait for each other, in one order.
_POSTGRES_CAST = """
WITH asked AS (SELECT id FROM vote WHERE id = ? AND phase = 'open' FOR SHARE),
     listed AS (SELECT account_id FROM voter, asked WHERE vote_id = asked.id AND account_id = ? AND channel <> 'paper'
                FOR NO KEY UPDATE OF voter),
     stored AS (
INSERT INTO envelope (vote_id, voter_id, sealed, nonce_hash, revision, receipt)
SELECT asked.id, listed.account_id, ?, ?, 1, ? FROM asked, listed
WHERE coalesce(?::int, 0) = 0 OR EXISTS (SELECT 1 FROM envelope WHERE vote_id = asked.id AND voter_id = account_id)
ON CONFLICT (vote_id, voter_id) DO UPDATE
SET sealed = excluded.sealed, nonce_hash = excluded.nonce_hash, revision = envelope.revision + 1
WHERE envelope.nonce_hash <> excluded.nonce_hash AND (?::int IS NULL OR envelope.revision = ?::int)
RETURNING vote_id, voter_id, receipt, revision),
     moved AS (UPDATE voter SET channel = ?::varchar, served_by_id = ?::int FROM stored
               WHERE voter.vote_id = stored.vote_id AND voter.account_id = stored.voter_id
               AND (voter.channel <> ?::varchar OR voter.served_by_id IS DISTINCT FROM ?::int))
SELECT receipt, revision FROM stored"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a ballot lies in the box. The code belongs to the voter's place and survives every recast. `replayed`:
    this very ballot had arrived before."""

    code: str
    revision: int
    replayed: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One sealed ballot with its voter's delegation."""

    delegation: str
    sealed: bytes
    receipt: str


def seal(public_key: str, opening_digest: str, ranking: Ranking, options: int) -> bytes:
    """Seal a ranking, padded so that every ballot of a vote has one length."""
    content = canonical({"ranking": [list(rank) for rank in ranking], "vote": opening_digest})
    length = 160 + 24 * options
    if len(content) > length:  # one ballot longer than all others would tell what it says
        raise ValueError("this ballot does not fit into the one length of all ballots")
    return _sealing(public_key).encrypt(content.ljust(length))


@lru_cache(100)
def _sealing(public_key: str) -> "SealedBox[PublicKey]":
    return SealedBox(PublicKey(bytes.fromhex(public_key)))


def unseal(key: PrivateKey, opening_digest: str, sealed: bytes) -> Ranking:
    """Open one envelope. Raises `ValueError` when it was not sealed for this vote."""
    try:
        content = json.loads(SealedBox(key).decrypt(sealed))
        vote, ranking = content["vote"], tuple(tuple(str(option) for option in rank) for rank in content["ranking"])
    except CryptoError as problem:
        raise ValueError("this envelope was not sealed to this key") from problem
    except (TypeError, KeyError, RecursionError) as problem:
        raise ValueError("this envelope holds no ballot") from problem
    if vote != opening_digest:
        raise ValueError("this envelope belongs to another vote")
    return ranking


async def put_in(
    vote_id: int, voter_id: int, sealed: bytes, nonce: str, revision: int | None, served_by: int | None = None
) -> Receipt:
    """Store an envelope in place of the voter's earlier one; returns once it is on disk. `served_by` is the teller at
    whose table it was cast. Whoever took a paper is refused.

    The same nonce again gives the receipt of the first time. `revision` is the one that the voter last saw (0: none);
    an older one is refused, so that a late retry never replaces a newer ballot.
    """
    nonce_hash = hashlib.sha256(nonce.encode()).hexdigest()
    code = secrets.token_hex(SLIP_BYTES)
    if database.on_sqlite():
        return await database.in_batch(
            lambda connection: _put_in_sqlite(
                connection, (vote_id, voter_id, sealed, nonce_hash, code), revision, served_by
            )
        )
    channel = TABLE if served_by else ""
    values = (
        vote_id, voter_id, sealed, nonce_hash, code, revision, revision, revision,
        channel, served_by, channel, served_by,
    )  # fmt: skip
    found = await database.rows(_POSTGRES_CAST, *values)
    if found:
        return Receipt(*found[0])
    return await _why_not(vote_id, voter_id, nonce_hash)


def _put_in_sqlite(
    connection: sqlite3.Connection, row: tuple[int, int, bytes, str, str], revision: int | None, served_by: int | None
) -> Receipt:
    vote_id, voter_id, _, nonce_hash, _ = row
    standing = connection.execute(_STANDING, (voter_id, voter_id, vote_id)).fetchone()
    if known := _known_or_refused(standing, nonce_hash, revision):
        return known
    stored = Receipt(*connection.execute(_SQLITE_CAST, row).fetchone())
    channel = TABLE if served_by else ""
    if (standing[2], standing[7]) != (channel, served_by):
        moved = "UPDATE voter SET channel = ?, served_by_id = ? WHERE vote_id = ? AND account_id = ?"
        connection.execute(moved, (channel, served_by, vote_id, voter_id))
    return stored


async def _why_not(vote_id: int, voter_id: int, nonce_hash: str) -> Receipt:
    """After a statement that stored nothing: the receipt of an equal nonce, or the refusal."""
    standing = (await database.rows(_STANDING, voter_id, voter_id, vote_id))[0]
    known = _known_or_refused(standing, nonce_hash, -1)
    if known is None:
        raise Conflict("stale", STALE)
    return known


def _known_or_refused(standing: tuple[Any, ...], nonce_hash: str, revision: int | None) -> Receipt | None:
    """`standing`: the vote's phase, the voter where she is on the roll, and the envelope that lies there for her."""
    phase, voter, channel, lying_nonce, lying_revision, code, length, _ = standing
    if voter is None:
        raise NotPermitted("not-on-the-roll", NOT_ON_THE_ROLL)
    if channel == "paper":
        raise Conflict("on-paper", ON_PAPER)
    if code is not None and lying_nonce == nonce_hash:
        return Receipt(code, lying_revision, replayed=True)
    if phase != Phase.OPEN:
        raise Conflict("vote-closed", CLOSED)
    if revision is not None and revision != (lying_revision or 0):
        raise Conflict("stale", RETURNED if lying_revision and not length else STALE)
    return None


async def take_out(vote_id: int, voter_id: int) -> None:
    """Empty the voter's envelope, in the open transaction that hands her a paper; a late retry comes too late."""
    await database.execute(_TAKE_OUT, vote_id, voter_id, b"", *_random_place())


async def keep_place(vote_id: int, voter_id: int) -> None:
    """Lay an empty envelope where the voter has none yet: her place then looks alike whether she has cast or not."""
    await database.execute(_KEEP_PLACE, vote_id, voter_id, b"", *_random_place())


def _random_place() -> tuple[str, str]:
    """A nonce's hash that nobody knows, and a code for the slip."""
    return secrets.token_hex(32), secrets.token_hex(SLIP_BYTES)


async def place(vote_id: int, voter_id: int) -> tuple[str, int, str] | None:
    """The nonce's hash, the revision and the SHA-256 of the envelope at the voter's place, be it filled or empty."""
    sql = "SELECT nonce_hash, revision, sealed FROM envelope WHERE vote_id = ? AND voter_id = ?"
    found = await database.rows(sql, vote_id, voter_id)
    if not found:
        return None
    nonce_hash, revision, sealed = found[0]
    return str(nonce_hash), int(revision), hashlib.sha256(bytes(sealed)).hexdigest()


async def holds(vote_id: int, code: str) -> bool:
    """Whether a slip's code belongs to a ballot that lies in the box."""
    sql = "SELECT 1 FROM envelope WHERE vote_id = ? AND receipt = ? AND length(sealed) > 0"
    return bool(await database.rows(sql, vote_id, code))


async def turnout(vote_id: int) -> int:
    """Ballots in the box and papers that were handed out."""
    return int((await database.rows(_TURNOUT, vote_id, vote_id))[0][0])


async def mine(vote_id: int, voter_id: int) -> Receipt | None:
    """The voter's own receipt, while the box is sealed."""
    found = await database.rows(
        "SELECT receipt, revision FROM envelope WHERE vote_id = ? AND voter_id = ? AND length(sealed) > 0",
        vote_id,
        voter_id,
    )
    return Receipt(*found[0]) if found else None


async def number_in(vote_id: int) -> int:
    """How many envelopes lie in the box."""
    return int(
        (await database.rows("SELECT count(*) FROM envelope WHERE vote_id = ? AND length(sealed) > 0", vote_id))[0][0]
    )


async def envelopes(vote_id: int) -> list[Envelope]:
    """Every envelope with its delegation, in the order of the envelopes themselves: no order of casting."""
    found = await database.rows(
        "SELECT v.delegation, e.sealed, e.receipt FROM envelope e "
        "JOIN voter v ON v.vote_id = e.vote_id AND v.account_id = e.voter_id "
        "WHERE e.vote_id = ? AND length(e.sealed) > 0",
        vote_id,
    )
    return sorted((Envelope(d, bytes(s), r) for d, s, r in found), key=lambda each: each.sealed)


async def voters(vote_id: int) -> list[int]:
    """Whose envelopes lie in the box, sorted by account: no order of casting."""
    sql = "SELECT voter_id FROM envelope WHERE vote_id = ? AND length(sealed) > 0"
    return sorted(int(row[0]) for row in await database.rows(sql, vote_id))


async def turnouts(vote_id: int) -> dict[str, int]:
    """How many envelopes of each delegation lie in the box."""
    found = await database.rows(
        "SELECT v.delegation, count(*) FROM envelope e "
        "JOIN voter v ON v.vote_id = e.vote_id AND v.account_id = e.voter_id "
        "WHERE e.vote_id = ? AND length(e.sealed) > 0 GROUP BY v.delegation",
        vote_id,
    )
    return {str(delegation): int(number) for delegation, number in found}


def leaves(lying: list[Envelope]) -> list[tuple[str, str]]:
    """(leaf, hash of the receipt's code) for each envelope, sorted by leaf."""
    return sorted(
        (merkle.leaf(each.receipt, each.sealed), hashlib.sha256(each.receipt.encode()).hexdigest()) for each in lying
    )


async def empty(vote_id: int) -> None:
    """Take every envelope out, in the open transaction that has counted them."""
    await database.execute("DELETE FROM envelope WHERE vote_id = ?", vote_id)


def opened(key: PrivateKey, paper: Paper, lying: list[Envelope], root: str, cast: int) -> list[tuple[str, Ranking]]:
    """Open all in memory: (delegation, ranking) for each. Raises `Refused` when the box does not check out, be it that
    an envelope was sealed past the application, with something in it that the rules of the vote do not know."""
    if len(lying) != cast or merkle.root([leaf for leaf, _ in leaves(lying)]) != root:
        raise Refused(
            DOES_NOT_CHECK_OUT,
            N_("The box does not hold the ballots that were counted at closing. It was not opened."),
        )
    try:
        said = [(each.delegation, unseal(key, paper.opening_digest, each.sealed)) for each in lying]
        return [(delegation, ballot(paper.method, paper.options, ranking)) for delegation, ranking in said]
    except (ValueError, Refused):
        raise Refused(
            DOES_NOT_CHECK_OUT, N_("The box holds an envelope that is not of this vote. It was not opened.")
        ) from None
