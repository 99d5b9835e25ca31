"""The page that a delegation takes home: what was decided, how it voted, what it has taken on, how to check it."""

from conference.core.actor import NOBODY
from conference.core.errors import Absent
from conference.core.languages import in_language
from conference.core.words import N_, Sentence
from conference.people import queries as people
from conference.resolutions.annexed.rules import Kind
from conference.resolutions.commitments import queries as commitments
from conference.resolutions.commitments.queries import ReportBack
from conference.resolutions.editions import laying
from conference.resolutions.editions.models import Edition
from conference.resolutions.formats.document import Sheet
from conference.resolutions.outputs import annexes, documents, plain, words
from conference.resolutions.outputs.documents import House
from conference.resolutions.rules import Kind as Passage
from conference.resolutions.rules import Part
from conference.runtime import i18n
from conference.runtime.i18n import say
from conference.voting.models import Vote

LINES_AT_MOST = 14
"""Clauses that the sheet has; beyond that it says how many more there are."""
ROOM = 2_400
"""Characters that fit beside the rest of the page: where the clauses are longer, each is shortened."""
SHORTEST = 150

TITLE = N_("To report back: %(delegation)s")
RESOLUTION = N_("Resolution %(number)s: %(title)s")
DECIDED = N_("What was decided")
LINE = N_("Clause %(clause)s: %(text)s")
MORE = {
    1: N_("One more clause stands in the whole text."),
    2: N_("%(count)s more clauses stand in the whole text."),
}
OWN_VOTE = N_("How our delegation voted")
NO_CONDITION = N_("The rules of this vote asked for no answer of each delegation: all ballots were counted together.")
HELD = N_("The figures of this delegation are not shown: where so few voted they would tell how somebody voted.")
FIGURES = N_("Our figures: %(figures)s.")
CHECK = N_("How to check")
WHERE = N_("The whole text, every word with its source: %(address)s")
DIGEST = N_("The digest of every word in every language (SHA-256): %(digest)s")
OWN_COMMITMENTS = N_("Our commitments")
NONE_YET = N_("Our delegation has undertaken nothing yet.")
OUR_STATEMENTS = N_("Our reservations")
ABOUT = N_("On %(clauses)s: %(text)s")
COLUMNS = (N_("Clause"), N_("What"), N_("Who answers for it"), N_("Due"), N_("Status"))
FOOTER = N_("%(conference)s. Made from edition %(edition)s and what delegations have put on record since.")


async def sheet(number: int, code: str, language: str, house: House) -> Sheet:
    """The sheet of one delegation on the newest edition. Raises `Absent`."""
    delegation = await people.delegation(code)
    if delegation is None:
        raise Absent
    edition = await documents.stored(number)
    back = await commitments.report_back(NOBODY, number, code, language)
    conference = in_language(dict(house.names), language)
    parts = [
        (say(DECIDED, language), await _decided(edition, language)),
        (say(OWN_VOTE, language), await _voted(edition.resolution.vote, code, language)),
        *_reserved(back, language),
        (say(CHECK, language), _check(edition, language, house)),
    ]
    table = _table(back, language)
    if not table:
        parts.insert(-1, (say(OWN_COMMITMENTS, language), [say(NONE_YET, language)]))
    return Sheet(
        language=language,
        kicker=say(Sentence(words.EDITION, {"conference": conference, "number": number, "edition": edition.number}),
                   language),
        title=say(Sentence(TITLE, {"delegation": back.delegation}), language),
        facts=await _facts(edition, back, language),
        parts=tuple((heading, tuple(lines)) for heading, lines in parts),
        table_heading=say(OWN_COMMITMENTS, language),
        table=table,
        footer=say(Sentence(FOOTER, {"conference": conference, "edition": edition.number}), language),
        moment=edition.published_at,
    )  # fmt: skip


