"""Yes/no questions: the checklist of conditions, what follows, and the figures of every delegation."""

from conference.tally.figures import ratio
from conference.tally.majority import Body, Checklist, Outcome, checklist
from conference.tally.options import question_rules
from conference.tally.sheet import Answer, Sheet
from conference.tally.trace import Code
from conference.tally.yes_no import Votes, count_yes_no


def question(sheet: Sheet) -> Answer:
    """Count yes, no and abstain, and read the conditions."""
    case, known = sheet.case, sheet.common
    rules = question_rules(sheet.fields, case)
    index = {option: place for place, option in enumerate(case.options)}
    by_box = {name: count_yes_no(box, index) for name, box in case.boxes.items()}
    whole = Body("", sum(by_box.values(), Votes()), known.entitled, known.present)
    bodies = [
        Body(group.name, by_box.get(group.name, Votes()), group.roll, group.present, group.total_only)
        for group in case.groups
    ]
    listed = checklist(whole, bodies, known.quorum, rules.threshold, rules.inside)
    _explain(sheet, listed)
    votes = whole.votes
    return {
        "adopted": listed.outcome is Outcome.CARRIED,
        "outcome": str(listed.outcome),
        "overall": {"yes": str(votes.yes), "no": str(votes.no), "share": ratio(votes.yes, votes.valid)},
        "abstain": str(votes.abstain),
        "groups_in_favour": list(listed.in_favour),
        "conditions": [condition.as_json() for condition in listed.conditions],
        "groups": [
            sheet.turnout_of(group) | {"yes": body.votes.yes, "no": body.votes.no, "abstain": body.votes.abstain}
            for group, body in zip(case.groups, bodies, strict=True)
        ],
        "decided": True,
    }


def _explain(sheet: Sheet, listed: Checklist) -> None:
    for condition in listed.conditions:
        code = Code.CONDITION_MET if condition.met else Code.CONDITION_MISSED
        sheet.trace.note(code, condition=condition.as_json())
    sheet.trace.note(Code.OUTCOME, outcome=str(listed.outcome))
