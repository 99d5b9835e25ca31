"""What the commands share: their options, refusals as sentences, and one piece of work with the database open."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click
from tortoise.exceptions import BaseORMException

from conference.core.errors import Invalid, Refused
from conference.runtime import database
from conference.runtime.settings import Settings
from conference.slices import MODELS

P = ParamSpec("P")
T = TypeVar("T")
Command = Callable[P, T]
FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
data_option = click.option(
    "--data",
    type=FOLDER,
    default="data",
    envvar="CONFERENCE_DATA",
    show_default=True,
    help="The folder that holds the conference.",
)


def speaking(command: Command[P, T]) -> Command[P, T]:
    """Refusals as a sentence and exit code 1, never as a traceback."""

    @wraps(command)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except Invalid as problem:
            raise click.ClickException("\n".join(f"{at}: {each}" for at, each in problem.problems.items())) from None
        except Refused as problem:
            raise click.ClickException(str(problem.sentence)) from None
        except BrokenPipeError:
            raise  # a reader such as `head` has seen enough; click ends the program quietly
        except (BaseORMException, OSError) as problem:
            raise click.ClickException(
                f"{problem}. `conference doctor` says what is wrong, and how to mend it."
            ) from None

    return spoken


def connected(settings: Settings, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run one piece of work, shielded, between opening and closing the database."""

    async def run() -> T:
        await database.connect(settings, MODELS)
        try:
            return await database.shielded(work())
        finally:
            await database.disconnect()

    return asyncio.run(run())
