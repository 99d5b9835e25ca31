"""Where the packaged folders lie: beside the package in a checkout, inside it in a wheel; and names that change
when a file changes, so that a browser may keep it for good."""

import hashlib
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def folder(name: str) -> Path:
    """`templates`, `static` or `locales`."""
    packaged = PACKAGE / name
    return packaged if packaged.is_dir() else PACKAGE.parent / name


@cache
def asset(path: str) -> str:
    """The address of a static file with a short hash of its bytes."""
    content = (folder("static") / path).read_bytes()
    return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:10]}"
