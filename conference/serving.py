"""Serving by uvicorn: one process on SQLite, several on PostgreSQL; open streams end before the house goes down."""

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import structlog
import uvicorn
from click import ClickException
from starlette.applications import Starlette

from conference.app import create_app
from conference.folder import settings_of
from conference.runtime import garbage
from conference.runtime.hub import hub
from conference.runtime.settings import Settings

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
# No access log: the ballot's routes must leave no line, and nobody needs the others.
OPTIONS: Final[dict[str, Any]] = {
    "http": "httptools",
    "loop": "uvloop",
    "ws": "none",
    "lifespan": "on",
    "access_log": False,
    "log_level": "warning",
    "server_header": False,
    "proxy_headers": False,
    "timeout_graceful_shutdown": 8,
}


class Server(uvicorn.Server):
    """Says when it is ready, and wakes every stream when it goes down: browsers come back to the next one."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        hub.close()
        await super().shutdown(sockets)


def listening(host: str, port: int) -> socket.socket:
    """The address, taken before anything else is done; refused when it is not free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as problem:
        taken.close()
        raise ClickException(f"{host}:{port} cannot be listened on: {problem.strerror}. Try another --port.") from None
    return taken


def allowed(settings: Settings, host: str, workers: int) -> None:
    """Refuse what would break a promise: a demo signs anybody in, SQLite has one writer."""
    if settings.demo and host not in LOOPBACK:
        raise ClickException("A demo signs anybody in as anybody, so only this machine may reach it.")
    if settings.on_sqlite and workers != 1:
        raise ClickException("On SQLite exactly one worker serves the conference. Several need PostgreSQL.")


def log_plainly() -> None:
    """One JSON object a line, with the traceback but never the values in it: they may be ballots, names, tokens."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def serve(settings: Settings, taken: socket.socket, ready: Callable[[], None]) -> None:
    """Serve in this process until it is told to end."""
    log_plainly()
    app = create_app(settings)
    garbage.settle()
    with suppress(KeyboardInterrupt):
        Server(uvicorn.Config(app, **OPTIONS), ready).run(sockets=[taken])


def serve_by_several(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve by several processes, each of which reads the settings anew."""
    os.environ["CONFERENCE_DATA"] = str(settings.data.resolve())
    uvicorn.run("conference.serving:application", factory=True, host=host, port=port, workers=workers, **OPTIONS)


def application() -> Starlette:
    """The app of the data folder that CONFERENCE_DATA names: for workers, and for other ASGI servers."""
    log_plainly()
    app = create_app(settings_of(Path(os.environ.get("CONFERENCE_DATA", "data"))))
    garbage.settle()
    return app
