"""A hall in which much has been voted on: results of every kind, ballots that are open, questions not opened yet.

Made by the same commands that people use, then served by a real process of its own.
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conference import folder
from conference.runtime import database
from conference.runtime.settings import load
from conference.slices import MODELS
from conference.voting import commands as voting
from conference.voting.models import Option, Vote
from tests import cast
from tests.cast import NO_OVERTIME, TRIPLE, VOTERS, Assembly

PATIENCE = 60
TIME_OFF = {
    "en": "Overtime is paid in time off, two hours for each hour, taken within a month.",
    "fr": "Les heures supplémentaires sont payées en congés, deux heures pour chaque heure, prises dans le mois.",
    "es": "Las horas extra se pagan con tiempo libre, dos horas por cada hora, dentro del mismo mes.",
}
VOLUNTARY = {
    "en": "Overtime is voluntary and is paid at double the rate.",
    "fr": "Les heures supplémentaires sont volontaires et payées au double.",
    "es": "Las horas extra son voluntarias y se pagan al doble.",
}
NAMES = ("Ana Ruiz", "Bernadette Côté", "Chidi Okafor", "Dolores Fuentes", "Émile Gagnon", "Frances Kowalski")


@dataclass(frozen=True, slots=True)
class Hall:
    """Where it is served, and the numbers of its votes."""

    address: str
    votes: Mapping[str, int]

    def path(self, name: str) -> str:
        return f"/votes/{self.votes[name]}"


@contextmanager
def serving(data: Path, countdown: int = 10) -> Iterator[Hall]:
    """The hall, made in the folder `data` and served until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    making = [sys.executable, "-m", "tests.browser.hall", str(data), address]
    votes = json.loads(subprocess.run(making, check=True, capture_output=True, text=True).stdout)
    command = [str(Path(sys.executable).with_name("conference")), "serve", "--data", str(data), "--port", str(port)]
    environment = os.environ | {"CONFERENCE_COUNTDOWN_SECONDS": str(countdown)}
    log = (data / "server.log").open("w")
    with log, subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment) as server:
        try:
            _until_ready(address, server)
            yield Hall(address, votes)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()


def _until_ready(address: str, server: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < ends:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the hall did not open its doors")


async def _made(data: Path, address: str) -> dict[str, int]:
    folder.make(data, {"origin": address, "demo": True, "registration": "open", "audience": "public"})
    settings = load(data, database_url="")
    await database.migrate(settings, MODELS)
    await database.connect(settings, MODELS)
    try:
        return {name: vote.number for name, vote in (await _voted(await cast.assemble())).items()}
    finally:
        await database.disconnect()


async def _voted(assembly: Assembly) -> dict[str, Vote]:
    for number in range(2, 7):
        await cast.file_plank(assembly, number)
    votes = {
        "circle": await _circle(assembly),
        "refused": await _refused(assembly),
        "run-off": await _run_off(assembly),
        "elected": await _election(assembly, "election"),
        "ordered": await _election(assembly, "order"),
        "approved": await _election(assembly, "approval"),
    }
    votes["ranked"] = await _rivals(assembly, 4, "choice")
    await cast.open_vote(assembly, votes["ranked"])
    await cast.all_cast(assembly, votes["ranked"], {"MX": ("keep",), "dana": ("keep",)})
    votes["put"] = await cast.put(assembly, "plank", plank=5)
    votes["put-too"] = await cast.put(assembly, "plank", plank=3)
    votes["asked"] = await cast.opened(assembly, "plank", plank=6)
    votes["marks"] = await _asked(assembly, "approval")
    return votes


async def _rivals(assembly: Assembly, plank: int, rule_set: str) -> Vote:
    """Four wordings of one passage against each other and the text as it is."""
    moved = [
        await cast.table(assembly, mover, texts, plank=plank)
        for mover, texts in zip(VOTERS, (TRIPLE, NO_OVERTIME, TIME_OFF, VOLUNTARY), strict=False)
    ]
    return await cast.put(assembly, "choice", *(each.number for each in moved), plank=plank, rule_set=rule_set)


async def _decided(assembly: Assembly, vote: Vote, ballots: Sequence[tuple[str, ...]]) -> Vote:
    """Opened, cast by one voter after the other, closed, counted and declared."""
    await cast.open_vote(assembly, vote)
    for handle, ranks in zip(VOTERS, ballots, strict=False):
        await cast.cast(assembly.people[handle], vote, *ranks)
    return await cast.declared(assembly, vote)


async def _keys(vote: Vote) -> list[str]:
    """The amendments or names on the ballot, in the order in which they were put."""
    options = await Option.filter(vote_id=vote.id).exclude(key="keep").order_by("id")
    return sorted(each.key for each in options)


async def _circle(assembly: Assembly) -> Vote:
    vote = await _rivals(assembly, 1, "choice")
    a, b, c, d = await _keys(vote)
    ballots = [(a, b, c, "keep", d)] * 5 + [(b, c, a, "keep")] * 4 + [(c, a, b, "keep")] * 3
    return await _decided(assembly, vote, ballots)


async def _refused(assembly: Assembly) -> Vote:
    vote = await cast.opened(assembly, "plank", plank=2)
    await cast.all_cast(assembly, vote, {"CA": "yes", "MX": "no", "US": "yes", "rosa": "yes", "joan": "abstain"})
    return await cast.declared(assembly, vote)


async def _run_off(assembly: Assembly) -> Vote:
    vote = await _rivals(assembly, 3, "choice-by-elimination")
    a, b, c, d = await _keys(vote)
    ballots: Sequence[tuple[str, ...]] = (
        [(a,)] * 4 + [(b, c)] * 3 + [(c, b)] * 2 + [(d, c, b)] * 1 + [("keep", b)] + [("keep",)]
    )
    return await _decided(assembly, vote, ballots)


async def _asked(assembly: Assembly, rule_set: str) -> Vote:
    questions = {
        "en": "Who goes to the committee that keeps the planks in order?",
        "fr": "Qui siège au comité qui tient les propositions en ordre?",
        "es": "¿Quiénes integran el comité que ordena las propuestas?",
    }
    options = [dict.fromkeys(("en", "fr", "es"), name) for name in NAMES]
    asking = voting.ask(
        assembly.chair, "election", questions, options, rule_set=rule_set, seats=0 if rule_set == "order" else 3,
        audience="public",
    )  # fmt: skip
    return await cast.open_vote(assembly, await database.shielded(asking))


async def _election(assembly: Assembly, rule_set: str) -> Vote:
    vote = await _asked(assembly, rule_set)
    a, b, c, d, e, f = await _keys(vote)
    ballots: Sequence[tuple[str, ...]]
    if rule_set == "approval":
        ballots = [(f"{a} {b}",)] * 5 + [(f"{b} {c}",)] * 4 + [(f"{c} {d} {e}",)] * 2 + [(f,)]
    else:
        ballots = [(a, b, c)] * 5 + [(b, a)] * 1 + [(c, d)] * 2 + [(d, e, c)] * 2 + [(e,)] + [(f, e)]
    for handle, ranks in zip(VOTERS, ballots, strict=True):
        await cast.cast(assembly.people[handle], vote, *ranks)
    return await cast.declared(assembly, vote)


if __name__ == "__main__":
    # in a process of its own: a browser's tests have a loop already, and another database may be known here
    print(json.dumps(asyncio.run(_made(Path(sys.argv[1]), sys.argv[2]))))
