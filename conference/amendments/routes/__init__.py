"""Pages of amendments, one module a theme: reading, filing, stepping, aligning, composing."""

from starlette.routing import BaseRoute

from conference.amendments.routes import aligning, composing, filing, reading, stepping

routes: list[BaseRoute] = [
    *reading.routes, *filing.routes, *stepping.routes, *aligning.routes, *composing.routes, *reading.one,
]  # fmt: skip
