"""What the pages of the note share: the page of the note with its forms, and the form of some words."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from conference.core.errors import Invalid, Refused
from conference.core.words import Sentence
from conference.debate.routes import saying
from conference.planks import queries as planks
from conference.rapporteur import figures, queries
from conference.runtime import i18n
from conference.web import render


async def page(
    request: Request,
    problems: dict[str, Sentence] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
    version: int | None = None,
) -> Response:
    """The note with the frame; `typed` and `problems` of the form that could not be taken, which `form` names."""
    reader, number, language = request.user, request.path_params["number"], i18n.language()
    view = await queries.note(reader, number, language, version)
    return await render.page(
        request,
        "rapporteur/note.html",
        parts=("points",),
        topics=(f"plank-{number}",),
        status=status,
        view=view,
        old=version is not None and version != view.latest,
        frame=await figures.frame(reader, await planks.visible(reader, number), language),
        candidates=await queries.candidates(reader, number, language) if view.may_name else [],
        spoken=saying.spoken(reader),
        problems=problems or {},
        typed=typed or {},
    )


def problems_of(problem: Refused, field: str = "text") -> dict[str, Sentence]:
    """One sentence for each field; of a refusal that names none, beside `field`."""
    return problem.problems if isinstance(problem, Invalid) else {field: problem.sentence}


def words(typed: dict[str, str]) -> dict[str, Any]:
    """The language and the words of a form, as the commands take them."""
    return {"language": typed.get("language", ""), "text": typed.get("text", "")}
