"""One way to write JSON as bytes, so that a digest means the same everywhere.

Journal, ballot binding and recount all hash what this writes: sorted keys, no spaces, UTF-8, no floats.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]


def canonical(value: object) -> bytes:
    """The one byte string of a JSON value. Raises `TypeError` for floats and for what JSON cannot hold."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical form here")
    if isinstance(value, Mapping):
        for each in value.values():
            _refuse_floats(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_floats(each)
