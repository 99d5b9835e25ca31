"""The room's pages: the desk, and the files that leave it and come back."""

from starlette.routing import BaseRoute

from conference.translation.desk import files
from conference.translation.desk import routes as desk

routes: list[BaseRoute] = [*files.routes, *desk.routes]
