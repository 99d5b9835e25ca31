"""Run-off and transfer methods: rounds as the case form has them, and stages with every column.

`rounds` holds what published counts print. `stages` holds the whole round table: the tally, the papers that give
nothing more, what cutting lost, and the total, which is the papers cast at every stage.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

from conference.tally import irv, meek, stv
from conference.tally.ballots import End, Papers, read_all
from conference.tally.figures import decimals, exact, rounded
from conference.tally.options import READING_OPTIONS, meek_rules, run_off_reading, stv_rules
from conference.tally.sheet import Answer, Sheet
from conference.tally.ties import TieBreaker

MEEK_PLACES = 6
MEEK_TOLERANCE = "0.00001"
"""Another program that follows the same rule agrees with the printed figures to within this."""

Write = Callable[[Fraction], str]


def run_off(sheet: Sheet) -> Answer:
    """Count by instant run-off."""
    papers = read_all(sheet.case.rankings, run_off_reading(sheet.fields))
    ties = TieBreaker(sheet.common.lot, sheet.case.options, sheet.trace)
    outcome = irv.irv(papers, sheet.case.options, ties)
    why_inactive = any(key in sheet.fields for key in READING_OPTIONS)
    return {
        **sheet.by_rounds(outcome, ties, partial(irv.irv, papers, sheet.case.options)),
        "rounds": [_round(sheet, each, why_inactive) for each in outcome.rounds],
        "stages": [_full_round(sheet, number, each) for number, each in enumerate(outcome.rounds, 1)],
        "decided": outcome.tie is None,
    }


def _round(sheet: Sheet, each: irv.Round, why_inactive: bool) -> Answer:
    inactive: Answer = {"inactive": _inactive(each)} if why_inactive else {"exhausted": str(each.exhausted)}
    return {"tally": sheet.figures(each.tally), **inactive, **_round_end(sheet, each)}


def _full_round(sheet: Sheet, number: int, each: irv.Round) -> Answer:
    return {
        "round": number,
        "tally": sheet.figures(each.tally),
        "exhausted": str(each.exhausted),
        "inactive": _inactive(each),
        "total": str(sum(each.tally.values()) + each.exhausted),
        **_round_end(sheet, each),
    }


def _inactive(each: irv.Round) -> dict[str, str]:
    return {str(end): str(each.inactive.get(end, 0)) for end in End}


def _round_end(sheet: Sheet, each: irv.Round) -> Answer:
    if each.winner is not None:
        return {"elected": sheet.names([each.winner])}
    return {} if each.eliminated is None else {"eliminated": sheet.names([each.eliminated])}


def transfer(sheet: Sheet) -> Answer:
    """Count by whole-paper transfers, Scottish or exact."""
    rules, reading = stv_rules(sheet.fields, sheet.case)
    papers = read_all(sheet.case.rankings, reading)
    ties = TieBreaker(sheet.common.lot, sheet.case.options, sheet.trace)

    def again(other: TieBreaker) -> stv.Count:
        return stv.stv(papers, sheet.case.options, rules, other)

    outcome = again(ties)
    write: Write = exact if rules.places is None else partial(decimals, places=rules.places)
    return {
        **sheet.by_rounds(outcome, ties, again),
        "quota": exact(outcome.quota),
        "valid": outcome.valid,
        "rounds": [_stage(sheet, each, write) for each in outcome.stages],
        "stages": [_full_stage(sheet, number, each, write) for number, each in enumerate(outcome.stages, 1)],
        "decided": outcome.tie is None,
    }


def _stage(sheet: Sheet, each: stv.Stage, write: Write) -> Answer:
    return _head(sheet, each.action, each.option) | {
        "tally": _figures(sheet, each.tally, write),
        **({"elected": sheet.names(each.elected)} if each.elected else {}),
    }


def _full_stage(sheet: Sheet, number: int, each: stv.Stage, write: Write) -> Answer:
    return (
        {"round": number}
        | _stage(sheet, each, write)
        | {
            "exhausted": write(each.exhausted),
            "lost_by_cutting": write(each.lost),
            "total": write(sum(each.tally.values(), each.exhausted + each.lost)),
        }
    )


def _head(sheet: Sheet, action: str, option: int | None) -> Answer:
    return {"action": action} if option is None else {"action": action, "option": sheet.name(option)}


def _figures(sheet: Sheet, tally: Mapping[int, Fraction], write: Write) -> dict[str, str]:
    return {sheet.case.options[option]: write(votes) for option, votes in tally.items()}


def meek_transfer(sheet: Sheet) -> Answer:
    """Count by Meek's method."""
    tolerance, reading = meek_rules(sheet.fields)
    papers = read_all(sheet.case.rankings, reading)
    ties = TieBreaker(sheet.common.lot, sheet.case.options, sheet.trace)

    def again(other: TieBreaker) -> meek.Count:
        return meek.meek(papers, sheet.case.options, sheet.case.seats, tolerance, other)

    outcome = again(ties)
    last = outcome.stages[-1]
    return {
        **sheet.by_rounds(outcome, ties, again),
        "excluded_order": sheet.names(outcome.excluded),
        "first_preferences": _first_preferences(sheet, papers),
        "last_iteration": {
            "tally": _units(sheet, last.tally),
            "quota": _write_units(last.quota),
            "tolerance": MEEK_TOLERANCE,
        },
        "rounds": [_meek_stage(sheet, each) for each in outcome.stages],
        "stages": [
            {"round": number}
            | _meek_stage(sheet, each)
            | {
                "exhausted": _write_units(each.exhausted),
                "total": _write_units(sum(each.tally.values()) + each.exhausted),
            }
            for number, each in enumerate(outcome.stages, 1)
        ],
        "decided": outcome.tie is None,
    }


def _meek_stage(sheet: Sheet, each: meek.Stage) -> Answer:
    return _head(sheet, each.action, each.option) | {
        "tally": _units(sheet, each.tally),
        "quota": _write_units(each.quota),
        **({"elected": sheet.names(each.elected)} if each.elected else {}),
    }


def _first_preferences(sheet: Sheet, papers: Papers) -> dict[str, str]:
    first = dict.fromkeys(range(len(sheet.case.options)), 0)
    for (line, _), count in papers.items():
        if line:
            first[line[0]] += count
    return sheet.figures(first)


def _units(sheet: Sheet, tally: Mapping[int, int]) -> dict[str, str]:
    return {sheet.case.options[option]: _write_units(units) for option, units in tally.items()}


def _write_units(units: int) -> str:
    return rounded(meek.votes_of(units), MEEK_PLACES)
