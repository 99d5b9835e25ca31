"""The one entry point: a case in the form of `formats` goes in, a result ready for JSON comes out.

Options, all of them optional; one that is not known to the method is refused, since it might change the result.

- every method: `quorum` {"of": "ballots" | "presence", "at_least": [1, 2], "strict": false} (reached with >=; with
  `strict` only with >) or in words, "turnout > 1/2"; `entitled` and `present`, where the groups do not say;
  `lot_order_first_survives` (all options in the order drawn) or `lot_seed` (see `ties.lot_from_seed`).
- `schulze`, `schulze-status-quo`, `ranked-pairs`: `strength` "winning-votes" | "margins"; with Schulze also
  `status_quo` (an option) and `status_quo_rule` (see `status_quo.StatusQuoRule`; by default a text must beat the
  status quo and rank above it) and `tie` "new-vote" | "status-quo-stays" (for the run-off after a tie).
- `approval`: `threshold` (as below; without it none is needed, and a seat that nobody reaches stays empty);
  `approved_ranks` (1: a paper approves what it puts into its first rank, and a paper with more ranks is refused).
- `irv`, `stv-scottish`, `stv-wig-exact`, `stv-meek`: `overvote` "exhaust" | "skip",
  `max_consecutive_skipped_ranks` (a number), `repeat_of_a_candidate` "exhaust" | "ignore repeat"; with the two
  Gregory counts `quota` "floor(valid/(seats+1))+1" | "valid/(seats+1)"; with Meek `precision` "iterate until total
  surplus < 1e-6".
- `yes-no`, `concurrent-majority` (candidates yes, no and perhaps abstain; a blank paper abstains): `threshold`
  {"of": "valid" | "cast" | "present" | "entitled", "share": [1, 2], "strict": true}; `delegation_majority` (false; in
  `concurrent-majority` true); inside a delegation `delegation_threshold` (as `threshold`; with "of": "cast" an
  abstention weighs as a no), `delegation_minimum_turnout` [1, 3], `delegations_without_voters` "block" |
  "left-out"; `groups_needed` (a number; without it all that are asked).

Where a count by rounds needs a lot and has none it stops: `winners` is null and `tie` says who is tied. A pairwise
count then names all who are tied as `winners`, and the texts need a new vote.

The result has for every method: `method`, `candidates`, `withdrawn`, `seats`, `ballots` (papers cast), `turnout`
("cast/entitled" or null), `groups`, `conditions`, `decided` (the conditions are met and no tie is left; a yes/no
question is always decided) and `trace` (see `trace.Code`). Tallies are text, since votes may be fractions; pairwise
figures, conditions and groups are whole numbers.

- yes/no: `adopted`, `outcome` "carried" | "lost" | "conciliation", `overall`, `abstain`, `groups_in_favour`.
- all others: `winners`, `tie`, `tie_breaks`, `possible_winners_over_every_lot` (null: too many lots to try).
- pairwise: `pairwise`, `pairwise_by_group`, `condorcet_winner`, `condorcet_loser`, `smith_set`, `order` (null where
  tied), `order_by_levels`, `cycle` (steps {option, beats, votes, against}, or null); with Schulze `path_strengths`;
  with a status quo `status_quo`, `status_quo_rule`, `plain_order`, `by_rule` (null where tied), `skipped` (lines
  {option, reason, votes, against}, perhaps with a delegation).
- approval: `approvals` (votes of each option), `valid`, `shares`, `approvals_by_group`, `order_by_levels`; a line in
  `conditions` for every option where there is a threshold. With one seat all who are tied are `winners`; with several
  only those who are elected whatever a lot says.
- by rounds: `rounds`, `stages` (see `answer_transfer`); Gregory: `quota`, `valid`; Meek: `excluded_order`,
  `first_preferences`, `last_iteration`.
"""

from collections.abc import Callable, Mapping

from conference.tally.answer_approval import approve
from conference.tally.answer_pairwise import pairwise
from conference.tally.answer_question import question
from conference.tally.answer_transfer import meek_transfer, run_off, transfer
from conference.tally.election import QUESTIONS, Case, Method
from conference.tally.formats import case_of
from conference.tally.majority import quorum_condition
from conference.tally.sheet import Answer, Sheet, sheet_of
from conference.tally.trace import Code

_COUNTS: dict[Method, Callable[[Sheet], Answer]] = {
    Method.SCHULZE: pairwise,
    Method.SCHULZE_STATUS_QUO: pairwise,
    Method.RANKED_PAIRS: pairwise,
    Method.APPROVAL: approve,
    Method.IRV: run_off,
    Method.STV_SCOTTISH: transfer,
    Method.STV_EXACT: transfer,
    Method.STV_MEEK: meek_transfer,
    Method.YES_NO: question,
    Method.CONCURRENT_MAJORITY: question,
}


def count(case: Mapping[str, object]) -> dict[str, object]:
    """Count a case. Raises `formats.BadFile` where it is malformed or an option is not understood."""
    return count_case(case_of(case))


def count_case(checked: Case) -> dict[str, object]:
    """Count what a file held. Raises `expect.BadFile` where an option is not understood."""
    sheet = sheet_of(checked)
    answer = _COUNTS[checked.method](sheet)
    sheet.fields.finish()
    head: Answer = {
        "method": str(checked.method),
        "candidates": list(checked.options),
        "withdrawn": list(checked.withdrawn),
        "seats": checked.seats,
        "ballots": checked.cast,
        "turnout": sheet.turnout(),
        "groups": [sheet.turnout_of(group) for group in checked.groups],
        "conditions": [],
    }
    if checked.method not in QUESTIONS:
        _ask_quorum(sheet, answer)
    return head | answer | {"trace": sheet.trace.as_json()}


def _ask_quorum(sheet: Sheet, answer: Answer) -> None:
    """Without its quorum a choice decides nothing, whatever the papers say."""
    known = sheet.common
    if known.quorum is None:
        return
    line = quorum_condition(known.quorum, sheet.case.cast, known.present, known.entitled)
    sheet.trace.note(Code.CONDITION_MET if line.met else Code.CONDITION_MISSED, condition=line.as_json())
    own = answer.get("conditions")
    answer["conditions"] = [line.as_json(), *(own if isinstance(own, list) else [])]
    answer["decided"] = bool(answer["decided"]) and line.met
