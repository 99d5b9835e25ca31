"""Every figure of the performance goals that this version can show: `python -m benchmarks [--large]`."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import uvloop

from benchmarks import (
    anchoring,
    ballot_post,
    burst,
    casts_at_once,
    engines,
    hello,
    house,
    long_threads,
    plank_page,
    postgres_ballots,
    resolution_page,
    search,
    servers,
    sign_in_storm,
    start,
    streams,
    tally,
    texts,
    thread_page,
)
from benchmarks.figures import Figure, share, table


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--large", action="store_true", help="also count a million ballots; takes some minutes more")
    large: bool = asked.parse_args().large
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        _tell("making a conference with long debates and an open vote …")
        made = house.build(Path(folder) / "data")
        _tell("laying a plank of 500 blocks with 300 amendments …")
        numbers = uvloop.run(plank_page.fill(made))
        _tell("laying ten thousand posts in three languages, and the index of the search …")
        indexed = uvloop.run(search.fill(made))
        figures = [*uvloop.run(_over_http(made, numbers)), indexed]
        _tell("changing most blocks of the plank at once …")
        figures.append(uvloop.run(anchoring.measure(made)))
        _tell("the same on PostgreSQL …")
        figures += postgres_ballots.measure(Path(folder) / "on-postgres")
        _tell("translating …")
        figures += uvloop.run(engines.measure(Path(folder) / "engines"))
    _tell("counting …")
    figures += tally.measure(large=large)
    _tell("comparing texts …")
    figures += texts.measure()
    print(table(figures))
    print("\nH and every page by one worker on this machine, one after another; compare the ratios, not the rates.")
    reached, asked_for = (
        sum(each.reached is True for each in figures),
        sum(each.reached is not None for each in figures),
    )
    print(f"Goals reached: {reached} of {asked_for}. Took {time.monotonic() - began:.0f} s.")


async def _over_http(made: house.House, numbers: tuple[int, ...]) -> list[Figure]:
    servers.many_connections(casts_at_once.CASTS)
    _tell("starting …")
    figures = await start.measure(made)
    async with hello.serving() as beside, servers.conference(made.data) as server:
        _tell("reading and casting …")
        await beside.measure()
        bare = await beside.measure()
        measured = f"{bare.rate:,.0f}/s, p99 {bare.percentile(0.99) * 1000:.1f} ms"
        figures += [
            Figure("H: a hello by the bare server", measured, share(1.0), "", None),
            *await thread_page.measure(beside, made, server.port),
            *await long_threads.measure(made, server),
            *await burst.measure(made, server),
            *await resolution_page.measure(beside, made, server.port),
            *await plank_page.measure(beside, made, numbers, server.port),
            *await search.measure(beside, server.port),
            *await ballot_post.measure(beside, made, server.port),
            *await casts_at_once.measure(made, server.port),
            *await sign_in_storm.measure(made, server.port),
        ]
    # A fresh server: what the others left would hide what a stream needs.
    async with servers.conference(made.data) as server:
        return figures + await streams.measure(made, server)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    main()
