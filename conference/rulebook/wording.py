"""A rule set in one paragraph of plain words: everything that can change a result, each in a whole sentence.

Two rule sets that count differently never have the same paragraph. It is the same before, during and after a vote.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from conference.core.roles import Role
from conference.core.words import N_, Sentence
from conference.rulebook import majorities
from conference.rulebook.majorities import majority
from conference.rulebook.rules import EACH_DELEGATION, PAIRWISE, TRANSFERS, Kind, Method, RuleSet, Secrecy

METHODS: Final[Mapping[Method, str]] = {
    Method.YES_NO: N_("You answer yes or no, or you abstain."),
    Method.APPROVAL: N_(
        "You mark every option that you approve of, as many as you like, and each mark weighs the same; the most "
        "approved option comes first."
    ),
    Method.SCHULZE: N_(
        "You put the options in your order; equal places are allowed, and what you leave out is below all that "
        "you ranked. Every option is compared with every other one, and the winner is the one with the strongest "
        "chains of victories (Schulze method)."
    ),
    Method.RANKED_PAIRS: N_(
        "You put the options in your order; equal places are allowed, and what you leave out is below all that "
        "you ranked. Every option is compared with every other one, and the victories hold from the strongest "
        "down, but for those that would close a circle (ranked pairs)."
    ),
    Method.IRV: N_(
        "You put the options in your order, one in each place; what you leave out gets nothing from you. The "
        "option with the fewest ballots is taken out, round by round, until one has more than half of the ballots"
        " that still count (instant run-off)."
    ),
    Method.STV: N_(
        "You put the options in your order, one in each place; what you leave out gets nothing from you. Whoever "
        "reaches the quota is elected, and what is over goes on to the next choices, cut to five decimals (single"
        " transferable vote by the Scottish rules)."
    ),
    Method.STV_EXACT: N_(
        "You put the options in your order, one in each place; what you leave out gets nothing from you. Whoever "
        "reaches the quota is elected, and what is over goes on to the next choices in exact fractions (single "
        "transferable vote)."
    ),
    Method.MEEK: N_(
        "You put the options in your order, one in each place; what you leave out gets nothing from you. Whoever "
        "reaches the quota is elected, and what is over goes on to the next choices, also to those who are "
        "elected already; the quota is made anew each time (Meek’s single transferable vote)."
    ),
}
SEATS: Final = N_("The number of seats to be filled is %(seats)s.")
WHOLE_ORDER: Final = N_("The result is an order of all options.")
STRENGTHS: Final[Mapping[str, str]] = {
    "winning-votes": N_("A victory is as strong as the number of ballots that are for the winner of the two."),
    "margins": N_("A victory is as strong as the difference between the ballots for the one and for the other."),
}
STATUS_QUO: Final[Mapping[str, str]] = {
    "plain": N_("Keeping the text as it is stands on the ballot and counts like any other option."),
    "must-beat-status-quo-directly-and-rank-above-it": N_(
        "Keeping the text as it is stands on the ballot; the winner must beat it directly and rank above it, or "
        "the text stays as it is."
    ),
    "status-quo-wins-if-it-is-in-the-smith-set": N_(
        "Keeping the text as it is stands on the ballot; the text stays as it is if that belongs to the smallest "
        "group of options in which each one beats every option outside."
    ),
    EACH_DELEGATION: N_(
        "Keeping the text as it is stands on the ballot; the winner must beat it overall and inside each "
        "delegation. The highest text that does so wins, or the text stays as it is; every text passed over is "
        "named with the reason."
    ),
}
ADOPTS_NOTHING: Final = N_(
    "A choice between texts adopts nothing: the chosen text is then put to a yes or no of its own."
)
NO_QUORUM: Final = N_("No quorum is asked.")
NO_SHARE: Final = N_("No share of approvals has to be reached.")
TIE_IS_LOST: Final = N_("With as many no as yes it is lost.")
RUN_OFF: Final = N_("If texts are tied, a run-off between them follows; if they tie again, the text stays as it is.")
TIE_IN_A_ROUND: Final = N_(
    "If options are tied in a round, the latest earlier round in which they differ decides, and otherwise a lot "
    "that everybody can draw again."
)
TIE_AT_THE_TOP: Final = N_("If options are tied at the top, a lot decides that everybody can draw again.")
STAY_LEVEL: Final = N_("Options that are level stay level in the order.")
EACH: Final = N_("Each delegation must be in favour as well, so that no delegation is outvoted.")
SOME: Final = N_("Besides, at least %(needed)s of the delegations must be in favour.")
TURNOUT: Final = N_(
    "A delegation in which fewer than %(part)s of every %(whole)s members on the roll cast a ballot is not in favour."
)
WITHOUT_VOTERS: Final[Mapping[str, str]] = {
    "block": N_("A delegation in which nobody casts a ballot is not in favour."),
    "left-out": N_("A delegation in which nobody casts a ballot is not asked."),
}
OBSERVING: Final = N_("The votes of these count in the total, and they are not asked on their own: %(delegations)s.")
CONCILIATION: Final = N_(
    "If the whole conference agrees but the delegations do not as they must, one member of each delegation looks "
    "for a text that all can accept; there are %(hours)s hours for it, and then one new vote."
)
SECRECY: Final[Mapping[Secrecy, str]] = {
    Secrecy.SEALED: N_(
        "The ballot is secret: it is sealed until the vote is closed, and nobody can link it to you afterwards."
    ),
    Secrecy.HANDS: N_(
        "The vote is open: hands are raised, and %(tellers)s tellers count them, each on their own, until they agree."
    ),
    Secrecy.ROLL_CALL: N_(
        "The vote is open: everybody answers by name, and an answer can be changed until the result is declared."
    ),
    Secrecy.CARD: N_(
        "The vote is open and by card: each card weighs the votes that its organisation is accredited with, whole"
        " or split, and every figure here counts these votes."
    ),
}
ONE_TELLER: Final = N_("The vote is open: hands are raised, and one teller counts them.")
DEMAND: Final = N_(
    "Before the next business begins, a roll call or a card vote is held if at least %(demand)s of those on the "
    "roll demand it."
)
SHARES: Final = N_("The box opens only when %(needed)s of %(made)s tellers have entered their shares of its key.")
KEY_ON_THE_SERVER: Final = N_("The key of the box lies on the conference’s server until the box is opened.")
PAPERS: Final[Mapping[bool, str]] = {
    True: N_("Ballots on paper are taken as well."),
    False: N_("Ballots on paper are not taken."),
}
RELEASE: Final[Mapping[bool, str]] = {
    True: N_("After the count everybody may have the file of the ballots, without names."),
    False: N_("After the count only the chair, tellers and scrutineers may have the file of the ballots."),
}
OPENS: Final[Mapping[frozenset[Role], str]] = {
    frozenset({Role.CHAIR}): N_("The chair opens and closes it."),
    frozenset({Role.ORGANIZER}): N_("An organizer opens and closes it."),
    frozenset({Role.TELLER}): N_("A teller opens and closes it."),
    frozenset({Role.CHAIR, Role.ORGANIZER}): N_("The chair or an organizer opens and closes it."),
    frozenset({Role.CHAIR, Role.TELLER}): N_("The chair or a teller opens and closes it."),
    frozenset({Role.ORGANIZER, Role.TELLER}): N_("An organizer or a teller opens and closes it."),
    frozenset({Role.CHAIR, Role.ORGANIZER, Role.TELLER}): N_(
        "The chair, an organizer or a teller opens and closes it."
    ),
}
DROPS_THE_BEST: Final = N_("Caution: this count can take out the option that would beat each other one.")
MINORITY_OVERTURNS: Final = N_(
    "Caution: six voters of one delegation who rank a text last can overturn a majority of 20 to 10."
)
SIGNATURE: Final = N_(
    "Caution: with many options an unusual order is like a signature, so the released file may tell who cast a ballot."
)
KINDS: Final[Mapping[Kind, str]] = {
    Kind.CHOICE: N_("choice between texts"),
    Kind.AMENDMENT: N_("amendment"),
    Kind.PLANK: N_("plank"),
    Kind.RESOLUTION: N_("resolution"),
    Kind.ELECTION: N_("election or order of several things"),
    Kind.PROCEDURE: N_("procedure"),
}
"""What a rule set may be used for, as an entry of a list."""


def paragraph(rule_set: RuleSet, kind: str = "", names: Mapping[str, str] | None = None) -> list[Sentence]:
    """The rules in plain words: of one kind of question, or of all that the rule set is made for. `names`: those of
    delegations by code."""
    kinds = frozenset({Kind(kind)} if kind else rule_set.kinds)
    return [
        *_method(rule_set, kinds),
        *_conditions(rule_set),
        *_delegations(rule_set, names or {}),
        *_ties(rule_set, kinds),
        *_casting(rule_set),
        Sentence(OPENS[frozenset(rule_set.opens)]),
        *cautions(rule_set),
    ]


def cautions(rule_set: RuleSet) -> list[Sentence]:
    """What somebody should know before taking this rule set."""
    found = {
        DROPS_THE_BEST: rule_set.method is Method.IRV,
        MINORITY_OVERTURNS: rule_set.counting.get("status_quo_rule") == EACH_DELEGATION,
        SIGNATURE: rule_set.releases_ballots and rule_set.method not in (Method.YES_NO, Method.APPROVAL),
    }
    return [Sentence(sentence) for sentence, is_so in found.items() if is_so]


def _method(rule_set: RuleSet, kinds: frozenset[Kind]) -> Iterator[Sentence]:
    given = rule_set.counting
    yield Sentence(METHODS[rule_set.method])
    if rule_set.method in PAIRWISE:
        yield Sentence(STRENGTHS[given.get("strength", "winning-votes")])
    if Kind.CHOICE in kinds:
        usual = "must-beat-status-quo-directly-and-rank-above-it" if "status_quo" in given else "plain"
        yield Sentence(STATUS_QUO[given.get("status_quo_rule", usual)])
        yield Sentence(ADOPTS_NOTHING)
    if Kind.ELECTION in kinds and rule_set.method in PAIRWISE:
        yield Sentence(WHOLE_ORDER)
    elif Kind.ELECTION in kinds:
        yield Sentence(SEATS, {"seats": rule_set.seats})


def _conditions(rule_set: RuleSet) -> Iterator[Sentence]:
    """Quorum and threshold."""
    given = rule_set.counting
    if "quorum" in given:
        yield majority(majorities.QUORUM, given["quorum"], "at_least", "ballots", False)
    else:
        yield Sentence(NO_QUORUM)
    if rule_set.method is Method.YES_NO:
        yield majority(majorities.OVERALL, given.get("threshold", {}), "share", "valid", True)
    elif rule_set.method is Method.APPROVAL and "threshold" in given:
        yield majority(majorities.APPROVED, given["threshold"], "share", "valid", True)
    elif rule_set.method is Method.APPROVAL:
        yield Sentence(NO_SHARE)


def _delegations(rule_set: RuleSet, names: Mapping[str, str]) -> Iterator[Sentence]:
    """The majority inside each delegation, with all that belongs to it."""
    given = rule_set.counting
    if not given.get("delegation_majority"):
        return
    needed = given.get("groups_needed")
    yield Sentence(EACH) if needed is None else Sentence(SOME, {"needed": needed})
    yield majority(majorities.INSIDE, given.get("delegation_threshold", {}), "share", "valid", True)
    if "delegation_minimum_turnout" in given:
        part = majorities.lowest_terms(given["delegation_minimum_turnout"])
        yield Sentence(TURNOUT, {"part": part[0], "whole": part[1]})
    yield Sentence(WITHOUT_VOTERS[given.get("delegations_without_voters", "block")])
    if rule_set.observing:
        yield Sentence(OBSERVING, {"delegations": [names.get(code, code) for code in sorted(rule_set.observing)]})
    yield Sentence(CONCILIATION, {"hours": rule_set.conciliation_hours})


def _ties(rule_set: RuleSet, kinds: frozenset[Kind]) -> Iterator[Sentence]:
    """Rounds end by themselves, by lot if need be; texts that are compared in pairs may have to be put again."""
    if rule_set.method is Method.YES_NO:
        yield Sentence(TIE_IS_LOST)
    elif rule_set.method is Method.APPROVAL:
        yield Sentence(TIE_AT_THE_TOP)
    elif rule_set.method in TRANSFERS:
        yield Sentence(TIE_IN_A_ROUND)
    elif Kind.CHOICE in kinds:
        yield Sentence(RUN_OFF)
    else:
        yield Sentence(STAY_LEVEL)


def _casting(rule_set: RuleSet) -> Iterator[Sentence]:
    """How it is cast, who holds the key, who gets the ballots."""
    if rule_set.secrecy is Secrecy.HANDS and rule_set.tellers == 1:
        yield Sentence(ONE_TELLER)
    else:
        yield Sentence(SECRECY[rule_set.secrecy], {"tellers": rule_set.tellers})
    if rule_set.demand:
        yield Sentence(DEMAND, {"demand": rule_set.demand})
    if rule_set.secrecy is not Secrecy.SEALED:
        return
    needed, made = rule_set.shares
    yield Sentence(SHARES, {"needed": needed, "made": made}) if made else Sentence(KEY_ON_THE_SERVER)
    yield Sentence(PAPERS[rule_set.papers])
    yield Sentence(RELEASE[rule_set.releases_ballots])
