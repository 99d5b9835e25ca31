"""Services on this machine: what stands for a company's or somebody else's, in the shape that theirs has."""

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Answer = tuple[int, dict[str, str], Any]
APY_MISSING = "Apertium APY is missing: install it, on Debian with `apt-get install apertium-apy`."


@dataclass
class Stand:
    """An address, and everything that was asked there."""

    address: str
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)


@contextmanager
def standing(answer: Callable[[str, Any], Answer]) -> Iterator[Stand]:
    """A service that answers each path and JSON body by `answer`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Any) -> None:
            stand.asked.append((self.path, dict(self.headers), body))
            status, headers, content = answer(self.path, body)
            said = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand = Stand(f"http://127.0.0.1:{server.server_port}")
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stand
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def real_apy() -> Iterator[str]:
    """Debian's APY over Debian's dictionaries. Raises `FileNotFoundError` where it is not installed."""
    program = shutil.which("apertium-apy")
    if program is None:
        raise FileNotFoundError(APY_MISSING)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [program, "-p", str(port), "/usr/share/apertium"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{address}/listPairs", timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)
