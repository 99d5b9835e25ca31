"""The pages of people: register, sign in, a new password, one's own page, credentials, invitations, the cast of a
demonstration."""

from starlette.routing import BaseRoute

from conference.people.routes import credentials, demo, entry, invitations, own, password, registration

routes: list[BaseRoute] = [
    *registration.routes,
    *entry.routes,
    *password.routes,
    *own.routes,
    *credentials.routes,
    *invitations.routes,
    *demo.routes,
]
