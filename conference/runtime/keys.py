"""Private keys of sealed boxes: files of their own in `keys/`, never in the database, never in a backup."""

import os
from pathlib import Path

from nacl.public import PrivateKey

from conference.runtime import settings


def _path(name: str) -> Path:
    return settings.current().keys / f"{name}.key"


def make(name: str) -> str:
    """A fresh key pair; the private half goes to the disk before the public half (hexadecimal) is given."""
    folder = settings.current().keys
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = PrivateKey.generate()
    descriptor = os.open(_path(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(bytes(key))
        file.flush()
        os.fsync(file.fileno())
    _fsync_folder(folder)
    return bytes(key.public_key).hex()


def _fsync_folder(folder: Path) -> None:
    """The file's name too is on the disk only now: a key without a name opens no box."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def private(name: str) -> PrivateKey | None:
    """The private key, or None where it does not lie."""
    path = _path(name)
    return PrivateKey(path.read_bytes()) if path.exists() else None


def destroy(name: str) -> None:
    """Overwrite and remove the private key. On copy-on-write disks the old blocks may live on; the docs say so."""
    path = _path(name)
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
