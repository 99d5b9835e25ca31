"""The first 100 posts of a debate, signed in: warm, cold, and whether a long debate costs more than a short one.

The product shows 100 posts a page, so a page of 500 is no figure here.
"""

from statistics import median

from benchmarks import load
from benchmarks.figures import Figure, share, speed
from benchmarks.hello import Beside, Hello
from benchmarks.house import LONG, PLANKS, SHORT, House
from benchmarks.load import Outcome

CONNECTIONS = 4
SECONDS = 3.0
PAIRS = 60
WARM, COLD, LONGER = 1 / 40, 1 / 120, 1.3


async def measure(hello: Hello, house: House, port: int) -> list[Figure]:
    cookie = f"session={house.voters[0].session}"
    # The templates are compiled by another debate first: cold means posts that nobody has read yet.
    await _visit(port, "/en/planks/1/debate", cookie)
    addresses = {posts: f"/planks/{plank}/debate" for plank, posts in PLANKS.items()}
    first = [await _visit(port, f"/{tongue}{addresses[posts]}", cookie) for tongue in _TONGUES for posts in addresses]
    by_size = {posts: await _warm(hello, port, f"/en{address}", cookie) for posts, address in addresses.items()}
    in_turn = [[await _visit(port, f"/en{address}", cookie) for address in addresses.values()] for _ in range(PAIRS)]
    return [*_figures(by_size), _cold(median(first), by_size[LONG]), _longer(in_turn)]


_TONGUES = ("en", "fr", "es")


async def _visit(port: int, path: str, cookie: str) -> float:
    latency, answer = await load.once(port, load.get(path, cookie=cookie))
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{path} answered {answer[:40]!r}")
    return latency


async def _warm(hello: Hello, port: int, path: str, cookie: str) -> Beside:
    async def page() -> Outcome:
        return await load.repeat(port, load.get(path, cookie=cookie), connections=CONNECTIONS, seconds=SECONDS)

    return await hello.beside(page, CONNECTIONS)


def _figures(by_size: dict[int, Beside]) -> list[Figure]:
    return [
        Figure(
            f"first 100 of a thread of {posts:,}, warm",
            speed(found.outcome.rate, found.outcome.percentile(0.99)),
            share(found.ratio),
            f"≥ {share(WARM)}",
            found.ratio >= WARM,
        )
        for posts, found in by_size.items()
    ]


def _cold(latency: float, beside: Beside) -> Figure:
    """One reader at a time, so the rate is the inverse of the time."""
    ratio = 1 / latency / beside.rate
    measured = f"{latency * 1000:.1f} ms, median of six"
    return Figure("first 100 of a thread, cold", measured, share(ratio), f"≥ {share(COLD)}", ratio >= COLD)


def _longer(in_turn: list[list[float]]) -> Figure:
    """The two are asked in turn, so that what else the machine does weighs on both."""
    long, short = (median(times) for times in zip(*in_turn, strict=True))
    name = f"thread of {LONG:,} against one of {SHORT}"
    return Figure(name, f"{long / short:.2f} × the time", "–", f"≤ {LONGER} ×", long / short <= LONGER)
