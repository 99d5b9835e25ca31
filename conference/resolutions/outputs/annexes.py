"""What stands behind the text of an edition: votes, ratifications, signatures, statements, corrigenda, commitments.

Every annex is gathered once for each language, in the same order, and then laid together.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from conference.core.actor import NOBODY
from conference.core.languages import OWN_NAMES, in_language
from conference.core.words import Sentence
from conference.people.models import Delegation
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.annexed import queries as annexed
from conference.resolutions.annexed.rules import Kind
from conference.resolutions.commitments import queries as commitments
from conference.resolutions.editions.models import Correction, Edition
from conference.resolutions.editions.rules import State
from conference.resolutions.formats.document import Annex, Entry
from conference.resolutions.models import Resolution
from conference.resolutions.outputs import words
from conference.runtime.i18n import say
from conference.voting.models import Option, Vote
from conference.voting.result import queries as results


@dataclass(frozen=True, slots=True)
class Subject:
    """What the annexes belong to. `numbers`: label -> number as people cite it."""

    resolution: Resolution
    edition: Edition
    numbers: dict[str, str]

    def cited(self, label: str) -> str:
        return self.numbers.get(label) or label


@dataclass(frozen=True, slots=True)
class Said:
    """An entry in one language; its words may be in another."""

    facts: str
    language: str = ""
    text: str = ""


Part = Callable[[Subject, str], Awaitable[list[Said]]]


async def annexes(subject: Subject, languages: Sequence[str]) -> tuple[Annex, ...]:
    """Those that hold something."""
    parts: tuple[tuple[str, Part], ...] = (
        (words.CORRIGENDA, _corrigenda),
        (words.VOTED, _votes),
        (words.REFERENDUM, _referenda),
        (words.SIGNATURES, _signatures),
        *((words.STATEMENTS[kind], _statements(kind)) for kind in Kind),
        (words.COMMITMENTS, _commitments),
    )
    found = []
    for heading, part in parts:
        by_language = [(each, await part(subject, each)) for each in languages]
        if by_language[0][1]:
            found.append(Annex(words.told(languages, heading), _together(by_language)))
    return tuple(found)


def _together(by_language: Sequence[tuple[str, list[Said]]]) -> tuple[Entry, ...]:
    order = [language for language, _ in by_language]
    return tuple(
        Entry(
            {language: each.facts for language, each in zip(order, row, strict=True)},
            {each.language: each.text for each in row if each.text},
        )
        for row in zip(*(told for _, told in by_language), strict=True)
    )


async def _votes(subject: Subject, language: str) -> list[Said]:
    """The vote on the whole text: its outcome, each condition with the figures that may be told, what is held back."""
    vote = subject.resolution.vote
    if vote is None or vote.declared_at is None or not vote.result:
        return []
    page = await result_of(vote, language)
    moment = say(Sentence(words.VOTE, {"number": vote.number, "moment": vote.declared_at}), language)
    said = [Said(moment, language, say(page.sentence, language) if page.sentence else "")]
    said += [Said(verdict(each, language), language, _figure(each, language)) for each in page.conditions]
    said += [Said(gave(each, language)) for each in await figures_of(vote, language) if each.cast is not None]
    return said + ([Said(say(page.untold, language))] if page.untold else [])


async def figures_of(vote: Vote, language: str) -> tuple[results.DelegationFigures, ...]:
    """What each delegation gave, as far as everybody may know it."""
    names = {each.code: in_language(each.names, language) for each in await Delegation.all().order_by("position")}
    return results.delegations(vote, names)


def gave(figures: results.DelegationFigures, language: str) -> str:
    """What a delegation gave, as one sentence."""
    facts = {"delegation": figures.name, "yes": figures.yes, "no": figures.no, "abstain": figures.abstain,
             "cast": figures.cast, "roll": figures.roll}  # fmt: skip
    return say(Sentence(words.TURNED_OUT if figures.yes is None else words.GAVE, facts), language)


async def result_of(vote: Vote, language: str) -> results.ResultPage:
    """A declared vote as everybody may know it: the resolution that it carried is everybody's."""
    options = {each.key: in_language(each.words, language) for each in await Option.filter(vote_id=vote.id)}
    names = {each.code: in_language(each.names, language) for each in await Delegation.all().order_by("position")}
    return results.page_of(vote, options, names)


