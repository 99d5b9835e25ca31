"""The demo's data folder: made and filled at the first start, kept at the next ones, emptied only when it is a demo."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

from click import ClickException

from conference import folder
from conference.demo import files, load
from conference.runtime import database
from conference.runtime.settings import FILE, Settings
from conference.slices import MODELS

UNFINISHED: Final = "unfinished"
OURS: Final = (
    UNFINISHED, FILE, "conference.db", "conference.db-wal", "conference.db-shm", "keys", "outbox",
)  # fmt: skip


def found(data: Path, *, fresh: bool, origin: str) -> Settings:
    """The settings of the demo in this folder, which is filled first where it is new, `fresh`, or was left half done.

    The caller holds the folder's lock. A folder that holds anything else is refused, never emptied.
    """
    if _is_foreign(data):
        raise ClickException(f"The folder {data} holds something that is no demo.")
    if fresh or (data / UNFINISHED).exists():
        _empty(data)
    if not folder.is_made(data):
        (data / UNFINISHED).touch()
        folder.make(data, _choices())
        asyncio.run(_fill(_settings(data, origin)))
        (data / UNFINISHED).unlink()
    else:
        asyncio.run(database.migrate(_settings(data, origin), MODELS))  # a demo that an earlier version made
    return _settings(data, origin)


def _settings(data: Path, origin: str) -> Settings:
    """Always SQLite in this folder: a database set for a real conference is none of the demo's business."""
    return folder.settings_of(data, origin=origin, database_url="", demo=True)


def _choices() -> dict[str, str | bool | dict[str, str]]:
    name = files.read("cast")["conference"]["name"]
    return {"demo": True, "registration": "open", "audience": "public", "name": name}


def _is_foreign(data: Path) -> bool:
    """Whether something lies here that was not made as a demo, whatever the environment says."""
    if folder.is_made(data):
        return not folder.is_demo(data)
    unfinished = (data / UNFINISHED).exists()
    return any(path.name not in (OURS if unfinished else ()) for path in data.iterdir() if path.name != folder.LOCK)


def _empty(data: Path) -> None:
    """Remove the demo and nothing else; the mark goes last, so that this can be cut short too."""
    (data / UNFINISHED).touch()
    for path in [data / name for name in reversed(OURS)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


async def _fill(settings: Settings) -> None:
    await database.migrate(settings, MODELS)
    await database.connect(settings, MODELS)
    try:
        await load.load()
    finally:
        await database.disconnect()
