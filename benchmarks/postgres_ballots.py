"""Casting a ballot on a real PostgreSQL that writes durably, as `ballot_post` does on SQLite: one worker again."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import asyncpg
import uvloop

from benchmarks import ballot_post, hello, house, servers
from benchmarks.figures import Figure
from benchmarks.house import House
from tests import postgres

GOAL = 0.1
DURABLE = ("max_connections=60",)


def measure(data: Path) -> list[Figure]:
    try:
        with postgres.server(DURABLE) as address:
            uvloop.run(_make_database(address))
            with ProcessPoolExecutor(1, get_context("spawn")) as beside:
                made = beside.submit(house.build_on_postgres, data, f"{address}/measured").result()
            return uvloop.run(_cast(made, f"{address}/measured"))
    except postgres.Unavailable as problem:
        return [Figure("ballot POST on PostgreSQL", f"not here: {problem}"[:60], "–", f"≥ {GOAL}", None)]


async def _make_database(address: str) -> None:
    connection = await asyncpg.connect(f"{address}/postgres")
    await connection.execute("CREATE DATABASE measured")
    await connection.close()


async def _cast(made: House, address: str) -> list[Figure]:
    async with hello.serving() as beside, servers.conference(made.data) as server:
        await beside.measure()
        forms, api = await ballot_post.cast_both_ways(beside, made, server.port)
    connection = await asyncpg.connect(address)
    stored, envelopes = await connection.fetchrow(ballot_post.STORED.replace("?", "$1"), made.vote_id)
    await connection.close()
    cast = ballot_post.acknowledged(forms, api)
    return [
        ballot_post.figure("ballot POST by the form, PostgreSQL", forms, 303, GOAL),
        ballot_post.figure("ballot POST by the API, PostgreSQL", api, 201, GOAL),
        ballot_post.in_the_box(cast, int(stored), int(envelopes)),
    ]
