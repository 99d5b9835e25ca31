"""The description of the JSON addresses, made from the routes themselves: none can be forgotten."""

import re
from collections.abc import Sequence
from typing import Any

from starlette.routing import BaseRoute, Route

from conference.web.routing import Guarded

TYPES = {"int": "integer"}
PROBLEM = {
    "description": "A refusal (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"type": "object"}}},
}


def describe(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """OpenAPI 3.1 for these routes below `/api/v1`."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        if isinstance(route, Route):
            address = "/api/v1" + re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
            for method in sorted((route.methods or set()) - {"HEAD"}):
                paths.setdefault(address, {})[method.lower()] = _operation(route, method)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Conference", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    }


def _operation(route: Route, method: str) -> dict[str, Any]:
    guarded: Guarded = route.endpoint.guarded  # type: ignore[attr-defined]  # set by web.routing
    operation: dict[str, Any] = {
        "operationId": f"{guarded.endpoint.__module__.split('.')[1]}-{guarded.endpoint.__name__}-{method.lower()}",
        "summary": (guarded.endpoint.__doc__ or guarded.endpoint.__name__.replace("_", " ")).strip(),
        "x-verb": guarded.verb,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": TYPES.get(kind, "string")}}
            for name, kind in re.findall(r"\{(\w+):?(\w*)\}", route.path)
        ],
        "responses": {"201" if guarded.writes else "200": {"description": "Done"}, "default": PROBLEM},
    }
    if guarded.writes:
        operation["security"] = [{"bearer": []}]
        operation["requestBody"] = {"content": {"application/json": {"schema": {"type": "object"}}}, "required": True}
    return operation
