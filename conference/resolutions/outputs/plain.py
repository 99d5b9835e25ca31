"""Editions as JSON for programs, in a form that docs/editions.md documents and that does not change its meaning."""

from collections.abc import Sequence
from typing import Any, Final

from conference.core.actor import Actor
from conference.core.languages import LANGUAGES
from conference.core.words import Sentence
from conference.resolutions import queries as resolutions
from conference.resolutions.adopted import queries as adopted
from conference.resolutions.annexed import queries as annexed
from conference.resolutions.commitments import queries as commitments
from conference.resolutions.editions import queries as editions
from conference.resolutions.models import Resolution
from conference.resolutions.queries import Decision
from conference.resolutions.traces.queries import Origin, Trace
from conference.runtime.i18n import say

FORM: Final = "conference-edition-1"
PROVENANCE_FORM: Final = "conference-provenance-1"


async def edition(reader: Actor, number: int, which: int, language: str, origin: str) -> dict[str, Any]:
    """An edition in every language with all that is annexed; annexed words in `language` where there are any."""
    found = await editions.edition(reader, number, which, language)
    row = await resolutions.row(reader, number)
    vote = await resolutions.decision(reader, row, language)
    return {
        "form": FORM,
        "resolution": number,
        "edition": which,
        "newest_edition": found.newest,
        "language": language,
        "address": f"{origin}/{language}/resolution/{number}/editions/{which}",
        "published_at": found.published_at.isoformat(),
        "digest": found.digest,
        "digests": dict(found.digests),
        "titles": dict(found.titles),
        "passages": [dict(each) for each in found.paragraphs],
        "corrigendum": _corrigendum(found.correction) if found.correction else None,
        "vote": decision(vote, language) if vote else None,
        **await annexes(reader, row, language),
        "commitments": await listed_commitments(reader, number, language),
    }


async def annexes(reader: Actor, row: Resolution, language: str) -> dict[str, Any]:
    """Ratifications, signatures and statements: what delegations have added."""
    return {
        "ad_referendum": [
            {
                "delegation": each.code, "standing": each.standing, "declared_at": each.declared_at.isoformat(),
                "ledger": [
                    {"body": line.body, "decided_on": line.decided_on.isoformat(), "result": line.result,
                     "note": line.note, "evidence": line.evidence or None}
                    for line in each.ledger
                ],
            }
            for each in await adopted.referenda(reader, row, language)
        ],
        "signatures": [
            {"delegation": each.delegation, "by": said(each.by, language), "edition": each.edition,
             "digest": each.digest, "signed_at": each.signed_at.isoformat()}
            for each in await adopted.signatures(reader, row, language)
        ],
        "statements": [
            {"id": each.id, "kind": each.kind, "delegation": each.delegation, "author": said(each.author, language),
             "coauthors": [{"author": said(one.name, language), "delegation": one.delegation}
                           for one in each.coauthors],
             "clauses": list(each.clauses), "text": each.reading.text, "language": each.reading.language,
             "original_language": each.reading.original_language, "filed_at": each.filed_at.isoformat()}
            for each in await annexed.statements(reader, row, language)
        ],
    }  # fmt: skip


async def listed_commitments(reader: Actor, number: int, language: str, code: str = "") -> list[dict[str, Any]]:
    """What delegations undertake, by clause; `code` for one delegation."""
    view = await commitments.overview(reader, number, language, code)
    return [
        {
            "id": each.id, "clause": each.clause, "delegation": each.code, "text": each.reading.text,
            "language": each.reading.language, "office": each.office, "owner": said(each.owner, language) or None,
            "due_on": each.due_on.isoformat() if each.due_on else None, "status": each.status,
            "reports": [
                {"status": one.status, "text": one.reading.text, "reported_at": one.reported_at.isoformat()}
                for one in each.reports
            ],
        }
        for each in view.commitments
    ]  # fmt: skip


def provenance(trace: Trace, language: str) -> dict[str, Any]:
    """The words of an edition with the numbers of their sources, the sources, and the votes behind them."""
    return {
        "form": PROVENANCE_FORM,
        "resolution": trace.resolution,
        "edition": trace.edition,
        "language": language,
        "sources": [_origin(each, language) for each in trace.origins],
        "votes": [decision(each, language) for each in trace.votes],
        "passages": [
            {
                "label": each.label, "number": each.number or None, "part": each.part, "kind": each.kind,
                "plank": each.plank or None, "block": each.block or None, "version": each.version or None,
                "votes": [vote.number for vote in each.votes],
                "words": {
                    tongue: [{"text": piece.text, "source": piece.source} for piece in each.pieces[tongue]]
                    for tongue in LANGUAGES
                    if tongue in each.pieces
                },
            }
            for each in trace.passages
        ],
    }  # fmt: skip


def _origin(origin: Origin, language: str) -> dict[str, Any]:
    return {
        "number": origin.number, "kind": origin.kind, "amendment": origin.code or None, "plank": origin.plank or None,
        "version": origin.version or None, "edition": origin.edition or None,
        "author": said(origin.mover, language) or None,
        "certified_by": [said(each, language) for each in origin.certified_by],
        "first_written_in": origin.language or None,
        "amends": origin.amends or None, "joined_in": origin.joined or None, "also": list(origin.also),
        "amended_by": [{"amendment": f"A{number}", "mover": said(by, language)} for number, by in origin.amended_by],
        "votes": [each.number for each in origin.votes], "thread": origin.thread,
    }  # fmt: skip


def decision(decision: Decision, language: str) -> dict[str, Any]:
    """A vote with its conditions and the figures that may be told."""
    return {
        "vote": decision.number, "question": decision.question, "kind": decision.kind, "outcome": decision.outcome,
        "conditions": [
            {
                "met": each["met"], "sentence": said(each["sentence"], language),
                "figure": said(each["figure"], language) if each["figure"] else None,
            }
            for each in decision.conditions
        ],
        "delegations": [
            {"delegation": each.code, "roll": each.roll, "cast": each.cast, "yes": each.yes, "no": each.no,
             "abstain": each.abstain}
            for each in decision.delegations
        ],
    }  # fmt: skip


def _corrigendum(correction: editions.CorrectionView) -> dict[str, Any]:
    return {
        "label": correction.label, "language": correction.language, "edition": correction.edition,
        "before": correction.before, "after": correction.after, "nature": correction.nature,
    }  # fmt: skip


def said(words: str | Sentence, language: str) -> str:
    """Names as they are, sentences in this language."""
    return say(words, language) if isinstance(words, Sentence) else words


def languages_of(asked: str, usual: str) -> Sequence[str]:
    """`en,fr` as languages, each once, in the order asked; the usual one where none is named."""
    return tuple(dict.fromkeys(each for each in asked[:40].split(",") if each in LANGUAGES)) or (usual,)
