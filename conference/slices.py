"""The ordered slices: their models, pages, JSON addresses and jobs. The one place to register a slice."""

from starlette.routing import BaseRoute

from conference.amendments import api as amendments_api
from conference.amendments import jobs as amendments_jobs
from conference.amendments import routes as amendments
from conference.amendments.groups import api as groups_api
from conference.amendments.groups import routes as groups
from conference.debate import api as debate_api
from conference.debate import routes as debate
from conference.debate.moderation import routes as moderation
from conference.mailing import routes as mailing
from conference.mailing import worker as mailing_worker
from conference.pages import routes as pages
from conference.pages.languages import routes as languages
from conference.people import api as people_api
from conference.people import routes as people
from conference.planks import api as planks_api
from conference.planks import routes as planks
from conference.planks.links import routes as links
from conference.rapporteur import api as rapporteur_api
from conference.rapporteur import routes as rapporteur
from conference.resolutions import api as resolutions_api
from conference.resolutions import routes as resolutions
from conference.resolutions.adopted import routes as adopted
from conference.resolutions.certified import routes as certified
from conference.resolutions.commitments import routes as commitments
from conference.resolutions.desk import routes as desk
from conference.resolutions.editions import routes as editions
from conference.resolutions.outputs import routes as outputs
from conference.resolutions.traces import routes as traces
from conference.roll import routes as roll
from conference.rulebook import api as rulebook_api
from conference.rulebook import routes as rulebook
from conference.runtime import notices
from conference.search import api as search_api
from conference.search import making as search_index
from conference.search import routes as search
from conference.translation import routes as translation
from conference.translation.machine import routes as machine
from conference.translation.machine import worker
from conference.translation.terms import routes as terms
from conference.translation.tongues import routes as tongues
from conference.voting import api as voting_api
from conference.voting import jobs as voting_jobs
from conference.voting import routes as voting

NAMES = (
    "people", "translation", "planks", "debate", "amendments", "roll", "rulebook", "voting", "resolutions", "search",
)  # fmt: skip
MODELS = (
    "conference.runtime.models",
    *(f"conference.{name}.models" for name in NAMES),
    "conference.translation.machine.models",
    "conference.translation.desk.models",
    "conference.translation.terms.models",
    "conference.voting.openly.models",
    "conference.voting.sealed.models",
    "conference.voting.gate.models",
    "conference.planks.links.models",
    "conference.debate.moderation.models",
    "conference.mailing.models",
    "conference.amendments.groups.models",
    "conference.rapporteur.models",
    *(
        f"conference.resolutions.{name}.models"
        for name in ("desk", "certified", "editions", "adopted", "annexed", "commitments")
    ),
)

ROUTES: list[BaseRoute] = [
    *voting.routes,
    *rulebook.routes,
    *pages.routes,
    *languages.routes,
    *rapporteur.routes,
    *debate.routes,
    *moderation.routes,
    *planks.routes,
    *groups.routes,
    *amendments.routes,
    *links.routes,
    *desk.routes,
    *certified.routes,
    *adopted.routes,
    *editions.routes,
    *outputs.routes,
    *traces.routes,
    *commitments.routes,
    *resolutions.routes,
    *search.routes,
    *mailing.routes,
    *machine.routes,
    *terms.routes,
    *tongues.routes,
    *translation.routes,
    *roll.routes,
    *people.routes,
]
API: list[BaseRoute] = [
    *people_api.routes,
    *planks_api.routes,
    *rapporteur_api.routes,
    *debate_api.routes,
    *groups_api.routes,
    *amendments_api.routes,
    *rulebook_api.routes,
    *voting_api.routes,
    *resolutions_api.routes,
    *search_api.routes,
]
JOBS = (
    voting_jobs.keep_time,
    amendments_jobs.keep_time,
    notices.listen,
    worker.keep_translating,
    mailing_worker.keep_mailing,
    search_index.keep_made,
)
