"""Approval voting: the votes of every option, overall and for each group, the threshold, the winners."""

from conference.tally.approval import Approvals, approvals, first
from conference.tally.figures import ratio
from conference.tally.majority import Base, Threshold, reaches
from conference.tally.options import approval_rules
from conference.tally.sheet import Answer, Sheet
from conference.tally.ties import NEW_VOTE
from conference.tally.trace import Code


def approve(sheet: Sheet) -> Answer:
    """Count the approvals and fill the seats from the top; under a threshold a seat may stay empty."""
    rules = approval_rules(sheet.fields)
    case = sheet.case
    total = approvals(case.rankings, len(case.options), rules.most_ranks)
    conditions, meeting = _threshold(sheet, total, rules.threshold)
    levels = [[option for option in level if option in meeting] for level in total.levels()]
    return {
        "approvals": sheet.figures(dict(enumerate(total.votes))),
        "valid": total.valid,
        "shares": {name: ratio(votes, total.valid) for name, votes in zip(case.options, total.votes, strict=True)},
        "approvals_by_group": _by_group(sheet, rules.most_ranks),
        "order_by_levels": [sheet.names(level) for level in total.levels()],
        "conditions": conditions,
        **_winners(sheet, [level for level in levels if level]),
    }


def _by_group(sheet: Sheet, most_ranks: int) -> dict[str, Answer]:
    case = sheet.case
    own = {group.name: approvals(case.box(group), len(case.options), most_ranks) for group in case.groups}
    return {name: {**sheet.figures(dict(enumerate(each.votes)))} for name, each in own.items()}


def _threshold(sheet: Sheet, total: Approvals, rule: Threshold | None) -> tuple[list[Answer], set[int]]:
    """A line for every option under a threshold, most approved first, and the options that meet it."""
    if rule is None:
        return [], set(range(len(total.votes)))
    bases = {
        Base.VALID: total.valid,
        Base.CAST: total.cast,
        Base.PRESENT: sheet.common.present,
        Base.ENTITLED: sheet.common.entitled,
    }
    base, lines, meeting = bases[rule.of], [], set()
    for option in (option for level in total.levels() for option in level):
        votes = total.votes[option]
        met = base is not None and votes > 0 and reaches(votes, rule.share, base, rule.strict)
        line: Answer = {
            "code": "approval",
            "met": met,
            "binding": False,
            "option": sheet.name(option),
            "votes": votes,
            "of": str(rule.of),
            "base": base,
            "share": list(rule.share),
            "strict": rule.strict,
        }
        sheet.trace.note(Code.CONDITION_MET if met else Code.CONDITION_MISSED, condition=line)
        lines.append(line)
        meeting.update([option] if met else [])
    return lines, meeting


def _winners(sheet: Sheet, levels: list[list[int]]) -> Answer:
    seats, lot = sheet.case.seats, sheet.common.lot
    sure, tied = first(levels, seats)
    possible = sheet.names(sorted((*sure, *tied)))
    tie, tie_breaks = None, []
    if tied and lot is not None:
        left = seats - len(sure)
        drawn = lot.sorted(tied)[:left]
        between = sheet.names(tied)
        sheet.trace.note(
            Code.TIE_SETTLED_BY_LOT,
            round=None,
            between=between,
            chosen=sheet.names(drawn),
            rule=str(lot.rule),
            aim="first",
        )
        tie_breaks, sure = [{"rule": str(lot.rule), "between": between}], sure + drawn
    elif tied:
        sheet.trace.note(Code.LEVEL_AT_THE_TOP, between=sheet.names(tied))
        sheet.trace.note(Code.STOPPED_FOR_LOT, round=None, between=sheet.names(tied))
        tie = {"between": sheet.names(tied), "resolve": NEW_VOTE}
    for option in sure:
        sheet.trace.note(Code.MOST_APPROVED, option=sheet.name(option))
    return {
        "winners": sheet.names(tied if tie and seats == 1 else sure),
        "tie": tie,
        "tie_breaks": tie_breaks,
        "possible_winners_over_every_lot": possible,
        "decided": tie is None and bool(sure),
    }
