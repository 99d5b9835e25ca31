"""Votes over HTTP, a module for each place: the vote, the ballot, the result, the chair's steps."""

from starlette.routing import BaseRoute

from conference.voting.routes import ballot, chair, result, votes

routes: list[BaseRoute] = [*ballot.routes, *votes.routes, *result.routes, *chair.routes]
