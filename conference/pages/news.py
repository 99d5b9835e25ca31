"""What happened in public, for feeds: a visitor's eyes whoever asks, so that everybody gets the same bytes."""

from collections.abc import Iterable

from conference.core.actor import NOBODY
from conference.core.languages import in_language
from conference.core.roles import audiences_of
from conference.core.words import N_, Sentence
from conference.pages.feeds import Entry
from conference.planks.models import Plank
from conference.rapporteur.models import Note
from conference.resolutions import queries as resolutions
from conference.runtime.i18n import say
from conference.voting.models import Vote
from conference.voting.result import queries as results

AT_MOST = 50


async def public(language: str) -> list[Entry]:
    """The newest things that anybody may know, 50 at most: planks, votes opened and declared, notes on debates,
    resolutions."""
    found = [
        *await _planks(language), *await _votes(language), *await _notes(language), *await _resolutions(language),
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.at, each.key), reverse=True)[:AT_MOST]


async def _planks(language: str) -> list[Entry]:
    rows = Plank.filter(audience__in=audiences_of(NOBODY.roles)).exclude(state="draft")
    return [
        Entry(
            "laid",
            say(Sentence(N_("Plank %(number)s: %(title)s"), plank_named(each, language)), language),
            in_language(each.summaries, language),
            f"/planks/{each.number}",
            each.filed_at,
        )
        for each in await rows.order_by("-number").limit(AT_MOST)
    ]


def plank_named(plank: Plank, language: str) -> dict[str, object]:
    return {"number": plank.number, "title": in_language(plank.titles, language)}


async def _votes(language: str) -> list[Entry]:
    rows = Vote.filter(audience__in=audiences_of(NOBODY.roles)).exclude(opened_at=None)
    return await of_votes(await rows.order_by("-number").limit(AT_MOST), language)


async def of_votes(votes: Iterable[Vote], language: str) -> list[Entry]:
    """That these votes were opened, and what was declared."""
    found = []
    for each in votes:
        question = in_language(each.questions, language)
        assert each.opened_at is not None
        opened = say(Sentence(N_("The vote is open: %(question)s"), {"question": question}), language)
        found.append(Entry("opened", opened, "", f"/votes/{each.number}", each.opened_at))
        if each.declared_at is not None:
            declared = say(Sentence(N_("The result is declared: %(question)s"), {"question": question}), language)
            outcome = (await results.result_page(NOBODY, each.number, language)).sentence
            told = say(outcome, language) if outcome else ""
            found.append(Entry("declared", declared, told, f"/votes/{each.number}/result", each.declared_at))
    return found


async def _notes(language: str) -> list[Entry]:
    rows = Note.filter(plank__audience__in=audiences_of(NOBODY.roles)).exclude(plank__state="draft")
    return of_notes(await rows.select_related("plank").order_by("-presented_at", "-id").limit(AT_MOST), language)


def of_notes(notes: Iterable[Note], language: str) -> list[Entry]:
    """That these notes on debates were presented, each version of them; their rows hold their planks."""
    found = []
    for each in notes:
        words = N_("The note on the debate of “%(plank)s” is presented.")
        if each.number > 1:
            words = N_("The note on the debate of “%(plank)s” is presented anew: version %(number)s.")
        told = {"plank": in_language(each.plank.titles, language), "number": each.number}
        path = f"/planks/{each.plank.number}/note"
        found.append(Entry(f"note-{each.number}", say(Sentence(words, told), language), "", path, each.presented_at))
    return found


async def _resolutions(language: str) -> list[Entry]:
    return [
        Entry(
            "published",
            say(
                Sentence(N_("Resolution %(number)s: %(title)s"), {"number": each.number, "title": each.title}), language
            ),
            say(N_("The resolution is published: anybody can read it, and trace every word of it."), language),
            f"/resolutions/{each.number}",
            each.published_at,
        )
        for each in await resolutions.resolutions(NOBODY, language)
        if each.published_at is not None
    ]
