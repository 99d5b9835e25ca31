"""The demo's data folder: made and filled at the first start, kept at the next ones, emptied only when it is a demo."""

import asyncio
import shutil
from pathlib import Path

from conference import folder
from conference.core.errors import Conflict
from conference.core.words import N_
from conference.demo import files, load
from conference.runtime import database
from conference.runtime.settings import Settings
from conference.slices import MODELS

UNFINISHED = "unfinished"


def found(data: Path, *, fresh: bool, origin: str) -> Settings:
    """The settings of the demo in this folder, which is filled first where it is new, `fresh`, or was left half done.

    The caller holds the folder's lock. Raises `Conflict` when the folder holds something that is no demo.
    """
    if _is_foreign(data):
        raise Conflict("no-demo", N_("The folder %(folder)s holds something that is no demo."), folder=str(data))
    if fresh or (data / UNFINISHED).exists():
        _empty(data)
    if not folder.is_made(data):
        (data / UNFINISHED).touch()
        folder.make(data, _choices())
        asyncio.run(_fill(_settings(data, origin)))
        (data / UNFINISHED).unlink()
    return _settings(data, origin)


def _settings(data: Path, origin: str) -> Settings:
    """Always SQLite in this folder: a database set for a real conference is none of the demo's business."""
    return folder.settings_of(data, origin=origin, database_url="", demo=True)


def _choices() -> dict[str, str | bool | dict[str, str]]:
    name = files.read("cast")["conference"]["name"]
    return {"demo": True, "registration": "open", "audience": "public", "name": name}


def _is_foreign(data: Path) -> bool:
    if (data / UNFINISHED).exists():
        return False
    if folder.is_made(data):
        return not folder.settings_of(data).demo
    return any(path.name != folder.LOCK for path in data.iterdir())


def _empty(data: Path) -> None:
    """Remove everything but the lock, which is held."""
    for path in data.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in (folder.LOCK, UNFINISHED):
            path.unlink()


async def _fill(settings: Settings) -> None:
    await database.migrate(settings, MODELS)
    await database.connect(settings, MODELS)
    try:
        await load.load()
    finally:
        await database.disconnect()
