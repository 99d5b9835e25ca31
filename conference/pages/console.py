"""The chair's place: the permitted next steps, and for each of the others the rule that bars it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from conference.amendments import queries as amendments
from conference.amendments.rules import State, code
from conference.amendments.views import AmendmentLine, Broken
from conference.amendments.views import Steps as AmendmentSteps
from conference.core.actor import Actor
from conference.core.languages import OWN_NAMES, in_language
from conference.core.verdict import YES, Verdict, no
from conference.core.words import N_, Sentence
from conference.planks import queries as planks
from conference.planks.queries import PlankLine
from conference.resolutions import policy as resolution_policy
from conference.resolutions import queries as resolutions
from conference.resolutions.queries import ResolutionLine
from conference.resolutions.queries import Steps as ResolutionSteps
from conference.rulebook import queries as rulebook
from conference.rulebook import wording as rulebook_wording
from conference.rulebook.rules import RuleSet
from conference.voting import queries as voting
from conference.voting.queries import VoteLine, VotePage

DECIDED = ("declared", "taken-back", "void")


@dataclass(frozen=True, slots=True)
class Passage:
    """Admitted amendments to one passage, which can be put one by one or against each other."""

    plank_number: int
    plank_title: str
    block: str
    lines: tuple[tuple[AmendmentLine, Verdict], ...]


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule set that a question may be put under: its name, and what to know before taking it."""

    key: str
    name: str
    notes: tuple[str | Sentence, ...]


@dataclass(frozen=True, slots=True)
class Console:
    """Everything that waits for the chair. `rules`: by kind of question, the usual rule set first."""

    submitted: tuple[tuple[AmendmentLine, AmendmentSteps], ...]
    announced: tuple[AmendmentLine, ...]
    broken: tuple[Broken, ...]
    passages: tuple[Passage, ...]
    votes: tuple[VotePage, ...]
    planks: tuple[tuple[PlankLine, Verdict], ...]
    resolutions: tuple[tuple[ResolutionLine, ResolutionSteps], ...]
    compile: Verdict
    rules: Mapping[str, tuple[RuleChoice, ...]]


async def console(chair: Actor, language: str) -> Console:
    """The chair's place now."""
    lines = await amendments.amendments(chair, language)
    tabled = [
        (each, (await amendments.steps(chair, each.number)).put) for each in lines if each.state == State.ADMITTED
    ]
    votes = await voting.votes(chair, language)
    waiting = [each for each in lines if each.state == State.SUBMITTED]
    lying = [each for each in await resolutions.resolutions(chair, language) if each.state != "published"]
    return Console(
        submitted=tuple([(each, await amendments.steps(chair, each.number)) for each in waiting]),
        announced=tuple(each for each in lines if each.state == State.ANNOUNCED),
        broken=tuple(each for each in await amendments.broken(chair) if each.set_aside),
        passages=_passages(tabled),
        votes=tuple(
            [await voting.vote_page(chair, each.number, language) for each in votes if each.phase not in DECIDED]
        ),
        planks=tuple(
            [
                (each, await _may_put_plank(chair, each, lines, language))
                for each in await planks.planks(chair, language)
                if each.state == "debate"
            ]
        ),
        resolutions=tuple([(each, await resolutions.steps(chair, each.number, language)) for each in lying]),
        compile=resolution_policy.may_compile(chair, await resolutions.compilable(chair)),
        rules={kind: await _rules(kind, language) for kind in ("choice", "amendment", "plank", "resolution")},
    )


async def _rules(kind: str, language: str) -> tuple[RuleChoice, ...]:
    """The rule sets made for this kind of question, in the reader's language."""

    def notes(each: RuleSet) -> tuple[str | Sentence, ...]:
        own = in_language(dict(each.notes), language)
        return (own,) if own else tuple(rulebook_wording.cautions(each))

    found = await rulebook.for_kind(kind)
    return tuple(RuleChoice(each.key, in_language(dict(each.names), language), notes(each)) for each in found)


def _passages(tabled: list[tuple[AmendmentLine, Verdict]]) -> tuple[Passage, ...]:
    """Amendments to an amendment go before what they amend, so those come alone."""
    grouped: dict[tuple[int, str, int | None], list[tuple[AmendmentLine, Verdict]]] = defaultdict(list)
    for line, may_put in tabled:
        grouped[line.plank_number, line.block, line.parent].append((line, may_put))
    return tuple(
        Passage(number, each[0][0].plank_title, block, tuple(each)) for (number, block, _), each in grouped.items()
    )


async def _may_put_plank(chair: Actor, plank: PlankLine, lines: list[AmendmentLine], language: str) -> Verdict:
    """Whether the whole plank can go to the vote now."""
    pending: list[VoteLine] = await voting.for_plank(chair, plank.id, language)
    if any(each.kind == "plank" and each.phase not in DECIDED for each in pending):
        return no("put-already", N_("The conference has this plank before it already."))
    undecided = [code(each.number) for each in lines if each.plank_number == plank.number]
    if undecided:
        return no(
            "amendments-first",
            N_("Its amendments are decided first. Still open: %(amendments)s."),
            amendments=undecided,
        )
    missing = await planks.missing_languages(plank.id, plank.version)
    if missing:
        return no(
            "texts-missing",
            N_("The text is not complete in every language yet. Missing: %(languages)s."),
            languages=[OWN_NAMES[each] for each in missing],
        )
    return YES
