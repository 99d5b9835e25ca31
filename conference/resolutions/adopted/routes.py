"""Adoption: ad referendum and its ledger, signatures, statements that are annexed; and who signs for whom."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from conference.core.errors import Invalid, Refused
from conference.core.words import N_
from conference.resolutions import queries as resolutions
from conference.resolutions.adopted import commands, policy, queries
from conference.resolutions.annexed import commands as annexed_commands
from conference.resolutions.annexed import joint
from conference.resolutions.annexed import queries as annexed
from conference.resolutions.annexed.rules import LONGEST
from conference.resolutions.commitments.queries import clauses
from conference.resolutions.editions import queries as editions
from conference.runtime import i18n
from conference.web import forms, render
from conference.web.routing import get, post

render.notices(
    **{
        "ad-referendum": N_("It is on record that the delegation adopts ad referendum."),
        "ratification": N_("The decision stands in the ledger."),
        "signed": N_("Your delegation has signed this edition."),
        "statement-filed": N_("The statement is annexed. Translators find it at their desk."),
        "statement-withdrawn": N_("The statement has been taken back."),
        "statement-prepared": N_("Those whom you named find the words here and answer. Then you annex the statement."),
        "statement-answered": N_("Your answer is kept. You may change it until the statement is annexed."),
        "statement-name-off": N_("The name has been taken off."),
        "statement-dropped": N_("The statement has been given up. Nothing of its words is kept."),
        "statement-left": N_("Your name has been taken off the statement."),
        "signer-named": N_("The delegate signs for the delegation from now on."),
        "signer-ended": N_("The delegate no longer signs for the delegation."),
    }
)


async def adoption(request: Request) -> Response:
    return await _adoption(request, {}, {})


async def _adoption(request: Request, problems: dict[str, Any], typed: dict[str, str], status: int = 200) -> Response:
    actor, language, number = request.user, i18n.language(), int(request.path_params["number"])
    found = await resolutions.row(actor, number)
    return await render.page(
        request, "resolutions/adoption.html", status=status, topics=(f"resolution-{number}",), resolution=found,
        vote=await resolutions.decision(actor, found, language),
        referenda=await queries.referenda(actor, found, language),
        declarable=await queries.declarable(actor, found, found.vote, language),
        signatures=await queries.signatures(actor, found, language), may_sign=await queries.may_sign(actor, found),
        editions=await editions.editions(number), statements=await annexed.statements(actor, found, language),
        pending=await annexed.pending(actor, found, language),
        may_file=await annexed.may_file(actor, found, found.vote), longest=LONGEST,
        clauses=await clauses(found, language), may_name=policy.may_name(actor), problems=problems, typed=typed,
    )  # fmt: skip


async def declare(request: Request) -> Response:
    form = await forms.read(request)
    number = await _seen(request)
    await commands.declare_ad_referendum(request.user, number, form.typed.get("delegation", "")[:8])
    return render.go(request, f"/resolutions/{number}/adoption", "ad-referendum")


async def record(request: Request) -> Response:
    form = await forms.read(request)
    number, code = await _seen(request), request.path_params["code"]
    typed = form.typed
    try:
        await commands.record_ratification(
            request.user, number, code, typed.get("body", ""), _day(typed.get("decided_on", "")),
            typed.get("result", ""), typed.get("note", ""), typed.get("evidence", ""),
        )  # fmt: skip
    except Invalid as problem:
        return await _adoption(request, problem.problems, typed | {"ledger": code}, 422)
    return render.go(request, f"/resolutions/{number}/adoption#{code}", "ratification")


async def sign(request: Request) -> Response:
    form = await forms.read(request)
    number = await _seen(request)
    edition = form.number("edition", least=1, most=9_999, default=1)
    try:
        await commands.sign(request.user, number, edition, form.typed.get("proof", ""))
    except Invalid as problem:
        return await _adoption(request, problem.problems, {}, 422)
    return render.go(request, f"/resolutions/{number}/adoption#signatures", "signed")


async def file_statement(request: Request) -> Response:
    form = await forms.read(request)
    number = await _seen(request)
    ticked = await request.form()
    named = [str(each) for each in ticked.getlist("clause")]
    kind, language = form.typed.get("kind", ""), form.typed.get("language", "")
    text, coauthors = form.typed.get("text", ""), form.typed.get("coauthors", "").strip()
    try:
        if coauthors:
            await joint.prepare(request.user, number, kind, language, text, named, coauthors)
        else:
            await annexed_commands.file_statement(request.user, number, kind, language, text, named)
    except Invalid as problem:
        kept = form.typed | {"named": " ".join(named)}
        return await _adoption(request, problem.problems, kept, 422)
    return _back(number, request, "statement-prepared" if coauthors else "statement-filed")


async def answer_statement(request: Request) -> Response:
    form = await forms.read(request)
    number, consents = await _seen(request), form.typed.get("answer") == "consents"
    await joint.answer(request.user, number, request.path_params["pending"], consents=consents)
    return _back(number, request, "statement-answered")


async def take_name_off(request: Request) -> Response:
    number = await _seen(request)
    await joint.take_off(request.user, number, request.path_params["pending"], request.path_params["name"])
    return _back(number, request, "statement-name-off")


async def annex_statement(request: Request) -> Response:
    number = await _seen(request)
    await joint.publish(request.user, number, request.path_params["pending"])
    return _back(number, request, "statement-filed")


async def drop_statement(request: Request) -> Response:
    number = await _seen(request)
    await joint.drop(request.user, number, request.path_params["pending"])
    return _back(number, request, "statement-dropped")


async def leave_statement(request: Request) -> Response:
    number = await _seen(request)
    await joint.leave(request.user, number, request.path_params["statement"])
    return _back(number, request, "statement-left")


def _back(number: int, request: Request, notice: str) -> Response:
    return render.go(request, f"/resolutions/{number}/adoption#statements", notice)


async def withdraw_statement(request: Request) -> Response:
    number = await _seen(request)
    await annexed_commands.withdraw(request.user, number, request.path_params["statement"])
    return _back(number, request, "statement-withdrawn")


async def signers(request: Request) -> Response:
    language = i18n.language()
    return await render.page(
        request, "resolutions/signers.html", signers=await queries.signers(request.user, language),
        possible=await queries.possible_signers(language),
    )  # fmt: skip


async def name_signer(request: Request) -> Response:
    form = await forms.read(request)
    code, _, account = form.typed.get("delegate", "").partition(" ")
    if not account.isdecimal() or len(account) > 9:
        raise Refused("no-delegate", N_("Please choose a delegate."))
    await commands.name_signer(request.user, code[:8], int(account))
    return render.go(request, "/resolutions/signers", "signer-named")


async def end_signer(request: Request) -> Response:
    await commands.end_signer(request.user, request.path_params["signer"])
    return render.go(request, "/resolutions/signers", "signer-ended")


async def _seen(request: Request) -> int:
    """The number of a resolution that is there for whoever asks."""
    number = int(request.path_params["number"])
    await resolutions.row(request.user, number)
    return number


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


_ONE = "/resolutions/{number:int}"
_PENDING = f"{_ONE}/statements/pending/{{pending:int}}"
routes: list[BaseRoute] = [
    get(f"{_ONE}/adoption", adoption),
    post(f"{_ONE}/referenda", declare, may="adopt-ad-referendum"),
    post(f"{_ONE}/referenda/{{code}}/ledger", record, may="record-ratification"),
    post(f"{_ONE}/signatures", sign, may="sign"),
    post(f"{_ONE}/statements", file_statement, may="annex"),
    post(f"{_ONE}/statements/{{statement:int}}/withdrawal", withdraw_statement, may="annex"),
    post(f"{_ONE}/statements/{{statement:int}}/departure", leave_statement, may="annex"),
    post(f"{_PENDING}/answers", answer_statement, may="annex"),
    post(f"{_PENDING}/names/{{name:int}}/removal", take_name_off, may="annex"),
    post(f"{_PENDING}/publication", annex_statement, may="annex"),
    post(f"{_PENDING}/removal", drop_statement, may="annex"),
    get("/resolutions/signers", signers, may="name-signer"),
    post("/resolutions/signers", name_signer, may="name-signer"),
    post("/resolutions/signers/{signer:int}/end", end_signer, may="name-signer"),
]
