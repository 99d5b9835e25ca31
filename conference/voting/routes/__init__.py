"""Votes over HTTP, a module for each place: the vote, the ballot, the result, the chair's steps."""

from starlette.routing import BaseRoute

from conference.voting.routes import (
    asking,
    ballot,
    chair,
    conciliation,
    files,
    gate,
    hands,
    lots,
    naming,
    papers,
    rehearsal,
    result,
    shares,
    table,
    votes,
)

routes: list[BaseRoute] = [
    *asking.routes,
    *ballot.routes,
    *hands.routes,
    *naming.routes,
    *votes.routes,
    *result.routes,
    *chair.routes,
    *rehearsal.routes,
    *files.routes,
    *gate.routes,
    *shares.routes,
    *lots.routes,
    *papers.routes,
    *conciliation.routes,
    *table.routes,
]
