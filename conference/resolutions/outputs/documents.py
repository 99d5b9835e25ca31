"""A stored edition as a `Document`: its words are those that were laid down, never those of today's tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.resolutions.editions import laying
from conference.resolutions.editions.models import Edition
from conference.resolutions.formats.document import Clause, Document
from conference.resolutions.outputs import annexes, words
from conference.resolutions.outputs.annexes import Subject
from conference.resolutions.rules import Kind, State
from conference.runtime.i18n import say
from conference.voting.models import Vote

KINDS = {Kind.TITLE: "title", Kind.SCHEDULE: "title", Kind.HEADING: "heading", Kind.ITEM: "item"}


@dataclass(frozen=True, slots=True)
class House:
    """Who publishes: the conference's name by language, and the address of its server."""

    names: Mapping[str, str]
    origin: str


async def stored(number: int | None, which: int | None = None) -> Edition:
    """One edition with its resolution and its vote: the newest where none is named, of the resolution published last
    where no number is. Raises `Absent`."""
    rows = Edition.filter(resolution__state=State.PUBLISHED)
    if number is not None:
        rows = rows.filter(resolution__number=number)
    if which is not None:
        rows = rows.filter(number=which)
    latest = rows.order_by("-resolution__published_at", "-resolution__number", "-number")
    found = await latest.select_related("resolution__vote", "correction").first()
    if found is None:
        raise Absent
    return found


async def document(edition: Edition, languages: Sequence[str], house: House) -> Document:
    """The edition in these languages with everything annexed until now. `edition` is as `stored` gives it."""
    titles, lines = await laying.whole(edition)
    resolution, tongues = edition.resolution, tuple(languages)
    subject = Subject(resolution, edition, {each["label"]: each["number"] for each in lines})
    kickers = {
        language: words.told(
            [language], words.EDITION, conference=in_language(dict(house.names), language), number=resolution.number,
            edition=edition.number,
        )[language]
        for language in tongues
    }  # fmt: skip
    return Document(
        languages=tongues,
        kicker=kickers,
        titles={language: titles[language] for language in tongues},
        facts={language: await _facts(edition, resolution.vote, language) for language in tongues},
        clauses=tuple(_clause(each, tongues) for each in lines),
        annexes=await annexes.annexes(subject, tongues),
        words=words.headings(tongues, frozenset(each["part"] for each in lines)),
        digest=edition.digest,
        address=f"{house.origin}/{tongues[0]}/resolution/{resolution.number}/editions/{edition.number}",
        moment=edition.published_at,
    )


def _clause(line: Mapping[str, Any], languages: Sequence[str]) -> Clause:
    kind = KINDS.get(line["kind"], "paragraph")
    return Clause(line["number"], line["part"], kind, {each: line["texts"][each] for each in languages})


async def _facts(edition: Edition, vote: Vote | None, language: str) -> tuple[str, ...]:
    """The lines under the title: what came of the vote, when it was published, what corrected what."""
    facts = []
    if vote is not None and vote.result:
        sentence = (await annexes.result_of(vote, language)).sentence
        facts.append(say(sentence, language) if sentence else "")
    facts.append(words.told([language], words.PUBLISHED, moment=edition.published_at)[language])
    if edition.correction_id is not None:
        facts.append(words.told([language], words.CORRECTS, edition=edition.number - 1)[language])
    if await Edition.exists(resolution_id=edition.resolution_id, number__gt=edition.number):
        facts.append(say(words.CORRECTED_SINCE, language))
    facts.append(say(words.TOGETHER, language))
    return tuple(filter(None, facts))
