"""Private keys of sealed boxes, shares of them, and the key of marks: files of their own in `keys/`, never in the
database or a backup."""

import os
from pathlib import Path

from nacl.public import PrivateKey

from conference.runtime import settings

ENDING = ".key"


def _path(name: str) -> Path:
    return settings.current().keys / f"{name}{ENDING}"


def make(name: str) -> str:
    """A fresh key pair; the private half goes to the disk before the public half (hexadecimal) is given."""
    key = fresh()
    lay(name, bytes(key))
    return public_half(key)


def fresh() -> PrivateKey:
    """A fresh private key that lies nowhere but in memory."""
    return PrivateKey.generate()


def public_half(key: PrivateKey) -> str:
    """What ballots are sealed to, in hexadecimal."""
    return bytes(key.public_key).hex()


def lay(name: str, content: bytes) -> None:
    """Lay a secret on the disk, readable by the server's user only."""
    folder = settings.current().keys
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(_path(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _fsync_folder(folder)


def _fsync_folder(folder: Path) -> None:
    """The file's name too is on the disk only now: a key without a name opens no box."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lying(name: str) -> bytes | None:
    """The secret, or None where it does not lie."""
    try:
        return _path(name).read_bytes()
    except FileNotFoundError:
        return None


def lasting(name: str) -> bytes:
    """A secret of 32 random bytes that is made once and then stays: several processes that make it at the same moment
    get the same one."""
    found = lying(name)
    if found is not None:
        return found
    own = f"{name}-{os.urandom(8).hex()}"
    lay(own, os.urandom(32))
    try:
        os.link(_path(own), _path(name))
        _fsync_folder(_path(name).parent)
    except FileExistsError:
        pass  # another process was faster
    finally:
        _path(own).unlink()
    return _path(name).read_bytes()


def private(name: str) -> PrivateKey | None:
    """The private key, or None where it does not lie."""
    content = lying(name)
    return None if content is None else PrivateKey(content)


def names() -> list[str]:
    """The names of all secrets that lie there."""
    return sorted(path.name.removesuffix(ENDING) for path in settings.current().keys.glob(f"*{ENDING}"))


def destroy(name: str) -> None:
    """Overwrite and remove a secret. On copy-on-write disks the old blocks may live on; the docs say so."""
    path = _path(name)
    try:
        with path.open("r+b") as file:
            file.write(os.urandom(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        _fsync_folder(path.parent)
    except FileNotFoundError:
        return  # another process of this server was faster


def destroy_all(name: str) -> None:
    """The secret of this name, and every one whose name goes on from it after a hyphen."""
    for each in names():
        if each == name or each.startswith(f"{name}-"):
            destroy(each)
