"""What a reader finds: documents, how many of each kind, and what she may narrow them to.

Every statement joins the live rows and asks of them whether she may read the document: the state of a post, the
audience of its thread or of a plank, that a resolution is published, that the words are those of the present revision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from conference.core.actor import Actor
from conference.core.roles import audiences_of
from conference.planks import queries as planks
from conference.runtime import database, settings
from conference.search import rules
from conference.search.rules import Asked, Kind, Term

_FOUND = """
FROM search_words w JOIN search_entry e ON e.id = w.rowid LEFT JOIN plank k ON k.id = e.plank_id
LEFT JOIN post p ON p.id = e.post_id LEFT JOIN thread h ON h.id = p.thread_id
LEFT JOIN text_unit pu ON pu.id = p.unit_id
LEFT JOIN amendment a ON a.id = e.amendment_id LEFT JOIN text_unit au ON au.id = a.text_id
LEFT JOIN text_unit ru ON ru.id = a.reason_id LEFT JOIN resolution r ON r.id = e.resolution_id
WHERE {words} AND (
(e.kind = 'post' AND p.state = 'standing' AND h.audience IN ({audiences}) AND pu.revision = e.revision)
OR (e.kind IN ('plank', 'block') AND k.state NOT IN ('draft', 'discarded')
AND k.audience IN ({audiences}) AND k.version = e.revision)
OR (e.kind = 'amendment' AND k.state NOT IN ('draft', 'discarded') AND k.audience IN ({audiences})
AND ru.revision + coalesce(au.revision, 0) = e.revision)
OR (e.kind IN ('resolution', 'clause') AND r.state = 'published')){narrowed} """
_COUNTED = (
    "WITH found AS (SELECT DISTINCT e.document AS document, e.kind AS kind {found}) "
    "SELECT 0, kind, count(*) FROM found GROUP BY kind UNION ALL SELECT * FROM (SELECT document, kind, 0 FROM found "
    "WHERE document > ?{of_kind} ORDER BY document LIMIT ?) page"
)
_PAGE = (
    "SELECT e.document, e.kind, max(e.source), max(e.place), max(e.plank_id), max(k.number), max(e.post_id), "
    "max(p.thread_id), max(pu.id), max(e.amendment_id), max(a.number), max(au.id), max(ru.id), max(e.resolution_id), "
    "max(r.number), max(e.revision), max(CASE WHEN e.language = 'en' THEN 1 ELSE 0 END), "
    "max(CASE WHEN e.language = 'fr' THEN 1 ELSE 0 END), max(CASE WHEN e.language = 'es' THEN 1 ELSE 0 END) {found} "
    "AND e.document IN ({documents}) GROUP BY e.document, e.kind ORDER BY e.document"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found: where it lies, and in which languages the words stand. `source` is the language that
    it was written in; keys and numbers are None where the document has none."""

    languages: tuple[str, ...]
    document: int
    kind: Kind
    source: str
    place: str
    plank_id: int | None
    plank: int | None
    post: int | None
    thread: int | None
    unit: int | None
    amendment_id: int | None
    amendment: int | None
    wording: int | None
    reason: int | None
    resolution_id: int | None
    resolution: int | None
    edition: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `counts`: documents by kind, whatever kind was asked for; `total` those of that kind."""

    terms: tuple[Term, ...]
    hits: tuple[Hit, ...]
    counts: dict[Kind, int]
    total: int
    next: int | None


@dataclass(frozen=True, slots=True)
class _Question:
    """The part of a statement that both the counts and the page share, and its values."""

    sql: str
    values: tuple[object, ...]


async def find(reader: Actor, asked: Asked, limit: int = rules.PAGE) -> Found:
    """What this reader finds. Raises `Refused` for what cannot be asked."""
    terms = rules.terms(asked.typed)
    question = _question(reader, asked, terms)
    of_kind, kinds = (" AND kind = ?", (asked.kind,)) if asked.kind else ("", ())
    sql = _COUNTED.format(found=question.sql, of_kind=of_kind)
    listed = await database.many_rows(sql, *question.values, asked.after, *kinds, limit + 1)
    counts = {Kind(kind): int(number) for _, kind, number in listed if number}
    documents = sorted(int(document) for document, _, number in listed if not number)
    hits = await _details(question, documents[:limit])
    total = counts.get(Kind(asked.kind), 0) if asked.kind else sum(counts.values())
    return Found(terms, hits, counts, total, documents[limit - 1] if len(documents) > limit else None)


async def _details(question: _Question, documents: list[int]) -> tuple[Hit, ...]:
    """Where these lie, asked with the same words and rights."""
    if not documents:
        return ()
    sql = _PAGE.format(found=question.sql, documents=database.places(documents))
    return tuple(_hit(row) for row in await database.many_rows(sql, *question.values, *documents))


def _question(reader: Actor, asked: Asked, terms: tuple[Term, ...]) -> _Question:
    audiences = audiences_of(reader.roles)
    if database.on_sqlite():
        words, value = "search_words MATCH ?", rules.for_sqlite(terms)
    else:
        words, value = "w.words @@ CAST(CAST(? AS TEXT) AS TSQUERY)", rules.for_postgres(terms)
    narrowed, values = _narrowed(asked)
    if not settings.current().machine_translation:
        narrowed += " AND NOT e.machine"
    sql = _FOUND.format(words=words, audiences=database.places(audiences), narrowed=narrowed)
    return _Question(sql, (value, *audiences, *audiences, *audiences, *values))


def _narrowed(asked: Asked) -> tuple[str, tuple[object, ...]]:
    given: Sequence[tuple[str, object]] = (
        (" AND k.number = ?", asked.plank), (" AND e.source = ?", asked.language),
    )  # fmt: skip
    used = [each for each in given if each[1]]
    return "".join(condition for condition, _ in used), tuple(value for _, value in used)


def _hit(row: tuple[Any, ...]) -> Hit:
    languages = tuple(each for each, has in zip(("en", "fr", "es"), row[16:], strict=True) if has)
    document, kind, *rest = row[:16]
    return Hit(languages, int(document), Kind(kind), *rest)


async def choices(reader: Actor, language: str) -> list[tuple[str, str]]:
    """The planks that she may narrow her question to: number and title."""
    listed = await planks.planks(reader, language)
    return [(str(each.number), f"{each.number}. {each.title}") for each in listed if each.state != "draft"]
