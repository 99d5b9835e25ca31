"""A result in plain words: what follows from it, and each condition of the checklist."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from conference.core.words import N_, Sentence
from conference.rulebook.rules import PAIRWISE, Method
from conference.voting.rules import Outcome

OUTCOMES = {
    Outcome.CHOSEN: N_("%(winner)s is chosen. It now goes to a vote of yes or no."),
    Outcome.KEPT: N_("The text stays as it is."),
    Outcome.TIED: N_("Several texts are tied, so a run-off between them follows."),
    Outcome.ELECTED: N_("Elected: %(winners)s."),
    Outcome.ORDERED: N_("The options are put in the order of their support; the first is %(first)s."),
    Outcome.CARRIED: N_("Carried: every condition is met."),
    Outcome.LOST: N_("Lost: there is no majority for it."),
    Outcome.CONCILIATION: N_(
        "Not adopted yet: there is a majority overall, but not inside each delegation. The delegations now look for "
        "a text that all of them can accept, and vote once more."
    ),
    Outcome.LAPSED: N_("Nothing is decided: too few took part."),
    Outcome.VOID: N_("The vote is void: its box cannot be opened, so nothing is decided."),
    Outcome.OVERTAKEN: N_(
        "This result no longer stands: enough delegates demanded another way of voting, so the question is put again."
    ),
}
PREFERRED = N_("%(winner)s is preferred to every other text. It now goes to a vote of yes or no.")
BY_CHAINS = N_(
    "%(winner)s is chosen: it leads by the strongest chains of victories. It now goes to a vote of yes or no."
)
BY_ELIMINATION = N_("%(winner)s is left with the most ballots, so it is chosen. It now goes to a vote of yes or no.")
CARRIED_INSIDE = N_("Carried: there is a majority overall and inside each delegation.")
LOST_WITHOUT_QUORUM = N_("Lost: too few took part.")
TIED_SEATS = N_("%(winners)s are tied, and the rules of this vote give no way to part them: it has to be put again.")
NOBODY_PARTED = N_("The options are tied, and the rules of this vote give no way to part them: it has to be put again.")

MORE_YES = N_("There are more yes than no overall.")
MORE_YES_INSIDE = N_("There are more yes than no inside the delegation %(delegation)s.")
OTHER_SHARE = N_("Overall, yes reaches the share that the rules of this vote ask for.")
OTHER_SHARE_INSIDE = N_(
    "Inside the delegation %(delegation)s, yes reaches the share that the rules of this vote ask for."
)
CONDITIONS = {
    "quorum": N_("Enough delegates took part."),
    "delegations": N_("At least %(needed)s delegations are in favour."),
    "approval": N_("“%(option)s” has enough approvals."),
}
MISSING = {
    "no-voters": N_("Nobody of this delegation cast a ballot."),
    "turnout": N_("Too few of this delegation took part."),
}
UNTOLD = N_(
    "The figures of some delegations are not shown (%(delegations)s): where so few voted they would tell how "
    "somebody voted, also by subtracting the others from the whole."
)
ALL_UNTOLD = N_("So few voted that only the outcome is shown: figures would tell how somebody voted.")


def outcome_sentence(outcome: str, result: Mapping[str, Any], words: Mapping[str, str]) -> Sentence:
    """What follows from a result, in one sentence. `words`: the options as the reader's ballot has them. `result` is
    what of the count may be told: among fewer than five ballots even how the winner won would tell of them."""
    winners = [words.get(key, key) for key in result.get("winners") or []]
    levels = result.get("order_by_levels") or [result.get("winners") or []]
    first = [words.get(key, key) for key in levels[0]]
    params = {"winner": winners[0] if winners else "", "winners": winners, "first": first}
    return Sentence(_of_outcome(Outcome(outcome), result), params)


def _of_outcome(outcome: Outcome, result: Mapping[str, Any]) -> str:
    winners = result.get("winners") or []
    if outcome is Outcome.CHOSEN and winners == [result.get("condorcet_winner")]:
        return PREFERRED
    if outcome is Outcome.CHOSEN and result.get("cycle"):
        return BY_CHAINS
    if outcome is Outcome.CHOSEN and result["method"] == Method.IRV:
        return BY_ELIMINATION
    if outcome is Outcome.CARRIED and any(each["code"] == "delegation" for each in result["conditions"]):
        return CARRIED_INSIDE
    if outcome is Outcome.LOST and any(each["code"] == "quorum" and not each["met"] for each in result["conditions"]):
        return LOST_WITHOUT_QUORUM
    if outcome is Outcome.TIED and result["method"] not in PAIRWISE:
        return TIED_SEATS if winners else NOBODY_PARTED
    return OUTCOMES[outcome]


def conditions(
    listed: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    words: Mapping[str, str],
    held: Collection[str],
) -> list[dict[str, Any]]:
    """The checklist: for each condition whether it is met, its sentence, and figures where they tell on nobody.

    `held`: the delegations whose figures are held back (`discretion.untold`).
    """
    return [
        {
            "code": each["code"],
            "delegation": each.get("delegation"),
            "met": each["met"],
            "sentence": _condition(each, names, words),
            "figure": _figure(each, held),
        }
        for each in listed
    ]


def _condition(condition: Mapping[str, Any], names: Mapping[str, str], words: Mapping[str, str]) -> Sentence:
    code, delegation, option = condition["code"], condition.get("delegation"), condition.get("option", "")
    params = {
        "delegation": names.get(delegation or "", delegation),
        "option": words.get(option, option),
        "needed": condition.get("needed"),
    }
    if code in CONDITIONS:
        return Sentence(CONDITIONS[code], params)
    usual = condition.get("of", "valid") == "valid" and condition.get("share", [1, 2]) == [1, 2]
    if usual and condition.get("strict", True):
        return Sentence(MORE_YES_INSIDE if delegation else MORE_YES, params)
    return Sentence(OTHER_SHARE_INSIDE if delegation else OTHER_SHARE, params)


def _figure(condition: Mapping[str, Any], held: Collection[str]) -> Sentence | None:
    if not {"yes", "counted", "votes", "in_favour"} & set(condition):
        return None
    if condition.get("why") in MISSING:
        return Sentence(MISSING[condition["why"]])
    if condition["code"] == "delegation" and condition["delegation"] in held:
        return None
    if condition["code"] == "quorum":
        figures = {"counted": condition["counted"] or 0, "entitled": condition["entitled"] or 0}
        return Sentence(N_("%(counted)s of %(entitled)s"), figures)
    if condition["code"] == "approval":
        return Sentence(
            N_("%(counted)s of %(entitled)s"), {"counted": condition["votes"], "entitled": condition["base"]}
        )
    if condition["code"] == "delegations":
        return Sentence(
            N_("%(counted)s of %(entitled)s"), {"counted": condition["in_favour"], "entitled": condition["needed"]}
        )
    votes = {name: condition[name] for name in ("yes", "no", "abstain")}
    return Sentence(N_("%(yes)s yes, %(no)s no, %(abstain)s abstaining"), votes)
