"""How often somebody may try, counted in the database, so that every process counts the same tries.

A bucket fills with each try and drains evenly: `most` tries at once, then one more every `seconds / most`. One
statement counts and decides. Who tried is kept only as an HMAC with a key of the day: yesterday's rows name nobody.
"""

import hmac
import secrets
from dataclasses import dataclass

from conference.runtime import clock, database

_TAKE = """
INSERT INTO tries (key_hash, free_at) VALUES (?, ?)
ON CONFLICT (key_hash) DO UPDATE SET free_at = CASE WHEN tries.free_at > ? THEN tries.free_at ELSE ? END + ?
WHERE tries.free_at <= ?
RETURNING free_at"""


@dataclass(frozen=True, slots=True)
class Bucket:
    """At most `most` tries at once, and as many again in `seconds`."""

    kind: str
    most: int
    seconds: float

    @property
    def step(self) -> float:
        return self.seconds / self.most


async def take(bucket: Bucket, who: str) -> bool:
    """Count one try in the open transaction; False when there were too many, and then it is not counted."""
    now = clock.now().timestamp()
    full = now + bucket.seconds - bucket.step
    key = await _key(bucket, who)
    return bool(await database.returning(_TAKE, key, now + bucket.step, now, now, bucket.step, full + 0.001))


async def give_back(bucket: Bucket, who: str) -> None:
    """One try was no guess: it does not count."""
    sql = "UPDATE tries SET free_at = free_at - ? WHERE key_hash = ?"
    await database.execute(sql, bucket.step, await _key(bucket, who))


async def forget(bucket: Bucket, who: str) -> None:
    await database.execute("DELETE FROM tries WHERE key_hash = ?", await _key(bucket, who))


async def _key(bucket: Bucket, who: str) -> str:
    return hmac.digest((await _key_of_the_day()).encode(), f"{bucket.kind} {who}".encode(), "sha256").hex()


async def _key_of_the_day() -> str:
    """The first try of a day makes its key, and takes the keys and the tries of the days before away."""
    day = clock.now().date().isoformat()
    found = await database.rows("SELECT key FROM day_key WHERE day = ?", day)
    if not found:
        made = "INSERT INTO day_key (day, key) VALUES (?, ?) ON CONFLICT (day) DO NOTHING RETURNING day"
        if await database.returning(made, day, secrets.token_hex(32)):
            await database.execute("DELETE FROM day_key WHERE day <> ?", day)
            await database.execute("DELETE FROM tries WHERE free_at < ?", clock.now().timestamp())
        found = await database.rows("SELECT key FROM day_key WHERE day = ?", day)
    return str(found[0][0])
