"""Every address of the application, with what stands in its parameters, for tests that try them all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from conference import slices
from conference.core.actor import Actor
from conference.web.routing import Guarded

PLAIN = {"code": "A1", "block": "p1", "target": "fr", "token": "x" * 43}


@dataclass(frozen=True, slots=True)
class Door:
    """One route: where, which verb opens it, whether it writes."""

    path: str
    guarded: Guarded

    def at(self, given: Mapping[str, str] = PLAIN, number: str = "1", language: str = "/en") -> str:
        """The address with numbers and words in the places of its parameters."""

        def fill(found: re.Match[str]) -> str:
            return number if found[2] == "int" else given.get(found[1], "x")

        return language + re.sub(r"\{(\w+):?(\w*)\}", fill, self.path)

    def opens_to(self, actor: Actor) -> bool:
        return actor.may(self.guarded.verb)


def doors(*, writing: bool, api: bool = False) -> list[Door]:
    """Every route of the pages, or of the API, that reads or that writes."""
    routes = slices.API if api else slices.ROUTES
    found = [Door(each.path, each.endpoint.guarded) for each in routes]  # type: ignore[attr-defined]  # web.routing
    return [each for each in found if each.guarded.writes is writing]
