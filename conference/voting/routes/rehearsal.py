"""A rule set rehearsed on made-up ballots. All of it stands in the address: nothing is stored."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid, Refused
from conference.core.words import Sentence
from conference.rulebook import rehearsal as made_up
from conference.rulebook import wording
from conference.rulebook.rehearsal import Figures
from conference.voting.result import rehearsal
from conference.voting.result.queries import ResultPage
from conference.voting.result.rehearsal import Rehearsal
from conference.voting.routes.asked import language_of
from conference.web import render
from conference.web.forms import Form
from conference.web.routing import get

FIELDS = ("yes", "no", "abstain", "roll")
MOST = 2_000
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What the form holds, the problems in it, and the result where there is none."""

    typed: dict[str, str]
    problems: dict[str, Sentence]
    result: ResultPage | None


async def rehearse(request: Request) -> Response:
    language = language_of(request)
    asked = await rehearsal.of(request.path_params["key"], language)
    form = Form(dict(request.query_params))
    seed = form.number("seed", least=1, most=made_up.LARGEST_SEED, default=1)
    counting = _answers if asked.yes_no else _lines
    shown = await asyncio.to_thread(counting, asked, form, 1 if form.problems else seed)
    return await render.page(
        request,
        "rulebook/rehearsal.html",
        status=422 if shown.problems else 200,
        rule_set=asked.rule_set,
        name=rehearsal.name_of(asked.rule_set, language),
        rules=wording.paragraph(asked.rule_set, names=asked.names),
        names=asked.names,
        yes_no=asked.yes_no,
        presence=rehearsal.asks_presence(asked.rule_set),
        next_seed=seed % made_up.LARGEST_SEED + 1,
        typed=shown.typed,
        problems=shown.problems,
        result=shown.result,
    )


def _answers(asked: Rehearsal, form: Form, seed: int) -> Shown:
    """Figures for each delegation, typed or made up."""
    if not any(name.startswith("yes-") for name in form.typed):
        figures = made_up.answers(asked.codes, seed)
        typed = {f"{field}-{code}": str(getattr(each, field)) for code, each in figures.items() for field in FIELDS}
        return Shown(typed, form.problems, rehearsal.of_answers(asked, figures))
    given = {code: Figures(*(_figure(form, field, code) for field in FIELDS)) for code in asked.codes}
    figures = {
        code: Figures(each.yes, each.no, each.abstain, max(each.roll, each.cast)) for code, each in given.items()
    }
    typed = {name: value for name, value in form.typed.items() if name != "seed"}
    typed |= {f"roll-{code}": str(each.roll) for code, each in figures.items() if not form.problems}
    return Shown(typed, form.problems, None if form.problems else rehearsal.of_answers(asked, figures))


def _figure(form: Form, field: str, code: str) -> int:
    return form.number(f"{field}-{code}", least=0, most=MOST, default=0)


def _lines(asked: Rehearsal, form: Form, seed: int) -> Shown:
    """Ballots as lines, typed or made up."""
    text = form.typed.get("ballots") or made_up.ballots(asked.rule_set, asked.codes, seed)
    form.text("ballots", longest=LONGEST, needed=False)
    typed = {"ballots": text}
    try:
        form.done()
        lines = made_up.read(text, asked.rule_set.method, asked.codes)
    except Invalid as problem:
        return Shown(typed, problem.problems, None)
    except Refused as problem:
        return Shown(typed, {"ballots": problem.sentence}, None)
    return Shown(typed, {}, rehearsal.of_lines(asked, lines))


routes: list[BaseRoute] = [get("/rules/{key}/rehearsal", rehearse)]
