"""Hits as a reader reads them: what each is, where it stands, who said it, and its words in her language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from conference.amendments.rules import code
from conference.core.actor import Actor
from conference.core.languages import LANGUAGES, in_language
from conference.debate import sights
from conference.debate.sights import PostView
from conference.debate.strands import Strands
from conference.planks.models import Plank
from conference.resolutions.editions import laying
from conference.resolutions.editions.models import Edition
from conference.runtime import database
from conference.search import snippets
from conference.search.queries import Found, Hit
from conference.search.rules import Kind, Term
from conference.search.snippets import Snippet
from conference.translation.machine import texts as machine
from conference.translation.queries import Reading
from conference.translation.rules import Origin

_PASSAGES = (
    "SELECT v.plank_id, s.block, s.unit_id FROM segment s JOIN plank_version v ON v.id = s.version_id "
    "JOIN plank k ON k.id = v.plank_id AND k.version = v.number WHERE v.plank_id IN ({planks}) "
    "AND s.block IN ({blocks}) ORDER BY s.position"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A snippet and how its text came to be. `machine`: nobody has checked it."""

    snippet: Snippet
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One hit. `address` leads to the very place, without the language; `told` are her own language's words, and, where
    what she searched for does not stand in them, those of a language in which it does."""

    hit: Hit
    address: str
    number: str
    plank_title: str
    told: tuple[Told, ...]
    author: str = ""
    delegation: str = ""
    voice: bool = False
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """A document's words in one language."""

    text: str
    machine: bool = False


@dataclass(slots=True)
class _Shelf:
    """What the hits of a page need, fetched once for all of them: by document and language its words."""

    words: dict[int, dict[str, _Said]] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    posts: dict[int, PostView] = field(default_factory=dict)
    numbers: dict[tuple[int, str], str] = field(default_factory=dict)


async def results(reader: Actor, found: Found, language: str) -> list[Result]:
    """The hits of a page in their order; a post that has gone between two statements is left out."""
    shelf = _Shelf()
    await _planks(shelf, found.hits, language)
    await _published(shelf, found.hits)
    await _posts(shelf, reader, found.hits, language)
    for each in LANGUAGES:
        await _units(shelf, [hit for hit in found.hits if each in (language, hit.source, *hit.languages)], each)
    seen = [_result(hit, shelf, found.terms, language) for hit in found.hits]
    return [each for each in seen if each is not None]


def _result(hit: Hit, shelf: _Shelf, terms: tuple[Term, ...], language: str) -> Result | None:
    post = shelf.posts.get(hit.post or 0)
    if hit.kind is Kind.POST and (post is None or not post.standing):
        return None
    told = _told(hit, shelf.words.get(hit.document, {}), terms, language)
    number = shelf.numbers.get((hit.resolution_id or 0, hit.place), "")
    title = shelf.titles.get(hit.plank_id or 0, "")
    if post is None:
        return Result(hit, _address(hit), number, title, told)
    return Result(
        hit, f"/posts/{post.id}#post-{post.number}", str(post.number), title, told, post.author, post.delegation,
        post.voice, post.created_at,
    )  # fmt: skip


def _told(hit: Hit, words: Mapping[str, _Said], terms: tuple[Term, ...], language: str) -> tuple[Told, ...]:
    order = dict.fromkeys((language, *hit.languages, hit.source))
    told: list[Told] = []
    for each in order:
        if each in words:
            told.append(Told(snippets.snippet(each, words[each].text, terms), words[each].machine))
        if told and told[-1].snippet.marked:
            break
    own = told[:1] if told and (told[0].snippet.language == language or not told[-1].snippet.marked) else []
    return tuple(dict.fromkeys((*own, *(each for each in told[-1:] if each.snippet.marked))))


def _address(hit: Hit) -> str:
    if hit.kind is Kind.AMENDMENT:
        return f"/amendments/{code(hit.amendment or 0)}"
    if hit.kind is Kind.BLOCK:
        return f"/planks/{hit.plank}#{hit.place}"
    if hit.kind is Kind.PLANK:
        return f"/planks/{hit.plank}"
    anchor = f"#{'p' if hit.place[:1].isdigit() else ''}{hit.place}" if hit.place else ""
    return f"/resolution/{hit.resolution}/editions/{hit.edition}{anchor}"


