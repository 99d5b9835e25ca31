"""What every place asks of a request."""

from starlette.requests import Request


def number_of(request: Request) -> int:
    """The vote's number in the address."""
    return int(request.path_params["number"])


def language_of(request: Request) -> str:
    """The reader's language."""
    return str(request.scope["state"]["language"])
