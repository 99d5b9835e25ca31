"""Schulze and ranked pairs: matrix, order, winners, ties, the status quo, and a cycle where there is one."""

from collections.abc import Mapping, Sequence

from conference.tally import ranked_pairs
from conference.tally.election import Method
from conference.tally.options import PairwiseRules, pairwise_rules
from conference.tally.pairwise import Matrix, added, condorcet_loser, condorcet_winner, cycle, matrix, smith_set
from conference.tally.schulze import Schulze, schulze
from conference.tally.sheet import Answer, Sheet
from conference.tally.status_quo import Decision, Skipped, StatusQuoRule, decide
from conference.tally.ties import NEW_VOTE, Rule
from conference.tally.trace import Code

THREE_RULES = (StatusQuoRule.PLAIN, StatusQuoRule.DIRECT, StatusQuoRule.SMITH)


def pairwise(sheet: Sheet) -> Answer:
    """Count every pair, overall and for each group, and find the winners by the method."""
    rules = pairwise_rules(sheet.fields, sheet.case)
    size = len(sheet.case.options)
    by_box = {name: matrix(box, size) for name, box in sheet.case.boxes.items()}
    votes = added(by_box.values(), size)
    by_group = _by_group(sheet, by_box)
    answer = _matrix_answer(sheet, votes)
    answer["pairwise_by_group"] = {name: _rows(own) for name, own in by_group.items()}
    _explain_matrix(sheet, votes)
    if sheet.case.method is Method.RANKED_PAIRS:
        return answer | _ranked_pairs(sheet, votes, rules)
    ranking = schulze(votes, rules.strength)
    answer |= {
        "path_strengths": _rows(ranking.paths),
        "order": None if ranking.order is None else sheet.names(ranking.order),
        "order_by_levels": [sheet.names(level) for level in ranking.levels],
        "cycle": _cycle(sheet, votes, ranking.winners),
    }
    if rules.status_quo is None:
        sheet.trace.note(Code.STRONGEST_PATHS, between=sheet.names(ranking.winners))
        return answer | _winners(sheet, ranking.winners)
    cast = {name: own for name, own in by_group.items() if name in by_box}
    return answer | _with_status_quo(sheet, ranking, votes, cast, rules, rules.status_quo)


def _by_group(sheet: Sheet, by_box: Mapping[str | None, Matrix]) -> dict[str, Matrix]:
    """One matrix for every group, also for one that cast no paper."""
    names = [group.name for group in sheet.case.groups] or sorted(name for name in by_box if name is not None)
    empty = matrix({}, len(sheet.case.options))
    return {name: by_box.get(name, empty) for name in names}


def _rows(votes: Matrix) -> list[list[int]]:
    return [list(row) for row in votes]


def _matrix_answer(sheet: Sheet, votes: Matrix) -> Answer:
    return {
        "pairwise": _rows(votes),
        "condorcet_winner": sheet.name(condorcet_winner(votes)),
        "condorcet_loser": sheet.name(condorcet_loser(votes)),
        "smith_set": sheet.names(smith_set(votes)),
    }


def _explain_matrix(sheet: Sheet, votes: Matrix) -> None:
    winner = condorcet_winner(votes)
    if winner is not None:
        sheet.trace.note(Code.CONDORCET_WINNER, option=sheet.name(winner))
    else:
        sheet.trace.note(Code.NO_CONDORCET_WINNER, smith_set=sheet.names(smith_set(votes)))


def _cycle(sheet: Sheet, votes: Matrix, leaders: Sequence[int]) -> list[Answer] | None:
    if condorcet_winner(votes) is not None:
        return None
    rest = [option for option in smith_set(votes) if option not in leaders]
    wins = cycle(votes, [*leaders, *rest])
    return [
        {
            "option": sheet.name(win.option),
            "beats": sheet.name(win.beats),
            "votes": win.votes,
            "against": win.against,
        }
        for win in wins
    ] or None


def _winners(sheet: Sheet, winners: Sequence[int]) -> Answer:
    """One winner, or a tie: by the lot if there is one, else all of them for a new vote."""
    names, lot = sheet.names(winners), sheet.common.lot
    answer: Answer = {
        "winners": names,
        "tie": None,
        "tie_breaks": [],
        "possible_winners_over_every_lot": names,
        "decided": len(winners) == 1,
    }
    if len(winners) == 1:
        return answer
    sheet.trace.note(Code.LEVEL_AT_THE_TOP, between=names)
    if lot is None:
        sheet.trace.note(Code.STOPPED_FOR_LOT, round=None, between=names)
        return answer | {"tie": {"between": names, "resolve": NEW_VOTE}}
    first = sheet.names(lot.sorted(winners)[:1])
    rule = str(lot.rule)
    sheet.trace.note(Code.TIE_SETTLED_BY_LOT, round=None, between=names, chosen=first, rule=rule, aim="first")
    return answer | {"winners": first, "tie_breaks": [{"rule": rule, "between": names}], "decided": True}


