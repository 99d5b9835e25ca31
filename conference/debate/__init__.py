"""Debate: what delegates say to each other about a plank, a block of it, or an amendment.

Nouns: *thread* (one conversation, at one *place*), *post*, *reply*, *number* (a post's place in time within its
thread), *path* (its place in the tree).

Promises: a post appears at once in its author's words and keeps its number; what was withdrawn or removed is gone
in every language while its replies stay; a thread of thousands opens as fast as one of a hundred; nobody is named
to people outside the room without her consent.
"""
