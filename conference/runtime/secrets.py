"""Random tokens and slow password hashes: off the event loop, two at once, in a queue that has an end."""

import asyncio
import hashlib
import os
import secrets
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from conference.core.errors import TooMany
from conference.core.words import N_

WAITING_AT_MOST = 64
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def _step_back() -> None:
    """Readers first: where the system can (Linux), these threads take what time the others leave."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)


_threads = ThreadPoolExecutor(2, "argon2", initializer=_step_back)
_waiting = 0
_DUMMY = _hasher.hash(secrets.token_hex(16))


def token() -> str:
    """256 random bits, fit for a URL or a cookie."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored instead of a token: a stolen backup opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


async def hash_password(password: str) -> str:
    return str(await _slow(_hasher.hash, password))


async def password_fits(stored: str | None, password: str) -> bool:
    """Whether the password fits; for an unknown account the same work is done, so that time tells nothing."""
    fits = bool(await _slow(_verify, stored or _DUMMY, password))
    return fits and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


async def _slow(work: object, *values: str) -> object:
    global _waiting
    if _waiting >= WAITING_AT_MOST:
        raise TooMany("busy", N_("Many people are signing in just now. Please try again in a moment."))
    _waiting += 1
    try:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_threads, work, *values)  # type: ignore[arg-type]  # one of two callables
    finally:
        _waiting -= 1
