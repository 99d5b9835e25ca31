"""The published resolution as visitors get it: the whole page, the page compressed, and the answer "not changed"."""

from benchmarks import load
from benchmarks.figures import Figure, share, speed
from benchmarks.hello import Beside, Hello
from benchmarks.house import House
from benchmarks.load import Outcome

SECONDS = 2.0
PAGE, UNCHANGED, SLOWER = 0.25, 0.5, 5.0


async def measure(hello: Hello, house: House, port: int) -> list[Figure]:
    path = f"/en/resolutions/{house.resolution}"
    _, answer = await load.once(port, load.get(path, accept_encoding="gzip"))
    etag = _etag(answer)
    plain = await _repeat(hello, port, load.get(path))
    packed = await _repeat(hello, port, load.get(path, accept_encoding="gzip"))
    unchanged = await _repeat(hello, port, load.get(path, if_none_match=etag, accept_encoding="gzip"), status=304)
    return [
        _figure("published resolution, warm, plain", plain, PAGE),
        _figure("published resolution, warm, gzip", packed, PAGE),
        _slower(packed),
        _figure("published resolution, 304", unchanged, UNCHANGED),
    ]


def _etag(answer: bytes) -> str:
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
    fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:])
    return fields["etag"]


async def _repeat(hello: Hello, port: int, request: bytes, status: int = 200) -> Beside:
    async def page() -> Outcome:
        return await load.repeat(port, request, connections=8, seconds=SECONDS)

    found = await hello.beside(page)
    if set(found.outcome.statuses) != {status}:
        raise RuntimeError(f"expected {status}, got {dict(found.outcome.statuses)}")
    return found


def _figure(name: str, found: Beside, goal: float) -> Figure:
    measured = speed(found.outcome.rate, found.outcome.percentile(0.99))
    return Figure(name, measured, share(found.ratio), f"≥ {goal}", found.ratio >= goal)


def _slower(found: Beside) -> Figure:
    times = found.outcome.percentile(0.99) / found.p99
    return Figure("its p99 against H's", f"{times:.1f} ×", "–", f"≤ {SLOWER:.0f} ×", times <= SLOWER)
