"""The data folder of an installation: made once, described by its `conference.toml`, served by one process at a time."""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from conference.core.errors import Conflict
from conference.core.words import N_
from conference.runtime import settings as installed
from conference.runtime.settings import FILE, Settings

LOCK: Final = "serving.lock"
HEAD: Final = """\
# The settings of this conference. A variable in the environment (CONFERENCE_NAME and so on, DATABASE_URL) wins over
# what stands here; `conference doctor` says whether everything fits. Restart the server after a change.
"""


def is_made(data: Path) -> bool:
    """Whether a conference lives in this folder."""
    return (data / FILE).exists()


def make(data: Path, choices: Mapping[str, str | bool | Mapping[str, str]]) -> None:
    """Make the folder, closed to the machine's other users, with its settings. Raises `Conflict` when there is one."""
    if is_made(data):
        raise Conflict("folder-taken", N_("The folder %(folder)s already holds a conference."), folder=str(data))
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain = [f"{key} = {_value(value)}" for key, value in choices.items() if not isinstance(value, Mapping)]
    tables = [
        "\n".join((f"\n[{key}]", *(f"{name} = {_value(each)}" for name, each in value.items())))
        for key, value in choices.items()
        if isinstance(value, Mapping)
    ]
    (data / FILE).write_text("\n".join((HEAD, *plain, *tables, "")), encoding="utf-8")


def _value(value: str | bool) -> str:
    """A TOML value; a JSON string without a DEL is a TOML basic string too."""
    return json.dumps(value, ensure_ascii=False)


def settings_of(data: Path, **given: object) -> Settings:
    """The settings of a folder that was made. Raises `Conflict` when there is none, `ValueError` as `load` does."""
    if not is_made(data):
        raise Conflict(
            "no-conference",
            N_("There is no conference in the folder %(folder)s. `conference init` makes one."),
            folder=str(data),
        )
    return installed.load(data, **given)


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold the folder's lock; the kernel lets it go when the process ends, however it ends. Raises `Conflict`."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(
                "folder-in-use", N_("Another process already serves the folder %(folder)s."), folder=str(data)
            ) from None
        yield
