"""The ordered slices: their models, pages, JSON addresses and jobs. The one place to register a slice."""

from starlette.routing import BaseRoute

from conference.amendments import api as amendments_api
from conference.amendments import routes as amendments
from conference.debate import api as debate_api
from conference.debate import routes as debate
from conference.pages import routes as pages
from conference.people import api as people_api
from conference.people import routes as people
from conference.planks import api as planks_api
from conference.planks import routes as planks
from conference.resolutions import api as resolutions_api
from conference.resolutions import routes as resolutions
from conference.roll import routes as roll
from conference.rulebook import routes as rulebook
from conference.runtime import notices
from conference.translation import routes as translation
from conference.voting import api as voting_api
from conference.voting import jobs as voting_jobs
from conference.voting import routes as voting

NAMES = ("people", "translation", "planks", "debate", "amendments", "roll", "rulebook", "voting", "resolutions")
MODELS = (
    "conference.runtime.models",
    *(f"conference.{name}.models" for name in NAMES),
    "conference.voting.openly.models",
    "conference.voting.sealed.models",
)

ROUTES: list[BaseRoute] = [
    *voting.routes,
    *rulebook.routes,
    *pages.routes,
    *debate.routes,
    *planks.routes,
    *amendments.routes,
    *resolutions.routes,
    *translation.routes,
    *roll.routes,
    *people.routes,
]
API: list[BaseRoute] = [
    *people_api.routes,
    *planks_api.routes,
    *debate_api.routes,
    *amendments_api.routes,
    *voting_api.routes,
    *resolutions_api.routes,
]
JOBS = (voting_jobs.keep_time, notices.listen)
