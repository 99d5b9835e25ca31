"""What later rooms keep of somebody's own settings, for the file that she takes with her: this room does not know them,
so each says what it keeps, under a name of its own. Never secrets, such as the words of links."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from conference.core.actor import Actor

Gives = Callable[[Actor], Awaitable[Any]]
_gives: Final[dict[str, Gives]] = {}


def exported_by(name: str, gives: Gives) -> None:
    """A later room puts what it keeps of the reader herself under this name, as plain JSON; None: it keeps nothing."""
    _gives[name] = gives


async def kept_elsewhere(reader: Actor) -> dict[str, Any]:
    """What the later rooms keep of her."""
    return {name: await gives(reader) for name, gives in sorted(_gives.items())}
