"""A house with two delegations, and browsers that come to it."""

from collections.abc import AsyncIterator, Callable

import httpx2
import pytest

from conference.app import create_app
from conference.core.actor import HOUSE
from conference.people import commands
from conference.runtime import database
from conference.runtime.settings import Settings

ORIGIN = "http://127.0.0.1:8000"
DELEGATIONS = {
    "CA": ({"en": "Canada", "fr": "Canada", "es": "Canadá"}, ["en", "fr"]),
    "MX": ({"en": "Mexico", "fr": "Mexique", "es": "México"}, ["es"]),
}
Browser = Callable[..., httpx2.AsyncClient]


@pytest.fixture
async def house(house: Settings) -> Settings:
    """The open house of each database, with its delegations."""
    for code, (names, languages) in DELEGATIONS.items():
        await database.shielded(commands.add_delegation(HOUSE, code, names, languages))
    return house


@pytest.fixture
async def browser(house: Settings) -> AsyncIterator[Browser]:
    """Makes browsers with cookies of their own, all looking at one house; `network` is where one comes from."""
    app = create_app(house)
    opened: list[httpx2.AsyncClient] = []

    def open_one(network: str = "127.0.0.1") -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(app=app, client=(network, 50_000))
        opened.append(httpx2.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}))
        return opened[-1]

    yield open_one
    for client in opened:
        await client.aclose()
