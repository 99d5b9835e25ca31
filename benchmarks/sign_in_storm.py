"""Pages while many people sign in at once: their slow password hashes must not hold up the readers."""

import asyncio
import hashlib
from itertools import count
from urllib.parse import urlencode

from benchmarks import load
from benchmarks.figures import Figure, speed
from benchmarks.house import PLANKS, House

SECONDS = 3.0
CONNECTIONS, READERS = 100, 2
P99 = 0.015
VISIT = "a-visitor"


class _Storm:
    """Tries of different people from different networks, behind a proxy on this machine."""

    def __init__(self) -> None:
        self.numbers = count()

    def ask(self) -> bytes:
        number = next(self.numbers)
        csrf = hashlib.sha256(f"csrf {VISIT}".encode()).hexdigest()
        fields = {"email": f"somebody-{number}@example.org", "password": f"a long password {number}", "csrf": csrf}
        return load.post(
            "/en/sign-in",
            urlencode(fields).encode(),
            cookie=f"visit={VISIT}",
            content_type="application/x-www-form-urlencoded",
            sec_fetch_site="same-origin",
            x_forwarded_for=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        )


async def measure(house: House, port: int) -> list[Figure]:
    cookie = f"session={house.voters[0].session}"
    return [
        await _beside(port, "a published resolution", load.get(f"/en/resolutions/{house.resolution}")),
        await _beside(port, "a debate, signed in,", load.get(f"/en/planks/{next(iter(PLANKS))}/debate", cookie=cookie)),
    ]


async def _beside(port: int, name: str, page: bytes) -> Figure:
    """One kind of page, first alone and then in the storm."""
    quiet = await load.repeat(port, page, connections=READERS, seconds=1.0)
    storm = _Storm()
    tried, read = await asyncio.gather(
        load.drive(port, [(storm.ask, None)] * CONNECTIONS, seconds=SECONDS),
        load.repeat(port, page, connections=READERS, seconds=SECONDS),
    )
    if set(read.statuses) != {200} or not set(tried.statuses) <= {422, 429}:
        raise RuntimeError(f"pages: {dict(read.statuses)}, tries: {dict(tried.statuses)}")
    p99 = read.percentile(0.99)
    measured = (
        f"{speed(read.rate, p99)}; {tried.statuses[422] / tried.seconds:,.0f} tries/s hashed, "
        f"{tried.statuses[429]:,} sent off (alone: p99 {quiet.percentile(0.99) * 1000:.1f} ms)"
    )
    return Figure(f"{name} in a storm of sign-ins", measured, "–", f"p99 ≤ {P99 * 1000:.0f} ms", p99 <= P99)
