"""The data folder of an installation: made once, described by `conference.toml`, served by one process at a time."""

import fcntl
import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from click import ClickException

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


def is_demo(data: Path) -> bool:
    """Whether the folder was made as a demo: that is settled then, and no variable turns a conference into one."""
    try:
        return tomllib.loads((data / FILE).read_text(encoding="utf-8")).get("demo") is True
    except ValueError:
        return False


def make(data: Path, choices: Mapping[str, str | bool | Mapping[str, str]]) -> None:
    """Make the folder, closed to the machine's other users, with its settings; refuse where one is."""
    if is_made(data):
        raise ClickException(f"The folder {data} already holds a conference.")
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    plain = [f"{key} = {_value(value)}" for key, value in choices.items() if not isinstance(value, Mapping)]
    tables = [
        "\n".join((f"\n[{key}]", *(f"{name} = {_value(each)}" for name, each in value.items())))
        for key, value in choices.items()
        if isinstance(value, Mapping)
    ]
    (data / FILE).write_text("\n".join((HEAD, *plain, *tables, "")), encoding="utf-8")


def _value(value: str | bool) -> str:
    """A TOML value: JSON writes strings the same way, but for a DEL, which no name holds."""
    return json.dumps(value, ensure_ascii=False)


def settings_of(data: Path, **given: object) -> Settings:
    """The settings of a folder that was made; a sentence for people where there are none, or wrong ones."""
    if not is_made(data):
        raise ClickException(f"There is no conference in the folder {data}. `conference init` makes one.")
    try:
        return installed.load(data, **{"demo": is_demo(data), **given})
    except ValueError as problem:
        raise ClickException(f"The settings in {data / FILE} cannot be taken. {problem}") from None


@contextmanager
def held(data: Path) -> Iterator[None]:
    """Hold the folder's lock, or refuse; the kernel lets it go when the process ends, however it ends."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ClickException(f"Another process already serves the folder {data}.") from None
        yield
