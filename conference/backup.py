"""Backup and restore of a conference on SQLite: one file with the database and the settings.

Never with `keys/` (a copy of the box beside its key would be no sealed box) and never with `outbox/` (letters hold
links that sign people in).
"""

import sqlite3
import tarfile
import tempfile
import zlib
from contextlib import closing
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from click import ClickException

from conference.folder import is_made
from conference.runtime.settings import FILE, Settings

DATABASE: Final = "conference.db"


def save(settings: Settings, out: Path) -> None:
    """Write the backup while the server serves. On PostgreSQL its own tool does it."""
    if not settings.on_sqlite:
        raise ClickException("On PostgreSQL, pg_dump makes the backup. Keep conference.toml beside it.")
    if not settings.sqlite_path.exists():
        raise ClickException(f"There is no database {settings.sqlite_path} to back up.")
    if out.exists():
        raise ClickException(f"The file {out} exists already.")
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE
        _copy(settings.sqlite_path, copy)
        packed = Path(folder) / "packed"
        packed.touch(mode=0o600)
        with tarfile.open(packed, "w:gz") as archive:
            archive.add(copy, DATABASE)
            archive.add(settings.data / FILE, FILE)
        packed.rename(out)


def _copy(source: Path, target: Path) -> None:
    """A consistent copy of a database that may be written meanwhile."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as lying, closing(sqlite3.connect(target)) as new:
        lying.backup(new)
    _check(target)


def _check(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as opened:
            sound = opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise ClickException("The database in this backup is damaged.")


def restore(file: Path, data: Path) -> None:
    """Unpack a backup into a new data folder. Nothing is left of one that is damaged."""
    if is_made(data) or (data / DATABASE).exists():
        raise ClickException(f"The folder {data} already holds a conference.")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder:
        unpacked = Path(folder)
        try:
            with tarfile.open(file, "r:gz") as archive:
                for name in (DATABASE, FILE):
                    _unpack(archive, name, unpacked / name)
        except (tarfile.TarError, zlib.error, KeyError, OSError, EOFError):
            raise ClickException(f"The file {file} is no backup of a conference.") from None
        _check(unpacked / DATABASE)
        for name in (DATABASE, FILE):
            (unpacked / name).rename(data / name)


def _unpack(archive: tarfile.TarFile, name: str, target: Path) -> None:
    """One known file by its name; whatever else an archive holds, and wherever it points, stays in it."""
    packed = archive.extractfile(name)
    if packed is None:
        raise KeyError(name)
    target.touch(mode=0o600)
    with packed, target.open("wb") as file:
        copyfileobj(packed, file)
