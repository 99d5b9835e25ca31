"""A form counts once, however often it arrives: a double tap, or a retry after the answer was lost on the way.

Every form carries a random word. The word, who sends it, where to and what was typed make a key; the act's own
transaction begins by writing that key down, so that the same form cannot be done twice, side by side or later. Who
sends it again gets the first answer. Typing something else under the same word is another act. Only what led to
another page (303) is kept, for a day; a form that came back with its problems may be sent as often as one likes.

Ballots have a nonce of their own and are not written down here: these rows tell when something was sent.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from conference.core.canonical import digest
from conference.core.errors import Refused
from conference.core.words import N_
from conference.runtime import clock, database
from conference.web import csrf, render

FIELD: Final = "once"
REPEATABLE: Final = frozenset({"cast", "serve-table", "sign-in"})
"""Verbs whose forms may arrive twice: ballots have their own nonce, at the tellers' table too; a second session or
letter harms nobody."""
KEPT: Final = 86_400
SWEEP_EVERY: Final = 3_600
WAITS: Final = 60
WAIT: Final = 0.05
_swept = 0
render.notices(**{"sent-already": N_("This was sent already, and counts once.")})


class Taken(Exception):
    """Another request with this form was first."""


@dataclass(slots=True)
class Claim:
    """The key of one form; written with the first transaction of its act, and with that one only."""

    key: str
    made: bool = False

    async def make(self) -> None:
        if self.made:
            return
        sql = (
            "INSERT INTO answered (key_hash, sent_at, location, notice) VALUES (?, ?, '', '') "
            "ON CONFLICT (key_hash) DO NOTHING RETURNING key_hash"
        )
        if not await database.returning(sql, self.key, _now()):
            raise Taken
        database.after_commit(self._is_made)

    def _is_made(self) -> None:
        self.made = True


async def answered(request: Request, endpoint: Callable[[Request], Awaitable[Response]]) -> Response:
    """What the endpoint answers, or what it answered when this form came first. Runs inside `database.shielded`."""
    key = await _key(request)
    if key is None:
        return await endpoint(request)
    if await _known(key) is not None:
        return await _first_answer(request, key)
    claim = Claim(key)
    try:
        with database.beginning_with(claim.make):
            answer = await endpoint(request)
    except Taken:
        return await _first_answer(request, key)
    except Refused:
        if claim.made:
            await _release(key)
        elif await _known(key) is not None:
            return await _first_answer(request, key)
        raise
    if not claim.made:
        return await _first_answer(request, key) if await _known(key) is not None else answer
    await (_keep(key, answer) if answer.status_code == 303 else _release(key))
    return answer


async def _key(request: Request) -> str | None:
    """None for a form without the word, and for programs."""
    form = await request.form()
    if not form.get(FIELD) or request.scope["state"].get("bearer"):
        return None
    typed = [[name, value] for name, value in form.multi_items() if isinstance(value, str)]
    return digest([csrf.token_of(request), request.scope["path"], typed])


async def _known(key: str) -> tuple[str, str] | None:
    """Where the first answer led and what it said; empty while it is on its way."""
    found = await database.rows("SELECT location, notice FROM answered WHERE key_hash = ?", key)
    return (str(found[0][0]), str(found[0][1])) if found else None


async def _first_answer(request: Request, key: str) -> Response:
    """The answer of the request that was first, once there is one. If its process died just after the act was on the
    disk there is none: the reader is told that it counts."""
    for _ in range(WAITS):
        found = await _known(key)
        if found is None:
            break
        if found[0]:
            return render.noticed(RedirectResponse(found[0], 303), found[1])
        await asyncio.sleep(WAIT)
    return render.go(request, "/", notice="sent-already")


async def _keep(key: str, answer: Response) -> None:
    global _swept
    location, notice = answer.headers["location"], render.notice_of(answer)
    async with database.transaction():
        sql = "UPDATE answered SET location = ?, notice = ? WHERE key_hash = ?"
        await database.execute(sql, location, notice, key)
        if _now() - _swept > SWEEP_EVERY:
            _swept = _now()
            await database.execute("DELETE FROM answered WHERE sent_at < ?", _now() - KEPT)


async def _release(key: str) -> None:
    async with database.transaction():
        await database.execute("DELETE FROM answered WHERE key_hash = ?", key)


def _now() -> int:
    return int(clock.now().timestamp())
