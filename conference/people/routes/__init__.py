"""The pages of people: register, sign in, one's own page, credentials, invitations, the demonstration's cast."""

from starlette.routing import BaseRoute

from conference.people.routes import credentials, demo, entry, invitations, own, registration

routes: list[BaseRoute] = [
    *registration.routes,
    *entry.routes,
    *own.routes,
    *credentials.routes,
    *invitations.routes,
    *demo.routes,
]
