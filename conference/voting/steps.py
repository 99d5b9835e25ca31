"""What whoever leads a vote can do next, the rule behind each step, and why the others are not possible now."""

from dataclasses import dataclass

from conference.core.actor import Actor
from conference.core.verdict import Verdict
from conference.core.words import N_, Sentence
from conference.rulebook.rules import Secrecy
from conference.voting import policy
from conference.voting.models import Vote


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the last part of its address, its button's words, whether it may be taken, and its rule."""

    name: str
    label: str
    verdict: Verdict
    rule: Sentence


def steps(reader: Actor, vote: Vote) -> tuple[Step, ...]:
    """The steps of a vote in their order; none for those who do not lead it."""
    if not policy.leads(reader, vote):
        return ()
    sealed = vote.secrecy == Secrecy.SEALED
    return (
        Step("opening", N_("Open the vote"), policy.may_open(reader, vote), Sentence(N_(
            "Opening freezes the question, the texts, the rules and the roll. It takes effect after ten seconds."))),
        Step("closing", N_("Close the vote"), policy.may_close(reader, vote), Sentence(N_(
            "Closing takes effect after ten seconds; every ballot that arrives before that counts."))),
        Step("unsealing", N_("Unseal the box and count") if sealed else N_("Count"), policy.may_unseal(reader, vote),
             Sentence(N_("The ballots are counted once, after the vote has closed."))),
        Step("declaration", N_("Declare the result"), policy.may_declare(reader, vote), Sentence(N_(
            "Only a declared result takes effect."))),
        Step("taking-back", N_("Take the question back"), policy.may_take_back(reader, vote), Sentence(N_(
            "A question can be taken back as long as it has not been opened."))),
    )  # fmt: skip
