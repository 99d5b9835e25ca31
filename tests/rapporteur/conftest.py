"""Plank 1 of the assembly with a debate on it: each voice counted, one post withdrawn, one in a delegation's room."""

from collections.abc import Awaitable, Callable

import pytest

from conference.core.actor import Actor
from conference.debate import commands as debate
from conference.debate.models import Post
from conference.runtime import database
from conference.runtime.settings import Settings
from tests.cast import Assembly

do = database.shielded
Speak = Callable[..., Awaitable[Post]]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """One database suffices where the SQL is the same on both; test_figures asks both."""
    return sqlite_settings


@pytest.fixture
def speak(assembly: Assembly) -> Speak:
    """Somebody says something on plank 1."""

    async def say(actor: Actor, text: str, place: str = "plank", language: str = "en", **more: object) -> Post:
        return await do(debate.speak(actor, 1, place, language, text, **more))

    return say
