"""Pages of a debate: threads, single posts, a delegation's own rooms, and what a reader keeps for herself."""

from starlette.routing import BaseRoute

from conference.debate import fragments as fragments  # its list of posts is a name that templates use
from conference.debate.routes import mine, posts, threads

routes: list[BaseRoute] = [*threads.routes, *posts.routes, *mine.routes]