def _with_status_quo(
    sheet: Sheet,
    ranking: Schulze,
    votes: Matrix,
    by_group: dict[str, Matrix],
    rules: PairwiseRules,
    keep: int,
) -> Answer:
    asked = dict.fromkeys((*THREE_RULES, rules.rule))
    decisions = {rule: decide(rule, ranking, votes, keep, by_group) for rule in asked}
    decision = decisions[rules.rule]
    skipped = [_skipped(sheet, each) for each in decision.skipped]
    _explain_status_quo(sheet, decision, skipped, votes, keep)
    return {
        "status_quo": sheet.name(keep),
        "status_quo_rule": str(rules.rule),
        "plain_order": None if ranking.order is None else sheet.names(ranking.order),
        "by_rule": {
            str(rule): sheet.name(each.winners[0]) if len(each.winners) == 1 else None
            for rule, each in decisions.items()
        },
        "skipped": skipped,
        **(_kept(sheet, decision, keep) if rules.tie_keeps else _winners(sheet, decision.winners)),
    }


def _kept(sheet: Sheet, decision: Decision, keep: int) -> Answer:
    """The winner of a run-off after a tie: if it ties again, the text stays as it is."""
    if len(decision.winners) == 1:
        return _winners(sheet, decision.winners)
    between = sheet.names(decision.winners)
    sheet.trace.note(Code.LEVEL_AT_THE_TOP, between=between)
    sheet.trace.note(Code.STATUS_QUO_STAYS, option=sheet.name(keep))
    return {
        **_winners(sheet, [keep]),
        "tie_breaks": [{"rule": str(Rule.STATUS_QUO), "between": between}],
        "possible_winners_over_every_lot": sheet.names([keep]),
    }


def _skipped(sheet: Sheet, each: Skipped) -> Answer:
    line: Answer = {
        "option": sheet.name(each.option),
        "reason": each.reason,
        "votes": each.votes,
        "against": each.against,
    }
    return line if each.delegation is None else line | {"delegation": each.delegation}


def _explain_status_quo(sheet: Sheet, decision: Decision, skipped: list[Answer], votes: Matrix, keep: int) -> None:
    for line in skipped:
        sheet.trace.note(Code.SKIPPED, **line)
    for option in decision.winners:
        if option == keep:
            sheet.trace.note(Code.STATUS_QUO_STAYS, option=sheet.name(keep))
        else:
            figures = {"votes": votes[option][keep], "against": votes[keep][option]}
            sheet.trace.note(Code.ABOVE_STATUS_QUO, option=sheet.name(option), **figures)


def _ranked_pairs(sheet: Sheet, votes: Matrix, rules: PairwiseRules) -> Answer:
    outcome = ranked_pairs.ranked_pairs(votes, rules.strength)
    possible, lot = outcome.winners, sheet.common.lot
    tied = smith_set(votes) if possible is None else possible
    answer = _winners(sheet, tied)
    if len(tied) > 1 and outcome.levels is None and lot is not None:
        outcome = ranked_pairs.by_lot(votes, rules.strength, lot.order)
        answer["winners"] = sheet.names(lot.sorted(outcome.winners or tied)[:1])
    elif possible is None and len(tied) > 1:
        answer["winners"] = None
    if possible is None:
        answer["possible_winners_over_every_lot"] = None
    _explain_pairs(sheet, votes, rules, outcome)
    return answer | {
        "order": None if outcome.order is None else sheet.names(outcome.order),
        "order_by_levels": None if outcome.levels is None else [sheet.names(level) for level in outcome.levels],
        "cycle": _cycle(sheet, votes, tied),
    }


def _explain_pairs(sheet: Sheet, votes: Matrix, rules: PairwiseRules, outcome: ranked_pairs.RankedPairs) -> None:
    if outcome.levels is None:
        return
    for defeat in ranked_pairs.listed(votes, rules.strength):
        code = Code.PAIR_DROPPED if defeat in outcome.dropped else Code.PAIR_LOCKED
        pair = {"option": sheet.name(defeat.winner), "over": sheet.name(defeat.loser)}
        sheet.trace.note(code, **pair, strength=defeat.strength)
