"""Amendments through the reader's eyes, one module a theme: rows, lists, pages, life, desk, composites, faults."""

from conference.amendments.queries.composites import prefill, sources
from conference.amendments.queries.desk import desk, offered_by
from conference.amendments.queries.lists import EVERYTHING, NEEDS_A_VOTE, amendments, broken, drafts
from conference.amendments.queries.pages import amendment, broken_one, composite, draft, in_all_languages, steps
from conference.amendments.queries.rows import for_update, kept_one, row, terms
from conference.amendments.wordings import texts

__all__ = [
    "EVERYTHING", "NEEDS_A_VOTE", "amendment", "amendments", "broken", "broken_one", "composite", "desk", "draft",
    "drafts", "for_update", "in_all_languages", "kept_one", "offered_by", "prefill", "row", "sources", "steps",
    "terms", "texts",
]  # fmt: skip
