"""The glossary as it stands, and how a term came to read as it does."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from conference.core.languages import LANGUAGES
from conference.runtime import database
from conference.translation.glossary import Form, Glossary, Term
from conference.translation.glossary.termbase import senses

_STANDING = (
    "SELECT r.content FROM term_revision r WHERE r.number = (SELECT max(n.number) FROM term_revision n "
    "WHERE n.key = r.key) ORDER BY r.key"
)
_kept: dict[tuple[int, int], Glossary] = {}


async def glossary() -> Glossary:
    """The terms that stand, with the house's senses; kept until a term changes."""
    newest = int((await database.rows("SELECT coalesce(max(id), 0) FROM term_revision"))[0][0])
    era = database.era()
    key = (era or 0, newest)
    if key in _kept and era is not None:
        return _kept[key]
    found = Glossary(tuple([value for (row,) in await database.rows(_STANDING) if (value := term(row))]), senses())
    if era is not None:
        _kept.clear()
        _kept[key] = found
    return found


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a term, and who made it so."""

    number: int
    term: Term | None
    by: str | None
    written_at: object


async def revisions(key: str) -> list[Revision]:
    """Every revision of a term, the newest first."""
    sql = (
        "SELECT r.number, r.content, CASE WHEN a.named THEN a.name END, r.written_at FROM term_revision r "
        "LEFT JOIN account a ON a.id = r.author_id WHERE r.key = ? ORDER BY r.number DESC"
    )
    return [Revision(number, term(content), by, at) for number, content, by, at in await database.rows(sql, key)]


def content(of: Term) -> dict[str, Any]:
    """A term as a value to keep."""
    return asdict(of)


def term(kept: Any) -> Term | None:
    """A term from its kept value; None for one that was taken out."""
    value: Mapping[str, Any] | None = json.loads(kept) if isinstance(kept, str) else kept
    if value is None:
        return None
    return Term(
        id=value["id"],
        pos=value["pos"],
        forms={language: Form(**form) for language, form in value["forms"].items()},
        variants={language: tuple(Form(**form) for form in forms) for language, forms in value["variants"].items()},
        avoid={language: tuple(words) for language, words in value["avoid"].items()},
        machine_from=tuple(value["machine_from"]),
        notes=value["notes"] if "notes" in value else _one_note(value["note"]),
    )


def _one_note(words: str) -> dict[str, str]:
    """Revisions from before there was a note for each language hold one, in the conference's first language."""
    return {LANGUAGES[0]: words} if words else {}
