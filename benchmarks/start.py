"""From the command to the first page, and the memory that takes."""

import time

from benchmarks import load, servers
from benchmarks.figures import Figure
from benchmarks.house import House

SECONDS, MEBIBYTES, TIMES = 1.0, 80, 3


async def measure(house: House) -> list[Figure]:
    """The best of three, as other work on the machine only adds."""
    starts = [await _start(house) for _ in range(TIMES)]
    took, memory = min(took for took, _ in starts), starts[0][1]
    started = Figure("start to first page", f"{took:.2f} s", "–", f"≤ {SECONDS:.0f} s", took <= SECONDS)
    if memory is None:
        return [started, Figure("memory then", "this system does not tell", "–", f"≤ {MEBIBYTES} MiB", None)]
    mebibytes = memory / 1024 / 1024
    goal = f"≤ {MEBIBYTES} MiB"
    return [started, Figure("memory then", f"{mebibytes:.0f} MiB", "–", goal, mebibytes <= MEBIBYTES)]


async def _start(house: House) -> tuple[float, int | None]:
    began = time.perf_counter()
    async with servers.conference(house.data) as server:
        _, answer = await load.once(server.port, load.get("/en/"))
        took = time.perf_counter() - began
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the first page was answered {answer[:40]!r}")
        return took, server.memory()