async def _planks(shelf: _Shelf, hits: Sequence[Hit], language: str) -> None:
    keys = sorted({hit.plank_id for hit in hits if hit.plank_id is not None})
    rows = {each.id: each for each in await Plank.filter(id__in=keys)} if keys else {}
    shelf.titles = {key: in_language(row.titles, language) for key, row in rows.items()}
    for hit in hits:
        row = rows.get(hit.plank_id or 0)
        if hit.kind is Kind.PLANK and row is not None:
            shelf.words[hit.document] = {
                each: _Said(" — ".join(filter(None, (row.titles.get(each), row.summaries.get(each)))))
                for each in LANGUAGES
                if row.titles.get(each) or row.summaries.get(each)
            }


async def _published(shelf: _Shelf, hits: Sequence[Hit]) -> None:
    """Titles and clauses, of the editions that the entries were made from."""
    for resolution, edition in {(hit.resolution_id, hit.edition) for hit in hits if hit.resolution_id is not None}:
        row = await Edition.get_or_none(resolution_id=resolution, number=edition)
        if row is None:
            continue
        titles, lines = await laying.whole(row)
        by_place = {"": titles} | {line["label"]: line["texts"] for line in lines}
        shelf.numbers |= {(row.resolution_id, line["label"]): line["number"] for line in lines}
        for hit in hits:
            if hit.resolution_id == resolution:
                shelf.words[hit.document] = {
                    each: _Said(text) for each, text in by_place.get(hit.place, {}).items() if text
                }


async def _posts(shelf: _Shelf, reader: Actor, hits: Sequence[Hit], language: str) -> None:
    """Who said it, as far as this reader may know."""
    by_thread: dict[int, list[int]] = {}
    for hit in hits:
        if hit.post is not None and hit.thread is not None:
            by_thread.setdefault(hit.thread, []).append(hit.post)
    rows = [row for thread, keys in by_thread.items() for row in await sights.rows_of(thread, Strands(tuple(keys)))]
    seen = await sights.look(sights.Kind.of(reader, language), 0, rows)
    shelf.posts = {each.id: each for each in seen.posts}


async def _units(shelf: _Shelf, hits: Sequence[Hit], language: str) -> None:
    """The words of posts, amendments and passages in one language."""
    units = await _units_of(hits)
    reasons = {hit.document for hit in hits if hit.kind is Kind.AMENDMENT}
    readings = await machine.readings([unit for listed in units.values() for unit in listed], language)
    for document, listed in units.items():
        parts = [readings[unit] for unit in listed if unit in readings and _is_in(readings[unit], language)]
        if parts:
            between = " … " if document in reasons else " "
            text = between.join(snippets.plain(each.html) for each in parts)
            made = any(each.origin == Origin.MACHINE for each in parts)
            shelf.words.setdefault(document, {})[language] = _Said(text, made)


def _is_in(reading: Reading, language: str) -> bool:
    return reading.language == language and reading.current


async def _units_of(hits: Sequence[Hit]) -> dict[int, tuple[int, ...]]:
    """By document the units that its words lie in."""
    passages = await _passages([hit for hit in hits if hit.kind is Kind.BLOCK])
    units: dict[int, tuple[int, ...]] = {}
    for hit in hits:
        if hit.kind is Kind.POST:
            units[hit.document] = tuple(filter(None, (hit.unit,)))
        elif hit.kind is Kind.AMENDMENT:
            units[hit.document] = tuple(filter(None, (hit.wording, hit.reason)))
        elif hit.kind is Kind.BLOCK:
            units[hit.document] = passages.get((hit.plank_id or 0, hit.place), ())
    return units


async def _passages(hits: Sequence[Hit]) -> dict[tuple[int, str], tuple[int, ...]]:
    planks = sorted({hit.plank_id for hit in hits if hit.plank_id is not None})
    blocks = sorted({hit.place for hit in hits})
    found: dict[tuple[int, str], tuple[int, ...]] = {}
    if planks:
        sql = _PASSAGES.format(planks=database.places(planks), blocks=database.places(blocks))
        for plank, block, unit in await database.rows(sql, *planks, *blocks):
            found[plank, block] = (*found.get((plank, block), ()), unit)
    return found
