"""The whole house as it was: to live the same hour twice, with other ballots."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from conference.runtime import database
from conference.runtime.settings import Settings
from conference.slices import MODELS
from tests import conftest


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of database, keys and outbox."""

    settings: Settings
    folder: Path

    @property
    def _names(self) -> tuple[str, str, str]:
        """PostgreSQL's address, the database, and its copy."""
        address, _, name = self.settings.database_url.rpartition("/")
        return address, name, f"{name}_copy"

    async def take(self) -> None:
        async with self._away():
            shutil.copytree(self.settings.data, self.folder)
            if not self.settings.on_sqlite:
                address, name, copy = self._names
                await conftest.command(address, f"CREATE DATABASE {copy} TEMPLATE {name}")

    async def restore(self) -> None:
        async with self._away():
            shutil.rmtree(self.settings.data)
            shutil.copytree(self.folder, self.settings.data)
            if not self.settings.on_sqlite:
                address, name, copy = self._names
                await conftest.command(address, f"DROP DATABASE {name} WITH (FORCE)")
                await conftest.command(address, f"CREATE DATABASE {name} TEMPLATE {copy}")

    @asynccontextmanager
    async def _away(self) -> AsyncIterator[None]:
        """Nobody is connected meanwhile, and nothing is kept in memory."""
        await database.disconnect()
        conftest.forget()
        yield
        await database.connect(self.settings, MODELS)
