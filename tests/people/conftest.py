"""A house with three delegations, and browsers that come to it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from tortoise import Tortoise

from conference.core.actor import HOUSE
from conference.people import api, commands, routes
from conference.people.commands import entry
from conference.people.queries import Backend
from conference.people.routes import registration
from conference.people.throttle import Window
from conference.runtime import database
from conference.runtime.settings import Settings, load
from conference.web import errors
from conference.web.edge import Edge
from conference.web.sessions import Sessions

MODELS = ("conference.runtime.models", "conference.people.models")
ORIGIN = "http://127.0.0.1:8000"
DELEGATIONS = {
    "CA": ({"en": "Canada", "fr": "Canada", "es": "Canadá"}, ["en", "fr"]),
    "MX": ({"en": "Mexico", "fr": "Mexique", "es": "México"}, ["es"]),
}
Browser = Callable[[], httpx2.AsyncClient]


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Settings]:
    settings = load(tmp_path, demo=True, registration="open")
    await database.connect(settings, MODELS)
    await Tortoise.generate_schemas()
    monkeypatch.setattr(entry, "_tries", Window(most=10, seconds=600))
    monkeypatch.setattr(entry, "_all_tries", Window(most=600, seconds=60))
    monkeypatch.setattr(registration, "_letters", Window(most=5, seconds=3600))
    for code, (names, languages) in DELEGATIONS.items():
        await database.shielded(commands.add_delegation(HOUSE, code, names, languages))
    yield settings
    await database.disconnect()


@pytest.fixture
async def browser(house: Settings) -> AsyncIterator[Browser]:
    """Makes browsers with cookies of their own, all looking at one house."""
    app = Starlette(
        routes=[Mount("/api/v1", routes=api.routes), Mount("/{language}", routes=routes.routes)],
        middleware=[
            Middleware(Edge, secure=False, hosts=frozenset()),
            Middleware(Sessions, backend=Backend(), secure=False),
        ],
        exception_handlers=dict(errors.HANDLERS),
    )
    app.state.settings = house
    app.state.origins = frozenset({ORIGIN})
    opened: list[httpx2.AsyncClient] = []

    def open_one() -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(app=app)
        client = httpx2.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN})
        opened.append(client)
        return client

    yield open_one
    for client in opened:
        await client.aclose()
