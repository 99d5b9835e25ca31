"""Rehearsing a rule set: made-up ballots are counted and told as a real result is. Nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from conference.core.languages import in_language
from conference.core.words import N_, Sentence
from conference.rulebook import queries as rulebook
from conference.rulebook import rehearsal as made_up
from conference.rulebook.rehearsal import Figures, Lines
from conference.rulebook.rules import KEEP, Kind, Method, RuleSet, Secrecy
from conference.runtime.i18n import gettext
from conference.tally.count import count
from conference.voting import rules
from conference.voting.ballot_paper import WORDS
from conference.voting.models import Vote
from conference.voting.result import queries as results
from conference.voting.result.queries import ResultPage
from conference.voting.rules import ANSWERS
from conference.voting.sealed import lots

MADE_UP_DELEGATION: Final = N_("Delegation %(letter)s")
SEED: Final = "rehearsal"
"""What a lot is drawn from here, instead of the tellers' numbers: always the same, so that a rehearsal is, too."""
PRESENCE: Final = N_("In a rehearsal those who cast a ballot are those present.")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A rule set with the delegations that made-up ballots are cast in, by code, and its kind of question."""

    rule_set: RuleSet
    names: Mapping[str, str]
    kind: Kind

    @property
    def yes_no(self) -> bool:
        return self.rule_set.method is Method.YES_NO

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.names)


async def of(key: str, language: str) -> Rehearsal:
    """The rehearsal of one rule set, in the conference's delegations or in made-up ones. Raises `Absent`."""
    rule_set = await rulebook.rule_set(key)
    names = await rulebook.delegation_names(language)
    made = {letter: gettext(MADE_UP_DELEGATION) % {"letter": letter} for letter in made_up.WITHOUT}
    return Rehearsal(rule_set, names or made, rule_set.kinds[0])


def of_answers(rehearsal: Rehearsal, answers: Mapping[str, Figures]) -> ResultPage:
    """The result of a yes or no."""
    counted = [
        (code, ((answer,),), votes)
        for code, figures in answers.items()
        for answer, votes in zip(ANSWERS, (figures.yes, figures.no, figures.abstain), strict=True)
        if votes
    ]
    rolls = {code: figures.roll for code, figures in answers.items()}
    words = {answer: gettext(WORDS[answer]) for answer in ANSWERS}
    return _result(rehearsal, rolls, counted, words)


def of_lines(rehearsal: Rehearsal, lines: Lines) -> ResultPage:
    """The result of ballots with several options."""
    named = made_up.named(lines)
    words = {option: option for option in dict.fromkeys((*named, *_always(rehearsal)))}
    if KEEP in words and rehearsal.kind is Kind.CHOICE:
        words[KEEP] = gettext(WORDS[KEEP])
    counted = [(code, ranking, many) for code, ranking, many in lines if ranking is not None and many]
    return _result(rehearsal, made_up.roll(lines, rehearsal.codes), counted, words)


def _always(rehearsal: Rehearsal) -> tuple[str, ...]:
    """What stands on the ballot whether a line names it or not."""
    return (KEEP,) if rehearsal.kind is Kind.CHOICE else ()


def _result(
    rehearsal: Rehearsal, rolls: Mapping[str, int], counted: list[tuple[str, Any, int]], words: Mapping[str, str]
) -> ResultPage:
    """Counted as a vote is, and told by the same words: of a vote that is never kept, all of whose figures are told,
    since they are nobody's."""
    data = rehearsal.rule_set.as_data()
    present = {code: sum(many for delegation, _, many in counted if delegation == code) for code in rolls}
    case = rules.case(
        number=0,
        method=rehearsal.rule_set.method,
        options=list(words),
        rules=data | {"present": present},
        roll=rolls,
        counted=counted,
    )
    if lots.uses_lot(rehearsal.kind, rehearsal.rule_set.method):
        case["options"] = {**case["options"], "lot_seed": SEED}
    result = count(case)
    outcome = rules.outcome(rehearsal.kind, result, second_try=False)
    vote = Vote(
        kind=rehearsal.kind, method=rehearsal.rule_set.method, secrecy=Secrecy.ROLL_CALL, rules=data,
        result=result, outcome=outcome,
    )  # fmt: skip
    return results.page_of(vote, words, rehearsal.names)


def asks_presence(rule_set: RuleSet) -> Sentence | None:
    """What to say of who is in the room, where these rules ask for it."""
    asked = (rule_set.counting.get(key, {}).get("of") for key in ("quorum", "threshold", "delegation_threshold"))
    return Sentence(PRESENCE) if any(of in ("presence", "present") for of in asked) else None


def name_of(rule_set: RuleSet, language: str) -> str:
    """The rule set's name in the reader's language."""
    return in_language(dict(rule_set.names), language)
