"""What the engines over HTTP share: one client, deadlines, services that ask to wait, and whose machine it is."""

import asyncio
import ipaddress
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

PATIENCE: Final = 20.0
"""Seconds for one request, where no deadline is nearer."""
REFUSED: Final = frozenset({400, 401, 403, 404, 413, 456})
"""Answers that another try does not change: a wrong key, a pair that is not offered, a quota that is used up."""


class Unanswered(Exception):
    """The service gave no translation: `flag` says why, `refused` that asking again is no use."""

    def __init__(self, flag: str, *, refused: bool = False, retry_after: float | None = None) -> None:
        super().__init__(flag)
        self.flag = flag
        self.refused = refused
        self.retry_after = retry_after


class Remote:
    """A service at an address."""

    def __init__(self, address: str, headers: Mapping[str, str] | None = None) -> None:
        self.address = address.rstrip("/")
        self._client = httpx2.AsyncClient(base_url=self.address, headers=headers, timeout=PATIENCE)

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine, so that text sent there stays."""
        host = urlsplit(self.address).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    async def get(self, path: str) -> Any:
        return await self._asked("GET", path, None)

    async def post(self, path: str, deadline: float | None, **content: Any) -> Any:
        """The answer's JSON. Raises `Unanswered`."""
        return await self._asked("POST", path, deadline, **content)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _asked(self, verb: str, path: str, deadline: float | None, **content: Any) -> Any:
        try:
            async with asyncio.timeout_at(deadline):
                answer = await self._client.request(verb, path, **content)
        except TimeoutError:
            raise Unanswered("late") from None
        except (httpx2.HTTPError, httpx2.InvalidURL):
            raise Unanswered("unreachable") from None
        if not answer.is_success:
            flag = f"http-{answer.status_code}"
            wait = _seconds(answer.headers.get("Retry-After", ""))
            raise Unanswered(flag, refused=answer.status_code in REFUSED, retry_after=wait)
        try:
            return answer.json()
        except ValueError:
            raise Unanswered("unreadable") from None


def _seconds(said: str) -> float | None:
    """Retry-After as seconds: it is written as a number of them, or as a date."""
    if said.strip().isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
