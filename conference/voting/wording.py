"""A vote in plain words: its rules before, during and after; its result; the steps and why some are not possible."""

from collections.abc import Mapping, Sequence
from typing import Any

from conference.core.words import N_, Sentence
from conference.rulebook.rules import Kind, Method
from conference.voting.rules import Outcome

SMALL = 5
"""A delegation with fewer ballots shows only whether it is in favour: figures would tell who said what."""

METHODS = {
    Method.SCHULZE: N_(
        "You put the texts in your order; equal places are allowed and you may leave some out. Every text is compared "
        "with every other one (Schulze method), and the winner must also beat the text as it is."
    ),
    Method.IRV: N_(
        "You put the options in your order. The option with the fewest first places is taken out, round by round, "
        "until one has more than half of the ballots that still count (instant run-off)."
    ),
    Method.STV: N_(
        "You put the options in your order. Whoever reaches the quota is elected, and what is over goes on to the next "
        "choices (single transferable vote by the Scottish rules)."
    ),
    Method.YES_NO: N_("You answer yes or no, or you abstain."),
}
QUORUM = N_("At least %(part)s of every %(whole)s delegates on the roll must cast a ballot.")
THRESHOLD = N_("To be adopted it needs more yes than no overall; abstentions count for the quorum only.")
EACH = N_("It also needs more yes than no inside each delegation, so that no delegation is outvoted.")
SECRET = N_("The ballot is secret: it is sealed until the vote is closed, and nobody can link it to you afterwards.")
ADOPTS_NOTHING = N_("This vote chooses a text; it adopts nothing. The chosen text is then put to yes or no.")

OUTCOMES = {
    Outcome.CHOSEN: N_("%(winner)s is preferred. It now goes to a yes or no in which every delegation must consent."),
    Outcome.KEPT: N_("The text stays as it is."),
    Outcome.TIED: N_("Several texts are tied, so a run-off between them follows."),
    Outcome.CARRIED: N_("Carried: there is a majority overall and inside each delegation."),
    Outcome.LOST: N_("Lost: there is no majority for it."),
    Outcome.CONCILIATION: N_(
        "Not adopted yet: there is a majority overall, but not inside each delegation. The delegations now look for "
        "a text that all of them can accept, and vote once more."
    ),
    Outcome.LAPSED: N_("Nothing is decided: too few took part."),
}
CONDITIONS = {
    "quorum": N_("Enough delegates took part."),
    "overall": N_("There are more yes than no overall."),
    "delegation": N_("There are more yes than no inside the delegation %(delegation)s."),
}


def rules_paragraph(kind: str, method: str, rules: Mapping[str, Any]) -> list[Sentence]:
    """The rules of a vote, made from its rule set."""
    part, whole = rules["quorum"]["at_least"]
    told = [Sentence(METHODS[Method(method)]), Sentence(QUORUM, {"part": part, "whole": whole})]
    if kind == Kind.CHOICE:
        told.append(Sentence(ADOPTS_NOTHING))
    if "threshold" in rules:
        told.append(Sentence(THRESHOLD))
    if rules.get("delegation_majority"):
        told.append(Sentence(EACH))
    return [*told, Sentence(SECRET)]


def outcome_sentence(outcome: str, winner: str) -> Sentence:
    return Sentence(OUTCOMES[Outcome(outcome)], {"winner": winner})


def conditions(listed: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The checklist: for each condition whether it is met, its sentence, and figures where they tell on nobody."""
    lines = []
    for each in listed:
        delegation = names.get(each.get("delegation", ""), each.get("delegation", ""))
        lines.append(
            {
                "code": each["code"],
                "delegation": each.get("delegation"),
                "met": each["met"],
                "sentence": Sentence(CONDITIONS[each["code"]], {"delegation": delegation}),
                "figure": _figure(each),
            }
        )
    return lines


def _figure(condition: Mapping[str, Any]) -> Sentence | None:
    if condition["code"] == "quorum":
        return Sentence(
            N_("%(counted)s of %(entitled)s"),
            {"counted": condition["counted"], "entitled": condition["entitled"]},
        )
    votes = {name: condition[name] for name in ("yes", "no", "abstain")}
    if condition["code"] == "delegation" and sum(votes.values()) < SMALL:
        return None
    return Sentence(N_("%(yes)s yes, %(no)s no, %(abstain)s abstaining"), votes)
