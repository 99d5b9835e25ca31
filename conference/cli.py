"""The command `conference`: demo, init, serve, migrate, doctor, backup, restore, import, token, tally."""

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

P = ParamSpec("P")
T = TypeVar("T")


def data_option(default: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=default,
        show_default=True,
        help="The folder that holds the conference.",
    )
