"""`create_app`: routes, layers, lifespan and refusals put together; the only place that knows every part."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from conference import slices
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES
from conference.core.roles import Audience
from conference.debate import queries as debate
from conference.people.queries import Backend
from conference.planks import queries as planks
from conference.runtime import database, hub, i18n
from conference.runtime.assets import folder
from conference.runtime.settings import Settings
from conference.voting import queries as votes
from conference.web import errors
from conference.web.edge import Edge
from conference.web.live import live
from conference.web.openapi import describe
from conference.web.routing import ByFirstWord, get
from conference.web.sessions import Sessions

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""A demo signs anybody in as anybody, so it answers to no other name than this machine's own."""
KEPT = {"credentials": "decide-credentials", "roll": "see-roll", "reports": "judge-report"}
"""Topics of a few, with the verb that opens them."""


class LanguageConvertor(Convertor[str]):
    """The first part of an address: one of the working languages."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("language", LanguageConvertor())


def create_app(settings: Settings) -> Starlette:
    """The application of one installation. Its database is opened when the server starts."""
    app = Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=folder("static"))),
            Mount("/{language:language}", ByFirstWord([get("/live", live), *slices.ROUTES])),
            Route("/api/openapi.json", _openapi),
            Mount("/api/v1", ByFirstWord(slices.API)),
            Route("/healthz", _healthz),
            Route("/readyz", _readyz),
        ],
        middleware=[
            Middleware(Edge, secure=settings.secure, hosts=LOOPBACK if settings.demo else frozenset()),
            Middleware(Sessions, backend=Backend(), secure=settings.secure),
        ],
        exception_handlers=dict(errors.HANDLERS),
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.origins = _origins(settings.origin)
    app.state.audible = audible
    return app


def _origins(origin: str) -> frozenset[str]:
    """The origins our own pages post from; on a developer's machine both names of loopback."""
    parts = urlsplit(origin)
    if parts.hostname not in ("127.0.0.1", "localhost"):
        return frozenset({origin})
    port = f":{parts.port}" if parts.port else ""
    return frozenset(f"{parts.scheme}://{host}{port}" for host in ("127.0.0.1", "localhost"))


async def audible(actor: Actor, topics: Sequence[str]) -> list[str]:
    """Which of these topics she may hear. They say only "changed", and what changed is fetched with her own rights; but
    that something changes, and when, is told of a vote, a plank or a debate only to those in its audience."""
    voted = await votes.audiences([each for kind in ("vote", "turnout") for each in _numbered(topics, kind)])
    filed = await planks.audiences(_numbered(topics, "plank"))
    spoken = await debate.audiences(_numbered(topics, "thread"))
    kinds = {"vote": voted, "turnout": voted, "plank": filed, "thread": spoken}

    def may_hear(topic: str) -> bool:
        kind, _, of = topic.partition("-")
        if kind in KEPT:
            return actor.may(KEPT[kind])
        if kind in kinds:
            audience = kinds[kind].get(of)
            return audience is not None and actor.reads(audience)
        if kind == "votes":
            return not of or (of in set(Audience) and actor.reads(of))
        return kind in {"planks", "amendments", "amendment", "resolutions", "resolution"}

    return [topic for topic in topics if may_hear(topic)]


def _numbered(topics: Sequence[str], kind: str) -> list[str]:
    """The numbers of the topics of one kind."""
    return [found[1] for topic in topics if (found := re.fullmatch(f"{kind}-([0-9]{{1,9}})", topic))]


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    await database.connect(settings, slices.MODELS)
    i18n.warm()
    jobs = [asyncio.create_task(job()) for job in slices.JOBS]
    try:
        yield
    finally:
        hub.hub.close()
        for job in jobs:
            job.cancel()
        await database.disconnect()


async def _healthz(_request: Request) -> Response:
    return JSONResponse({"alive": True})


async def _readyz(_request: Request) -> Response:
    """Whether the database answers."""
    await database.rows("SELECT 1")
    return JSONResponse({"ready": True})


async def _openapi(_request: Request) -> Response:
    return JSONResponse(describe(slices.API))
