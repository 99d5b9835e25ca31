"""Pages of the note: reading it, writing it, objecting to it, and what programs and printers get."""

from starlette.routing import BaseRoute

from conference.rapporteur.routes import desk, objections, reading

routes: list[BaseRoute] = [*reading.routes, *objections.routes, *desk.routes]