def verdict(condition: dict[str, object], language: str) -> str:
    """A condition and whether it is met, as one sentence."""
    text = words.MET if condition["met"] else words.UNMET
    return say(Sentence(text, {"condition": condition["sentence"]}), language)


def _figure(condition: dict[str, object], language: str) -> str:
    figure = condition["figure"]
    return say(figure, language) if isinstance(figure, Sentence) else ""


async def _referenda(subject: Subject, language: str) -> list[Said]:
    said = []
    for each in await adopted.referenda(NOBODY, subject.resolution, language):
        facts = {"delegation": each.name, "moment": each.declared_at}
        said.append(Said(say(Sentence(words.DECLARED[each.standing], facts), language)))
        for line in each.ledger:
            facts = {"delegation": each.name, "body": line.body, "day": line.decided_on}
            added = "\n".join(filter(None, (line.note, line.evidence)))
            said.append(Said(say(Sentence(words.DECIDED[line.result], facts), language), language, added))
    return said


async def _signatures(subject: Subject, language: str) -> list[Said]:
    return [
        Said(
            say(
                Sentence(
                    words.SIGNED,
                    {"delegation": each.delegation, "person": each.by, "moment": each.signed_at,
                     "edition": each.edition},
                ),
                language,
            ),
            language,
            f"SHA-256 {each.digest[:16]}…",
        )
        for each in await adopted.signatures(NOBODY, subject.resolution, language)
    ]  # fmt: skip


def _statements(kind: Kind) -> Part:
    async def part(subject: Subject, language: str) -> list[Said]:
        found = await annexed.statements(NOBODY, subject.resolution, language)
        return [
            Said(_filed(subject, each, language), each.reading.language, each.reading.text)
            for each in found
            if each.kind == kind
        ]

    return part


def _filed(subject: Subject, statement: annexed.StatementView, language: str) -> str:
    facts: dict[str, object] = {
        "delegation": statement.delegation, "person": statement.author, "moment": statement.filed_at,
        "clauses": [subject.cited(each) for each in statement.clauses],
    }  # fmt: skip
    if statement.coauthors:
        facts["authors"] = [
            Sentence(words.AUTHOR, {"person": person, "delegation": delegation})
            for person, delegation in statement.authors
        ]
        together = words.FILED_TOGETHER_ON if statement.clauses else words.FILED_TOGETHER
        return say(Sentence(together, facts), language)
    return say(Sentence(words.FILED_ON if statement.clauses else words.FILED, facts), language)


async def _corrigenda(subject: Subject, language: str) -> list[Said]:
    """The corrections that led to this edition, the newest first; words in the language that was corrected."""
    rows = await Correction.filter(
        resolution_id=subject.resolution.id, state=State.PUBLISHED, edition__lt=subject.edition.number
    ).order_by("-edition")
    said = []
    for each in rows:
        facts = {
            "label": subject.cited(each.label), "language": OWN_NAMES[each.language], "edition": each.edition,
        }  # fmt: skip
        both = "\n".join(
            say(Sentence(text, params), each.language)
            for text, params in ((words.READ, {"before": each.before}), (words.READS, {"after": each.after}))
        )
        said.append(Said(say(Sentence(words.CORRECTION, facts), language), each.language, both))
    return said


async def _commitments(subject: Subject, language: str) -> list[Said]:
    view = await commitments.overview(NOBODY, subject.resolution.number, language)
    return [
        Said(committed(each, subject.cited(each.clause), language), each.reading.language, each.reading.text)
        for each in view.commitments
    ]


def committed(commitment: commitments.CommitmentView, clause: str, language: str) -> str:
    """Who undertakes it under which clause, where it stands, who answers for it."""
    facts: dict[str, object] = {
        "clause": clause, "delegation": commitment.delegation, "office": commitment.office,
        "status": Sentence(words.STATUS[commitment.status]),
    }  # fmt: skip
    if commitment.due_on is not None:
        facts["day"] = commitment.due_on
    sentence = Sentence(words.COMMITTED_BY if commitment.due_on else words.COMMITTED, facts)
    if commitment.owner:
        sentence = Sentence(words.OWNED, {"sentence": sentence, "person": commitment.owner})
    return say(sentence, language)
