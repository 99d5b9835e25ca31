"""The demo's files as values, and its times: offsets from the moment of loading."""

import re
import tomllib
import zlib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from conference.core.languages import LANGUAGES

FOLDER = Path(__file__).parent
PLANKS = ("declaration", "plank-1", "plank-2", "plank-3")
_OFFSET = re.compile(r"-(?=\d)(?:(\d+)d)? ?(?:(\d+)h)? ?(?:(\d+)m)?")


@cache
def read(name: str) -> dict[str, Any]:
    """One file, by its name without the ending."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def offset(written: str) -> timedelta:
    """`-6d 4h 10m` as the (negative) time before loading. Raises `ValueError` for anything else."""
    found = _OFFSET.fullmatch(written)
    if not found:
        raise ValueError(f"{written!r} is no offset such as -6d 4h 10m")
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return -timedelta(days=days, hours=hours, minutes=minutes)


def after(moment: timedelta, key: str, least: int, most: int) -> timedelta:
    """Some minutes later, from `least` to `most`: scattered as in life, yet the same in each load; never in the future.

    What would fall after the loading takes its place, as scattered, in the time that is left.
    """
    minutes = least + zlib.crc32(key.encode()) % (most - least + 1)
    later = moment + timedelta(minutes=minutes)
    return later if later < timedelta() else moment * (1 - minutes / (most + 1))


def others(language: str) -> tuple[str, ...]:
    """The working languages besides this one."""
    return tuple(each for each in LANGUAGES if each != language)
