"""The conference's rules as JSON: every rule set as data, and what it says in plain words in one language."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from conference.core.errors import Absent
from conference.core.languages import LANGUAGES
from conference.core.words import Sentence
from conference.rulebook import commands, queries, wording
from conference.rulebook.rules import RuleSet
from conference.runtime.i18n import say
from conference.web.routing import get


async def listing(request: Request) -> Response:
    """Every rule set in the order in which they are offered; `digest` is the one that the page of the rules shows."""
    language = _language(request)
    names, present = await queries.delegation_names(language), await queries.rule_sets()
    return JSONResponse(
        {
            "items": [_whole(each, names, language) for each in present],
            "next": None,
            "digest": commands.digest_of(present),
        }
    )


async def rule_set(request: Request) -> Response:
    """One rule set: `rules` as the file and every vote under it hold them, `words` as plain sentences."""
    language = _language(request)
    found = await queries.rule_set(request.path_params["key"])
    return JSONResponse(_whole(found, await queries.delegation_names(language), language))


def _whole(found: RuleSet, names: dict[str, str], language: str) -> dict[str, Any]:
    cautions = wording.cautions(found)
    return {
        "key": found.key,
        "rules": found.as_data(),
        "language": language,
        "words": _said([each for each in wording.paragraph(found, names=names) if each not in cautions], language),
        "cautions": _said(cautions, language),
    }


def _said(sentences: list[Sentence], language: str) -> list[str]:
    return [say(each, language) for each in sentences]


def _language(request: Request) -> str:
    language = request.query_params.get("language") or str(request.scope["state"]["language"])
    if language not in LANGUAGES:
        raise Absent
    return language


routes: list[BaseRoute] = [get("/rules", listing), get("/rules/{key}", rule_set)]
