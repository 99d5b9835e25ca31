"""Waking readers: everybody who listens, in slices, once for several changes."""

import asyncio
from itertools import pairwise

from conference.runtime.hub import SLICE, Hub, Listener


async def test_everybody_is_woken_and_the_loop_breathes_in_between() -> None:
    hub = Hub()
    listeners = [Listener(["vote-1"]) for _ in range(SLICE * 3 + 1)]
    for each in listeners:
        hub.join(each)
    hub.publish(["vote-1"], 9)
    woken = [sum(each.woken.is_set() for each in listeners)]
    while woken[-1] < len(listeners):
        await asyncio.sleep(0)
        woken.append(sum(each.woken.is_set() for each in listeners))
    assert woken[0] == SLICE
    assert max(after - before for before, after in pairwise(woken)) <= SLICE
    assert all(each.take() == (9, ["vote-1"]) for each in listeners)


async def test_several_changes_are_one_waking() -> None:
    hub, listener = Hub(), Listener(["vote-1", "plank-1"])
    hub.join(listener)
    hub.publish(["vote-1", "plank-1"], 3)
    hub.publish(["vote-1"], 4)
    assert listener.take() == (4, ["plank-1", "vote-1"])
    assert not listener.woken.is_set()


async def test_who_left_is_forgotten() -> None:
    hub, listener = Hub(), Listener(["vote-1"])
    hub.join(listener)
    hub.leave(listener)
    hub.leave(listener)
    hub.publish(["vote-1"], 1)
    assert not listener.woken.is_set()
    assert not hub._listeners


async def test_going_down_ends_every_stream() -> None:
    hub, listeners = Hub(), [Listener(["vote-1"]), Listener(["plank-1"])]
    for each in listeners:
        hub.join(each)
    hub.close()
    assert all(each.ended and each.woken.is_set() for each in listeners)