async def _facts(edition: Edition, back: ReportBack, language: str) -> tuple[str, ...]:
    title = in_language(back.titles, language)
    facts = [say(Sentence(RESOLUTION, {"number": back.resolution, "title": title}), language)]
    vote = edition.resolution.vote
    outcome = (await annexes.result_of(vote, language)).sentence if vote is not None and vote.result else None
    facts += [say(outcome, language)] if outcome else []
    facts.append(say(Sentence(words.PUBLISHED, {"moment": edition.published_at}), language))
    if back.referendum is not None:
        told = {"delegation": back.delegation, "moment": back.referendum.declared_at}
        facts.append(say(Sentence(words.DECLARED[back.referendum.standing], told), language))
    for each in back.signatures:
        told = {
            "delegation": back.delegation, "person": each.by, "moment": each.signed_at, "edition": each.edition,
        }  # fmt: skip
        facts.append(say(Sentence(words.SIGNED, told), language))
    return tuple(facts)


async def _decided(edition: Edition, language: str) -> list[str]:
    """The operative clauses of the edition, the long ones shortened."""
    _, lines = await laying.whole(edition)
    clauses = [each for each in lines if each["part"] == Part.OPERATIVE and each["kind"] == Passage.PARAGRAPH]
    room = max(SHORTEST, ROOM // max(1, min(len(clauses), LINES_AT_MOST)))
    said = [
        say(Sentence(LINE, {"clause": each["number"], "text": _beginning(each["texts"][language], room)}), language)
        for each in clauses[:LINES_AT_MOST]
    ]
    left = len(clauses) - len(said)
    return said + ([say(Sentence(MORE[min(left, 2)], {"count": left}), language)] if left else [])


def _beginning(text: str, room: int = SHORTEST) -> str:
    """A text, or its first words."""
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


async def _voted(vote: Vote | None, code: str, language: str) -> list[str]:
    """What the rules asked of this delegation, and its figures where they tell on nobody."""
    if vote is None or not vote.result:
        return []
    page = await annexes.result_of(vote, language)
    own = [each for each in page.conditions if each["delegation"] == code]
    said = [annexes.verdict(each, language) for each in own]
    figures = [each["figure"] for each in own if each["figure"]]
    said += [say(Sentence(FIGURES, {"figures": each}), language) for each in figures]
    if not own:
        asked = any(each["delegation"] for each in page.conditions) or page.untold is not None
        return [say(page.untold if asked and page.untold else NO_CONDITION, language)]
    return said if figures else [*said, say(HELD, language)]


def _reserved(back: ReportBack, language: str) -> list[tuple[str, list[str]]]:
    numbers = {each.label: each.number for each in back.clauses}
    own = [each for each in back.statements if each.kind == Kind.RESERVATION]
    lines = [
        say(
            Sentence(
                ABOUT,
                {"clauses": [numbers.get(one, one) for one in each.clauses], "text": _beginning(each.reading.text)},
            ),
            language,
        )
        for each in own
    ]
    return [(say(OUR_STATEMENTS, language), lines)] if lines else []


def _check(edition: Edition, language: str, house: House) -> list[str]:
    address = f"{house.origin}/{language}/resolution/{edition.resolution.number}/editions/{edition.number}"
    return [
        say(Sentence(WHERE, {"address": address}), language),
        say(Sentence(DIGEST, {"digest": edition.digest}), language),
    ]


def _table(back: ReportBack, language: str) -> tuple[tuple[str, ...], ...]:
    numbers = {each.label: each.number for each in back.clauses}
    rows = [
        (
            numbers.get(each.clause, each.clause),
            _beginning(each.reading.text),
            " · ".join(filter(None, (each.office, plain.said(each.owner, language)))),
            i18n.day(each.due_on, language) if each.due_on else "–",
            say(words.STATUS[each.status], language),
        )
        for each in back.commitments
    ]
    return (tuple(say(each, language) for each in COLUMNS), *rows) if rows else ()
