"""What every place asks of a request."""

from starlette.requests import Request

from conference.core.errors import Invalid, Refused
from conference.core.words import Sentence


def number_of(request: Request) -> int:
    """The vote's number in the address."""
    return int(request.path_params["number"])


def language_of(request: Request) -> str:
    """The reader's language."""
    return str(request.scope["state"]["language"])


def problems_of(problem: Refused, field: str) -> dict[str, Sentence]:
    """The sentences of a refusal, each beside its field; one without a field of its own stands beside `field`."""
    return problem.problems if isinstance(problem, Invalid) else {field: problem.sentence}
