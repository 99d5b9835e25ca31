"""A demo of its own, served by a real process on a free port of loopback."""

import atexit
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from threading import Timer
from time import sleep

PATIENCE = 90


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: the address that browsers come to, and its data folder."""

    address: str
    data: Path

    def letter_to(self, email: str) -> str:
        """The text of the newest letter to this address, from the outbox. It is written after the page was answered."""
        for _ in range(100):
            for file in sorted((self.data / "outbox").glob("*.eml"), reverse=True):
                letter = message_from_bytes(file.read_bytes(), policy=policy.default)
                if letter["To"] == email:
                    body = letter.get_body()
                    assert body is not None
                    return str(body.get_content())
            sleep(0.1)
        raise AssertionError(f"no letter to {email}")


@contextmanager
def serving(data: Path) -> Iterator[Demo]:
    """The demo, in the folder `data`, served until the block ends."""
    shutil.copytree(_loaded(), data)
    with _started(data) as demo:
        yield demo


@functools.cache
def _loaded() -> Path:
    """A demo that nobody has touched. It is told once: a copy of its folder is served in two seconds."""
    data = Path(tempfile.mkdtemp(prefix="conference-demo-")) / "demo"
    atexit.register(shutil.rmtree, data.parent, ignore_errors=True)
    with _started(data):
        pass
    return data


@contextmanager
def _started(data: Path) -> Iterator[Demo]:
    program = Path(sys.executable).with_name("conference")
    command = [str(program), "demo", "--port", "0", "--data", str(data)]
    environment = os.environ | {"CONFERENCE_COUNTDOWN_SECONDS": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as server:
        too_late = Timer(PATIENCE, server.kill)
        too_late.start()
        assert server.stdout is not None
        said = []
        address = ""
        for line in server.stdout:
            said.append(line)
            if "is ready: " in line:
                address = line.split("is ready: ")[1].strip().rstrip("/")
                break
        too_late.cancel()
        try:
            assert address, f"the demo did not start: {''.join(said)}"
            yield Demo(address, data)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
