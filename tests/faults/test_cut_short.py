"""Readers who leave in the middle of a command: at each of its waits, one after another, on both databases.

A command that has begun is done whole. The house never keeps a lock, and the next reader is served.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from conference.amendments import commands as amendments
from conference.amendments.models import Amendment
from conference.core.actor import Actor
from conference.debate import commands as debate
from conference.debate.models import Post, Thread
from conference.planks.models import Plank
from conference.runtime import database, journal
from conference.translation import commands as translation
from conference.voting import commands as voting
from conference.voting.models import Vote
from conference.voting.sealed import box
from tests.cast import TRIPLE, Assembly, cast, certify_plank, file_plank, opened
from tests.faults.cutting import cut

Command = Coroutine[Any, Any, object]
MOST = 400


class Cuts:
    """Runs commands, each cut at the same wait, and remembers which of them are longer than that."""

    def __init__(self) -> None:
        self.at = 0
        self.over: set[str] = set()
        self.waits: dict[str, int] = {}

    async def run(self, name: str, command: Command) -> None:
        if name in self.over:
            await database.shielded(command)
        elif await cut(command, self.at):
            self.waits[name] = self.at + 1
        else:
            self.over.add(name)


async def every_wait(life: Callable[[Cuts], Coroutine[Any, Any, None]]) -> dict[str, int]:
    """Live the same life again and again, cut one wait later each time, until no command is that long."""
    cuts = Cuts()
    while cuts.at < MOST:
        before = len(cuts.over)
        await life(cuts)
        cuts.at += 1
        if before == len(cuts.over) and cuts.waits and max(cuts.waits.values()) < cuts.at:
            return cuts.waits
    raise AssertionError(f"a command still waits after {MOST} steps: {cuts.waits}")


async def still_serves(assembly: Assembly, vote: Vote) -> None:
    """The house answers and votes, at once."""
    async with asyncio.timeout(5):
        receipt = await cast(assembly.marc, vote, "yes", nonce=f"ballot {await journal.cursor()}")
        assert receipt.revision >= 1
        async with asyncio.TaskGroup() as both:
            both.create_task(database.rows("SELECT 1"))
            both.create_task(cast(assembly.marc, vote, "no", nonce=f"other {await journal.cursor()}"))


async def test_votes(assembly: Assembly) -> None:
    control = await opened(assembly, "plank")
    numbers = iter(range(2, 1000))

    async def life(cuts: Cuts) -> None:
        plank = await file_plank(assembly, next(numbers))
        await certify_plank(plank.number)
        await cuts.run("put", voting.put(assembly.chair, "plank", plank.number))
        taken = await Vote.get(plank_id=plank.id, phase="put")
        await cuts.run("take_back", voting.take_back(assembly.chair, taken.number))
        number = (await database.shielded(voting.put(assembly.chair, "plank", plank.number))).number
        await cuts.run("open_vote", voting.open_vote(assembly.chair, number))
        for voter in (assembly.rosa, assembly.dana):
            await cuts.run("cast_ballot", voting.cast_ballot(voter, number, (("yes",),), "a ballot's nonce"))
        await cuts.run("close_vote", voting.close_vote(assembly.chair, number))
        await cuts.run("unseal", voting.unseal(assembly.chair, number))
        await cuts.run("declare", voting.declare(assembly.chair, number))
        done = await Vote.get(number=number)
        assert (done.phase, done.cast) == ("declared", 2)
        assert await box.number_in(done.id) == 0
        assert (await Plank.get(id=plank.id)).state == "lost", "two of twelve are no quorum"
        await still_serves(assembly, control)

    waits = await every_wait(life)
    assert set(waits) == {"put", "take_back", "open_vote", "cast_ballot", "close_vote", "unseal", "declare"}
    assert await journal.first_broken_link() is None


async def test_debate(assembly: Assembly) -> None:
    control = await opened(assembly, "plank")
    plank = await Plank.get(number=1)
    places = iter(range(1, 1000))

    async def life(cuts: Cuts) -> None:
        place = f"block:p{next(places)}"
        await cuts.run("open_thread", debate.open_thread(plank, place))
        thread = await Thread.get(plank_id=plank.id, place=place)
        await cuts.run("post", debate.post(assembly.rosa, thread.id, "en", "I speak for it."))
        post = await Post.get(thread_id=thread.id)
        await cuts.run("speak", debate.speak(assembly.dana, 1, "plank", "en", "So do I."))
        await cuts.run("edit", debate.edit(assembly.rosa, post.id, "I speak against it."))
        await cuts.run("withdraw", debate.withdraw(assembly.rosa, post.id))
        assert (await Post.get(id=post.id)).state == "withdrawn"
        await still_serves(assembly, control)

    assert set(await every_wait(life)) == {"open_thread", "post", "speak", "edit", "withdraw"}
    assert await journal.first_broken_link() is None


async def test_amendments(assembly: Assembly) -> None:
    control = await opened(assembly, "plank")
    numbers = iter(range(2, 1000))

    async def life(cuts: Cuts) -> None:
        plank = await file_plank(assembly, next(numbers))

        async def moved(by: Actor, text: str) -> Amendment:
            await cuts.run("propose", amendments.propose(by, plank.number, "p2", "replace", "en", text, "It is fair."))
            made = await Amendment.filter(plank_id=plank.id).order_by("-number").first()
            assert made is not None
            assert made.mover_id == by.id
            return made

        withdrawn = await moved(assembly.rosa, "Nobody works overtime.")
        await cuts.run("withdraw", amendments.withdraw(assembly.rosa, withdrawn.number))
        returned = await moved(assembly.rosa, "Overtime is unpaid.")
        await cuts.run(
            "return_amendment", amendments.return_amendment(assembly.chair, returned.number, "Out of order.")
        )
        carried, lost = await moved(assembly.rosa, TRIPLE["en"]), await moved(assembly.rosa, "Overtime is a gift.")
        for each in (carried, lost):
            assert each.text_id is not None
            for language in ("fr", "es"):
                writing = translation.translate(assembly.amelie, each.text_id, language, TRIPLE[language])
                await database.shielded(writing)
            for by in (assembly.marc, assembly.dana):
                await cuts.run("co_sign", amendments.co_sign(by, each.number))
            await cuts.run("admit", amendments.admit(assembly.chair, each.number))
        together = (carried.number, lost.number)
        await cuts.run("put_to_vote", amendments.put_to_vote(assembly.chair, together))
        await cuts.run("readmit", amendments.readmit(assembly.chair, together))
        await database.shielded(amendments.put_to_vote(assembly.chair, together))
        await cuts.run("lose", amendments.lose(assembly.chair, lost.number))
        await cuts.run("carry", amendments.carry(assembly.chair, carried.number, cause="vote 1"))
        states = [each.state for each in await Amendment.filter(plank_id=plank.id).order_by("number")]
        assert states == ["withdrawn", "returned", "carried", "lost"]
        assert (await Plank.get(id=plank.id)).version == 2
        await still_serves(assembly, control)

    waits = await every_wait(life)
    assert set(waits) == {
        "propose", "withdraw", "return_amendment", "co_sign", "admit", "put_to_vote", "readmit", "lose", "carry",
    }  # fmt: skip
    assert await journal.first_broken_link() is None
