"""Live streams: "this topic changed, fetch again", and nothing more. Content comes by an ordinary, authorised GET.

A stream reads the journal once (what came after the page was written), lets the database go, then waits on the hub.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from conference.core.actor import Actor
from conference.runtime import journal
from conference.runtime.hub import Listener, hub

Audible = Callable[[Actor, Sequence[str]], Awaitable[list[str]]]
TOPICS_AT_MOST = 12
GATHER = 1.0
"""At most one event a topic in so many seconds, for each who listens."""
PULSE = 20.0


async def live(request: Request) -> Response:
    """The event stream of a page: its topics, from its cursor on."""
    audible: Audible = request.app.state.audible
    topics = await audible(request.user, request.query_params.getlist("topic")[:TOPICS_AT_MOST])
    listener = Listener(topics)
    hub.join(listener)
    try:
        missed = await _missed(request, frozenset(topics))
    except BaseException:
        hub.leave(listener)
        raise
    return Stream(listener, missed)


async def _missed(request: Request, topics: frozenset[str]) -> list[str]:
    """What changed between the page and this stream, as messages."""
    given = request.headers.get("last-event-id") or request.query_params.get("after", "")
    if not given.isdecimal() or len(given) > 12:
        return [_message("resync", 0)]
    found = await journal.topics_after(int(given))
    if found is None:
        return [_message("resync", 0)]
    newest, changed = found
    return [_message(topic, newest) for topic in sorted(changed & topics)]


class Stream(StreamingResponse):
    """An open stream: one waiting task and one that hears the reader hang up, for thousands stay open.

    A change goes out at once; those that follow within `GATHER` seconds go out together at their end.
    """

    def __init__(self, listener: Listener, missed: list[str]) -> None:
        super().__init__((), media_type="text/event-stream", headers={"Cache-Control": "no-store"})
        self.listener = listener
        self.missed = missed

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        listener, leaving = self.listener, asyncio.get_running_loop().create_task(_hung_up(receive))
        leaving.add_done_callback(lambda _: listener.end())
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await _say(send, ": hello\n\n" + "".join(self.missed))
            while True:
                newest, changed = await _next(listener)
                if listener.ended:
                    break
                await _say(send, "".join(_message(topic, newest) for topic in changed) or ": pulse\n\n")
                if changed:
                    await asyncio.sleep(GATHER)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            leaving.cancel()
            hub.leave(listener)


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _next(listener: Listener) -> tuple[int, list[str]]:
    """What changed, or nothing when it is time to show that the stream lives."""
    pulse = asyncio.get_running_loop().call_later(PULSE, listener.woken.set)
    try:
        await listener.woken.wait()
    finally:
        pulse.cancel()
    return listener.take()


def _message(event: str, seq: int) -> str:
    """One message; a change that has no journal row (turnout) moves no cursor."""
    identity = f"id: {seq}\n" if seq else ""
    return f"event: {event}\n{identity}data: {seq}\n\n"
