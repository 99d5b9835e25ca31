"""Live streams: "this topic changed, fetch again", and nothing more. Content comes by an ordinary, authorised GET.

A stream reads the journal once (what came after the page was written), lets the database go, then waits on the hub.
"""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from conference.core.actor import Actor
from conference.runtime import journal
from conference.runtime.hub import Listener, hub

MayHear = Callable[[Actor, str], bool]
TOPICS_AT_MOST = 12
GATHER = 0.15
PULSE = 20.0


async def live(request: Request) -> Response:
    """The event stream of a page: its topics, from its cursor on."""
    may_hear: MayHear = request.app.state.may_hear
    wanted = request.query_params.getlist("topic")[:TOPICS_AT_MOST]
    topics = [topic for topic in wanted if may_hear(request.user, topic)]
    listener = Listener(topics)
    hub.join(listener)
    try:
        missed = await _missed(request, frozenset(topics))
    except BaseException:
        hub.leave(listener)
        raise
    return StreamingResponse(
        _stream(listener, missed), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


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


async def _stream(listener: Listener, missed: list[str]) -> AsyncIterator[str]:
    try:
        yield ": hello\n\n" + "".join(missed)
        while True:
            try:
                await asyncio.wait_for(listener.woken.wait(), PULSE)
            except TimeoutError:
                yield ": pulse\n\n"
                continue
            await asyncio.sleep(GATHER)
            newest, changed = listener.take()
            if "bye" in changed:
                return
            yield "".join(_message(topic, newest) for topic in changed)
    finally:
        hub.leave(listener)


def _message(event: str, seq: int) -> str:
    """One message; a change that has no journal row (turnout) moves no cursor."""
    identity = f"id: {seq}\n" if seq else ""
    return f"event: {event}\n{identity}data: {seq}\n\n"
