"""A list of delegates is taken in whole, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.errors import Refused
from conference.core.words import N_, Sentence
from conference.people import policy, rules
from conference.people.commands.records import EMAIL_TAKEN, new_account, new_registration, one_at_a_time
from conference.people.models import Account, Delegation
from conference.people.rules import Application
from conference.runtime import database

ROWS_AT_MOST = 5_000
COLUMNS = ("name", "email", "delegation", "organisation", "languages", "alternate", "named")


@dataclass(frozen=True, slots=True)
class RowReport:
    """What an import found in one row; `row` counts from 1 as in the file's list. No problems: it can be taken."""

    row: int
    name: str
    problems: tuple[tuple[str, Sentence], ...]


async def import_delegates(
    actor: Actor, rows: Sequence[Mapping[str, str]], *, dry_run: bool = False
) -> tuple[RowReport, ...]:
    """Register everybody in a list (columns `COLUMNS`), or, when one row has a problem, nobody at all."""
    async with database.transaction():
        policy.may_set_up(actor).require()
        if not 0 < len(rows) <= ROWS_AT_MOST:
            raise Refused("bad-list", N_("Please give a list of 1 to %(most)s people."), most=ROWS_AT_MOST)
        await one_at_a_time()
        codes = {each.code: each.id for each in await Delegation.all()}
        taken = {str(each) for each in await Account.all().values_list("email", flat=True)}
        applications = [_application(row) for row in rows]
        report = []
        for number, (row, application) in enumerate(zip(rows, applications, strict=True), 1):
            problems = _row_problems(row, application, codes, taken)
            taken.add(application.email)
            report.append(RowReport(number, application.name, tuple(problems.items())))
        if not dry_run and not any(each.problems for each in report):
            for application in applications:
                account = await new_account(application, None, "", {}, confirmed=False)
                await new_registration(account, application, actor)
        return tuple(report)


def _application(row: Mapping[str, str]) -> Application:
    cells = {name: str(row.get(name) or "").strip() for name in COLUMNS}
    return rules.tidied(
        Application(
            cells["name"],
            cells["email"],
            cells["delegation"],
            cells["organisation"],
            tuple(cells["languages"].replace(",", " ").replace(";", " ").lower().split()),
            named=_says_yes(cells["named"]),
            alternate=_says_yes(cells["alternate"]),
        )
    )


def _says_yes(cell: str) -> bool:
    return cell.lower() in ("yes", "y", "1", "true", "oui", "sí", "si")


def _row_problems(
    row: Mapping[str, str], application: Application, codes: Mapping[str, int], taken: set[str]
) -> dict[str, Sentence]:
    problems = rules.problems_of(application, codes)
    if application.email in taken:
        problems.setdefault("email", Sentence(EMAIL_TAKEN))
    for column in row:
        if column not in COLUMNS:
            problems[str(column)] = Sentence(N_("There is no such column here."))
    return problems
