"""Ten thousand ballots at once, each on a connection of its own: none lost, none double, none refused as "locked"."""

from itertools import cycle

from benchmarks import ballot_post, load, servers
from benchmarks.figures import Figure
from benchmarks.house import House
from benchmarks.load import Heard, Next

CASTS = 10_000
PATIENCE = 90.0


async def measure(house: House, port: int) -> list[Figure]:
    connections = servers.many_connections(CASTS)
    before, _ = ballot_post.stored_in(house)
    voters = cycle([ballot_post.Api(house, (voter,)) for voter in house.voters])
    askers: list[tuple[Next, Heard | None]] = [(_once(next(voters).ask), None) for _ in range(connections)]
    outcome = await load.drive(port, askers, seconds=1.0, patience=PATIENCE)
    after, _ = ballot_post.stored_in(house)
    cast, stored = outcome.statuses[201], after - before
    others = {status: number for status, number in outcome.statuses.items() if status != 201}
    measured = f"{cast:,} acknowledged, {stored:,} stored, refused: {others or 'none'}, in {outcome.seconds:.1f} s"
    return [Figure(f"{connections:,} casts at once", measured, "–", "0 lost", stored == cast == connections)]


def _once(ask: Next) -> Next:
    requests = iter((ask(),))
    return lambda: next(requests, None)
