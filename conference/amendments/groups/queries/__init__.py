"""Groups, the order of votes and overlaps through the reader's eyes."""

from conference.amendments.groups.queries.overlaps import overlap, waiting_for, waits_for_words
from conference.amendments.groups.queries.pages import groups

__all__ = ["groups", "overlap", "waiting_for", "waits_for_words"]
