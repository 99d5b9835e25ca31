"""The houses that tests live in: an empty, migrated database of each kind, one for each test."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import asyncpg
import httpx2
import pytest
from tortoise.backends.base import executor

from conference.amendments.groups import survey
from conference.app import create_app
from conference.people.commands import sign_in
from conference.resolutions import visitors
from conference.resolutions.outputs import kept
from conference.runtime import database
from conference.runtime.settings import Settings, load
from conference.slices import MODELS
from conference.voting import queries as voting
from tests import postgres
from tests.cast import Assembly, assemble, gathered

EMPTY, ASSEMBLED = "empty", "assembled"
COPIED = "STRATEGY FILE_COPY"  # quicker than by the log, for a database that no power cut has to spare
ON_ONE_DATABASE = frozenset(
    f"test_{name}.py"
    for name in (
        "pages", "margin", "feeds", "outputs", "files", "cards", "alike", "words", "results", "elections",
        "hands", "roll_call", "procedure", "conciliation", "gate", "lots", "two_people", "throttle", "password",
    )
)  # fmt: skip
LONGEST = ("test_sealed.py", "test_killed.py", "test_accessible.py", "test_bad_input.py")
os.environ.setdefault("CONFERENCE_MACHINE_TRANSLATION", "false")  # no engine but where a test asks for it
CHOICES = {"demo": True, "registration": "open", "audience": "public"}
ORIGIN = "http://127.0.0.1:8000"
Visit = Callable[..., Awaitable[httpx2.AsyncClient]]
_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item], config: pytest.Config) -> None:
    """The files that take minutes come first, so that no worker sits idle beside the last of them. What pages look
    like, and the long ways through a vote, do not depend on the database: PostgreSQL does them in `make nightly`."""
    names = frozenset() if os.environ.get("CONFERENCE_THOROUGH") else ON_ONE_DATABASE
    spared = {each for each in items if each.path.name in names and "[postgres" in each.name}
    config.hook.pytest_deselected(items=list(spared))
    left = [each for each in items if each not in spared]
    items[:] = sorted(left, key=lambda each: each.path.name not in LONGEST)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and no row."""
    data = tmp_path_factory.mktemp("template")
    with _of_one_database():
        asyncio.run(database.migrate(load(data, database_url=""), MODELS))
    return data / "conference.db"


@pytest.fixture(scope="session")
def sqlite_assembled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the assembly of `tests.cast` in it."""
    data = tmp_path_factory.mktemp("assembled")
    shutil.copy(sqlite_template, data)
    _assemble(load(data, database_url="", **CHOICES))
    return data / "conference.db"


@pytest.fixture(scope="session")
def postgres_assembled(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with the assembly of `tests.cast` in it."""
    asyncio.run(command(postgres_server, f"CREATE DATABASE {ASSEMBLED} TEMPLATE {EMPTY} {COPIED}"))
    _assemble(load(tmp_path_factory.mktemp("assembled"), database_url=f"{postgres_server}/{ASSEMBLED}", **CHOICES))
    return ASSEMBLED


def _assemble(settings: Settings) -> None:
    """Found the conference once: hundreds of tests begin from a copy of it."""

    async def found() -> None:
        await database.connect(settings, MODELS)
        await assemble()
        await database.disconnect()

    with _of_one_database():
        asyncio.run(found())


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server's address, with a database `empty` that has every table and no row."""
    try:
        with postgres.server() as address:
            asyncio.run(command(address, f"CREATE DATABASE {EMPTY}"))
            data = tmp_path_factory.mktemp("postgres")
            with _of_one_database():
                asyncio.run(database.migrate(load(data, database_url=f"{address}/{EMPTY}"), MODELS))
            yield address
    except postgres.Unavailable as problem:
        if os.environ.get("CI"):
            pytest.fail(f"{postgres.MEND}\n{problem}")
        pytest.skip(postgres.MEND)


@pytest.fixture
def sqlite_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A data folder with an empty conference, or with the assembly for a test that asks for it."""
    asked = "sqlite_assembled" if "assembly" in request.fixturenames else "sqlite_template"
    shutil.copy(request.getfixturevalue(asked), tmp_path / "conference.db")
    return load(tmp_path, database_url="", **CHOICES)


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """A conference on each database, not opened yet: empty, or with the assembly for a test that asks for it."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_settings")
        return
    address = request.getfixturevalue("postgres_server")
    name = f"house_{next(_numbers)}"
    template = request.getfixturevalue("postgres_assembled") if "assembly" in request.fixturenames else EMPTY
    asyncio.run(command(address, f"CREATE DATABASE {name} TEMPLATE {template} {COPIED}"))
    yield load(tmp_path, database_url=f"{address}/{name}", **CHOICES)
    asyncio.run(command(address, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[Settings]:
    """An open, empty conference, once on SQLite and once on PostgreSQL."""
    with _of_one_database():
        await database.connect(settings, MODELS)
        yield settings
        await database.disconnect()


@contextmanager
def _of_one_database() -> Iterator[None]:
    """Tortoise keeps the text of its INSERTs by connection name, in the dialect that came first; a process of the
    product knows one database only, but the tests change it. What the house remembers of votes, amendments and
    resolutions is of one database too."""
    forget()
    try:
        yield
    finally:
        forget()


def forget() -> None:
    executor.EXECUTOR_CACHE.clear()
    for known in (voting._turnouts, survey._kept, visitors._kept, kept._documents):
        known.clear()


async def command(address: str, sql: str) -> None:
    connection = await asyncio.wait_for(asyncpg.connect(f"{address}/postgres"), 20)
    try:
        await asyncio.wait_for(connection.execute(sql), 60)
    finally:
        await connection.close()


@pytest.fixture
async def assembly(house: Settings) -> Assembly:
    """The assembly of `tests.cast` in that house."""
    return await gathered()


@pytest.fixture
async def visit(house: Settings) -> AsyncIterator[Visit]:
    """Comes to the whole application: with a session's cookie (by handle), with a token, or as nobody."""
    app = create_app(house)
    opened: list[httpx2.AsyncClient] = []

    async def come(handle: str = "", token: str = "") -> httpx2.AsyncClient:
        headers = {"Origin": ORIGIN} | ({"Authorization": f"Bearer {token}"} if token else {})
        cookies = {"session": await database.shielded(sign_in(handle))} if handle else {}
        transport = httpx2.ASGITransport(app=app)
        opened.append(httpx2.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers, cookies=cookies))
        return opened[-1]

    yield come
    for each in opened:
        await each.aclose()
