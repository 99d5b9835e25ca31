"""Starts real servers quickly: imports the application once, then forks a server process for each line it reads.

Run as a program: `python nursery.py DATA`. It answers each line with `PORT PID` once that server is ready.
"""

import os
import signal
import sys
from pathlib import Path

from conference import serving
from conference.runtime.settings import load


def main(data: Path) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever was killed leaves no zombie
    for _ in sys.stdin:
        if os.fork() == 0:
            _serve(data)
            os._exit(0)


def _serve(data: Path) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with serving.listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        serving.serve(load(data), taken, lambda: print(port, os.getpid(), flush=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
